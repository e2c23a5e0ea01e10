"""Edits as people make them to a report, with the memory of where every text came from.

A piece of text knows its roots: the texts that it was made of. A copy with another name and other numbers has the roots
of what it was copied from; what comes from another report has roots of its own.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

_MARKER: Final = re.compile(r"(?:[一二三四五六七八九十]+是|[（(][一二三四五六七八九十]+[）)]|\d+[.、．])\s*")
_CLAUSE: Final = re.compile(r"[。；，,;]")
_NAME: Final = re.compile(r"[\u4e00-\u9fff]{2}(?=[局镇县市区乡委院厅])")
_NAMES: Final = ("甲乙", "丙丁", "戊己", "庚辛")
_HAN: Final = "的一是在不了有和人这中大为上个国以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"
_SHORTEST: Final = 6  # characters that a cut or a split leaves


@dataclass(frozen=True)
class Piece:
    text: str
    roots: frozenset[str]


class Draft:
    """A report under revision; `foreign` are texts of other reports, each used once."""

    def __init__(self, texts: Iterable[str], foreign: Iterable[str], random: Random) -> None:
        self.pieces = [Piece(text, frozenset([text])) for text in texts]
        self.random = random
        self._foreign = list(foreign)
        random.shuffle(self._foreign)

    def revise(self, operations: Iterable[str]) -> None:
        for name in operations:
            OPERATIONS[name](self, self.random.randrange(len(self.pieces)))

    def foreign(self) -> Piece:
        text = self._foreign.pop()
        return Piece(text, frozenset([text]))

    def rewrite(self, place: int, text: str) -> None:
        self.pieces[place] = Piece(text or self.pieces[place].text, self.pieces[place].roots)


def typo(text: str, random: Random) -> str:
    place = random.randrange(len(text))
    return text[:place] + random.choice(_HAN) + text[place + 1 :]


def without_marker(text: str, _random: Random) -> str:
    return _MARKER.sub("", text, count=1) if _MARKER.match(text) else text


def other_numbers(text: str, random: Random) -> str:
    return re.sub(r"\d+", lambda number: str(int(number[0]) + random.randrange(1, 9)), text)


def cut(text: str, _random: Random) -> str:
    return text[: max(_SHORTEST, len(text) * 7 // 10)]


def look_alike(text: str, random: Random) -> str:
    """Return `text` with another name and other numbers."""
    text = other_numbers(text, random)
    names = list(_NAME.finditer(text))
    place = random.choice(names).start() if names else random.randrange(max(1, len(text) - 2))
    return text[:place] + random.choice(_NAMES) + text[place + 2 :]


def _rewriting(change: Callable[[str, Random], str]) -> Callable[[Draft, int], None]:
    return lambda draft, place: draft.rewrite(place, change(draft.pieces[place].text, draft.random))


def _insert(draft: Draft, place: int) -> None:
    draft.pieces.insert(place, draft.foreign())


def _replace(draft: Draft, place: int) -> None:
    draft.pieces[place] = draft.foreign()


def _delete(draft: Draft, place: int) -> None:
    if len(draft.pieces) > 1:
        del draft.pieces[place]


def _split(draft: Draft, place: int) -> None:
    piece = draft.pieces[place]
    ends = [clause.end() for clause in _CLAUSE.finditer(piece.text)]
    ends = [end for end in ends if _SHORTEST < end < len(piece.text) - _SHORTEST]
    if ends:
        end = draft.random.choice(ends)
        draft.pieces[place : place + 1] = [
            Piece(piece.text[:end], piece.roots),
            Piece(piece.text[end:], piece.roots),
        ]


def _merge(draft: Draft, place: int) -> None:
    both = draft.pieces[place : place + 2]
    roots = frozenset[str]().union(*(piece.roots for piece in both))
    draft.pieces[place : place + 2] = [Piece("".join(piece.text for piece in both), roots)]


def _move(draft: Draft, place: int) -> None:
    piece = draft.pieces.pop(place)
    draft.pieces.insert(draft.random.randrange(len(draft.pieces) + 1), piece)


def _add_sentence(draft: Draft, place: int) -> None:
    piece, added = draft.pieces[place], draft.foreign()
    sentence = added.text.partition("。")[0] + "。"
    draft.pieces[place] = Piece(piece.text + sentence, piece.roots | added.roots)


def _add_look_alike(draft: Draft, place: int) -> None:
    piece = draft.pieces[place]
    draft.pieces.insert(
        draft.random.randrange(len(draft.pieces) + 1), Piece(look_alike(piece.text, draft.random), piece.roots)
    )


OPERATIONS: Final[Mapping[str, Callable[[Draft, int], None]]] = {
    "insert": _insert,
    "replace": _replace,
    "delete": _delete,
    "split": _split,
    "merge": _merge,
    "move": _move,
    "typo": _rewriting(typo),
    "numbers": _rewriting(other_numbers),
    "marker": _rewriting(without_marker),
    "cut": _rewriting(cut),
    "add a sentence": _add_sentence,
    "look-alike instead": _rewriting(look_alike),
    "look-alike beside": _add_look_alike,
}


def roots_of(pieces: Sequence[Piece], key: Callable[[str], str]) -> dict[str, frozenset[str]]:
    """Return the roots of all pieces of one key together."""
    found: dict[str, frozenset[str]] = {}
    for piece in pieces:
        found[key(piece.text)] = found.get(key(piece.text), frozenset()) | piece.roots
    return found
