"""Plain text whose lines end where a window or a page ended: copied from a PDF, a mail or a terminal."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from indexer.intake.readers.wrapping import is_wide, join

_LEAST: Final = 30  # columns of the narrowest page; an ideograph takes two
_MOST: Final = 160
_RAGGED: Final = 4  # columns between full lines: a mark may hang over the edge, a number goes down whole
_ENOUGH: Final = 8  # full lines
_SHARE: Final = 0.4  # of all lines that are full
_MIDST: Final = 0.6  # of the full lines that end in the midst of a sentence
_ENDS: Final = re.compile(r"[。！？；：!?;:|]$")
_BEGINS: Final = re.compile(
    r"[\s\u3000|]|[(（]?[一二三四五六七八九十百\d]{1,3}\s*[)）、.．]|第[一二三四五六七八九十]+[章节部]|[一二三四五六七八九十]是|附件"
)


def unwrapped(lines: Sequence[str]) -> list[str]:
    """Return the lines, those that only go on in the next put together, if the text is plainly wrapped at one width.

    A line that begins as a paragraph or a heading does, indented or numbered, goes on with nothing above it.
    """
    measure = _measure(lines)
    if measure is None:
        return list(lines)
    found: list[str] = []
    full = False
    for line in lines:
        if full and line.strip() and not _BEGINS.match(line):
            found[-1] = join(found[-1].rstrip(), line)
        else:
            found.append(line)
        full = _width(line) >= measure - _RAGGED
    return found


def _measure(lines: Sequence[str]) -> int | None:
    """Return the columns at which the lines of a text end, None where most end where their paragraphs do."""
    widths = [_width(line) for line in lines if line.strip()]
    common = Counter(width for width in widths if _LEAST <= width <= _MOST)
    best = max(common, key=lambda width: (sum(common[width - less] for less in range(_RAGGED + 1)), -width), default=0)
    full = [line for line in lines if best - _RAGGED <= _width(line) <= best]
    longer = sum(width > best for width in widths)
    midst = sum(not _ENDS.search(line.rstrip()) for line in full)
    wrapped = (
        len(full) >= max(_ENOUGH, _SHARE * len(widths)) and midst >= _MIDST * len(full) and longer <= len(full) / 10
    )
    return best if wrapped else None


def _width(line: str) -> int:
    """Return the columns that a line takes, up to more than any page has."""
    return sum(2 if is_wide(character) else 1 for character in line.rstrip()[: _MOST + 1])
