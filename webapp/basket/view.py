"""A basket laid out: each item with the text it stands for, as it was quoted, and what has become of that since."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from indexer.contract import Paragraph, Report, SearchEngine
from indexer.naming import parse_code
from webapp.basket.model import Basket, Item
from webapp.days import day_in_china
from webapp.differences import holds
from webapp.resolving import Resolution, Status, resolve
from webapp.search.messages import Message, say
from webapp.search.model import PassageView, Site
from webapp.search.passages import Layout, Wanted

_NOTES: Final[dict[Status, str]] = {
    "same": "",
    "moved": say("位置有变：文字没有改动，在报告里的段次或标题与先前不同。"),
    "changed": say("原文已变更：这里是存档的文字，与现在的不同。引用前请核对。"),
    "gone": say("已撤下：现在的报告里没有这一段，这里是存档的文字。"),
    "unknown": say("引证码查无此段：可能所在的报告没有收录。可以移出，或与原处核对。"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as pages and exports show it.

    `passage` is what a memo quotes: the paragraph as it stands, or, if it was changed or withdrawn, the archived text
    with its report as it was then. It is None where the code leads nowhere (status unknown). `status_note` is a
    sentence for the reader, "" for a paragraph that stands where it stood.
    """

    number: int  # from 1
    item: Item
    status: Status
    passage: PassageView | None
    status_note: str


@dataclass(frozen=True, slots=True)
class BasketView:
    """A basket ready to be shown or exported."""

    title: str  # "" if the reader gave none
    entries: tuple[Entry, ...]


def lay_out(basket: Basket, engine: SearchEngine, site: Site, today: date) -> BasketView:
    """Return `basket` with the texts its codes stand for; links begin as `site` says, quotes are dated `today`."""
    layout = Layout(site, today, cache(engine.document))  # items of one report read it once
    entries = []
    for number, item in enumerate(basket.items, start=1):
        name = item.paragraph_id
        found = resolve(engine, name) if name else None
        quoted = _quoted(found) if found else None
        passage = layout.passage(*quoted, Wanted()) if quoted else None
        status = found.status if found else "unknown"
        entries.append(Entry(number, item, status, passage, _status_note(item, found)))
    return BasketView(basket.title, tuple(entries))


def _quoted(found: Resolution) -> tuple[Paragraph, Report] | None:
    """Return what the memo quotes: what stands under its name, else what stood there last."""
    if found.report is not None and found.present and found.present[0].id == found.paragraph_id:
        return found.present[0], found.report
    if found.quoted:
        return found.quoted[-1].paragraph, found.quoted[-1].report
    return None


def _status_note(item: Item, found: Resolution | None) -> str:
    if found is None:
        return _misread(item)
    if found.status == "changed" and found.present[0].id == found.paragraph_id:
        return say("原文的小数点等改动过：这里是现在的文字，先前引用的可能不同。引用前请核对。")
    if found.status == "changed" and holds((one.text for one in found.present), found.quoted[-1].paragraph.text):
        return say("引文未改，段落有变：引用的文字一字未改，现在是更长段落的一部分，或者分在几个段落里。")
    last_seen = found.quoted[-1].last_seen if found.quoted else None
    if found.status == "changed" and last_seen is not None:
        return say(
            "原文已变更：这里是存档的文字（最后见于 %(day)s），与现在的不同。引用前请核对。",
            day=day_in_china(last_seen).isoformat(),
        )
    if found.status == "gone" and found.gone is not None:
        return say(
            "已于 %(day)s 撤下：现在的报告里没有这一段，这里是存档的文字。", day=day_in_china(found.gone).isoformat()
        )
    return _NOTES[found.status]


def _misread(item: Item) -> Message:
    if parse_code(item.code) is not None:
        return say("引证码的校验位不符，可能抄错了一个字符。请与原处核对后重新加入，再移出这一条。")
    return say("这不是引证码，查不到段落。引证码形如 FZ.421221.2020.G.7K2MQ4XA5D-3。请核对后重新加入，再移出这一条。")
