"""How much of what jieba alone reaches on all cores is left when raw text is indexed with it."""

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from indexer import text
from indexer.contract import Document
from indexer.engines import open_build
from indexer.words import paragraph_words
from tests.bench.corpora import documents
from tests.bench.machine import load

_REPORTS_AT_A_TIME = 8


def measure(paragraphs: int) -> dict[str, Any]:
    """Return paragraphs a second, from raw text: jieba alone, all that is tokenised, and indexed and published."""
    reports = documents(paragraphs)
    context = multiprocessing.get_context("spawn")
    found: dict[str, Any] = {"paragraphs": paragraphs, "load": load(), "processes": context.cpu_count()}
    with context.Pool(initializer=text.warm) as pool:
        pool.map(_only_cut, reports[: _REPORTS_AT_A_TIME * 8], chunksize=_REPORTS_AT_A_TIME)  # every worker is up

        def rate(take: Callable[[], object]) -> float:
            start = time.perf_counter()
            take()
            return round(paragraphs / (time.perf_counter() - start), 1)

        found["jieba"] = rate(lambda: _exhaust(pool, _only_cut, reports))
        found["tokenised"] = rate(lambda: _exhaust(pool, _only_tokenised, reports))
        found["indexed"] = rate(lambda: _index(pool, reports))
    return found


def _exhaust(pool: Any, function: Callable[[Document], int], reports: Sequence[Document]) -> int:
    return sum(pool.imap(function, reports, chunksize=_REPORTS_AT_A_TIME))


def _only_cut(document: Document) -> int:
    """Cut the paragraphs by jieba with the project's dictionary, and do nothing else."""
    tokenizer = text._jieba()
    return sum(len(list(tokenizer.cut(paragraph.text, HMM=False))) for paragraph in document.paragraphs)


def _only_tokenised(document: Document) -> int:
    return sum(len(words.words) for words in paragraph_words(document))


def _index(pool: Any, reports: Sequence[Document]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_build(Path(folder)) as build:
        tokenised = pool.imap(paragraph_words, reports, chunksize=_REPORTS_AT_A_TIME)
        for document, words in zip(reports, tokenised, strict=True):
            build.add(document, words)
        build.finish(read=len(reports), rejected={})
        build.publish()
