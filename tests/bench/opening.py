"""How long opening takes, and how much memory of its own a process that searches takes beside mapped files."""

import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from indexer import text
from indexer.engines import open_engine
from tests.bench.asking import Question
from tests.bench.engines.xianli import ProductSearch
from tests.bench.machine import load, resident_megabytes

_TIMES = 9


def open_and_ask(folder: Path, questions: Sequence[Question]) -> dict[str, Any]:
    """Return milliseconds of opening, and the process's memory before, after opening, and after all questions."""
    text.warm()  # the dictionary is the same at any size
    open_engine(folder).close()  # its modules are loaded
    before = resident_megabytes()
    taken: list[float] = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        engine = open_engine(folder)
        taken.append(1000 * (time.perf_counter() - start))
        engine.close()
    product = ProductSearch(folder)
    opened = resident_megabytes()
    for question in questions:
        product.ask(product.compile(question))
    asked = resident_megabytes()
    product.close()
    return {
        "load": load(),
        "median_ms": round(statistics.median(taken), 2),
        "max_ms": round(max(taken), 2),
        "before_mb": before,
        "opened_mb": opened,
        "asked_mb": asked,
    }
