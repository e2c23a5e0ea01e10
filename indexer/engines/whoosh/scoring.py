"""The numbers that the ranking formula asks for, as arrays: quickly of many paragraphs, exactly of the best of them."""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from indexer.engines import ranking
from indexer.engines.ranking import GRAMS, Leaf
from indexer.engines.whoosh.lookup import Lookup
from indexer.engines.whoosh.matching import FEW, Matcher, places
from indexer.engines.whoosh.segment import LARGEST

_CACHED_TERMS: Final = 4096


class Statistics:
    """A ranking.Collection over all segments."""

    def __init__(self, segments: Sequence[Lookup]) -> None:
        lengths = {field: [lookup.lengths(field) for lookup in segments] for field in ranking.FIELDS}
        self._size = sum(map(len, lengths[GRAMS]))
        totals = {field: sum(int(one.sum(dtype=np.int64)) for one in of_field) for field, of_field in lengths.items()}
        self._means = {field: total / self._size for field, total in totals.items()}
        self.holding = lru_cache(_CACHED_TERMS)(partial(_holding, segments))

    def size(self) -> int:
        return self._size

    def mean_length(self, field: str) -> float:
        return self._means[field]


def _holding(segments: Sequence[Lookup], field: str, term: str) -> int:
    return sum(len(lookup.postings(field, term).docs) for lookup in segments)


class Selection:
    """A ranking.Candidates of paragraphs of one segment, in numbers of one type."""

    def __init__(self, docs: NDArray[np.intp], lookup: Lookup, matcher: Matcher, dtype: DTypeLike) -> None:
        self._docs = docs
        self._lookup = lookup
        self._matcher = matcher
        self._dtype = dtype

    def zero(self) -> NDArray[np.floating[Any]]:
        return np.zeros(len(self._docs), self._dtype)

    def frequency(self, field: str, term: str) -> NDArray[np.floating[Any]] | float:
        found = self._lookup.postings(field, term)
        docs, held = self._docs, found.docs
        if not len(held):
            return 0.0
        if len(docs) == len(held) and bool((docs == held).all()):
            return found.frequencies.astype(self._dtype)
        if len(docs) * FEW < len(held):
            at = places(docs, held)
            return np.where(held[at] == docs, found.frequencies[at], 0).astype(self._dtype)
        everywhere = np.zeros(LARGEST, self._dtype)
        everywhere[held] = found.frequencies
        return everywhere[docs]

    def relative_length(self, field: str, b: float, mean: float) -> NDArray[np.floating[Any]]:
        lengths = self._lookup.lengths(field, self._docs).astype(self._dtype)
        relative: NDArray[np.floating[Any]] = ranking.relative_length(lengths, b, mean)
        return relative

    def whole(self, leaf: Leaf) -> NDArray[np.floating[Any]]:
        """Return 1.0 where `leaf` stands in the text, else 0.0."""
        docs, held = self._docs, self._matcher.holding(leaf.folded)
        if len(docs) * FEW < len(held):
            stands: NDArray[np.bool_] = held[places(docs, held)] == docs
        else:
            stands = self._matcher.mask(held)[docs]
        return stands.astype(self._dtype)
