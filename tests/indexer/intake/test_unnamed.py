"""Reports that speak of themselves as an office or township which they name nowhere are not the government's own."""

import pytest

from indexer.errors import SourceError
from indexer.intake.sources import Source
from indexer.outcomes import accepted
from indexer.review import examined
from tests.indexer.invented import analysed, page, report

BUREAU = "　　2021年，我局在县委、县政府的领导下，围绕我县林业发展目标，扎实推进依法行政，法治政府建设有新进展。\n"
WARD = "　　2021年来，街道按照《嘉鱼县法治政府建设方案》的部署，全力推进法治政府建设。\n"
OURS = "　　2021年是关键之年，我县改革深入推进。我局坚持依法行政，法治政府建设有新进展。现将我局情况报告如下：\n"
VILLAGES = "　　一是学在前列。乡党委坚持集中学习，组织全乡干部学习习近平法治思想，推进法治政府建设。\n"


def told(lead: str, head: str = "", we: str = "各单位"):
    return report(page(f"{head}\n{lead}" if head else lead, we=we))


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (told(BUREAU), "某局2021年度法治政府建设情况报告"),
        (told(OURS), "某局2021年度法治政府建设情况报告"),
        (told(WARD), "嘉鱼县某街道2021年度法治政府建设情况报告"),
        (told(VILLAGES), "某乡2021年度法治政府建设情况报告"),
        (told("", we="本镇"), "某镇2021年度法治政府建设情况报告"),
    ],
    ids=["bureau", "ours", "ward", "villages", "town"],
)
def test_an_office_that_is_named_nowhere(found, title):
    assert (found.body, found.department, found.title) == ("dept", None, title)
    assert "department_unknown" in found.flags
    assert "-x" in found.id


@pytest.mark.parametrize("head", ["2021年度街道法治政府建设情况报告", "2021年乡镇法治政府建设工作总结"])
def test_a_title_that_names_only_the_kind(head):
    found = report(page(head, we="各单位"))
    assert (found.body, found.department) == ("dept", None)


@pytest.mark.parametrize(
    ("lead", "issuer", "department"),
    [(BUREAU, "嘉鱼县林业局", "嘉鱼县林业局"), (VILLAGES, "高铁岭乡人民政府", "高铁岭乡人民政府")],
)
def test_who_published_it_may_be_who_speaks(lead, issuer, department):
    found = told(lead, f"2021年法治政府建设情况报告\n发布机构：{issuer}")
    assert (found.body, found.department) == ("dept", department)
    assert found.evidence["department"].rule == "发文单位"
    assert "department_unknown" not in found.flags


def test_another_that_published_it_is_not():
    assert told(BUREAU, "2021年法治政府建设情况报告\n发布机构：嘉鱼县人民政府办公室").department is None


@pytest.mark.parametrize(
    "found",
    [
        told(BUREAU, "嘉鱼县2021年法治政府建设情况报告"),
        told("　　2021年，我县各乡镇、街道按照部署推进法治政府建设，我局牵头考核。\n"),
        told("　　2021年，嘉鱼县深化改革，各街道党工委、镇党委落实责任，乡镇党委书记述法。\n", we="全县"),
        told("　　2021年，本着为民的宗旨，嘉鱼县推动我办理你放心，全局谋划。\n"),
    ],
)
def test_the_government_s_own(found):
    assert found.body == "gov"
    assert "department_unknown" not in found.flags


def test_a_person_says_whose_it_is():
    lead = page(BUREAU)
    assert report(lead, {"department": "嘉鱼县林业局"}).department == "嘉鱼县林业局"
    for said in ({"department": "嘉鱼县林业局"}, {"department": ""}, {"body": "gov"}):
        assert "department_unknown" not in report(lead, said).flags
    assert report(lead, {"department": ""}).body == "gov"
    assert report(lead, {"body": "dept"}).body == "dept"
    with pytest.raises(SourceError):
        analysed(page("嘉鱼县2021年法治政府建设情况报告"), {"body": "dept"})


def test_it_is_told_and_asked():
    document = analysed(page(BUREAU)).document
    assert document is not None
    assert "是某个部门或乡镇的报告，没有识别出是哪一个" in accepted(document).reasons
    written = page(f"2021年法治政府建设情况报告\n来源：县政府网\n{BUREAU}").encode()
    item = examined(Source("a.txt", written, "0" * 64, {}))
    assert item is not None
    (question,) = [one for one in item.questions if one.key == "department"]
    assert [candidate.value for candidate in question.candidates] == ["县政府网", ""]


@pytest.mark.parametrize(
    ("lead", "department"),
    [
        ("根据县委依法治县办通知要求，现将嘉鱼县林业局2021年法治政府建设情况报告如下：", "嘉鱼县林业局"),
        (
            "2021年，嘉鱼县林业局法治政府建设工作在县委、县政府领导下，取得新成效，我县森林覆盖率稳步提高。",
            "嘉鱼县林业局",
        ),
        ("2021年，水利部坚持依法行政，持续推进法治政府建设，取得新进展。", "水利部"),
        ("依据有关规定，县财政局认真梳理2021年度法治政府建设情况，现报告如下。", "县财政局"),
        ("按照上级部署，现就官桥镇2021年度推进法治政府建设情况汇报如下：", "官桥镇人民政府"),
    ],
)
def test_an_office_that_names_itself_in_its_first_lines(lead, department):
    assert told(f"　　{lead}\n").department == department
