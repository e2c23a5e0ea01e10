"""What can be a marker by its form, and what only looks like one."""

import pytest

from indexer.outline.markers import candidates
from indexer.outline.rows import Row, read_rows
from tests.indexer.outline.reports import report


def _row(text: str) -> Row:
    (row,) = read_rows(report(text))
    return row


def _found(text: str) -> list[tuple[str, int | None]]:
    return [(candidate.family, candidate.number) for candidate in candidates(_row(text))]


@pytest.mark.parametrize(
    ("line", "family", "number"),
    [
        ("一、强化领导", "han", 1),
        ("十二．强化领导", "han", 12),
        ("二十. 强化领导", "han", 20),
        ("三，强化领导", "han", 3),
        ("　　（一）强化领导", "paren", 1),
        ("(十一)强化领导", "paren", 11),
        ("〔二〕强化领导", "paren", 2),
        ("（ 三 ）强化领导", "paren", 3),
        ("㈣强化领导", "paren", 4),
        ("五）强化领导", "half", 5),
        ("1.强化领导", "dot", 1),
        ("１．强化领导", "dot", 1),
        ("12、强化领导", "dot", 12),
        ("⒉强化领导", "dot", 2),
        ("（1）强化领导", "digit_paren", 1),
        ("2)强化领导", "digit_half", 2),
        ("⑶强化领导", "digit_paren", 3),
        ("④强化领导", "circle", 4),
        ("第一，强化领导", "di", 1),
        ("其二，强化领导", "di", 2),
        ("首先，强化领导", "order", 1),
        ("五是强化领导", "shi", 5),
        ("是强化领导", "shi", None),
        ("（）强化领导", "paren", None),
        ("第二部分 工作安排", "part", 2),
    ],
)
def test_every_form_of_marker_is_known(line: str, family: str, number: int | None) -> None:
    assert _found(line)[0] == (family, number)


@pytest.mark.parametrize(
    "line",
    [
        "1.5万名执法对象的信息录入平台",
        "占3.4%，达到99.35%",
        "一、二级医院全部接入",
        "一、二、三产业融合发展",
        "统一、规范的标准",
        "第一责任人职责",
        "第一时间处置",
        "2021年12月1日",
        "推行“一是快、二是好”的理念",
        "按照《一、二、三是》办理",
        "是否公开由机关决定",
        "第十二条第（一）项、第（二）项规定",
        "1 | 行政许可 | 1.取消 | 35",
        "附件：1.清单 2.表格",
    ],
)
def test_running_text_has_no_markers(line: str) -> None:
    assert _found(line) == []


def test_unbalanced_quotation_marks_hide_nothing() -> None:
    assert _found("学习《民法典。一是开展宣传。" + "我" * 300 + "》二是开展培训。") == [("shi", 1), ("shi", 2)]


def test_a_number_of_impossible_numerals_is_none() -> None:
    assert _found("一二、强化领导") == []


def test_a_bracket_left_open_before_an_item_hides_it_not():
    found = _found("一是做好清单调整，委托事项1080项；县（二是做好综合行政执法事项下放。")
    assert found == [("shi", 1), ("shi", 2)]
