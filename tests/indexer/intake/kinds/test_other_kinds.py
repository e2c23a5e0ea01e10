"""Other yearly reports: left out unless they are asked for, then understood as those of law are."""

import hashlib

import pytest

from indexer.analysis import Analysis, analyse
from indexer.intake.other_kinds import as_of_law
from indexer.intake.sources import Source
from tests.conftest import SEEDS
from tests.indexer.intake.kinds.pages import pages

WORK = """首页 > 政务公开 > 政府工作报告
2023年嘉鱼县政府工作报告
发布日期：2023-01-12　来源：县政府办
——2023年1月6日在嘉鱼县第十九届人民代表大会第二次会议上
县长 高原
各位代表：
现在，我代表县人民政府，向大会报告工作，请予审议。
一、2022年工作回顾
全县地区生产总值增长5.2%。坚持依法行政，法治政府建设深入推进，办理人大代表建议101件。
二、2023年工作安排
规范行政执法，优化营商环境，办好民生实事。"""
OPENNESS = """索引号：01/2023-7
嘉鱼县司法局2022年政府信息公开工作年度报告
本报告按照《中华人民共和国政府信息公开条例》和有关要求编制，数据统计期限为2022年1月1日至12月31日。
一、总体情况
主动公开信息210条，其中行政执法、规范性文件、普法信息占七成。
二、存在的主要问题及改进情况
公开时效有待提高，下一步将加强培训。
嘉鱼县司法局
2023年1月20日"""
BROKEN = OPENNESS.replace("嘉鱼县司法局2022年政府信息公开", "金湖县人民政府\n关于2022年政府信息公开", 1).replace(
    "\n嘉鱼县司法局\n", "\n金湖县人民政府\n"
)
COURT = """嘉鱼县人民法院工作报告
各位代表：
现在，我代表县人民法院向大会报告工作，请予审议。
2022年，县法院受理各类案件6021件，审结5877件，审结行政案件66件，行政机关负责人出庭应诉率100%。
一年来，发出司法建议12份，推进诉源治理和调解。2023年，将继续深化改革，提升审判质效。"""
ECONOMY = """嘉鱼县2022年国民经济和社会发展统计公报
嘉鱼县统计局 2023-04-10
2022年，全县上下坚持稳中求进，国民经济保持平稳增长，社会事业全面进步，人民生活持续改善。
一、综合
初步核算，全年地区生产总值311.3亿元，按不变价格计算，比上年增长5.2%。"""
UNTITLED = "\n".join(WORK.split("\n")[5:])


def understood(content: str, *, any_kind: bool = True) -> Analysis:
    return analyse(Source("made/up.txt", content.encode(), "0" * 64), any_kind=any_kind)


@pytest.mark.parametrize(
    ("content", "kind", "title", "year", "name"),
    [
        (WORK, "work", "2023年嘉鱼县政府工作报告", 2022, "421221-2022-gov-02W2"),
        (OPENNESS, "openness", "嘉鱼县司法局2022年政府信息公开工作年度报告", 2022, "421221-2022-sfj-FBJN"),
        (BROKEN, "openness", "金湖县人民政府关于2022年政府信息公开工作年度报告", 2022, "320831-2022-gov-FBJN"),
        (COURT, "other", "嘉鱼县人民法院工作报告", 2022, "421221-2022-xJA4F-3HAX"),
        (ECONOMY, "other", "嘉鱼县2022年国民经济和社会发展统计公报", 2022, "421221-2022-gov-3HAX"),
        (UNTITLED, "work", "2022年度政府工作报告", 2022, "000000-2022-gov-02W2"),
    ],
    ids=["work", "openness", "broken", "court", "economy", "untitled"],
)
def test_other_reports_are_understood_where_they_are_asked_for(content, kind, title, year, name):
    document = understood(content).document
    assert document is not None
    report = document.report
    assert (report.kind, report.title, report.year, report.id) == (kind, title, year, name)
    assert report.title_missing is (content is UNTITLED)
    assert [line.text for line in document.lines] == content.split("\n")
    assert "法治政府建设情况报告" not in "".join(evidence.text for evidence in report.evidence.values())
    left_out = understood(content, any_kind=False)
    assert left_out.document is None
    assert (left_out.reject_reason or "").endswith("不是法治政府建设情况报告；请在需要一并收录时加 --kind any")


def test_their_lines_and_sections_are_told_as_in_reports_of_law():
    document = understood(WORK).document
    assert document is not None
    kinds = [line.kind for line in document.lines]
    assert kinds[:6] == ["boilerplate", "title", "meta", "meta", "meta", "body"]
    assert [(heading.text, heading.section) for heading in document.headings][-1] == ("2023年工作安排", "plan")
    assert [place.name for place in document.report.jurisdiction] == ["湖北省", "咸宁市", "嘉鱼县"]
    assert document.report.publication_date is not None and document.report.publication_date.isoformat() == "2023-01-12"


@pytest.mark.parametrize(
    ("title", "kind", "shown"),
    [
        ("2023年沿溪县人民政府工作报告", "work", "2023年沿溪县人民政府法治政府建设情况报告"),
        ("沿溪县政府工作报告（2023年）", "work", "沿溪县法治政府建设情况报告(2023年)"),
        ("政府工作报告", "work", "法治政府建设情况报告"),
        ("沿溪縣2022年政府信息公開年報", "openness", "沿溪县2022年法治政府建设情况报告"),
        ("2022年沿溪县人民检察院工作报告", "other", "2022年沿溪县人民检察院法治政府建设情况报告"),
        ("关于沿溪县2022年预算执行情况的报告", "other", "关于沿溪县2022年法治政府建设情况报告"),
    ],
)
def test_a_title_keeps_place_year_and_body(title, kind, shown):
    assert as_of_law(title, kind) == shown


STILL_REJECTED = {
    "解读",
    "方案",
    "工作安排",
    "通知",
    "公示",
    "范文",
    "出错",
    "正文",
    "列表",
    "新闻",
    "个人",
    "整改",
    "公文",
    "不像",
    "调研",
}


@pytest.mark.parametrize(("about", "text"), [*pages("not_reports.txt"), *pages("later_not_reports.txt")])
def test_what_is_no_yearly_report_stays_rejected_when_any_kind_is_asked_for(about, text):
    analysis = understood(text)
    if about in STILL_REJECTED:
        assert analysis.document is None
    elif about in ("政府工作报告", "信息公开", "法治社会"):
        assert analysis.document is not None and analysis.document.report.kind != "law"
    else:
        assert about in ("其他", "其他工作")
        assert analysis.document is None or analysis.document.report.kind == "other"


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_a_report_of_law_is_the_same_whichever_kind_is_asked_for(path):
    data = path.read_bytes()
    source = Source(path.name, data, hashlib.sha256(data).hexdigest())
    assert analyse(source, any_kind=True) == analyse(source)


HTML = """<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2023-01-12"></head>
<body><div id="zoom">{text}</div></body></html>"""


def in_markup(title: str, content: str, *, any_kind: bool = True) -> Analysis:
    """Return what is understood of a page whose title only its markup has."""
    text = "".join(f"<p>{line}</p>" for line in content.split("\n"))
    page = HTML.format(title=title, text=text).encode()
    return analyse(Source("made/up.html", page, "0" * 64), any_kind=any_kind)


def test_a_title_that_only_the_markup_has_tells_the_kind():
    document = in_markup("2023年嘉鱼县政府工作报告", UNTITLED).document
    assert document is not None
    report = document.report
    assert (report.kind, report.title, report.title_missing) == ("work", "2023年嘉鱼县政府工作报告", False)
    assert report.id == "421221-2022-gov-02W2"
    for title, text in (
        ("嘉鱼县2022年安全生产工作总结", "other"),
        ("《嘉鱼县2022年度法治政府建设情况报告》解读", None),
    ):
        analysis = in_markup(title, LIKE_LAW)
        assert (analysis.document.report.kind if analysis.document else None) == text
        assert in_markup(title, LIKE_LAW, any_kind=False).document is None
    assert in_markup("嘉鱼县2022年度法治政府建设情况报告", LIKE_LAW, any_kind=False).is_report
    assert in_markup("政务公开", LIKE_LAW, any_kind=False).is_report


LIKE_LAW = """2022年，全县坚持依法行政，法治政府建设、行政执法、行政复议、普法、调解工作取得成效，现将有关情况报告如下。
一年来，规范性文件审查、政务公开、营商环境持续优化，监督有力，存在的问题是基层执法力量不足，下一步将充实。"""
