"""Reports are taken, pages that merely look like one are rejected with the reason."""

import pytest

from tests.conftest import SEEDS
from tests.indexer.invented import analysed, page, text

EXPLAINED = """首页 > 政务公开 > 政策解读
《宜都市2021年度法治政府建设情况报告》政策解读
发布日期：2022-03-04　来源：市司法局
近日，市政府公布了《宜都市2021年度法治政府建设情况报告》，现解读如下：
一、出台背景
根据有关规定，地方政府应当在每年四月一日之前公开上一年度法治政府建设情况报告。
二、主要内容
报告共三个部分，从八个方面总结了依法行政、行政执法、行政复议等工作。"""
PICTURE = """嘉鱼县司法局
一图读懂嘉鱼县2021年度法治政府建设情况报告
发布时间：2022-03-04
法治政府建设要点一览，欢迎下载阅读，更多内容请查看政府网站依法行政专栏有关内容。"""
POINTS = """嘉鱼县2022年法治政府建设工作要点
为深入贯彻习近平法治思想，推进依法行政，建设法治政府，结合我县实际，制定本要点。
一、规范行政执法
1.落实行政执法三项制度。（责任单位：县司法局）
2.加强行政复议规范化建设。（责任单位：县司法局）
3.完善规范性文件管理，推进普法。（责任单位：县政府办）"""
PLAN = POINTS.replace("工作要点", "实施方案").replace("本要点", "本方案")
NOTICE = """索引号：01/2022-1 发文机关：县政府办
县人民政府办公室关于印发《嘉鱼县法治政府建设示范创建任务分工》的通知
各镇人民政府，县政府各部门：
现印发给你们，请认真贯彻执行。依法行政任务由责任单位落实，完成时限为十二月底，牵头单位为县司法局，做好普法和行政执法监督。
嘉鱼县人民政府办公室
2022年4月8日"""
NEWS = """嘉鱼县召开2021年度法治政府建设工作会议
来源：嘉鱼融媒 发布时间：2021-12-30
本网讯（记者 张三）12月29日，嘉鱼县召开法治政府建设工作会议，总结依法行政工作，
部署行政执法、普法和行政复议等任务。县领导出席会议并讲话。"""
GENERAL = """2022年嘉鱼县政府工作报告
各位代表：
现在，我代表县人民政府向大会报告工作，请予审议。过去一年，我们坚持依法行政，加快建设法治政府，全县生产总值增长百分之八，规范性文件管理更加规范。
一、2021年工作回顾
经济运行稳中有进，营商环境持续优化，行政执法更加规范，政务公开扎实推进，普法工作取得实效。"""
INFORMATION = """嘉鱼县2021年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》第五十条规定，要求编制并公布2021年度政府信息公开工作年度报告，推进依法行政和法治政府建设，接受监督。
一、总体情况
2021年主动公开规范性文件十件，行政执法信息一千条，开展普法宣传。"""
DUTIES = """县财政局局长2021年度述职述法报告
2021年，本人认真履行职责，推进依法行政，落实法治政府建设要求，抓好规范性文件审查、行政执法和普法，参加行政应诉，自觉接受监督，完成了各项任务。"""
MODEL = page("XX县2021年度法治政府建设情况报告范文", "如有侵权请联系删除", we="XX县")
BLANKS = page("某县2021年度法治政府建设情况报告", we="××县", **{"12万件": "XX件", "120件": "XX件", "32件": "××件"})
LOST = """嘉鱼县人民政府
首页 政务公开 政务服务
您访问的页面不存在或已被删除！
404 Not Found
相关推荐
嘉鱼县2020年度法治政府建设情况报告 2021-02-20
嘉鱼县2019年度法治政府建设情况报告 2020-02-20"""
MENU = """首页 > 政务公开 > 法治政府建设
嘉鱼县2021年度法治政府建设情况报告
发布日期：2022-01-05
附件：报告.pdf
【打印】【关闭】"""
OTHER = """桃花源记
晋太元中，武陵人捕鱼为业。缘溪行，忘路之远近。
忽逢桃花林，夹岸数百步，中无杂树，芳草鲜美，落英缤纷。渔人甚异之。"""
LIST = """法治政府建设年度报告
嘉鱼县2021年度法治政府建设情况报告 2022-01-20
嘉鱼县2020年度法治政府建设情况报告 2021-01-20
共2条 首页 上一页 下一页 尾页"""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (EXPLAINED, "解读"),
        (PICTURE, "解读"),
        (POINTS, "工作安排"),
        (PLAN, "方案"),
        (NOTICE, "通知"),
        (NEWS, "新闻"),
        (GENERAL, "政府工作报告"),
        (INFORMATION, "信息公开年报"),
        (DUTIES, "述职"),
        (MODEL, "范文"),
        (BLANKS, "范文"),
        (LOST, "出错"),
        (MENU, "没有正文"),
        (OTHER, "不像"),
        (page("嘉鱼县2021年法治宣传教育工作总结", we="我县"), "其他工作"),
        (page("嘉鱼县司法局2022年工作计划", we="我局"), "工作安排"),
        (page("嘉鱼县2021年度法治政府建设考核细则"), "其他公文"),
        (page("嘉鱼县法治政府建设典型案例"), "案例"),
        (page("嘉鱼县依法行政工作简报（第3期）"), "简报"),
        (page("嘉鱼县法治政府建设示范创建申报书"), "材料"),
        (page("关于嘉鱼县法治政府建设的几点思考"), "文章"),
        (page("嘉鱼县法治政府建设工作情况通报会"), "新闻"),
        (page("2022年嘉鱼县行政应诉白皮书"), "其他工作"),
        (page("嘉鱼县司法局2022年度部门决算报告"), "其他工作"),
        (LIST, "没有正文"),
    ],
    ids=lambda value: value.strip().split("\n")[-1][:16],
)
def test_not_a_report(content, said):
    analysis = analysed(content)
    assert not analysis.is_report
    assert analysis.document is None
    assert said in (analysis.reject_reason or "")
    assert analysis.lines


@pytest.mark.parametrize(
    "headline",
    [
        "李四同志主持召开县政府常务会议 听取2022年度法治政府建设情况汇报",
        "市政府召开常务会议 听取2022年法治政府建设情况报告",
        "区人大常委会听取2021年度法治政府建设情况报告",
        "市委依法治市办督察全市法治政府建设情况",
        "我市2021年度法治政府建设情况获省通报",
        "我县依法行政工作获省政府通报表扬 法治政府建设情况",
        "嘉鱼县发布2021年法治政府建设年度报告",
        "县委常委会会议审议2021年法治政府建设情况报告",
        "县司法局向县政府汇报2021年法治政府建设情况",
    ],
)
def test_news_of_a_report_is_no_report(headline):
    text = page(
        f"{headline}\n来源：融媒体中心 发布时间：2022-01-12 19:30",
        we="会议指出，全县",
        现将有关情况报告如下="会议要求如下",
    )
    analysis = analysed(text)
    assert not analysis.is_report
    assert "新闻" in (analysis.reject_reason or "")


@pytest.mark.parametrize(
    "head",
    [
        "嘉鱼县人民政府工作报告\n——2022年1月5日在嘉鱼县第十九届人民代表大会第一次会议上\n各位代表：",
        "政府工作报告\n（2022年1月5日在嘉鱼县第十九届人民代表大会第一次会议上）\n县长 李四\n各位代表：",
        "2022年政府工作报告（全文）\n各位代表：",
        "2022年市政府工作报告——在市第六届人民代表大会第二次会议上\n各位代表：",
        "各位代表：",
    ],
)
def test_the_work_report_of_a_government_is_another_report(head):
    opening = "现在，我代表县人民政府，向大会报告政府工作，请予审议。法治政府建设取得新成效。"
    analysis = analysed(page(f"{head}\n　　{opening}"))
    assert not analysis.is_report
    assert "政府工作报告" in (analysis.reject_reason or "")


@pytest.mark.parametrize(
    "title", ["李四同志2021年度推进法治政府建设述法报告", "嘉鱼县司法局局长2021年度法治政府建设暨述职述法报告"]
)
def test_the_account_of_one_person_is_none_of_a_government(title):
    analysis = analysed(page(title, "　　本人廉洁自律，带头学法用法。", we="本人"))
    assert not analysis.is_report
    assert "个人" in (analysis.reject_reason or "")


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_seeds_are_reports(path):
    assert analysed(path.read_bytes()).is_report


@pytest.mark.parametrize(
    "content",
    [
        text("嘉鱼县"),  # no title
        page("首页 > 政策解读\n嘉鱼县2021年依法行政工作总结"),
        page("主题分类：政府工作报告\n名称：其他", we="金湖县"),
        page("嘉鱼县2021年度法治政府建设情况报告", "一图读懂：《嘉鱼县2021年度法治政府建设情况报告》\n政策解读"),
        page("嘉鱼县2021年法治政府建设工作总结及2022年工作要点"),
        page("嘉鱼县2021年法治政府建设工作要点完成情况报告"),
        page("关于嘉鱼县2021年度法治政府建设情况报告的说明"),
        page("嘉鱼县人民政府主要负责人2021年度履行推进法治政府建设第一责任人职责情况的报告"),
        page("嘉鱼县水利局2021年法治机关建设工作总结", we="我局"),
        page("嘉鱼县2021年度推进法治政府建设工作自查报告"),
        page(
            "关于印发《嘉鱼县2021年度法治政府建设情况报告》的通知\n各镇人民政府：\n现印发给你们。\n嘉鱼县2021年度法治政府建设情况报告"
        ),
        page(
            "嘉鱼县2021年度法治政府建设情况报告\n——2022年1月5日在嘉鱼县人大常委会第三次会议上\n主任、各位副主任、各位委员："
        ),
        page("主题分类：政府工作报告\n嘉鱼县2021年度法治政府建设情况报告"),
        page("县人民政府关于2021年法治政府建设情况的报告", "　　我代表县人民政府向大会报告工作之后，推进依法行政。"),
        page("关于嘉鱼县2021年法治政府建设督察整改情况的报告"),
        page("中共嘉鱼县纪律检查委员会2021年法治建设工作情况报告"),
        page("向阳区法治政府建设情况报告", we="向阳区"),
        page("获嘉县2021年法治政府建设情况报告", we="获嘉县"),
        page("嘉鱼县司法局关于向县政府报告2021年法治政府建设情况的报告"),
        page("关于发布嘉鱼县2021年度法治政府建设情况报告的公告"),
        page("嘉鱼县司法局2021年度法治政府建设暨述法工作情况报告", we="我局"),
        page("嘉鱼县2021年度法治政府建设情况报告", 评查案卷="对张某某、李某某案评查案卷"),
    ],
)
def test_reports(content):
    analysis = analysed(content)
    assert analysis.is_report, analysis.reject_reason


@pytest.mark.parametrize(
    "heading",
    [
        "主要做法",
        "工作开展情况",
        "2021年工作总结",
        "2021年度工作总结报告",
        "关于2021年度工作情况的报告",
        "自查报告",
        "汇报材料",
        "嘉鱼县司法局",
    ],
)
def test_a_heading_that_leaves_open_of_what_is_no_headline(heading):
    analysis = analysed(f"{heading}\n{text('我县')}")
    assert analysis.is_report, analysis.reject_reason
