"""How alike two texts are as a whole, told from two kilobytes of each."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.text import BREAK, FENCE, fold

Sketch: TypeAlias = bytes  # see sketch()

_GRAM: Final = 5  # characters; shorter ones are common to all reports of the genre
_SKETCH_SIZE: Final = 512  # grams: a share is then known to about 2 %, and a report costs 2 kB of memory


def sketch(text: str) -> Sketch:
    """Return the smallest hashes of the 5-grams of `text`, without marks and blanks, as little-endian 32-bit numbers.

    However a file was cut, typed or encoded, its sketch is nearly the same; see containment().
    """
    characters = np.array(
        [ord(character) for character in fold(text).replace(FENCE, "").replace(BREAK, "")], dtype=np.uint64
    )
    hashes = np.zeros(max(len(characters) - _GRAM + 1, 0), dtype=np.uint64)
    for i in range(_GRAM):
        hashes = hashes * np.uint64(0x100000001B3) + characters[i : i + len(hashes)]
    for shift in (33, 29):  # the mixing of MurmurHash3, so that the smallest are a fair sample
        hashes = (hashes ^ (hashes >> np.uint64(shift))) * np.uint64(0xFF51AFD7ED558CCD)
    return np.unique((hashes >> np.uint64(32)).astype("<u4"))[:_SKETCH_SIZE].tobytes()


def containment(one: Sketch, other: Sketch) -> float:
    """Return how much of the shorter text stands in the longer one, 0 to 1."""
    return max(shared(one, other))


def shared(one: Sketch, other: Sketch) -> tuple[float, float]:
    """Return how much of `one` stands in `other`, and how much of `other` in `one`, 0 to 1."""
    a, b = (np.frombuffer(each, dtype="<u4") for each in (one, other))
    # Both are samples of their texts up to the hash where the first of them ends for want of room.
    limit = min((int(each[-1]) for each in (a, b) if len(each) == _SKETCH_SIZE), default=2**32)
    a, b = a[a <= limit], b[b <= limit]
    common = len(np.intersect1d(a, b, assume_unique=True))
    return common / (len(a) or 1), common / (len(b) or 1)


class Sketches:
    """Sketches of which each is compared with all: what shared() tells, worked out at once."""

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        self._each = [np.frombuffer(sketch, dtype="<u4") for sketch in sketches]
        self._sizes = np.array([len(each) for each in self._each], dtype=np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._ends = np.array([each[-1] if len(each) == _SKETCH_SIZE else 2**32 for each in self._each], dtype=np.int64)
        self._hashes = np.concatenate(self._each) if self._each else np.empty(0, dtype="<u4")
        order = np.argsort(self._hashes, kind="stable")
        self._sorted = self._hashes[order]
        self._owners = np.repeat(np.arange(len(self._each)), self._sizes)[order]

    def shared(self, number: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return how much of sketch `number` stands in each, and how much of each in it, 0 to 1."""
        one = self._each[number]
        limits = np.minimum(self._ends, self._ends[number])
        first = np.searchsorted(self._sorted, one, "left")
        counts = np.searchsorted(self._sorted, one, "right") - first
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        owners = self._owners[np.repeat(first, counts) + within]
        common = np.bincount(owners[np.repeat(one, counts) <= limits[owners]], minlength=len(self._each))
        of_one = np.searchsorted(one, limits, "right")
        return common / np.maximum(of_one, 1), common / np.maximum(self._up_to(limits), 1)

    def _up_to(self, limits: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many hashes of each sketch are not above its limit: bisection, in all of them at once."""
        low, high = np.zeros_like(self._sizes), self._sizes.copy()
        while (open_ := low < high).any():
            middle = (low + high) // 2
            below = open_ & (self._hashes[np.where(open_, self._starts + middle, 0)] <= limits)
            low = np.where(below, middle + 1, low)
            high = np.where(open_ & ~below, middle, high)
        return low
