"""What stands on the pages and not in the text: page numbers, running heads and feet, what a browser prints around."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indexer.intake.readers.addresses import is_address
from indexer.intake.readers.pdf.printed import PrintedLine

_EDGE: Final = 5  # lines from the top and the bottom of a page among which its furniture stands
_SAME_PLACE: Final = 4.0  # points
_SHARE: Final = 0.4  # of the pages (even or odd ones may have their own) that have the same line
_DASH: Final = r"[-—–－―‐‑‒─━~～·•|]"
_NUMBER: Final = re.compile(
    rf"^(?:{_DASH}+\s*\d{{1,4}}\s*{_DASH}+|第\s*[\d一二三四五六七八九十百]{{1,5}}\s*页(?:\s*[,，/]?\s*共\s*\d{{1,4}}\s*页)?"
    r"|[Pp]age\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\d{1,4}\s*(?:/|of)\s*\d{1,4}(?:\s*页)?|共\s*\d{1,4}\s*页\s*第\s*\d{1,4}\s*页)$"
)
_PROSE: Final = re.compile(r"[，。；：、,;:]\s*$|.{60}")  # no running head is so long or ends so
_BARE: Final = re.compile(r"^[\d０-９]{1,4}$")
_URL: Final = re.compile(r"\b(?:https?|file)://\S+")
_PRINTED_ON: Final = re.compile(
    r"^\d{4}[/.年-]\d{1,2}[/.月-]\d{1,2}日?[,，]?\s*(?:[上下]午)?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s|$)"
    r"|^\d{1,2}/\d{1,2}/\d{2,4}[,，]?\s*\d{1,2}:\d{2}\s*(?:[AP]M)?(?:\s|$)"
)


@dataclass(frozen=True, slots=True)
class Cleared:
    """The pages without their furniture, and that furniture."""

    pages: list[list[PrintedLine]]
    dropped: list[PrintedLine]


def clear(pages: Sequence[list[PrintedLine]]) -> Cleared:
    """Take page numbers, running heads and feet off the pages, from their edges inwards."""
    repeated = _repeated(pages)
    bare = _bare_numbers(pages)
    kept: list[list[PrintedLine]] = []
    dropped: list[PrintedLine] = []
    for page in pages:
        printed = _is_printed_page(page)
        top = 0
        while top < min(len(page), _EDGE) and _is_furniture(page[top], repeated, bare, printed=printed):
            top += 1
        end = len(page)
        while end > max(top, len(page) - _EDGE) and _is_furniture(page[end - 1], repeated, bare, printed=printed):
            end -= 1
        kept.append(page[top:end])
        dropped += page[:top] + page[end:]
    return Cleared(kept, dropped)


def address(dropped: Sequence[PrintedLine]) -> str | None:
    """Return the one address that a browser printed on the pages; None where there is none, several, or one cut off."""
    found = {match[0] for line in dropped for match in _URL.finditer(line.text)}
    whole = {url for url in found if is_address(url) and not url.endswith(("…", "..."))}
    return whole.pop() if len(found) == len(whole) == 1 else None


def _is_furniture(line: PrintedLine, repeated: set[tuple[str, int]], bare: set[PrintedLine], *, printed: bool) -> bool:
    if line.row:
        return False
    text = line.text.strip()
    if line.marginal or _NUMBER.match(text) or line in bare:
        return True
    if printed and (_PRINTED_ON.match(text) or _URL.match(text)):
        return True
    return _key(line) in repeated


def _is_printed_page(page: Sequence[PrintedLine]) -> bool:
    """Tell whether a browser printed the page: it begins with the time, and ends with the address."""
    if len(page) < 2:
        return False
    first, last = page[0].text, page[-1].text
    return bool(_PRINTED_ON.match(first) and _URL.match(last)) or bool(_PRINTED_ON.match(last) and _URL.search(first))


def _repeated(pages: Sequence[Sequence[PrintedLine]]) -> set[tuple[str, int]]:
    """Return what stands at the same place of so many pages that it is no text, but for its numbers."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        edge = {*page[:_EDGE], *page[-_EDGE:]}
        counts.update({_key(line) for line in edge if not line.row and not _PROSE.search(line.text)})
    near = {key: sum(counts[key[0], key[1] + step] for step in (-1, 0, 1)) for key in counts}
    least = max(2, _SHARE * len(pages)) if len(pages) <= 3 else max(3, _SHARE * len(pages))
    return {key for key, count in near.items() if count >= least and key[0] != "#"}


def _key(line: PrintedLine) -> tuple[str, int]:
    """Return what a line says but for its numbers, and its height on the page."""
    plain = re.sub(r"[\d０-９]+", "#", re.sub(r"\s+", "", line.text))
    return plain, int(line.baseline // _SAME_PLACE)


def _bare_numbers(pages: Sequence[Sequence[PrintedLine]]) -> set[PrintedLine]:
    """Return the lines with a number alone that counts the pages."""
    found = [
        (int(line.text) - index, line)
        for index, page in enumerate(pages)
        for line in {*page[:2], *page[-2:]}
        if _BARE.match(line.text.strip())
    ]
    if not found:
        return set()
    (offset, count), *_ = Counter(offset for offset, _ in found).most_common(1)
    return {line for at, line in found if at == offset} if count >= 2 or len(pages) == 1 else set()
