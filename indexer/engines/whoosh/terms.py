"""A sorted dictionary of terms as arrays: found by their first eight bytes, told apart by the rest."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from indexer.engines.arrays import Arrays, ArraysWriter, narrow

_HEAD: Final = 8  # bytes of a term that are compared as one number


def write_terms(arrays: ArraysWriter, name: str, terms: Sequence[bytes]) -> None:
    """Write `terms`, which are sorted and without a NUL byte, under names that begin with `name`."""
    sizes = np.fromiter(map(len, terms), np.int64, len(terms))
    arrays.add(f"{name}.term_bytes", np.frombuffer(b"".join(terms), np.uint8))
    arrays.add(f"{name}.term_ends", narrow(np.concatenate(([0], np.cumsum(sizes)))))
    heads = np.array(terms, f"S{_HEAD}") if terms else np.empty(0, f"S{_HEAD}")
    arrays.add(f"{name}.term_heads", heads.view(f">u{_HEAD}").astype(np.uint64))


class Terms(Sequence[bytes]):
    """The terms of one field, in order of their bytes; a term's number is its place among them."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._bytes = arrays[f"{name}.term_bytes"]
        self._ends = arrays[f"{name}.term_ends"]
        self._heads = arrays[f"{name}.term_heads"]

    def __len__(self) -> int:
        return len(self._heads)

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]  # no slices: nothing asks for them
        return self._bytes[self._ends[number] : self._ends[number + 1]].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        """Yield all terms in order."""
        whole, ends = self._bytes.tobytes(), self._ends.tolist()
        yield from (whole[start:end] for start, end in pairwise(ends))

    def number(self, term: bytes) -> int:
        """Return the number of `term`, -1 if it is not there."""
        if len(term) < _HEAD:  # the padded head is all of it
            head = _head(term)
            number = int(self._heads.searchsorted(head))
            return number if number < len(self) and self._heads[number] == head else -1
        number = self.first_from(term)
        return number if number < len(self) and self[number] == term else -1

    def first_from(self, term: bytes) -> int:
        """Return the number of the first term that is not below `term`, the size if there is none."""
        head = _head(term)
        first = int(self._heads.searchsorted(head))
        if first == len(self) or self._heads[first] != head:
            return first
        last = int(self._heads.searchsorted(head, "right"))
        return first if last == first + 1 and self[first] >= term else bisect_left(self, term, first, last)


def _head(term: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(term[:_HEAD].ljust(_HEAD, b"\0"), "big"))
