"""Other yearly reports on the pages: told apart, counted apart, and not there where there is but one kind."""

import csv
import io
import json
import re

import pytest

from indexer.contract import KINDS, Filters
from indexer.errors import QueryError
from tests.engines.corpus import Text, make_document, make_engine
from webapp import create_app
from webapp.search.labels import report_label
from webapp.search.params import Params, from_pairs
from webapp.search.service import SearchService

LAW = make_document([Text("优化营商环境，规范行政执法。", "functions"), "办理行政复议案件。"])
WORK = make_document(
    [Text("营商环境持续优化。", "functions")], kind="work", year=2022, title="2023年嘉鱼县人民政府工作报告"
)
OPENNESS = make_document(
    ["主动公开信息，服务营商环境。"], kind="openness", place="320831", title="金湖县2020年政府信息公开年报"
)


@pytest.fixture(scope="module")
def engine():
    return make_engine([LAW, WORK, OPENNESS])


@pytest.fixture(scope="module")
def client(engine, settings):
    return create_app(settings, engine=engine).test_client()


@pytest.fixture(scope="module")
def alone(settings):
    return create_app(settings, engine=make_engine([LAW])).test_client()


def found(engine, *pairs):
    return SearchService(engine).search(from_pairs(pairs))


def test_a_kind_can_be_chosen_by_parameter_and_in_the_query(engine):
    for pairs in (
        [("q", "营商环境"), ("k", "work")],
        [("q", "营商环境 种类:政府工作报告")],
        [("q", "种类:work 营商环境")],
    ):
        view = found(engine, *pairs)
        assert [hit.passage.report.kind for hit in view.hits] == ["work"]
        assert [(chip.param, chip.label) for chip in view.chips] == [("k", "政府工作报告")]
        assert view.params.kinds == ("work",)
    both = found(engine, ("q", "营商环境"), ("k", "work"), ("k", "law"))
    assert {hit.passage.report.kind for hit in both.hits} == {"law", "work"}


def test_a_kind_that_does_not_exist_is_said_with_those_that_do(engine):
    with pytest.raises(QueryError, match=r"报告种类.*政府信息公开年度报告"):
        found(engine, ("q", "营商环境 种类:日报"))
    view = found(engine, ("q", "营商环境"), ("k", "daily"))
    assert any("种类" in notice.text for notice in view.notices)
    assert len(view.hits) == 3


def test_the_facet_counts_without_its_own_choice_and_is_empty_where_there_is_one_kind(engine):
    view = found(engine, ("q", "营商环境"), ("k", "work"))
    assert [(value.value, value.paragraphs, value.selected) for value in view.facet["kind"].values] == [
        ("law", 1, False),
        ("work", 1, True),
        ("openness", 1, False),
    ]
    assert found(make_engine([LAW])).facet["kind"].values == ()


def test_zero_results_offer_to_drop_the_kind(engine):
    view = found(engine, ("q", "行政复议"), ("k", "openness"))
    assert view.zero is not None
    (way,) = view.zero.suggestions
    assert (way.label, way.count) == ("去掉“政府信息公开年度报告”", 1)
    assert "另有其他年度报告 2 份" in view.zero.coverage
    assert "现有 1 份报告、2 段，涉及 1 个地区、2020 年度" in view.zero.coverage


def test_pages_show_the_kind_where_it_is_not_law(client, alone):
    page = client.get("/s?q=营商环境").text
    assert 'name="k" value="work"' in page
    headings = re.findall(r'<h2 id="hit-.*?</h2>', page)
    assert [label in heading for label in ("政府工作报告",) for heading in headings].count(True) == 1
    assert not any(KINDS["law"] in heading for heading in headings)
    assert 'name="k"' not in alone.get("/s?q=营商环境").text
    assert "政府工作报告" in client.get(f"/r/{WORK.report.id}").text


def test_coverage_is_of_reports_of_law(client, alone):
    page = client.get("/coverage").text
    assert "1 份报告，2 段" in page
    assert LAW.report.id in page and WORK.report.id not in page and "320831" not in page
    assert "另有其他年度报告" in page and "k=openness" in page
    assert "另有其他年度报告" not in alone.get("/coverage").text
    place = client.get("/d/320831").text
    assert "收录 0 份报告" in place and "k=openness" in place


def test_answers_and_tables_say_the_kind(client):
    hits = client.get("/api/v1/search?q=营商环境&k=work").json["hits"]
    assert [hit["report"]["kind"] for hit in hits] == ["work"]
    assert client.get("/api/v1/reports?k=openness").json["total"] == 1
    rows = list(csv.DictReader(io.StringIO(client.get("/s.csv?q=营商环境").text.removeprefix("\ufeff"))))
    assert sorted(row["种类"] for row in rows) == sorted(KINDS[kind] for kind in ("law", "work", "openness"))
    described = json.loads(client.get("/openapi.json").text)["components"]["parameters"]["k"]["schema"]["items"]["enum"]
    assert described == list(KINDS)


def test_no_quotation_calls_another_report_one_of_law(client):
    for document in (WORK, OPENNESS):
        said = client.get(f"/api/v1/paragraphs/{document.paragraphs[0].id}").text
        assert "法治政府建设" not in json.loads(said)["citations"]["official"]
        assert document.report.title in json.loads(said)["citations"]["official"]


def test_a_label_says_the_kind_where_it_is_not_law():
    assert report_label(LAW.report) == "湖北省咸宁市嘉鱼县 · 2020 年度 · 县政府"
    assert report_label(WORK.report) == "湖北省咸宁市嘉鱼县 · 2022 年度 · 县政府 · 政府工作报告"


def test_a_kind_is_a_filter_like_others():
    assert Params(kinds=("work",)).filters == Filters(kinds=("work",))
    assert Params(kinds=("work",)).filtered
