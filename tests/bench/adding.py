"""How long it takes to add one report of 60 paragraphs to a published index: files, command line, archive and all."""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

from tests.bench.corpora import Address, counties, resampled_text, seed_sentences
from tests.bench.machine import load

_PARAGRAPHS = 34  # of a report, about: items inside lines are paragraphs of their own
_ADDED = 3  # reports, one after the other


def add(scratch: Path, paragraphs: int) -> dict[str, Any]:
    """Return the seconds of the first run over so many paragraphs of the seeds resampled, and of adding to them."""
    sources, index = scratch / f"files-{paragraphs}", scratch / f"adding-{paragraphs}"
    random, sentences, addresses = Random(1), seed_sentences(), counties()
    sources.mkdir(parents=True, exist_ok=True)
    for number in range(paragraphs // _PARAGRAPHS):
        _write(sources / f"{number}.txt", resampled_text(random, sentences, *next(addresses)))
    first = _run(sources, index)
    added = [_added(sources, index, Random(number), sentences, next(addresses)) for number in range(_ADDED)]
    return {
        "load": load(),
        "paragraphs": _status(index),
        "first_seconds": first,
        "seconds": statistics.median(added),
        "of": added,
    }


def _added(sources: Path, index: Path, random: Random, sentences: list[str], address: Address) -> float:
    _write(sources / f"added-{random.random()}.txt", resampled_text(random, sentences, *address, each=9))
    return _run(sources, index)


def _write(path: Path, text: str) -> None:
    if not path.exists():
        path.write_text(text, encoding="utf-8")


def _run(sources: Path, index: Path) -> float:
    """Return the seconds from the command to the published index."""
    start = time.perf_counter()
    _xianli("index", str(sources), "--index", str(index))
    return round(time.perf_counter() - start, 3)


def _status(index: Path) -> int:
    found: int = json.loads(_xianli("status", "--index", str(index), "--json"))["paragraphs"]
    return found


def _xianli(*arguments: str) -> str:
    command = [sys.executable, "-c", "from webapp.cli import main; main()", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout
