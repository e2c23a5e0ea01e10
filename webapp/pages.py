"""The pages of the site but for reading: home, results, what is covered, help."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import Final

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from indexer.contract import SECTIONS, UNKNOWN, Count, IndexStatus, Report, SearchEngine
from indexer.naming import parse_code
from webapp import filtering, places, searching
from webapp.codes import meant_as_code
from webapp.days import day_in_china
from webapp.search.export import csv_table
from webapp.search.holdings import Brief, holdings
from webapp.search.json import search_json
from webapp.search.labels import UNKNOWN_PLACE
from webapp.search.params import to_pairs
from webapp.search.syntax import SYNTAX
from webapp.state import engine
from webapp.templating import link, site

EXAMPLES: Final = ("双随机一公开", "“行政复议体制改革”", "败诉率", "同句:(法律顾问 合法性审查)", "包容审慎 -环境")
_LATEST: Final = 6
_OPEN_SHOWN: Final = 200  # reports with something open that one page lists

blueprint = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet value on the home page."""

    value: str
    label: str
    count: Count


@dataclass(frozen=True, slots=True)
class Latest:
    """A report among the last, and the day it was added; published, where the former is not known."""

    report: Report | Brief
    day: date | None


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page tells of the index."""

    total: Count
    places: int
    years: str
    jurisdictions: tuple[Choice, ...]
    sections: tuple[Choice, ...]
    latest: tuple[Latest, ...]
    dated: bool  # whether it is known when reports were added; else `latest` were published last


@blueprint.get("/")
def home() -> str:
    """Show the search box and what the index holds."""
    status = engine().status()
    view = Home(
        total=status.total,
        places=sum(value != UNKNOWN for value in status.universe.places),
        years=_span(status.universe.years),
        jurisdictions=_provinces(status),
        sections=tuple(
            Choice(value, label, status.universe.sections[value])
            for value, label in SECTIONS.items()
            if value in status.universe.sections
        ),
        latest=_added_last(engine()) or _published_last(engine()),
        dated=bool(engine().history.latest(1)),
    )
    return render_template("home.html", home=view, examples=EXAMPLES)


@blueprint.get("/s")
def results() -> AnyResponse | str:
    """Show the results of a search; a citation code in the search box leads to its paragraph."""
    written = meant_as_code(request.args.get("q", ""))
    if written is not None:
        return redirect(link("permalinks.code", code=written), 303)
    view = searching.search(filtering.opened(request.args))
    carried = [(name, value) for name, value in to_pairs(view.params) if name in ("in", "y", "u", "sort", "n")]
    return render_template(
        "results.html",
        view=view,
        carried=carried,
        filter_count=sum(facet.selected_count for facet in view.facets),
        unfolding=filtering.OPEN in request.args,
        found={facet.name: filtering.find(facet, request.args) for facet in view.facets},
    )


@blueprint.get("/s.json")
def results_json() -> Response:
    """Answer the search of the same address without .json, as the API does."""
    return jsonify(search_json(searching.search()))


@blueprint.get("/s.csv")
def results_csv() -> Response:
    """Return all that the search finds, up to the window, as a table for Excel and WPS."""
    found = searching.service().window(searching.params())
    response = make_response(csv_table(found, site()))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = "attachment; filename=xianli.csv"
    return response


@blueprint.get("/coverage")
def coverage() -> str:
    """Show which reports there are, place by place and year by year."""
    status = engine().status()
    reports = holdings(engine()).reports
    table = places.coverage(reports, status.places)
    total = status.universe.kinds.get("law", Count())
    asked = [report for report in reports if report.open]
    return render_template(
        "coverage.html", table=table, total=total, others=places.others(reports), open=asked, shown=_OPEN_SHOWN
    )


@blueprint.get("/d/<code>")
def place(code: str) -> AnyResponse | str:
    """Show the reports of a place, its gaps, and the places below it."""
    held = holdings(engine())
    view = places.place(code, held.reports, held.status.places)
    if view is None:
        abort(404, _("索引里没有代码为 %(code)s 的地区。", code=code[:20]))
    whole = places.prefix(view.path[-1]) if view.path[-1].code else code
    if not (view.reports or view.others) and code != whole:  # 421200, a city that has no report of its own
        return redirect(link("pages.place", code=whole), 302)
    above = view.path if view.is_own else view.path[:-1]
    ancestors = [(step.name, places.prefix(step)) for step in above]
    return render_template("place.html", view=view, ancestors=ancestors)


@blueprint.get("/help/syntax")
def syntax() -> str:
    """Explain how to write a query, by the grammar's own table."""
    codes = {rule.example for rule in SYNTAX if parse_code(rule.example) is not None}  # lead to what may not be here
    return render_template("syntax.html", rules=SYNTAX, codes=codes)


@blueprint.get("/help/files")
def files() -> str:
    """Explain which files can be indexed, which cannot, and what to do about them."""
    return render_template("files.html")


def _span(years: Iterable[str]) -> str:
    known = sorted(year for year in years if year != UNKNOWN)
    if not known:
        return ""
    return known[0] if known[0] == known[-1] else f"{known[0]}—{known[-1]}"


def _provinces(status: IndexStatus) -> tuple[Choice, ...]:
    """Count by province; a report belongs to one place, so that counts may be added up."""
    counts = status.universe.places
    names: dict[str, str] = {}
    paragraphs, reports = Counter[str](), Counter[str]()
    for value, path in status.places.items():
        if path and value in counts:
            province = value[:2]
            names[province] = path[0].name
            paragraphs[province] += counts[value].paragraphs
            reports[province] += counts[value].reports
    choices = [Choice(value, names[value], Count(paragraphs[value], reports[value])) for value in sorted(names)]
    if UNKNOWN in counts:
        choices.append(Choice(UNKNOWN, UNKNOWN_PLACE, counts[UNKNOWN]))
    return tuple(choices)


def _added_last(engine: SearchEngine) -> tuple[Latest, ...]:
    added = [(engine.report(history.id), history.first_seen) for history in engine.history.latest(_LATEST)]
    return tuple(Latest(report, day_in_china(first_seen)) for report, first_seen in added if report)


def _published_last(engine: SearchEngine) -> tuple[Latest, ...]:
    last = nsmallest(_LATEST, holdings(engine).reports, key=_newest_first)
    return tuple(Latest(report, report.published) for report in last)


def _newest_first(report: Brief) -> tuple[int, str]:
    published = report.published or date.min
    return -published.toordinal(), report.id
