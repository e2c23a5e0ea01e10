"""Names of places in texts, and of which place a report is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.intake.gazetteer import gazetteer
from indexer.intake.places import find, find_zone
from tests.indexer.invented import names, page, report

TITLE = "{}2021年度法治政府建设情况报告"


def codes(text: str) -> list[list[str]]:
    return [[area.code for area in mention.areas] for mention in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("福州市长乐区", [["350100"], ["350112"]]),
        ("金湖縣", [["320831"]]),
        ("恩施州来凤县", [["422800"], ["422827"]]),
        ("恭城县", [["450332"]]),
        ("神农架林区", [["429021"]]),
        ("江苏丰县", [["320321"]]),
        ("阳泉市城区", [["140300"], ["140302"]]),
        ("乐山市市中区", [["511100"], ["511102"]]),
        ("第八师石河子市", [["659001"], ["659001"]]),
        ("嘉鱼县乡村振兴局", [["421221"]]),
        ("长沙市区", [["430100"]]),
        ("长乐市", [["350112"]]),
        ("中共和县县委", [["340523"]]),
        ("县委和县政府", []),
        ("市委、市政府,和县委", []),
        ("形成县乡村三级", []),
        ("改造老城区和新城区", []),
        ("全市中区域", []),
        ("朝阳区街道", []),
        ("金湖", []),
    ],
)
def test_full_names_only(text, expected):
    assert codes(text) == expected


def test_every_name_of_today_is_found_as_itself():
    missed = []
    for area in gazetteer().by_code.values():
        full = "".join(step.name for step in area.path)
        last = find(full)[-1]
        if last.areas != (area,):
            missed.append(full)
    assert missed == []


@given(st.text(alphabet="省市县区和朝阳鼓楼北京江苏、，。县丰", max_size=40))
def test_mentions_stand_in_order_and_apart(text):
    at = 0
    for mention in find(text):
        assert at <= mention.start < mention.end <= len(text)
        assert mention.written == text[mention.start : mention.end]
        at = mention.end


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("湖南省郴州高新技术产业开发区", "郴州高新技术产业开发区", "431000"),
        ("昆山经济技术开发区", "昆山经济技术开发区", "320583"),
        ("宿迁市湖滨新区", "湖滨新区", "321300"),
        ("西咸新区", "西咸新区", "610100"),
        ("新疆生产建设兵团第十二师", "新疆生产建设兵团第十二师", "650000"),
    ],
)
def test_zones(text, name, code):
    zone = find_zone(text)
    assert zone is not None
    assert (zone.name, [area.code for area in zone.areas]) == (name, [code])


@pytest.mark.parametrize("text", ["上海市浦东新区", "示范区创建", "神农架林区", "嘉鱼县"])
def test_no_zones(text):
    assert find_zone(text) is None


@pytest.mark.parametrize(
    ("whose", "expected", "facet"),
    [
        ("嘉鱼县", ["湖北省", "咸宁市", "嘉鱼县"], "421221"),
        ("湖北省咸宁市嘉鱼县", ["湖北省", "咸宁市", "嘉鱼县"], "421221"),
        ("咸宁市", ["湖北省", "咸宁市"], "421200"),
        ("浙江省", ["浙江省"], "330000"),
        ("上海市普陀区", ["上海市", "普陀区"], "310107"),
        ("仙桃市", ["湖北省", "仙桃市"], "429004"),
        ("陵水黎族自治县", ["海南省", "陵水黎族自治县"], "469028"),
        ("东莞市", ["广东省", "东莞市"], "441900"),
        ("大理白族自治州", ["云南省", "大理白族自治州"], "532900"),
        ("阿拉善盟", ["内蒙古自治区", "阿拉善盟"], "152900"),
        ("福州市长乐市", ["福建省", "福州市", "长乐区"], "350112"),
        ("新疆生产建设兵团第八师石河子市", ["新疆维吾尔自治区", "石河子市"], "659001"),
        ("恩施州来凤县百福司镇", ["湖北省", "恩施土家族苗族自治州", "来凤县"], "422827"),
        ("西安市长安区", ["陕西省", "西安市", "长安区"], "610116"),
        ("阳泉市郊区", ["山西省", "阳泉市", "郊区"], "140311"),
        ("青山区", [], "none"),
    ],
)
def test_place_of_a_report_from_its_title(whose, expected, facet):
    found = report(page(TITLE.format(whose)))
    assert (names(found), found.place) == (expected, facet)
    assert ("place_tie" in found.flags) is (facet == "none")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (page("西湖区2021年法治政府建设情况报告\n索引号：11360103014505135T/2022-1"), "360103"),
        (page("鼓楼区2021年法治政府建设情况报告\n来源：徐州市鼓楼区司法局"), "320302"),
        (page("朝阳区2021年法治政府建设情况报告", 政务服务事项="长春市政务服务事项"), "220104"),
        (page("朝阳区2021年法治政府建设情况报告", 评查案卷="学习北京市朝阳区经验，在长春市评查案卷"), "220104"),
        (page("鼓楼区2021年法治政府建设情况报告\n南京市人民政府："), "320106"),
        (page("鼓楼区2021年法治政府建设情况报告", 办理政务="在南京市委的领导下，办理政务"), "320106"),
        (page("城区2021年法治政府建设情况报告\n发布机构：晋城市城区司法局", we="我区"), "140502"),
        (page("首页 > 开封市人民政府\n鼓楼区2021年法治政府建设情况报告"), "410204"),
    ],
)
def test_one_name_for_several_counties(content, expected):
    assert report(content).place == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (page("2021年度法治政府建设情况报告", "上海市静安区人民政府\n2022年1月29日"), "310106"),
        (page("2021年度法治政府建设情况报告\n发布机构：嘉鱼县司法局", we="我县"), "421221"),
        (
            page("2021年度法治政府建设情况报告\n发布机构：咸宁市司法局", we="我县", 优化营商环境="建设法治嘉鱼"),
            "421221",
        ),
        (page("2021年度法治政府建设情况报告\n市人大常委会：", we="大冶市"), "420281"),
        (page("首页 > 岳麓区\n发布机构：县政府办", we="我县", 办理政务="在徐州市指导下，沛县办理政务"), "320322"),
        (page("长安镇2021年法治政府建设工作总结\n东莞市长安镇人民政府 2022-01-05", we="我镇"), "441900"),
        (page("2021年法治政府建设情况报告", we="全县", 优化="与丰县、东台市协作，"), "none"),
        (page("2021年法治政府建设情况报告", we="各级", 优化="在咸宁市委的领导下优化"), "none"),
        (page("2021年法治政府建设情况报告", we="各级", 优化="沛县、丰县优化"), "none"),
        (page("2021年法治政府建设情况报告", we="我市", 优化="福州市长乐市优化"), "350112"),
    ],
)
def test_place_of_a_report_whose_title_names_none(content, expected):
    assert report(content).place == expected


def test_a_zone_stands_under_its_city():
    found = report(page(TITLE.format("芜湖经济技术开发区管委会")))
    assert names(found) == ["安徽省", "芜湖市", "芜湖经济技术开发区"]
    assert found.jurisdiction[-1].code is None
    assert found.place.startswith("3402z")
    assert found.id.startswith(f"340200{found.place[4:]}-2021-gov")
    assert found.department is None


def test_a_tie_is_named_after_what_its_places_share():
    assert report(page(TITLE.format("市中区"))).id.startswith("000000z")  # of 四川 and of 山东
    found = report(page(TITLE.format("永定区"), 政务服务="与福建省龙岩市、湖南省张家界市相比，政务服务"))
    assert (found.jurisdiction, found.place) == ((), "none")
