"""The best of many: quick scores choose who may be among them, exact ones decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.engines import ranking
from indexer.engines.columns import Ids
from indexer.engines.ranking import Clues
from indexer.engines.whoosh.lookup import Lookup
from indexer.engines.whoosh.matching import Matcher
from indexer.engines.whoosh.scoring import Selection, Statistics

# Quick scores are sums of some hundred positive float32 terms: each rounds to 6e-8 of it, and a few times on its way.
_SLACK: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of an index with all that is asked of it. Its paragraphs are numbered from `base` in the index."""

    base: int
    size: int
    matcher: Matcher
    lookup: Lookup


class Scorer:
    """Scores paragraphs of an index by one query."""

    def __init__(self, parts: Sequence[Part], statistics: Statistics, clues: Clues) -> None:
        self._parts = parts
        self._bases = np.array([part.base for part in parts])
        self._statistics = statistics
        self._clues = clues

    def quick(self, part: Part, docs: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return about how well paragraphs `docs` of `part` answer: within _SLACK of the exact score, relatively."""
        selection = Selection(docs, part.lookup, part.matcher, np.float32)
        scores: NDArray[np.float32] = ranking.score(self._clues, self._statistics, selection)
        return scores

    def exact(self, ids: Ids) -> NDArray[np.float64]:
        """Return how well the paragraphs `ids`, in any order, answer."""
        scores = np.zeros(len(ids))
        of_part = self._bases.searchsorted(ids, "right") - 1
        for number in np.unique(of_part).tolist():
            part, chosen = self._parts[number], np.flatnonzero(of_part == number)
            selection = Selection(ids[chosen] - part.base, part.lookup, part.matcher, np.float64)
            scores[chosen] = ranking.score(self._clues, self._statistics, selection)
        return scores


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
