"""The basket as Markdown, plain text and CSV: nothing of it lost, nothing in it taken for markup or a formula."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.baskets import SITE, SOURCE_URL, TODAY, WRITTEN, make_view, with_unknown
from webapp.basket import exports, wording
from webapp.basket.view import BasketView
from webapp.search.model import Site

NOTES = ("# 可供参考：*双随机*\n    第二行\n\n= 第三行", "", "=1+1")
HERE_ONLY = Site("http://127.0.0.1:8000", "", permanent=False)


def rows(view: BasketView) -> list[dict[str, str]]:
    written = exports.csv(view, SITE, TODAY)
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def test_the_table_is_made_for_excel_and_wps():
    written = exports.csv(make_view(NOTES), SITE, TODAY)
    assert written.startswith(b"\xef\xbb\xbf\xe5\xba\x8f\xe5\x8f\xb7,")
    assert written.endswith(b"\r\n")
    assert written.count(b"\r\n") == 1 + 4
    head = written.decode("utf-8-sig").partition("\r\n")[0]
    assert head == "序号,引文,地区,年度,主体,章节,标题路径,题名,公开日期,引证码,链接,来源网址,状态,批注"


def test_a_row_has_all_of_an_item():
    view = make_view(NOTES)
    passage = view.entries[0].passage
    assert passage is not None
    assert rows(view)[0] == {
        "序号": "1",
        "引文": WRITTEN[0].text,
        "地区": "湖北省咸宁市嘉鱼县",
        "年度": "2020",
        "主体": "县政府",
        "章节": "行政执法",
        "标题路径": "二、执法 › 一是 监管,执法",
        "题名": "嘉鱼县2020年法治政府建设情况报告",
        "公开日期": "2021-01-13",
        "引证码": passage.code,
        "链接": passage.permalink,
        "来源网址": SOURCE_URL,
        "状态": "与原文一致",
        "批注": NOTES[0],
    }
    assert (rows(view)[3]["公开日期"], rows(view)[3]["来源网址"]) == ("", "来源网址未记录")


def test_no_cell_is_taken_for_a_formula():
    row = rows(make_view(NOTES))[2]
    assert row["引文"] == "'" + WRITTEN[2].text
    assert row["批注"] == "'=1+1"
    assert rows(make_view(["\t@sum"]))[0]["批注"] == "'\t@sum"


def test_a_code_that_leads_nowhere_keeps_its_row():
    view = with_unknown(make_view(), "FZ.1", "查无")
    row = rows(view)[4]
    assert (row["序号"], row["引证码"], row["批注"]) == ("5", "FZ.1", "查无")
    assert row["状态"] == view.entries[4].status_note
    assert row["引文"] == row["链接"] == ""
    assert "## 五、未查到的引证码 FZ.1\n" in exports.markdown(view, SITE, TODAY)
    assert "[5] 引证码 FZ.1，未查到出处。" in exports.plain(view, SITE, TODAY)


def test_markdown_quotes_the_source_and_shows_what_was_written():
    blocks = exports.markdown(make_view(NOTES, "关于*双随机*"), SITE, TODAY).rstrip("\n").split("\n\n")
    assert blocks[:5] == [
        r"# 关于\*双随机\*",
        "2026年11月22日",
        "## 一、湖北省咸宁市嘉鱼县（2020年度，县政府）",
        "### 行政执法（原标题：二、执法／一是监管，执法）",
        rf"> {WRITTEN[0].text}\[1\]",
    ]
    assert blocks[5:8] == [r"**批注：** \# 可供参考：\*双随机\*", "第二行", r"\= 第三行"]
    assert r"> \=HYPERLINK(1) \<b\>\& 1. it’s \*甲\*\[3\]" in blocks


def test_markdown_lists_the_sources_with_their_links():
    view = make_view()
    passage = view.entries[0].passage
    assert passage is not None
    written = exports.markdown(view, SITE, TODAY)
    _, _, sources = written.partition("## 资料来源\n\n")
    assert sources.startswith(r"\[1\] 嘉鱼县人民政府：《嘉鱼县2020年法治政府建设情况报告》，2021年1月13日公开，第1段，")
    assert f"引证码 {passage.code}。链接：<{passage.permalink}>，原文：<{SOURCE_URL}>\n" in sources
    assert sources.count("来源网址未记录") == 1
    assert written.endswith("引文照录原文，一字未改。打开资料来源中的链接，可核对每段引文。\n")


def test_no_address_of_a_source_ends_its_link_in_markdown():
    view = make_view()
    first = view.entries[0]
    assert first.passage is not None
    report = replace(first.passage.report, source_url="http://a.example/?x=><script>alert(1)</script>")
    view = replace(view, entries=(replace(first, passage=replace(first.passage, report=report)),))
    written = exports.markdown(view, SITE, TODAY)
    assert "原文：<http://a.example/?x=%3E%3Cscript%3Ealert(1)%3C/script%3E>\n" in written
    assert "<script>" not in written


def test_plain_text_is_the_memo_in_official_wording():
    view = make_view(["甲\n乙"], "关于双随机")
    passage = view.entries[0].passage
    assert passage is not None
    lines = exports.plain(view, SITE, TODAY).split("\r\n")
    assert lines[:8] == [
        "\ufeff关于双随机",
        "（2026年11月22日）",
        "",
        "一、湖北省咸宁市嘉鱼县（2020年度，县政府）",
        "　　行政执法（原标题：二、执法／一是监管，执法）",
        "　　“全面推行‘双随机、一公开’，推进‘互联网+监管’系统建设（2020年版）。”[1]",
        "　　批注：甲",
        "　　乙",
    ]
    at = lines.index("资料来源")
    assert lines[at + 1].startswith("[1] 嘉鱼县人民政府：")
    assert lines[at + 2 : at + 4] == [f"　　链接：{passage.permalink}", f"　　原文：{SOURCE_URL}"]
    assert "\n" not in "".join(lines)


def test_what_became_of_a_text_is_in_every_export():
    view = make_view()
    changed = replace(view.entries[0], status="changed", status_note="原文已变更：请核对。")
    view = replace(view, entries=(changed, *view.entries[1:]))
    assert "\n\n**原文已变更：请核对。**\n\n" in exports.markdown(view, SITE, TODAY)
    assert "\r\n　　【原文已变更：请核对。】\r\n" in exports.plain(view, SITE, TODAY)
    assert [row["状态"] for row in rows(view)] == ["原文已变更：请核对。", *["与原文一致"] * 3]


@pytest.mark.parametrize("export", [exports.markdown, exports.plain])
def test_links_that_work_here_only_say_so(export):
    assert "只在生成本文的电脑上有效" in export(make_view(), HERE_ONLY, TODAY)
    assert "只在生成本文的电脑上有效" not in export(make_view(), SITE, TODAY)


@given(note=st.text(st.characters(), max_size=80), title=st.text(st.characters(), max_size=20))
def test_whatever_is_noted_can_be_written_and_read_again(note, title):
    view = make_view([note], title)
    assert wording.title(view) in exports.plain(view, SITE, TODAY).encode().decode()
    exports.markdown(view, SITE, TODAY).encode()
    noted = rows(view)[0]["批注"]
    expected = wording.printable(note)
    assert noted in (expected, f"'{expected}")
    assert len(rows(view)) == len(view.entries)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("甲\r\n乙\r丙\x0b丁\u2028戊", "甲\n乙\n丙\n丁\n戊"),
        ("\x00\x1b\x7f\x85", "□□□\n"),
        ("\ud800\udfff\ufffe\ufdd0", "□□□□"),
        ("\t\U0001f600\U0010fffd", "\t\U0001f600\U0010fffd"),
    ],
)
def test_what_can_be_printed(written, printed):
    assert wording.printable(written) == printed


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (200, "二百"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (9999, "九千九百九十九"),
    ],
)
def test_numbers_as_headings_count(number, numeral):
    assert wording.numeral(number) == numeral
