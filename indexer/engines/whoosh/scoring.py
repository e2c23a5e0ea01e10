"""The numbers that the ranking formula asks for, as arrays: quickly of many paragraphs, exactly of the best of them."""

from collections.abc import Sequence
from functools import lru_cache, partial

import numpy as np
from numpy.typing import DTypeLike, NDArray

from indexer.engines import ranking
from indexer.engines.caching import Cache
from indexer.engines.ranking import GRAMS, Leaf
from indexer.engines.whoosh.frequencies import NOTHING, Postings
from indexer.engines.whoosh.matching import Matcher, is_pair
from indexer.engines.whoosh.segment import LARGEST, PAIRS, Segment

_CACHED_TERMS = 4096


class Terms:
    """The postings of one segment by the fields of the ranking formula."""

    def __init__(self, segment: Segment, units: Cache[Postings]) -> None:
        self._segment = segment
        # Of a function, not of a method: a cycle would keep the files open until garbage is collected.
        self.postings = lru_cache(_CACHED_TERMS)(partial(_postings, segment, units))

    def lengths(self, field: str) -> NDArray[np.integer]:
        """Return how many terms `field` of each paragraph has."""
        if field != GRAMS:
            return self._segment.lengths(field)
        return self._segment.lengths(PAIRS).astype(np.uint32) + self._segment.body.lengths


def _postings(segment: Segment, units: Cache[Postings], field: str, term: str) -> Postings:
    """Return the postings of `term`. `units` keeps those of units, which are put together from positions."""
    written = term.encode(errors="surrogatepass")
    if field != GRAMS:
        return segment.postings(field, written)
    if is_pair(term):
        return segment.postings(PAIRS, written)
    key = id(segment), term
    found = units.get(key)
    if found is None:
        number = segment.body.terms.number(written)
        found = NOTHING if number < 0 else segment.body.postings(number)
        units.put(key, found, found.docs.nbytes + found.frequencies.nbytes)
    return found


class Statistics:
    """A ranking.Collection over all segments."""

    def __init__(self, segments: Sequence[Terms]) -> None:
        lengths = {field: [terms.lengths(field) for terms in segments] for field in ranking.FIELDS}
        self._size = sum(map(len, lengths[GRAMS]))
        totals = {field: sum(int(one.sum(dtype=np.int64)) for one in of_field) for field, of_field in lengths.items()}
        self._means = {field: total / self._size for field, total in totals.items()}
        self.holding = lru_cache(_CACHED_TERMS)(partial(_holding, segments))

    def size(self) -> int:
        return self._size

    def mean_length(self, field: str) -> float:
        return self._means[field]


def _holding(segments: Sequence[Terms], field: str, term: str) -> int:
    return sum(len(terms.postings(field, term).docs) for terms in segments)


class Selection:
    """A ranking.Candidates of paragraphs of one segment, in numbers of one type."""

    def __init__(self, docs: NDArray[np.intp], terms: Terms, matcher: Matcher, dtype: DTypeLike) -> None:
        self._docs = docs
        self._terms = terms
        self._matcher = matcher
        self._dtype = dtype

    def zero(self) -> NDArray[np.floating]:
        return np.zeros(len(self._docs), self._dtype)

    def frequency(self, field: str, term: str) -> NDArray[np.floating] | float:
        found = self._terms.postings(field, term)
        docs, held = self._docs, found.docs
        if not len(held):
            return 0.0
        if len(docs) == len(held) and bool((docs == held).all()):
            return found.frequencies.astype(self._dtype)
        if len(docs) * 16 < len(held):
            at = held.searchsorted(docs.astype(np.uint16))
            at[at == len(held)] = 0
            return np.where(held[at] == docs, found.frequencies[at], 0).astype(self._dtype)
        everywhere = np.zeros(LARGEST, self._dtype)
        everywhere[held] = found.frequencies
        return everywhere[docs]

    def relative_length(self, field: str, b: float, mean: float) -> NDArray[np.floating]:
        lengths = self._terms.lengths(field)[self._docs].astype(self._dtype)
        relative: NDArray[np.floating] = ranking.relative_length(lengths, b, mean)
        return relative

    def whole(self, leaf: Leaf) -> NDArray[np.floating]:
        """Return 1.0 where `leaf` stands in the text, else 0.0."""
        return self._matcher.whole(leaf)[self._docs].astype(self._dtype)
