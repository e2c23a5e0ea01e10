"""Give markers whose form tells no level the family of those that stand where they do in their report.

一) without its first bracket may be （一） damaged, or a level of its own above or below it; Ⅰ. and 第一节 may be
chapters, or stand above or below those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from indexer.outline.markers import Candidate, Family

_OPEN: Final[Mapping[Family, Family]] = {
    "half": "paren",
    "digit_half": "digit_paren",
}  # as they are where nothing tells


def settled(found: Sequence[Sequence[Candidate]]) -> list[list[Candidate]]:
    """Return the candidates of each row, those of an open family in the one that fits."""
    heads = [in_row[0] for in_row in found if in_row and in_row[0].boundary == "line"]
    families = {candidate.family for in_row in found for candidate in in_row}
    became: dict[Family, Family | None] = {}
    for half, whole in _OPEN.items():
        if half in families:
            became |= _bracketed(heads, half, whole)
    if "roman" in families:
        became["roman"] = _roman(heads)
    if "section" in families:
        became["section"] = _section(heads)
    if "decimal" in families:
        became["decimal"] = _decimal(heads)
    return [list(in_row) for in_row in found] if not became else [_renamed(in_row, became) for in_row in found]


def _renamed(in_row: Sequence[Candidate], became: Mapping[Family, Family | None]) -> list[Candidate]:
    families = [(candidate, became.get(candidate.family, candidate.family)) for candidate in in_row]
    return [replace(candidate, family=family) for candidate, family in families if family]


def _bracketed(heads: Sequence[Candidate], half: Family, whole: Family) -> dict[Family, Family | None]:
    """Return the families of markers with one bracket and with two: the same, unless one frames the other."""
    if _frames(heads, whole, half):
        return {}
    if not _frames(heads, half, whole):
        return {half: whole}
    if half == "half":
        return {half: "paren", whole: half} if _has(heads, "han") else {half: "han"}
    return {}


def _frames(heads: Sequence[Candidate], outer: Family, inner: Family) -> bool:
    """Return whether a sequence of `inner` (its first two) stands between two neighbours of a sequence of `outer`."""
    last = reached = 0
    for head in heads:
        if head.family == outer:
            if reached > 1 and head.number == last + 1:
                return True
            last, reached = head.number or 0, 0
        elif head.family == inner:
            reached = 1 if head.number == 1 else reached + 1 if head.number == reached + 1 and reached else 0
        elif head.family == "han":
            last = reached = 0
    return False


def _roman(heads: Sequence[Candidate]) -> Family | None:
    """Return what Roman numerals are: chapters, above or below chapters, or (without a sequence) nothing."""
    numbers = [head.number for head in heads if head.family == "roman"]
    if numbers[:2] != [1, 2]:
        return None
    first = next(head.family for head in heads if head.family in ("roman", "han"))
    return ("part" if first == "roman" else "roman") if _has(heads, "han") else "han"


def _section(heads: Sequence[Candidate]) -> Family | None:
    """Return what 第一节 is: chapters where there is nothing above it or nothing below."""
    if not _has(heads, "part"):
        return "part"
    return "section" if _has(heads, "han") else "han"


def _decimal(heads: Sequence[Candidate]) -> Family | None:
    """Return what 1.1 is: an item where all of its kind count from one, or else a figure that opens a line."""
    numbers = [head.number or 0 for head in heads if head.family == "decimal"]
    counted = all(number in (1, before + 1) for before, number in pairwise([0, *numbers]))
    return "decimal" if counted and len(numbers) > 1 else None


def _has(heads: Sequence[Candidate], family: Family) -> bool:
    return any(head.family == family and not head.weak for head in heads)
