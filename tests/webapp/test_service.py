"""The search service: what a page of results holds, and what it refuses."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import QueryError, SearchTimeout
from indexer.text import fold
from tests.engines.corpus import Text, make_document, make_engine
from webapp.search.errors import BadParameter, PageTooFar
from webapp.search.export import COLUMNS, csv_table, harmless
from webapp.search.model import ResultView, Site
from webapp.search.params import from_pairs
from webapp.search.service import SearchService, mark_words, words_to_mark

CLAUSE = "推进行政执法规范化，"
DOCUMENTS = [
    make_document(
        [
            Text(
                "全面推行“双随机、一公开”监管。",
                "enforcement",
                ("三、依法履职", "三是 强化监督"),
                lead=("三、依法履职",),
            ),
            Text("行政复议案件12件。" + CLAUSE * 30 + "双随机检查224次。", "disputes"),
            Text("行政复议体制改革。", "disputes", ("四、化解矛盾",)),
        ]
    ),
    make_document(["双随机抽查。", "开展普法。"], place="350112", year=2019),
    make_document(["=cmd 行政复议", "<script>alert(1)</script>&"], place="320831", year=2021, body="sfj"),
]
ENGINE = make_engine(DOCUMENTS)
SERVICE = SearchService(ENGINE)
MANY = SearchService(make_engine([make_document([f"双随机第{n}次" for n in range(1234)])]))
SITE = Site("http://fz.example/x", "/x", permanent=True)
TODAY = date(2026, 11, 22)


def search(query: str, service: SearchService = SERVICE) -> ResultView:
    return service.search(from_pairs(parse_qsl(query)), site=SITE, today=TODAY)


def test_a_hit_has_all_that_a_reader_needs():
    hit = next(hit for hit in search("q=双随机一公开").hits)
    passage = hit.passage
    assert (passage.place_label, passage.year_label, passage.body_label) == (
        "湖北省咸宁市嘉鱼县",
        "2020 年度",
        "县政府",
    )
    assert passage.section_label == "行政执法"
    assert passage.url.startswith("/x/p/421221-2020-gov/")
    assert passage.permalink == f"http://fz.example/x/c/{passage.code}"
    assert passage.report_url.startswith("/x/r/421221-2020-gov?q=") and passage.report_url[-10:] in passage.url
    assert passage.place_url == "/x/d/421221"
    assert [piece for piece, marked in hit.snippet.pieces if marked] == ["双随机、一公开"]
    assert passage.selector.exact == passage.text.text and "行政复议案件" in passage.selector.suffix
    assert passage.permalink in passage.quotes.official and "2026年11月22日查阅" in passage.quotes.official
    assert (hit.number, hit.more_in_report, hit.more_url) == (1, 0, None)


def test_words_that_are_not_in_the_snippet_are_named():
    hit = search("q=嘉鱼 案件 224").hits[0]
    assert hit.elsewhere == ("嘉鱼",)
    assert set(hit.outside) | {piece for piece, marked in hit.snippet.pieces if marked} == {"案件", "224"}


def test_a_phrase_in_a_heading_marks_the_heading():
    (hit,) = search("q=“依法履职”").hits
    assert hit.snippet.ranges == () and hit.snippet.text == hit.passage.text.text
    assert hit.passage.heading_path[0].ranges == ((2, 6),)
    assert hit.elsewhere == ("依法履职",)


def test_more_in_the_report_adds_up_to_the_total():
    view = search("q=双随机&u=report")
    assert sorted(hit.more_in_report for hit in view.hits) == [0, 1]
    assert sum(hit.more_in_report + 1 for hit in view.hits) == view.total.paragraphs
    assert view.pagination.pages == 1


def test_narrowing_never_finds_more():
    assert search("q=行政复议").total.paragraphs == 3
    view = search("q=行政复议&in=体制&in=-件")
    assert view.total.paragraphs == 1
    assert view.understood == "按 行政复议 + 体制，不含 件 检索"
    assert [chip.label for chip in view.chips] == ["在结果中：体制", "在结果中：-件"]


@pytest.mark.parametrize(
    ("query", "within"),
    [
        ("q=双随机&d=42", "地区:嘉鱼县 监管"),
        ("q=双随机&d=421221", "地区:湖北"),
        ("q=双随机&d=42&d=35", "地区:福建"),
        ("q=双随机&y=2019-2020", "年度:2020..2023"),
        ("q=双随机&sec=disputes&sec=general", "章节:矛盾"),
        ("q=双随机", "地区:湖北"),
    ],
)
def test_a_filter_typed_into_a_narrowing_term_narrows(query, within):
    before, after = search(query), search(f"{query}&in={within}")
    assert 0 < after.total.paragraphs <= before.total.paragraphs


@pytest.mark.parametrize(
    ("query", "within"),
    [("d=42", "地区:福建"), ("y=2020", "年度:2019"), ("sec=plan", "章节:概述"), ("y=none", "年度:2019")],
)
def test_a_narrowing_term_that_leaves_nothing_of_a_filter_is_refused(query, within):
    with pytest.raises(BadParameter) as refusal:
        search(f"q=双随机&{query}&in={within}")
    assert refusal.value.parameter == "in" and within in refusal.value.message


def test_filters_typed_into_the_query_become_parameters():
    view = search("q=双随机 地区:福建 年度:2018..2020 章节:其他")
    assert view.params == replace(view.params, q="双随机", places=("35",), years=((2018, 2020),), sections=("general",))
    assert view.total.paragraphs == 1
    assert [chip.label for chip in view.chips] == ["福建省", "2018—2020 年度", "其他"]
    assert view.canonical_url == "/s?d=35&q=%E5%8F%8C%E9%9A%8F%E6%9C%BA&sec=general&y=2018-2020"


@pytest.mark.parametrize("query", ["双随机 地区:火星", "双随机 年度:去年", "双随机 章节:天文"])
def test_a_typed_filter_that_does_not_exist_is_refused_with_a_way_on(query):
    with pytest.raises(QueryError) as refusal:
        search(f"q={query}")
    assert (refusal.value.position, refusal.value.suggestion) == (4, "双随机")


@pytest.mark.parametrize(
    ("query", "suggestion"), [("地区:火星", "火星"), ("年度:2020..", "2020.."), ("章节:天文", "天文")]
)
def test_a_typed_filter_alone_that_does_not_exist_may_be_looked_for_as_a_word(query, suggestion):
    with pytest.raises(QueryError) as refusal:
        search(f"q={query}")
    assert refusal.value.suggestion == suggestion


def test_what_means_nothing_is_shown_and_not_used():
    view = search("q=双随机&sec=nope&d=湖北")
    assert view.total.paragraphs == 3
    assert [(chip.label, chip.ignored) for chip in view.chips] == [("地区“湖北”", True), ("章节“nope”", True)]
    assert [notice.text for notice in view.notices] == [
        "地区“湖北”不认识，这个条件没有用上。",
        "章节“nope”不认识，这个条件没有用上。",
    ]
    assert {chip.url_without for chip in view.chips} == {f"/x{view.canonical_url}"}
    assert view.clear_url == f"/x{view.canonical_url}"


def test_a_place_the_index_does_not_hold_finds_nothing_and_says_why():
    view = search("q=双随机&d=99")
    assert view.total.paragraphs == 0
    assert view.notices[0].text == "索引里没有代码为 99 的地区的报告。"


def test_every_value_the_index_does_not_hold_is_told():
    view = search("q=双随机&y=1999&y=2018-2020&y=none&sec=plan&sec=general&by=dept&by=gov")
    assert [notice.text for notice in view.notices] == [
        "索引里没有 1999 年度的报告。",
        "索引里没有年度不详的报告。",
        "索引里没有“下一年安排”一章的段落。",
        "索引里没有主体为“其他部门”的报告。",
    ]


def test_no_hits_says_what_each_condition_costs():
    view = search("q=双随机 复议&in=体制&d=35&y=2019&sec=plan")
    assert view.total.paragraphs == 0 and view.zero is not None
    for suggestion in view.zero.suggestions:
        assert search(urlsplit(suggestion.url).query).total.paragraphs == suggestion.count, suggestion
    labels = [suggestion.label for suggestion in view.zero.suggestions]
    assert set(labels) == {
        "去掉“福建省”",
        "去掉“2019 年度”",
        "去掉“下一年安排”",
        "去掉“体制”",
        "去掉全部筛选",
    }
    assert "3 份报告、7 段，涉及 3 个地区、2019—2021 年度" in view.zero.coverage


def test_any_word_is_offered_with_its_count():
    view = search("q=双随机 普法")
    assert view.zero is not None
    (any_word,) = view.zero.suggestions
    assert (any_word.label, any_word.count) == ("改为任意词", 4)
    assert search(urlsplit(any_word.url).query).total.paragraphs == 4


def test_any_word_still_leaves_out_what_is_excluded():
    view = search("q=双随机 普法 -抽查")
    assert view.zero is not None
    (any_word,) = [way for way in view.zero.suggestions if way.label == "改为任意词"]
    assert any_word.count == search("q=(双随机 OR 普法) -抽查").total.paragraphs == 3
    assert search(urlsplit(any_word.url).query).total.paragraphs == 3


def test_relaxed_hits_are_marked_numbered_zero_and_uncounted():
    view = search("q=怎样做好双随机抽查")
    assert view.total.paragraphs == 0 and view.zero is not None
    assert view.relaxed and all(hit.number == 0 and hit.snippet.ranges for hit in view.relaxed)
    assert search("q=“怎样做好双随机抽查”").relaxed == ()


def test_pages_cover_the_window_and_no_more():
    first = search("q=双随机&n=50", MANY)
    assert first.total.paragraphs == 1234
    assert (first.pagination.pages, first.pagination.page, first.pagination.previous) == (20, 1, None)
    assert [number.number for number in first.pagination.numbers] == [1, 2, 3, 0, 20]
    last = search("q=双随机&n=50&page=20", MANY)
    assert (last.hits[-1].number, last.pagination.next) == (1000, None)
    assert "前 1,000 条" in first.notices[-1].text
    ids = {hit.passage.paragraph.id for page in range(1, 21) for hit in search(f"q=双随机&n=50&page={page}", MANY).hits}
    assert len(ids) == 1000


@pytest.mark.parametrize(("query", "last"), [("q=双随机&n=50&page=21", 20), ("q=双随机&page=999999999", 100)])
def test_past_the_end_leads_to_the_last_page(query, last):
    with pytest.raises(PageTooFar) as refusal:
        search(query, MANY)
    assert refusal.value.last_page == last
    assert search(urlsplit(refusal.value.last_url).query, MANY).pagination.page == last


def test_nothing_found_has_a_first_page_only():
    assert search("q=没有这样的词").pagination.pages == 1
    with pytest.raises(PageTooFar):
        search("q=没有这样的词&page=2")


def test_every_page_counts_the_same():
    views = [search(f"q=双随机&n={n}&page={page}", MANY) for n in (10, 50) for page in (1, 2, 20)]
    assert len({view.total for view in views}) == 1
    assert len({tuple((v.value, v.paragraphs) for v in view.facet["section"].values) for view in views}) == 1


def test_the_title_of_a_report_is_offered():
    (found,) = search("q=长乐区 法治政府").title_matches
    assert found.url == "/x/r/350112-2019-gov"
    assert [piece for piece, marked in found.title.pieces if marked] == ["长乐区", "法治政府"]


def test_a_code_is_pointed_at():
    code = search("q=普法").hits[0].passage.code
    assert search(f"q={code}").notices[0].url == f"/x/c/{code}"


def test_places_among_the_hits_are_counted():
    assert search("q=双随机").places_count == 2
    assert search("q=双随机&d=35").places_count == 1


@pytest.mark.parametrize("within", ["甲 OR", "-甲", "地区:火星"])
def test_a_narrowing_term_that_cannot_be_read_is_refused(within):
    with pytest.raises(BadParameter) as refusal:
        search(f"in={within}")
    assert refusal.value.parameter == "in"


def test_too_many_words_in_all_are_refused():
    words = " ".join(f"词{n}" for n in range(30))
    with pytest.raises(BadParameter):
        search(f"q={words}&in=甲 乙 丙")


def test_the_deadline_holds():
    with pytest.raises(SearchTimeout):
        search("q=双随机", SearchService(ENGINE, deadline_seconds=-1))


def test_words_to_mark_never_fail():
    assert words_to_mark("(") == ()
    assert mark_words("推行双随机", words_to_mark("双随机 -推行")).ranges == ((2, 5),)


def test_the_table_opens_in_a_spreadsheet():
    table = csv_table(SERVICE.window(from_pairs([("q", "行政复议"), ("u", "report"), ("page", "9")])), SITE)
    assert table.startswith("\ufeff序号,")
    rows = table.removeprefix("\ufeff").split("\r\n")
    assert len(rows) == 1 + 3 + 1 and rows[-1] == ""
    assert len(rows[1].split(",")) >= len(COLUMNS)
    assert any("'=cmd 行政复议" in row for row in rows)
    assert "http://fz.example/x/c/FZ.421221.2020.G." in table


def test_a_table_cut_short_says_so():
    table = csv_table(MANY.window(from_pairs([("q", "双随机")])), SITE)
    assert table.split("\r\n")[-2] == "已截断 1000/1234"


@pytest.mark.parametrize("sign", "=+-@＝")
def test_no_cell_is_a_formula(sign):
    assert harmless(f"{sign}1") == f"'{sign}1"
    assert harmless("1=1") == "1=1"


WORDS = st.lists(
    st.sampled_from(["双随机", "一公开", "行政复议", "体制", "嘉鱼", "监管", "案件", "224", "普法"]), max_size=3
)


@given(WORDS, st.sampled_from([" ", " OR "]))
def test_every_hit_shows_why_it_was_found(words, joint):
    query = joint.join(words)
    wanted = {fold(word) for word in words}
    for hit in search(f"q={query}").hits:
        assert hit.passage.text.text == hit.passage.paragraph.text
        marks = {fold(hit.snippet.text[start:end]) for start, end in hit.snippet.ranges}
        assert marks <= wanted
        assert bool(marks) == bool(words)
        if joint == " ":
            shown = marks | {fold(word) for word in (*hit.elsewhere, *hit.outside)}
            assert all(any(word in one for one in shown) for word in wanted)
