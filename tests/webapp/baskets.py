"""Baskets laid out for the tests of exports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from indexer.contract import Document
from indexer.naming import citation_code
from tests.engines.corpus import Text, make_document, make_engine
from webapp.basket.model import Basket, Item
from webapp.basket.view import BasketView, lay_out
from webapp.search.model import Site

TODAY = date(2026, 11, 22)
SITE = Site("http://fz.example.gov.cn", "", permanent=True)
SOURCE_URL = "http://www.jiayu.gov.cn/2021/a.html?id=1&p=“二”"

WRITTEN = (
    Text(
        "全面推行“双随机、一公开”,推进“互联网+监管”系统建设(2020年版)。", "enforcement", ("二、执法", "一是 监管,执法")
    ),
    Text("办理行政复议案件1,256件——办结率99.91%……", "disputes", ("三、复议",)),
    Text("=HYPERLINK(1) <b>& 1. it’s *甲*", "general"),
)


def documents() -> list[Document]:
    """Return a report whose source is known and one whose source is not."""
    known = make_document(WRITTEN)
    known = replace(known, report=replace(known.report, source_url=SOURCE_URL))
    return [known, make_document(["司法局落实行政复议。"], body="sfj", published=None)]


def make_view(notes: Sequence[str] = (), title: str = "", site: Site = SITE) -> BasketView:
    """Lay out every paragraph of documents() in order, the first ones with `notes`."""
    codes = [citation_code(paragraph.id) for document in documents() for paragraph in document.paragraphs]
    noted = [*notes, *[""] * (len(codes) - len(notes))]
    items = tuple(Item(code, note) for code, note in zip(codes, noted, strict=True))
    return lay_out(Basket(title, items), make_engine(documents()), site, TODAY)


def with_unknown(view: BasketView, code: str, note: str) -> BasketView:
    """Put an item whose code leads nowhere behind the others."""
    added = lay_out(Basket("", (Item(code, note),)), make_engine(documents()), SITE, TODAY).entries[0]
    return replace(view, entries=(*view.entries, replace(added, number=len(view.entries) + 1)))
