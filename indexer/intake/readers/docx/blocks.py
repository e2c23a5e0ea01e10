"""Blocks of a Word text: a paragraph or a row of a table each, with the notes that hang on it, made into lines."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from indexer.intake.titles import is_title

_FULL: Final = 20  # characters from which a line may have been broken by its width
_RAGGED: Final = 2  # characters by which lines of one width differ
_ENDS: Final = frozenset("。！？；：.!?;:”》）")
_MARKER: Final = re.compile(
    r"\s|第?[一二三四五六七八九十]{1,3}[、.．是]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．]|[①-⑳]"
)
_PAGE_LAYOUT: Final = 4  # blocks in a cell from which it holds a page and not a value
_PROSE: Final = 300  # characters of them
_NOTE: Final = "注："


@dataclass(frozen=True, slots=True)
class Block:
    """One line or, at soft breaks, more; `text` is empty for an empty paragraph. `notes` are keys of notes."""

    text: str
    notes: tuple[str, ...] = ()
    row: bool = False


@dataclass(slots=True)
class Cell:
    """A cell of a table; `again` if it only goes on with the cell above or before it."""

    blocks: list[Block]
    nested: bool = False  # whether it has a table inside
    again: bool = False

    @property
    def filled(self) -> list[Block]:
        return [] if self.again else [block for block in self.blocks if block.text]


def broken(text: str) -> list[str]:
    """Return the lines of a paragraph with soft breaks.

    A soft break parts what stands on both sides, as in titles and signatures, but where lines of one width go on
    without a mark: those were broken by their width in another program, and are one.
    """
    pieces = [piece for piece in text.split("\n") if piece.strip()]
    if len(pieces) < 3:
        return pieces
    width = max(len(piece.strip()) for piece in pieces)
    wrapped = [_goes_on(piece, after, width) for piece, after in zip(pieces, [*pieces[1:], " "], strict=True)]
    if sum(wrapped) < 2:
        return pieces
    parts = [pieces[0].strip()]
    for piece, joined in zip(pieces[1:], wrapped, strict=False):
        words = re.fullmatch("[A-Za-z]{2}", parts[-1][-1] + piece.strip()[0])
        parts += [" " if joined and words else "" if joined else "\n", piece.strip()]
    return "".join(parts).split("\n")


def _goes_on(piece: str, after: str, width: int) -> bool:
    plain = piece.strip()
    full = len(plain) >= max(_FULL, width - _RAGGED)
    return full and plain[-1] not in _ENDS and _MARKER.match(after) is None


# -- tables ----------------------------------------------------------------------------------------------------------


def table_blocks(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """Yield the blocks of a table: each row a line between bars, but what only lays out a page as it stands."""
    filled = [[cell for cell in row if cell.filled] for row in rows]
    one_column = all(len(row) <= 1 for row in filled)
    for row, used in zip(rows, filled, strict=True):
        if not used:
            continue
        if _lays_out(used, one_column=one_column):
            for cell in used:
                yield from cell.filled
        else:
            notes = tuple(note for cell in used for block in cell.blocks for note in block.notes)
            cells = [" ".join(" ".join(block.text.split("\n")) for block in cell.filled) for cell in row]
            yield Block(f"| {' | '.join(cells)} |", notes, row=True)


def _lays_out(used: Sequence[Cell], *, one_column: bool) -> bool:
    """Tell whether the cells of a row lay out a page, and are no row of values."""
    if one_column or any(cell.nested or _is_page(cell) for cell in used):
        return True
    (first, *others) = used
    text = " ".join(block.text for block in first.filled)
    return not others and ("。" in text or is_title(text))


def _is_page(cell: Cell) -> bool:
    texts = [block.text for block in cell.filled]
    return len(texts) >= _PAGE_LAYOUT and sum(map(len, texts)) >= _PROSE and sum("。" in text for text in texts) >= 2


# -- notes -----------------------------------------------------------------------------------------------------------


def lines_with_notes(blocks: Iterable[Block], notes: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a text, each note as a line of its own behind the paragraph that it hangs on.

    A paragraph stays as it is written, and the note is found under the heading it belongs to. One that hangs on a
    title, a heading or a row waits for the next paragraph that has a full stop, so that it never parts what belongs
    together; behind the last of those nothing comes, since a signature stands at the end.
    """
    shown = list(_without_blanks(blocks))
    prose = [at for at, block in enumerate(shown) if "。" in block.text and not block.row]
    below: dict[int, list[str]] = {}
    after = 0
    for at, block in enumerate(shown):
        while after < len(prose) and prose[after] < at:
            after += 1
        home = prose[after] if after < len(prose) else prose[-1] if prose else at
        for key in block.notes:
            if notes.get(key):
                below.setdefault(home, []).append(_note(notes[key]))
    for at, block in enumerate(shown):
        yield from block.text.split("\n")
        yield from below.get(at, ())


def _without_blanks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with at most one empty one between others."""
    blank = False
    for block in blocks:
        if block.text or block.notes or not blank:
            yield block
        blank = not block.text


def _note(text: str) -> str:
    """Return a note as a line that says what it is: where notes are collected, it would pass for a heading."""
    return text if text.startswith("注") else f"{_NOTE}{text}"
