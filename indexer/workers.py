"""Work in child processes that may hang, die or eat memory: each costs the task it was at, and not the run."""

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from types import ModuleType
from typing import Any, Final, Generic, Literal, TypeVar

from indexer.errors import RunError
from indexer.limits import Limits, address_space, limit_cpu, limit_memory

Mark = TypeVar("Mark")
Task = TypeVar("Task")
Result = TypeVar("Result")

_PRELOADED: Final = "indexer.preloaded"
_MOST_WORKERS: Final = 8  # each may need a gigabyte
_START_SECONDS: Final = 60  # for a worker to say that it is ready
_STARTS: Final = 3  # workers in a row that may fail to
_DEATHS: Final = 20  # in a row, without one task done between them
_TRIES: Final = 2  # of a task at which a worker died unexpectedly: whoever is out of memory kills anyone
_POLL_SECONDS: Final = 1.0
_GOING_SECONDS: Final = 5.0
_NOT_STARTED: Final = "读取文件的子进程不能启动，索引未改动。请检查内存和磁盘是否充足，然后重试。"

Fate = Literal["cpu", "clock", "memory", "depth", "died", "fault"]


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that came to nothing, and how: `detail` is the signal that ended the worker, or where a fault is."""

    fate: Fate
    detail: str = ""


class Workers(Generic[Task, Result]):
    """Child processes that do `work`, a function of a module, on one task after another, each within `limits`.

    A context manager; leaving it ends them, whatever they are at. They end by themselves when this process does.
    """

    def __init__(
        self,
        work: Callable[[Task], Result],
        limits: Limits | None = None,
        *,
        most: int | None = None,
        warm: bool = True,
    ) -> None:
        """Begin with no worker. With `warm` workers are copies of a process that has loaded what analysing takes."""
        self._work = work
        self._limits = limits or Limits()
        self._most = most or min(_processors(), _MOST_WORKERS)
        self._context = _context(warm=warm)
        self._workers: list[_Worker[Task, Result]] = []
        self._failed_starts = self._deaths = 0

    def __enter__(self) -> "Workers[Task, Result]":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers = []

    def results(
        self, tasks: Iterable[tuple[Mark, Task]], waiting: Callable[[Mark, float], None] | None = None
    ) -> Generator[tuple[Mark, Result | Failed]]:
        """Yield the mark of every task with what came of it, as they are done, hardly reading ahead in `tasks`.

        `waiting` is told now and then of a task (by its mark) and the seconds that it has taken. Raises RunError
        if workers cannot be started, or do nothing but die.
        """
        coming = (_Try(mark, task) for mark, task in tasks)
        held = deque(islice(coming, 1))
        while held or any(worker.current for worker in self._workers):
            self._hand_out(held, coming)
            for worker in self._answering(waiting):
                yield from self._taken(worker, held)

    def _hand_out(self, held: "deque[_Try[Mark, Task]]", coming: "Iterator[_Try[Mark, Task]]") -> None:
        """Give every worker a task, and start another worker if more tasks wait; hold the next task ready."""
        for worker in self._workers:
            if held and worker.ready and not worker.current:
                worker.give(held.popleft())
                held.extend(islice(coming, 1))
        starting = any(not worker.ready for worker in self._workers)
        if held and not starting and len(self._workers) < self._most:
            self._workers.append(_Worker(self._context, self._work, self._limits))

    def _answering(self, waiting: Callable[[Any, float], None] | None) -> "list[_Worker[Task, Result]]":
        """Wait for workers that have something to say, or nothing any more; end those that are over their time."""
        asked = {worker.connection: worker for worker in self._workers if worker.current or not worker.ready}
        heard = [asked[each] for each in wait(list(asked), _POLL_SECONDS) if isinstance(each, Connection)]
        for worker in asked.values():
            if worker in heard:
                continue
            if worker.seconds > (self._limits.wall_seconds if worker.ready else _START_SECONDS):
                worker.late = True
                worker.process.kill()
            elif worker.current and waiting:
                waiting(worker.current.mark, worker.seconds)
        return heard

    def _taken(
        self, worker: "_Worker[Task, Result]", held: "deque[_Try[Mark, Task]]"
    ) -> Iterator[tuple[Any, Result | Failed]]:
        """Take what a worker says, or that it has ended, and yield its task if that is settled."""
        try:
            answer = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._lost(worker, held)
            return
        self._failed_starts = 0
        if not worker.ready:
            worker.ready = True
            return
        done, worker.current = worker.current, None
        assert done is not None, "an answer to no task"
        result, goes_on = answer
        self._deaths = 0
        if not goes_on:
            self._remove(worker)
        yield done.mark, result

    def _lost(
        self, worker: "_Worker[Task, Result]", held: "deque[_Try[Mark, Task]]"
    ) -> Iterator[tuple[Any, Result | Failed]]:
        self._remove(worker)
        if worker.current is None:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise RunError(_NOT_STARTED)
            return
        attempt = worker.current
        fate = _fate(worker)
        if fate.fate == "died":
            self._deaths += 1
            if self._deaths >= _DEATHS:
                raise RunError(
                    "读取文件的子进程接连意外终止，索引未改动。请检查内存是否充足，或重新安装先例，然后重试。"
                )
            if attempt.number < _TRIES:
                held.appendleft(replace(attempt, number=attempt.number + 1))
                return
        yield attempt.mark, fate

    def _remove(self, worker: "_Worker[Task, Result]") -> None:
        self._workers.remove(worker)
        worker.end(going=True)


@dataclass(frozen=True, slots=True)
class _Try(Generic[Mark, Task]):
    """A task that is given to a worker, for the first time or after that has cost another worker its life."""

    mark: Mark
    task: Task
    number: int = 1


class _Worker(Generic[Task, Result]):
    """One child process, the end of the pipe to it, and what it is at."""

    def __init__(self, context: BaseContext, work: Callable[[Task], Result], limits: Limits) -> None:
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work, limits), daemon=True)  # type: ignore[attr-defined]  # every context has it
        try:
            with _without_main():
                self.process.start()
        except (OSError, EOFError) as error:
            raise RunError(_NOT_STARTED) from error
        finally:
            theirs.close()
        self.ready = False
        self.late = False
        self.exit_code: int | None = None
        self.current: _Try[Any, Task] | None = None
        self._since = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long the worker has been at its task, or at starting."""
        return time.monotonic() - self._since

    def give(self, attempt: "_Try[Any, Task]") -> None:
        """Let the worker, which is ready and idle, do a task; if it has died since, its answer will be that."""
        self.current, self._since = attempt, time.monotonic()
        with suppress(OSError):
            self.connection.send(attempt.task)

    def end(self, *, going: bool = False) -> None:
        """End the process and wait for it; one that is `going` by itself has time to, and keeps its exit code."""
        if going:
            self.process.join(_GOING_SECONDS)
        self.process.kill()
        self.process.join()
        self.exit_code = self.process.exitcode
        self.process.close()
        self.connection.close()


def _fate(worker: _Worker[Task, Result]) -> Failed:
    """Return what ended a worker that has ended."""
    code = worker.exit_code or 0
    if worker.late:
        return Failed("clock")
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        return Failed("cpu")
    return Failed("died", signal.Signals(-code).name if code < 0 else str(code))


# -- starting --------------------------------------------------------------------------------------------------------


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def begin_loading() -> None:
    """Let the process that warm workers are copies of begin to load what analysing takes; nobody waits for it."""
    if _context(warm=True).get_start_method() == "forkserver":
        from multiprocessing import forkserver  # Windows has none

        with _without_main():
            forkserver.ensure_running()


def _context(*, warm: bool) -> BaseContext:
    if not warm or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    return context


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the program from multiprocessing, which would run it in every child as far as its `if __name__` goes.

    Nothing of ours is in there, and a program without that line would start itself over and over.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


# -- in the child ----------------------------------------------------------------------------------------------------


def _serve(connection: Connection, work: Callable[[Task], Result], limits: Limits) -> None:
    """Do one task after another until nobody asks any more, or memory has grown so that a new worker is better."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that began the run
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limit_memory(limits.memory_bytes)
    most = address_space() + limits.memory_bytes // 4
    connection.send(None)
    goes_on = True
    while goes_on:
        try:
            task = connection.recv()
        except EOFError:
            return
        limit_cpu(limits.cpu_seconds)
        result = _done(work, task)
        goes_on = address_space() <= most and not (isinstance(result, Failed) and result.fate == "memory")
        connection.send((result, goes_on))


def _done(work: Callable[[Task], Result], task: Task) -> Result | Failed:
    """Do one task; a fault in it is told and ends nothing."""
    try:
        return work(task)
    except MemoryError:
        return Failed("memory")
    except RecursionError:
        return Failed("depth")
    except Exception:  # noqa: BLE001 - whatever it is, it costs this task alone, and is logged where the run is
        return Failed("fault", traceback.format_exc())


def _end_with_parent() -> None:
    """Wait for the parent's end, however it comes, and end too: else a worker would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
