"""Plain-text reports set as web pages, in the ways that government sites do."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from indexer.contract import Line
from indexer.intake.lines import classify

STRAY = ("隐藏的正文不得收录", "通知公告栏目里的另一条新闻", "网站导航里的栏目")  # what stands in no report
HIDDEN = f"{STRAY[0]}，法治政府建设取得新成效，行政执法更加规范，依法行政能力全面提升。"

_LABELS = re.compile(r"(?<=[^\s文名])\s+(?=(?:文\s+号|[\u4e00-\u9fff]{2,5})\s*[:：])")


def _menu(tag: str = "div", name: str = "nav") -> str:
    words = ["首页", "政务公开", "政民互动", STRAY[2], "走进本地", "政务服务"]
    items = "\n".join(f'<li><a href="/{at}/">{word}</a></li>' for at, word in enumerate(words))
    return f'<{tag} class="{name}"><ul>\n{items}\n</ul></{tag}>'


def _news() -> str:
    items = "".join(
        f'<li><a href="/n{at}.html">{STRAY[1]}，第{at}条，我县召开推进会，部署重点工作</a><span>01-0{at}</span></li>'
        for at in range(1, 8)
    )
    return f"<h3>最新公告</h3><ul>{items}</ul>"


def _cells(line: str) -> list[str]:
    """Return what a line of labels holds, label by label, as cells."""
    if "|" in line:
        return [cell.strip() for cell in line.split("|")]
    return [part.strip() for part in _LABELS.split(line) if part.strip()]


def _head_table(lines: Sequence[Line]) -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(line.text))}</tr>" for line in lines)
    return f'<table class="bt-table" border="0">{rows}</table>'


def _groups(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Yield runs of lines of one kind, those that are not blank."""
    run: list[Line] = []
    for line in lines:
        if line.kind == "blank" or not line.text.strip():
            continue
        if run and run[0].kind != line.kind:
            yield run[0].kind, run
            run = []
        run.append(line)
    if run:
        yield run[0].kind, run


def cms(text: str) -> bytes:
    """A content system's page: a paragraph to each line in a box of a known name, labels in a table above it."""
    head, body, tail = _parts(text)
    inner = "\n".join(f'<p style="text-indent: 2em;">{escape(line.text.strip())}</p>' for line in body)
    page = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>政府文件</title><script>var a = "<p>{HIDDEN}</p>";</script></head>
<body><div class="wrap">{_menu()}{_above(head)}
<div class="detail-box"><div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div id="zoom"><div class="view TRS_UEDITOR trs_paper_default">{inner}</div></div></div>
{_below(tail)}
<div class="footer"><p>主办单位：某某县人民政府　承办单位：某某县人民政府办公室</p><p>网站标识码：4200000000</p></div>
</div></body></html>"""
    return page.encode()


def table_layout(text: str) -> bytes:
    """A page of the first years: tables in tables, lines broken by <br>, tags left open, gb2312 declared."""
    head, body, tail = _parts(text)
    inner = "<BR>\r\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line.text.strip())}" for line in body)
    links = "".join(f'<td><a href="{at}.htm">{STRAY[2]}{at}</a></td>' for at in range(6))
    side = "".join(f'<tr><td><a href="{at}.htm">{STRAY[1]}{at}</a>' for at in range(8))
    above = "".join(
        f"<tr><td colspan=3 align=center><b><font size=4>{escape(line.text.strip())}</font></b></td></tr>"
        if kind == "title"
        else f"<tr><td colspan=3>{escape(line.text.strip())}"
        for kind, lines in head
        for line in lines
    )
    page = f"""<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=gb2312">
<TITLE>法治建设</TITLE></HEAD><BODY bgcolor=#ffffff><table width=1000 align=center><tr>{links}</tr></table>
<TABLE width=1000 align=center><TR><TD width=200 valign=top><table>{side}</table></TD>
<TD width=10>&nbsp;</TD><TD><TABLE width="100%">{above}
<tr><td colspan=3><font style="line-height:200%">{inner}</font></td></tr>
<tr><td colspan=3>{"<br>".join(escape(line.text.strip()) for line in tail)}</td></tr></TABLE></TD></TR></TABLE>
<table width=1000><tr><td align=center>版权所有：某某县人民政府　技术支持：某某公司</td></tr></table></BODY></HTML>"""
    return page.encode("gb18030")


def word(text: str) -> bytes:
    """Text pasted from Word: a span to every few characters, fonts in fonts, blanks as &nbsp;, remarks for Office."""
    head, body, tail = _parts(text)
    inner = "\n".join(_pasted(line.text.strip()) for line in body)
    page = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>{HIDDEN}</w:View></w:WordDocument></xml><![endif]-->
<style>p.MsoNormal {{ font-family: 仿宋_GB2312; }}</style></head><body lang=ZH-CN>
{_menu("td", "daohang")}{_above(head)}
<div class=Section1 style='layout-grid:15.6pt'>{inner}</div>{_below(tail)}</body></html>"""
    return page.encode()


def modern(text: str) -> bytes:
    """A page of today: nav, aside and footer, boxes of no known name, hidden text, links to other reports."""
    head, body, tail = _parts(text)
    inner = "\n".join(
        f"<div>\n    <p>{escape(line.text.strip())}</p>\n    <p style='display: none'>{HIDDEN}</p>\n</div>"
        for line in body
    )
    links = "".join(
        f'<li><a href="/{year}">某某县{year}年度法治政府建设情况报告</a></li>' for year in range(2012, 2020)
    )
    page = f"""<!doctype html><html lang="zh"><head><meta charset="UTF-8"><title>信息公开</title></head>
<body><header class="site-top">{_menu("nav", "n1")}<form><input value="{HIDDEN}"><button>搜索</button></form></header>
<div class="k7d2"><aside><p>{STRAY[1]}，部署推进重点工作。</p></aside><div class="x1">{_above(head)}
<section class="q9">{inner}</section>{_below(tail)}</div>
<div class="x2">{_news()}</div></div><div class="x3"><h4>相关信息</h4><ul>{links}</ul></div>
<div hidden>{HIDDEN}</div><div style="VISIBILITY:hidden">{HIDDEN}</div><template><p>{HIDDEN}</p></template>
<footer><p>主办：某某县人民政府</p>{_menu("div", "links")}</footer></body></html>"""
    return page.encode()


LAYOUTS: dict[str, Callable[[str], bytes]] = {"cms": cms, "tables": table_layout, "word": word, "modern": modern}

_Head = list[tuple[str, list[Line]]]


def _parts(text: str) -> tuple[_Head, list[Line], list[Line]]:
    """Return the groups of lines above the body, the body, and the lines below it."""
    lines = classify(text.split("\n"))
    at = [i for i, line in enumerate(lines) if line.kind == "body"]
    body = [line for line in lines[at[0] : at[-1] + 1] if line.text.strip()]
    tail = [line for line in lines[at[-1] + 1 :] if line.text.strip()]
    return list(_groups(lines[: at[0]])), body, tail


def _above(head: _Head) -> str:
    parts = []
    for kind, lines in head:
        if kind == "title":
            parts += [f"<h1>\n  {escape(line.text.strip())}\n</h1>" for line in lines]
        elif kind == "meta" and len(lines) > 1:
            parts.append(_head_table(lines))
        else:
            parts += [f"<div class='info'>\n{_linked(line.text.strip())}\n</div>" for line in lines]
    return "\n".join(parts)


def _linked(line: str) -> str:
    """Return a line of the head, its words links where it is a breadcrumb."""
    if ">" not in line:
        return f"<span>{escape(line)}</span>"
    where, colon, steps = line.partition(":")
    return where + colon + " &gt; ".join(f'<a href="#">{escape(step.strip())}</a>' for step in steps.split(">"))


def _below(tail: Sequence[Line]) -> str:
    return "\n".join(f"<p style='text-align:right'>{escape(line.text.strip())}</p>" for line in tail)


def _pasted(line: str) -> str:
    pieces = [line[at : at + 7] for at in range(0, len(line), 7)]
    spans = "".join(
        f'<span style="font-family:仿宋_GB2312"><font face="仿宋_GB2312"><font size="4">{escape(piece)}'
        f"</font></font></span>{'<span lang=EN-US><o:p></o:p></span>' if at % 3 else '<!-- x -->'}"
        for at, piece in enumerate(pieces)
    )
    return f'<p class=MsoNormal style="text-indent:32.0pt"><span lang=EN-US>&nbsp;&nbsp; </span>{spans}</p>'
