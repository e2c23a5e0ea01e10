"""Quotes for a memo: the words are the source's, the marks are restored, the source is never guessed."""

import re
from dataclasses import replace
from datetime import date

import pytest

from indexer.contract import Document, Place
from indexer.naming import citation_code
from tests.engines.corpus import make_document
from webapp.citation import cite_report, escape_markdown, quotes, selector, source_line
from webapp.search.labels import subject
from webapp.search.model import Quotes, SourceLine

TODAY = date(2026, 11, 22)
LINK = "http://127.0.0.1:8000/c/CODE"


def quoted(document: Document) -> Quotes:
    return quotes(document.paragraphs[0], document.report, permalink=LINK, today=TODAY)


def test_the_official_form():
    document = make_document(["全面推行“双随机、一公开”,推进“互联网+监管”系统建设(2020年版)。"])
    code = citation_code(document.paragraphs[0].id)
    assert quoted(document).official == (
        "嘉鱼县在2020年度法治政府建设情况报告中提出：“全面推行‘双随机、一公开’，推进‘互联网+监管’系统建设（2020年版）。”"
        f"（嘉鱼县人民政府，2021年1月13日公开，第1段，{code}，来源网址未记录，{LINK}，2026年11月22日查阅）"
    )


def test_a_recorded_source_is_not_called_unrecorded():
    document = make_document(["甲"])
    known = replace(
        document, report=replace(document.report, source_url="http://x.gov.cn/1", fetched_at=date(2026, 1, 2))
    )
    assert "来源网址未记录" not in quoted(known).official
    assert "来源：http://x.gov.cn/1" in quoted(known).plain
    assert source_line(known.report) == SourceLine("查看原文 2021-01-13 公开，2026-01-02 抓取", "http://x.gov.cn/1")
    assert source_line(document.report) == SourceLine("来源网址未记录 · 2021-01-13 公开", None)


def test_the_plain_form_is_the_source_itself():
    document = make_document(['推行"双随机",1,256件(99.91%)'])
    plain, _, source = quoted(document).plain.partition("\n——")
    assert plain == document.paragraphs[0].text
    assert source.startswith("《嘉鱼县2020年法治政府建设情况报告》，嘉鱼县人民政府，2021年1月13日公开，第1段，FZ.")


def test_link_and_markdown():
    document = make_document(["1. 推行_双随机_[一公开]*"])
    assert quoted(document).link == LINK
    first, middle, last = quoted(document).markdown.split("\n")
    assert first == r"> 1\. 推行\_双随机\_\[一公开\]\*"
    assert middle == ">"
    assert last.startswith(f"> ——[《嘉鱼县2020年法治政府建设情况报告》]({LINK})，嘉鱼县人民政府")


def test_a_long_paragraph_is_quoted_whole():
    text = "推进依法行政，" * 200
    assert text in quoted(make_document([text])).official


@pytest.mark.parametrize(
    ("document", "whose"),
    [
        (make_document(["甲"]), "嘉鱼县"),
        (make_document(["甲"], place="350112"), "福州市长乐区"),
        (make_document(["甲"], place="421200", body="sfj"), "咸宁市司法局"),
        (make_document(["甲"], body="dept"), "嘉鱼县教育局"),
        (make_document(["甲"], place="none"), ""),
    ],
)
def test_whose_report_it_is(document, whose):
    assert subject(document.report) == whose


def test_nothing_is_made_up_where_place_year_and_date_are_unknown():
    document = make_document(["甲"], place="none", year=None, published=None, title="法治政府建设情况报告")
    official = quoted(document).official
    assert official.startswith("《法治政府建设情况报告》提出：“甲”（发布机关不详，公开日期不详，")


def test_a_zone_has_no_peoples_government():
    document = make_document(["甲"])
    zone = (*document.report.jurisdiction[:2], Place("zone", "咸宁高新区", None))
    report = replace(document.report, jurisdiction=zone, signature="咸宁高新区管委会")
    assert "（咸宁高新区管委会，" in quoted(replace(document, report=report)).official


def test_a_lost_character_is_owned_up_to_in_every_quote():
    document = make_document(["是着力优化营商环境。"])
    broken = replace(document.paragraphs[0], flags=("missing_char",))
    found = quotes(broken, document.report, permalink=LINK, today=TODAY)
    for quote in (found.official, found.plain, found.markdown):
        assert "，第1段，原文如此，疑有缺字，FZ." in quote
    assert "：“是着力优化营商环境。”（" in found.official
    assert "疑有缺字" not in quoted(document).official


def test_a_proposed_title_is_not_passed_off_as_the_reports_own():
    document = make_document(["甲"])
    report = replace(document.report, title_missing=True)
    found = quoted(replace(document, report=report))
    assert "\n——《嘉鱼县2020年法治政府建设情况报告》（拟题），" in found.plain
    assert "[《嘉鱼县2020年法治政府建设情况报告》（拟题）](" in found.markdown
    nowhere = replace(report, jurisdiction=())
    assert quoted(replace(document, report=nowhere)).official.startswith(
        "《嘉鱼县2020年法治政府建设情况报告》（拟题）提出"
    )
    assert "拟题" not in quoted(document).plain + quoted(document).markdown


def test_every_manner_names_the_code_and_where_it_leads():
    document = make_document(["甲"])
    found, code = quoted(document), citation_code(document.paragraphs[0].id)
    for manner in (found.official, found.plain, found.markdown, found.gbt7714_2025, found.gbt7714_2015, found.ris):
        assert code in manner and LINK in manner and "来源网址未记录" in manner


def test_a_source_is_never_made_up():
    document = make_document(["甲"])
    found = quoted(document)
    for manner in (found.official, found.plain, found.markdown, found.gbt7714_2025, found.gbt7714_2015, found.ris):
        assert set(re.findall(r"https?://[^\s，,)）.；;]+(?:\.[^\s，,)）.；;]+)*", manner)) == {LINK}, manner
    assert found.csl["URL"] == LINK


def test_a_report_is_cited_by_its_id_and_its_page():
    report = make_document(["甲"]).report
    found = cite_report(report, base="http://fz.example.gov.cn", today=TODAY)
    assert (found.id, found.number) == ("421221-2020-gov", "421221-2020-gov")
    assert found.link == "http://fz.example.gov.cn/r/421221-2020-gov"
    assert found.markdown == (
        "[《嘉鱼县2020年法治政府建设情况报告》](http://fz.example.gov.cn/r/421221-2020-gov)，"
        "嘉鱼县人民政府，2021年1月13日公开，421221-2020-gov，来源网址未记录，2026年11月22日查阅"
    )


def test_the_selector_has_the_text_around_it():
    document = make_document(["前一段。", "这一段。", "后一段。"])
    found = selector(document.paragraphs[1], document)
    assert (found.exact, found.prefix[-5:], found.suffix) == ("这一段。", "前一段。\n", "\n后一段。")
    assert selector(document.paragraphs[1], None).prefix == ""


def test_markdown_shows_what_was_written():
    assert escape_markdown("# <b>甲</b>") == r"\# \<b\>甲\</b\>"
