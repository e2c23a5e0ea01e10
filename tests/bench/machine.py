"""What the figures were measured on and with, and how processes are held to one core."""

import multiprocessing
import os
import platform
import resource
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

_VERSIONS = ("numpy", "whoosh", "jieba", "tantivy", "flask", "waitress")


def described(corpus: str) -> dict[str, Any]:
    """Return machine, versions, date and command."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "command": " ".join(["python -m tests.bench", *map(_without_folder, sys.argv[1:])]),
        "corpus": corpus,
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: metadata.version(name) for name in _VERSIONS},
    }


def _without_folder(argument: str) -> str:
    return Path(argument).name if argument.startswith(os.sep) else argument


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def load() -> float | None:
    """Return how many processes wanted to run in the last minute, where the system tells."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def peak_megabytes() -> float:
    """Return the most memory this process ever took."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def resident_megabytes() -> dict[str, float]:
    """Return the memory of this process, that of its own (anonymous) apart from files that are mapped."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    return {
        "resident": round(int(fields["VmRSS"].split()[0]) / 1024, 1),
        "own": round(int(fields["RssAnon"].split()[0]) / 1024, 1),
    }


def apart(function: Callable[..., Any], *arguments: Any, core: int | None = None) -> Any:
    """Return what `function` returns in a process of its own, on one core if one is given. Its errors end this one."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(sender, core, function, arguments))
    process.start()
    sender.close()
    try:
        result = receiver.recv()
    except EOFError:
        process.join()
        sys.exit(process.exitcode or 1)
    process.join()
    return result


def _call(sender: Any, core: int | None, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    if core is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})
    sender.send(function(*arguments))
