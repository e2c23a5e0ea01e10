"""What a run's table tells of a report, small enough to keep of every report for all of a run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from indexer.contract import Document, Kind, Place, Report


@dataclass(frozen=True, slots=True)
class Summary:
    """Some fields of a Report, and how many paragraphs it has."""

    id: str
    path: str
    sha256: str
    kind: Kind
    jurisdiction: tuple[Place, ...]
    year: int | None
    flags: tuple[str, ...]
    paragraphs: int


def summary_of(report: Report, paragraphs: int) -> Summary:
    """Return the summary of a report."""
    return Summary(
        id=report.id,
        path=report.path,
        sha256=report.sha256,
        kind=report.kind,
        jurisdiction=report.jurisdiction,
        year=report.year,
        flags=report.flags,
        paragraphs=paragraphs,
    )


def of_document(document: Document) -> Summary:
    """Return the summary of a report with its text."""
    return summary_of(document.report, len(document.paragraphs))


def found_as(summary: Summary, report_id: str, path: str) -> Summary:
    """Return the summary of the same report under its permanent name, found at `path`."""
    return replace(summary, id=report_id, path=path)


def summary(written: Mapping[str, Any]) -> Summary:
    """Return the summary that JSON gives."""
    path = tuple(_place(place["level"], place["name"], place["code"]) for place in written["jurisdiction"])
    return Summary(**{**written, "jurisdiction": path, "flags": tuple(written["flags"])})


_place = cache(Place)  # of thousands of reports a few places are told
