"""Quotes for a memo: the words are the source's, the marks are restored, the source is never guessed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.contract import Document, Place
from indexer.naming import citation_code
from tests.engines.corpus import make_document
from webapp.citation import escape_markdown, inside_quotation, quotes, restore_marks, selector, source_line
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


@pytest.mark.parametrize(
    ("written", "restored"),
    [
        ("2020年,我区", "2020年，我区"),
        ("占99.35%,其中", "占99.35%，其中"),
        ("共1,256件;于9:30开始", "共1,256件；于9:30开始"),
        ("(一)纲要(2015-2020年)", "（一）纲要（2015-2020年）"),
        ("共(123)件", "共（123）件"),
        ("“放管服”,简政(2019),好!", "“放管服”，简政（2019），好！"),
        ("来源:长乐区?是!", "来源：长乐区？是！"),
        ("see http://a.cn:80/?a=1,2 (x)", "see http://a.cn:80/?a=1,2 (x)"),
        ("比例1:3", "比例1:3"),
        ("甲)乙", "甲)乙"),
    ],
)
def test_marks_are_restored_beside_chinese_only(written, restored):
    assert restore_marks(written) == restored


@given(st.text(alphabet="甲乙12aB,;:()?!.%“”《》 ", max_size=60))
def test_restoring_changes_marks_only_and_is_done_once(text):
    restored = restore_marks(text)
    back = restored.translate(str.maketrans("，；：（）？！", ",;:()?!"))
    assert back == text
    assert restore_marks(restored) == restored


@pytest.mark.parametrize(
    ("inner", "turned"),
    [
        ("推行“双随机”", "推行‘双随机’"),
        ("他说“学习‘枫桥经验’”", "他说‘学习“枫桥经验”’"),
        ('推行"双随机"和"一公开"', "推行‘双随机’和‘一公开’"),
        ('一个"孤零零', '一个"孤零零'),
        ("it’s", "it’s"),
    ],
)
def test_quotation_marks_are_turned_inside_the_outer_ones(inner, turned):
    assert inside_quotation(inner) == turned


def test_the_selector_has_the_text_around_it():
    document = make_document(["前一段。", "这一段。", "后一段。"])
    found = selector(document.paragraphs[1], document)
    assert (found.exact, found.prefix[-5:], found.suffix) == ("这一段。", "前一段。\n", "\n后一段。")
    assert selector(document.paragraphs[1], None).prefix == ""


def test_markdown_shows_what_was_written():
    assert escape_markdown("# <b>甲</b>") == r"\# \<b\>甲\</b\>"
