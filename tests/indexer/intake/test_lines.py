"""Every line gets one kind: the seeds' as labelled, those of invented pages as a reader would say."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.intake.boilerplate import is_boilerplate
from indexer.intake.decoding import decode
from indexer.intake.forms import is_page_mark
from indexer.intake.labels import read_labels
from indexer.intake.lines import classify
from tests.conftest import SEEDS
from tests.indexer.invented import analysed, kinds, page

GOLD = json.loads((Path(__file__).parents[2] / "gold" / "gold_meta.json").read_text(encoding="utf-8"))
BODY = "x" * 8


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["file"][:3])
def test_seeds(gold):
    lines = classify(decode((SEEDS / gold["file"]).read_bytes()).split("\n"))
    found = {
        kind: [line.number for line in lines if line.kind == kind]
        for kind in ("title", "meta", "boilerplate", "body", "signature")
    }
    assert found == {kind: gold[f"{kind}_lines"] for kind in found}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("嘉鱼县2021年度法治政府建设情况报告", "t"),
        ("嘉鱼县2021年度\n法治政府建设情况报告", "tt"),
        ("大连市金州区2018年度\n法治政府建设\n工作报告", "ttt"),
        ("重庆市巴南区人民政府\n关于2021年度法治政府建设情况的报告", "tt"),
        ("关于嘉鱼县2021年度法治政府\n\n建设情况的报告", "tt"),
        ("朝阳区法治政府建设情况报告\n（2021年度）", "tt"),
        ("成都市金牛区2021年法治政府建设情况报告_政府文件_金牛区人民政府\n金牛区2021年法治政府建设情况报告", "tt"),
        ("嘉鱼县人民政府文件\n嘉政发〔2022〕3号\n签发人：张某\n嘉鱼县2021年法治政府建设工作总结", "mmmt"),
        ("今天是2026年11月22日 星期日 多云\n2021年度依法行政工作总结", "bt"),
        ("无障碍 | 繁体 | 登录\n首页 走进香洲 政务公开 互动交流\n香洲区2021年法治政府建设情况报告", "bbt"),
        ("法治政府建设年报\n2021年度法治政府建设情况报告", "bt"),
        ("索引号\n014/2022-1\n发布机构\n\n文号\n嘉鱼县2021年法治政府建设情况报告", "mmmmt"),
        ("[ 索引号 ]\n01/2022-6\n[ 发布机构 ]\n县政府办\n嘉鱼县2021年法治政府建设情况报告", "mmmmt"),
        ("【 文 号 】：\n嘉政发〔2022〕3号\n嘉鱼县2021年法治政府建设情况报告", "mmt"),
        ("信息索引：1 \n内容概述\n2021年法治政府建设情况报告\n嘉鱼县2021年法治政府建设情况报告", "mmmt"),
        ("| 索 引 号： | 1/2022 | 文号： | 无 |\n嘉鱼县2021年法治政府建设情况报告", "mt"),
        ("[发文机构] 北京市\n[有效性]\n北京市2021年法治政府建设情况报告\n字号：[大 中 小]", "mmtb"),
        ("嘉鱼县2021年法治政府建设情况报告\n2022-01-05 09:30  来源：本网 【打印】\n(2022年1月5日)", "tmm"),
        ("商州区2021年法治政府建设情况报告\n商州区人民政府", "tm"),
        ("商州区2021年法治政府建设情况报告\n商州区人民政府　2022-01-05　阅读：55", "tm"),
        (
            "商州区2021年法治政府建设情况报告\n——2022年1月5日在区人大常委会会议上\n商州区司法局局长　李  某",
            "tmm",
        ),
        ("# **商州区2021年法治政府建设情况报告**", "t"),
        ("渝中区2021年法治政府建设情况报告\n渝中区人民政府\n（2022年1月20日）", "tss"),
        ("桐乡市2021年法治政府建设情况报告 发布日期：2022-03-02 来源：本网", "t"),
        ("嘉鱼县2021年法治政府建设情况报告\n咸宁市人民政府：", "tx"),
        ("嘉鱼县2021年法治政府建设情况报告\n工作开展情况", "tx"),
    ],
    ids=lambda value: value[-24:],
)
def test_heads(head, expected):
    assert "".join(kinds(page(head))) == expected + BODY


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("嘉鱼县人民政府\n2022年1月5日", "ss"),
        ("2022年1月5日\n嘉鱼县人民政府", "ss"),
        ("嘉鱼县人民政府　　二〇二二年一月五日", "s"),
        ("嘉鱼县人民政府\n2022年1月5日\n（公开属性：主动公开）", "ssb"),
        ("中共和县县委\n和县人民政府\n2022年1月5日\n（此件公开发布）", "sssb"),
        ("特此报告\n\n嘉鱼县人民政府\n2022年1月5日", "xss"),
        ("2022年1月5日 嘉鱼县人民政府", "s"),
        ("（2022年1月5日）嘉鱼县人民政府", "s"),
        ("二〇二二年一月五日　　嘉鱼县人民政府（盖章）", "s"),
        ("2022年1月5日\n嘉鱼县人民政府\n嘉鱼县司法局", "sss"),
        ("嘉鱼县人民政府\n（盖章）\n2022年1月5日", "sss"),
        ("抄送：县委办公室，县人大办公室。\n嘉鱼县人民政府办公室  2022年1月13日印发", "bb"),
        ("责任编辑：张三 审核：李四\n【打印】【关闭】\n上一篇：2020年报告\n下一篇：没有了", "bbbb"),
        (
            "嘉鱼县人民政府\n2022年1月5日\n相关文章\n嘉鱼县2020年度法治政府建设情况报告\n近日，县政府召开会议，研究工作。",
            "ssbbb",
        ),
        ("您访问的链接即将离开“门户网站”，是否继续？\n继续访问\n放弃", "bbb"),
        ("来源：县司法局\n主办：县政府 承办：县政务办\n网站标识码：4212210001 鄂ICP备1号", "mbb"),
        ("一图读懂：《2021年度法治政府建设情况报告》\n扫一扫在手机打开当前页", "bb"),
        ("相关附件：\n1.法治政府建设表.xlsx\nCopyright © 2022 版权所有", "bbb"),
    ],
    ids=lambda value: value[:24],
)
def test_tails(tail, expected):
    assert "".join(kinds(page("嘉鱼县2021年度法治政府建设情况报告", tail))) == "t" + BODY + expected


def test_boilerplate_is_looked_for_at_the_ends_only():
    inside = "打印机等设备集中采购\n政务服务\n扫一扫即可办理\n来源：群众举报"
    content = page("嘉鱼县2021年度法治政府建设情况报告", inside + "\n　　今后将继续努力，推进依法行政。")
    assert "".join(kinds(content)) == "t" + BODY + "xxxxx"


LAST_WORDS = [
    "三是持续推进数字法治。推广应用“扫码入企”系统，减少重复检查。",
    "三是推广手机扫码查询办事指南",
    "（三）强化信息化支撑。为政务云平台提供技术支持。",
    "3.方便群众办事。企业可在微信查看许可进度。",
    "群众通过手机扫码、浏览器访问等方式评价服务。",
    "严禁未经集体讨论许可擅自决策。",
    "群众遇到问题请拨打12345热线。",
    "解读：全年解读重大政策二十件。",
    "关闭环保不达标企业十二家。",
    "下一个五年，再上新台阶。",
    "相关文件由县司法局统一印发。",
    "四是健全个人隐私保护制度。",
    "审核：全年审核行政规范性文件十二件，提出意见三十条。",
    "纠错率达36.7%，调解结案率6.3%",
    "微信公众号推送普法信息一百二十条",
    "智能监管平台覆盖全部执法领域",
    "相关文件的清理已经全部完成",
    "注册企业数同比增长百分之八以上",
    "依托手机扫码、微信查看，方便群众办事",
]


@pytest.mark.parametrize("line", LAST_WORDS)
@pytest.mark.parametrize("tail", ["", "嘉鱼县人民政府\n2022年1月5日", "扫一扫在手机打开当前页\n【打印】【关闭】"])
def test_the_last_words_of_a_report_are_not_the_site_s(line, tail):
    found = kinds(page("嘉鱼县2021年度法治政府建设情况报告", f"　　{line}\n{tail}"))
    assert "".join(found[:10]) == "t" + BODY + "x"
    assert "x" not in found[10:]


@pytest.mark.parametrize("line", LAST_WORDS)
def test_the_first_words_of_a_report_are_not_the_site_s(line):
    found = kinds(page(f"嘉鱼县2021年度法治政府建设情况报告\n2022-01-05 来源：县司法局\n　　{line}"))
    assert "".join(found) == "tmx" + BODY


@pytest.mark.parametrize(
    "line",
    [
        "打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享至朋友圈。",
        "您的浏览器版本过低，为了更好的浏览效果，请升级后访问。",
        "建议使用IE9.0以上浏览器，1024×768分辨率浏览本网站。",
        "版权所有：嘉鱼县人民政府。未经许可，不得转载或镜像。",
        "本网站所载内容未经授权不得转载。",
        "您的评论将在审核后发布。",
        "更多信息请关注“法治嘉鱼”微信公众号。",
        "抄送：县委办公室，县人大办公室。",
    ],
)
@pytest.mark.parametrize("tail", ["嘉鱼县人民政府\n2022年1月5日", ""])
def test_whole_sentences_of_a_site(line, tail):
    found = kinds(page("嘉鱼县2021年度法治政府建设情况报告", f"{tail}\n{line}"))
    assert "".join(found) == "t" + BODY + ("ssb" if tail else "b")


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("附件：", "b"),
        ("附件", "b"),
        ("附件1", "b"),
        ("附件：1.法治政府建设情况统计表", "b"),
        ("附件：1.统计表\n2.清单", "bb"),
        ("附：行政执法情况统计表", "b"),
        ("附件：\n法治政府建设情况报告.docx\n【打印】", "bbb"),
        ("附件：2021年度法治政府建设情况统计表", "b"),
        ("附件：统计表\n嘉鱼县人民政府\n2022年1月5日", "xss"),
        ("附件：统计表。其中行政许可事项见第一页，行政处罚事项见第二页。", "x"),
        ("附则由县司法局解释", "x"),
    ],
)
def test_attachments(tail, expected):
    assert "".join(kinds(page("嘉鱼县2021年度法治政府建设情况报告", tail))) == "t" + BODY + expected


@pytest.mark.parametrize(
    "line",
    [
        "兴隆盟行政公署：",
        "地区行署：",
        "盟委、盟行署：",
        "街道办事处：",
        "国务院：",
        "党中央、国务院：",
        "县委全面依法治县领导小组：",
        "主任、各位副主任，秘书长、各位委员：",
        "市委、市人大常委会，市政府：",
        "各位代表：",
        "中共某县委 某县人民政府：",
        "省委依法治省办，省司法厅：",
        "县人大常委会主任会议：",
        "区委全面依法治区委员会办公室：",
    ],
)
def test_salutations(line):
    found = analysed(page("2021年度法治政府建设情况报告", we="全县").replace("\n", f"\n　　{line}\n", 1))
    assert found.document is not None
    assert found.lines[1].kind == "body"
    assert all(line != paragraph.text for paragraph in found.document.paragraphs)


@pytest.mark.parametrize(
    "line",
    ["一是成立依法行政领导小组：", "重点抓好以下工作：", "我县成立了领导小组：", "主要做法如下：", "工作由县司法局："],
)
def test_no_salutations(line):
    document = analysed(
        page("嘉鱼县2021年度法治政府建设情况报告", f"　　{line}\n　　推进依法行政，加强普法。")
    ).document
    assert document is not None
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    headings = "\n".join(heading.text for heading in document.headings)
    assert line.strip("一是：") in f"{text}\n{headings}"


def test_a_line_that_ends_like_a_salutation_further_down_is_text():
    document = analysed(
        page("嘉鱼县2021年度法治政府建设情况报告", "　　县司法局：\n　　承担日常工作，推进普法。")
    ).document
    assert document is not None
    assert "县司法局：" in [paragraph.text for paragraph in document.paragraphs]


def test_a_body_on_one_line():
    content = page("嘉鱼县2021年度法治政府建设情况报告", "嘉鱼县人民政府 2022年1月5日").split("\n")
    joined = "\n".join((content[0], "".join(content[1:-1]), content[-1]))
    assert "".join(kinds(joined)) == "txs"


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("索引号: 发布机构: 市司法局 文号:", [("index_number", None), ("issuer", "市司法局"), ("doc_number", None)]),
        ("来源:本网时间:2021-02-02 11:35", [("source", "本网"), ("line_date", "2021-02-02 11:35")]),
        ("索 引 号 | 01/2 | 文 号 | | 主题分类 |", [("index_number", "01/2"), ("doc_number", None), ("other", None)]),
        ("索引号 01/2 发布机构 县司法局", [("index_number", "01/2"), ("issuer", "县司法局")]),
        ("【发布时间：2022-02-10】【来源：区司法局】", [("published", "2022-02-10"), ("source", "区司法局")]),
        ("信息公开目录：总结 来源：本网", [("other", "总结"), ("source", "本网")]),
        ("發佈機構：臺山市司法局　文號：無", [("issuer", "臺山市司法局"), ("doc_number", None)]),
        ("2022-01-05 09:30 来源：本网", [("line_date", "2022-01-05 09:30"), ("source", "本网")]),
        ("[ 索引号 ] 01/2 [ 发布机构 ]：县司法局", [("index_number", "01/2"), ("issuer", "县司法局")]),
        ("| [ 索引号 ] | 01/2 |", [("index_number", "01/2")]),
        ("全县来源：无", [("unknown", None)]),
        ("一、工作情况：好", []),
        ("2021年，我县坚持依法行政。", []),
    ],
)
def test_labels(line, values):
    assert [(label.kind, label.value) for label in read_labels(line)] == values


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 政务公开 > 年报",
        "当前位置：首页",
        "您的位置：首页>>要闻",
        "浏览次数：120次",
        "字体：大 中 小",
        "【打印本页】",
    ],
)
def test_boilerplate(line):
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line", ["一、主要工作", "（一）政务公开", "加强行政执法监督", "全县坚持依法行政，推进政务公开。"]
)
def test_no_boilerplate(line):
    assert not is_boilerplate(line)


LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            page("索引号：\n嘉鱼县2021年度\n法治政府建设情况报告", "嘉鱼县人民政府\n2022年1月5日\n打印").split("\n")
        ),
    ),
    max_size=30,
)


@given(LINES)
def test_every_line_has_one_kind_and_its_own_text(texts):
    lines = classify(texts)
    assert [line.text for line in lines] == texts
    assert [line.number for line in lines] == list(range(1, len(texts) + 1))
    body = [line.number for line in lines if line.kind == "body"]
    if body:
        between = lines[body[0] - 1 : body[-1]]
        others = [
            line for line in between if line.kind not in ("body", "blank") and not is_page_mark(line.text.strip())
        ]
        # A signature above notes, and the title and signature of a notice above the report that it publishes.
        assert {line.kind for line in others} <= {"signature", "title"}
