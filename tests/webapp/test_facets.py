"""Facets: the tree of places, labels, what each click does, and exact counts against brute force."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.contract import SECTIONS, Count, Document, FacetCounts, Paragraph, Place, Report
from tests.engines.corpus import Text, make_document, make_engine
from webapp.search.facets import FacetMaker
from webapp.search.jurisdictions import Jurisdictions
from webapp.search.model import FacetValue, ResultView
from webapp.search.params import Params, from_pairs
from webapp.search.service import SearchService

ZONE = (Place("province", "湖北省", "420000"), Place("prefecture", "咸宁市", "421200"), Place("zone", "高新区", None))


def zone_document() -> Document:
    document = make_document(["甲 高新"], title="咸宁高新区2022年法治政府建设情况报告", year=2022)
    report = replace(document.report, id="421200z7K2M-2022-gov", jurisdiction=ZONE, place="4212z7K2M")
    paragraph = replace(
        document.paragraphs[0], id=f"{report.id}/{document.paragraphs[0].id[-10:]}", report_id=report.id
    )
    return Document(report, document.lines, (), (paragraph,))


DOCUMENTS = [
    make_document([Text("甲 一", "plan"), Text("乙 二", "rules")]),
    make_document([Text("甲 三", "plan")], year=2019, body="sfj"),
    make_document(["甲 四"], place="421200"),
    make_document(["乙 五"], place="420000", year=2017),
    make_document(["甲 六", "甲 七"], place="350112", body="dept"),
    make_document(["甲 八"], place="none", year=None, published=date(2020, 1, 1)),
    zone_document(),
]
SERVICE = SearchService(make_engine(DOCUMENTS))
ROWS = [(document.report, paragraph) for document in DOCUMENTS for paragraph in document.paragraphs]


def search(query: str) -> ResultView:
    return SERVICE.search(from_pairs(parse_qsl(query)))


def walk(values: tuple[FacetValue, ...]) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from walk(value.children)


def places(view: ResultView) -> dict[str, FacetValue]:
    return {value.value: value for value in walk(view.facet["jurisdiction"].values)}


def test_places_are_a_tree_with_the_own_reports_of_each():
    (hubei, fujian, unknown) = search("").facet["jurisdiction"].values
    assert [(value.value, value.label) for value in (hubei, fujian, unknown)] == [
        ("42", "湖北省"),
        ("35", "福建省"),
        ("none", "地区不详"),
    ]
    assert [(value.value, value.label) for value in hubei.children] == [("4212", "咸宁市"), ("420000", "省本级")]
    assert sorted((value.value, value.label) for value in hubei.children[0].children) == [
        ("421200", "市本级"),
        ("421221", "嘉鱼县"),
        ("4212z7K2M", "高新区"),
    ]
    assert (hubei.paragraphs, hubei.reports) == (6, 5)
    assert hubei.spoken == "湖北省，6 段，5 份报告"


def test_a_value_without_hits_is_shown_but_not_a_link():
    shown = places(search("q=乙"))
    assert shown["35"].paragraphs == 0 and shown["35"].url is None
    assert shown["42"].url is not None


def test_a_facet_leaves_its_own_selection_out():
    free, chosen = places(search("q=甲")), places(search("q=甲&d=35"))
    assert {name: value.paragraphs for name, value in free.items()} == {
        name: value.paragraphs for name, value in chosen.items()
    }
    assert search("q=甲&d=35&d=42").total.paragraphs == free["35"].paragraphs + free["42"].paragraphs


def follow(url: str | None) -> ResultView:
    assert url is not None
    return search(urlsplit(url).query)


def test_clicking_selects_narrows_and_takes_out():
    shown = places(search("q=甲"))
    assert follow(shown["42"].url).params.places == ("42",)
    inside = places(search("q=甲&d=42"))
    assert inside["42"].selected and follow(inside["42"].url).params.places == ()
    assert inside["4212"].included and follow(inside["4212"].url).params.places == ("4212",)
    assert follow(places(search("q=甲&d=4212"))["42"].url).params.places == ("42",)
    years = {value.value: value for value in search("y=2019-2022").facet["year"].values}
    assert years["2020"].selected and follow(years["2020"].url).params.years == ((2019, 2019), (2021, 2022))


def test_every_click_finds_what_it_promises():
    for start in ("", "q=甲", "q=甲&d=42", "y=2020", "sec=plan&by=gov"):
        view = search(start)
        for facet in view.facets:
            for value in walk(facet.values):
                if value.url and not value.selected and not view.facet[facet.name].selected_count:
                    assert follow(value.url).total == Count(value.paragraphs, value.reports), (start, value)


def test_years_rise_and_gaps_are_seen():
    bars = search("").year_bars
    assert [bar.value for bar in bars] == ["2017", "2018", "2019", "2020", "2021", "2022", "none"]
    assert [bar.height_percent for bar in bars][:4] == [20, 0, 20, 100]
    assert bars[1].url is None
    assert sum(bar.paragraphs for bar in bars) == search("").total.paragraphs
    assert bars[-1].label == "年度不详"


def test_sections_stand_in_the_order_of_a_report():
    values = search("").facet["section"].values
    assert [value.value for value in values] == ["rules", "plan", "general"]
    assert [value.label for value in values] == ["依法行政制度体系", "下一年安排", "其他"]


def test_a_selected_section_that_the_index_lacks_can_be_taken_out():
    values = {value.value: value for value in search("sec=digital").facet["section"].values}
    assert values["digital"].selected and values["digital"].url == "/s"


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("湖北", ("42",)),
        ("湖北省", ("42",)),
        ("咸宁市", ("4212",)),
        ("湖北省咸宁市嘉鱼县", ("421221",)),
        ("高新", ("4212z7K2M",)),
        ("湖北省咸", ("4212",)),
        ("嘉鱼縣", ("421221",)),
        ("421200", ("421200",)),
        ("不详", ("none",)),
        ("本级", ()),
        ("湖", ()),
        ("北京", ()),
    ],
)
def test_places_are_found_by_name(written, values):
    assert Jurisdictions(SERVICE.engine.status().places).named(written) == values


def test_a_county_counts_its_zones_once():
    county = (Place("province", "广东省", "440000"), Place("county", "某县", "440823"))
    tree = Jurisdictions({"440823": county, "440823z7K2M": (*county, Place("zone", "新区", None))})
    counts = FacetCounts({"440823": Count(3, 1), "440823z7K2M": Count(2, 1)}, {}, {}, {}, {})
    (province,) = FacetMaker(Params(), counts, counts).facets(tree)[0].values
    assert (province.paragraphs, province.reports) == (5, 2)
    assert [(value.value, value.paragraphs) for value in province.children[0].children] == [("440823z7K2M", 2)]


def country() -> Jurisdictions:
    """Forty provinces of three cities with four counties each."""
    held = {}
    for province in range(11, 51):
        for city in range(1, 4):
            for county in range(1, 5):
                code = f"{province}{city:02}{county:02}"
                held[code] = (
                    Place("province", f"{province}省", f"{province}0000"),
                    Place("prefecture", f"{province}{city}市", f"{province}{city:02}00"),
                    Place("county", f"{code}县", code),
                )
    return Jurisdictions(held)


TREE = country()
COUNTS = FacetCounts(
    {node.value: Count(1, 1) for root in TREE.roots for node in root.walk() if not node.children}, {}, {}, {}, {}
)


def unfolded(params: Params, opened: tuple[str, ...] | None) -> dict[str, FacetValue]:
    facet = FacetMaker(params, COUNTS, COUNTS).facets(TREE, opened)[0]
    return {value.value: value for value in walk(facet.values)}


def test_a_large_tree_is_laid_out_only_where_it_is_opened():
    shown = unfolded(Params(), ())
    assert len(shown) == 40 and all(value.folded and value.paragraphs == 12 for value in shown.values())
    shown = unfolded(Params(), ("11", "1101"))
    assert len(shown) == 40 + 3 + 4
    assert not shown["11"].folded and shown["1102"].folded and shown["1102"].paragraphs == 4
    whole = unfolded(Params(), None)
    assert len(whole) == 40 + 40 * 3 + 40 * 12 and not any(value.folded for value in whole.values())
    assert all(
        (whole[name].paragraphs, whole[name].url) == (value.paragraphs, value.url) for name, value in shown.items()
    )


def test_what_is_selected_can_be_seen_in_a_large_tree():
    shown = unfolded(Params(places=("12", "130102")), ())
    assert shown["130102"].selected and shown["13"].opened
    assert shown["12"].selected and {"1201", "1202", "1203"} < shown.keys() and shown["1201"].folded


def test_a_small_tree_is_laid_out_whole():
    facet = FacetMaker(Params(), SERVICE.engine.status().universe, SERVICE.engine.status().universe).facets(
        Jurisdictions(SERVICE.engine.status().places), ()
    )[0]
    assert not any(value.folded for value in walk(facet.values))


CHOICES = st.fixed_dictionaries(
    {
        "q": st.sampled_from(["", "甲", "乙", "没有"]),
        "d": st.lists(st.sampled_from(["42", "4212", "421200", "421221", "4212z7K2M", "35", "none", "99"]), max_size=2),
        "y": st.lists(st.sampled_from(["2019", "2019-2020", "2022", "none", "1999"]), max_size=2),
        "sec": st.lists(st.sampled_from(["plan", "rules", "general", "digital"]), max_size=2),
        "by": st.lists(st.sampled_from(["gov", "sfj", "dept"]), max_size=2),
    }
)


def holds(params: Params, report: Report, paragraph: Paragraph, without: str = "") -> bool:
    def year_fits() -> bool:
        return any(
            report.year is None if years is None else report.year is not None and years[0] <= report.year <= years[1]
            for years in params.years
        )

    return (
        params.q in paragraph.text
        and (without == "d" or not params.places or report.place.startswith(params.places))
        and (without == "y" or not params.years or year_fits())
        and (without == "sec" or not params.sections or paragraph.section in params.sections)
        and (without == "by" or not params.bodies or report.body in params.bodies)
    )


def brute(params: Params, without: str = "") -> list[tuple[Report, Paragraph]]:
    return [(report, paragraph) for report, paragraph in ROWS if holds(params, report, paragraph, without)]


def count(rows: list[tuple[Report, Paragraph]]) -> Count:
    return Count(len(rows), len({report.id for report, _ in rows}))


@given(CHOICES)
@settings(max_examples=500)
def test_all_counts_equal_brute_force(choice):
    pairs = [(name, value) for name in ("d", "y", "sec", "by") for value in choice[name]]
    params = from_pairs([("q", choice["q"]), *pairs])
    view = SERVICE.search(params)
    assert view.total == count(brute(params))
    for value in places(view).values():
        rows = [row for row in brute(params, "d") if row[0].place.startswith(value.value)]
        assert Count(value.paragraphs, value.reports) == count(rows), value
    for value in view.facet["year"].values:
        rows = [row for row in brute(params, "y") if str(row[0].year or "none") == value.value]
        assert Count(value.paragraphs, value.reports) == count(rows), value
    for value in view.facet["section"].values:
        assert value.value in SECTIONS
        rows = [row for row in brute(params, "sec") if row[1].section == value.value]
        assert Count(value.paragraphs, value.reports) == count(rows), value
    for value in view.facet["by"].values:
        rows = [row for row in brute(params, "by") if row[0].body == value.value]
        assert Count(value.paragraphs, value.reports) == count(rows), value
