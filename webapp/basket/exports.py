"""The basket as Markdown, as plain text for WPS and mail, and as a table for Excel."""

import csv as tables
import io
from collections.abc import Iterator
from datetime import date
from typing import Final

from webapp.basket import wording
from webapp.basket.view import BasketView, Entry
from webapp.citation import escape_markdown
from webapp.citation.reference import NO_SOURCE
from webapp.days import chinese_date
from webapp.search.export import harmless
from webapp.search.model import Site

COLUMNS: Final = (
    "序号",
    "引文",
    "地区",
    "年度",
    "主体",
    "章节",
    "标题路径",
    "题名",
    "公开日期",
    "引证码",
    "链接",
    "来源网址",
    "状态",
    "批注",
)
_BOM: Final = "\ufeff"
_STANDS: Final = "与原文一致"
_INDENT: Final = "\u3000\u3000"


def markdown(view: BasketView, site: Site, today: date) -> str:
    """Return the memo as Markdown: each quote a block, as its source has it."""
    blocks = [f"# {escape_markdown(wording.title(view))}", chinese_date(today)]
    for entry in view.entries:
        blocks += _item_markdown(entry)
    blocks.append(f"## {wording.SOURCES}")
    blocks += [_source_markdown(entry) for entry in view.entries]
    blocks.append(wording.remark(site, restored=False))
    return "\n\n".join(blocks) + "\n"


def _item_markdown(entry: Entry) -> Iterator[str]:
    yield f"## {wording.numeral(entry.number)}、{escape_markdown(wording.heading(entry))}"
    if entry.passage is not None:
        yield f"### {escape_markdown(wording.section(entry.passage))}"
        lines = wording.printable(entry.passage.paragraph.text).split("\n")
        yield "\n>\n".join(f"> {_line(line)}" for line in lines) + f"\\[{entry.number}\\]"
    if entry.status_note:
        yield f"**{escape_markdown(entry.status_note)}**"
    note = wording.printable(entry.item.note)
    if note:
        first, *more = note.split("\n")
        yield f"**{wording.NOTE}：** {_line(first)}"
        yield from (_line(line) for line in more if line.strip())


def _line(text: str) -> str:
    """Return a line of text; blanks before it would make it code."""
    return escape_markdown(text.strip())


def _source_markdown(entry: Entry) -> str:
    links = "，".join(label + (f"<{_unbracketed(address)}>" if address else "") for label, address in _links(entry))
    return f"\\[{entry.number}\\] {escape_markdown(wording.reference(entry))}{links}"


def _unbracketed(address: str) -> str:
    """Return an address that no sign in it can end before its closing >."""
    return address.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")


def plain(view: BasketView, site: Site, today: date) -> str:
    """Return the memo as text that every Windows program opens right: a BOM before it, CRLF at line ends."""
    lines = [wording.title(view), f"（{chinese_date(today)}）", ""]
    for entry in view.entries:
        lines += [*_item_lines(entry), ""]
    lines.append(wording.SOURCES)
    for entry in view.entries:
        lines.append(f"[{entry.number}] {wording.reference(entry)}")
        lines += [f"{_INDENT}{label}{address or ''}" for label, address in _links(entry)]
    lines += ["", f"说明：{wording.remark(site, restored=True)}"]
    return _BOM + "".join(line.replace("\n", "\r\n") + "\r\n" for line in lines)  # a quote may have several lines


def _item_lines(entry: Entry) -> Iterator[str]:
    yield f"{wording.numeral(entry.number)}、{wording.heading(entry)}"
    if entry.passage is not None:
        yield _INDENT + wording.section(entry.passage)
        yield f"{_INDENT}{wording.quote(entry.passage)}[{entry.number}]"
    if entry.status_note:
        yield f"{_INDENT}【{entry.status_note}】"
    note = wording.printable(entry.item.note)
    if note:
        yield from (_INDENT + line for line in f"{wording.NOTE}：{note}".split("\n"))


def _links(entry: Entry) -> tuple[tuple[str, str | None], ...]:
    """Return what to say of an item's addresses: a label, and the address where there is one."""
    if entry.passage is None:
        return ()
    address = wording.source_address(entry.passage)
    return ("链接：", entry.passage.permalink), (("原文：", address) if address else (NO_SOURCE, None))


def csv(view: BasketView, site: Site, today: date) -> bytes:  # noqa: ARG001  # as the other exports are called
    """Return one row an item, as UTF-8 with a BOM, CRLF at line ends and no cell that is taken for a formula."""
    written = io.StringIO()
    writer = tables.DictWriter(written, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for entry in view.entries:
        writer.writerow({column: harmless(wording.printable(cell)) for column, cell in _row(entry).items()})
    return (_BOM + written.getvalue()).encode()


def _row(entry: Entry) -> dict[str, str]:
    """Return the cells of an item by column; of a code that leads nowhere there are only the reader's own."""
    row = {
        "序号": str(entry.number),
        "引证码": entry.item.code,
        "状态": entry.status_note or _STANDS,
        "批注": entry.item.note,
    }
    if entry.passage is None:
        return row
    passage, report = entry.passage, entry.passage.report
    return row | {
        "引文": passage.paragraph.text,
        "地区": passage.place_label,
        "年度": str(report.year or "不详"),
        "主体": passage.body_label,
        "章节": passage.section_label,
        "标题路径": " › ".join(passage.paragraph.heading_path),
        "题名": report.title,
        "公开日期": report.publication_date.isoformat() if report.publication_date else "",
        "引证码": passage.code,
        "链接": passage.permalink,
        "来源网址": report.source_url or NO_SOURCE,
    }
