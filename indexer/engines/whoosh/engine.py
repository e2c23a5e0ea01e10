"""A search engine over one generation."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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
from indexer.engines.columns import Ids, open_columns, open_places
from indexer.engines.damage import noticed
from indexer.engines.facets import Facets, Numbers, Tally
from indexer.engines.history import StoredHistory
from indexer.engines.manifest import Manifest
from indexer.engines.reports import Reports
from indexer.engines.whoosh import stored
from indexer.engines.whoosh.bulk import open_segments
from indexer.engines.whoosh.likeness import Likeness
from indexer.engines.whoosh.searching import Question, Searcher
from indexer.engines.whoosh.segment import ID, TEXT_HASH
from indexer.engines.whoosh.time_limit import TimeLimit


class WhooshEngine:
    """A SearchEngine over one generation on disk; immutable and safe to share between threads."""

    def __init__(self, folder: Path, manifest: Manifest, command: str) -> None:
        """Open the generation in `folder`; `command` builds it anew. Raises IndexDamaged."""
        self._manifest = manifest
        self._damaged = f"索引 {manifest.generation} 已损坏。请运行 {command} 重建索引。"
        with noticed(self._damaged), ExitStack() as opened:
            self._columns = open_columns(folder)
            self._places = open_places(folder)
            self._columns.check(len(self._places))
            self._reports = Reports(folder, self._damaged)
            opened.callback(self._reports.close)
            self._history = StoredHistory(folder, self._damaged)
            opened.callback(self._history.close)
            self._segments = open_segments(folder)
            self._facets = Facets(self._columns, list(self._places))
            self._searcher = Searcher(self._segments, self._columns, self._facets)
            self._likeness = Likeness(self._searcher.parts, self._searcher.statistics)
            self._bases = np.array([part.base for part in self._searcher.parts])
            opened.pop_all()
        self._size = len(self._columns.slot)

    @classmethod
    def open(cls, folder: Path) -> "WhooshEngine":
        """Open the current generation of the index in `folder`."""
        generation, manifest = generations.locate(folder)
        return cls(generation, manifest, generations.rebuild_command(folder))

    # -- searching ---------------------------------------------------------------------------------------------------

    def search(self, request: SearchRequest, *, deadline: float | None = None) -> ResultPage:
        """Answer `request`. Raises SearchTimeout once time.monotonic() passes `deadline`."""
        question = Question(
            condition=request.query,
            clues=ranking.clues(request.query),
            filters=request.filters,
            sort=request.sort,
            unit=request.unit,
            offset=request.offset,
            limit=request.limit,
            relax=lambda hits: relaxed.relax(request, hits),
        )
        with noticed(self._damaged):
            found = self._searcher.search(question, TimeLimit(deadline))
            ids, scores = found.relaxed
            return ResultPage(
                total=found.total,
                hits=self._hits(found.ids, found.scores, found.in_report),
                facets=found.facets,
                relaxed=self._hits(ids, scores, np.zeros(len(ids), np.intp)),
                generation=self._manifest.generation,
            )

    def _hits(self, ids: Ids, scores: NDArray[np.float64], in_report: Numbers) -> tuple[Hit, ...]:
        reports = self._columns.report(ids).tolist()
        return tuple(
            Hit(self._paragraph(number), self._reports.by_number(report), score, count)
            for number, report, score, count in zip(
                ids.tolist(), reports, scores.tolist(), in_report.tolist(), strict=True
            )
        )

    # -- looking up --------------------------------------------------------------------------------------------------

    def paragraph(self, paragraph_id: str) -> Paragraph | None:
        """Return the paragraph named `paragraph_id`."""
        return next(self._stored_under(ID, paragraph_id), None)

    def find_text(self, text_hash: str) -> tuple[str, ...]:
        """Return the ids that end in `text_hash`."""
        return tuple(paragraph.id for paragraph in self._stored_under(TEXT_HASH, text_hash))

    def similar(self, folded: str, limit: int, *, deadline: float | None = None) -> tuple[Paragraph, ...]:
        """Return the paragraphs most like `folded`."""
        with noticed(self._damaged):
            found = self._likeness.most_like(folded, limit, TimeLimit(deadline))
            return tuple(self._paragraph(number) for number in found)

    def _stored_under(self, field: str, term: str) -> Iterator[Paragraph]:
        with noticed(self._damaged):
            for segment in self._segments:
                for doc in segment.postings(field, term.encode(errors="surrogatepass")).docs.tolist():
                    yield stored.paragraph(segment.stored(doc))

    def _paragraph(self, number: int) -> Paragraph:
        at = int(self._bases.searchsorted(number, "right")) - 1
        return stored.paragraph(self._segments[at].stored(number - int(self._bases[at])))

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
        reports, paragraphs = self._everything.by_report()
        return Count(int(paragraphs.sum()), len(reports))

    @cached_property
    def _universe(self) -> FacetCounts:
        return self._facets.counts(self._facets.filtered(self._everything, self._facets.passing(Filters())))

    @cached_property
    def _everything(self) -> Tally:
        return self._facets.everything(self._columns.slot.astype(np.intp))

    def close(self) -> None:
        """Let go of all files but the mapped ones, which go with the last search. Searches after that fail."""
        self._reports.close()
        self._history.close()
