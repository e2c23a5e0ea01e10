"""What a memo says of its items, in whatever file it is written: headings, quotes, sources, and texts fit to print."""

import re
from typing import Final

from webapp.basket.view import BasketView, Entry
from webapp.citation import inside_quotation, published, restore_marks
from webapp.citation.reference import flaws
from webapp.search.labels import authority
from webapp.search.model import PassageView, Site

SOURCES: Final = "资料来源"
NOTE: Final = "批注"

_RESTORED: Final = "引文的文字、数字均照录原文，标点恢复为全角，引文内的引号改为单引号。"
_VERBATIM: Final = "引文照录原文，一字未改。"
_LINKED: Final = "打开资料来源中的链接，可核对每段引文。"
_LOCAL: Final = "本系统没有设置对外的网址，这些链接只在生成本文的电脑上有效。"

_DEFAULT_TITLE: Final = "法治政府建设情况报告材料摘编"
_MIXED_TITLE: Final = "各地年度报告材料摘编"
_ORDINAL: Final = re.compile(r"^(\S{0,3}是) ")  # 一是 before its heading; a sentence has no blank there
_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE: Final = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_MISSING: Final = "□"
_DIGITS: Final = "零一二三四五六七八九"
_STEPS: Final = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))


def printable(text: str) -> str:
    """Return `text` as XML and UTF-8 can hold it, every line end a newline; □ stands for what cannot be written."""
    return _UNPRINTABLE.sub(_MISSING, _LINE_ENDS.sub("\n", text))


def title(view: BasketView) -> str:
    """Return the memo's title, on one line."""
    of_law = all(entry.passage is None or not entry.passage.kind_label for entry in view.entries)
    return " ".join(printable(view.title).split()) or (_DEFAULT_TITLE if of_law else _MIXED_TITLE)


def heading(entry: Entry) -> str:
    """Return whose report an item is from: 湖北省咸宁市嘉鱼县（2020年度，县政府）."""
    passage = entry.passage
    if passage is None:
        return f"未查到的引证码 {printable(entry.item.code)}"
    said = (passage.year_label.replace(" ", ""), passage.body_label, passage.kind_label)
    return printable(f"{passage.place_label}（{'，'.join(filter(None, said))}）")


def section(passage: PassageView) -> str:
    """Return where in the report it stands: 行政执法（原标题：二、行政执法／一是推行监管）."""
    path = "／".join(_ORDINAL.sub(r"\1", heading) for heading in passage.paragraph.heading_path)
    return printable(f"{passage.section_label}（原标题：{restore_marks(path)}）" if path else passage.section_label)


def quote(passage: PassageView) -> str:
    """Return the paragraph in 公文用语, between quotation marks."""
    return f"“{inside_quotation(restore_marks(printable(passage.paragraph.text)))}”"


def reference(entry: Entry) -> str:
    """Return what the list of sources says of an item, without its links."""
    passage = entry.passage
    if passage is None:
        return f"引证码 {printable(entry.item.code)}，未查到出处。"
    report, paragraph = passage.report, passage.paragraph
    whose = f"{authority(report)}：《{report.title}》"
    parts = (whose, published(report), f"第{paragraph.ordinal}段", *flaws(paragraph), f"引证码 {passage.code}。")
    return " ".join(printable("，".join(parts)).split())


def remark(site: Site, *, restored: bool) -> str:
    """Return what a reader of the memo should know of its quotes and links."""
    return f"{_RESTORED if restored else _VERBATIM}{_LINKED}{'' if site.permanent else _LOCAL}"


def source_address(passage: PassageView) -> str | None:
    """Return where the report was published, None where that is not recorded."""
    address = passage.report.source_url
    return printable(address).replace("\n", "") if address else None


def numeral(number: int) -> str:
    """Return a number from 1 to 9999 as headings count: 一, 十二, 一百零三."""
    written, rest = "", number
    for step, name in _STEPS:
        digit, rest = divmod(rest, step)
        if digit or (written and rest):
            written += _DIGITS[digit] + (name if digit else "")
    written = re.sub("零+", "零", written)
    return written.removeprefix("一") if 10 <= number < 20 else written
