"""From markup to lines: what is seen, where a line begins and ends, what stands in a row."""

import codecs

import pytest

from indexer.errors import SourceError
from indexer.intake.readers.html import read

PROSE = "全县法治政府建设取得新成效，行政执法更加规范，依法行政能力提升。"


def lines(page: str | bytes) -> list[str]:
    return read(page if isinstance(page, bytes) else page.encode()).text.split("\n")


def behind_prose(markup: str) -> list[str]:
    """Return the lines of some markup behind a line of prose, by which its encoding is told."""
    first, *others = lines(f"<p>{PROSE}</p>{markup}")
    assert first == PROSE
    return others


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>一、主要工作<p>（一）依法行政<div>（二）普法", ["一、主要工作", "（一）依法行政", "（二）普法"]),
        ("法治政府建设<br>年度报告", ["法治政府建设", "年度报告"]),
        ("<p>甲</p></br>乙<br/>丙</p>丁", ["甲", "乙", "丙", "丁"]),
        ("<p>甲<div>乙</div>丙</p>丁", ["甲", "乙", "丙", "丁"]),
        ("<td>只有单元格<td>没有表格", ["只有单元格", "没有表格"]),
        ("<span>外面<p>段落</span></p>尾", ["外面", "段落", "尾"]),
        ("法<!-- 注释 -->治<!-->政<!--[if gte mso 9]>隐藏<![endif]-->府", ["法治政府"]),
        ("<![if !supportLists]>一、<![endif]>主要工作", ["一、主要工作"]),
        ("&ldquo放管服&rdquo;改革&nbsp深化&amp推进&#8226;&middot", ["&ldquo放管服”改革\xa0深化&推进•·"]),
        ("<p>法治</p></body></html>\n<html><body><p>政府", ["法治", "政府"]),
        ("<ucapcontent><o:p>甲</o:p><st1:city>乙</st1:city></ucapcontent>", ["甲乙"]),
        ("<b>加<strong>粗</b>不<em>断</strong>开</em><sup>1</sup>", ["加粗不断开1"]),
        ("<h2>标题\n  换行</h2>\n<p>\n  法治\n\t 政府\n</p>", ["标题换行", "法治政府"]),
        ("<p>ISO\n9001 认证\nA</p>", ["ISO 9001 认证 A"]),
        ("<p>嘉 鱼 县</p>", ["嘉 鱼 县"]),
        ("<span>来源：本网</span>\n<span>时间：2021-01-01</span>", ["来源：本网 时间：2021-01-01"]),
        (f"<p><span>{PROSE}</span>\n<span>现将情况报告如下。</span>", [f"{PROSE}现将情况报告如下。"]),
        ("<p>&nbsp;</p><p>　</p><p>&#8203;</p><p>&emsp;&emsp;甲</p>", ["\u2003\u2003甲"]),
        ("<pre>甲\n  乙\n\n丙</pre>", ["甲", "乙", "丙"]),
        ("<p style='white-space: pre-wrap'>甲\n乙</p>", ["甲", "乙"]),
        ("<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp>字</ruby>", ["汉字"]),
        ("<p>他说<q>依法行政</q>。</p>", ["他说“依法行政”。"]),
        ("<span style='display:block'>甲</span><span>乙</span><div style='display:inline'>丙</div>", ["甲", "乙丙"]),
        ("<label>索引号</label>：<input value=隐藏>X1<select><option>选项</select>", ["索引号：X1"]),
        ("<form id=aspnetForm><p>旧站整页都在表单里</p></form>", ["旧站整页都在表单里"]),
        ("<svg><text>图</text></svg><canvas>画</canvas><video>不支持视频</video>正文", ["正文"]),
        ("纯文字，没有标签</p>", ["纯文字，没有标签"]),
        ("<p/>甲<p/>乙", ["甲", "乙"]),
        ("<p>1 < 2，3 > 2<p>a<b", ["1 < 2，3 > 2", "a"]),
    ],
)
def test_blocks_are_lines(page, expected):
    assert behind_prose(page) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display:none'>藏</p>",
        "<p style='color:red; DISPLAY : None !important'>藏</p>",
        "<div style='visibility: hidden'><p>藏</p></div>",
        "<p hidden>藏</p>",
        "<p hidden=hidden><b>藏</b></p>",
        "<span style='font-size:0'>藏</span>",
        "<span style='font-size: 0.0px; color:red'>藏</span>",
        "<template><p>藏</p></template>",
        "<noscript>藏</noscript>",
        "<style>藏</style><title>藏</title><title>藏</title>",
        "<dialog>藏</dialog>",
        "<textarea>藏</textarea><button>藏</button>",
        "<iframe>藏</iframe><object>藏</object>",
        "<xml><w:View>藏</w:View></xml>",
    ],
)
def test_what_is_not_shown_is_no_text(hidden):
    assert lines(f"<p>{PROSE}</p>{hidden}<p>后</p>") == [PROSE, "后"]


@pytest.mark.parametrize(
    "shown",
    [
        "<p style='font-size:8px'>小</p>",
        "<p aria-hidden=true>小</p>",
        "<div class='hidden collapse'>小</div>",
        "<div style='font-size:0'><p style='font-size:12px'>小</p></div>",
        "<div style='visibility:hidden'><p style='visibility:visible'>小</p></div>",
        "<details><p>小</p></details>",
        "<p style='display:block;opacity:0'>小</p>",
    ],
)
def test_what_is_small_or_folded_by_its_class_is_text(shown):
    assert lines(f"<p>{PROSE}</p>{shown}") == [PROSE, "小"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3><li><p>甲</p></li><li value=7>乙<li>丙</ol>", ["3. 甲", "7. 乙", "8. 丙"]),
        ("<ol type=a><li>甲<ol type=I><li>乙</ol><li>丙</ol>", ["a. 甲", "I. 乙", "b. 丙"]),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>", ["一、甲", "二、乙"]),
        ("<ol style='list-style:simp-chinese-informal'><li>甲</ol>", ["一、甲"]),
        ("<ol style='list-style: none'><li>甲<li style='list-style-type:upper-alpha'>乙</ol>", ["甲", "B. 乙"]),
        ("<ol><li>一、甲<li>（二）乙<li>3.丙<li>丁</ol>", ["一、甲", "（二）乙", "3.丙", "4. 丁"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<li>没有列表", ["没有列表"]),
        ("<ol start=x><li value=九>甲</ol>", ["1. 甲"]),
        ("<ol><li></li><li>乙</ol>", ["2. 乙"]),
    ],
)
def test_numbers_of_lists_are_written_out(page, expected):
    assert behind_prose(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            """<table><tr><th>索 引 号</th><td>A1/2021</td><th>发布机构</th><td>县司法局</td></tr>
            <tr><th>文号</th><td></td><th>有效性</th><td>有效</td></tr><tr><td>关键词</td><td>&nbsp;</td></tr></table>""",
            ["| 索 引 号 | A1/2021 | 发布机构 | 县司法局 |", "| 文号 |  | 有效性 | 有效 |", "| 关键词 |"],
        ),
        ("<table><tr><td>甲<tr><td>乙</table>", ["甲", "乙"]),
        ("<table><td>a<td>b<tr><td>c</table>", ["| a | b |", "c"]),
        (
            """<table><caption>统计表</caption><thead><tr><th>年份<th>件数</thead>
            <tr><td rowspan=2>2021<td>12<tr><td>13</table>""",
            ["统计表", "| 年份 | 件数 |", "| 2021 | 12 |", "13"],
        ),
        (
            f"<table><tr><td width=10>&nbsp;</td><td><p>一、主要工作</p><p>{PROSE}</p></td><td></td></tr></table>",
            ["一、主要工作", PROSE],
        ),
        (
            f"<table><tr><td><table><tr><td>栏目甲<td>栏目乙</table></td><td>{PROSE}</td></tr></table>",
            ["| 栏目甲 | 栏目乙 |", PROSE],
        ),
        (
            "<table><tr><td>侧<br>栏<br>有<br>五<br>行</td><td>正文</td></tr></table>",
            ["侧", "栏", "有", "五", "行", "正文"],
        ),
        ("<table><tr><td>序号<br>（项）</td><td><p>内容</p></td></tr></table>", ["| 序号 （项） | 内容 |"]),
        (f"<table><tr><td>左</td><td>{PROSE * 40}</td></tr></table>", ["左", PROSE * 40]),
    ],
)
def test_rows_of_data_are_lines_and_frames_are_none(page, expected):
    assert behind_prose(page) == expected


def test_lines_that_were_only_wrapped_are_joined():
    text = "全县法治政府建设取得新的成效行政执法更加规范依法行政的能力得到提升各项工作有序推进干部群众满意"
    wrapped = [f"{text[at : at + 23]}" for at in range(0, 23, 23)] * 4
    assert lines(f"<p>{'<br>'.join(wrapped)}完。</p><p>后</p>") == [f"{''.join(wrapped)}完。", "后"]
    items = [f"　　{at}.{text[:20]}" for at in range(1, 6)]
    assert lines("<br>".join(items)) == items
    assert lines(f"甲<br>乙<br>{PROSE}<br>{PROSE}") == ["甲", "乙", PROSE, PROSE]


CHINESE = f"<p>嘉鱼县2021年度法治政府建设情况报告</p><p>{PROSE}</p>"


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + f'<meta charset="gb2312">{CHINESE}'.encode(),
        codecs.BOM_UTF16_LE + f"<html>{CHINESE}".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + f'<meta charset="utf-8">{CHINESE}'.encode("utf-16-be"),
        f'<meta charset="gb2312">{CHINESE}'.encode("gb18030"),
        f"<META content='text/html; CHARSET=GBK' http-equiv=Content-Type>{CHINESE}".encode("gbk"),
        f'<?xml version="1.0" encoding="gb2312"?><html>{CHINESE}</html>'.encode("gb18030"),
        f'<meta charset="iso-8859-1">{CHINESE}'.encode(),
        f'<meta charset="utf-8">{CHINESE}'.encode("gb18030"),
        CHINESE.encode("gb18030"),
    ],
)
def test_pages_in_every_encoding(data):
    assert lines(data) == ["嘉鱼县2021年度法治政府建设情况报告", PROSE]


def test_characters_that_are_none_are_marked_or_dropped():
    """Surrogates and null are no characters: a reference to one is a lost character, as in browsers."""
    (line,) = lines(f"<p>{PROSE * 20}甲&#xD800;乙&#0;丙&#x110000;丁&#150;</p>")
    assert line == f"{PROSE * 20}甲\ufffd乙\ufffd丙\ufffd丁–"


def test_a_null_between_characters_is_passed_over():
    page = f"<html><p>{PROSE * 40}</p><p>嘉鱼县</p>"
    assert lines(page.replace("嘉鱼", "嘉\0鱼")) == [PROSE * 40, "嘉鱼县"]
    assert lines(page.replace("嘉鱼", "嘉\0鱼").encode("gb18030")) == [PROSE * 40, "嘉鱼县"]
    with pytest.raises(SourceError, match="二进制"):
        read(page.replace("，", "\0").encode())


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<frameset><frame src=a><noframes>请升级浏览器</noframes></frameset>", "框架"),
        ("<body><div id=app></div><script>render()</script></body>", "脚本"),
        ("<body><nav>首页</nav><script src=a></script>", "脚本"),
        (
            f"<h1>年度报告</h1><p>主办单位：县政府办公室，承办单位：县信息中心</p><script>d='{PROSE * 60}'</script>",
            "脚本",
        ),
        (
            f"<p>主办单位：县政府办公室，承办单位：县信息中心</p><textarea>{PROSE * 60}</textarea><script></script>",
            "脚本",
        ),
        ("<p></p>", "没有文字"),
        ("<title>只有标题</title>", "没有文字"),
        ("<!-- 没有结束的注释 <p>正文</p>", "没有文字"),
    ],
)
def test_a_page_without_text_says_what_to_do(page, reason):
    with pytest.raises(SourceError, match=reason) as caught:
        read(page.encode())
    assert "另存" in caught.value.message


def test_a_text_that_only_a_script_would_show_is_read():
    page = f"<p>{PROSE}</p><div id=zoom style='display:none'>{f'<p>{PROSE}</p>' * 9}</div><script>show()</script>"
    assert lines(page) == [PROSE] * 10
    assert lines(page.replace("<script>show()</script>", "")) == [PROSE]
    assert lines(page.replace("display:none", "visibility:hidden")) == [PROSE] * 10
    assert lines(f"<body style='display:none'><p>{PROSE}</p></body>") == [PROSE]
    seen, hidden = f"<p>{PROSE * 12}</p>", f"<p style='display:none'>{PROSE * 90}</p><script></script>"
    assert lines(seen + hidden) == [PROSE * 12, PROSE * 90]
    assert lines(page.replace("</div>", f"</div>{PROSE * 10}")) == [PROSE, PROSE * 10]
