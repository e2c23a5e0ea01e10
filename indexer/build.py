"""From a folder of sources to a published generation: read → analyse → name → index.

Workers analyse and tokenise in a process pool; one writer adds the reports in order of their ids. Whatever goes wrong
with one source costs that source; whatever goes wrong with the run publishes nothing.
"""

import hashlib
import logging
import os
import pickle
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Final, Literal, Protocol, cast

from indexer import engines, text
from indexer.analysis import Analysis, analyse, rename
from indexer.contract import Document, IndexStatus, ParagraphWords, Report
from indexer.errors import RunError, SourceError
from indexer.naming import short_hash
from indexer.sources import Rejection, Source, walk
from indexer.words import paragraph_words

log = logging.getLogger(__name__)

_POOL_FROM_SOURCES: Final = 24  # fewer are done before a pool of workers has loaded its dictionaries
_SAME_REPORT_SHARE: Final = 0.5  # of paragraphs in common: two files are versions of one report

State = Literal["accepted", "suspicious", "rejected"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source; `reasons` are sentences for the run's table."""

    path: str
    state: State
    reasons: tuple[str, ...] = ()
    report: Report | None = None
    paragraphs: int = 0


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did. `status` is None when nothing had changed; `outcomes` then lists what had been rejected."""

    outcomes: tuple[Outcome, ...]
    status: IndexStatus | None


class Progress(Protocol):
    """Told how far a run is; the command line draws it."""

    def step(self, name: str, done: int, total: int) -> None: ...


FLAG_REASONS: Final = {
    "title_missing": "文中没有标题，已拟题",
    "place_tie": "地区有多种可能，未定",
    "place_unknown": "未识别出地区",
    "year_unknown": "未识别出年度",
    "year_tie": "年度有多种可能，未定",
    "missing_char": "原文疑有缺字",
    "second_report": "文件中似有两份报告，请拆分",
}


@dataclass(frozen=True, slots=True)
class _Ready:
    """An analysed and tokenised report, waiting in the spool for its turn."""

    document: Document
    words: tuple[ParagraphWords, ...]


@dataclass(frozen=True, slots=True)
class _Card:
    """What deciding names needs of a report, kept in memory while the report itself waits in the spool."""

    path: str
    report_id: str
    title: str
    published: date
    text_hashes: frozenset[str]
    offset: int


def run(sources: Path, index: Path, progress: Progress, *, rebuild: bool = False) -> RunResult:
    """Index all reports under `sources` into `index` and publish, unless nothing changed since the last run.

    Raises RunError, IndexBusy or OSError with the old generation untouched.
    """
    found = list(_fingerprints(sources, progress))
    fingerprint = _fingerprint_of(found)
    before = engines.published(index)
    if not rebuild and before is not None and before.inputs == fingerprint:
        rejected_then = sorted(before.rejected.items())
        return RunResult(tuple(Outcome(path, "rejected", (reason,)) for path, reason in rejected_then), None)
    outcomes: list[Outcome] = []
    read = 0
    with tempfile.TemporaryFile() as spool:
        cards: list[_Card] = []
        for result in _analysed(sources, parallel=len(found) >= _POOL_FROM_SOURCES):
            read += 1
            if isinstance(result, Rejection):
                outcomes.append(Outcome(result.path, "rejected", (result.reason,)))
            else:
                cards.append(_card(result, spool.tell()))
                pickle.dump(result, spool)
            progress.step("识别", read, len(found))
        kept = _named(cards, outcomes)
        if not kept:
            raise RunError(
                "没有一份来源文件可以收录，索引未改动。请检查来源文件夹，或用 xianli inspect 文件名 查看原因。"
            )
        rejected = {outcome.path: "；".join(outcome.reasons) for outcome in outcomes}
        with engines.open_build(index, inputs=fingerprint, read=read, rejected=rejected) as build:
            for done, (card, second_title) in enumerate(kept, 1):
                spool.seek(card.offset)
                ready = cast("_Ready", pickle.load(spool))  # noqa: S301 - written above, by this process, in its own unnamed file
                document = ready.document if second_title is None else rename(ready.document, second_title)
                build.add(document, ready.words)
                outcomes.append(_accepted(document))
                progress.step("建索引", done, len(kept))
            status = build.publish()
    return RunResult(tuple(sorted(outcomes, key=lambda outcome: outcome.path)), status)


def _fingerprints(sources: Path, progress: Progress) -> Iterator[tuple[str, str]]:
    for done, found in enumerate(walk(sources), 1):
        if isinstance(found, Source):
            overrides = repr(sorted(found.overrides.items()))
            yield found.path, hashlib.sha256((found.sha256 + overrides).encode()).hexdigest()
        else:
            yield found.path, found.reason
        progress.step("读取", done, done)


def _fingerprint_of(found: Sequence[tuple[str, str]]) -> str:
    return hashlib.sha256(repr((_rules_hash(), sorted(found))).encode()).hexdigest()


def _rules_hash() -> str:
    """Return a hash of all code and tables of the write side: whatever they become, the next run finds it."""
    digest = hashlib.sha256(text.text_rules_hash().encode())
    here = Path(__file__).parent
    for path in sorted(path for path in here.rglob("*") if path.suffix in (".py", ".txt", ".toml", ".tsv")):
        digest.update(path.relative_to(here).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _analysed(sources: Path, *, parallel: bool) -> Iterator[_Ready | Rejection]:
    """Analyse and tokenise every source, in a pool if `parallel`, a bounded number of them at a time."""
    found = walk(sources)
    if not parallel:
        for item in found:
            yield item if isinstance(item, Rejection) else _prepare(item)
        return
    workers = os.cpu_count() or 1
    context = get_context("spawn")
    try:
        with ProcessPoolExecutor(workers, mp_context=context, initializer=text.warm) as pool:
            while batch := list(islice(found, workers * 8)):
                waiting: list[Rejection | Future[_Ready | Rejection]] = [
                    item if isinstance(item, Rejection) else pool.submit(_prepare, item) for item in batch
                ]
                for result in waiting:
                    yield result if isinstance(result, Rejection) else result.result()
    except BrokenProcessPool as error:
        raise RunError("一个分词进程意外终止，索引未改动。请重试；若再次发生，请检查内存是否充足。") from error


def _prepare(source: Source) -> _Ready | Rejection:
    """Analyse one source; a fault in our own rules costs this source, not the run."""
    try:
        analysis: Analysis = analyse(source)
        if analysis.document is None:
            return Rejection(source.path, analysis.reject_reason or "不是法治政府建设情况报告")
        return _Ready(analysis.document, paragraph_words(analysis.document))
    except SourceError as error:
        return Rejection(source.path, error.message)
    except Exception:
        log.exception("analysis failed: %s", source.path)
        return Rejection(source.path, "识别时发生内部错误，详见日志")


def _card(ready: _Ready, offset: int) -> _Card:
    report = ready.document.report
    return _Card(
        path=report.path,
        report_id=report.id,
        title=report.title,
        published=report.publication_date or report.signature_date or date.max,
        text_hashes=frozenset(paragraph.id.rpartition("/")[2] for paragraph in ready.document.paragraphs),
        offset=offset,
    )


def _named(cards: Sequence[_Card], outcomes: list[Outcome]) -> list[tuple[_Card, str | None]]:
    """Settle which report of the same place, year and body keeps the plain name, in a way no order of files changes.

    The one published first keeps it; the others get theirs from their titles. Files that share most of their text are
    one report: the one published last is taken, the others are rejected, with a reason.
    """
    groups: dict[str, list[_Card]] = defaultdict(list)
    for card in cards:
        groups[card.report_id].append(card)
    kept: list[tuple[_Card, str | None]] = []
    for report_id, group in groups.items():
        distinct: list[_Card] = []
        for card in sorted(group, key=lambda card: (card.published, sorted(card.text_hashes), card.path), reverse=True):
            newer = next((other for other in distinct if _same_report(card, other)), None)
            if newer is None:
                distinct.append(card)
            else:
                outcomes.append(Outcome(card.path, "rejected", (f"与 {newer.path} 是同一报告，只收录后者",)))
        taken: set[str] = set()
        for number, card in enumerate(reversed(distinct)):
            title = None if number == 0 else card.title
            while title is not None and short_hash(title, 4) in taken:
                title += min(card.text_hashes)  # two reports of one title: their texts tell them apart
            if title is not None:
                taken.add(short_hash(title, 4))
            kept.append((card, title))
        log.debug("%s: %d reports", report_id, len(distinct))
    return sorted(kept, key=lambda item: (item[0].report_id, "" if item[1] is None else short_hash(item[1], 4)))


def _same_report(a: _Card, b: _Card) -> bool:
    return len(a.text_hashes & b.text_hashes) >= _SAME_REPORT_SHARE * min(len(a.text_hashes), len(b.text_hashes))


def _accepted(document: Document) -> Outcome:
    reasons = tuple(FLAG_REASONS[flag] for flag in document.report.flags if flag in FLAG_REASONS)
    state: State = "suspicious" if reasons else "accepted"
    return Outcome(document.report.path, state, reasons, document.report, len(document.paragraphs))
