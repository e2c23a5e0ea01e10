"""The postings of one term as Whoosh walks them: over arrays, without locks, decoding nothing."""

from bisect import bisect_left
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from whoosh import formats
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo
from whoosh.system import pack_uint

from indexer.engines.whoosh.frequencies import Numbers

_BLOCK: Final = 128  # postings that are passed over together when none of them can score enough
_ROUNDING: Final = 1e-12  # Whoosh adds up qualities to ask, but subtracts to act: where it falls between, it never ends


@dataclass(frozen=True, slots=True)
class TermPostings:
    """The paragraphs that hold a term, rising: how often, how long their field is, and where the term stands in it."""

    docs: NDArray[np.uint16]
    frequencies: Numbers
    lengths: Numbers | None  # None: the field keeps none
    positions: NDArray[np.intp] | None  # of the first paragraph, then of the next …; None: the field keeps none

    def info(self) -> TermInfo:
        """Return what Whoosh's scorers ask about the term."""
        lengths = self.lengths if self.lengths is not None else np.zeros(1, np.uint8)
        return TermInfo(
            weight=float(self.frequencies.sum()),
            df=len(self.docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(self.frequencies.max()),
            minid=int(self.docs[0]),
            maxid=int(self.docs[-1]),
        )


class PostingsMatcher(LeafMatcher):  # type: ignore[misc]  # a Whoosh extension point is a class to derive from, and Whoosh has no types
    """Walks the postings of a term."""

    def __init__(self, term: tuple[str, bytes], postings: TermPostings, format_: formats.Format, scorer: Any) -> None:
        self._term = term
        self._postings = postings
        self.format = format_
        self.scorer = scorer
        self._size = len(postings.docs)
        self._ids: list[int] = postings.docs.tolist()
        self._ids.append(self._ids[-1])  # Whoosh's AndNotMatcher asks for the number past the end, too
        self._at = 0

    def copy(self) -> Self:
        """Return a matcher that goes on from here by itself."""
        return copy(self)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def is_active(self) -> bool:
        """Tell whether there is a posting here."""
        return self._at < self._size

    def id(self) -> int:
        """Return the paragraph's number in the segment."""
        return self._ids[self._at]

    def all_ids(self) -> Iterator[int]:
        """Yield the numbers from here on."""
        return iter(self._ids[self._at : self._size])

    def next(self) -> bool:
        """Go to the next posting and tell whether it begins a block."""
        if self._at >= self._size:
            raise ReadTooFar
        self._at += 1
        return self._at % _BLOCK == 0

    def skip_to(self, target: int) -> None:
        """Go to the first posting from here on whose number is not below `target`."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._ids, target, self._at, self._size)

    def skip_to_quality(self, minimum: float) -> int:
        """Pass over blocks that cannot score above `minimum` and return how many they were."""
        passed = 0
        while self.is_active() and self.block_quality() <= minimum + _ROUNDING:
            self._at = min((self._block() + 1) * _BLOCK, self._size)
            passed += 1
        return passed

    def weight(self) -> float:
        """Return how often the term stands in the paragraph."""
        return self._weights[self._at]

    def value(self) -> bytes:
        """Return the posting as Whoosh's formats encode it."""
        if self._postings.positions is not None:
            encoded: bytes = self.format.encode(self._positions())
        elif isinstance(self.format, formats.Existence):
            encoded = b""
        else:
            encoded = pack_uint(int(self.weight()))
        return encoded

    def value_as(self, astype: str) -> Any:
        """Return the posting as "frequency", "positions" or what else its format knows."""
        if astype == "positions" and self._postings.positions is not None:
            return self._positions()
        if astype == "frequency":
            return int(self.weight())
        return super().value_as(astype)

    def _positions(self) -> list[int]:
        assert self._postings.positions is not None
        start, end = self._ends[self._at], self._ends[self._at + 1]
        found: list[int] = self._postings.positions[start:end].tolist()
        return found

    def block_min_id(self) -> int:
        """Return the lowest number of the block."""
        return self._ids[self._block() * _BLOCK]

    def block_max_id(self) -> int:
        """Return the highest number of the block."""
        return self._ids[min((self._block() + 1) * _BLOCK, self._size) - 1]

    def block_min_length(self) -> int:
        """Return the least length of a field in the block."""
        return self._least_lengths[self._block()]

    def block_max_length(self) -> int:
        """Return the greatest length of a field in the block."""
        return self._most_lengths[self._block()]

    def block_max_weight(self) -> float:
        """Return how often the term stands at most in a paragraph of the block."""
        return self._most_weights[self._block()]

    def _block(self) -> int:
        return min(self._at, self._size - 1) // _BLOCK  # past the end, too, Whoosh asks for qualities

    @cached_property
    def _weights(self) -> list[float]:
        weights: list[float] = self._postings.frequencies.astype(np.float64).tolist()
        return weights

    @cached_property
    def _ends(self) -> list[int]:
        return [0, *np.cumsum(self._postings.frequencies, dtype=np.intp).tolist()]

    @cached_property
    def _most_weights(self) -> list[float]:
        return self._by_block(np.maximum, self._postings.frequencies.astype(np.float64))

    @cached_property
    def _least_lengths(self) -> list[int]:
        return self._by_block(np.minimum, self._lengths())

    @cached_property
    def _most_lengths(self) -> list[int]:
        return self._by_block(np.maximum, self._lengths())

    def _lengths(self) -> Numbers:
        lengths = self._postings.lengths
        return np.zeros(self._size, np.uint8) if lengths is None else lengths

    def _by_block(self, extreme: np.ufunc, values: NDArray[Any]) -> list[Any]:
        of_blocks: list[Any] = extreme.reduceat(values, np.arange(0, len(values), _BLOCK)).tolist()
        return of_blocks
