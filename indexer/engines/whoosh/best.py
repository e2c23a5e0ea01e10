"""The best of many: quick scores choose who may be among them, exact ones decide."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.engines import ranking
from indexer.engines.columns import Ids
from indexer.engines.ranking import GRAMS, Clues
from indexer.engines.whoosh.scoring import Chosen, Part, Selection, Statistics

# Quick scores are sums of positive float32 terms, of at most some 600 for the longest query that is taken: each sum
# rounds to 6e-8 of it, which comes to 4e-5 at worst.
_SLACK: Final = 1e-4


class Scorer:
    """Scores paragraphs of an index by one query."""

    def __init__(self, parts: Sequence[Part], statistics: Statistics, clues: Clues) -> None:
        self._parts = parts
        self._bases = np.array([part.base for part in parts])
        self._statistics = statistics
        self._clues = clues

    def quick(self, part: Part, docs: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return about how well paragraphs `docs` of `part` answer: within _SLACK of the exact score, relatively."""
        scores = np.zeros(len(docs), np.float32)
        everywhere = np.zeros(part.size, np.float32)
        for score, holding in self._terms(part):
            if len(holding) < len(docs):  # worked out where the term is, not where the hits are
                everywhere[holding] += score(self._selection(part, holding))
            else:
                scores += score(self._selection(part, docs))
        scores += everywhere[docs]
        return scores

    def _terms(self, part: Part) -> Iterator[tuple[Callable[[Selection], ranking.Number], NDArray[np.intp]]]:
        """Yield how each term of the query is scored, and the paragraphs of `part` that it may add to."""
        clues, statistics = self._clues, self._statistics
        for word in clues.words:
            held = [part.lookup.postings(field.name, word).docs for field in ranking.WORD_FIELDS]
            some = [docs for docs in held if len(docs)]
            one = some[0].astype(np.intp) if len(some) == 1 else None
            holding = np.flatnonzero(part.matcher.mask(np.concatenate(held))) if one is None else one
            yield partial(ranking.word_score, word, statistics), holding
        for gram in clues.grams:
            yield partial(ranking.gram_score, gram, statistics), part.lookup.postings(GRAMS, gram).docs.astype(np.intp)
        for leaf in clues.leaves:
            whole = part.matcher.holding(leaf.folded).astype(np.intp)
            yield partial(ranking.leaf_score, leaf, clues), whole

    def _selection(self, part: Part, docs: NDArray[np.intp]) -> Selection:
        return Selection(docs, part.lookup, part.matcher, np.float32)

    def exact(self, ids: Ids) -> NDArray[np.float64]:
        """Return how well the paragraphs `ids`, in any order, answer."""
        order = ids.argsort()
        pieces = self.divided(rising := ids[order])
        scores = np.empty(len(ids))
        scores[order] = ranking.score(self._clues, self._statistics, Chosen(rising, pieces, self._statistics))
        return scores

    def divided(self, ids: Ids) -> list[tuple[Part, slice]]:
        """Return which of `ids`, rising, are in which segment."""
        ends = [*ids.searchsorted(self._bases).tolist(), len(ids)]
        slices = map(slice, ends, ends[1:])
        return [(part, where) for part, where in zip(self._parts, slices, strict=False) if where.start < where.stop]


def may_be_best(scores: NDArray[np.float32], best: NDArray[np.float32], limit: int) -> NDArray[np.intp]:
    """Return which quick `scores` may be among the `limit` best in truth; `best` are those that compete for it."""
    if not 0 < limit < len(best):
        return np.arange(len(scores))
    least = np.partition(_upper(best, limit), -limit)[-limit]
    return np.flatnonzero(scores >= least * np.float32(1 - 2 * _SLACK))


def _upper(scores: NDArray[np.float32], limit: int) -> NDArray[np.float32]:
    """Return some of `scores`, the `limit` highest among them: comparing costs a twentieth of partitioning."""
    sample = scores[:: max(1, len(scores) // (64 * limit))]
    if len(sample) <= limit or len(sample) == len(scores):
        return scores
    upper: NDArray[np.float32] = scores[scores >= np.partition(sample, -limit)[-limit]]
    return upper


def lowest(order: NDArray[np.number], limit: int) -> NDArray[np.intp]:
    """Return the positions of the `limit` lowest values, rising, the first among equals first."""
    if 0 < limit < len(order):
        among = np.flatnonzero(order <= np.partition(order, limit - 1)[limit - 1])
    else:
        among = np.arange(len(order))
    return among[np.argsort(order[among], kind="stable")][:limit]


def first_of_each(order: NDArray[np.number], report: NDArray[np.integer]) -> NDArray[np.intp]:
    """Return for each report the position of its entry that is lowest in `order`, the first among equals."""
    by_report = np.lexsort((np.arange(len(order)), order, report))
    starts = np.flatnonzero(np.diff(report[by_report].astype(np.intp), prepend=-1))
    return np.sort(by_report[starts])
