"""Titles, notices, signatures and dates in the forms that files give them."""

import pytest

from tests.indexer.invented import analysed, kinds, names, page, report

_TITLE = "嘉鱼县2021年度法治政府建设情况报告"
_ABOUT = "关于2021年度法治政府建设情况的报告"


@pytest.mark.parametrize(
    "title",
    [
        "《嘉鱼县2021年度法治政府建设情况报告》",
        "嘉鱼县人民政府2021年度法治政府建设情况说明",
        "嘉鱼县二○二一年法治政府建设情况报告",
        "嘉鱼县２０２１年度法治政府建设情况报告",
        "【公示】嘉鱼县2021年度法治政府建设情况报告",
        "嘉鱼2021年度法治政府建设情况报告",
        "嘉鱼县人民政府关于报送2021年度法治政府建设工作总结的报告",
    ],
)
def test_a_title_says_of_whom_and_of_which_year(title):
    found = report(page(f"{title}\n发布时间：2022-01-20　来源：县政府办"))
    assert (found.title, names(found)[-1:], found.year) == (title, ["嘉鱼县"], 2021)


@pytest.mark.parametrize(
    "lines",
    [
        ["嘉鱼县人民政府", _ABOUT],
        ["嘉鱼县卫健委", _ABOUT],
        ["嘉鱼县档案馆", _ABOUT],
        ["2021年度", "嘉鱼县法治政府建设情况报告"],
        ["嘉鱼县法治政府建设情况报告", "（2021年度）"],
        ["中共嘉鱼县委", "嘉鱼县人民政府", _ABOUT],
        ["嘉鱼县人民政府", "关于2021年度", "法治政府建设", "情况的报告"],
        ["嘉鱼县人民政府关于嘉鱼县2021年", "度法治政府建设情况的报告"],
        ["嘉鱼县2021年度法治政", "府建设情况报告"],
    ],
    ids="".join,
)
@pytest.mark.parametrize("below", ["", "\n\n发布时间：2022-01-20　来源：县政府办"])
def test_a_title_broken_over_lines_is_one(lines, below):
    found = report(page("\n".join(lines) + below))
    assert (found.title, found.year) == ("".join(lines), 2021)


def test_a_year_of_a_list_above_a_title_is_not_its_own():
    found = report(page(f"2023年\n\n{_TITLE}"))
    assert (found.title, found.year) == (_TITLE, 2021)
    assert report(page("2023年\n\n嘉鱼县法治政府建设情况报告")).title == "嘉鱼县法治政府建设情况报告"


# -- notices that have the report below themselves ---------------------------------------------------------------------

_NOTICE = """嘉鱼县人民政府办公室
关于公布嘉鱼县2021年度法治政府建设情况报告的通知
嘉政办发〔2022〕3号
各乡镇人民政府，县直有关单位：
　　《嘉鱼县2021年度法治政府建设情况报告》已经县政府常务会议审定，现予公布。"""


def test_the_report_below_a_notice_bears_its_own_title():
    text = page(f"{_NOTICE}\n嘉鱼县人民政府办公室\n2022年3月5日\n{_TITLE}")
    found = report(text)
    assert (found.title, found.title_missing) == (_TITLE, False)
    assert (found.year, str(found.signature_date)) == (2021, "2022-03-05")
    assert kinds(text)[:9] == list("ttmxxsstx")
    assert "second_report" not in found.flags


def test_a_broken_title_below_a_notice_is_joined():
    found = report(page(f"{_NOTICE}\n嘉鱼县人民政府\n{_ABOUT}"))
    assert found.title == f"嘉鱼县人民政府{_ABOUT}"


# -- the end of the document -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇二二年一月五日", "2022-01-05"),
        ("二○二二年一月五日", "2022-01-05"),
        ("二0二二年一月五日", "2022-01-05"),
        ("二零二二年元月五日", "2022-01-05"),
        ("二O二二年一月廿五日", "2022-01-25"),
        ("2O22年1月5日", "2022-01-05"),
        ("２０２２年１月５日", "2022-01-05"),
        ("2022 年 1 月 5 日", "2022-01-05"),
        ("2022.1.5", "2022-01-05"),
    ],
)
def test_a_signature_s_date_however_written(written, day):
    found = report(page(_TITLE, f"嘉鱼县人民政府\n{written}"))
    assert (found.signature, str(found.signature_date)) == ("嘉鱼县人民政府", day)


@pytest.mark.parametrize(
    ("tail", "end"),
    [
        ("中共嘉鱼县委\n嘉鱼县人民政府\n2022年1月5日", "sss"),
        ("2022年1月5日", "s"),
        ("附件：1.统计表\n2.清单\n嘉鱼县人民政府\n2022年1月5日", "xxss"),
        ("嘉鱼县人民政府\n2022年1月5日\n附件：1.统计表\n2.清单", "ssbb"),
        ("嘉鱼县人民政府\n2022年1月5日\n（联系人：王某，联系电话：0715-6322222）", "ssb"),
        ("嘉鱼县人民政府\n2022年1月5日\n抄送：县委办公室。\n嘉鱼县人民政府办公室　2022年1月7日印发", "ssbb"),
        ("嘉鱼县人民政府\n热点信息\n优化营商环境大事记\n技术支持：县信息中心", "sbbb"),
        ("（嘉鱼县人民政府）\n（2022年1月5日）", "ss"),
        ("报告单位：嘉鱼县司法局\n报告时间：2022年1月5日", "mm"),
        ("嘉鱼县人民政府\n2022年1月5日\n注：数据截至2021年12月31日。", "ssx"),
        ("嘉鱼县人民政府\n2022年1月5日\n附件：任务清单\n一、加强领导。各乡镇明确专人负责，按时完成。", "ssxx"),
        ("嘉鱼县人民政府\n2022年1月5日\n声明：本网转载内容仅供参考，如有侵权请联系删除。", "ssb"),
        ("嘉鱼县人民政府办公室主办　县政务服务和大数据管理局承办\n网站标识码：4212210001", "bb"),
    ],
)
def test_what_stands_below_the_text(tail, end):
    found = kinds(page(_TITLE, tail))
    assert "".join(found[-len(end) :]) == end


def test_two_signatories_are_both_named():
    found = report(page(_TITLE, "中共嘉鱼县委\n嘉鱼县人民政府\n2022年1月5日"))
    assert found.signature == "中共嘉鱼县委 嘉鱼县人民政府"


@pytest.mark.parametrize(
    "line",
    [
        "各镇人民政府、朝阳街道办事处，县政府各工作部门、各直属机构：",
        "各乡镇、街道，县直有关单位：",
        "县委并县人大常委会：",
        "各乡镇人民政府，县直各委、办、局：",
    ],
)
def test_those_addressed_are_no_paragraph(line):
    found = analysed(page(f"{_TITLE}\n{line}"))
    assert found.lines[1].kind == "body"
    assert all(line not in paragraph.text for paragraph in found.occurrences)


@pytest.mark.parametrize("page_number", ["\t1", " …… 1", "........1", ""])
def test_a_table_of_contents_is_no_text(page_number):
    contents = "\n".join(f"{line}{page_number}" for line in ("一、主要工作", "二、存在的问题", "三、下一步打算"))
    found = analysed(page(f"{_TITLE}\n目　录\n{contents}"))
    assert [line.kind for line in found.lines[1:5]] == ["boilerplate"] * 4
    assert found.document is not None
    assert sum(heading.text == "主要工作" for heading in found.document.headings) == 1


def test_a_heading_called_contents_alone_hides_nothing():
    text = page(f"{_TITLE}\n目录\n")
    assert kinds(text).count("x") == kinds(page(_TITLE)).count("x")


@pytest.mark.parametrize("mark", ["— 3 —", "-3-", "第3页", "第 3 页 共 12 页"])
def test_page_numbers_inside_the_text_are_none_of_it(mark):
    lines = page(_TITLE).split("\n")
    assert kinds("\n".join((*lines[:4], mark, *lines[4:])))[4] == "b"


@pytest.mark.parametrize("line", ["3", "32", "-5", "第3页起为附表数据"])
def test_numbers_that_may_be_figures_stay_text(line):
    lines = page(_TITLE).split("\n")
    assert kinds("\n".join((*lines[:4], line, *lines[4:])))[4] == "x"


def test_a_notice_under_a_red_head_gives_the_report_below_it_its_own_title():
    notice = (
        "崇阳县人民政府办公室文件\n崇政办发〔2022〕4号\n"
        "崇阳县人民政府办公室关于印发崇阳县2021年度法治政府建设工作报告的通知\n"
        "各乡镇人民政府，县直各单位：\n《崇阳县2021年度法治政府建设工作报告》已经县政府同意，现印发给你们，请认真学习。\n"
        "崇阳县人民政府办公室\n2022年2月8日\n崇阳县2021年度法治政府建设工作报告"
    )
    found = analysed(page(notice))
    assert found.document is not None
    assert found.document.report.title == "崇阳县2021年度法治政府建设工作报告"
    assert "second_report" not in found.document.report.flags
    assert [line.kind for line in found.lines[5:8]] == ["signature", "signature", "title"]
