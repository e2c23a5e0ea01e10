"""Several reports in one file: each becomes a source, FILE#1.txt, FILE#2.txt, if it is certain where they begin."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from indexer.analysis import Analysis, analyse
from indexer.contract import Line
from indexer.intake.lines import classify
from indexer.intake.second_titles import second_titles
from indexer.intake.sources import Source
from indexer.intake.values import Value

_OF_ALL: Final = ("source_url", "fetched_at")  # what a sidecar may say of a file whatever reports are in it


@dataclass(frozen=True, slots=True)
class Part:
    """A report in a file and what was understood of it; `first_line` is where it begins in the text of the file."""

    source: Source
    analysis: Analysis
    first_line: int = 1


def parts(source: Source, *, any_kind: bool = False) -> tuple[Part, ...]:
    """Return the reports in a source, in order: nearly always one, which is the source itself.

    It is divided only where every part is a report with a place and a year, and all but the first with a title; a
    sidecar that says more than where the file comes from is about one report. `any_kind` is as for analyse(). Raises
    SourceError if the source cannot be read.
    """
    whole = Part(source, analyse(source, any_kind=any_kind))
    document = whole.analysis.document
    if document is None or "second_report" not in document.report.flags or source.overrides.keys() - {*_OF_ALL}:
        return (whole,)
    overrides = dict(source.overrides)
    if document.report.source_url:
        overrides["source_url"] = document.report.source_url
    starts = _starts(document.lines, document.report.title)
    divided = [
        _part(source.path, number, document.lines[start:end], overrides)
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], None], strict=True), 1)
    ]
    return tuple(divided) if _certain([part.analysis for part in divided]) else (whole,)


def _starts(lines: Sequence[Line], lead: str) -> list[int]:
    """Return the indices where a report may begin: at the first line, and above each title inside the text."""
    starts = [0]
    for title in second_titles(lines, lead):
        before = classify([line.text for line in lines[starts[-1] : title]])
        last = max((line.number for line in before if line.kind in ("body", "signature")), default=0)
        foot = takewhile(lambda line: line.kind in ("boilerplate", "blank"), before[last:])
        starts.append(starts[-1] + last + len(list(foot)))
    return sorted({*starts})


def _part(path: str, number: int, lines: Sequence[Line], overrides: dict[str, Value]) -> Part:
    data = "\n".join(line.text for line in lines).encode("utf-8", "surrogatepass")
    source = Source(f"{path}#{number}.txt", data, hashlib.sha256(data).hexdigest(), overrides)
    return Part(source, analyse(source), lines[0].number)


def _certain(analyses: Sequence[Analysis]) -> bool:
    names = list(_names(analyses))
    return len(names) == len(analyses) == len({*names}) > 1


def _names(analyses: Sequence[Analysis]) -> Iterator[str]:
    """Yield what tells a report from others, of those that say it all."""
    for number, analysis in enumerate(analyses):
        report = analysis.document.report if analysis.document else None
        titled = report is not None and (number == 0 or not report.title_missing)
        if report and titled and report.jurisdiction and report.year:
            yield report.id
