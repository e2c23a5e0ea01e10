"""The basket as a Word memo in the layout of Chinese offices: quotes with their notes, then numbered sources."""

from datetime import date
from typing import TYPE_CHECKING

from webapp.basket import layout, wording
from webapp.basket.view import BasketView, Entry
from webapp.citation.reference import NO_SOURCE
from webapp.days import chinese_date
from webapp.search.model import Site

if TYPE_CHECKING:
    from webapp.basket.typesetting import Sheet


def docx(view: BasketView, site: Site, today: date) -> bytes:
    """Return the memo as a .docx file, the same bytes for the same basket, site and day."""
    from webapp.basket.typesetting import Sheet  # python-docx is loaded only where a memo is made

    title = wording.title(view)
    sheet = Sheet(title, today)
    sheet.write(layout.TITLE, title)
    sheet.write(layout.DATE, f"（{chinese_date(today)}）")
    for entry in view.entries:
        _item(sheet, entry)
    sheet.write(layout.HEADING_1, wording.SOURCES)
    for entry in view.entries:
        _source(sheet, entry)
    sheet.write(layout.REMARK, f"说明：{wording.remark(site, restored=True)}")
    return sheet.to_bytes()


def _item(sheet: "Sheet", entry: Entry) -> None:
    from webapp.basket.typesetting import Piece

    sheet.write(layout.HEADING_1, f"{wording.numeral(entry.number)}、{wording.heading(entry)}")
    if entry.passage is not None:
        sheet.write(layout.HEADING_2, wording.section(entry.passage))
        marker = Piece(f"[{entry.number}]", link=f"#{_bookmark(entry)}", raised=True)
        sheet.write(layout.BODY, wording.quote(entry.passage), marker)
    if entry.status_note:
        sheet.write(layout.STATUS, f"【{entry.status_note}】")
    note = wording.printable(entry.item.note)
    if note:
        label = Piece(f"{wording.NOTE}：", face=layout.HEI)
        first, *more = note.split("\n")
        sheet.write(layout.NOTE, label, first)
        for line in more:
            sheet.write(layout.NOTE, line)


def _source(sheet: "Sheet", entry: Entry) -> None:
    from webapp.basket.typesetting import Piece

    pieces: list[Piece | str] = [f"[{entry.number}]\t{wording.reference(entry)}"]
    if entry.passage is not None:
        permalink = entry.passage.permalink
        pieces += ["\n链接：", Piece(permalink, link=permalink)]
        address = wording.source_address(entry.passage)
        pieces += ["\n原文：", Piece(address, link=address)] if address else [f"\n{NO_SOURCE}"]
    sheet.write(layout.SOURCE, *pieces, bookmark=_bookmark(entry))


def _bookmark(entry: Entry) -> str:
    return f"source{entry.number}"
