"""Forms of markers that have no level of their own: the report that uses them tells how far down they stand."""

import pytest

from tests.indexer.outline.reports import headings, read

_MET = "全年召开专题会议4次，听取汇报6次，印发工作要点1份，任务全部办结。"
_DONE = "办理行政复议案件12件，调解纠纷86件，群众满意度进一步提升。"


def _marks(text: str) -> list[tuple[int, str]]:
    return [(level, marker) for level, marker, _ in headings(text)]


def _statuses(text: str) -> set[str]:
    return {heading.marker_status for heading in read(text).headings}


def test_a_numeral_with_one_bracket_is_a_form_of_its_own_above_that_with_two() -> None:
    text = f"""一)加强组织领导
（一）{_MET}
（二）{_DONE}
二)优化营商环境
{_DONE}
三)问题与打算
{_MET}"""
    assert _marks(text) == [(1, "一)"), (2, "（一）"), (2, "（二）"), (1, "二)"), (1, "三)")]
    assert _statuses(text) == {"ok"}


def test_it_stands_below_the_form_with_two_where_that_frames_it() -> None:
    text = f"""一、主要做法
（一）加强组织领导
一）专题研究。{_MET}
二）督促落实。{_DONE}
（二）优化营商环境
{_DONE}
二、存在的问题
{_MET}"""
    assert _marks(text) == [(1, "一、"), (2, "（一）"), (3, "一）"), (3, "二）"), (2, "（二）"), (1, "二、")]
    assert _statuses(text) == {"ok"}


def test_it_stands_between_the_chapters_and_the_form_with_two() -> None:
    text = f"""一、主要做法
一）加强组织领导
（一）专题研究。{_MET}
（二）督促落实。{_DONE}
二）优化营商环境
{_DONE}
二、存在的问题
{_MET}"""
    assert _marks(text) == [(1, "一、"), (2, "一）"), (3, "（一）"), (3, "（二）"), (2, "二）"), (1, "二、")]


@pytest.mark.parametrize(
    "marks", ["一）|二）|三）", "（一）|二）|（三）", "一)|（二）|（三）", "（一|（二|（三", "㊀|㊁|㊂"]
)
def test_a_lost_bracket_changes_no_level(marks: str) -> None:
    first, second, third = marks.split("|")
    text = f"""一、主要做法
{first}加强组织领导。{_MET}
{second}优化营商环境。{_DONE}
{third}规范行政执法。{_MET}
二、存在的问题
{_MET}"""
    assert _marks(text) == [(1, "一、"), (2, first), (2, second), (2, third), (1, "二、")]
    assert _statuses(text) == {"ok"}


def test_both_forms_under_chapters_of_their_own_are_of_one_level() -> None:
    text = f"""一、主要做法
（一）加强组织领导。{_MET}
（二）优化营商环境。{_DONE}
二、下一步打算
一）加强学习培训。{_MET}
二）规范行政执法。{_DONE}"""
    assert _marks(text) == [(1, "一、"), (2, "（一）"), (2, "（二）"), (1, "二、"), (2, "一）"), (2, "二）")]


def test_digits_with_one_bracket_and_with_two_are_two_levels_where_one_frames_the_other() -> None:
    text = f"""一、主要做法
1）加强组织领导
（1）专题研究。{_MET}
（2）督促落实。{_DONE}
2）优化营商环境
{_DONE}"""
    assert _marks(text) == [(1, "一、"), (3, "1）"), (4, "（1）"), (4, "（2）"), (3, "2）")]


@pytest.mark.parametrize("marks", ["Ⅰ、|Ⅱ、|Ⅲ、", "Ⅰ |Ⅱ |Ⅲ ", "I.|II.|III.", "Ｉ．|ＩＩ．|ＩＩＩ．"])
def test_roman_numerals_are_chapters_where_nothing_else_is(marks: str) -> None:
    first, second, third = marks.split("|")
    text = f"""{first}加强组织领导
（一）专题研究。{_MET}
（二）督促落实。{_DONE}
{second}优化营商环境
{_DONE}
{third}存在的问题
{_MET}"""
    found = [(1, first.strip()), (2, "（一）"), (2, "（二）"), (1, second.strip()), (1, third.strip())]
    assert _marks(text) == found


def test_roman_numerals_stand_above_chapters_that_follow_them_and_below_those_before_them() -> None:
    above = f"Ⅰ、工作开展情况\n一、加强组织领导\n{_MET}\n二、规范行政执法\n{_DONE}\nⅡ、存在的问题\n{_MET}"
    found = read(above)
    assert [piece.heading_path for piece in found.pieces] == [
        ("Ⅰ、工作开展情况", "一、加强组织领导"),
        ("Ⅰ、工作开展情况", "二、规范行政执法"),
        ("Ⅱ、存在的问题",),
    ]
    below = f"一、主要做法\nⅠ.加强组织领导。{_MET}\nⅡ.规范行政执法。{_DONE}\n二、存在的问题\n{_MET}"
    assert _marks(below) == [(1, "一、"), (3, "Ⅰ."), (3, "Ⅱ."), (1, "二、")]


@pytest.mark.parametrize(
    "line", ["Ⅳ级应急响应启动2次，处置及时。", "Ⅰ、Ⅱ类水质断面占比达到95%，全年无劣五类。", "I类企业全部完成整改。"]
)
def test_roman_numerals_alone_are_text(line: str) -> None:
    assert _marks(f"一、主要做法\n{line}\n{_MET}\n二、存在的问题\n{_MET}") == [(1, "一、"), (1, "二、")]


def test_sections_stand_under_chapters_and_above_what_is_numbered_in_them() -> None:
    text = f"""第一章 工作开展情况
第一节 加强组织领导
一、专题研究部署
{_MET}
二、督促落实责任
{_DONE}
第二节 规范行政执法
{_DONE}
第二章 存在的问题
{_MET}"""
    assert [piece.heading_path for piece in read(text).pieces] == [
        ("第一章工作开展情况", "第一节加强组织领导", "一、专题研究部署"),
        ("第一章工作开展情况", "第一节加强组织领导", "二、督促落实责任"),
        ("第一章工作开展情况", "第二节规范行政执法"),
        ("第二章存在的问题",),
    ]


def test_sections_alone_are_the_first_level() -> None:
    text = f"第一节 加强组织领导\n（一）专题研究。{_MET}\n（二）督促落实。{_DONE}\n第二节 存在的问题\n{_MET}"
    assert _marks(text) == [(1, "第一节"), (2, "（一）"), (2, "（二）"), (1, "第二节")]


def test_decimals_are_items_of_the_second_order() -> None:
    text = f"一、主要做法\n1. 组织领导\n1.1 专题研究\n{_MET}\n1.2 督促落实\n{_DONE}\n2. 普法宣传\n2.1 主题活动\n{_MET}"
    assert _marks(text) == [(1, "一、"), (3, "1."), (4, "1.1"), (4, "1.2"), (3, "2."), (4, "2.1")]


@pytest.mark.parametrize(
    "line", ["3.5万人参加宣传活动。", "1.2亿元资金直达市场主体。", "1.1 万人次参加宣传，2.5 万人次参加竞赛。"]
)
def test_figures_that_open_a_line_are_text(line: str) -> None:
    text = f"一、主要做法\n1. 组织领导。{_MET}\n{line}\n2. 普法宣传。{_DONE}\n12.5万人受益。"
    assert _marks(text) == [(1, "一、"), (3, "1."), (3, "2.")]


def test_an_item_in_the_midst_of_a_line_may_have_lost_its_numeral() -> None:
    items = f"一是事前提醒。{_MET}二是事中规范。{_DONE}是事后回访。{_MET}"
    text = f"一、规范行政执法\n在执法中宽严相济。{items}\n二、存在的问题\n{_MET}"
    found = [(h.level, h.marker, h.marker_status) for h in read(text).headings]
    assert found == [
        (1, "一、", "ok"),
        (3, "一是", "ok"),
        (3, "二是", "ok"),
        (3, "是", "numeral_lost"),
        (1, "二、", "ok"),
    ]
    text = f"一、规范行政执法\n一是建章立制。{_MET}是严管重罚。{_DONE}三是以案释法。{_MET}"
    assert [mark for _, mark in _marks(text)] == ["一、", "一是", "是", "三是"]
    plain = f"一、规范行政执法\n{_MET}是事后回访。{_MET}\n二、存在的问题\n{_MET}"
    assert _marks(plain) == [(1, "一、"), (1, "二、")]
