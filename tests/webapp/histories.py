"""Histories of made-up reports, as an archive would tell them: one version a day, in the order given."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from indexer.contract import (
    Document,
    Original,
    ParagraphHistory,
    PastParagraph,
    ReportHistory,
    ReportVersion,
    SearchEngine,
)
from indexer.engines import MemoryEngine
from indexer.engines.history import MemoryHistory
from indexer.words import paragraph_words

FIRST_DAY = datetime(2026, 3, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Past:
    """A report with its versions; `successors` are texts of the last version by texts of earlier ones."""

    versions: Sequence[Document]
    successors: Mapping[str, Sequence[str]] | None = None
    withdrawn: bool = False
    aliases: tuple[str, ...] = ()
    starts: int = 0  # days after the first
    same_file: bool = False  # one file, read by other rules each time


def day(number: int) -> datetime:
    return FIRST_DAY + timedelta(days=number)


def engine_with(*pasts: Past) -> SearchEngine:
    """Make an engine over the last versions that knows of the earlier ones, and has all their files."""
    filed = [replace(past, versions=[_with_file(document, past) for document in past.versions]) for past in pasts]
    originals = {
        document.report.sha256: Original(
            document.report.sha256, document.report.path, _data(document, past), day(past.starts)
        )
        for past in filed
        for document in past.versions
    }
    history = MemoryHistory([_history(past) for past in filed], originals.values())
    current = [past.versions[-1] for past in filed if not past.withdrawn]
    return MemoryEngine(((document, paragraph_words(document)) for document in current), history=history)


def _with_file(document: Document, past: Past) -> Document:
    sha256 = hashlib.sha256(_data(document, past)).hexdigest()
    path = document.report.path
    return replace(document, report=replace(document.report, sha256=sha256, path=f"报告/{path}"))


def _data(document: Document, past: Past) -> bytes:
    lines = past.versions[0].lines if past.same_file else document.lines
    return "\n".join(line.text for line in lines).encode()


def _history(past: Past) -> tuple[ReportHistory, list[ParagraphHistory]]:
    end = past.starts + len(past.versions)
    versions = tuple(
        ReportVersion(
            number=number,
            report=document.report,
            first_seen=day(past.starts + number - 1),
            last_seen=day(past.starts + number - 1) + timedelta(hours=10),
            current=number == len(past.versions) and not past.withdrawn,
        )
        for number, document in enumerate(past.versions, start=1)
    )
    history = ReportHistory(
        id=past.versions[0].report.id,
        versions=versions,
        first_seen=day(past.starts),
        withdrawn=day(end) if past.withdrawn else None,
        aliases=past.aliases,
    )
    only_one = len(past.versions) == 1 and not past.withdrawn
    names = dict.fromkeys(paragraph.id for document in past.versions for paragraph in document.paragraphs)
    return history, [] if only_one else [_paragraph_history(name, past, versions) for name in names]


def _paragraph_history(name: str, past: Past, versions: Sequence[ReportVersion]) -> ParagraphHistory:
    states: dict[object, PastParagraph] = {}
    for number, document in enumerate(past.versions, start=1):
        for paragraph in document.paragraphs:
            if paragraph.id == name:
                before = states.get(paragraph, PastParagraph((), paragraph))
                states[paragraph] = PastParagraph((*before.versions, number), paragraph)
    seen = [versions[number - 1] for state in states.values() for number in state.versions]
    last = {} if past.withdrawn else {one.text: one.id for one in past.versions[-1].paragraphs}
    wanted = [text for state in states.values() for text in (past.successors or {}).get(state.paragraph.text, ())]
    successors = (name,) if name in last.values() else tuple(last[text] for text in wanted)
    return ParagraphHistory(
        id=name,
        states=tuple(states.values()),
        first_seen=min(version.first_seen for version in seen),
        last_seen=max(version.last_seen for version in seen),
        successors=successors,
        gone=None if successors else day(past.starts + max(version.number for version in seen)),
    )
