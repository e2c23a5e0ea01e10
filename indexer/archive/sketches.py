"""How alike two texts are as a whole, told from two kilobytes of each."""

from typing import Final, TypeAlias

import numpy as np

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
