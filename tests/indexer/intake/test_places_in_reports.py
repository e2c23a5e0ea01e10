"""Of which place a report is: short names, branches, names of other years, and places named in passing."""

import pytest

from tests.indexer.invented import names, page, report


def _of(title: str, text: str = "", we: str = "我们") -> tuple[list[str], str | None]:
    """Return (jurisdiction, department) of a report with the title and `text` in its body."""
    content = page(title, we=we).replace("优化营商环境。", f"优化营商环境。{text}")
    found = report(content)
    return names(found), found.department


@pytest.mark.parametrize(
    ("title", "place", "department"),
    [
        ("广西2021年度法治政府建设情况报告", "广西壮族自治区", None),
        ("西青2021年度法治政府建设情况报告", "西青区", None),
        ("嘉鱼县政府2021年度法治政府建设情况报告", "嘉鱼县", None),
        ("咸宁市生态环境局嘉鱼县分局2021年法治政府建设情况报告", "嘉鱼县", "咸宁市生态环境局嘉鱼县分局"),
        ("国家税务总局嘉鱼县税务局2021年法治政府建设情况报告", "嘉鱼县", "国家税务总局嘉鱼县税务局"),
        ("嘉鱼县综合行政执法局2021年法治政府建设情况报告", "嘉鱼县", "嘉鱼县综合行政执法局"),
        ("嘉鱼县林草局2021年法治政府建设情况报告", "嘉鱼县", "嘉鱼县林草局"),
        ("嘉鱼县医保局2021年法治政府建设情况报告", "嘉鱼县", "嘉鱼县医保局"),
        ("嘉鱼县大数据发展管理局2021年法治政府建设情况报告", "嘉鱼县", "嘉鱼县大数据发展管理局"),
        ("嘉鱼县档案馆2021年法治政府建设情况报告", "嘉鱼县", "嘉鱼县档案馆"),
        ("莫力达瓦达斡尔族自治旗2021年法治政府建设情况报告", "莫力达瓦达斡尔族自治旗", None),
        ("第八师石河子市2021年法治政府建设情况报告", "石河子市", None),
        ("松岭区2021年法治政府建设情况报告", "松岭区", None),
        ("加格达奇区民政局2021年法治政府建设情况报告", "加格达奇区", "加格达奇区民政局"),
        ("大柴旦行政委员会2021年法治政府建设情况报告", "大柴旦行政委员会", None),
        ("大兴安岭地区行政公署2021年法治政府建设情况报告", "大兴安岭地区", None),
        ("锡林郭勒盟2021年法治政府建设情况报告", "锡林郭勒盟", None),
        ("郑东新区2021年法治政府建设情况报告", "郑东新区", None),
        ("惠州市大亚湾经济技术开发区2021年法治政府建设情况报告", "大亚湾经济技术开发区", None),
    ],
)
def test_the_place_and_the_office_in_a_title(title, place, department):
    found, whose = _of(title)
    assert (found[-1], whose) == (place, department)


def test_an_office_s_short_place_counts_only_if_the_page_names_it():
    assert _of("嘉鱼司法局2021年法治政府建设情况报告") == ([], "嘉鱼司法局")
    assert _of("嘉鱼司法局2021年法治政府建设情况报告", "嘉鱼县委听取汇报。")[0][-1] == "嘉鱼县"
    assert _of("公安局2021年法治政府建设情况报告")[0] == []


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("新市区2021年度法治政府建设情况报告", "新市区"),  # 乌鲁木齐's: 保定's was renamed in 2015
        ("新市区2014年度法治政府建设情况报告", None),
        ("保定市新市区2014年度法治政府建设情况报告", "竞秀区"),
        ("永定区2012年依法行政工作报告", "永定区"),  # 张家界's: 龙岩's was 永定县 until 2014
        ("永定区2016年法治政府建设情况报告", None),
        ("清河区2020年法治政府建设情况报告", "清河区"),  # 铁岭's: 淮安's was merged in 2016
        ("淮安市清河区2014年依法行政工作报告", "清江浦区"),
        ("重庆市江北区2024年法治政府建设情况报告", "两江新区"),
        ("江北区2026年法治政府建设情况报告", "江北区"),
        ("大同市城区2016年法治政府建设情况报告", "平城区"),
        ("龙华新区2015年法治政府建设情况报告", "龙华区"),
        ("玉树县2012年依法行政工作报告", "玉树市"),
        ("邯郸县2014年依法行政工作报告", None),  # divided between two districts
    ],
)
def test_a_name_is_that_of_the_year_reported_on(title, place):
    found, _ = _of(title)
    assert (found[-1] if found else None) == place


@pytest.mark.parametrize(
    "passing",
    [
        "赴浙江省安吉县学习考察。",
        "浙江省德清县来我县考察。",
        "安吉县的做法值得借鉴。",
        "在江西省修水县人民法院应诉2件。",
        "通山县、崇阳县来我县交流。",
        "上海市浦东新区率先推行，我县积极借鉴。",
    ],
)
def test_a_place_named_in_passing_is_not_the_report_s(passing):
    assert _of("2021年度法治政府建设情况报告", passing, we="我县")[0] == []
    named = page("2021年度法治政府建设情况报告", we="我县").replace("2021年，我县", "2021年，嘉鱼县")
    assert names(report(named.replace("优化营商环境。", f"优化营商环境。{passing}")))[-1] == "嘉鱼县"


def test_a_street_takes_its_district_from_the_organisation_below_its_title():
    found = report(page("大宁路街道2021年度法治政府建设情况报告\n上海市静安区人民政府", we="街道"))
    assert names(found)[-1] == "静安区"


@pytest.mark.parametrize(
    ("head", "lead", "places"),
    [
        (
            "经济开发区2021年度法治政府建设情况报告",
            "2021年赤壁经济开发区坚持依法行政。",
            ["湖北省", "咸宁市", "赤壁市", "赤壁经济开发区"],
        ),
        ("高新区2021年度法治政府建设情况报告", "2021年，全区推进法治咸宁建设。", ["湖北省", "咸宁市", "高新区"]),
        ("", "2021年，高新区坚持服务企业，咸宁市考核优秀，咸宁市表彰。", ["湖北省", "咸宁市", "高新区"]),
        ("高新区2021年度法治政府建设情况报告", "2021年，各单位推进依法行政。", []),
        ("", "2021年，咸宁市高新区、开发区坚持服务企业，咸宁市效能提升。", ["湖北省", "咸宁市"]),
    ],
)
def test_a_zone_called_by_its_kind_is_not_the_place_it_lies_in(head, lead, places):
    assert names(report(page(f"{head}\n　　{lead}", we="各单位"))) == places


def test_a_township_that_begins_like_a_zone_is_none():
    assert _of("新城镇2021年法治政府建设情况报告") == ([], "新城镇人民政府")


def test_where_an_office_sits_is_not_its_place():
    lead = "　　如有疑问，请与市财政局联系（地址：咸宁市咸安区长安大道18号）。咸宁市财政增收，获咸宁市表彰。\n"
    said = "　　2021年，市财政局坚持依法行政，法治政府建设有新进展。\n"
    found = report(page(said + lead, we="各单位"))
    assert (names(found)[-1:], found.department) == (["咸宁市"], "市财政局")


def test_an_office_of_a_city_is_in_no_district():
    said = "　　2021年，市财政局坚持依法行政。咸安区试点，咸安区推广，咸安区总结，咸宁市、咸宁市部署。\n"
    assert names(report(page(said, we="各单位")))[-1:] in (["咸宁市"], [])


def test_a_region_code_opens_an_index_number():
    head = "- 索 引 号：370402/2022-00029\n市中区文化和旅游局2021年度法治政府建设情况报告"
    assert names(report(page(head, we="各单位"))) == ["山东省", "枣庄市", "市中区"]
