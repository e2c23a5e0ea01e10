"""Counts are what counting by hand gives, and behave as those who click on them expect."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from indexer.contract import UNKNOWN, And, Body, Count, Filters, Hit, SearchEngine, SearchRequest, Term
from indexer.engines import open_engine
from tests.engines.conftest import build
from tests.engines.corpus import PLACES, Text, make_document

SECTIONS = ("enforcement", "disputes", "general")
EVERY_SET = 500


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """Some hundred paragraphs in all places, years and bodies, of two kinds."""
    random = Random(7)
    words = ("执法", "复议", "调解", "公开")
    bodies: tuple[Body, ...] = ("gov", "sfj")
    names = [(place, year, body) for place in PLACES for year in (2019, 2020, 2021, None) for body in bodies]
    documents = [
        make_document(
            [
                Text(f"{''.join(random.sample(words, 2))}第{n}号", random.choice(SECTIONS))
                for n in range(random.randint(1, 9))
            ],
            place=place,
            year=year,
            body=body,
            kind=random.choice(("law", "law", "work")),
        )
        for place, year, body in random.sample(names, 30)
    ]
    folder = tmp_path_factory.mktemp("facets")
    build(folder, documents)
    engine = open_engine(folder)
    yield engine
    engine.close()


def filter_sets() -> Iterator[tuple[Term, Filters]]:
    """Random choices of facet values, with a word to search for."""
    random = Random(11)
    for _ in range(EVERY_SET):
        yield (
            Term(word := random.choice(("执法", "复议", "调")), word),
            Filters(
                places=tuple(random.sample(("42", "4212", "421221", "35", "3508", UNKNOWN), random.choice((0, 1, 2)))),
                years=tuple(random.sample(((2019, 2020), (2021, 2021), None), random.choice((0, 0, 1, 2)))),
                sections=tuple(random.sample(SECTIONS, random.choice((0, 0, 1, 2)))),
                bodies=tuple(random.sample(("gov", "sfj"), random.choice((0, 0, 1)))),
                kinds=tuple(random.sample(("law", "work", "openness"), random.choice((0, 0, 1, 2)))),
            ),
        )


def hits(engine: SearchEngine, query: Term, filters: Filters) -> tuple[Hit, ...]:
    return engine.search(SearchRequest(query, filters, sort="place", limit=1000)).hits


def by_hand(found: tuple[Hit, ...], value) -> dict[str, Count]:
    groups: dict[str, list[Hit]] = defaultdict(list)
    for hit in found:
        groups[value(hit)].append(hit)
    return {name: Count(len(group), len({hit.report.id for hit in group})) for name, group in groups.items()}


def lowered(before: dict[str, Count], after: dict[str, Count]) -> bool:
    return all(
        count.paragraphs <= before.get(name, Count()).paragraphs and count.reports <= before.get(name, Count()).reports
        for name, count in after.items()
    )


def test_counts_are_those_of_the_hits_without_the_facets_own_choice(engine):
    for query, filters in filter_sets():
        counted = engine.search(SearchRequest(query, filters)).facets
        without = {name: hits(engine, query, replace(filters, **{name: ()})) for name in Filters.__slots__}
        assert counted.places == by_hand(without["places"], lambda hit: hit.report.place)
        assert counted.years == by_hand(without["years"], lambda hit: str(hit.report.year or UNKNOWN))
        assert counted.sections == by_hand(without["sections"], lambda hit: hit.paragraph.section)
        assert counted.bodies == by_hand(without["bodies"], lambda hit: hit.report.body)
        assert counted.kinds == by_hand(without["kinds"], lambda hit: hit.report.kind)


def test_a_parents_count_is_the_sum_of_what_lies_under_it(engine):
    """A paragraph and a report lie in one place only, so that prefixes add up, and several of them too."""
    for query, filters in filter_sets():
        page = engine.search(SearchRequest(query, filters))
        for prefix in ("42", "4212", "35"):
            under = [count for place, count in page.facets.places.items() if place.startswith(prefix)]
            chosen = engine.search(SearchRequest(query, replace(filters, places=(prefix,)))).total
            assert chosen == Count(sum(c.paragraphs for c in under), sum(c.reports for c in under))


def test_a_first_value_or_a_further_word_never_raises_a_count(engine):
    for query, filters in filter_sets():
        before = engine.search(SearchRequest(query, filters))
        narrowed = [engine.search(SearchRequest(And((query, Term("公开", "公开"))), filters))]
        if not filters.sections:
            narrowed.append(engine.search(SearchRequest(query, replace(filters, sections=("disputes",)))))
        for after in narrowed:
            assert after.total.paragraphs <= before.total.paragraphs
            for facet in ("places", "years", "sections", "bodies", "kinds"):
                assert lowered(getattr(before.facets, facet), getattr(after.facets, facet))


def test_a_second_value_unites_and_leaves_the_facets_own_counts(engine):
    for query, filters in filter_sets():
        one, other = (engine.search(SearchRequest(query, replace(filters, places=(p,)))) for p in ("42", "35"))
        both = engine.search(SearchRequest(query, replace(filters, places=("42", "35"))))
        assert both.total.paragraphs == one.total.paragraphs + other.total.paragraphs
        assert both.facets.places == one.facets.places == other.facets.places


def test_totals_are_what_the_years_add_up_to(engine):
    for query, filters in filter_sets():
        page = engine.search(SearchRequest(query, replace(filters, years=())))
        assert sum(count.paragraphs for count in page.facets.years.values()) == page.total.paragraphs
