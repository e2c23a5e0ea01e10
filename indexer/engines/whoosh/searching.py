"""Searching the segments of an index: one after the other, so that what each step works on stays in the cache."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer.contract import Count, FacetCounts, Filters, Sort, Unit
from indexer.engines import relaxed
from indexer.engines.caching import Cache
from indexer.engines.columns import Columns, Ids
from indexer.engines.facets import Facets, Numbers, Passing, Tally
from indexer.engines.ranking import Clues
from indexer.engines.relaxed import Relaxed
from indexer.engines.whoosh.best import Scorer, first_of_each, lowest, may_be_best
from indexer.engines.whoosh.frequencies import Postings
from indexer.engines.whoosh.lookup import Lookup
from indexer.engines.whoosh.matching import Condition, Matcher
from indexer.engines.whoosh.ordering import starts_of_runs
from indexer.engines.whoosh.scoring import Part, Statistics
from indexer.engines.whoosh.segment import LARGEST, Segment
from indexer.engines.whoosh.time_limit import TimeLimit

_TOGETHER: Final = LARGEST // 4  # hits that are counted at once: what is done with them stays in the cache
_SOON: Final = 4096  # hits are scored exactly sooner than twice
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


class Searcher:
    """Searches one index; immutable but for its caches, and safe to share between threads."""

    def __init__(self, segments: Sequence[Segment], columns: Columns, facets: Facets) -> None:
        found, units = Cache[NDArray[Any]](_CACHE_BYTES), Cache[Postings](_CACHE_BYTES)
        self._columns = columns
        bases = np.cumsum([0, *(segment.size for segment in segments)]).tolist()
        self.parts = [self._part(base, segment, found, units) for base, segment in zip(bases, segments, strict=False)]
        self.statistics = Statistics([part.lookup for part in self.parts])
        self._facets = facets

    def _part(self, base: int, segment: Segment, found: Cache[NDArray[Any]], units: Cache[Postings]) -> Part:
        columns, lookup = self._columns, Lookup(segment, units)
        first, last = columns.report(np.array([base, base + segment.size - 1])).tolist()
        slots = slice(*columns.slot_report.searchsorted((first, last + 1)).tolist())
        return Part(base, segment.size, slots, Matcher(segment, lookup, found), lookup)

    def search(self, question: Question, limit: TimeLimit) -> Found:
        """Answer `question`."""
        passing = self._facets.passing(question.filters)
        hits, tally = self._hits(question.condition, passing, limit)
        filtered = self._facets.filtered(tally, passing)
        reports, in_report = filtered.by_report
        limit.check()
        ids, scores = self._window(question, hits, limit)
        total = Count(int(in_report.sum()), len(reports))
        how = question.relax(total.paragraphs)
        return Found(
            total=total,
            facets=self._facets.counts(filtered),
            ids=ids,
            scores=scores,
            in_report=in_report[reports.searchsorted(self._columns.report(ids))],
            relaxed=(ids[:0], scores[:0]) if how is None else self._relaxed(how, passing, hits, limit),
        )

    def _hits(self, condition: Condition, passing: Passing, limit: TimeLimit) -> tuple[Ids, Tally]:
        """Return what matches and passes the filters, rising, and how much matches at all."""
        hits, counted = [np.empty(0, np.intp)], []
        for parts, ids in self._together(condition, limit):
            within = slice(parts[0].slots.start, parts[-1].slots.stop)
            slots = self._columns.slot[ids].astype(np.intp)
            counted.append((slots, within))
            mask = self._facets.passing_slots(passing, slots, within)
            hits.append(ids if mask is None else ids[mask])
        return np.concatenate(hits), self._facets.tally(counted)

    def _together(self, condition: Condition, limit: TimeLimit) -> Iterator[tuple[list[Part], Ids]]:
        """Yield what matches, of some segments together where it is little: each step costs something."""
        parts: list[Part] = []
        found: list[Ids] = []
        for part in self.parts:
            docs = part.matcher.hits(condition, limit)
            if len(docs):
                parts.append(part)
                found.append(np.add(docs, part.base, dtype=np.intp))
            if parts and (part is self.parts[-1] or sum(map(len, found)) >= _TOGETHER):
                yield parts, np.concatenate(found)
                parts, found = [], []

    def _window(self, question: Question, hits: Ids, limit: TimeLimit) -> tuple[Ids, NDArray[np.float64]]:
        """Return the wanted hits and their scores."""
        scorer = Scorer(self.parts, self.statistics, question.clues)
        wanted = question.offset + question.limit
        by_score = question.sort == "rel" and question.clues != _NO_CLUES
        if by_score:
            ids = self._best(scorer, hits, wanted, question.unit, limit)
            order: NDArray[np.number] = -scorer.exact(ids)
        else:
            ids = hits
            column = {"old": self._columns.oldest, "place": self._columns.placed}.get(question.sort)
            order = (self._columns.newest if column is None else column)[ids]
        if question.unit == "report":
            first = first_of_each(order, self._columns.report(ids))
            ids, order = ids[first], order[first]
        chosen = lowest(order, wanted)[question.offset :]
        return ids[chosen], -order[chosen].astype(np.float64) if by_score else scorer.exact(ids[chosen])

    def _best(self, scorer: Scorer, ids: Ids, wanted: int, unit: Unit, limit: TimeLimit) -> Ids:
        """Return those of `ids`, rising, that may be among the `wanted` best: exact scores decide between them."""
        if max(wanted, _SOON) >= len(ids):
            return ids
        scores = np.empty(len(ids), np.float32)
        for part, where in scorer.divided(ids):
            limit.check()
            scores[where] = scorer.quick(part, ids[where] - part.base)
        best = scores
        if unit == "report":  # a report competes by its best paragraph
            best = np.maximum.reduceat(scores, starts_of_runs(self._columns.report(ids)))
        return ids[may_be_best(scores, best, wanted)]

    def _relaxed(self, how: Relaxed, passing: Passing, hits: Ids, limit: TimeLimit) -> tuple[Ids, NDArray[np.float64]]:
        """Return the best of what holds enough of what is looked for, without `hits`, and their scores."""
        weights = relaxed.weights(how, self.statistics)
        least = relaxed.least(how, weights)
        close = [np.empty(0, np.intp)]
        for part in self.parts:
            limit.check()
            held = np.zeros(part.size)
            for field, term, weight in weights:
                held[part.lookup.postings(field, term).docs] += weight
            held[hits[(hits >= part.base) & (hits < part.base + part.size)] - part.base] = -1.0
            docs = np.flatnonzero(held >= least)
            if how.condition is not None:
                docs = docs[part.matcher.match(how.condition, limit).all[docs]]
            close.append(part.base + docs)
        ids = np.concatenate(close)
        slots = self._columns.slot[ids].astype(np.intp)
        mask = self._facets.passing_slots(passing, slots, slice(0, len(self._columns.slot_report)))
        ids = ids if mask is None else ids[mask]
        scorer = Scorer(self.parts, self.statistics, how.clues)
        ids = self._best(scorer, ids, relaxed.LIMIT, "paragraph", limit)
        scores = scorer.exact(ids)
        best = lowest(-scores, relaxed.LIMIT)
        return ids[best], scores[best]
