"""How much of what jieba alone reaches on all cores is left when raw text is indexed with it."""

import multiprocessing
import statistics
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

_AT_A_TIME = 8  # reports handed to a process
_ROUNDS = 3  # the ways take turns


def measure(paragraphs: int) -> dict[str, Any]:
    """Return paragraphs a second, from raw text: jieba alone, all that is tokenised, and indexed and published."""
    reports = documents(paragraphs)
    context = multiprocessing.get_context("spawn")
    rates: dict[str, list[float]] = {}
    with context.Pool(initializer=text.warm) as pool:
        _exhaust(pool, _only_cut, reports[: _AT_A_TIME * 8])  # every worker is up
        ways: dict[str, Callable[[], object]] = {
            "jieba": lambda: _exhaust(pool, _only_cut, reports),
            "tokenised": lambda: _exhaust(pool, _only_tokenised, reports),
            "indexed": lambda: _index(pool, reports),
        }
        for _ in range(_ROUNDS):
            for name, way in ways.items():
                start = time.perf_counter()
                way()
                rates.setdefault(name, []).append(paragraphs / (time.perf_counter() - start))
    medians = {name: round(statistics.median(of), 1) for name, of in rates.items()}
    return {"paragraphs": paragraphs, "load": load(), "processes": context.cpu_count(), **medians}


def _exhaust(pool: Any, function: Callable[[Document], int], reports: Sequence[Document]) -> int:
    return sum(pool.imap(function, reports, chunksize=_AT_A_TIME))


def _only_cut(document: Document) -> int:
    """Cut the paragraphs by jieba with the project's dictionary, and do nothing else."""
    tokenizer = text._jieba()
    return sum(len(list(tokenizer.cut(paragraph.text, HMM=False))) for paragraph in document.paragraphs)


def _only_tokenised(document: Document) -> int:
    return sum(len(words.words) for words in paragraph_words(document))


def _index(pool: Any, reports: Sequence[Document]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_build(Path(folder)) as build:
        tokenised = pool.imap(paragraph_words, reports, chunksize=_AT_A_TIME)
        for document, words in zip(reports, tokenised, strict=True):
            build.add(document, words)
        build.finish(read=len(reports), rejected={})
        build.publish()
