"""The search service as requests use it: with this request's engine, site and deadline."""

from collections.abc import Callable, Collection

from flask import request

from indexer.contract import Paragraph, Report
from webapp.search.model import Marked, PassageView, ResultView
from webapp.search.params import Params, from_pairs
from webapp.search.service import SearchService, mark_words, words_to_mark
from webapp.state import engine
from webapp.templating import settings, site


def service() -> SearchService:
    """Return the service over this request's engine. Raises IndexUnusable."""
    return SearchService(engine(), settings().search_deadline_seconds)


def params() -> Params:
    """Return the search that this request's address holds. Raises BadParameter."""
    return from_pairs(request.args.items(multi=True))


def search(opened: Collection[str] | None = None) -> ResultView:
    """Answer the search that this request's address holds; of very many places, list those below `opened`."""
    return service().search(params(), site=site(), opened=opened)


def passage(paragraph: Paragraph, report: Report, query: str = "") -> PassageView:
    """Return a paragraph as pages show it, the words of `query` marked."""
    return service().passage(paragraph, report, query, site=site())


def marker(query: str) -> Callable[[str], Marked]:
    """Return what marks the words of `query` in a text."""
    words = words_to_mark(query)
    return lambda text: mark_words(text, words)
