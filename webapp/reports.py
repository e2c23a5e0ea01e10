"""The page of a report: its whole text, or every line of its file."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from indexer.contract import Report
from indexer.naming import is_report_id
from webapp import searching
from webapp.facts import Fact, facts
from webapp.reading import Layout, lay_out
from webapp.search.model import PassageView
from webapp.state import engine

LINE_KINDS: Final = {
    "title": lazy_gettext("标题"),
    "meta": lazy_gettext("元数据"),
    "boilerplate": lazy_gettext("网页"),
    "body": lazy_gettext("正文"),
    "signature": lazy_gettext("落款"),
    "blank": lazy_gettext("空行"),
}

blueprint = Blueprint("reports", __name__)


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as its page shows it; `passage` is its first paragraph, for the labels."""

    report: Report
    passage: PassageView
    layout: Layout
    facts: tuple[Fact, ...]
    query: str


@blueprint.get("/r/<report_id>")
def report(report_id: str) -> str:
    """Show a whole report, the words of `q` marked; with view=raw every line of the file."""
    document = engine().document(report_id) if is_report_id(report_id) else None
    if document is None:
        abort(404, _("索引里没有名为 %(name)s 的报告。可能已改名，请用题名或地区检索。", name=report_id[:60]))
    query = request.args.get("q", "").strip()
    mark = searching.marker(query)
    view = ReportView(
        report=document.report,
        passage=searching.passage(document.paragraphs[0], document.report),
        layout=lay_out(document, mark),
        facts=facts(document.report),
        query=query,
    )
    if request.args.get("view") == "raw":
        return render_template("report_raw.html", view=view, lines=document.lines, kinds=LINE_KINDS, mark=mark)
    return render_template("report.html", view=view)
