"""Measuring, each size in a process of its own so that memory is its own."""

import hashlib
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, islice
from multiprocessing.context import SpawnContext
from pathlib import Path

from indexer import text
from indexer.archive import open_archive
from indexer.contract import Document, Node, ParagraphWords, SearchEngine, SearchRequest
from indexer.engines import open_build, open_engine
from indexer.words import paragraph_words
from tests.bench.corpora import documents
from tests.bench.queries import questions

_REPEATS = 5
_SAMPLE = 20_000  # paragraphs that the questions are chosen from


def measure_writing(folder: Path, size: int) -> None:
    """Print how fast `size` paragraphs are read, tokenised and indexed into `folder`, and how large they get."""
    print(f"\n{size:,} paragraphs")
    start = time.perf_counter()
    reports = list(documents(size))
    _tell("reading", size, start)
    start = time.perf_counter()
    words = _tokenised(reports, multiprocessing.get_context("spawn"))
    _tell("tokenising", size, start)
    start = time.perf_counter()
    with open_build(folder) as build:
        for document, of_document in zip(reports, words, strict=True):
            build.add(document, of_document)
        build.finish(read=len(reports), rejected={})
        build.publish()
    _tell("indexing", size, start)
    _measure_archiving(reports, size)
    whole = sum(path.stat().st_size for path in folder.rglob("*"))
    print(f"  {'index size':<12} {whole / 1e6:9,.1f} MB")
    print(f"  {'peak memory':<12} {_peak_megabytes():9,.0f} MB, writing")


def _measure_archiving(reports: Sequence[Document], size: int) -> None:
    """Print how fast an archive takes the reports in, and how large it gets."""
    with tempfile.TemporaryDirectory() as temporary:
        start = time.perf_counter()
        with open_archive(Path(temporary)) as archive, archive.recording(datetime.now(UTC)) as recording:
            for document in reports:
                data = "\n".join(line.text for line in document.lines).encode()
                report = replace(document.report, sha256=hashlib.sha256(data).hexdigest())
                recording.record(
                    replace(document, report=report),
                    data=data,
                    overrides={},
                    current=True,
                    natural_id=report.id,
                    alias=None,
                )
            recording.settle()
            recording.commit()
        _tell("archiving", size, start)
        held = sum(path.stat().st_size for path in Path(temporary).rglob("*"))
        print(f"  {'archive size':<12} {held / 1e6:9,.1f} MB")


def _tokenised(reports: Sequence[Document], context: SpawnContext) -> list[tuple[ParagraphWords, ...]]:
    with context.Pool(initializer=text.warm) as pool:
        return pool.map(paragraph_words, reports, chunksize=16)


def _tell(name: str, size: int, start: float) -> None:
    print(f"  {name:<12} {size / (time.perf_counter() - start):9,.0f} paragraphs/s", flush=True)


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_searching(folder: Path, size: int) -> None:
    """Print how long questions to the index in `folder` take, asked first and asked again."""
    sample = list(islice(chain.from_iterable(map(paragraph_words, documents(min(size, _SAMPLE)))), _SAMPLE))
    asked = questions(sample)
    del sample
    start = time.perf_counter()
    engine = open_engine(folder)
    print(f"  {'opening':<12} {1000 * (time.perf_counter() - start):9,.1f} ms")
    print(f"  {'ms, 10 hits and all facets':<28}{'first p50':>10}{'max':>8}{'p50':>8}{'p95':>8}{'hits':>10}")
    for kind, nodes in asked.items():
        first = [_milliseconds(engine, node) for node in nodes]
        times = [_milliseconds(engine, node) for _ in range(_REPEATS) for node in nodes]
        hits = statistics.median(engine.search(SearchRequest(node)).total.paragraphs for node in nodes)
        p95 = statistics.quantiles(times, n=20)[-1]
        print(
            f"  {kind:<28}{statistics.median(first):10.1f}{max(first):8.1f}{statistics.median(times):8.1f}"
            f"{p95:8.1f}{hits:10,.0f}"
        )
    engine.close()
    print(f"  {'peak memory':<12} {_peak_megabytes():9,.0f} MB, searching")


def _milliseconds(engine: SearchEngine, node: Node) -> float:
    start = time.perf_counter()
    engine.search(SearchRequest(node))
    return 1000 * (time.perf_counter() - start)
