"""Searching the segments of an index: one after the other, so that what each step works on stays in the cache."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.contract import Count, FacetCounts, Filters, Sort, Unit
from indexer.engines import relaxed
from indexer.engines.caching import Cache
from indexer.engines.columns import Columns, Ids, Mask
from indexer.engines.facets import Facets, Numbers
from indexer.engines.ranking import Clues
from indexer.engines.relaxed import Relaxed
from indexer.engines.whoosh.best import Part, Scorer, first_of_each, lowest, may_be_best
from indexer.engines.whoosh.frequencies import Postings
from indexer.engines.whoosh.lookup import Lookup
from indexer.engines.whoosh.matching import Condition, Matcher
from indexer.engines.whoosh.ordering import starts_of_runs
from indexer.engines.whoosh.scoring import Statistics
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.time_limit import TimeLimit

_CACHE_BYTES: Final = 64 << 20  # of what phrases were found in, and again of the postings of single characters
_NO_CLUES: Final = Clues((), (), ())  # nothing is better than anything else


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, in what order, and which window of it is wanted."""

    condition: Condition
    clues: Clues
    filters: Filters
    sort: Sort
    unit: Unit
    offset: int
    limit: int
    relax: Callable[[int], Relaxed | None] = lambda _: None  # how to go on below so many hits


@dataclass(frozen=True, slots=True)
class Found:
    """The window of an answer, by numbers of paragraphs, and what is counted of all hits."""

    total: Count
    facets: FacetCounts
    ids: Ids
    scores: NDArray[np.float64]
    in_report: Numbers  # hits in the report of each of `ids`
    relaxed: tuple[Ids, NDArray[np.float64]]  # what is offered below few hits, and its scores


Passing: TypeAlias = list[tuple[Part, NDArray[np.intp]]]  # paragraphs, rising, by segment


class Searcher:
    """Searches one index; immutable but for its caches, and safe to share between threads."""

    def __init__(self, segments: Sequence[Segment], columns: Columns, facets: Facets) -> None:
        found, units = Cache[NDArray[Any]](_CACHE_BYTES), Cache[Postings](_CACHE_BYTES)
        bases = np.cumsum([0, *(segment.size for segment in segments)]).tolist()
        self.parts = [_part(base, segment, found, units) for base, segment in zip(bases, segments, strict=False)]
        self.statistics = Statistics([part.lookup for part in self.parts])
        self._columns = columns
        self._facets = facets
        self._slots = [_slots(part, columns) for part in self.parts]  # those that its paragraphs may be in

    def search(self, question: Question, limit: TimeLimit) -> Found:
        """Answer `question`."""
        passing = self._facets.passing(question.filters)
        mask = passing.all_but()
        hits, by_slot = self._hits(question.condition, mask, limit)
        in_report = self._facets.per_report(by_slot if mask is None else np.where(mask, by_slot, 0))
        limit.check()
        ids, scores = self._window(question, hits, limit)
        total = Count(int(in_report.sum()), int(np.count_nonzero(in_report)))
        how = question.relax(total.paragraphs)
        return Found(
            total=total,
            facets=self._facets.counts(by_slot, passing),
            ids=ids,
            scores=scores,
            in_report=in_report[self._columns.report(ids)],
            relaxed=(ids[:0], scores[:0]) if how is None else self._relaxed(how, mask, _ids(hits), limit),
        )

    def _hits(self, condition: Condition, mask: Mask | None, limit: TimeLimit) -> tuple[Passing, Numbers]:
        """Return what matches and passes `mask`, and by slot how many match at all."""
        by_slot = np.zeros(self._facets.slots, np.intp)
        passing = []
        for part, counted in zip(self.parts, self._slots, strict=True):
            docs = part.matcher.hits(condition, limit).astype(np.intp, copy=False)
            if not len(docs):
                continue
            slots = self._columns.slot[part.base : part.base + part.size][docs]
            size = counted.stop - counted.start
            by_slot[counted] += np.bincount(slots - np.uint32(counted.start), minlength=size)
            passing.append((part, docs if mask is None else docs[mask[slots]]))
        return passing, by_slot

    def _window(self, question: Question, hits: Passing, limit: TimeLimit) -> tuple[Ids, NDArray[np.float64]]:
        """Return the wanted hits and their scores."""
        scorer = Scorer(self.parts, self.statistics, question.clues)
        wanted = question.offset + question.limit
        by_score = question.sort == "rel" and question.clues != _NO_CLUES
        if by_score:
            ids = self._best(scorer, hits, wanted, question.unit, limit)
            order: NDArray[np.number] = -scorer.exact(ids)
        else:
            ids = _ids(hits)
            column = {"old": self._columns.oldest, "place": self._columns.placed}.get(question.sort)
            order = (self._columns.newest if column is None else column)[ids]
        if question.unit == "report":
            first = first_of_each(order, self._columns.report(ids))
            ids, order = ids[first], order[first]
        chosen = lowest(order, wanted)[question.offset :]
        return ids[chosen], -order[chosen].astype(np.float64) if by_score else scorer.exact(ids[chosen])

    def _best(self, scorer: Scorer, hits: Passing, wanted: int, unit: Unit, limit: TimeLimit) -> Ids:
        """Return the hits that may be among the `wanted` best, rising: exact scores have to decide between them."""
        ids = _ids(hits)
        if wanted >= len(ids):
            return ids
        scores = np.empty(len(ids), np.float32)
        at = 0
        for part, docs in hits:
            limit.check()
            scores[at : at + len(docs)] = scorer.quick(part, docs)
            at += len(docs)
        best = scores
        if unit == "report":  # a report competes by its best paragraph
            best = np.maximum.reduceat(scores, starts_of_runs(self._columns.report(ids)))
        return ids[may_be_best(scores, best, wanted)]

    def _relaxed(self, how: Relaxed, mask: Mask | None, hits: Ids, limit: TimeLimit) -> tuple[Ids, NDArray[np.float64]]:
        """Return the best of what holds enough of what is looked for, without `hits`, and their scores."""
        weights = relaxed.weights(how, self.statistics)
        least = relaxed.least(how, weights)
        close: Passing = []
        for part in self.parts:
            limit.check()
            held = np.zeros(part.size)
            for field, term, weight in weights:
                held[part.lookup.postings(field, term).docs] += weight
            held[hits[(hits >= part.base) & (hits < part.base + part.size)] - part.base] = -1.0
            docs = np.flatnonzero(held >= least)
            if how.condition is not None:
                docs = docs[part.matcher.match(how.condition, limit).all[docs]]
            if mask is not None:
                docs = docs[mask[self._columns.slot[part.base + docs]]]
            close.append((part, docs))
        scorer = Scorer(self.parts, self.statistics, how.clues)
        ids = self._best(scorer, close, relaxed.LIMIT, "paragraph", limit)
        scores = scorer.exact(ids)
        best = lowest(-scores, relaxed.LIMIT)
        return ids[best], scores[best]


def _part(base: int, segment: Segment, found: Cache[NDArray[Any]], units: Cache[Postings]) -> Part:
    lookup = Lookup(segment, units)
    return Part(base, segment.size, Matcher(segment, lookup, found), lookup)


def _ids(hits: Passing) -> Ids:
    return np.concatenate([np.empty(0, np.intp), *(part.base + docs for part, docs in hits)])


def _slots(part: Part, columns: Columns) -> slice:
    first, last = columns.report(np.array([part.base, part.base + part.size - 1])).tolist()
    return slice(*columns.slot_report.searchsorted((first, last + 1)).tolist())
