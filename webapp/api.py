"""The API under /api/v1: what the pages show, for programs. openapi.json describes it."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer.naming import citation_code, is_paragraph_id, is_report_id, parse_code
from webapp import searching
from webapp.citing import cite_report
from webapp.codes import LONGEST, nearby, read_name
from webapp.days import today
from webapp.resolved import STATUS_CODES, ResolutionAnswer
from webapp.resolving import resolve
from webapp.search import json as answers
from webapp.search import params as parameters
from webapp.search.errors import BadParameter, PageTooFar
from webapp.search.facets import FacetMaker
from webapp.search.holdings import holdings
from webapp.search.params import Params
from webapp.state import engine
from webapp.templating import site

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search() -> AnyResponse:
    """Answer a search; a citation code leads to its paragraph."""
    params = parameters.from_pairs(request.args.items(multi=True), any_size=True)
    code = parse_code(params.q)
    if code is not None and code.valid:
        return redirect(_paragraph_url(code.paragraph_id), 303)
    return jsonify(answers.search_json(searching.service().search(params, site=site())))


@blueprint.get("/paragraphs/<report_id>/<text_hash>")
def paragraph(report_id: str, text_hash: str) -> AnyResponse:
    """Return a paragraph, ready to be quoted; of one that was changed or withdrawn, /resolve tells."""
    name = f"{report_id}/{text_hash.upper()}"
    if not is_paragraph_id(name):
        abort(404, f"“{name[:LONGEST]}”不是段落的名称，可能抄漏了几个字符。")
    found = resolve(engine(), name)
    if found.status == "unknown":
        abort(404, "没有收录这一段。可用 /api/v1/resolve 查看同样的文字是否另见别处。")
    if found.status in ("changed", "gone"):
        return redirect(url_for("api.resolved", code=found.paragraph_id), 303)
    if found.paragraph_id != name:
        return redirect(_paragraph_url(found.paragraph_id), 302)
    assert found.report is not None, name
    passage = searching.passage(found.present[0], found.report)
    return jsonify(answers.passage_json(passage, _generation()))


@blueprint.get("/resolve")
def resolved() -> tuple[Response, int]:
    """Tell what a permanent name leads to: a code, a paragraph's name, or a link to either."""
    written = request.args.get("code", "").strip()
    parsed = read_name(written)
    if parsed is None:
        said = f"“{written[:LONGEST]}”不是引证码、段落名称或链接。" if written else "请给出参数 code。"
        raise BadParameter(f"{said}引证码形如 FZ.421221.2020.G.7K2MQ4XA5D-3。", parameter="code")
    if not parsed.valid:
        near = nearby(written[:LONGEST], engine()).codes
        meant = f"，是否是 {near[0]}" if near else ""
        said = f"引证码 {written[:LONGEST]} 的校验位不符，可能抄错了一个字符{meant}。请与原处核对。"
        raise BadParameter(said, parameter="code")
    found = resolve(engine(), parsed.paragraph_id)
    answer = ResolutionAnswer(engine(), site(), today()).json(found)
    return jsonify(answer), STATUS_CODES[found.status]


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
    listed = [answers.report_json(report, site().report_url(report.id)) for report in found if report]
    return jsonify(
        {"total": len(chosen), "page": params.page, "pages": last, "reports": listed, "generation": _generation()}
    )


@blueprint.get("/reports/<report_id>")
def report(report_id: str) -> AnyResponse:
    """Return a report with its headings and paragraphs; an alias leads to its name."""
    history = engine().history.report(report_id) if is_report_id(report_id) else None
    if history is not None and history.id != report_id:
        return redirect(url_for("api.report", report_id=history.id), 302)
    document = engine().document(report_id) if is_report_id(report_id) else None
    if document is None and history is not None and history.withdrawn:
        abort(410, f"名为 {report_id} 的报告已撤下。引用过的段落可用 /api/v1/resolve 查看。")
    if document is None:
        abort(404, f"索引里没有名为 {report_id[:LONGEST]} 的报告。")
    codes = [citation_code(paragraph.id) for paragraph in document.paragraphs]
    return jsonify(
        answers.document_json(
            document, cite_report(document.report), site().report_url(document.report.id), codes, _generation()
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
