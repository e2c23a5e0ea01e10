"""Term fields without positions, as arrays: by term, the documents that hold it and how often each does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays import Arrays, ArraysWriter
from indexer.engines.whoosh.terms import Terms, write_terms

Numbers = NDArray[np.unsignedinteger[Any]]

_MOST: Final = 255  # as which a frequency is kept that is this or more; the true ones stand apart


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents of a segment that hold a term, rising, and how often each holds it."""

    docs: NDArray[np.uint16]
    frequencies: Numbers


NOTHING: Final = Postings(np.empty(0, np.uint16), np.empty(0, np.uint8))


@dataclass(frozen=True, slots=True)
class Inverted:
    """A field in order of its terms: docs[starts[i]:starts[i+1]] hold term i, each as often as `counts` says."""

    terms: Sequence[bytes]
    starts: NDArray[np.integer[Any]]
    docs: NDArray[np.uint16]
    counts: NDArray[np.integer[Any]]


def write_frequencies(arrays: ArraysWriter, name: str, field: Inverted) -> None:
    """Write a field."""
    counts = field.counts
    write_terms(arrays, name, field.terms)
    arrays.add(f"{name}.starts", field.starts.astype(np.uint32))
    arrays.add(f"{name}.docs", field.docs)
    arrays.add(f"{name}.frequencies", np.minimum(counts, _MOST).astype(np.uint8))
    often = np.flatnonzero(counts >= _MOST)
    arrays.add(f"{name}.often_at", often.astype(np.uint32))
    arrays.add(f"{name}.often", counts[often].astype(np.uint32))


class FrequencyField:
    """Reads a field of a segment."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.terms = Terms(arrays, name)
        self._starts = arrays[f"{name}.starts"]
        self._docs = arrays[f"{name}.docs"]
        self._frequencies = arrays[f"{name}.frequencies"]
        self._often_at = arrays[f"{name}.often_at"]
        self._often = arrays[f"{name}.often"]

    def all_postings(self) -> tuple[NDArray[np.intp], Postings]:
        """Return where the postings of each term begin, and the postings of all, term after term."""
        frequencies: Numbers = self._frequencies
        if len(self._often_at):
            frequencies = frequencies.astype(np.uint32)
            frequencies[self._often_at] = self._often
        return self._starts.astype(np.intp), Postings(self._docs, frequencies)

    def holding(self, number: int) -> int:
        """Return how many documents hold term `number`."""
        return int(self._starts[number + 1]) - int(self._starts[number])

    def postings(self, number: int) -> Postings:
        """Return the postings of term `number`."""
        start, end = int(self._starts[number]), int(self._starts[number + 1])
        frequencies: Numbers = self._frequencies[start:end]
        if len(self._often_at):
            first, last = self._often_at.searchsorted((start, end)).tolist()
            if first < last:
                frequencies = frequencies.astype(np.uint32)
                frequencies[self._often_at[first:last] - start] = self._often[first:last]
        return Postings(self._docs[start:end], frequencies)
