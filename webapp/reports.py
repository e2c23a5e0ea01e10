"""The page of a report: its whole text, or every line of its file; what is left of one withdrawn; archived files."""

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from flask import Blueprint, abort, make_response, redirect, render_template, request, send_file
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from indexer.contract import Document, Original, Report, ReportHistory
from indexer.naming import is_report_id
from indexer.text import clean
from webapp import searching, versions
from webapp.codes import LONGEST
from webapp.days import day_in_china
from webapp.facts import Fact, facts
from webapp.reading import Layout, lay_out
from webapp.search.labels import body_label, open_questions, place_label, year_label
from webapp.search.model import PassageView
from webapp.state import engine
from webapp.templating import link
from webapp.versions import Archived, VersionView

LINE_KINDS: Final = {
    "title": lazy_gettext("标题"),
    "meta": lazy_gettext("元数据"),
    "boilerplate": lazy_gettext("网页"),
    "body": lazy_gettext("正文"),
    "signature": lazy_gettext("落款"),
    "blank": lazy_gettext("空行"),
}

_LONGEST_NAME: Final = 120  # characters of a downloaded file's name
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|%\x00-\x1f\x7f]')  # what some system does not allow in a file's name

blueprint = Blueprint("reports", __name__)


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as its page shows it; `passage` is its first paragraph, for the labels."""

    report: Report
    passage: PassageView
    layout: Layout
    facts: tuple[Fact, ...]
    open: tuple[str, ...]  # what nobody has settled yet
    query: str
    versions: tuple[VersionView, ...]  # the newest first; none where the past is not known
    archived: Archived | None


@dataclass(frozen=True, slots=True)
class WithdrawnView:
    """A report that is not in the index any more, as it was last read."""

    report: Report
    place_label: str
    year_label: str
    body_label: str
    first_seen: date
    withdrawn: date
    versions: tuple[VersionView, ...]
    facts: tuple[Fact, ...]


@blueprint.get("/r/<report_id>")
def report(report_id: str) -> Response | str:
    """Show a whole report, the words of `q` marked; with view=raw every line of the file.

    An alias leads to the permanent name, and not for ever: an index built from the sources alone may give it anew.
    """
    history = engine().history.report(report_id) if is_report_id(report_id) else None
    if history is not None and history.id != report_id:
        named = {name: request.args.get(name) for name in ("q", "view")}
        return redirect(link("reports.report", report_id=history.id, **named), 302)
    document = engine().document(report_id) if is_report_id(report_id) else None
    if document is None:
        if history is not None and history.withdrawn:
            return make_response(render_template("withdrawn.html", view=_withdrawn(history)), 410)
        abort(404, _("索引里没有名为 %(name)s 的报告。可能已改名，请用题名或地区检索。", name=report_id[:LONGEST]))
    return _report(document, history)


@blueprint.get("/r/<report_id>/original/<sha256>")
def original(report_id: str, sha256: str) -> Response:
    """Hand out a file that a version of the report was read from, byte for byte, to be saved and never shown."""
    history = engine().history.report(report_id) if is_report_id(report_id) else None
    found = engine().history.original(sha256) if versions.archived(history, sha256) else None
    if found is None:
        abort(404, _("存档里没有这份报告的这个文件。请从报告页面的“存档原件”重新打开。"))
    response = send_file(
        BytesIO(found.data),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name="original",
        etag=found.sha256,
        max_age=0,
    )
    response.headers["Content-Disposition"] = _disposition(found, report_id)
    return response


def _report(document: Document, history: ReportHistory | None) -> str:
    query = request.args.get("q", "").strip()
    mark = searching.marker(query)
    view = ReportView(
        report=document.report,
        passage=searching.passage(document.paragraphs[0], document.report),
        layout=lay_out(document, mark),
        facts=facts(document.report),
        open=open_questions(document.report),
        query=query,
        versions=versions.listed(history) if history else (),
        archived=versions.archived(history, document.report.sha256),
    )
    if request.args.get("view") == "raw":
        return render_template("report_raw.html", view=view, lines=document.lines, kinds=LINE_KINDS, mark=mark)
    return render_template("report.html", view=view)


def _withdrawn(history: ReportHistory) -> WithdrawnView:
    last = history.latest.report
    assert history.withdrawn is not None, history.id
    return WithdrawnView(
        report=last,
        place_label=place_label(last),
        year_label=year_label(last.year),
        body_label=body_label(last),
        first_seen=day_in_china(history.first_seen),
        withdrawn=day_in_china(history.withdrawn),
        versions=versions.listed(history),
        facts=facts(last),
    )


def _disposition(original: Original, report_id: str) -> str:
    """Return the header that names the file as it was named, and for old programs by the report (RFC 6266)."""
    name = _UNSAFE.sub("_", clean(PurePosixPath(original.path).name).text).strip(" ._")[-_LONGEST_NAME:]
    ending = re.sub(r"[^.A-Za-z0-9]", "", PurePosixPath(name).suffix).rstrip(".")
    plain = f"{report_id}-{original.sha256[:8]}{ending}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name or plain, safe='')}"
