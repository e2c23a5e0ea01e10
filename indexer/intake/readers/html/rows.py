"""Rows of tables: data, shown as one line of cells between bars, or a frame for the page's layout."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_MAX_CELL: Final = 1_000  # characters; a cell that holds more is a part of the page
_MAX_BLOCKS: Final = 4  # lines of a cell, from which it is a part of the page
_MAX_LABEL: Final = 12  # characters of a label that stands before an empty cell


@dataclass(slots=True)
class Block:
    """A line as seen. `linked` of its characters lead to other pages; `links` counts the links."""

    text: str
    linked: int = 0
    links: int = 0
    broken: bool = False  # ends where its paragraph does not


@dataclass(slots=True)
class Row:
    """A row being read: where its blocks, its cells' blocks and the regions in it begin."""

    first: int
    region: int
    starts: list[int] = field(default_factory=list)
    nests: bool = False  # another table stands in it


def as_row(row: Row, blocks: Sequence[Block]) -> Block | None:
    """Return the row as one block, or None where its cells are to be laid out as blocks."""
    if row.nests or len(row.starts) < 2 or row.starts[0] > row.first:
        return None
    if row.first >= len(blocks):  # its cells are empty, or went into a row around it that was closed before it
        return None
    ends = [*row.starts[1:], len(blocks)]
    cells = [blocks[start:end] for start, end in zip(row.starts, ends, strict=True)]
    if not _are_data(cells, follows_row=row.first > 0 and blocks[row.first - 1].text.startswith("| ")):
        return None
    texts = [" ".join(block.text for block in cell) for cell in cells]
    while not texts[-1]:
        texts.pop()
    inside = blocks[row.first :]
    linked, links = sum(block.linked for block in inside), sum(block.links for block in inside)
    return Block(f"| {' | '.join(texts)} |", linked, links)


def _are_data(cells: Sequence[Sequence[Block]], *, follows_row: bool) -> bool:
    filled = [cell for cell in cells if cell]
    if any(len(cell) > _MAX_BLOCKS or sum(len(block.text) for block in cell) > _MAX_CELL for cell in filled):
        return False
    if len(filled) == 1:
        return bool(cells[0]) and follows_row and sum(len(block.text) for block in cells[0]) <= _MAX_LABEL
    return len(filled) > 1
