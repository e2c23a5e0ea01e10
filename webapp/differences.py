"""What changed between a text as it was quoted and as it stands: pieces that put either text together again exactly.

Numbers with their signs, and words of an alphabet, change as a whole: 3.5% and 35% have nothing in common.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

from indexer.text import BREAK, Folded, fold, fold_with_map

Kind = Literal["same", "deleted", "inserted"]
Manner = Literal["edited", "within", "divided"]

_UNIT: Final = re.compile(r"[+\-−]?\d+(?:[.,:/．，：]\d+)*\s?[%‰％℃°]?|[A-Za-zＡ-Ｚａ-ｚÀ-ɏ]+|.", re.DOTALL)
_SENTENCE_ENDS: Final = frozenset("。！？；!?;\n")
_CLAUSE_ENDS: Final = frozenset("，、：,:")
_MEANING: Final = "%‰‱#&@*/\\"  # marks that say something, beside those that Unicode calls symbols
_DASHES: Final = str.maketrans("‐‑‒–—―−～~", "---------")
_BESIDE_DIGIT: Final = re.compile(r"(?<=\d)[²³¹⁰-₉①-⒛½-¾]|[①-⒛](?=\d)")  # 2² is not 22, nor ①5 15
_SIGN: Final = re.compile(r"(?<=[0-9%‰])[-:](?=[-0-9])|(?<!-)-(?=[0-9])")  # a range, a ratio, a minus


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both have (same), or only the old one (deleted) or the new one (inserted)."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A quoted text beside the paragraphs that hold it now.

    within: one paragraph has all its words, and perhaps more around them. divided: several have them, one after the
    other. edited: the words are no longer all there. `pieces` lead from the quoted text to these paragraphs joined.
    """

    manner: Manner
    pieces: tuple[Piece, ...]
    present: tuple[tuple[Piece, ...], ...]  # the pieces of each paragraph, without what was deleted
    marks_differ: bool = False  # within and divided: the words are all there, but not all marks

    @property
    def quoted(self) -> tuple[Piece, ...]:
        """The quoted text, in what is still there and what is not."""
        return tuple(piece for piece in self.pieces if piece.kind != "inserted")

    @property
    def changes(self) -> int:
        """In how many places the texts differ."""
        edits = [piece.kind != "same" for piece in self.pieces]
        return sum(edit and not before for before, edit in zip([False, *edits], edits, strict=False))


@dataclass(slots=True)
class _Block:
    """Units of the old and of the new text that correspond; `same` where they are equal."""

    old: list[str]
    new: list[str]
    same: bool

    @property
    def size(self) -> int:
        return max(len(self.old), len(self.new))


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """Return what leads from `old` to `new`: what is deleted stands before what is inserted in its place."""
    blocks = _without_chance(_blocks(old, new))
    _settle(blocks)
    return tuple(_pieces(blocks))


def compare(quoted: str, present: Sequence[str]) -> Comparison:
    """Compare a quoted text with the paragraphs that hold it now, in their order."""
    joined = "".join(present)
    place = _place(quoted, joined)
    if place is None:
        pieces = differences(quoted, joined)
        return Comparison("edited", pieces, _by_paragraph(pieces, present))
    start, end = place
    middle = tuple(_pieces(_blocks(quoted, joined[start:end])))
    around = (Piece("inserted", joined[:start]), *middle, Piece("inserted", joined[end:]))
    pieces = tuple(piece for piece in around if piece.text)
    divided = any(start < at < end for at in accumulate(map(len, present)))
    return Comparison(
        "divided" if divided else "within",
        pieces,
        _by_paragraph(pieces, present),
        marks_differ=any(piece.kind != "same" for piece in middle),
    )


def holds(present: Iterable[str], quoted: str) -> bool:
    """Tell whether paragraphs, in their order, hold a quoted text to the letter, as a whole."""
    joined = "".join(present)
    place = _place(quoted, joined)
    return place is not None and joined[slice(*place)] == quoted


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts say the same but for marks: in letters, numbers and signs, and where sentences end."""
    return one == other or (fold(one) == fold(other) and _spelled(one) == _spelled(other))


def _spelled(text: str) -> str:
    """Return `text` in the characters that say something, the signs that fold() leaves out among them."""
    apart = _BESIDE_DIGIT.sub(r"¦\g<0>¦", text)
    plain = "".join(unicodedata.normalize("NFKC", apart).translate(_DASHES).split())
    signs = {match.start() for match in _SIGN.finditer(plain)}
    return "".join(
        character
        for i, character in enumerate(plain)
        if i in signs or character in _MEANING or unicodedata.category(character)[0] in "LNS"
    )


def _place(quoted: str, joined: str) -> tuple[int, int] | None:
    """Return where all words of `quoted` stand in `joined`, the marks at their ends with them; None if they do not."""
    words = fold_with_map(quoted)
    needle = words.text.strip(BREAK)
    if not needle:
        return None
    first, last = next(_everywhere(words, needle))
    places = []
    for found in _everywhere(fold_with_map(joined), needle):
        start = found[0] - _alike(quoted[:first][::-1], joined[: found[0]][::-1])
        end = found[1] + _alike(quoted[last:], joined[found[1] :])
        there = joined[start:end]
        if _spelled(there) == _spelled(quoted) and not _goes_on(joined[:start], there, joined[end:]):
            places.append((start, end))
    return max(places, key=lambda place: joined[slice(*place)] == quoted, default=None)


def _everywhere(folded: Folded, needle: str) -> Iterator[tuple[int, int]]:
    """Yield every place where folded `needle`, not empty, stands, also those that overlap."""
    at = folded.text.find(needle)
    while at >= 0:
        yield folded.starts[at], folded.ends[at + len(needle) - 1]
        at = folded.text.find(needle, at + 1)


def _alike(one: str, other: str) -> int:
    """Return how many characters at the start of both texts are equal."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _goes_on(before: str, text: str, after: str) -> bool:
    """Tell whether a number at the end of `text` has a sign outside it: 5 in -5 or 5%."""
    signed = text[:1].isdecimal() and before.rstrip()[-1:] in tuple("+-−±")
    return signed or (text[-1:].isdecimal() and after.lstrip()[:1] in tuple("%‰％℃°"))


def _by_paragraph(pieces: Iterable[Piece], present: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    """Cut the pieces of the new text where its paragraphs end."""
    left = [piece for piece in pieces if piece.kind != "deleted"]
    paragraphs = []
    for text in present:
        wanted = len(text)
        own: list[Piece] = []
        while wanted:
            piece = left.pop(0)
            own.append(Piece(piece.kind, piece.text[:wanted]))
            if len(piece.text) > wanted:
                left.insert(0, Piece(piece.kind, piece.text[wanted:]))
            wanted -= len(own[-1].text)
        paragraphs.append(tuple(own))
    return tuple(paragraphs)


def _blocks(old: str, new: str) -> list[_Block]:
    """Return the units of both texts in as few edits as can be, between them what is equal."""
    from rapidfuzz.distance import Indel

    before, after = _UNIT.findall(old), _UNIT.findall(new)
    return _joined(
        _Block(before[code.src_start : code.src_end], after[code.dest_start : code.dest_end], code.tag == "equal")
        for code in Indel.opcodes(before, after)
    )


def _joined(blocks: Iterable[_Block]) -> list[_Block]:
    """Join neighbours of one kind, so that edits and equal blocks alternate."""
    joined: list[_Block] = []
    for block in blocks:
        if joined and joined[-1].same == block.same:
            joined[-1].old += block.old
            joined[-1].new += block.new
        else:
            joined.append(_Block([*block.old], [*block.new], block.same))
    return joined


def _without_chance(blocks: list[_Block]) -> list[_Block]:
    """Make one edit of two that only a few units divide: these are equal by chance, and nobody reads such a mosaic."""
    while True:
        chance = [
            0 < i < len(blocks) - 1 and block.same and _by_chance(block, blocks[i - 1], blocks[i + 1])
            for i, block in enumerate(blocks)
        ]
        if not any(chance):
            return blocks
        blocks = _joined(
            _Block(block.old, block.new, block.same and not by_chance)
            for block, by_chance in zip(blocks, chance, strict=True)
        )


def _by_chance(block: _Block, before: _Block, after: _Block) -> bool:
    edits = min(before.size, after.size)
    marks = any(unit in _SENTENCE_ENDS or unit in _CLAUSE_ENDS for unit in block.old)
    return block.size * (4 if marks else 1) <= edits


def _settle(blocks: list[_Block]) -> None:
    """Move what was only deleted or only inserted to where a sentence or clause begins, if it is the same there."""
    for i in range(1, len(blocks) - 1):
        before, edit, after = blocks[i - 1 : i + 2]
        if edit.same or (edit.old and edit.new):
            continue
        units = [*before.old, *(edit.old or edit.new), *after.old]
        first, size = len(before.old), edit.size
        places = _places(units, first, size)
        best = max(places, key=lambda at: (_beginning(units, at), -abs(at - first)))
        blocks[i - 1] = _Block(units[:best], units[:best], same=True)
        moved = units[best : best + size]
        blocks[i] = _Block(moved if edit.old else [], moved if edit.new else [], same=False)
        blocks[i + 1] = _Block(units[best + size :], units[best + size :], same=True)


def _places(units: Sequence[str], first: int, size: int) -> range:
    """Return where a run of `size` units at `first` may begin instead, the rest of `units` being the same."""
    start = stop = first
    while start and units[start - 1] == units[start - 1 + size]:
        start -= 1
    while stop + size < len(units) and units[stop] == units[stop + size]:
        stop += 1
    return range(start, stop + 1)


def _beginning(units: Sequence[str], at: int) -> int:
    """Return how well something may begin at `at`: after a sentence, after a clause, anywhere."""
    before = units[at - 1] if at else "\n"
    return 2 if before in _SENTENCE_ENDS else int(before in _CLAUSE_ENDS)


def _pieces(blocks: Iterable[_Block]) -> Iterator[Piece]:
    for block in blocks:
        if block.same:
            yield from _piece("same", block.old)
        else:
            yield from _piece("deleted", block.old)
            yield from _piece("inserted", block.new)


def _piece(kind: Kind, units: Sequence[str]) -> Iterator[Piece]:
    if units:
        yield Piece(kind, "".join(units))
