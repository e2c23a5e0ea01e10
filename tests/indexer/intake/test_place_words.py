"""Words that only look like places where they meet 县, 市 or 区."""

import pytest

from indexer.intake.places import find
from tests.indexer.invented import names, page, report


@pytest.mark.parametrize(
    "text",
    [
        "二是联合执法。会同县农业农村、水利部门开展检查。",
        "全州县市累计办理案件1200件。",
        "我州全州县市区实现全覆盖。",
        "扩大同市场主体的沟通。",
        "推进平安县区创建。",
        "全面促进乡村振兴区域布局。",
        "加强合作市场建设。",
        "有的领域比如县直部门仍有差距。",
    ],
)
def test_no_place(text):
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("会同县2021年度法治政府建设情况报告", "会同县"),
        ("湖南省会同县2021年度法治政府建设情况报告", "会同县"),
        ("大同市2021年度法治政府建设情况报告", "大同市"),
        ("2021年，大同市坚持依法行政。", "大同市"),
        ("2021年平安区坚持依法行政。", "平安区"),
        ("甘肃省合作市人民政府", "合作市"),
    ],
)
def test_the_place(text, written):
    assert written in [mention.written for mention in find(text)]


def test_a_joint_inspection_moves_no_report_to_another_province():
    found = report(page(tail="崇阳县人民政府\n2022年1月5日", 评查案卷120件="会同县公安、会同县农业农村部门检查120次"))
    assert names(found)[-1] == "崇阳县"
    found = report(page(评查案卷120件="会同县公安、会同县农业农村部门检查120次"))
    assert names(found) == []


def test_a_short_name_before_its_own_committee():
    assert [mention.written for mention in find("2022年，我镇在泾县县委、县政府的领导下扎实推进。")] == ["泾县"]
    assert find("全镇在和县级部门对接时作了改进。") == ()


def test_a_township_that_names_only_the_county_above_it_lies_there():
    lead = "2022年，银杏镇党委、政府在嘉鱼县县委、县政府的正确领导下推进依法行政，现将我镇工作报告如下："
    assert names(report(page(lead, we="全镇")))[-1] == "嘉鱼县"
    of_county = lead.replace("银杏镇党委、政府", "政府").replace("我镇", "全县")
    assert names(report(page(of_county))) == []
