"""What every engine promises, whatever it is made of."""

import time
from datetime import date

import pytest

from indexer.contract import (
    UNKNOWN,
    And,
    Count,
    Everything,
    Filters,
    Near,
    Not,
    Or,
    Phrase,
    SearchRequest,
    Term,
)
from indexer.errors import SearchTimeout
from indexer.text import fold
from tests.engines.corpus import Text, make_document


def term(text: str) -> Term:
    return Term(text, fold(text))


def phrase(text: str) -> Phrase:
    return Phrase(text, fold(text))


def texts(engine, query, **request) -> list[str]:
    page = engine.search(SearchRequest(query, **{"limit": 100, "sort": "place", **request}))
    return [hit.paragraph.text for hit in page.hits]


REPORTS = [
    make_document(
        [
            Text("全面推行“双随机、一公开”，完成1,256次。", "enforcement", ("三、执法", "一是 监督"), ("三、执法",)),
            Text("败诉率99.91%。行政复议体制改革", "disputes", ("四、化解纠纷",), ("四、化解纠纷",)),
            Text("执法人员持证上岗，APP上线", "enforcement", ("三、执法",)),
        ]
    ),
    make_document(
        [Text("推進執法體制改革；不行政", "enforcement"), Text("复议", "disputes")],
        place="350112",
        year=2021,
        body="sfj",
        published=date(2022, 3, 1),
    ),
    make_document(["没有地区的执法"], place="none", year=None, body="dept", published=None, kind="other"),
]
LONG, RATE, STAFF = (paragraph.text for paragraph in REPORTS[0].paragraphs)
TRADITIONAL, ONE_WORD = (paragraph.text for paragraph in REPORTS[1].paragraphs)
NOWHERE = REPORTS[2].paragraphs[0].text


@pytest.fixture
def engine(index):
    return index(REPORTS)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (phrase("双随机一公开"), [LONG]),
        (phrase("“双随机、一公开”"), [LONG]),
        (phrase("体制改革"), [TRADITIONAL, RATE]),
        (phrase("體制改革"), [TRADITIONAL, RATE]),
        (phrase("改革不行政"), []),  # a phrase does not cross a break …
        (phrase("改革；不行政"), [TRADITIONAL]),  # … unless it has one, and then any one will do
        (phrase("改革。不行政"), [TRADITIONAL]),
        (phrase("1256"), [LONG]),
        (phrase("１２５６次"), [LONG]),
        (phrase("256"), []),
        (phrase("99.91"), [RATE]),
        (phrase("91"), []),
        (phrase("app"), [STAFF]),
        (phrase("ap"), []),
        (phrase("化解纠纷"), [RATE]),  # a heading leads to the first paragraph under it
        (phrase("监督"), []),  # a heading that is in the text of its own paragraph is found there, not by its path
        (term("议"), [ONE_WORD, RATE]),
        (term("双随机一公"), [LONG]),  # wherever jieba cuts
        (term("湖北"), []),  # in the title alone is not enough
        (term("𠮷"), []),
    ],
)
def test_matching(engine, query, found):
    assert texts(engine, query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (And((term("湖北"), term("持证"))), [STAFF]),  # one word may stand above, if another stands in the text
        (And((phrase("湖北"), term("持证"))), []),
        (And((term("执法"), term("上岗"))), [STAFF]),
        (And((term("执法"), Not(term("改革")))), [LONG, STAFF, NOWHERE]),
        (And((term("双随机"), Not(term("嘉鱼县")))), [LONG]),  # the title does not count for Not
        (And((term("双随机"), Not(And((term("嘉鱼县"), term("一公开")))))), [LONG]),
        (Or((phrase("持证"), phrase("败诉率"))), [RATE, STAFF]),
        (And((Or((term("福建"), term("持证"))), term("执法"))), [TRADITIONAL, STAFF]),
        (Near("sentence", (term("败诉率"), term("99.91"))), [RATE]),
        (Near("sentence", (term("败诉率"), term("复议"))), []),
        (Near("paragraph", (term("败诉率"), term("复议"))), [RATE]),
    ],
)
def test_trees(engine, query, found):
    assert texts(engine, query) == found


def test_a_word_above_the_text_is_found_but_never_alone(index):
    """An Or is in the text only by a part that matches there."""
    engine = index([make_document([Text("持证上岗", heading_path=("执法",))])])
    assert texts(engine, Or((term("执法"), term("复议")))) == []
    assert texts(engine, And((Or((term("执法"), term("复议"))), term("持证")))) == ["持证上岗"]


def test_everything_is_counted_by_every_facet(engine):
    page = engine.search(SearchRequest())
    assert page.total == Count(6, 3)
    assert page.facets.places == {"350112": Count(2, 1), "421221": Count(3, 1), UNKNOWN: Count(1, 1)}
    assert page.facets.years == {"2020": Count(3, 1), "2021": Count(2, 1), UNKNOWN: Count(1, 1)}
    assert page.facets.sections == {"enforcement": Count(3, 2), "disputes": Count(2, 2), "general": Count(1, 1)}
    assert page.facets.bodies == {"gov": Count(3, 1), "sfj": Count(2, 1), "dept": Count(1, 1)}
    assert page.facets.kinds == {"law": Count(5, 2), "other": Count(1, 1)}
    assert engine.status().universe == page.facets
    assert engine.status().total == page.total
    assert set(engine.status().places) == {"350112", "421221", UNKNOWN}


def test_a_facet_leaves_its_own_selection_out(engine):
    page = engine.search(SearchRequest(filters=Filters(places=("42",), sections=("enforcement",))))
    assert page.total == Count(2, 1)
    assert page.facets.places == {"350112": Count(1, 1), "421221": Count(2, 1)}
    assert page.facets.sections == {"enforcement": Count(2, 1), "disputes": Count(1, 1)}
    assert page.facets.years == {"2020": Count(2, 1)}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(places=("42",)), [LONG, RATE, STAFF]),
        (Filters(places=("42", "35")), [TRADITIONAL, ONE_WORD, LONG, RATE, STAFF]),
        (Filters(places=("420000",)), []),  # the province's own reports
        (Filters(places=(UNKNOWN,)), [NOWHERE]),
        (Filters(years=((2021, 2022),)), [TRADITIONAL, ONE_WORD]),
        (Filters(years=(None,)), [NOWHERE]),
        (Filters(years=((2021, 2021), None)), [TRADITIONAL, ONE_WORD, NOWHERE]),
        (Filters(bodies=("dept",)), [NOWHERE]),
        (Filters(kinds=("other", "work")), [NOWHERE]),
        (Filters(kinds=("law",), bodies=("dept",)), []),
        (Filters(sections=("disputes", "general"), places=("42", "none")), [RATE, NOWHERE]),
        (Filters(sections=("digital",)), []),
    ],
)
def test_filters(engine, filters, found):
    assert texts(engine, Everything(), filters=filters) == found


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("new", [TRADITIONAL, ONE_WORD, LONG, RATE, STAFF, NOWHERE]),
        ("rel", [TRADITIONAL, ONE_WORD, LONG, RATE, STAFF, NOWHERE]),  # nothing to rank by
        ("old", [LONG, RATE, STAFF, TRADITIONAL, ONE_WORD, NOWHERE]),
        ("place", [TRADITIONAL, ONE_WORD, LONG, RATE, STAFF, NOWHERE]),
    ],
)
def test_sorting(engine, sort, found):
    assert texts(engine, Everything(), sort=sort) == found


def test_the_better_answer_comes_first(index):
    """More often, in one piece, and in a shorter text."""
    engine = index(
        [
            make_document(
                [
                    "推进行政执法公示，" + "建设服务型政府，" * 9,
                    "行政执法公示、行政执法公示",
                    "执法要行政，公示要及时",
                    "行政执法公示",
                ]
            )
        ]
    )
    found = texts(engine, And((term("行政"), term("执法"), term("公示"))), sort="rel")
    assert found[0] == "行政执法公示、行政执法公示"
    assert found[-1].startswith("推进")


def test_reports_are_listed_by_their_best_paragraph(engine):
    request = SearchRequest(term("执法"), unit="report", sort="rel")
    page = engine.search(request)
    assert page.total == Count(4, 3)
    assert [(hit.report.id, hit.in_report) for hit in page.hits] == [
        (hit.report.id, {"421221": 2}.get(hit.report.place, 1)) for hit in page.hits
    ]
    assert len({hit.report.id for hit in page.hits}) == 3
    best = engine.search(SearchRequest(term("执法"), limit=1)).hits[0]
    assert page.hits[0].paragraph == best.paragraph


@pytest.mark.parametrize("unit", ["paragraph", "report"])
@pytest.mark.parametrize("sort", ["rel", "new", "old", "place"])
def test_pages_joined_are_the_whole_and_totals_the_same(engine, unit, sort):
    whole = engine.search(SearchRequest(term("执法"), unit=unit, sort=sort, limit=100))
    pages = [
        engine.search(SearchRequest(term("执法"), unit=unit, sort=sort, offset=offset, limit=2))
        for offset in (0, 2, 4, 6)
    ]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert {page.total for page in pages} == {whole.total}
    assert all(page.facets == whole.facets for page in pages)


def test_relaxed_hits_follow_when_hardly_anything_has_all_the_words(engine):
    page = engine.search(SearchRequest(And((term("怎么"), term("行政复议"), term("双随机")))))
    assert page.total == Count(0, 0)
    assert {hit.paragraph.text for hit in page.relaxed} >= {LONG, RATE}


def test_relaxing_spares_quotes_exclusions_and_filters(engine):
    words = (term("行政复议"), term("双随机"))
    assert {hit.paragraph.text for hit in engine.search(SearchRequest(And((*words, phrase("体制改革"))))).relaxed} == {
        RATE,
        TRADITIONAL,
    }
    assert RATE not in [
        hit.paragraph.text for hit in engine.search(SearchRequest(And((*words, Not(term("败诉率")))))).relaxed
    ]
    filtered = engine.search(SearchRequest(And(words), filters=Filters(years=((2021, 2021),)))).relaxed
    assert {hit.report.year for hit in filtered} == {2021}


def test_nothing_is_relaxed_on_later_pages_with_enough_hits_or_for_quotes(index):
    engine = index([make_document([f"执法第{n}次" for n in range(12)]), make_document(["执"], year=2021)])
    assert engine.search(SearchRequest(term("执法"))).relaxed == ()
    assert engine.search(SearchRequest(phrase("执法检查"))).relaxed == ()
    assert engine.search(SearchRequest(And((term("执法"), term("检查"))), offset=10)).relaxed == ()
    assert len(engine.search(SearchRequest(And((term("执法"), term("检查"))))).relaxed) == 10


def test_looking_up(engine):
    document = REPORTS[0]
    paragraph = document.paragraphs[1]
    assert engine.paragraph(paragraph.id) == paragraph
    assert engine.find_text(paragraph.id.rpartition("/")[2]) == (paragraph.id,)
    assert engine.report(document.report.id) == document.report
    assert engine.document(document.report.id) == document
    assert [report.id for report in engine.reports()] == sorted(known.report.id for known in REPORTS)
    for nothing in ("", "421221-2020-gov", "421221-2020-gov/0000000000", "\ud800", "x" * 10_000):
        assert engine.paragraph(nothing) is None
        assert engine.find_text(nothing) == ()
    for nothing in ("", "421221-2019-gov", "\ud800", "x" * 10_000):
        assert engine.report(nothing) is None
        assert engine.document(nothing) is None


@pytest.mark.parametrize("text", ["\ud800", "\x00", "\x1f", "\u202e执法", "ﷺ", "é" * 50, "一" * 2000, "。", ""])
def test_odd_characters_do_no_harm(engine, text):
    """Whatever comes in as a query is answered, folded or not."""
    for leaf in (Term(text, fold(text)), Phrase(text, fold(text)), Phrase(text, text)):
        page = engine.search(SearchRequest(Or((leaf, phrase("持证")))))
        assert page.total.paragraphs >= 1


def test_a_deadline_that_has_passed_stops_the_search(engine):
    with pytest.raises(SearchTimeout):
        engine.search(SearchRequest(term("执法")), deadline=time.monotonic() - 1)
    assert engine.search(SearchRequest(term("执法")), deadline=time.monotonic() + 60).total == Count(4, 3)
