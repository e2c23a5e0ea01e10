"""Which paragraphs are most like a stretch of text: those it stands in, or else those that share its rarest pairs."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.engines import similar
from indexer.engines.columns import Ids
from indexer.engines.folded import FoldedTexts
from indexer.engines.whoosh import schema
from indexer.engines.whoosh.matching import intersection, looked_through
from indexer.engines.whoosh.postings import PostingsReader
from indexer.engines.whoosh.time_limit import TimeLimit

_FEW: Final = 64  # texts are sooner looked at than narrowed down


class Likeness:
    """Finds the paragraphs of one index that are like a text."""

    def __init__(self, size: int, postings: PostingsReader, bodies: FoldedTexts) -> None:
        self._size = size
        self._postings = postings
        self._bodies = bodies

    def most_like(self, folded: str, limit: int, time_limit: TimeLimit) -> list[int]:
        """Return the numbers of at most `limit` paragraphs, the most like `folded` first."""
        wanted = similar.traits(
            folded, self._size, lambda pairs: self._postings.holding(schema.GRAMS, pairs, time_limit)
        )
        standing = self._standing(wanted, limit, time_limit) if wanted.may_stand else []
        if standing:
            return standing
        scores = np.zeros(self._size)
        for pair, weight in zip(wanted.pairs, wanted.weights, strict=True):
            scores[self._holding(pair, time_limit)] += weight
        some = np.flatnonzero(scores).astype(np.int32)
        return _highest(some, scores[some], limit)

    def _holding(self, pair: str, time_limit: TimeLimit) -> Ids:
        return self._postings.of(schema.GRAMS, pair, time_limit).ids

    def _standing(self, wanted: similar.Traits, limit: int, time_limit: TimeLimit) -> list[int]:
        """Return the first `limit` paragraphs in which the whole stands."""
        rarest, *others = wanted.pairs
        may = self._holding(rarest, time_limit)
        for pair in others:
            if len(may) <= _FEW:
                break
            may = intersection(may, self._holding(pair, time_limit), self._size)
        found: list[int] = []
        for start in range(0, len(may), _FEW):
            needle = wanted.needle.encode(errors="surrogatepass")
            found += looked_through(may[start : start + _FEW], [needle], self._bodies, time_limit).tolist()
            if len(found) >= limit:
                break
        return found[:limit]


def _highest(ids: Ids, scores: NDArray[np.float64], limit: int) -> list[int]:
    """Return the `limit` ids of the highest scores, the lower id first among equals; `ids` rise."""
    if limit < len(ids):
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        kept = scores >= least
        ids, scores = ids[kept], scores[kept]
    found: list[int] = ids[np.argsort(-scores, kind="stable")][:limit].tolist()
    return found
