"""The API under /api/v1: what the pages show, for programs. openapi.json describes it."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer.contract import Report
from indexer.naming import citation_code, is_paragraph_id, is_report_id, parse_code
from webapp.citing import cite_report
from webapp.search import json as answers
from webapp.search import params as parameters
from webapp.search.errors import PageTooFar
from webapp.search.facets import FacetMaker
from webapp.search.holdings import holdings
from webapp.search.params import Params
from webapp.search.service import SearchService
from webapp.state import engine
from webapp.templating import settings, site

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search() -> AnyResponse:
    """Answer a search; a citation code leads to its paragraph."""
    params = parameters.from_pairs(request.args.items(multi=True), any_size=True)
    code = parse_code(params.q)
    if code is not None and code.valid:
        return redirect(_paragraph_url(code.paragraph_id), 303)
    return jsonify(answers.search_json(_service().search(params, site=site())))


@blueprint.get("/paragraphs/<report_id>/<text_hash>")
def paragraph(report_id: str, text_hash: str) -> AnyResponse:
    """Return a paragraph, ready to be quoted; one whose report was renamed is found by its text."""
    name = f"{report_id}/{text_hash.upper()}"
    if not is_paragraph_id(name):
        abort(404, f"“{name[:60]}”不是段落的名称，可能抄漏了几个字符。")
    found = engine().paragraph(name)
    if found is None:
        others = engine().find_text(text_hash.upper())
        if not others:
            abort(404, "这一段不在现在的索引里。")
        return redirect(_paragraph_url(others[0]), 302)
    of_report = engine().report(found.report_id)
    assert of_report is not None, found.report_id
    passage = _service().passage(found, of_report, site=site())
    return jsonify(answers.passage_json(passage, _generation()))


@blueprint.get("/reports")
def reports() -> Response:
    """List the reports of the places, years and bodies asked for, page by page."""
    params = parameters.from_pairs(request.args.items(multi=True), any_size=True)
    chosen = holdings(engine()).chosen(params.filters)
    last = max(1, -(-len(chosen) // params.size))
    if params.page > last:
        pairs = parameters.to_pairs(parameters.to_page(params, last))
        url = url_for("api.reports", **_grouped(pairs))
        raise PageTooFar(f"没有第 {params.page} 页，最后一页是第 {last} 页。", last_page=last, last_url=url)
    start = (params.page - 1) * params.size
    found = [engine().report(name) for name in chosen[start : start + params.size]]
    listed = [answers.report_json(report, _report_url(report)) for report in found if report]
    return jsonify(
        {"total": len(chosen), "page": params.page, "pages": last, "reports": listed, "generation": _generation()}
    )


@blueprint.get("/reports/<report_id>")
def report(report_id: str) -> Response:
    """Return a report with its headings and paragraphs."""
    document = engine().document(report_id) if is_report_id(report_id) else None
    if document is None:
        abort(404, f"索引里没有名为 {report_id[:60]} 的报告。")
    codes = [citation_code(paragraph.id) for paragraph in document.paragraphs]
    return jsonify(
        answers.document_json(
            document, cite_report(document.report), _report_url(document.report), codes, _generation()
        )
    )


@blueprint.get("/places")
def places() -> Response:
    """Return the tree of places with what each holds."""
    held = holdings(engine())
    maker = FacetMaker(Params(), held.status.universe, held.status.universe, site().root)
    jurisdiction, *_ = maker.facets(held.places)
    return jsonify(answers.places_json(jurisdiction.values, _generation()))


@blueprint.get("/status")
def status() -> Response:
    """Return what the index holds in all."""
    return jsonify(answers.status_json(engine().status()))


@blueprint.get("/<path:path>")
def nothing_here(path: str) -> Response:
    """Answer addresses that do not exist as a program expects."""
    abort(404, f"接口里没有 /api/v1/{path[:60]}，可用的见 /api/docs。")


def _service() -> SearchService:
    return SearchService(engine(), settings().search_deadline_seconds)


def _generation() -> str:
    return engine().status().generation


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    grouped: dict[str, Any] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _paragraph_url(name: str) -> str:
    report_id, _, text_hash = name.partition("/")
    return url_for("api.paragraph", report_id=report_id, text_hash=text_hash)


def _report_url(report: Report) -> str:
    return f"{site().root}/r/{report.id}"
