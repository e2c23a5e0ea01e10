"""The numbers that the ranking formula asks for, as arrays over a selection of paragraphs."""

import numpy as np
from numpy.typing import NDArray

from indexer.engines.columns import Columns, Ids
from indexer.engines.ranking import FIELDS, Leaf
from indexer.engines.whoosh.matching import Matcher
from indexer.engines.whoosh.postings import PostingsReader
from indexer.engines.whoosh.time_limit import TimeLimit


class Statistics:
    """A ranking.Collection."""

    def __init__(self, columns: Columns, postings: PostingsReader) -> None:
        self._postings = postings
        self._size = len(columns.report)
        totals: list[int] = columns.lengths.sum(axis=1, dtype=np.int64).tolist()
        self._means = {field: total / self._size for field, total in zip(FIELDS, totals, strict=True)}

    def size(self) -> int:
        return self._size

    def mean_length(self, field: str) -> float:
        return self._means[field]

    def holding(self, field: str, term: str) -> int:
        return len(self._postings.of(field, term, TimeLimit(None)).ids)


class Selection:
    """A ranking.Candidates of the paragraphs `ids`, which are in no particular order."""

    def __init__(
        self, ids: Ids, columns: Columns, postings: PostingsReader, matcher: Matcher, limit: TimeLimit
    ) -> None:
        self._ids = ids
        self._columns = columns
        self._postings = postings
        self._matcher = matcher
        self._limit = limit

    def zero(self) -> NDArray[np.float64]:
        return np.zeros(len(self._ids))

    def frequency(self, field: str, term: str) -> NDArray[np.float64]:
        self._limit.check()
        found = self._postings.of(field, term, self._limit)
        frequencies = self.zero()
        if len(self._ids) * 16 < len(found.ids):
            at = np.searchsorted(found.ids, self._ids)
            at[at == len(found.ids)] = 0
            held = found.ids[at] == self._ids
            frequencies[held] = found.frequencies[at[held]]
        else:
            everywhere = np.zeros(len(self._columns.report), np.float32)
            everywhere[found.ids] = found.frequencies
            frequencies[:] = everywhere[self._ids]
        return frequencies

    def length(self, field: str) -> NDArray[np.float64]:
        lengths: NDArray[np.int32] = self._columns.lengths[FIELDS.index(field)][self._ids]
        return lengths.astype(np.float64)

    def whole(self, leaf: Leaf) -> NDArray[np.float64]:
        """Return 1.0 where `leaf` stands in the text, else 0.0."""
        return self._matcher.whole(leaf, self._limit)[self._ids].astype(np.float64)
