"""Heads, titles, signatures and tails of many sites in any combination: kinds of lines and fields stay right."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indexer.invented import analysed, names, text


@dataclass(frozen=True)
class Part:
    """Some lines, the kinds they should get (b t m x s), and the fields they should give."""

    lines: str = ""
    kinds: str = ""
    fields: dict[str, str] = field(default_factory=dict)


BANNERS = (
    Part(),
    Part("今天是2026年11月22日 星期日 多云", "b"),
    Part("2026-11-22 10:22:11 星期日\n首页 政务公开 互动交流", "bb"),
    Part("西湖区人民政府门户网站\n首页 > 政务公开 > 法治政府建设年度报告", "bb"),
    Part("赤壁市人民政府\n搜索\n首页\n政务公开\n走进赤壁", "bbbbb"),
    Part("首页 | 新闻 | 公开 | 服务\n赤壁市司法局网站", "bb"),
    Part("本网站已支持IPv6\n您现在的位置：首页/政务公开/计划总结", "bb"),
)
TABLES = (
    Part(),
    Part(
        "索引号：000014349/2022-00012　发布机构：{p}司法局\n文号：无　主题分类：司法",
        "mm",
        {"index_number": "000014349/2022-00012", "issuer": "{p}司法局"},
    ),
    Part(
        "索 引 号 | AB-01/2022-3 | 发布机构 | 县政府办 |\n文 号 | 嘉政发〔2022〕3号 | 主题分类 | |",
        "mm",
        {"index_number": "AB-01/2022-3", "issuer": "县政府办", "doc_number": "嘉政发〔2022〕3号"},
    ),
    Part(
        "索引号\n01/2022-4\n发文机关\n{p}人民政府\n发文字号\n\n成文日期\n2022-02-01",
        "mmmmmmm",
        {"index_number": "01/2022-4", "issuer": "{p}人民政府"},
    ),
    Part("[索 引 号] 01/2022-5\n[发文机构] {p}\n[有效性] 有效", "mmm", {"index_number": "01/2022-5", "issuer": "{p}"}),
    Part(
        "信息索引:01/2022-7\t效力状况:有效\n内容概述:2021年度法治政府建设情况报告", "mm", {"index_number": "01/2022-7"}
    ),
)
SOURCES = (
    Part(),
    Part("来源：本网 发布时间：2022-03-11 09:10 浏览次数：12", "m", {"source": "本网", "published": "2022-03-11"}),
    Part("2022-03-12 10:00 来源：湖北日报 【字体：大 中 小】", "m", {"source": "湖北日报", "published": "2022-03-12"}),
    Part("时间：2022/3/13　来源：{p}司法局　作者：张三", "m", {"source": "{p}司法局", "published": "2022-03-13"}),
    Part(
        "发布日期：2022年3月14日\n信息来源：区司法局\n字号：大 中 小",
        "mmb",
        {"source": "区司法局", "published": "2022-03-14"},
    ),
    Part("2022-03-15", "m", {"published": "2022-03-15"}),
    Part("来源： 作者： 浏览次数：33", "m"),
)
TITLES = (
    Part("{p}2021年度法治政府建设情况报告", "t"),
    Part("{p}人民政府关于2021年度法治政府建设情况的报告", "t"),
    Part("2021年度{p}法治政府建设情况报告", "t"),
    Part("关于{p}2021年\n法治政府建设工作情况的报告", "tt"),
    Part("{p}人民政府\n关于2021年度法治政府建设情况的报告", "tt"),
    Part("{p}二〇二一年依法行政工作总结", "t"),
)
SALUTATIONS = (Part(), Part("县委、县人大常委会：", "x"), Part("市司法局：", "x"))
SIGNATURES = (
    Part(),
    Part("{p}人民政府\n2022年1月5日", "ss", {"signature": "{p}人民政府", "signed": "2022-01-05"}),
    Part("　　{p}人民政府\n\n　　二〇二二年一月六日", "ss", {"signature": "{p}人民政府", "signed": "2022-01-06"}),
    Part("{p}人民政府　　2022年1月7日", "s", {"signature": "{p}人民政府", "signed": "2022-01-07"}),
    Part("2022年1月8日\n{p}人民政府", "ss", {"signature": "{p}人民政府", "signed": "2022-01-08"}),
)
TAILS = (
    Part(),
    Part("扫一扫在手机打开当前页\n【打印本页】 【关闭窗口】", "bb"),
    Part("相关文章\n{p}2020年度法治政府建设情况报告\n{p}2019年度法治政府建设情况报告", "bbb"),
    Part("责任编辑：李四\n上一篇：{p}2022年预算公开\n下一篇：没有了", "bbb"),
    Part("主办：赤壁市人民政府\n网站标识码：4200000001 鄂ICP备12345678号\n地址：人民路1号 电话：0715-1234567", "bbb"),
    Part(
        "一图读懂：《{p}2021年度法治政府建设情况报告》\n您访问的链接即将离开“门户网站”，是否继续？\n继续访问\n放弃",
        "bbbb",
    ),
)
PLACES = (
    ("嘉鱼县", ["湖北省", "咸宁市", "嘉鱼县"]),
    ("上海市普陀区", ["上海市", "普陀区"]),
    ("福州市长乐市", ["福建省", "福州市", "长乐区"]),
    ("仙桃市", ["湖北省", "仙桃市"]),
    ("徐州市鼓楼区", ["江苏省", "徐州市", "鼓楼区"]),
    ("東莞市", ["广东省", "东莞市"]),
    ("湘西土家族苗族自治州", ["湖南省", "湘西土家族苗族自治州"]),
    ("乌拉特中旗", ["内蒙古自治区", "巴彦淖尔市", "乌拉特中旗"]),
)
PARTS = st.tuples(
    *(st.sampled_from(parts) for parts in (BANNERS, TABLES, TITLES, SOURCES, SALUTATIONS, SIGNATURES, TAILS))
)
LETTERS = {"title": "t", "meta": "m", "boilerplate": "b", "body": "x", "signature": "s"}


@settings(max_examples=150)
@given(PARTS, st.sampled_from(PLACES), st.booleans(), st.booleans())
def test_any_mixture(parts, place, title_first, blank_lines):
    banner, table, title, source, salutation, signature, tail = parts
    head = (banner, title, table, source) if title_first else (banner, table, title, source)
    body = Part(text("当地"), "x" * 8)
    blocks = [part for part in (*head, salutation, body, signature, tail) if part.lines]
    content = "\n".join(part.lines for part in blocks).replace("{p}", place[0])
    analysis = analysed(content.replace("\n", "\n\n") if blank_lines else content)
    kinds = "".join(LETTERS[line.kind] for line in analysis.lines if line.kind != "blank")
    assert kinds == "".join(part.kinds for part in blocks)
    assert analysis.document is not None
    found = analysis.document.report
    wanted = {key: value.replace("{p}", place[0]) for part in blocks for key, value in part.fields.items()}
    assert found.title == title.lines.replace("\n", "").replace("{p}", place[0])
    assert names(found) == place[1]
    assert (found.year, found.department) == (2021, None)
    assert found.index_number == wanted.get("index_number")
    assert found.doc_number == wanted.get("doc_number")
    assert found.source == wanted.get("source")
    assert found.signature == wanted.get("signature")
    assert found.issuer == wanted.get("issuer", wanted.get("signature"))
    days = [day and day.isoformat() for day in (found.publication_date, found.signature_date)]
    assert days == [wanted.get("published", wanted.get("signed")), wanted.get("signed")]
