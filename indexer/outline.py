"""The outline of a report: its headings, and the paragraphs between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.contract import Heading, Line
from indexer.paragraphs import Piece
from indexer.text import clean

__all__ = ["Outline", "Piece", "outline"]


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings (the title is none of them) and paragraphs, in the order of the text."""

    headings: tuple[Heading, ...]
    pieces: tuple[Piece, ...]


def outline(lines: Sequence[Line]) -> Outline:
    """Return the outline of the lines of kind body."""
    pieces = []
    for line in lines:
        text = clean(line.text).text.strip()
        if line.kind == "body" and text:
            section = "general" if pieces else "overview"
            pieces.append(Piece(line.number, 0, len(line.text), section, section, (), (), text))
    return Outline((), tuple(pieces))
