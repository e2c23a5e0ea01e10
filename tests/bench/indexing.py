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


def _index(engine: str, part: Any, tokens: Path, folder: Path) -> dict[str, Any]:
    source = Tokens(tokens)
    blocks: Iterable[list[Any]]
    if engine == OURS:
        builder: Any = XianliBuilder(folder)
        blocks = source.blocks()
    else:
        builder = _OTHERS[engine][0](folder / part, part)
        blocks = source.row_blocks()
    seconds = 0.0
    for block in blocks:
        start = time.perf_counter()
        builder.add(block)
        seconds += time.perf_counter() - start
    start = time.perf_counter()
    builder.finish()
    seconds += time.perf_counter() - start
    place = folder if engine == OURS else folder / part
    return {
        "seconds": round(seconds, 3),
        "bytes": sizes_of_fields(folder) if engine == OURS else {part: size_on_disk(place)},
        "peak_mb": peak_megabytes(),
        "load": load(),
    }
