"""What nobody has settled is shown with the report and listed for those who can settle it."""

import re
from dataclasses import replace

import pytest

from tests.engines.corpus import make_document, make_engine
from webapp import create_app, pages

CLEAR = make_document(["办理行政复议案件。"])
OPEN = make_document(["规范行政执法。"], place="320831", year=2021)
OPEN = replace(OPEN, report=replace(OPEN.report, flags=("place_tie", "year_unknown", "no_source_url")))


@pytest.fixture(scope="module")
def client(settings):
    return create_app(settings, engine=make_engine([CLEAR, OPEN])).test_client()


@pytest.mark.parametrize("view", ["", "?view=raw"])
def test_a_report_says_what_is_open(client, view):
    page = client.get(f"/r/{OPEN.report.id}{view}").text
    assert re.findall(r'<p class="flag">(..)待核', page) == ["地区", "年度"]
    assert "待核" not in client.get(f"/r/{CLEAR.report.id}{view}").text


def test_who_manages_the_files_is_told_what_to_run(client):
    assert "xianli review" in client.get(f"/r/{OPEN.report.id}").text


def test_the_coverage_lists_what_is_open(client, settings, monkeypatch):
    page = client.get("/coverage").text.partition('id="open"')[2]
    assert "待核的报告（1 份）" in page and OPEN.report.id in page and "xianli review" in page
    assert CLEAR.report.id not in page
    monkeypatch.setattr(pages, "_OPEN_SHOWN", 0)
    page = client.get("/coverage").text.partition('id="open"')[2]
    assert OPEN.report.id not in page and "xianli review --list" in page
    assert 'id="open"' not in create_app(settings, engine=make_engine([CLEAR])).test_client().get("/coverage").text
