"""Lines to paragraphs, without any PDF: what continues, what begins, what stands alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.intake.readers.pdf.printed import PrintedLine
from indexer.intake.readers.pdf.rejoining import paragraphs
from indexer.intake.readers.wrapping import join, joined

EM = 12.0
LEFT, MEASURE = 72.0, 40
WIDTH = 2 * LEFT + MEASURE * EM
SENTENCE = "坚持把法治建设摆在全局工作的突出位置统筹谋划扎实推进各项任务落地见效，"


def width(text: str) -> float:
    return sum(EM / 2 if character.isascii() else EM for character in text)


def line(text, *, row=0, page=1):
    return PrintedLine(text, LEFT, LEFT + width(text), 700 - 20 * row, EM, page)


def centred(text, *, row=0, page=1, size=EM):
    wide = width(text) * size / EM
    left = LEFT + (MEASURE * EM - wide) / 2
    return PrintedLine(text, left, left + wide, 700 - 20 * row, size, page)


def at_right(text, *, row=0, page=1):
    right = LEFT + MEASURE * EM
    return PrintedLine(text, right - width(text), right, 700 - 20 * row, EM, page)


def set_in(texts, *, first=2.0, later=0.0, rows=30, between=0.0):
    """Set paragraphs as a typesetter does: lines as long as they may be, on pages of `rows` lines."""
    pages: list[list[PrintedLine]] = [[]]
    y, row = 700.0, 0
    for text in texts:
        rest, indent = text, first
        while rest:
            room = int(MEASURE - indent)
            cut = min(room, len(rest))
            while cut < len(rest) and rest[cut] in "，。；：":
                cut -= 1
            if row == rows:
                pages.append([])
                y, row = 700.0, 0
            left = LEFT + indent * EM
            pages[-1].append(PrintedLine(rest[:cut], left, left + cut * EM, y, EM, len(pages)))
            rest, indent, y, row = rest[cut:], later, y - 20, row + 1
        y -= between
    return pages


LONG = [SENTENCE * n + "取得明显成效。" for n in (3, 1, 4, 2, 5, 2, 3, 6)]


@pytest.mark.parametrize(
    ("first", "later", "between"),
    [(2.0, 0.0, 0.0), (0.0, 0.0, 12.0), (2.0, 0.0, 10.0), (0.0, 2.0, 0.0), (2.0, 3.0, 0.0)],
    ids=["first-line indent", "blocks with gaps", "both", "hanging", "hanging from an indent"],
)
def test_paragraphs_come_back_whatever_the_setting(first, later, between):
    assert paragraphs(set_in(LONG, first=first, later=later, between=between), WIDTH) == LONG


def test_a_paragraph_goes_on_over_the_page():
    pages = set_in(LONG, rows=7)
    assert len(pages) > 3
    assert paragraphs(pages, WIDTH) == LONG


@given(st.lists(st.integers(1, 300), min_size=4, max_size=12), st.integers(3, 40))
def test_no_character_is_lost_or_doubled(lengths, rows):
    texts = [(SENTENCE * 9)[:length] for length in lengths]
    assert "".join(paragraphs(set_in(texts, rows=rows), WIDTH)) == "".join(texts)


@given(st.lists(st.integers(1, 300), min_size=4, max_size=12), st.integers(3, 40))
def test_indented_paragraphs_come_back_whatever_their_length(lengths, rows):
    texts = [*LONG, *((SENTENCE * 9)[:length] for length in lengths)]
    assert paragraphs(set_in(texts, rows=rows), WIDTH) == texts


def body(*texts):
    """Return a page of prose, first-line indented, and the number of the row below it."""
    page = set_in(texts or LONG[:3])[0]
    return page, round((700 - page[-1].baseline) / 20) + 1


def test_signature_and_date_at_the_right_stand_alone():
    page, row = body()
    page += [at_right("嘉鱼县人民政府", row=row), at_right("2021年1月12日", row=row + 1)]
    below = [line("附件：统计表", page=2)]
    assert paragraphs([page, below], WIDTH)[-3:] == ["嘉鱼县人民政府", "2021年1月12日", "附件：统计表"]


def test_a_title_broken_on_purpose_stays_lines():
    page, _ = body()
    title = [centred("嘉鱼县人民政府", row=-4, size=22), centred("2020年度法治政府建设情况报告", row=-2, size=22)]
    assert paragraphs([title + page], WIDTH)[:2] == ["嘉鱼县人民政府", "2020年度法治政府建设情况报告"]


def test_a_title_that_did_not_fit_is_one_line():
    page, _ = body()
    first = "湛江市人民政府关于二〇二〇年度法治政府建设情"
    title = [centred(first, row=-4, size=22), centred("况的报告", row=-2, size=22)]
    assert paragraphs([title + page], WIDTH)[0] == first + "况的报告"


def test_a_heading_that_wraps_is_one_line():
    heading = "二、" + "党政主要负责人履行推进法治建设第一责任人职责加强法治政府建设的有关情况" + "和下一步打算"
    assert paragraphs(set_in([*LONG, heading, *LONG]), WIDTH) == [*LONG, heading, *LONG]


def test_without_indents_a_numeral_begins_a_paragraph_behind_a_full_stop():
    full = SENTENCE[:35] + "得到落实。"
    assert len(full) == MEASURE
    texts = [*LONG, full, "（二）持续推进改革。全面落实责任。", *LONG]
    pages = [[line(each.text, row=i) for i, each in enumerate(page)] for page in set_in(texts, first=0.0, rows=99)]
    assert "（二）持续推进改革。全面落实责任。" in paragraphs(pages, WIDTH)


def test_a_line_of_another_size_goes_on_in_none():
    page, row = body()
    full = line((SENTENCE * 2)[:MEASURE], row=row)
    note = PrintedLine("注：数据截至年底", LEFT, LEFT + 80, full.baseline - 20, 9.0, 1)
    assert paragraphs([[*page, full, note]], WIDTH)[-1] == "注：数据截至年底"


def test_menus_alone_are_not_glued_to_each_other():
    menu = ["首页 政务公开 办事服务 互动交流", "您访问的页面不存在", "首页 政务公开 办事服务"]
    assert paragraphs([[line(text, row=i) for i, text in enumerate(menu)]], WIDTH) == menu


def test_rows_of_tables_stay_rows():
    page, row = body()
    cells = [
        PrintedLine(f"| 项目 | {n} |", LEFT, LEFT + MEASURE * EM, 700 - 20 * (row + n), EM, 1, row=True) for n in (1, 2)
    ]
    assert paragraphs([page + cells], WIDTH)[-2:] == ["| 项目 | 1 |", "| 项目 | 2 |"]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("依法行", "政", "依法行政"),
        ("the rule", "of law", "the rule of law"),
        ("共办理12", "34件", "共办理1234件"),
        ("满意率99.", "9%", "满意率99.9%"),
        ("“互联网", "+监管”", "“互联网+监管”"),
        ("推广APP", "应用", "推广APP应用"),
        ("soft\u00ad", "ware", "software"),
    ],
)
def test_lines_are_joined_as_they_were_written(above, below, whole):
    assert join(above, below) == whole
    assert joined([above, below]) == whole


def test_no_lines_no_paragraphs():
    assert paragraphs([], 600) == []
    assert paragraphs([[], []], 600) == []


def test_a_line_in_the_midst_of_a_sentence_goes_on_however_ragged_the_page_is():
    long = "全县坚持依法行政，规范执法行为，化解矛盾纠纷，群众的满意度逐年提高，各项工作走在全市前"
    lines = [line(long[: 36 - (n * 7) % 5], row=n) for n in range(12)]
    assert len(paragraphs([lines], WIDTH)) == 1
