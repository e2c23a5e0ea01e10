"""Reports whose lines say little each: subtitles, tables and sentences too short to be known by their length."""

import pytest

from tests.indexer.invented import analysed, kinds, page, text

_TITLE = "嘉鱼县2021年度法治政府建设情况报告"
_SITE = "扫一扫在手机打开当前页\n责任编辑：李四\n版权所有：嘉鱼县人民政府　鄂ICP备12345678号"
_SHORT = """1. 组织领导
1.1 专题研究
县政府研究法治工作4次。
1.2 督促落实
部门述法12家，任务办结。
2. 行政执法
| 事项 | 件数 |
| 许可 | 310 |
| 处罚 | 86 |
2.1 案件办理
处罚案件无一撤销。
3. 存在的问题
基层执法力量不足。
4. 下一步打算
加强执法培训和监督。"""


@pytest.mark.parametrize("head", ["", "首页 > 政务公开\n", "发布机构：县政府办　发布日期：2022-01-05\n"])
@pytest.mark.parametrize("below", ["", "\n时间：2022-01-05　来源：本网"])
@pytest.mark.parametrize("tail", ["", f"\n{_SITE}"])
def test_short_lines_below_a_title_are_text(head: str, below: str, tail: str) -> None:
    found = analysed(f"{head}{_TITLE}{below}\n{_SHORT}{tail}")
    told = {line.text: line.kind for line in found.lines}
    assert {told[line] for line in _SHORT.split("\n")} == {"body"}
    assert {told[line] for line in tail.split("\n")[1:]} <= {"boilerplate", "meta"}
    assert found.document is not None
    texts = [heading.text for heading in found.document.headings]
    assert texts == ["组织领导", "专题研究", "督促落实", "行政执法", "案件办理", "存在的问题", "下一步打算"]


def test_a_sentence_of_the_site_between_two_titles_opens_no_text() -> None:
    head = f"{_TITLE}_县政府\n欢迎您光临本县网上大厅。\n{_TITLE}"
    assert "".join(kinds(page(head))[:3]) in ("tbt", "bbt")


@pytest.mark.parametrize("dash", ["——", "—", "--", "―― "])
def test_a_line_led_by_a_dash_below_the_title_is_its_subtitle(dash: str) -> None:
    content = page(f"{_TITLE}\n{dash}奋力打造鄂南平安大道\n时间：2022-01-20　来源：县司法局")
    assert kinds(content)[:3] == ["t", "t", "m"]
    found = analysed(content)
    assert found.document is not None
    assert found.document.report.title == _TITLE


def test_dashes_that_lead_the_text_are_no_subtitles() -> None:
    content = page(f"{_TITLE}\n——加强领导。全年召开会议4次，研究法治工作12件，任务全部按时办结，成效明显。")
    assert kinds(content)[:2] == ["t", "x"]


def test_prose_without_headings_below_the_site_s_lines_is_not_lost() -> None:
    lines = [f"县水利局第{n}次专题研究依法治水，印发要点{n}份，明确责任人。各乡镇按期办结，群众普遍满意，"
             "河道面貌明显改善，投诉逐月下降。" for n in "一二三"]  # fmt: skip
    found = analysed(page(_TITLE, "\n".join(("嘉鱼县人民政府\n2022年1月20日\n扫一扫在手机打开当前页", *lines))))
    assert {line.kind for line in found.lines if "依法治水" in line.text} == {"body"}


def test_the_body_of_a_usual_report_is_what_it_was() -> None:
    assert kinds(page(_TITLE))[1:] == ["x"] * len(text().split("\n"))
