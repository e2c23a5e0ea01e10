"""Headings that plain text marks as Markdown does: by number signs, or in bold."""

import pytest

from tests.indexer.invented import analysed
from tests.indexer.outline.reports import headings, read

_MET = "全年召开专题会议4次，听取汇报6次，印发工作要点1份，任务全部办结。"
_DONE = "办理行政复议案件12件，调解纠纷86件，群众满意度进一步提升。"
_TEXT = f"""## 一、主要做法

### （一）加强组织领导

{_MET}

### （二）规范行政执法

{_DONE}

## 二、存在的问题

{_MET}"""
_NUMBERED = [
    (1, "一、", "主要做法"),
    (2, "（一）", "加强组织领导"),
    (2, "（二）", "规范行政执法"),
    (1, "二、", "存在的问题"),
]
_NAMED = f"""## 主要做法
### 领导有力
{_MET}
### 执法有度
{_DONE}
## 存在的问题
{_MET}"""


@pytest.mark.parametrize(
    "text",
    [
        _TEXT,
        _TEXT.replace("### （一）加强组织领导", "**（一）加强组织领导**").replace(
            "### （二）规范行政执法", "**（二）规范行政执法。**"
        ),
        _TEXT.replace("### （一）加强组织领导", "### **（一）加强组织领导**"),
        _TEXT.replace("## ", "##"),
        _TEXT.replace("导\n", "导 ###\n"),
    ],
)
def test_marks_of_markdown_are_no_part_of_numbered_headings(text: str) -> None:
    assert headings(text) == _NUMBERED
    assert [piece.text for piece in read(text).pieces] == [_MET, _DONE, _MET]


def test_a_bold_heading_run_into_its_text() -> None:
    text = f"**一、加强组织领导。**{_MET}\n**二、规范行政执法。** {_DONE}"
    assert headings(text) == [(1, "一、", "加强组织领导"), (1, "二、", "规范行政执法")]
    assert [piece.text.lstrip("* ") for piece in read(text).pieces] == [
        f"一、加强组织领导。**{_MET}",
        f"二、规范行政执法。** {_DONE}",
    ]


def test_number_signs_make_a_heading_of_any_words_on_a_level_of_their_own() -> None:
    assert headings(_NAMED) == [(1, "", "主要做法"), (2, "", "领导有力"), (2, "", "执法有度"), (1, "", "存在的问题")]
    assert [piece.heading_path for piece in read(_NAMED).pieces] == [
        ("主要做法", "领导有力"),
        ("主要做法", "执法有度"),
        ("存在的问题",),
    ]


def test_number_signs_below_a_numbered_heading() -> None:
    text = f"## 一、主要做法\n### 领导有力\n{_MET}\n### 执法有度\n{_DONE}\n## 二、存在的问题\n{_MET}"
    found = [(1, "一、", "主要做法"), (2, "", "领导有力"), (2, "", "执法有度"), (1, "二、", "存在的问题")]
    assert headings(text) == found


@pytest.mark.parametrize("line", ["#法治宣传#话题阅读量达到3万次，点赞1200次。", "12#楼电梯已完成改造，居民反响良好。"])
def test_number_signs_in_text_are_text(line: str) -> None:
    assert headings(f"一、主要做法\n{line}\n{_MET}") == [(1, "一、", "主要做法")]


def test_a_sentence_in_bold_is_no_heading() -> None:
    text = f"一、主要做法\n{_MET}\n**没有发生行政复议纠错案件。全年无行政败诉案件。**\n{_DONE}"
    assert headings(text) == [(1, "一、", "主要做法")]


@pytest.mark.parametrize("text", ["# " + " " * 100_000 + "x#y", "**a" * 100_000, "# #" * 100_000])
def test_marks_without_end_cost_no_time(text: str) -> None:
    assert headings(f"一、主要做法\n{text}") == [(1, "一、", "主要做法")]


def test_a_whole_report_in_markdown() -> None:
    body = f"　　2021年，全县扎实推进依法行政，法治政府建设取得新成效，现将情况报告如下：\n\n{_TEXT}"
    found = analysed(f"# 嘉鱼县2021年度法治政府建设情况报告\n\n{body}\n\n**嘉鱼县人民政府**\n\n2022年1月5日")
    assert found.document is not None
    assert found.document.report.title == "嘉鱼县2021年度法治政府建设情况报告"
    assert [heading.text for heading in found.document.headings] == [text for _, _, text in _NUMBERED]
    assert found.document.report.signature == "嘉鱼县人民政府"
