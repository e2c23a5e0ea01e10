"""Runs the same work in several processes, for a page costs computing and one process of Python computes on one core.

The parent only watches: it starts whichever ends again and ends all when told to end. However it ends itself, even
killed, they end too: they read from a pipe that it alone could write to.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import wait
from typing import Any, Final

from indexer.errors import XianliError

_AT_MOST: Final = 4  # unless more are asked for: each holds an engine of its own
_PAUSE_SECONDS: Final = 1.0  # before one that ended is started again
_DEATHS: Final = 3  # of each process; with more of them in so many seconds, starting again helps nobody
_DEATHS_SECONDS: Final = 30.0
_GRACE_SECONDS: Final = 5.0  # for what is under way when all are to end

_SIGNALS: Final = {signal.SIGINT, signal.SIGTERM}

_log = logging.getLogger(__name__)


def how_many(wanted: int) -> int:
    """Return how many processes to run: those wanted, or for 0 one for each processor; 1 where none can be forked."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1  # others fork less safely
    return wanted or min(processors, _AT_MOST)


class _Terminated(BaseException):
    """The system asks this process to end."""


class Processes:
    """So many children that run `work(place, first, ready)`: each in its place from 0, one as the first of all.

    They are forked: this process must have no thread, nor open what its children may not share.
    """

    def __init__(self, count: int, work: Callable[[int, bool, Callable[[], object]], None]) -> None:
        self._work = work
        self._context: Any = multiprocessing.get_context("fork")  # typed for systems that have none, too
        self._children: list[Any] = [None] * count
        self._deaths: deque[float] = deque(maxlen=_DEATHS * count)
        self._until_end, self._end = os.pipe()
        self._ready, self._tell = os.pipe()

    def run(self, started: Callable[[], None]) -> None:
        """Run until interrupted; `started` is called once when the first child is ready.

        Raises XianliError when children end again and again.
        """
        signal.signal(signal.SIGTERM, _terminate)
        running = False
        try:
            for place in range(len(self._children)):
                self._start(place, first=place == 0)
            self._wait_for_one()
            running = True
            started()
            while True:
                self._watch()
        except KeyboardInterrupt:
            if not running:
                raise
        except _Terminated:
            self._stop()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.raise_signal(signal.SIGTERM)  # so that whoever asked sees that it was for that
        finally:
            self._stop()

    def _start(self, place: int, *, first: bool = False) -> None:
        """Start a child; signals wait until it is known here, and until it minds them itself."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            child = self._children[place] = self._context.Process(target=self._child, args=(place, first), daemon=True)
            child.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)

    def _child(self, place: int, first: bool) -> None:  # noqa: FBT001 - multiprocessing passes args by position
        os.close(self._end)
        threading.Thread(target=_end_with_parent, args=(self._until_end,), daemon=True).start()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all; the parent sees to it
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        # Only the first, which tells what is wrong with the index: whoever reads the greeting has read that.
        self._work(place, first, partial(os.write, self._tell, b".") if first else lambda: None)

    def _wait_for_one(self) -> None:
        if self._ready not in wait([self._ready, *(child.sentinel for child in self._children)]):
            raise XianliError("提供服务的进程没有启动起来，已停止。请看上面的日志，或用 --processes 1 再试。")

    def _watch(self) -> None:
        """Wait until a child ends, and start it again after a while."""
        wait([child.sentinel for child in self._children])
        time.sleep(_PAUSE_SECONDS)
        for place, child in enumerate(self._children):
            if not child.is_alive():
                _log.warning("进程 %d 意外退出（%s），现在重新启动。", child.pid, child.exitcode)
                self._deaths.append(time.monotonic())
                if len(self._deaths) == self._deaths.maxlen and self._deaths[-1] - self._deaths[0] < _DEATHS_SECONDS:
                    raise XianliError("提供服务的进程接连意外退出，已停止。请看上面的日志，再重新启动。")
                self._start(place)

    def _stop(self) -> None:
        """End all children: those that have not finished in time are killed."""
        children = [child for child in self._children if child is not None and child.pid]
        for child in children:
            child.terminate()
        until = time.monotonic() + _GRACE_SECONDS
        for child in children:
            child.join(max(0.0, until - time.monotonic()))
            child.kill()
            child.join()


def _terminate(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # told once is enough
    raise _Terminated


def _end_with_parent(until_end: int) -> None:
    """Wait for the end of the parent, which is all that can come through the pipe, and end too."""
    os.read(until_end, 1)
    os._exit(1)
