"""Searching a generation."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh import index

from indexer.contract import (
    Count,
    Document,
    FacetCounts,
    Filters,
    History,
    Hit,
    IndexStatus,
    Paragraph,
    Report,
    ResultPage,
    SearchRequest,
)
from indexer.engines import generations, ranking, relaxed
from indexer.engines.columns import Ids, Mask, open_columns, open_places
from indexer.engines.damage import noticed
from indexer.engines.facets import Facets
from indexer.engines.folded import FoldedTexts
from indexer.engines.history import StoredHistory
from indexer.engines.manifest import Manifest
from indexer.engines.reports import Reports
from indexer.engines.whoosh import schema
from indexer.engines.whoosh.likeness import Likeness
from indexer.engines.whoosh.matching import Matcher
from indexer.engines.whoosh.postings import PostingsReader
from indexer.engines.whoosh.scoring import Selection, Statistics
from indexer.engines.whoosh.time_limit import TimeLimit

WHOOSH_FOLDER: Final = "whoosh"


class WhooshEngine:
    """A SearchEngine over one generation on disk; immutable and safe to share between threads."""

    def __init__(self, folder: Path, manifest: Manifest, command: str) -> None:
        """Open the generation in `folder`; `command` builds it anew. Raises IndexDamaged."""
        self._manifest = manifest
        damaged = f"索引 {manifest.generation} 已损坏。请运行 {command} 重建索引。"
        with noticed(damaged):
            self._columns = open_columns(folder)
            self._places = open_places(folder)
            self._bodies, self._contexts = FoldedTexts(folder, "body"), FoldedTexts(folder, "context")
            self._reports = Reports(folder, damaged)
            self._history = StoredHistory(folder, damaged)
            self._postings = PostingsReader(_only_segment(folder / WHOOSH_FOLDER), damaged)
        self._size = len(self._columns.report)
        self._facets = Facets(self._columns, list(self._places))
        self._matcher = Matcher(self._size, self._postings, self._bodies, self._contexts)
        self._likeness = Likeness(self._size, self._postings, self._bodies)
        self._statistics = Statistics(self._columns, self._postings)

    @classmethod
    def open(cls, folder: Path) -> "WhooshEngine":
        """Open the current generation of the index in `folder`."""
        generation, manifest = generations.locate(folder)
        return cls(generation, manifest, generations.rebuild_command(folder))

    # -- searching ---------------------------------------------------------------------------------------------------

    def search(self, request: SearchRequest, *, deadline: float | None = None) -> ResultPage:
        """Answer `request`. Raises SearchTimeout once time.monotonic() passes `deadline`."""
        limit = TimeLimit(deadline)
        matching = self._matcher.hits(request.query, limit)
        passing = self._facets.passing(request.filters)
        hits = _ids(matching & passing.all())
        in_report = self._facets.per_report(hits)
        limit.check()
        return ResultPage(
            total=self._facets.count(hits),
            hits=tuple(self._window(request, hits, in_report, limit)),
            facets=self._facets.counts(matching, passing),
            relaxed=self._relaxed(request, hits, passing.all(), limit),
            generation=self._manifest.generation,
        )

    def _window(
        self, request: SearchRequest, hits: Ids, in_report: NDArray[np.intp], limit: TimeLimit
    ) -> Iterable[Hit]:
        clues = ranking.clues(request.query)
        by_score = request.sort == "rel" and clues.leaves
        if by_score:
            order = -ranking.score(clues, self._statistics, self._selection(hits, limit))
        else:
            column = {"old": self._columns.oldest, "place": self._columns.placed}.get(request.sort)
            order = (self._columns.newest if column is None else column)[hits]
        if request.unit == "report":
            best = _first_of_each(order, self._columns.report[hits])
            hits, order = hits[best], order[best]
        chosen = hits[_lowest(order, request.offset + request.limit)[request.offset :]]
        scores = ranking.score(clues, self._statistics, self._selection(chosen, limit))
        for number, score in zip(chosen.tolist(), scores.tolist(), strict=True):
            yield self._hit(number, score, int(in_report[self._columns.report[number]]))

    def _selection(self, ids: Ids, limit: TimeLimit) -> Selection:
        return Selection(ids, self._columns, self._postings, self._matcher, limit)

    def _relaxed(self, request: SearchRequest, hits: Ids, passing: Mask, limit: TimeLimit) -> tuple[Hit, ...]:
        how = relaxed.relax(request, len(hits))
        if how is None:
            return ()
        free = passing.copy()
        free[hits] = False
        if how.condition is not None:
            free &= self._matcher.match(how.condition, limit).all
        candidates = _ids(free)
        close = relaxed.close_enough(how, self._statistics, self._selection(candidates, limit))
        candidates = candidates[close]
        scores = ranking.score(how.clues, self._statistics, self._selection(candidates, limit))
        best = _lowest(-scores, relaxed.LIMIT)
        return tuple(self._hit(int(candidates[i]), float(scores[i]), 0) for i in best)

    def _hit(self, number: int, score: float, in_report: int) -> Hit:
        report = self._reports.by_number(int(self._columns.report[number]))
        return Hit(schema.paragraph(self._postings.stored(number)), report, score, in_report)

    # -- looking up --------------------------------------------------------------------------------------------------

    def paragraph(self, paragraph_id: str) -> Paragraph | None:
        """Return the paragraph named `paragraph_id`."""
        return next(iter(self._stored_under(schema.ID, paragraph_id)), None)

    def find_text(self, text_hash: str) -> tuple[str, ...]:
        """Return the ids that end in `text_hash`."""
        return tuple(paragraph.id for paragraph in self._stored_under(schema.TEXT_HASH, text_hash))

    def similar(self, folded: str, limit: int, *, deadline: float | None = None) -> tuple[Paragraph, ...]:
        """Return the paragraphs most like `folded`."""
        found = self._likeness.most_like(folded, limit, TimeLimit(deadline))
        return tuple(schema.paragraph(self._postings.stored(number)) for number in found)

    def _stored_under(self, field: str, term: str) -> Sequence[Paragraph]:
        numbers = self._postings.of(field, term, TimeLimit(None)).ids.tolist()
        return [schema.paragraph(self._postings.stored(number)) for number in numbers]

    def report(self, report_id: str) -> Report | None:
        """Return the report named `report_id`."""
        return self._reports.report(report_id)

    def document(self, report_id: str) -> Document | None:
        """Return the report named `report_id` with its text."""
        return self._reports.document(report_id)

    def reports(self) -> Sequence[Report]:
        """Return all reports, by id."""
        return self._reports.all()

    @property
    def history(self) -> History:
        """What the generation knows of the past."""
        return self._history

    def status(self) -> IndexStatus:
        """Return what the generation holds."""
        return IndexStatus(
            generation=self._manifest.generation,
            built_at=self._manifest.built_at,
            total=self._total,
            universe=self._universe,
            places=self._places,
        )

    @cached_property
    def _total(self) -> Count:
        return self._facets.count(np.arange(self._size, dtype=np.int32))

    @cached_property
    def _universe(self) -> FacetCounts:
        return self._facets.counts(np.ones(self._size, np.bool_), self._facets.passing(Filters()))

    def close(self) -> None:
        """Let go of all files. Searches after that fail."""
        self._postings.close()
        self._reports.close()
        self._history.close()
        self._bodies.close()
        self._contexts.close()


def _only_segment(folder: Path) -> Any:
    """Return Whoosh's reader of the index in `folder`."""
    reader = index.open_dir(folder).reader()
    if not reader.is_atomic():
        raise ValueError(f"more than one segment in {folder}")
    return reader


def _ids(mask: Mask) -> Ids:
    return np.flatnonzero(mask).astype(np.int32)


def _first_of_each(order: NDArray[np.number], report: NDArray[np.int32]) -> NDArray[np.intp]:
    """Return for each report the position of its entry that is lowest in `order`, the first among equals."""
    by_report = np.lexsort((np.arange(len(order)), order, report))
    starts = np.flatnonzero(np.diff(report[by_report], prepend=-1))
    return np.sort(by_report[starts])


def _lowest(order: NDArray[np.number], limit: int) -> NDArray[np.intp]:
    """Return the positions of the `limit` lowest values, rising, the first among equals first."""
    if 0 < limit < len(order):
        among = np.flatnonzero(order <= np.partition(order, limit - 1)[limit - 1])
    else:
        among = np.arange(len(order))
    return among[np.argsort(order[among], kind="stable")][:limit]
