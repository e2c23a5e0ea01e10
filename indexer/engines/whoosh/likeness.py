"""Which paragraphs are most like a stretch of text: those it stands in, or else those that share its rarest pairs."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from indexer.engines import similar
from indexer.engines.ranking import GRAMS
from indexer.engines.whoosh.best import lowest
from indexer.engines.whoosh.scoring import Part, Statistics
from indexer.engines.whoosh.time_limit import TimeLimit


class Likeness:
    """Finds the paragraphs of one index that are like a text."""

    def __init__(self, parts: Sequence[Part], statistics: Statistics) -> None:
        self._parts = parts
        self._statistics = statistics

    def most_like(self, folded: str, limit: int, time_limit: TimeLimit) -> list[int]:
        """Return the numbers of at most `limit` paragraphs, the most like `folded` first."""
        size = self._statistics.size()
        wanted = similar.traits(folded, size, lambda pairs: [self._statistics.holding(GRAMS, pair) for pair in pairs])
        if wanted.may_stand:
            standing = list(islice(self._standing(wanted.needle, time_limit), limit))
            if standing:
                return standing
        scored = [self._scored(part, wanted, time_limit) for part in self._parts]
        numbers = np.concatenate([part.base + docs for part, (docs, _) in zip(self._parts, scored, strict=True)])
        scores = np.concatenate([scores for _, scores in scored])
        found: list[int] = numbers[lowest(-scores, limit)].tolist()
        return found

    def _standing(self, needle: str, time_limit: TimeLimit) -> Iterator[int]:
        for part in self._parts:
            time_limit.check()
            yield from (part.base + part.matcher.holding(needle).astype(np.intp)).tolist()  # in 16 bits it overflows

    def _scored(self, part: Part, wanted: similar.Traits, time_limit: TimeLimit) -> tuple[np.ndarray, np.ndarray]:
        time_limit.check()
        scores = np.zeros(part.size)
        for pair, weight in zip(wanted.pairs, wanted.weights, strict=True):
            scores[part.lookup.postings(GRAMS, pair).docs] += weight
        docs = np.flatnonzero(scores)
        return docs, scores[docs]
