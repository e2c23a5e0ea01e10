"""Folded texts cut into units as they come: every block of texts becomes numbers as soon as it is full."""

import re
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer import text
from indexer.engines.whoosh.characters import code_of
from indexer.engines.whoosh.ordering import BLOCK

_CLOSE: Final = "\0"
_MARK: Final = "\ue000"  # for private use: folded text has none of these
_FENCED: Final = re.compile(f"({text.FENCE}[^{text.FENCE}]+{text.FENCE})")  # found at once by its first character
_UNUSUAL: Final = re.compile(f"{_FENCED.pattern[:-1]}|[^\0-\ud7ff\ue000-\uffff])")
_PLANE: Final = 0x10000  # characters that are one number of 16 bits


@dataclass(frozen=True, slots=True)
class Units:
    """Texts cut into units. `ids` point into `terms`, which are sorted; id 0 is the close of a text."""

    codes: NDArray[np.uint16]  # of each unit, see characters.py
    ids: NDArray[np.unsignedinteger[Any]]
    terms: Sequence[bytes]
    starts: NDArray[np.intp]  # of each text, and the end of the last

    @property
    def break_id(self) -> int:
        """The id of what stands between sentences, -1 if nothing does."""
        written = text.BREAK.encode()
        return self.terms.index(written) if written in self.terms else -1

    def texts(self) -> NDArray[np.uint16]:
        """Return for each unit the text that it is of."""
        numbers = np.arange(len(self.starts) - 1, dtype=np.uint16)
        return np.repeat(numbers, np.diff(self.starts))

    def lengths(self) -> NDArray[np.intp]:
        """Return how many units but breaks each text has."""
        sizes = np.diff(self.starts) - 1
        breaks = self.starts.searchsorted(np.flatnonzero(self.ids == self.break_id), "right") - 1
        return sizes - np.bincount(breaks, minlength=len(sizes))


class Cutter:
    """Cuts folded texts, at most 65,536, into units."""

    def __init__(self) -> None:
        self._texts: list[str] = []  # of the block
        self._characters = 0  # in the block
        self._unusual: defaultdict[str, int] = defaultdict(count().__next__)
        self._blocks: deque[tuple[NDArray[np.uint16], NDArray[np.uint32]]] = deque()  # see _end_block()

    def add(self, folded: str) -> None:
        """Add the next text."""
        self._texts.append(folded)
        self._characters += len(folded)
        if self._characters >= BLOCK:
            self._end_block()

    def _end_block(self) -> None:
        """Keep the texts of the block as 16-bit characters, among them marks, and which unit stands at each mark."""
        joined = _CLOSE.join((*self._texts, ""))
        for pattern in (_FENCED, _UNUSUAL):
            parts = pattern.split(joined)
            plain = _MARK.join(parts[::2])
            points = np.frombuffer(plain.encode("utf-16-le"), np.uint16)
            if len(points) == len(plain):  # there is nothing beyond 16 bits, as nearly always
                break
        marked = np.fromiter(map(self._unusual.__getitem__, parts[1::2]), np.uint32, len(parts) // 2)
        self._blocks.append((points, marked))
        self._texts.clear()
        self._characters = 0

    def units(self) -> Units:
        """Return all texts as units, once."""
        self._end_block()
        held = np.zeros(_PLANE, np.bool_)
        for points, _ in self._blocks:
            held[points] = True
        held[[ord(_CLOSE), ord(_MARK)]] = False
        plain = np.flatnonzero(held)
        terms = ["", *sorted((*map(chr, plain.tolist()), *self._unusual))]
        number = {term: number for number, term in enumerate(terms)}
        kind = np.min_scalar_type(len(terms))
        id_at = np.zeros(_PLANE, kind)
        id_at[plain] = [number[chr(point)] for point in plain.tolist()]
        unusual_ids = np.fromiter(map(number.__getitem__, self._unusual), kind, len(self._unusual))
        unusual_codes = np.fromiter(map(code_of, self._unusual), np.uint16, len(self._unusual))
        codes = np.empty(sum(len(points) for points, _ in self._blocks), np.uint16)
        ids = np.empty(len(codes), kind)
        end = 0
        while self._blocks:
            points, marked = self._blocks.popleft()
            begin, end = end, end + len(points)
            codes[begin:end], ids[begin:end] = points, id_at[points]
            marks = begin + np.flatnonzero(points == ord(_MARK))
            codes[marks], ids[marks] = unusual_codes[marked], unusual_ids[marked]
        starts = np.concatenate(([0], np.flatnonzero(ids == 0) + 1))
        return Units(codes, ids, list(map(str.encode, terms)), starts)
