"""Answers searches: reads the question, asks the engine, lays the answer out."""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from indexer import text
from indexer.contract import UNKNOWN, Hit, Node, Paragraph, Report, ResultPage, SearchEngine, SearchRequest
from indexer.errors import QueryError
from webapp import days
from webapp.search import navigation
from webapp.search import params as parameters
from webapp.search.errors import PageTooFar
from webapp.search.facets import FacetMaker, year_bars
from webapp.search.grammar import Leaf, leaves, parse
from webapp.search.holdings import Holdings, holdings
from webapp.search.messages import say
from webapp.search.model import HitView, Marked, Notice, PassageView, ReportLink, ResultView, Site
from webapp.search.params import WINDOW, Params
from webapp.search.passages import Layout, Wanted, loosely, shows, wanted
from webapp.search.printing import understood
from webapp.search.question import Question, ask, is_code
from webapp.search.snippets import mark
from webapp.search.zero import zero_help

DEADLINE_SECONDS: Final = 2.0
NOWHERE: Final = Site()  # links are bare paths


@dataclass(frozen=True, slots=True)
class SearchService:
    """Searches of one engine, each within `deadline_seconds`."""

    engine: SearchEngine
    deadline_seconds: float = DEADLINE_SECONDS

    def search(
        self,
        params: Params,
        *,
        site: Site = NOWHERE,
        today: date | None = None,
        opened: Collection[str] | None = None,
    ) -> ResultView:
        """Return one page of results; of very many places, only those below `opened` ones, all where that is None.

        Raises QueryError, BadParameter, PageTooFar or SearchTimeout.
        """
        held = holdings(self.engine)
        question = ask(params, held.places)
        request = _request(question)
        text.warm()  # the first search of a process loads the dictionary, which is not the query's fault
        deadline = time.monotonic() + self.deadline_seconds
        result = self.engine.search(request, deadline=deadline)
        _check_page(question.params, _listed(question.params, result), site)
        layout = self._layout(site, today)
        return _View(self.engine, held, question, request, result, layout, deadline, opened).view()

    def window(self, params: Params) -> ResultPage:
        """Return all paragraphs found, up to WINDOW, whatever page, size and unit are asked for."""
        question = ask(params, holdings(self.engine).places)
        request = replace(_request(question), unit="paragraph", offset=0, limit=WINDOW)
        text.warm()
        return self.engine.search(request, deadline=time.monotonic() + self.deadline_seconds)

    def passage(
        self, paragraph: Paragraph, report: Report, query: str = "", *, site: Site = NOWHERE, today: date | None = None
    ) -> PassageView:
        """Return a paragraph as a page shows it, the words of `query` marked, if it can be read."""
        layout = self._layout(site, today)
        return layout.passage(paragraph, report, wanted(query, words_to_mark(query)))

    def _layout(self, site: Site, today: date | None) -> Layout:
        return Layout(site, today or days.today(), cache(self.engine.document))


def words_to_mark(query: str) -> tuple[Leaf, ...]:
    """Return the words and phrases of `query`, none if it cannot be read."""
    try:
        return tuple(leaves(parse(query, narrowing=True).tree))
    except QueryError:
        return ()


def mark_words(passage: str, words: tuple[Leaf, ...]) -> Marked:
    """Return `passage` with the places where `words` stand."""
    return mark(passage, [word.folded for word in words])


def _request(question: Question) -> SearchRequest:
    params = question.params
    offset = (params.page - 1) * params.size
    return SearchRequest(
        query=question.tree,
        filters=params.filters,
        sort=params.sort,
        unit=params.unit,
        offset=min(offset, WINDOW),
        limit=max(0, min(params.size, WINDOW - offset)),
    )


def _listed(params: Params, result: ResultPage) -> int:
    return result.total.reports if params.unit == "report" else result.total.paragraphs


def _check_page(params: Params, listed: int, site: Site) -> None:
    last = navigation.last_page(params, listed)
    if params.page > last:
        url = parameters.url(parameters.to_page(params, last), site.root)
        raise PageTooFar(
            say("没有第 %(page)s 页，最后一页是第 %(last)s 页。", page=params.page, last=last),
            last_page=last,
            last_url=url,
        )


@dataclass(frozen=True, slots=True)
class _View:
    """Everything at hand when one answer is laid out."""

    engine: SearchEngine
    held: Holdings
    question: Question
    request: SearchRequest
    result: ResultPage
    layout: Layout
    deadline: float
    opened: Collection[str] | None

    def view(self) -> ResultView:
        params, result, root = self.question.params, self.result, self.layout.site.root
        maker = FacetMaker(params, result.facets, self.held.status.universe, root)
        facets = maker.facets(self.held.places, self.opened)
        return ResultView(
            params=params,
            understood=understood(self.question.tree),
            total=result.total,
            places_count=self._places_count(),
            hits=self._hits(),
            relaxed=self._relaxed(),
            facets=facets,
            year_bars=year_bars(next(facet.values for facet in facets if facet.name == "year")),
            chips=navigation.chips(params, self.held.places, root),
            clear_url=self._clear_url(),
            notices=tuple(self._notices()),
            title_matches=self._title_matches() if params.page == 1 else (),
            pagination=navigation.pagination(params, _listed(params, result), root),
            sort_links=navigation.sort_links(params, root),
            unit_links=navigation.unit_links(params, root),
            size_links=navigation.size_links(params, root),
            canonical_url=parameters.url(params),
            json_url=parameters.url(params, root, ".json"),
            csv_url=parameters.url(params, root, ".csv"),
            atom_url=parameters.url(parameters.plain(params), root, ".atom"),
            zero=None if result.total.paragraphs else zero_help(self._count, self.question, result, self.held, root),
            generation=result.generation,
        )

    @property
    def _wanted(self) -> Wanted:
        return wanted(self.question.marking_query, self.question.leaves)

    def _hits(self) -> tuple[HitView, ...]:
        marks = self._wanted
        return tuple(
            self.layout.hit(hit, number, marks) for number, hit in enumerate(self.result.hits, self.request.offset + 1)
        )

    def _relaxed(self) -> tuple[HitView, ...]:
        if not self.result.relaxed:
            return ()
        ways = loosely(self.request, self._wanted)

        def laid_out(hit: Hit) -> HitView:
            way = next((way for way in ways if shows(hit.paragraph.text, way)), ways[0])
            return self.layout.hit(hit, 0, way)

        return tuple(laid_out(hit) for hit in self.result.relaxed)

    def _count(self, tree: Node, params: Params) -> int:
        """Return how many paragraphs another search would find."""
        request = SearchRequest(query=tree, filters=params.filters, offset=1, limit=1)  # past 0, nothing is relaxed
        return self.engine.search(request, deadline=self.deadline).total.paragraphs

    def _places_count(self) -> int:
        chosen, found = self.question.params.places, self.result.facets.places
        if not chosen:
            return len(found) - (UNKNOWN in found)
        return sum(value != UNKNOWN and value.startswith(chosen) for value in found)

    def _clear_url(self) -> str | None:
        params = self.question.params
        if not (params.filtered or params.within or params.ignored):
            return None
        return parameters.url(replace(parameters.clear(params), within=()), self.layout.site.root)

    def _notices(self) -> Iterator[Notice]:
        params = self.question.params
        if is_code(params.q):
            yield Notice(say("这是引证码。"), say("打开它所指的段落"), self.layout.site.code_url(params.q))
        for name, value in params.ignored:
            yield Notice(navigation.ignored_notice(name, value))
        for notice in self.question.notices:
            yield Notice(notice)
        for sentence in navigation.absent(params, self.held.status):
            yield Notice(sentence)
        if _listed(params, self.result) > WINDOW:
            yield Notice(say("只能翻看和导出前 %(n)s 条；请加词或筛选，把范围缩小。", n=f"{WINDOW:,}"))

    def _title_matches(self) -> tuple[ReportLink, ...]:
        needles = tuple(dict.fromkeys(leaf.folded for leaf in self.question.leaves))
        site = self.layout.site
        reports = [self.engine.report(name) for name in self.held.titled(needles)]
        return tuple(
            ReportLink(report, mark(report.title, needles), site.report_url(report.id)) for report in reports if report
        )
