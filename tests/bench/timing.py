"""Asking all engines the same questions in one process: first whether they agree, then how long they take."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench.asking import Engine, Question
from tests.bench.engines.fts5 import Fts5Engine
from tests.bench.engines.stock_whoosh import WhooshEngine
from tests.bench.engines.tantivy_engine import TantivyEngine
from tests.bench.engines.xianli import ProductSearch, SameQuestion
from tests.bench.machine import load

ROUNDS = 15  # samples of each question and engine; in each round the engines take turns
REFERENCE = "tantivy"
_SHORT = 0.02  # seconds: what takes less is asked three times a round, and the median of the three is the sample
_COLD = 3  # times that an index is opened anew for each question
_OPENERS: Mapping[str, tuple[tuple[str, Callable[[Path], Any]], ...]] = {
    "Xianli": ((SameQuestion.name, SameQuestion), (ProductSearch.name, ProductSearch)),
    "tantivy": ((TantivyEngine.name, TantivyEngine),),
    "FTS5": ((Fts5Engine.name, Fts5Engine),),
    "Whoosh 2.7.4": ((WhooshEngine.name, WhooshEngine),),
}


def ask(folders: Mapping[str, Path], questions: Sequence[tuple[str, Question]]) -> dict[str, Any]:
    """Return for each (kind, question) what each engine found and how long it took, in milliseconds."""
    openers = {name: (opener, folders[engine]) for engine in folders for name, opener in _OPENERS[engine]}
    engines: dict[str, Engine] = {name: opener(folder) for name, (opener, folder) in openers.items()}
    gc.collect()
    gc.freeze()
    gc.disable()
    asked = [
        {
            "kind": kind,
            "name": question.name,
            **_agreement(engines, question),
            "warm": _warm(engines, question),
        }
        for kind, question in questions
    ]
    reference = engines[REFERENCE]
    segments = reference.segments() if isinstance(reference, TantivyEngine) else None
    for engine in engines.values():
        engine.close()
    engines.clear()
    for (kind, question), row in zip(questions, asked, strict=True):
        if kind == "plain":
            row["cold"] = {name: _cold(opener, folder, question) for name, (opener, folder) in openers.items()}
    return {"load": load(), "rounds": ROUNDS, "tantivy_segments": segments, "questions": asked}


def _agreement(engines: Mapping[str, Engine], question: Question) -> dict[str, Any]:
    """Return the hits of each engine, and which do not find and count just what the reference does."""
    hits: dict[str, int] = {}
    differing: list[str] = []
    reference = engines[REFERENCE]
    compiled = reference.compile(question)
    expected, counted = reference.hits(compiled), reference.counts(reference.ask(compiled))
    for name, engine in engines.items():
        compiled = engine.compile(question)
        if compiled is None:
            continue
        found = engine.hits(compiled)
        if isinstance(found, int):
            hits[name] = found
            continue
        hits[name] = len(found)
        if found != expected or engine.counts(engine.ask(compiled)) != counted:
            differing.append(name)
    return {"hits": hits, "differing": differing}


def _warm(engines: Mapping[str, Engine], question: Question) -> dict[str, Any]:
    compiled = {name: engine.compile(question) for name, engine in engines.items()}
    samples: dict[str, list[float]] = {name: [] for name, plan in compiled.items() if plan is not None}
    for _ in range(ROUNDS):
        for name, taken in samples.items():
            taken.append(_sample(engines[name].ask, compiled[name]))
    return {name: _summary(taken) for name, taken in samples.items()}


def _sample(function: Callable[[Any], Any], argument: Any) -> float:
    taken = [_seconds(function, argument)]
    if taken[0] < _SHORT:
        taken += [_seconds(function, argument) for _ in range(2)]
    return statistics.median(taken)


def _seconds(function: Callable[[Any], Any], argument: Any) -> float:
    start = time.perf_counter()
    function(argument)
    return time.perf_counter() - start


def _summary(samples: Sequence[float]) -> dict[str, float]:
    deciles = statistics.quantiles(samples, n=10, method="inclusive")
    return {"median": _ms(statistics.median(samples)), "p10": _ms(deciles[0]), "p90": _ms(deciles[-1])}


def _cold(opener: Callable[[Path], Any], folder: Path, question: Question) -> float | None:
    """Return how long the first question takes after opening; the files are in the page cache."""
    taken: list[float] = []
    for _ in range(_COLD):
        engine: Engine = opener(folder)
        compiled = engine.compile(question)
        if compiled is None:
            return None
        taken.append(_seconds(engine.ask, compiled))
        engine.close()
    return _ms(statistics.median(taken))


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 4)
