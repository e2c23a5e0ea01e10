"""What is known of a report and why, as rows to be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext as _

from indexer.contract import BODIES, KINDS, Evidence, Report
from webapp.search.labels import source_label
from webapp.templating import day

_SHOWN: Final = 60  # characters of a line given as evidence


@dataclass(frozen=True, slots=True)
class Fact:
    """One row. `why` says where it was found; `url` is set where the value is an address."""

    label: str
    value: str
    why: str | None = None
    url: str | None = None


def facts(report: Report) -> tuple[Fact, ...]:
    """Return all that is known of `report`, with the evidence."""
    return tuple(_facts(report))


def brief_facts(report: Report) -> tuple[Fact, ...]:
    """Return what a reader of one paragraph needs to know of its report."""
    wanted = {_("题名"), _("发布机构"), _("公开日期"), _("文号"), _("来源文件")}
    return tuple(Fact(fact.label, fact.value) for fact in _facts(report) if fact.label in wanted)


def _facts(report: Report) -> Iterator[Fact]:
    rows: tuple[tuple[str, str, str | date | int | None], ...] = (
        ("title", _("题名"), report.title),
        ("jurisdiction", _("地区"), "".join(place.name for place in report.jurisdiction) or _("不详")),
        ("year", _("年度"), report.year if report.year is not None else _("不详")),
        ("department", _("主体"), report.department or _(BODIES[report.body])),
        ("kind", _("种类"), None if report.kind == "law" else _(KINDS[report.kind])),
        ("issuer", _("发布机构"), report.issuer),
        ("publication_date", _("公开日期"), report.publication_date),
        ("signature", _("落款"), report.signature),
        ("signature_date", _("落款日期"), report.signature_date),
        ("index_number", _("索引号"), report.index_number),
        ("doc_number", _("文号"), report.doc_number),
        ("source", _("来源"), report.source),
        ("fetched_at", _("抓取日期"), report.fetched_at),
    )
    for name, label, value in rows:
        if value is not None:
            shown = day(value) if isinstance(value, date) else str(value)
            yield Fact(label, shown, _why(_evidence(report, name), value))
    address = report.source_url
    yield Fact(_("来源网址"), address or _("未记录"), _why(_evidence(report, "source_url")), url=address)
    yield Fact(_("来源文件"), source_label(report.path), f"SHA-256 {report.sha256}")


def _evidence(report: Report, name: str) -> Evidence | None:
    """Return why a field has its value; what kind of report it is shows in the title, unless somebody said it."""
    return report.evidence.get(name) or (report.evidence.get("title") if name == "kind" else None)


def _why(evidence: Evidence | None, value: object = None) -> str | None:
    """Return where `value` was found; the words there, but not those of a day that the rules wrote their own way."""
    if evidence is None:
        return None
    text = evidence.text.strip()
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    if evidence.line and isinstance(value, date) and text == value.isoformat():
        return str(_("依据：%(rule)s，第 %(line)s 行", rule=evidence.rule, line=evidence.line))
    if evidence.line:
        return str(_("依据：%(rule)s，第 %(line)s 行“%(text)s”", rule=evidence.rule, line=evidence.line, text=text))
    rule = _("网页标记 %(tag)s", tag=evidence.rule) if evidence.rule.startswith("<") else evidence.rule
    return str(_("依据：%(rule)s“%(text)s”", rule=rule, text=text))
