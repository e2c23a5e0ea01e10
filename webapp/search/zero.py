"""What to do when nothing was found: each condition with what its removal would find, counted and not guessed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from indexer.contract import BODIES, KINDS, SECTIONS, Count, Node, ResultPage
from indexer.errors import SearchTimeout
from webapp.search import params as parameters
from webapp.search.holdings import Holdings
from webapp.search.messages import listed, say
from webapp.search.model import Suggestion, ZeroHelp
from webapp.search.navigation import place_text, years_text
from webapp.search.params import FilterName, Params
from webapp.search.printing import to_query
from webapp.search.question import Question, ask

Counter = Callable[[Node, Params], int]


def zero_help(count: Counter, question: Question, result: ResultPage, held: Holdings, root: str) -> ZeroHelp:
    """Return searches that ask for less, those that find most first, and what the index covers."""
    suggestions = list(_without_filters(question.params, result, held, root))
    with suppress(SearchTimeout):  # the counts at hand still help
        suggestions += _otherwise(count, question, held, root)
    suggestions.sort(key=lambda suggestion: -suggestion.count)
    return ZeroHelp(tuple(suggestions), held.coverage)


def _without_filters(params: Params, result: ResultPage, held: Holdings, root: str) -> Iterator[Suggestion]:
    """Drop one filter at a time: a facet's counts leave its own selection out, so they add up to what is asked."""
    filters: tuple[tuple[FilterName, list[str], Mapping[str, Count]], ...] = (
        ("d", [place_text(held.places, value) for value in params.places], result.facets.places),
        ("y", [years_text(years) for years in params.years], result.facets.years),
        ("sec", [say(SECTIONS[value]) for value in params.sections], result.facets.sections),
        ("by", [say(BODIES[value]) for value in params.bodies], result.facets.bodies),
        ("k", [say(KINDS[value]) for value in params.kinds], result.facets.kinds),
    )
    for name, labels, counts in filters:
        if labels:
            url = parameters.url(parameters.clear(params, name), root)
            yield Suggestion(
                say("去掉“%(condition)s”", condition=listed(labels)),
                url,
                sum(held.paragraphs for held in counts.values()),
            )


def _otherwise(count: Counter, question: Question, held: Holdings, root: str) -> Iterator[Suggestion]:
    params = question.params
    for term in params.within:
        less = parameters.without_term(params, term)
        yield Suggestion(
            say("去掉“%(condition)s”", condition=term),
            parameters.url(less, root),
            count(ask(less, held.places).tree, less),
        )
    if sum(map(bool, (params.places, params.years, params.sections, params.bodies, params.kinds))) > 1:
        less = parameters.clear(params)
        yield Suggestion(say("去掉全部筛选"), parameters.url(less, root), count(question.tree, less))
    if question.any_word is not None:
        looser = replace(params, q=to_query(question.any_word), within=(), page=1)
        found = count(question.any_word, looser)
        if found:
            yield Suggestion(say("改为任意词"), parameters.url(looser, root), found)
