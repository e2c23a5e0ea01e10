"""What a report says of itself: the seeds as labelled, invented pages as a careful reader would."""

from dataclasses import asdict
from datetime import date

import pytest

from indexer.intake.dates import find_date, find_years, western
from indexer.intake.departments import body_of
from indexer.intake.titles import is_title, object_of, subject
from tests.conftest import SEEDS
from tests.indexer.intake.test_lines import GOLD
from tests.indexer.invented import page, report

FIELDS = (
    "title",
    "department",
    "issuer",
    "report_year",
    "publication_date",
    "signature",
    "signature_date",
    "index_number",
    "doc_number",
    "source",
)


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["file"][:3])
def test_seeds(gold):
    found = report((SEEDS / gold["file"]).read_bytes())
    values = asdict(found) | {"report_year": found.year, "title": None if found.title_missing else found.title}
    told = {
        key: value.isoformat() if isinstance(value, date) else value for key, value in values.items() if key in FIELDS
    }
    assert told == {key: gold[key] for key in FIELDS}
    assert [asdict(place) for place in found.jurisdiction] == gold["jurisdiction"]
    assert {"year" if key == "report_year" else key for key in FIELDS if gold[key]} <= found.evidence.keys()


def test_a_missing_title_is_proposed_and_flagged():
    found = report((SEEDS / "002_437bbe3c0d589296.txt").read_bytes())
    assert found.title == "金湖县2024年度法治政府建设情况报告"
    assert found.title_missing
    assert "title_missing" in found.flags


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("嘉鱼县2021年度\n法治政府建设情况报告", "嘉鱼县2021年度法治政府建设情况报告"),
        ("嘉鱼县人民政府\n关于2021年度法治政府建设情况的报告", "嘉鱼县人民政府关于2021年度法治政府建设情况的报告"),
        (
            "2021年度\n全面推进依法行政加快建设法治政府\n工作情况报告",
            "2021年度全面推进依法行政加快建设法治政府工作情况报告",
        ),
        ("朝阳区法治政府建设情况报告\n（2021年度）", "朝阳区法治政府建设情况报告（2021年度）"),
        ("2021年度富阳区法治政府建设情况报告_富阳区政府", "2021年度富阳区法治政府建设情况报告"),
        ("标题：富阳区2021年度法治政府建设情况报告\n来源：本网", "富阳区2021年度法治政府建设情况报告"),
        ("# **桐乡市2021年法治政府建设情况报告**", "桐乡市2021年法治政府建设情况报告"),
        ("桐乡市2021年法治政府建设情况报告 发布日期：2022-03-02", "桐乡市2021年法治政府建设情况报告"),
        ("開平市二〇二一年度法治政府建設情況報告", "開平市二〇二一年度法治政府建設情況報告"),
        ("来源\n区司法局\n义安区2021年法治政府建设情况报告", "义安区2021年法治政府建设情况报告"),
    ],
)
def test_titles(head, title):
    assert report(page(head)).title == title


@pytest.mark.parametrize(
    "line",
    [
        "嘉鱼县2021年度法治政府建设情况报告",
        "嘉鱼县财政局2021年依法行政工作总结",
        "2021年法治政府建设工作总结及2022年工作计划",
        "嘉鱼县2021年度推进法治政府建设工作情况",
        "嘉鱼县2021年法治政府建设情况年度公示",
    ],
)
def test_what_is_a_title(line):
    assert is_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "嘉鱼县2022年法治政府建设工作要点",
        "《嘉鱼县2021年度法治政府建设情况报告》解读",
        "关于印发《嘉鱼县2021年度法治政府建设情况报告》的通知",
        "上一篇：嘉鱼县2020年度法治政府建设情况报告",
        "一、法治政府建设工作情况",
        "现将2021年度法治政府建设情况报告",
        "2021年嘉鱼县政府工作报告",
        "法治政府建设" * 40 + "报告",
    ],
)
def test_what_is_no_title(line):
    assert not is_title(line)


@pytest.mark.parametrize(
    ("title", "whose", "of"),
    [
        ("嘉鱼县2020年度法治政府建设情况报告", "嘉鱼县", ""),
        ("金华市司法局关于2021年度法治政府建设情况的报告", "金华市司法局", "2021年度法治政府建设情况的报告"),
        ("2022年度上海市普陀区法治政府建设情况报告", "上海市普陀区", ""),
        ("关于二〇二一年嘉鱼县法治政府建设情况的报告", "嘉鱼县", ""),
        ("关于2021年度法治政府建设情况的报告", "", ""),
        ("嘉鱼县住房和城乡建设局推进法治政府建设情况", "嘉鱼县住房和城乡建设局", ""),
    ],
)
def test_subject_of_a_title(title, whose, of):
    assert (subject(title), object_of(title)) == (whose, of)


YEARS = [
    (page("嘉鱼县2019年度法治政府建设情况报告\n发布日期：2021-01-05"), 2019),
    (page("2021年法治政府建设工作总结和2022年工作思路"), 2021),
    (page("嘉鱼县二○二一年上半年法治政府建设工作情况报告"), 2021),
    (page("嘉鱼县法治政府建设情况报告\n发布日期：2022-03-02"), 2021),
    (
        page(
            "嘉鱼县法治政府建设情况报告\n发布日期：2022-03-02",
            **{"2021年，全县坚持": "《纲要（2021—2025年）》印发，全县坚持"},
        ),
        2021,
    ),
    (page("嘉鱼县法治政府建设情况报告", "嘉鱼县人民政府\n2020年12月17日", **{"2021年，": "", "2022年，": ""}), 2020),
    (page("嘉鱼县法治政府建设情况报告", "嘉鱼县人民政府\n2020年3月17日", **{"2021年，": "", "2022年，": ""}), 2019),
    (
        page("嘉鱼县法治政府建设情况报告\n落实20212025年规划", **{"2021年，": "", "2022年，全县将": "2025年全县将"}),
        2024,
    ),
    (page("嘉鱼县法治政府建设情况报告", **{"有关情况": "2020年度法治政府建设情况", "2021年，": "2021年1月，"}), 2020),
    (page("嘉鱼县法治政府建设情况报告", **{"2021年，": "", "2022年，": ""}), None),
]


@pytest.mark.parametrize(("content", "year"), YEARS)
def test_years(content, year):
    found = report(content)
    assert found.year == year
    assert bool({"year_unknown", "year_tie"} & {*found.flags}) is (year is None)


@pytest.mark.parametrize(
    ("head", "tail", "expected"),
    [
        ("公开日期：2022-03-11 发布日期：2022-03-10", "", "2022-03-11"),
        ("更新日期：2022-03-11 发布日期：2022-03-10", "", "2022-03-10"),
        ("生成日期：2022-03-01\n2022-03-09 10:00 来源：本网", "", "2022-03-09"),
        ("生成日期：2022-03-01", "嘉鱼县人民政府\n2022年2月1日", "2022-03-01"),
        ("发文日期：2022-03-01", "嘉鱼县人民政府\n2022年2月1日", "2022-02-01"),
        ("今天是2026年11月22日 星期日\n来源：本网 2022-03-09", "", "2022-03-09"),
        ("發佈日期：二〇二二年三月十五日", "", "2022-03-15"),
        ("发布日期：2022-13-45", "", None),
        ("2026年11月22日", "嘉鱼县人民政府\n2022年2月1日", "2022-02-01"),
        ("时间：2026-11-22 10:00", "嘉鱼县人民政府\n2022年2月1日", "2022-02-01"),
        ("2022-03-15", "嘉鱼县人民政府\n2022年2月1日", "2022-03-15"),
        ("嘉鱼县2021年法治政府建设情况报告\n——2022年3月8日在县人大常委会第二次会议上", "", None),
        ("嘉鱼县2021年法治政府建设情况报告\n县政府办　2022-03-08　阅读：120", "", "2022-03-08"),
        ("成文日期\n2022-01-20\n来源：\n2022-03-16", "", "2022-03-16"),
    ],
)
def test_publication(head, tail, expected):
    found = report(page(f"{head}\n嘉鱼县2021年法治政府建设情况报告", tail))
    assert (found.publication_date and found.publication_date.isoformat()) == expected


@pytest.mark.parametrize(
    ("tail", "signature", "day"),
    [
        ("嘉鱼县人民政府\n2022年1月5日", "嘉鱼县人民政府", "2022-01-05"),
        ("嘉 鱼 县 人 民 政 府（盖章）\n二〇二二年一月五日", "嘉鱼县人民政府", "2022-01-05"),
        ("　　嘉鱼县人民政府　2022年1月5日　", "嘉鱼县人民政府", "2022-01-05"),
        ("2022年1月5日\n嘉鱼县人民政府", "嘉鱼县人民政府", "2022-01-05"),
        ("中共嘉鱼县委\n嘉鱼县人民政府\n2022年1月5日", "中共嘉鱼县委 嘉鱼县人民政府", "2022-01-05"),
        ("特此报告。嘉鱼县人民政府2022年1月5日", "嘉鱼县人民政府", "2022-01-05"),
        ("2022年1月5日　嘉鱼县人民政府", "嘉鱼县人民政府", "2022-01-05"),
        ("（二〇二二年一月五日）嘉鱼县人民政府（盖章）", "嘉鱼县人民政府", "2022-01-05"),
        ("嘉鱼县人民政府\n（盖章）\n2022年1月5日", "嘉鱼县人民政府", "2022-01-05"),
        ("2022年1月5日\n中共嘉鱼县委\n嘉鱼县人民政府", "中共嘉鱼县委 嘉鱼县人民政府", "2022-01-05"),
        ("嘉鱼县人民政府\n2022年1月", "嘉鱼县人民政府", None),
        ("嘉鱼县人民政府办公室  2022年1月13日印发", None, None),
        ("", None, None),
    ],
)
def test_signatures(tail, signature, day):
    found = report(page("嘉鱼县2021年法治政府建设情况报告", tail))
    assert (found.signature, found.signature_date and found.signature_date.isoformat()) == (signature, day)
    assert found.issuer == signature


def test_labels_of_the_head():
    head = (
        "索 引 号：01/2022-3 发布机构：县政府办\n文号：嘉政发〔2022〕3号 有效性：有效\n来源：本网 2022-01-05 【打印】"
    )
    found = report(page(f"{head}\n嘉鱼县2021年法治政府建设情况报告", "嘉鱼县人民政府\n2022年1月5日"))
    assert found.index_number == "01/2022-3"
    assert found.issuer == "县政府办"
    assert found.doc_number == "嘉政发〔2022〕3号"
    assert found.source == "本网"
    assert found.evidence["issuer"].line == 1


def test_a_number_on_its_own_line():
    found = report(page("嘉政发〔2022〕3号\n嘉鱼县2021年法治政府建设情况报告\n文号：无"))
    assert found.doc_number == "嘉政发〔2022〕3号"


DEPARTMENTS = [
    (page("金华市司法局关于2021年度法治政府建设情况的报告"), "金华市司法局", "sfj"),
    (page("2021年郑州市公安局法治政府建设年度报告"), "郑州市公安局", "dept"),
    (page("嘉鱼县官桥镇人民政府\n2021年法治政府建设工作报告"), "嘉鱼县官桥镇人民政府", "dept"),
    (page("嘉鱼县官桥镇2021年法治政府建设工作报告"), "嘉鱼县官桥镇人民政府", "dept"),
    (page("中山市石岐街道办事处2021年度法治政府建设情况报告"), "中山市石岐街道办事处", "dept"),
    (page("法治政府建设情况报告", "嘉鱼县财政局\n2022年1月5日", we="我局"), "嘉鱼县财政局", "dept"),
    (
        page("2021年法治政府建设情况", "海南省发展和改革委员会\n2022年1月7日", we="我委"),
        "海南省发展和改革委员会",
        "dept",
    ),
    (page("嘉鱼县2021年法治政府建设情况报告\n发布机构：嘉鱼县司法局", we="我县"), None, "gov"),
    (page("嘉鱼县司法局关于嘉鱼县2021年度法治政府建设情况的报告", we="我县"), None, "gov"),
    (page("2021年度法治政府建设情况报告", "嘉鱼县司法局\n2022年1月5日", we="我县"), None, "gov"),
    (page("嘉鱼县人民政府关于2021年度法治政府建设情况的报告"), None, "gov"),
    (page("中共和县县委 和县人民政府关于2021年度法治政府建设情况的报告"), None, "gov"),
    (page("芜湖经济技术开发区管委会2021年度法治政府建设情况报告"), None, "gov"),
    (page("阿拉善盟行政公署关于2021年度法治政府建设情况的报告"), None, "gov"),
]


@pytest.mark.parametrize(("content", "department", "body"), DEPARTMENTS)
def test_departments(content, department, body):
    found = report(content)
    assert (found.department, found.body) == (department, body)
    assert body_of(department) == body


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("二〇二一年一月五日", date(2021, 1, 5)),
        ("二○二○年十二月三十一日", date(2020, 12, 31)),
        ("２０２１年１月５日", date(2021, 1, 5)),
        ("2021-01-12 09:35", date(2021, 1, 12)),
        ("2021.1.5", date(2021, 1, 5)),
        ("2020 年 12 月 17 日", date(2020, 12, 17)),
        ("二〇二一年十月二十日", date(2021, 10, 20)),
        ("2021年2月30日", None),
        ("2021年1月", None),
        ("12021-01-05", None),
    ],
)
def test_dates(written, expected):
    assert find_date(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021年度", [2021]),
        ("二〇二〇年", [2020]),
        ("2021—2025年", []),
        ("20212025年", []),
        ("2015-2020年、2019年度", [2019]),
        ("2010年代", []),
    ],
)
def test_single_years(written, expected):
    assert [year for year, _, _ in find_years(western(written))] == expected
