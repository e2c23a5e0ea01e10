"""What a search finds that was added last: the entries of its feed.

Times are those of the archive, never of the request or the build, so that without new paragraphs nothing changes. A
search with at most WINDOW hits is answered exactly; of a commoner one, only the hits in the LATEST reports are seen.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from indexer import text
from indexer.contract import Hit, Paragraph, Report, SearchEngine, SearchRequest
from webapp.search import params as parameters
from webapp.search.holdings import holdings
from webapp.search.params import WINDOW, Params
from webapp.search.printing import understood
from webapp.search.question import Question, ask
from webapp.search.service import SearchService

MOST: Final = 50  # entries
LATEST: Final = 200  # reports
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph and when it was first in the index (UTC)."""

    paragraph: Paragraph
    report: Report
    added: datetime


@dataclass(frozen=True, slots=True)
class Latest:
    """The entries of a feed, the newest first; `params` is its search without what only a page has."""

    params: Params
    understood: str
    entries: tuple[Entry, ...]
    updated: datetime  # of the newest entry; without one, of the newest report


def latest(service: SearchService, params: Params) -> Latest:
    """Return the last MOST paragraphs that a search finds. Raises QueryError, BadParameter or SearchTimeout.

    An index that does not know when its reports were added has no entries.
    """
    engine = service.engine
    params = parameters.plain(params)
    question = ask(params, holdings(engine).places)
    text.warm()
    deadline = time.monotonic() + service.deadline_seconds
    dated = (_dated(hit, engine) for hit in _hits(engine, question, deadline))
    entries = sorted(filter(None, dated), key=lambda entry: (entry.report.id, entry.paragraph.ordinal))
    entries.sort(key=lambda entry: entry.added, reverse=True)
    newest = [entry.added for entry in entries[:1]] or [report.first_seen for report in engine.history.latest(1)]
    return Latest(params, understood(question.tree), tuple(entries[:MOST]), next(iter(newest), _EPOCH))


def _hits(engine: SearchEngine, question: Question, deadline: float) -> Iterator[Hit]:
    """Yield all hits, or, where they are too many, those of the latest reports until there are enough."""
    request = SearchRequest(query=question.tree, filters=question.params.filters, limit=WINDOW)
    result = engine.search(request, deadline=deadline)
    if result.total.paragraphs <= WINDOW:
        yield from result.hits
        return
    found = 0
    for history in engine.history.latest(LATEST):
        report = engine.report(history.id)
        filters = _only(report, question.params) if report else None
        if filters is None:
            continue
        of_report = engine.search(replace(request, filters=filters.filters), deadline=deadline)
        hits = [hit for hit in of_report.hits if hit.report.id == history.id]
        yield from hits
        found += len(hits)
        if found >= MOST:
            return


def _only(report: Report, params: Params) -> Params | None:
    """Return `params` narrowed to the place, year, body and kind of `report`, None if it does not pass."""
    years = (None,) if report.year is None else ((report.year, report.year),)
    try:
        only = Params(places=(report.place,), years=years, bodies=(report.body,), kinds=(report.kind,))
        return parameters.both(params, only)
    except ValueError:
        return None


def _dated(hit: Hit, engine: SearchEngine) -> Entry | None:
    of_report = engine.history.report(hit.report.id)
    if of_report is None:
        return None
    past = engine.history.paragraph(hit.paragraph.id) if len(of_report.versions) > 1 else None
    return Entry(hit.paragraph, hit.report, past.first_seen if past else of_report.first_seen)
