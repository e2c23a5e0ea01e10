"""References to take away: files for bibliographic software, of a paragraph, a report, or a page of results."""

import json
from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, Response, abort
from flask_babel import gettext as _

from indexer.contract import Report
from indexer.naming import is_paragraph_id, is_report_id
from webapp import citation, searching
from webapp.codes import LONGEST
from webapp.days import today
from webapp.resolving import resolve
from webapp.search import params as parameters
from webapp.search.model import Citation
from webapp.search.params import Params
from webapp.state import engine
from webapp.templating import site

MEDIA_TYPES: Final = {
    "ris": "application/x-research-info-systems; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "csl.json": "application/vnd.citationstyles.csl+json",
}
_FORM: Final = "any(ris, bib, 'csl.json'):form"

blueprint = Blueprint("citing", __name__)


@blueprint.get(f"/p/<report_id>/<text_hash>.<{_FORM}>")
def paragraph(report_id: str, text_hash: str, form: str) -> Response:
    """Hand out the reference of a paragraph; of one that was changed or withdrawn, as it stood."""
    name = f"{report_id}/{text_hash.upper()}"
    if not is_paragraph_id(name):
        abort(404, _("“%(name)s”不是段落的名称，可能抄漏了几个字符。", name=name[:LONGEST]))
    known = resolve(engine(), name).quoted
    if not known:
        abort(404, _("没有名为 %(name)s 的段落。请从检索结果里重新下载引文。", name=name))
    cited = searching.passage(known[-1].paragraph, known[-1].report).quotes
    return _file([cited], form, cited.number)


@blueprint.get(f"/r/<report_id>.<{_FORM}>")
def report(report_id: str, form: str) -> Response:
    """Hand out the reference of a report; of one that was withdrawn, as it was last read."""
    found = _report(report_id) if is_report_id(report_id) else None
    if found is None:
        abort(404, _("没有名为 %(name)s 的报告。请从报告页面重新下载引文。", name=report_id[:LONGEST]))
    return _file([cite_report(found)], form, found.id)


def results(form: str) -> Response:
    """Hand out the references of a page of results."""
    return _file([hit.passage.quotes for hit in searching.search().hits], form, "xianli")


for _form in MEDIA_TYPES:
    blueprint.add_url_rule(f"/s.{_form}", "results", results, defaults={"form": _form})


@blueprint.app_template_global()
def cite_report(report: Report) -> Citation:
    """Return a report as it is cited today; its link begins as this request's site says."""
    return citation.cite_report(report, base=site().base, today=today())


@blueprint.app_template_global()
def reference_path(cited: Citation) -> str:
    """Return the address of the reference of a report or a paragraph as a file, without the name of its form."""
    return site().paragraph_url(cited.id) if "/" in cited.id else site().report_url(cited.id)


@blueprint.app_template_global()
def results_file(params: Params, form: str) -> str:
    """Return the address of the references of a page of results as a file."""
    return parameters.url(params, site().root, f".{form}")


def _report(name: str) -> Report | None:
    known = engine().history.report(name)
    return engine().report(known.id if known else name) or (known.latest.report if known else None)


def _file(cited: Sequence[Citation], form: str, name: str) -> Response:
    response = Response(_written(cited, form), content_type=MEDIA_TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _written(cited: Sequence[Citation], form: str) -> str:
    if form == "ris":
        return "\r\n".join(one.ris for one in cited)
    if form == "bib":
        return "\n".join(one.bibtex for one in cited)
    items: list[dict[str, Any]] = [dict(one.csl) for one in cited]
    return json.dumps(items, ensure_ascii=False, indent=1)
