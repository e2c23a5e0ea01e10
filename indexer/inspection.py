"""What the indexer understands of one file, as one plain object that tools rely on."""

import logging
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from indexer.analysis import Analysis
from indexer.contract import Document, Heading, LineKind, Paragraph
from indexer.errors import SourceError
from indexer.gathering import LIMITS, why
from indexer.intake.sources import Source, walk
from indexer.parts import Part, parts
from indexer.workers import Failed, Workers

log = logging.getLogger(__name__)

_DOCUMENT_KEYS: Final = (
    "kind",
    "title",
    "title_missing",
    "jurisdiction",
    "department",
    "issuer",
    "report_year",
    "publication_date",
    "signature",
    "signature_date",
    "index_number",
    "doc_number",
    "source",
    "source_url",
)
_NOTHING: Final[dict[str, Any]] = {"jurisdiction": [], "flags": [], "evidence": {}}
_LINE_KEYS: Final[tuple[LineKind, ...]] = ("title", "meta", "boilerplate", "signature", "body")


def parts_of_file(path: Path, *, any_kind: bool = False) -> tuple[Part, ...]:
    """Read and analyse one file as a run would, of law or of `any_kind`: one part, or the reports that share it.

    Raises SourceError if it cannot be read.
    """
    for found in walk(path):
        if isinstance(found, Source):
            return _understood(found, any_kind=any_kind)
        raise SourceError(found.reason)
    raise SourceError("没有可读的来源文件")


def _understood(source: Source, *, any_kind: bool) -> tuple[Part, ...]:
    """Analyse a source in a child process, within the limits of a run."""
    for _, result in _worker().results([(None, (source, any_kind))]):
        if isinstance(result, tuple):
            return result
        if isinstance(result, Failed) and result.detail:
            log.error("%s: %s", source.path, result.detail)
        raise SourceError(why(result) if isinstance(result, Failed) else result)
    raise AssertionError("a task without a result")


@cache
def _worker() -> Workers[tuple[Source, bool], tuple[Part, ...] | str]:
    """Return the worker for all files inspected by this process; it ends with it.

    It loads what it needs: less than what the workers of a run have at hand, and sooner where it is one file.
    """
    return Workers(_work, LIMITS, most=1, warm=False)


def _work(task: tuple[Source, bool]) -> tuple[Part, ...] | str:
    source, any_kind = task
    try:
        return parts(source, any_kind=any_kind)
    except SourceError as error:
        return error.message


def inspect_file(path: Path, *, any_kind: bool = False) -> dict[str, Any]:
    """Return what is understood of the file at `path`; a file that cannot be read is no report, with the reason.

    Where several reports share the file it is the first of them; `parts` then has them all, each with the line of the
    file at which it begins, its own lines counted from 1.
    """
    try:
        found = parts_of_file(path, any_kind=any_kind)
    except SourceError as error:
        unread = Analysis(is_report=False, reject_reason=error.message, document=None, lines=())
        return inspection(unread) | {"parts": []}
    first = inspection(found[0].analysis)
    several = [{"first_line": part.first_line, **inspection(part.analysis)} for part in found if len(found) > 1]
    return first | {"parts": several}


def inspection(analysis: Analysis) -> dict[str, Any]:
    """Return `analysis` as plain values under fixed keys: absent values null, dates ISO, lines from 1."""
    document = analysis.document
    return {
        "is_report": analysis.is_report,
        "reject_reason": analysis.reject_reason,
        **(_metadata(document) if document else dict.fromkeys(_DOCUMENT_KEYS) | _NOTHING),
        **{f"{kind}_lines": [line.number for line in analysis.lines if line.kind == kind] for kind in _LINE_KEYS},
        "headings": [_heading(heading) for heading in document.headings] if document else [],
        "paragraphs": [_paragraph(paragraph) for paragraph in analysis.occurrences],
    }


def _metadata(document: Document) -> dict[str, Any]:
    report = document.report
    return {
        "kind": report.kind,
        "title": None if report.title_missing else report.title,
        "title_missing": report.title_missing,
        "jurisdiction": [
            {"level": place.level, "name": place.name, "code": place.code} for place in report.jurisdiction
        ],
        "department": report.department,
        "issuer": report.issuer,
        "report_year": report.year,
        "publication_date": _iso(report.publication_date),
        "signature": report.signature,
        "signature_date": _iso(report.signature_date),
        "index_number": report.index_number,
        "doc_number": report.doc_number,
        "source": report.source,
        "source_url": report.source_url,
        "flags": list(report.flags),
        "evidence": {
            name: {"rule": evidence.rule, "line": evidence.line, "text": evidence.text}
            for name, evidence in report.evidence.items()
        },
    }


def _heading(heading: Heading) -> dict[str, Any]:
    keys = ("line", "offset", "end", "level", "marker", "marker_status", "text", "section", "topic")
    return {key: getattr(heading, key) for key in keys}


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {
        "id": paragraph.id,
        "line": paragraph.span.line,
        "start": paragraph.span.start,
        "end": paragraph.span.end,
        "section": paragraph.section,
        "topic": paragraph.topic,
        "heading_path": list(paragraph.heading_path),
        "text": paragraph.text,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
