"""What hostile files make a reader do, as work for child processes, which import it from here."""

import os
import signal
import sys
import time
from pathlib import Path

from indexer import preparing
from indexer.intake.sources import Source
from indexer.preparing import Prepared, Refused


def prepare(source: Source, *, any_kind: bool) -> tuple[Prepared, ...] | Refused:
    """Prepare a source as a run does, unless it says what else to do: one that begins "planted: loop" loops."""
    start, _, planted = source.data.decode().partition("planted: ")
    if planted and not start:
        work(planted)
    return preparing.prepare(source, any_kind=any_kind)


def work(task: str | int | Path) -> object:
    """Do what a task says; a path is a file in which to count the tries at a task that ends its worker."""
    if isinstance(task, Path):
        return _second_time(task)
    if isinstance(task, int):
        return task * 2
    return _PLANTED[task]()


def _loop() -> None:
    while True:
        pass


def _spend() -> None:
    until = time.process_time() + 0.6
    while time.process_time() < until:
        pass


def _sleep() -> None:
    time.sleep(60)


def _eat() -> int:
    return len(b"\x01" * 2_000_000_000)


def _eat_slowly() -> int:
    eaten = []
    while True:
        eaten.append(bytearray(10_000_000))


def _grow() -> int:
    _GROWN.append(bytearray(150_000_000))
    return os.getpid()


_GROWN: list[bytearray] = []


def _recurse() -> None:
    _recurse()


def _crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _raise() -> None:
    raise ValueError("a fault of ours")


def _exit() -> None:
    os._exit(3)


def _second_time(tries: Path) -> str:
    first = not tries.exists()
    tries.touch()
    if first:
        os.kill(os.getpid(), signal.SIGKILL)  # as a system does that is out of memory
    return "done"


_PLANTED = {
    "loop": _loop,
    "sleep": _sleep,
    "eat": _eat,
    "eat slowly": _eat_slowly,
    "grow": _grow,
    "recurse": _recurse,
    "crash": _crash,
    "fault": _raise,
    "exit": _exit,
    "spend": _spend,
    "main": lambda: getattr(sys.modules["__main__"], "__file__", None),
}
