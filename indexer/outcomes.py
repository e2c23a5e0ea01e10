"""What became of each source and each report in a run, as the run's table tells it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final, Literal

from indexer.archive.identity import Card, is_part
from indexer.contract import Document, Report, ReportHistory
from indexer.summaries import Summary, of_document, summary_of

State = Literal["accepted", "suspicious", "earlier", "rejected", "withdrawn"]
Change = Literal["added", "revised", "withdrawn"]

_FLAG_REASONS: Final = {
    "title_missing": "文中没有标题，已拟题",
    "place_tie": "地区有多种可能，没有定下来",
    "place_unknown": "没有识别出地区",
    "department_unknown": "是某个部门或乡镇的报告，没有识别出是哪一个",
    "year_unknown": "没有识别出年度",
    "year_tie": "年度有多种可能，没有定下来",
    "missing_char": "原文疑有缺字，已标出，没有改补",
    "second_report": "文件中似有几份报告，请拆成几个文件后重新运行；其实只有一份的，在附带文件里写上 title（标题）",
}
_NO_QUESTION: Final = frozenset({"missing_char"})  # that nobody can answer: the text stays as it is


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source; `reasons` are sentences for the run's table.

    earlier: a version of a report that the index holds in a later or more complete one. withdrawn: a source of the
    last run that is no longer there.
    """

    path: str
    state: State
    reasons: tuple[str, ...] = ()
    report: Summary | None = None

    @property
    def paragraphs(self) -> int:
        return self.report.paragraphs if self.report else 0


@dataclass(frozen=True, slots=True)
class Changes:
    """How many reports are new to the archive, have a new version, or were withdrawn by a run."""

    added: int = 0
    revised: int = 0
    withdrawn: int = 0


def accepted(document: Document) -> Outcome:
    """Return the outcome of a source that the index holds."""
    return held(of_document(document))


def held(summary: Summary) -> Outcome:
    """Return the outcome of a source that the index holds, from what is kept of it."""
    told = [flag for flag in summary.flags if flag in _FLAG_REASONS]
    reasons = tuple(_FLAG_REASONS[flag] for flag in told)
    state: State = "suspicious" if set(told) - _NO_QUESTION else "accepted"
    return Outcome(summary.path, state, reasons, summary)


def earlier(card: Card, newest: Card) -> Outcome:
    """Return the outcome of a source whose report is indexed as `newest` has it."""
    if card.sha256 == newest.sha256:
        reason = f"与 {newest.path} 内容相同"
    elif is_part(card, newest):
        reason = f"只是 {newest.path} 的一部分，已存档"
    else:
        reason = f"是 {newest.path} 的旧版或另一文本，已存档"
    return Outcome(card.path, "earlier", (reason,))


def rejected(reasons: Mapping[str, str]) -> tuple[Outcome, ...]:
    """Return the outcomes of the sources that a manifest lists as rejected."""
    return tuple(Outcome(path, "rejected", (reason,)) for path, reason in sorted(reasons.items()))


def change(history: ReportHistory, at: datetime) -> Change | None:
    """Return what the run of `at` changed in a report."""
    if history.withdrawn == at:
        return "withdrawn"
    if history.first_seen == at:
        return "added"
    return "revised" if any(version.first_seen == at for version in history.versions) else None


def counted(made: Iterable[Change | None]) -> Changes:
    """Return how many changes there were of each kind."""
    counts = Counter(made)
    return Changes(counts["added"], counts["revised"], counts["withdrawn"])


def with_withdrawn(outcomes: Sequence[Outcome], withdrawn: Sequence[Report]) -> list[Outcome]:
    """Return `outcomes` and those of the reports withdrawn by this run, under the paths where they were last found.

    Where a source, or a folder above it, could not be used this time, the outcome of that says so.
    """
    unusable = {outcome.path for outcome in outcomes if outcome.state == "rejected"}
    held_back: dict[str, list[str]] = {}
    gone: list[Outcome] = []
    for report in withdrawn:
        cause = next((path for path in _with_parents(report.path) if path in unusable), None)
        if cause == report.path:
            held_back.setdefault(cause, []).append(report.id)
        else:
            why = f"{cause} 这次不能读取" if cause else "来源文件已不在"
            reason = f"{why}，报告 {report.id} 撤下，旧链接显示存档"
            gone.append(Outcome(report.path, "withdrawn", (reason,), summary_of(report, 0)))
    told = [
        replace(outcome, reasons=(*outcome.reasons, f"上次收录的报告 {'、'.join(held_back[outcome.path])} 因此撤下"))
        if outcome.path in held_back
        else outcome
        for outcome in outcomes
    ]
    return told + gone


def _with_parents(path: str) -> list[str]:
    return [path, *(parent.as_posix() for parent in PurePosixPath(path).parents)]
