"""Tables of places and years show what is missing, for any way of naming a place."""

import pytest

from indexer.contract import Place
from tests.engines.corpus import PLACES, make_document
from webapp import places
from webapp.filtering import MANY, find, opened
from webapp.search.holdings import brief
from webapp.search.model import FacetValue, FacetView

ZONE = (*PLACES["421200"], Place("zone", "咸宁高新区", None))
PATHS = {**{value: path for value, path in PLACES.items() if path}, "4212z7K2M": ZONE}
REPORTS = [
    brief(make_document(["a"], place=place, year=year).report)
    for place, year in [("421221", 2018), ("421221", 2020), ("421200", 2020), ("350112", 2019), ("none", None)]
]


def test_coverage_has_every_year_between_and_a_column_for_the_unknown():
    table = places.coverage(REPORTS, PATHS)
    assert table.years == (2018, 2019, 2020, None)
    assert [group.label for group in table.groups] == ["福建省", "湖北省", "地区不详"]
    row = table.groups[1].rows[1]
    assert (row.label, row.above, [len(cell) for cell in row.cells]) == ("嘉鱼县", "咸宁市", [1, 0, 1, 0])


def test_many_places_are_counted_by_province(monkeypatch):
    monkeypatch.setattr(places, "MOST_ROWS", 2)
    table = places.coverage(REPORTS, PATHS)
    assert [(row.value, row.label) for group in table.groups for row in group.rows] == [
        ("35", "福建省"),
        ("42", "湖北省"),
        ("none", "地区不详"),
    ]
    assert [len(cell) for cell in table.groups[1].rows[0].cells] == [1, 0, 2, 0]


def test_no_reports_make_an_empty_table():
    assert places.coverage([], {}) == places.CoverageTable((), ())


@pytest.mark.parametrize(
    ("code", "label", "reports", "children"),
    [
        ("42", "湖北省", 3, [("4212", "咸宁市")]),
        ("4212", "湖北省咸宁市", 3, [("421221", "嘉鱼县"), ("4212z7K2M", "咸宁高新区")]),
        ("421200", "湖北省咸宁市（市本级）", 1, []),
        ("421221", "湖北省咸宁市嘉鱼县", 2, []),
        ("4212z7K2M", "湖北省咸宁市咸宁高新区", 0, []),
    ],
)
def test_a_place_is_found_by_its_code_or_a_prefix_of_it(code, label, reports, children):
    view = places.place(code, REPORTS, PATHS)
    assert view is not None
    assert (view.label, view.reports, sorted(view.children)) == (label, reports, children)
    assert view.table.years == (2018, 2019, 2020)


@pytest.mark.parametrize("code", ["", "4", "99", "421222", "none", "x"])
def test_what_is_no_place_in_the_index_is_none(code):
    assert places.place(code, REPORTS, PATHS) is None


def value(name, label, *children, selected=False):
    return FacetValue(name, label, 1, 1, selected=selected, children=children)


FACET = FacetView(
    "jurisdiction",
    "d",
    "地区",
    (
        value("42", "湖北省", value("4212", "咸宁市", value("421221", "嘉鱼县")), value("4205", "宜昌市")),
        value("35", "福建省", selected=True),
        value("32", "江苏省"),
    ),
    1,
)


def labels(values):
    return [(one.label, labels(one.children)) for one in values]


def test_a_facet_is_searched_for_names_and_keeps_what_is_above_them_and_what_is_selected():
    found = find(FACET, {"find-d": " 咸寧 "})
    assert labels(found.values) == [("湖北省", [("咸宁市", [("嘉鱼县", [])])]), ("福建省", [])]
    assert labels(find(FACET, {"find-d": "嘉鱼"}).values)[0] == ("湖北省", [("咸宁市", [("嘉鱼县", [])])])
    assert find(FACET, {}).values == FACET.values
    assert find(FACET, {"find-d": "、"}).values == FACET.values


def test_of_a_large_tree_the_way_to_what_is_opened_is_listed_and_all_of_it_when_looking_for_a_name():
    assert set(opened({"open-d": "421221"}) or ()) == {"42", "4212", "421221"}
    assert set(opened({"open-d": ""}) or ()) <= {""}
    assert opened({"open-d": "42", "find-d": "咸宁"}) is None


def test_a_facet_with_folded_values_can_always_be_searched():
    folded = FacetValue("42", "湖北省", 1, 1, folded=True)
    found = find(FacetView("jurisdiction", "d", "地区", (folded,), 0), {})
    assert found.partial
    assert found.many


def test_only_a_long_facet_gets_a_field():
    assert not find(FACET, {}).many
    long = FacetView("jurisdiction", "d", "地区", tuple(value(str(n), "县") for n in range(MANY + 1)), 0)
    assert find(long, {}).many
