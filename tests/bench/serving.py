"""How the pages keep up: eight readers who ask one search after the other for a minute, each waiting for the last."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from indexer.contract import SECTIONS, ParagraphWords
from indexer.text import BREAK, FENCE
from tests.bench.machine import apart, load
from tests.bench.questions import SAMPLE
from tests.bench.tokens import Tokens

READERS = 8
SECONDS = 60.0
SEARCHES = 200
_STARTING = 60.0  # seconds that the server may take


def of_corpus(tokens: Path) -> list[str]:
    """Return the addresses of mixed searches for the tokenised corpus in `tokens`."""
    source = Tokens(tokens)
    provinces = sorted({document.report.place[:2] for document, _ in source.documents()})
    return _searches(source.sample(SAMPLE), provinces)


def _searches(sample: Sequence[ParagraphWords], provinces: Sequence[str]) -> list[str]:
    """Return addresses: common and rare words, several of them, quoted phrases, with and without filters."""
    random = Random(7)
    holding = Counter(word for paragraph in sample for word in set(paragraph.words))
    words = [word for word, _ in holding.most_common() if len(word) > 1 and not word[0].isascii()]
    common, middle, rare = words[:50], words[50:1000], words[1000:10_000]
    bodies = [run for paragraph in sample for run in paragraph.body.split(BREAK) if FENCE not in run and len(run) > 10]

    def quoted() -> str:
        body = random.choice(bodies)
        start = random.randrange(len(body) - 8)
        return f'"{body[start : start + random.randint(4, 8)]}"'

    def one() -> dict[str, str]:
        kinds = {
            random.choice(common): 4,
            random.choice(middle): 4,
            random.choice(rare): 2,
            f"{random.choice(common)} {random.choice(middle)}": 5,
            f"{random.choice(common)} OR {random.choice(middle)}": 2,
            quoted(): 3,
        }
        asked = {"q": random.choices(list(kinds), list(kinds.values()))[0]}
        if random.random() < 0.3:
            asked["y"] = random.choice(["2016-2019", "2020", "2018-2024"])
        if random.random() < 0.2:
            asked["sec"] = random.choice(list(SECTIONS))
        if random.random() < 0.2:
            asked["d"] = random.choice(list(provinces))
        if random.random() < 0.1:
            asked["u"] = "report"
        return asked

    return [f"/s?{urlencode(one())}" for _ in range(SEARCHES)]


def serve(index: Path, addresses: Path) -> dict[str, Any]:
    """Serve `index` on this machine, and return what eight readers of the file `addresses` met."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-c", "from webapp.cli import main; main()", "serve"]
    command += ["--index", str(index), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        found: dict[str, Any] = apart(read, port, addresses.read_text(encoding="utf-8").split(), SECONDS)
    finally:
        server.terminate()
        server.wait()
    return {"load": load(), "cores": os.cpu_count(), **found}


def _wait(port: int) -> None:
    deadline = time.monotonic() + _STARTING
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the server did not start")


def read(port: int, addresses: Sequence[str], seconds: float) -> dict[str, Any]:
    """Read pages as READERS readers, each from another place in the file, for so many seconds."""
    until = time.perf_counter() + seconds
    with ThreadPoolExecutor(READERS) as pool:
        starts = [number * len(addresses) // READERS for number in range(READERS)]
        found = list(pool.map(lambda start: _reader(port, addresses, start, until), starts))
    taken = sorted(milliseconds for times, _ in found for milliseconds in times)
    cuts = statistics.quantiles(taken, n=100)
    return {
        "readers": READERS,
        "seconds": seconds,
        "searches": len(addresses),
        "requests": len(taken),
        "errors": sum(errors for _, errors in found),
        "per_second": round(len(taken) / seconds, 1),
        "p50": round(cuts[49], 1),
        "p95": round(cuts[94], 1),
        "p99": round(cuts[98], 1),
        "max": round(taken[-1], 1),
    }


def _reader(port: int, addresses: Sequence[str], start: int, until: float) -> tuple[list[float], int]:
    """Return the milliseconds of each request, and how many were not answered by a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    taken: list[float] = []
    errors = 0
    for address in islice(cycle(addresses), start, None):
        begun = time.perf_counter()
        if begun > until:
            break
        try:
            connection.request("GET", address)
            response = connection.getresponse()
            response.read()
            errors += response.status != http.client.OK
        except (OSError, http.client.HTTPException):
            errors += 1
            connection.close()
        taken.append(1000 * (time.perf_counter() - begun))
    connection.close()
    return taken, errors
