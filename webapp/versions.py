"""The versions of a report as its pages list them: when each was seen, from what file it was read, where to get it."""

from dataclasses import dataclass
from datetime import date

from flask import url_for

from indexer.contract import Report, ReportHistory
from webapp.days import day_in_china


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version; `reread` is one of a file that was there before: what stands beside it or the rules changed."""

    number: int
    report: Report
    first_seen: date
    last_seen: date
    current: bool
    reread: bool
    original_url: str


@dataclass(frozen=True, slots=True)
class Archived:
    """A source file in the archive: since when, and where to download it."""

    url: str
    since: date
    sha256: str


def listed(history: ReportHistory) -> tuple[VersionView, ...]:
    """Return the versions of a report, the newest first."""
    seen: set[str] = set()
    views = []
    for version in history.versions:
        sha256 = version.report.sha256
        views.append(
            VersionView(
                number=version.number,
                report=version.report,
                first_seen=day_in_china(version.first_seen),
                last_seen=day_in_china(version.last_seen),
                current=version.current,
                reread=sha256 in seen,
                original_url=_url(history, sha256),
            )
        )
        seen.add(sha256)
    return tuple(reversed(views))


def archived(history: ReportHistory | None, sha256: str) -> Archived | None:
    """Return the file with this hash, if a version of the report was read from it."""
    of_file = [version for version in history.versions if version.report.sha256 == sha256] if history else []
    if history is None or not of_file:
        return None
    return Archived(_url(history, sha256), day_in_china(min(one.first_seen for one in of_file)), sha256)


def _url(history: ReportHistory, sha256: str) -> str:
    return url_for("reports.original", report_id=history.id, sha256=sha256)
