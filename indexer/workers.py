"""Analysing and tokenising every source, in a pool of processes where there are many."""

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from indexer import text
from indexer.analysis import analyse
from indexer.archive.identity import card_of
from indexer.errors import RunError, SourceError
from indexer.intake.sources import Rejection, Source
from indexer.spool import Analysed, Ready
from indexer.words import paragraph_words

log = logging.getLogger(__name__)

_POOL_FROM_SOURCES: Final = 24  # fewer are done before a pool of workers has loaded its dictionaries
_AHEAD_PER_WORKER: Final = 8  # sources read into memory for the pool


def analysed(found: Iterable[Source | Rejection], expected: int) -> Generator[Ready | Rejection]:
    """Analyse and tokenise every source in order, if many are `expected` in a pool, a bounded number of them ahead.

    Raises RunError if a worker dies.
    """
    if expected < _POOL_FROM_SOURCES:
        for item in found:
            yield item if isinstance(item, Rejection) else prepare(item)
        return
    workers = os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker)
    waiting: deque[Rejection | Future[Ready | Rejection]] = deque()
    try:
        for item in found:
            waiting.append(item if isinstance(item, Rejection) else pool.submit(prepare, item))
            if len(waiting) > workers * _AHEAD_PER_WORKER:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())
    except BrokenProcessPool as error:
        raise RunError("一个分词进程意外终止，索引未改动。请重试；若再次发生，请检查内存是否充足。") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _result(item: Rejection | Future[Ready | Rejection]) -> Ready | Rejection:
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


def prepare(source: Source) -> Ready | Rejection:
    """Analyse one source; a fault in our own rules costs this source, not the run."""
    try:
        analysis = analyse(source)
        if analysis.document is None:
            return Rejection(source.path, analysis.reject_reason or "不是法治政府建设情况报告")
        words = paragraph_words(analysis.document)
        return Ready.of(card_of(analysis.document), Analysed(analysis.document, words, source.data, source.overrides))
    except SourceError as error:
        return Rejection(source.path, error.message)
    except Exception:
        log.exception("analysis failed: %s", source.path)
        return Rejection(source.path, "识别时发生内部错误，详见日志")
