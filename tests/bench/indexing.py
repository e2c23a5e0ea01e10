"""How fast each engine lays pre-tokenised paragraphs down on one core, and how large its index is."""

import json
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.bench.asking import Part, size_on_disk
from tests.bench.engines.fts5 import Fts5Builder
from tests.bench.engines.stock_whoosh import WhooshBuilder
from tests.bench.engines.tantivy_engine import TantivyBuilder
from tests.bench.engines.xianli import XianliBuilder, sizes_of_fields
from tests.bench.machine import apart, load, peak_megabytes
from tests.bench.tokens import Tokens

OURS = "Xianli"
_OTHERS: dict[str, tuple[Callable[[Path, Part], Any], tuple[Part, ...]]] = {
    "tantivy": (TantivyBuilder, ("words", "characters")),
    "FTS5": (Fts5Builder, ("words", "characters")),
    "Whoosh 2.7.4": (WhooshBuilder, ("words",)),
}
ENGINES = (OURS, *_OTHERS)


def forget(folder: Path) -> None:
    """Have the index in `folder` built anew when it is needed next."""
    (folder / "measured.json").unlink(missing_ok=True)


def index(engine: str, tokens: Path, folder: Path, core: int) -> dict[str, Any]:
    """Return seconds, bytes and memory for each part of the index of `engine`, built in `folder` if not there yet."""
    done = folder / "measured.json"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        parts = ("everything",) if engine == OURS else _OTHERS[engine][1]
        measured = {part: apart(_index, engine, part, tokens, folder, core=core) for part in parts}
        done.write_text(json.dumps(measured))
    found: dict[str, Any] = json.loads(done.read_text())
    return found


class _Clock:
    """Adds up the time spent inside of it: by the clock on the wall, and of all threads on the processor."""

    def __init__(self) -> None:
        self.wall = self.processor = 0.0

    def __enter__(self) -> None:
        self._started = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.wall += time.perf_counter() - self._started[0]
        self.processor += time.process_time() - self._started[1]


def _index(engine: str, part: Any, tokens: Path, folder: Path) -> dict[str, Any]:
    source = Tokens(tokens)
    blocks: Iterable[list[Any]]
    if engine == OURS:
        builder: Any = XianliBuilder(folder)
        blocks = source.blocks()
    else:
        builder = _OTHERS[engine][0](folder / part, part)
        blocks = source.row_blocks()
    clock = _Clock()
    for block in blocks:
        with clock:
            builder.add(block)
    with clock:
        builder.finish()
    place = folder if engine == OURS else folder / part
    return {
        "seconds": round(clock.wall, 3),
        "processor_seconds": round(clock.processor, 3),
        "bytes": sizes_of_fields(folder) if engine == OURS else {part: size_on_disk(place)},
        "peak_mb": peak_megabytes(),
        "load": load(),
    }
