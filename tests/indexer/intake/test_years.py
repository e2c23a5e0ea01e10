"""Which year a report is on: what titles, first lines and dates may say, and where they leave it open."""

import pytest

from tests.indexer.invented import page, report

_UNDATED = "嘉鱼县法治政府建设情况报告"


def _opening(lead: str, head: str = _UNDATED, tail: str = "") -> str:
    """Return a page whose text opens with `lead` and plans for no year."""
    text = page(head, tail).replace("2021年，全县坚持", f"{lead}全县坚持")
    return text.replace("2022年，全县将", "下一步，全县将")


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("嘉鱼县2021年上半年法治政府建设情况报告", 2021),
        ("嘉鱼县2021年第三季度法治政府建设情况报告", 2021),
        ("嘉鱼县2021法治政府建设情况报告", 2021),
        ("2021嘉鱼县法治政府建设情况报告", 2021),
        ("嘉鱼县 2021 年 度 法治政府建设情况报告", 2021),
        ("嘉鱼县二○二一年度法治政府建设情况报告", 2021),
        ("嘉鱼县二0二一年度法治政府建设情况报告", 2021),
        ("嘉鱼县2021年法治政府建设工作总结和2022年工作计划", 2021),
        ("嘉鱼县2021年法治政府建设情况报告（2022年1月5日）", 2021),
        ("嘉鱼县贯彻落实《法治政府建设实施纲要（2021-2025年）》2022年度情况报告", 2022),
        ("嘉鱼县贯彻落实法治政府建设实施纲要（2021-2025年）2022年度情况报告", 2022),
    ],
)
def test_the_title_says_the_year(title, year):
    assert report(page(title)).year == year


@pytest.mark.parametrize(
    "title",
    [
        "嘉鱼县2019-2020年度法治政府建设情况报告",
        "嘉鱼县2019—2020年法治政府建设工作总结",
        "嘉鱼县20212025年法治政府建设情况报告",
        "嘉鱼县2021至2022年法治政府建设情况报告",
        "嘉鱼县2020、2021年法治政府建设情况报告",
        "嘉鱼县2020年和2021年法治政府建设情况报告",
        "嘉鱼县法治政府建设情况报告（2020—2021年）",
        "嘉鱼县2020年10月至2021年10月法治政府建设情况报告",
        "嘉鱼县“十三五”时期法治政府建设情况报告",
        "嘉鱼县近五年法治政府建设情况报告",
    ],
)
def test_a_title_on_several_years_leaves_the_year_open_and_says_so(title):
    found = report(page(title, "嘉鱼县人民政府\n2022年1月5日"))
    assert found.year is None
    assert "year_tie" in found.flags
    assert found.evidence["year"].rule == "标题涉及多个年度"


@pytest.mark.parametrize(
    "lead",
    [
        "2021年，",
        "2021年度，",
        "过去的2021年，",
        "2021年是“十四五”开局之年，",
        "2021年，是《法治社会建设实施纲要（2020—2025年）》推进的第二年。",
        "2021年，我县将依法行政纳入各单位考核，",
        "2021年，突出抓好重要领域，",
        "2021年1月至12月，",
        "我县2021年深入贯彻，",
        "与2020年相比，2021年",
        "二○二一年是极不平凡的一年，",
        "根据《纲要（2015—2020年）》要求，现将嘉鱼县2021年度法治政府建设情况公告如下。",
        "根据《关于报送2021年度法治政府建设情况报告的通知》，现就2021年度工作报告如下。",
    ],
)
def test_the_first_lines_say_the_year(lead):
    assert report(_opening(lead)).year == 2021


@pytest.mark.parametrize(
    "lead",
    [
        "今年以来，",
        "2016年以来，",
        "2016年至2020年，",
        "2020年底，县委印发意见，",
        "在2020年工作基础上，",
        "2021年1月5日召开会议，",
        "按照2020年工作要点，",
        "自2021年《纲要》颁布以来，",
        "2021年以来，特别是2022年，",
    ],
)
def test_other_years_in_the_first_lines_are_not_the_report_s(lead):
    assert report(_opening(lead)).year is None


@pytest.mark.parametrize(("day", "year"), [("2022年1月5日", 2021), ("2022年4月1日", 2021), ("2021年12月17日", 2021)])
def test_a_signature_in_season_tells_the_year(day, year):
    assert report(_opening("", tail=f"嘉鱼县人民政府\n{day}")).year == year


@pytest.mark.parametrize("day", ["2021年7月25日", "2021年10月8日"])
def test_a_signature_out_of_season_tells_nothing(day):
    assert report(_opening("", tail=f"嘉鱼县人民政府\n{day}")).year is None


def test_a_publication_late_in_the_year_may_be_of_either():
    assert report(_opening("", head=f"{_UNDATED}\n发布时间：2021-12-20")).year is None


def test_since_a_year_tells_it_where_the_dates_agree():
    signed = "嘉鱼县人民政府\n2022年1月5日"
    assert report(_opening("2021年以来，", tail=signed)).year == 2021
    assert report(_opening("2016年以来，", tail=signed)).evidence["year"].rule == "由落款日期推定"


def test_hints_that_contradict_each_other_leave_the_year_open():
    text = page(_UNDATED).replace("2021年，全县坚持", "2022年，全县坚持")
    found = report(text)
    assert found.year is None
    assert found.evidence["year"].rule.endswith("年度不一致")
    assert report(f"{text}\n嘉鱼县人民政府\n2022年1月5日").year == 2021


def test_a_page_may_be_published_anew_years_later():
    assert report(page(f"{_UNDATED}\n发布时间：2026-06-01")).year == 2021


def test_a_title_joined_to_its_text_says_the_year():
    text = page("嘉鱼县2020年度法治政府建设情况报告").replace("\n", "").replace("2021年，", "一年来，")
    found = report(text.replace("2022年，", "下一步，"))
    assert (found.title_missing, found.year, found.evidence["year"].rule) == (False, 2020, "正文开头")


def test_a_page_s_first_words_joined_to_the_text_do_not_hide_it():
    assert report(f"首页 > 公开 {page('嘉鱼县2020年度法治政府建设情况报告')}".replace("\n", "")).year == 2020


def test_since_a_year_tells_it_where_the_text_calls_it_this_year_s():
    said = "2021年以来，我县工作有序推进，现将本年度有关情况报告如下。"
    assert report(_opening(said)).year == 2021
    assert report(_opening(said).replace("12万件", "12万件，截至2022年6月又有新进展")).year is None
    assert report(_opening(said.replace("本年度", ""))).year is None


def test_a_title_may_name_the_year_of_writing():
    title, signed = "嘉鱼县2022年法治政府建设工作报告", "嘉鱼县人民政府\n2022年1月20日"
    assert report(page(title)).year == 2022  # nothing tells when it was written
    found = report(page(title, signed))
    assert (found.year, found.evidence["year"].rule) == (2021, "首段和下一年安排")
    silent = report(_opening("一年来，", title, signed))
    assert (silent.year, silent.evidence["year"].rule) == (None, "标题的年度与正文、日期不一致")
    slip = page(title, signed).replace("2022年，", "2023年，").replace("2021年，", "2022年，")
    assert report(slip).year == 2022  # it is the date that is last year's, as happens in January
