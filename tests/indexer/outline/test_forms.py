"""One report in the forms that pages give it: the same headings come out, however they are marked and broken."""

import re

import pytest

from tests.indexer.outline.reports import headings, read

_DONE = "全年办理行政复议案件32件，审查规范性文件12件，清理政府规章3件，群众满意度进一步提升。"
_TRAINED = "组织开展执法人员培训4期，评查案卷120件，整改问题18个，执法水平稳步提高。"
_MET = "县政府常务会议专题研究法治工作6次，对12个部门开展法治督察。"

_REPORT = f"""一、主要做法
（一）加强组织领导。{_DONE}
（二）规范行政执法。{_TRAINED}
1.推进综合执法改革。{_DONE}
2.落实三项制度。{_TRAINED}
（三）化解矛盾纠纷。{_MET}
3．发挥复议作用。{_DONE}
二、存在的问题
一是力量不足。基层司法所人员少。二是意识不强。少数干部重实体轻程序。
三、下一步打算
（一）加大培训力度。{_MET}
（二）强化监督。{_DONE}"""
_HEADINGS = [
    (1, "一、", "主要做法"),
    (2, "（一）", "加强组织领导"),
    (2, "（二）", "规范行政执法"),
    (3, "1.", "推进综合执法改革"),
    (3, "2.", "落实三项制度"),
    (2, "（三）", "化解矛盾纠纷"),
    (3, "3．", "发挥复议作用"),
    (1, "二、", "存在的问题"),
    (3, "一是", "力量不足"),
    (3, "二是", "意识不强"),
    (1, "三、", "下一步打算"),
    (2, "（一）", "加大培训力度"),
    (2, "（二）", "强化监督"),
]
_OWN_LINES = re.sub(r"^((?:（.）|\d[.．])[^。]+)。", r"\1\n", _REPORT, flags=re.MULTILINE)
_FORMS = {
    "as it is": _REPORT,
    "indented": re.sub("^", "　　", _REPORT, flags=re.MULTILINE),
    "blank lines": _REPORT.replace("\n", "\n\n"),
    "headings on lines of their own": _OWN_LINES,
    "headings closed by colons": re.sub(r"^((?:（.）|\d[.．])[^。]+)。", r"\1：", _REPORT, flags=re.MULTILINE),
    "one line": _REPORT.replace("\n", ""),
    "one line, blanks for line ends": _REPORT.replace("\n", " "),
    "one line, padding for line ends": _REPORT.replace("\n", "　　"),
    "one line of lines with blanks": _OWN_LINES.replace("\n", " "),
}


@pytest.mark.parametrize("form", _FORMS)
def test_headings_are_the_same_in_every_form(form):
    assert headings(_FORMS[form]) == _HEADINGS


@pytest.mark.parametrize("form", _FORMS)
def test_nothing_of_the_text_is_lost_in_any_form(form):
    found = read(_FORMS[form])
    kept = "".join(label for piece in found.pieces for label in (*piece.lead, piece.text))
    assert sorted(re.sub(r"[\W_]", "", kept)) == sorted(re.sub(r"[\W_]", "", _FORMS[form]))


def test_headings_joined_to_their_texts_by_nothing_are_known_by_how_sentences_open():
    found = headings(_OWN_LINES.replace("\n", ""))
    assert (2, "（二）", "规范行政执法") in found
    assert (3, "1.", "推进综合执法改革") in found
    assert (2, "（二）", "强化监督") not in found  # no word shows where it ends


@pytest.mark.parametrize(
    ("first", "second"),
    [
        marks.split("|")
        for marks in (
            "一、|二、", "一.|二.", "一．|二．", "一，|二，", "一：|二：", "一 |二 ", "一　|二　", "一丶|二丶",
            "一﹑|二﹑", "一､|二､", "一·|二·", "一｡|二｡", "壹、|贰、", "第一部分 |第二部分 ", "第1部分：|第2部分：",
            "第一章 |第二章 ", "（一）|（二）", "(一)、|(二)、", "（一、）|（二、）", "〈一〉|〈二〉", "<一>|<二>",
            "㈠|㈡", "1.|2.", "１．|２．", "1，|2，", "1 |2 ", "01 |02 ", "PART 01 |PART 02 ", "第一，|第二，",
            "第一、|第二、", "①|②", "（1）|（2）",
        )
    ],
)  # fmt: skip
def test_a_marker_in_whatever_form_opens_a_heading(first, second):
    text = f"{first}加强组织领导\n{_DONE}\n{_MET}\n{second}规范行政执法\n{_TRAINED}\n{_DONE}"
    assert [heading for _, _, heading in headings(text)] == ["加强组织领导", "规范行政执法"]
    assert [marker for _, marker, _ in headings(text)] == [first.strip(), second.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "3 月15日召开县政府常务会议，专题研究法治政府建设工作。",
        "12 个乡镇综合执法队挂牌运行",
        "12，345件案件全部办结。",
        "一 季度受理行政复议案件9件，办结8件。",
        "2021.1.5召开会议，部署全年依法行政工作。",
    ],
)
def test_a_numeral_that_no_sequence_holds_is_text(line):
    assert headings(f"一、主要做法\n{line}\n{_MET}") == [(1, "一、", "主要做法")]


# -- headings without a marker, run into their texts -------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["。", "："])
def test_a_pattern_of_headings_run_into_their_texts_is_an_outline(mark):
    text = f"一、主要工作\n规范行政执法{mark}{_DONE}\n深化“放管服”改革{mark}{_TRAINED}\n二、下一步打算\n{_MET}"
    assert headings(text) == [
        (1, "一、", "主要工作"),
        (1, "", "规范行政执法"),
        (1, "", "深化“放管服”改革"),
        (1, "二、", "下一步打算"),
    ]
    found = read(text)
    assert [piece.heading_path for piece in found.pieces] == [
        ("一、主要工作", "规范行政执法"),
        ("一、主要工作", "深化“放管服”改革"),
        ("二、下一步打算",),
    ]
    assert found.pieces[0].text == f"规范行政执法{mark}{_DONE}"


def test_headings_between_brackets_are_known_in_a_pattern():
    text = f"一、主要工作\n【规范行政执法】{_DONE}\n【化解矛盾纠纷】 {_TRAINED}\n二、下一步打算\n{_MET}"
    assert [heading for _, _, heading in headings(text)] == ["主要工作", "规范行政执法", "化解矛盾纠纷", "下一步打算"]


def test_three_such_headings_may_have_a_second_paragraph_among_them():
    text = f"一、主要工作\n规范行政执法。{_DONE}\n{_MET}\n深化改革创新。{_TRAINED}\n加强组织领导。{_MET}"
    assert [heading for _, _, heading in headings(text)] == ["主要工作", "规范行政执法", "深化改革创新", "加强组织领导"]
    assert [piece.heading_path[1] for piece in read(text).pieces] == [
        "规范行政执法", "规范行政执法", "深化改革创新", "加强组织领导",
    ]  # fmt: skip


def test_where_nothing_is_numbered_it_takes_more_of_them():
    three = f"{_MET}\n规范行政执法。{_DONE}\n深化改革创新。{_TRAINED}\n加强组织领导。{_MET}"
    assert [text for _, _, text in headings(three)] == ["规范行政执法", "深化改革创新", "加强组织领导"]
    assert headings(f"{_MET}\n规范行政执法。{_DONE}\n深化改革创新。{_TRAINED}") == []


@pytest.mark.parametrize(
    "text",
    [
        f"规范行政执法。{_DONE}",
        f"规范行政执法。{_DONE}\n{_MET}\n深化改革创新。{_TRAINED}",
        f"加强组织领导，{_DONE}\n规范行政执法，{_TRAINED}",
        f"我们认真学习。{_DONE}\n全县取得了成绩。{_TRAINED}",
        f"规范2021年行政执法。{_DONE}\n开展培训12次。{_TRAINED}",
    ],
)
def test_rows_that_make_no_pattern_stay_text(text):
    assert headings(f"一、主要工作\n{text}") == [(1, "一、", "主要工作")]


def test_faults_run_into_their_texts_stay_problems():
    text = f"存在的问题\n依法行政意识不强。{_MET}\n执法力量薄弱。{_TRAINED}\n下一步打算\n{_MET}"
    assert [piece.section for piece in read(text).pieces] == ["problems", "problems", "plan"]


# -- numerals that are lost --------------------------------------------------------------------------------------------


def test_an_item_that_lost_its_numeral_is_found_whatever_word_follows():
    text = f"一、压实责任\n一是领导带头学。{_DONE}\n是责任层层压。{_MET}\n三是督查常态抓。{_TRAINED}"
    found = read(text)
    assert [(heading.marker, heading.text) for heading in found.headings[1:]] == [
        ("一是", "领导带头学"),
        ("是", "责任层层压"),
        ("三是", "督查常态抓"),
    ]
    assert found.headings[2].marker_status == "numeral_lost"
    assert [piece.flags for piece in found.pieces] == [(), ("missing_char",), ()]


@pytest.mark.parametrize("line", ["是全市第一家。", "是否公开由局长决定。", "是我县的县情决定的，要长期坚持。"])
def test_a_sentence_that_opens_with_is_alone_is_text(line):
    assert headings(f"一、主要做法\n{_MET}\n{line}{_DONE}") == [(1, "一、", "主要做法")]


# -- marks that are missing or others ----------------------------------------------------------------------------------


def test_a_blank_may_stand_for_the_full_stop_of_a_heading():
    text = f"一、主要做法　{_DONE}\n二、规范行政执法　{_TRAINED}{_DONE}\n三、存在问题　{_TRAINED}{_MET}"
    assert [text for _, _, text in headings(text)] == ["主要做法", "规范行政执法", "存在问题"]


def test_a_heading_of_two_halves_with_a_blank_is_whole():
    text = f"（一）加强组织领导　压实法治责任。{_DONE}\n（二）规范行政执法　提升执法水平\n{_TRAINED}"
    assert [text for _, _, text in headings(text)] == ["加强组织领导 压实法治责任", "规范行政执法 提升执法水平"]


def test_english_full_stops_close_headings():
    text = f"一. 主要做法.\n(一) 加强组织领导. {_DONE}\n(二) 规范行政执法. {_TRAINED}\n二. 下步打算.\n{_MET}"
    assert [text for _, _, text in headings(text)] == ["主要做法", "加强组织领导", "规范行政执法", "下步打算"]


@pytest.mark.parametrize("bullet", ["●", "■", "——", "◆ ", "▲"])
def test_bullets_stand_before_headings(bullet):
    text = f"一、主要做法\n{bullet}加强组织领导。{_DONE}\n{bullet}强化监督。{_TRAINED}\n{bullet}规范行政执法。{_MET}"
    assert len(headings(text)) == 4


def test_a_lone_numeral_far_from_any_sequence_is_text():
    assert headings(f"一、主要做法\n五是一个数字。{_DONE}\n{_MET}") == [(1, "一、", "主要做法")]


@pytest.mark.parametrize("heading", ["存 在 问 题", "正视差距　补齐短板", "实事求是查找差距和不足"])
def test_problems_are_announced_in_whatever_way(heading):
    found = read(f"一、主要做法\n{_DONE}\n二、{heading}\n基层司法所人员少。")
    assert [piece.section for piece in found.pieces][1:] == ["problems"]


def test_looking_for_faults_to_mend_them_announces_both():
    found = read(f"一、主要做法\n{_DONE}\n二、查找不足，明确努力方向\n基层执法力量薄弱。下一步，我县将加强培训。")
    assert [piece.section for piece in found.pieces][1:] == ["problems", "plan"]


# -- a first level within the first level ------------------------------------------------------------------------------


def test_a_numbered_heading_may_stand_above_a_sequence_of_its_own_kind():
    text = (
        f"一、2021年主要措施\n一、强化领导责任\n{_DONE}\n二、规范行政执法\n{_TRAINED}\n三、化解矛盾纠纷\n{_MET}\n"
        f"二、存在的问题\n{_MET}\n三、2022年工作打算\n{_DONE}"
    )
    found = read(text)
    assert {heading.marker_status for heading in found.headings} == {"ok"}
    assert [piece.heading_path for piece in found.pieces] == [
        ("一、2021年主要措施", "一、强化领导责任"),
        ("一、2021年主要措施", "二、规范行政执法"),
        ("一、2021年主要措施", "三、化解矛盾纠纷"),
        ("二、存在的问题",),
        ("三、2022年工作打算",),
    ]


def test_a_numeral_repeated_on_the_next_line_stays_a_slip():
    found = read(f"一、加强领导\n一、规范执法\n{_DONE}\n三、化解纠纷\n{_TRAINED}")
    assert [heading.marker_status for heading in found.headings] == ["ok", "duplicate", "ok"]
