"""The numbers that the ranking formula asks for, as arrays: quickly of many paragraphs, exactly of the best of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from indexer.engines import ranking
from indexer.engines.columns import Ids
from indexer.engines.ranking import GRAMS, Leaf
from indexer.engines.whoosh.lookup import Lookup
from indexer.engines.whoosh.matching import FEW, Docs, Matcher, places
from indexer.engines.whoosh.segment import LARGEST

_CACHED_TERMS: Final = 4096


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of an index with all that is asked of it. Its paragraphs are numbered from `base` in the index."""

    base: int
    size: int
    slots: slice  # in which its paragraphs are
    matcher: Matcher
    lookup: Lookup


class Statistics:
    """A ranking.Collection over all segments."""

    def __init__(self, segments: Sequence[Lookup]) -> None:
        lengths = {field: [lookup.lengths(field) for lookup in segments] for field in ranking.FIELDS}
        self._size = sum(map(len, lengths[GRAMS]))
        self.lengths = {field: np.concatenate(of_field) for field, of_field in lengths.items()}  # of all paragraphs
        self._means = {field: int(one.sum(dtype=np.int64)) / self._size for field, one in self.lengths.items()}
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
            return _matched(docs, held, found.frequencies).astype(self._dtype)
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


class Chosen:
    """A ranking.Candidates of paragraphs anywhere in an index, rising: exact, and quick if they are few."""

    def __init__(self, ids: Ids, pieces: Sequence[tuple[Part, slice]], statistics: Statistics) -> None:
        """Begin; `pieces` tell which of `ids` are in which segment."""
        self._ids = ids
        self._pieces = pieces
        self._statistics = statistics

    def zero(self) -> NDArray[np.float64]:
        return np.zeros(len(self._ids))

    def frequency(self, field: str, term: str) -> NDArray[np.float64] | float:
        found = [part.lookup.postings(field, term) for part, _ in self._pieces]
        return self._spread([(postings.docs, postings.frequencies) for postings in found])

    def relative_length(self, field: str, b: float, mean: float) -> NDArray[np.float64]:
        lengths = self._statistics.lengths[field][self._ids].astype(np.float64)
        relative: NDArray[np.float64] = ranking.relative_length(lengths, b, mean)
        return relative

    def whole(self, leaf: Leaf) -> NDArray[np.float64] | float:
        """Return 1.0 where `leaf` stands in the text, else 0.0."""
        held = [part.matcher.holding(leaf.folded) for part, _ in self._pieces]
        return self._spread([(docs, np.ones(len(docs), np.uint8)) for docs in held])

    def _spread(self, found: Sequence[tuple[Docs, NDArray[Any]]]) -> NDArray[np.float64] | float:
        """Return for each paragraph its frequency in the postings of its segment, 0.0 where it has none."""
        sizes = [len(docs) for docs, _ in found]
        total = sum(sizes)
        if not total:
            return 0.0
        if total <= FEW * len(self._ids) + LARGEST // 8:  # so few are sooner searched together than one by one
            bases = np.array([part.base for part, _ in self._pieces])
            held = np.concatenate([docs for docs, _ in found], dtype=np.intp) + np.repeat(bases, sizes)
            return _matched(self._ids, held, np.concatenate([frequencies for _, frequencies in found]))
        spread = self.zero()
        for (part, where), (docs, frequencies) in zip(self._pieces, found, strict=True):
            if len(docs):
                wanted: NDArray[np.unsignedinteger[Any]] = (self._ids[where] - part.base).astype(docs.dtype)
                spread[where] = _matched(wanted, docs, frequencies)
        return spread


def _matched(wanted: Docs, held: Docs, frequencies: NDArray[Any]) -> NDArray[np.float64]:
    at = places(wanted, held)
    return np.where(held[at] == wanted, frequencies[at], 0).astype(np.float64)
