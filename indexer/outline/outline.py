"""The outline of a report: its headings, and the paragraphs between them.

rows → markers → families → sequences → headings → paragraphs, each a module of that name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indexer.contract import Heading, Line
from indexer.outline.headings import stretches
from indexer.outline.paragraphs import Cutter, Piece
from indexer.outline.rows import read_rows
from indexer.outline.sequences import find_marks
from indexer.text import simplify

__all__ = ["Outline", "Piece", "outline"]

_TITLE_YEAR: Final = re.compile(r"20\d\d")
_TEXT_YEAR: Final = re.compile(r"(20\d\d)年")


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings (the title is none of them) and paragraphs, in the order of the text."""

    headings: tuple[Heading, ...]
    pieces: tuple[Piece, ...]


def outline(lines: Sequence[Line]) -> Outline:
    """Return the outline of the lines of kind body. Salutation and closing formula are no paragraphs."""
    rows = read_rows(lines)
    year = _year(lines)
    cutter = Cutter(rows, list(stretches(rows, find_marks(rows, year))), year)
    return Outline(tuple(cutter.headings), tuple(cutter.pieces))


def _year(lines: Sequence[Line]) -> int | None:
    """Return the year reported on as the title has it, else the first that the body names."""
    for line in lines:
        if line.kind == "title" and (match := _TITLE_YEAR.search(simplify(line.text))):
            return int(match[0])
    for line in lines:
        if line.kind == "body" and (match := _TEXT_YEAR.search(simplify(line.text[:400]))):
            return int(match[1])
    return None
