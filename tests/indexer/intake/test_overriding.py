"""What a person says of a report outweighs what the rules found."""

from datetime import date

import pytest

from indexer.analysis import analyse
from indexer.errors import SourceError
from indexer.intake.sources import Source
from tests.indexer.invented import page

WRITTEN = page("嘉鱼县2021年度法治政府建设情况报告", "嘉鱼县人民政府\n2022年1月5日\n")


def understood(written=WRITTEN, **said):
    return analyse(Source("a.txt", written.encode(), "0" * 64, said))


def report(**said):
    document = understood(**said).document
    assert document is not None
    return document.report


def test_every_field():
    said = {
        "title": "标题",
        "issuer": "甲",
        "signature": "乙",
        "index_number": "丙",
        "doc_number": "丁",
        "source": "戊",
        "source_url": "https://www.example.gov.cn/",
        "fetched_at": date(2022, 3, 1),
        "publication_date": date(2022, 2, 1),
        "signature_date": date(2022, 1, 9),
    }
    found = report(**said, report_year=2020, jurisdiction="421202", department="咸安区司法局")
    for key, value in said.items():
        assert getattr(found, key) == value
        assert found.evidence[key].rule == "附带文件"
    assert (found.year, found.place, found.body) == (2020, "421202", "sfj")
    assert found.id.startswith("421202-2020-sfj")


def test_every_value_can_be_taken_away():
    found = report(title="", report_year="", jurisdiction="", signature="", signature_date="", publication_date="")
    assert found.title_missing
    assert found.jurisdiction == ()
    assert (found.year, found.signature, found.signature_date, found.publication_date) == (None, None, None, None)


def test_a_zone_stands_under_its_place():
    found = report(jurisdiction="421221", zone="嘉鱼经济开发区")
    assert found.jurisdiction[-1].name == "嘉鱼经济开发区"
    assert found.place.startswith("421221z")
    assert report(zone="").place == "421221"


@pytest.mark.parametrize(
    ("said", "body", "department"),
    [
        ({"body": "sfj"}, "sfj", "司法局"),
        ({"body": "gov"}, "gov", None),
        ({"body": "sfj", "department": "嘉鱼县司法局"}, "sfj", "嘉鱼县司法局"),
        ({"body": "dept", "department": "嘉鱼县水利局"}, "dept", "嘉鱼县水利局"),
        ({"department": ""}, "gov", None),
    ],
)
def test_bodies(said, body, department):
    found = report(**said)
    assert (found.body, found.department) == (body, department)


@pytest.mark.parametrize(
    "said", [{"body": "dept"}, {"body": "gov", "department": "嘉鱼县水利局"}, {"body": "sfj", "department": ""}]
)
def test_a_body_and_a_department_that_contradict_each_other(said):
    with pytest.raises(SourceError, match="不符，请改正"):
        report(**said)


def test_a_kind_that_is_said_makes_a_report_of_what_the_rules_refuse():
    notice = WRITTEN.replace("法治政府建设情况报告", "法治政府建设工作要点")
    assert not understood(notice).is_report
    assert understood(notice, kind="law").is_report


def test_another_kind_that_is_said_keeps_a_report_out():
    analysis = understood(kind="work")
    assert not analysis.is_report
    assert "附带文件说它是政府工作报告" in (analysis.reject_reason or "")
