"""Which paragraphs are most like a stretch of text: those it stands in, then those that share its rarest pairs."""

import numpy as np
from numpy.typing import NDArray

from indexer.engines import similar
from indexer.engines.columns import Ids
from indexer.engines.folded import FoldedTexts
from indexer.engines.whoosh import schema
from indexer.engines.whoosh.matching import looked_through
from indexer.engines.whoosh.postings import PostingsReader
from indexer.engines.whoosh.time_limit import TimeLimit


class Likeness:
    """Finds the paragraphs of one index that are like a text."""

    def __init__(self, size: int, postings: PostingsReader, bodies: FoldedTexts) -> None:
        self._size = size
        self._postings = postings
        self._bodies = bodies

    def most_like(self, folded: str, limit: int, time_limit: TimeLimit) -> list[int]:
        """Return the numbers of at most `limit` paragraphs, the most like `folded` first."""
        wanted = similar.traits(folded, self._size, lambda pair: self._postings.holding(schema.GRAMS, pair, time_limit))
        scores = np.zeros(self._size)
        shared = np.zeros(self._size, np.int8)
        for pair, weight in zip(wanted.pairs, wanted.weights, strict=True):
            ids = self._postings.of(schema.GRAMS, pair, time_limit).ids
            scores[ids] += weight
            shared[ids] += 1
        some = np.flatnonzero(shared).astype(np.int32)
        may = some[shared[some] == len(wanted.pairs)] if wanted.may_stand else some[:0]
        needle = wanted.needle.encode(errors="surrogatepass")
        scores[looked_through(may, [needle], self._bodies, time_limit)] = np.inf
        return _highest(some, scores[some], limit)


def _highest(ids: Ids, scores: NDArray[np.float64], limit: int) -> list[int]:
    """Return the `limit` ids of the highest scores, the lower id first among equals; `ids` rise."""
    if limit < len(ids):
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        kept = scores >= least
        ids, scores = ids[kept], scores[kept]
    found: list[int] = ids[np.argsort(-scores, kind="stable")][:limit].tolist()
    return found
