"""The body lines of a report as the outline sees them: cleaned, simplified for the rules, with the way back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indexer.contract import Line
from indexer.intake.markdown import heading_depth, without_marks
from indexer.intake.salutations import is_salutation
from indexer.text import Cleaned, clean, simplify

_OPENING: Final = 4  # rows of text before which a salutation may stand

SPAN_LIMIT: Final = 200  # characters between quotation marks or brackets; farther apart, one of the two is a slip

_PAIRS: Final = {"”": "“", "》": "《", "」": "「", "』": "『", "）": "（", ")": "(", "】": "【", "〕": "〔", "’": "‘"}
_OPENERS: Final = frozenset(_PAIRS.values())

_CLOSING: Final = re.compile(
    r"(?:(?:现?将?(?:以上|上述))?(?:特此|专此|以上)?(?:报告|汇报|呈报),?(?:如上|完毕|请[一-鿿]{1,6})?|(?:(?:妥否|当否),?)?请予?(?:审议|审阅|审示|批示|指示|审查))[。.!]?"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One body line. `text` is cleaned; `plain` is `text` simplified and narrow, character for character.

    Marks of Markdown are blanks in `plain`; `depth` is that of a heading by such marks, or 0.
    `first`..`last` is what stands between its padding.
    `offsets[i]` is where character i of `text` stands in the source line; `inside[i]` is 1 if it stands between
    quotation marks or brackets that belong together.
    """

    number: int
    source: str
    text: str
    plain: str
    first: int
    last: int
    offsets: tuple[int, ...]
    inside: bytes
    depth: int = 0

    @property
    def is_table(self) -> bool:
        """Whether the line is a row of a table, which holds no headings."""
        return self.text.count("|") >= 2 or self.text.count("｜") >= 2 or self.source.strip("\t").count("\t") >= 2

    def source_end(self, start: int, end: int) -> int:
        """Return where cleaned `start`..`end` ends in the source, unseen characters behind it left out."""
        at, least = self.offsets[end], self.offsets[start]
        while at > least and not clean(self.source[at - 1]).text.strip():
            at -= 1
        return at


def read_rows(lines: Sequence[Line]) -> list[Row]:
    """Return the body lines that hold text, without salutation and closing formula."""
    rows: list[Row] = []
    for line in lines:
        if line.kind != "body":
            continue
        cleaned = clean(line.text)
        opens = len(rows) < _OPENING and is_salutation(cleaned.text.strip())
        if cleaned.text.strip() and not opens and not _is_closing(cleaned.text.strip()):
            rows.append(_row(line, cleaned))
    return rows


def _row(line: Line, cleaned: Cleaned) -> Row:
    text = cleaned.text
    bare = without_marks(text)
    first, last = len(bare) - len(bare.lstrip()), len(bare.rstrip())
    depth = heading_depth(text)
    return Row(line.number, line.text, text, simplify(bare), first, last, cleaned.offsets, _inside_marks(text), depth)


def _is_closing(text: str) -> bool:
    """Return whether a body line is a closing formula (特此报告。) and nothing else."""
    return len(text) <= 80 and _CLOSING.fullmatch(simplify(text)) is not None


def _inside_marks(text: str) -> bytes:
    inside = bytearray(len(text))
    opened: dict[str, int] = {}
    for i, character in enumerate(text):
        opener = _PAIRS.get(character)
        if opener is not None:
            start = opened.pop(opener, None)
            if start is not None and i - start <= SPAN_LIMIT:
                inside[start + 1 : i] = b"\x01" * (i - start - 1)
        elif character in _OPENERS:
            opened[character] = i
    return bytes(inside)
