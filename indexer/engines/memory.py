"""The brute-force engine: plain Python over lists, slow and easy to check.

The other engines are tested against it, and the pages' tests run on it.
"""

import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce  # sum() corrects its rounding from Python 3.12 on, arrays don't
from operator import add

from indexer import text
from indexer.contract import (
    UNKNOWN,
    And,
    Count,
    Document,
    Everything,
    FacetCounts,
    Filters,
    History,
    Hit,
    IndexStatus,
    Near,
    Node,
    Not,
    Or,
    Paragraph,
    ParagraphWords,
    Phrase,
    Place,
    Report,
    ResultPage,
    SearchRequest,
    Term,
)
from indexer.engines import ranking, relaxed, similar
from indexer.engines.history import MemoryHistory
from indexer.engines.ranking import Leaf
from indexer.errors import SearchTimeout


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paragraph with all that is asked of it; also the numbers that it is scored by."""

    paragraph: Paragraph
    report: Report
    position: int  # in canonical order
    body: str
    context: str
    counts: dict[str, Counter[str]]  # field → term → how often

    def zero(self) -> float:
        return 0.0

    def frequency(self, field: str, term: str) -> float:
        return float(self.counts[field][term])

    def relative_length(self, field: str, b: float, mean: float) -> float:
        return float(ranking.relative_length(float(self.counts[field].total()), b, mean))

    def whole(self, leaf: Leaf) -> float:
        return 1.0 if leaf.folded in self.body else 0.0


class _Statistics:
    def __init__(self, entries: Sequence[_Entry]) -> None:
        self._size = len(entries)
        self._lengths = {field: sum(entry.counts[field].total() for entry in entries) for field in ranking.FIELDS}
        self._holding = {
            field: Counter(term for entry in entries for term in entry.counts[field]) for field in ranking.FIELDS
        }

    def size(self) -> int:
        return self._size

    def mean_length(self, field: str) -> float:
        return self._lengths[field] / self._size if self._size else 0.0

    def holding(self, field: str, term: str) -> int:
        return self._holding[field][term]


class MemoryEngine:
    """A SearchEngine over documents held in memory."""

    def __init__(
        self,
        documents: Iterable[tuple[Document, Sequence[ParagraphWords]]],
        *,
        history: History | None = None,
        generation: str = "memory",
        built_at: str = "1970-01-01T00:00:00Z",
    ) -> None:
        ordered = sorted(documents, key=lambda pair: pair[0].report.id)
        self._documents = {document.report.id: document for document, _ in ordered}
        rows = [
            (paragraph, document.report, words)
            for document, of_paragraphs in ordered
            for paragraph, words in zip(document.paragraphs, of_paragraphs, strict=True)
        ]
        self._entries = [_entry(position, *row) for position, row in enumerate(rows)]
        self._statistics = _Statistics(self._entries)
        self._history = history or MemoryHistory()
        self._generation = generation
        self._built_at = built_at

    def search(self, request: SearchRequest, *, deadline: float | None = None) -> ResultPage:
        """Answer `request` by looking at every paragraph."""
        matching = [entry for entry in _before(deadline, self._entries) if _is_hit(request.query, entry)]
        hits = [entry for entry in matching if _passes(request.filters, entry.report, entry.paragraph)]
        scores = self._scores(ranking.clues(request.query), hits, deadline)
        ordered = sorted(hits, key=_order(request, scores))
        listed = _best_of_each_report(ordered) if request.unit == "report" else ordered
        in_report = Counter(entry.report.id for entry in hits)
        return ResultPage(
            total=_count(hits),
            hits=tuple(
                Hit(entry.paragraph, entry.report, scores[entry.position], in_report[entry.report.id])
                for entry in listed[request.offset : request.offset + request.limit]
            ),
            facets=_facets(matching, request.filters),
            relaxed=self._relaxed(request, hits, deadline),
            generation=self._generation,
        )

    def _scores(self, clues: ranking.Clues, entries: Sequence[_Entry], deadline: float | None) -> dict[int, float]:
        return {entry.position: ranking.score(clues, self._statistics, entry) for entry in _before(deadline, entries)}

    def _relaxed(self, request: SearchRequest, hits: list[_Entry], deadline: float | None) -> tuple[Hit, ...]:
        how = relaxed.relax(request, len(hits))
        if how is None:
            return ()
        taken = {entry.position for entry in hits}
        weights = relaxed.weights(how, self._statistics)
        least = relaxed.least(how, weights)
        candidates = [
            entry
            for entry in _before(deadline, self._entries)
            if entry.position not in taken
            and _passes(request.filters, entry.report, entry.paragraph)
            and (how.condition is None or _matches(how.condition, entry.body, entry.context))
            and reduce(add, (weight for field, term, weight in weights if entry.counts[field][term]), 0.0) >= least
        ]
        scores = self._scores(how.clues, candidates, deadline)
        best = sorted(candidates, key=lambda entry: (-scores[entry.position], entry.position))[: relaxed.LIMIT]
        return tuple(Hit(entry.paragraph, entry.report, scores[entry.position], 0) for entry in best)

    def paragraph(self, paragraph_id: str) -> Paragraph | None:
        return next((entry.paragraph for entry in self._entries if entry.paragraph.id == paragraph_id), None)

    def find_text(self, text_hash: str) -> tuple[str, ...]:
        """Return the ids that end in `text_hash`."""
        ids = (entry.paragraph.id for entry in self._entries)
        return tuple(name for name in ids if name.rpartition("/")[2] == text_hash)

    def similar(self, folded: str, limit: int, *, deadline: float | None = None) -> tuple[Paragraph, ...]:
        """Return the paragraphs most like `folded`."""

        def holding(pairs: Sequence[str]) -> Sequence[int]:
            return [self._statistics.holding(ranking.GRAMS, pair) for pair in pairs]

        wanted = similar.traits(folded, len(self._entries), holding)
        scored = [(_likeness(wanted, entry), entry) for entry in _before(deadline, self._entries)]
        least = math.inf if any(likeness == math.inf for likeness, _ in scored) else 0.0
        ordered = sorted(scored, key=lambda pair: (-pair[0], pair[1].position))
        return tuple(entry.paragraph for likeness, entry in ordered[:limit] if likeness and likeness >= least)

    def report(self, report_id: str) -> Report | None:
        document = self._documents.get(report_id)
        return document.report if document else None

    def document(self, report_id: str) -> Document | None:
        return self._documents.get(report_id)

    def reports(self) -> Sequence[Report]:
        """Return all reports, by id."""
        return [document.report for document in self._documents.values()]

    @property
    def history(self) -> History:
        """What is known of the past."""
        return self._history

    def status(self) -> IndexStatus:
        """Return what is held."""
        places: dict[str, tuple[Place, ...]] = {}
        for report in self.reports():
            places.setdefault(report.place, report.jurisdiction)
        return IndexStatus(
            generation=self._generation,
            built_at=self._built_at,
            total=_count(self._entries),
            universe=_facets(self._entries, Filters()),
            places=places,
        )

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""


def _entry(position: int, paragraph: Paragraph, report: Report, words: ParagraphWords) -> _Entry:
    counts = {
        ranking.TEXT: Counter(words.words),
        ranking.HEADINGS: Counter(words.heading_words),
        ranking.TITLE: Counter(words.title_words),
        ranking.GRAMS: Counter(text.grams(words.body)),
    }
    return _Entry(paragraph, report, position, words.body, words.context, counts)


def _before(deadline: float | None, entries: Sequence[_Entry]) -> Iterable[_Entry]:
    for entry in entries:
        if deadline is not None and time.monotonic() > deadline:
            raise SearchTimeout("检索超时，请减少检索词或增加筛选条件后再试。")
        yield entry


def _likeness(wanted: similar.Traits, entry: _Entry) -> float:
    """Return what the pairs weigh that `entry` has, infinity where it has the whole, 0 where it has nothing."""
    if wanted.pairs and wanted.needle in entry.body:
        return math.inf
    weight = 0.0
    for pair, of_pair in zip(wanted.pairs, wanted.weights, strict=True):  # in this order: floats tell the difference
        weight += of_pair if pair in entry.counts[ranking.GRAMS] else 0.0
    return weight


# -- matching --------------------------------------------------------------------------------------------------------


def _is_hit(root: Node, entry: _Entry) -> bool:
    return _matches(root, entry.body, entry.context) and _stands_in_text(root, entry.body, entry.context)


def _matches(node: Node, body: str, context: str) -> bool:
    match node:
        case Term():
            found = node.folded in body or node.folded in context
        case Phrase():
            found = node.folded in body
        case Near(scope="paragraph"):
            found = all(part.folded in body for part in node.parts)
        case Near():
            found = any(all(part.folded in piece for part in node.parts) for piece in body.split(text.BREAK))
        case And():
            found = all(_matches(part, body, context) for part in node.parts)
        case Or():
            found = any(_matches(part, body, context) for part in node.parts)
        case Not():
            found = not _matches(node.part, body, body)  # headings above and the title do not count
        case Everything():
            found = True
    return found


def _stands_in_text(node: Node, body: str, context: str) -> bool:
    """Tell whether something of what matches stands in the text itself, not only above it."""
    match node:
        case And() | Or():
            return any(_matches(part, body, context) and _stands_in_text(part, body, context) for part in node.parts)
        case Term():
            return node.folded in body
        case Not():
            return False
        case _:
            return True


# -- filters, counts and order ---------------------------------------------------------------------------------------


def _passes(filters: Filters, report: Report, paragraph: Paragraph) -> bool:
    return (
        (not filters.places or any(report.place.startswith(prefix) for prefix in filters.places))
        and (not filters.years or any(_in_years(report.year, years) for years in filters.years))
        and (not filters.sections or paragraph.section in filters.sections)
        and (not filters.bodies or report.body in filters.bodies)
        and (not filters.kinds or report.kind in filters.kinds)
    )


def _in_years(year: int | None, years: tuple[int, int] | None) -> bool:
    if year is None or years is None:
        return year is None and years is None
    return years[0] <= year <= years[1]


def _count(entries: Sequence[_Entry]) -> Count:
    return Count(len(entries), len({entry.report.id for entry in entries}))


def _facets(matching: Sequence[_Entry], filters: Filters) -> FacetCounts:
    def counted(value: Callable[[_Entry], str], others: Filters) -> dict[str, Count]:
        groups: dict[str, list[_Entry]] = {}
        for entry in matching:
            if _passes(others, entry.report, entry.paragraph):
                groups.setdefault(value(entry), []).append(entry)
        return {name: _count(group) for name, group in groups.items()}

    return FacetCounts(
        places=counted(lambda entry: entry.report.place, replace(filters, places=())),
        years=counted(lambda entry: str(entry.report.year or UNKNOWN), replace(filters, years=())),
        sections=counted(lambda entry: entry.paragraph.section, replace(filters, sections=())),
        bodies=counted(lambda entry: entry.report.body, replace(filters, bodies=())),
        kinds=counted(lambda entry: entry.report.kind, replace(filters, kinds=())),
    )


def _order(request: SearchRequest, scores: dict[int, float]) -> Callable[[_Entry], tuple[object, ...]]:
    by_score = request.sort == "rel" and any(ranking.positive_leaves(request.query))

    def key(entry: _Entry) -> tuple[object, ...]:
        report, position = entry.report, entry.position
        year = -report.year if report.year is not None else 1  # the unknown last
        published = -report.publication_date.toordinal() if report.publication_date else 1
        if by_score:
            return (-scores[position], position)
        if request.sort == "old":
            return (year > 0, -year, published > 0, -published, position)
        if request.sort == "place":
            return (report.place, year, position)
        return (year, published, position)

    return key


def _best_of_each_report(ordered: Sequence[_Entry]) -> list[_Entry]:
    best: dict[str, _Entry] = {}
    for entry in ordered:
        best.setdefault(entry.report.id, entry)
    return list(best.values())
