"""Pages as sites lay them out: lists of labels with bullets, text below the site's lines, titles run into the text."""

from datetime import date

import pytest

from tests.indexer.invented import analysed, kinds, page, report, text

_TITLE = "嘉鱼县2021年度法治政府建设情况报告"


@pytest.mark.parametrize("bullet", ["•", "●", "■", "◆", "▪", "·", "-", "*", "○"])
def test_labels_of_a_list_with_their_values_below(bullet):
    labels = (
        ("索引号", "421221/2022-00117"),
        ("发文机构", "县政府办公室"),
        ("主题分类", ""),
        ("发文日期", "2022年01月20日"),
    )
    rows = "\n".join(f"  {bullet} {name}:\n\n    {value}" for name, value in (*labels, ("发布日期", "2022年01月21日")))
    found = report(page(f"返回顶部\n\n{_TITLE}\n\n{rows}\n\n{_TITLE}\n"))
    assert (found.index_number, found.issuer) == ("421221/2022-00117", "县政府办公室")
    assert found.publication_date == date(2022, 1, 21)
    assert found.evidence["issuer"].rule == "标签“发文机构”"


def test_labels_of_a_list_with_their_values_beside():
    labels = ("所属类目: 法治政府", "体       裁: 报告", "机构名称: 县司法局", "发文字号: 嘉法〔2022〕1号")
    head = "\n".join((_TITLE, *(f"  • {label}" for label in labels)))
    found = report(page(head))
    assert (found.issuer, found.doc_number) == ("县司法局", "嘉法〔2022〕1号")
    assert kinds(page(head))[:5] == ["t", "m", "m", "m", "m"]


_SIGNED = "嘉鱼县人民政府\n2022年1月20日\n扫一扫在手机打开当前页\n"


def test_a_text_below_the_site_s_lines_is_not_lost():
    second = text("县水利局", **{"2021年": "当年", "2022年": "来年"})
    found = analysed(page(_TITLE, f"{_SIGNED}{second}\n版权所有：嘉鱼县人民政府"))
    told = {line.text.strip(): line.kind for line in found.lines}
    assert all(told[line.strip()] == "body" for line in second.split("\n"))
    assert told["版权所有：嘉鱼县人民政府"] == "boilerplate"


def test_teasers_of_other_pages_below_are_no_text():
    teasers = "相关文章\n" + "\n".join(
        f"县水利局第{n}次召开会议，部署推进河道治理工作，县领导出席会议并讲话。" for n in "一二三四"
    )
    found = analysed(page(_TITLE, f"{_SIGNED}{teasers}"))
    assert all(line.kind == "boilerplate" for line in found.lines if "河道治理" in line.text)


@pytest.mark.parametrize(
    "title",
    ["嘉鱼县人民政府关于2021年度法治政府建设情况的报告", "嘉鱼县水利局2021年法治政府建设工作总结", _TITLE],
)
def test_a_title_that_the_text_runs_on_from(title):
    flat = "".join(line.strip() for line in text("各单位").split("\n"))
    found = report(title + flat)
    assert (found.title, found.year, found.title_missing) == (title, 2021, False)
    assert found.evidence["title"].rule == "正文开头"
    assert found.jurisdiction[-1].name == "嘉鱼县"


@pytest.mark.parametrize(
    "opening",
    [
        "依据《报告制度》规定，县财政局认真梳理法治政府建设工作总结",
        "根据关于报送2021年度法治政府建设情况报告的通知要求，",
        "按照县委要求，我们认真撰写法治政府建设情况报告，",
    ],
)
def test_a_sentence_that_speaks_of_a_report_is_no_title(opening):
    assert report(page("", we="全县").replace("2021年，", f"{opening}2021年，", 1)).title_missing


@pytest.mark.parametrize("behind", ["及2022年工作方案", "和2022年工作部署", "暨2022年工作要点"])
def test_a_report_with_what_comes_next_in_its_title(behind):
    found = report(page(f"嘉鱼县2021年法治政府建设情况报告{behind}"))
    assert (found.year, found.title_missing) == (2021, False)


@pytest.mark.parametrize(
    ("head", "we"),
    [
        ("2021年区法治政府建设情况报告\n时间：2022-01-20　来源：网友投稿", "全区"),
        ("2021年区法治政府建设情况报告\n下面是小编为大家整理的报告，供大家参考。", "全区"),
        (_TITLE, "xx省xx市人民政府"),
        (_TITLE, "*市*区人民政府"),
        ("教育局2021年度法治政府建设报告\n篇1", "__区教育局按照____思想，20__年"),
        ("《区教育局2021年法治政府建设报告.docx》由会员分享，更多请在线阅读。", "区教育局"),
        ("2021年乡法治政府建设工作总结", "*乡"),
        ("政府法治政府建设小结\n前言：本站为你精心整理了这篇文章，希望能有参考价值。", "全区"),
    ],
)
def test_essays_to_copy_from_are_no_reports(head, we):
    assert analysed(page(head, we=we)).document is None


def test_the_address_of_a_site_before_a_title_is_no_part_of_it():
    flat = "".join(line.strip() for line in text("省政府").split("\n"))
    found = report(f"文库在线—天天更新www.wenku.example湖北省2021年度法治政府建设情况报告{flat}")
    assert found.title == "湖北省2021年度法治政府建设情况报告"


_PAPERS = (
    "年度报告制度的生成逻辑与展望\n——基于一百个地方样本的实证考察\n关键词：年度报告；法治政府",
    "县域法治政府建设研究\n法学园地2021年3期\n摘要：本文讨论年度报告。\n（湖北某大学 法学院，湖北 武汉）",
)


@pytest.mark.parametrize("head", _PAPERS)
def test_papers_on_such_reports_are_none(head):
    assert analysed(page(head, we="各地")).reject_reason == "是文章，不是一地的年度报告"


@pytest.mark.parametrize(
    "lead",
    [
        "为规范法治政府建设年度报告工作，压实主体责任，结合实际，制定本工作指引。",
        "现将我市两级法院行政审判工作情况报告如下，请审议，并对依法行政提出意见。",
    ],
)
def test_texts_without_a_title_that_only_speak_of_law(lead):
    assert analysed(page(f"　　{lead}", we="各单位")).document is None


def test_a_title_under_a_label_in_brackets():
    found = report(page("【信息标题】嘉鱼县水利局2021年法治政府建设情况 【发布日期】2022-01-22 【信息来源】县水利局"))
    assert (found.title, found.department) == ("嘉鱼县水利局2021年法治政府建设情况", "嘉鱼县水利局")
    assert (found.publication_date, found.source) == (date(2022, 1, 22), "县水利局")


def test_an_openness_report_is_known_by_its_prescribed_headings():
    body = (
        "一、总体情况\n2021年，市文旅局围绕法治政府建设推进政务公开和执法监督。\n三、收到和处理政府信息公开申请情况\n无"
    )
    assert "信息公开" in str(analysed(f"{body}\n{text('各单位')}").reject_reason)
