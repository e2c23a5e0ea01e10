"""Holds the engine that answers: opened when first needed, swapped when another generation is published.

A request keeps the engine it began with until its end; the old engine is closed when the last such request ends.
When the index is gone or damaged, requests get IndexUnusable, and the next one after it is mended works again.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from flask import Flask, current_app, g

from indexer.contract import SearchEngine
from indexer.errors import IndexMissing, IndexUnusable

_EXTENSION: Final = "xianli"
_LOOK_AGAIN_SECONDS: Final = 1.0  # how often CURRENT is read at most

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Lease:
    """An open engine and how many requests use it."""

    name: str | None
    engine: SearchEngine
    users: int = 0
    retired: bool = False


@dataclass(slots=True)
class EngineState:
    """The current engine of one index, shared by all threads.

    `current_name` tells cheaply which generation is published (None: there is none), `open_engine` opens that one and
    raises IndexUnusable if it cannot be searched; so does `check` if its files are no longer whole.
    """

    current_name: Callable[[], str | None]
    open_engine: Callable[[], SearchEngine]
    check: Callable[[], None] = lambda: None
    clock: Callable[[], float] = time.monotonic
    _lease: _Lease | None = None
    _trouble: IndexUnusable | None = None
    _refused: str | None = None  # the generation that was found unusable
    _look_at: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _opening: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def borrow(self) -> Iterator[SearchEngine]:
        """Give the current engine for as long as the block lasts. Raises IndexUnusable."""
        lease = self.acquire()
        try:
            yield lease.engine
        finally:
            self.release(lease)

    def acquire(self) -> _Lease:
        """Return the current engine's lease; it must go back by release()."""
        self._refresh()
        with self._lock:
            if self._lease is None:
                raise self._trouble or IndexMissing("索引还没有打开，请稍后再试。")
            self._lease.users += 1
            return self._lease

    def release(self, lease: _Lease) -> None:
        with self._lock:
            lease.users -= 1
            last = lease.retired and not lease.users
        if last:
            lease.engine.close()

    def trouble(self) -> IndexUnusable | None:
        """Return why the generation published last cannot be used, even while an older one still answers."""
        self._refresh()
        with self._lock:
            if self._trouble is not None:
                return self._trouble
        try:
            self.check()
        except IndexUnusable as error:
            return error
        return None

    def warm(self) -> None:
        """Open the index now, so that the first request need not wait; an unusable one is logged, not raised."""
        try:
            with self.borrow() as engine:
                engine.status()
        except IndexUnusable as error:
            _log.warning("%s", error.message)

    def close(self) -> None:
        """Give up the engine; requests under way keep theirs until they end."""
        self._put(None)

    def _refresh(self) -> None:
        """Look whether another generation is published, and open it. One thread does so; others use the old one."""
        with self._lock:
            if self.clock() < self._look_at:
                return
            must_wait = self._lease is None
        if not self._opening.acquire(blocking=must_wait):
            return
        try:
            with self._lock:
                if self.clock() < self._look_at:  # another thread has looked while this one waited
                    return
            self._look()
            with self._lock:
                self._look_at = self.clock() + _LOOK_AGAIN_SECONDS
        finally:
            self._opening.release()

    def _look(self) -> None:
        try:
            name = self.current_name()
            if self._lease is None or self._lease.name != name:
                if name is not None and name == self._refused and self._lease is not None:
                    return  # known to be bad, and there is another to answer with
                self._put(_Lease(name, self.open_engine()))  # says itself what is wrong where there is no name
            self._trouble = self._refused = None
        except IndexMissing as error:  # taken away on purpose: an engine over deleted files must not answer on
            self._put(None)
            self._trouble = error
        except IndexUnusable as error:  # a bad new generation: the one before it answers on
            self._trouble, self._refused = error, name
            _log.warning("%s", error.message)

    def _put(self, lease: _Lease | None) -> None:
        with self._lock:
            old, self._lease = self._lease, lease
            if old is None:
                return
            old.retired = True
            idle = not old.users
        if idle:
            old.engine.close()


def attach(app: Flask, state: EngineState) -> None:
    """Let requests of `app` use `state`; each gives its engine back at its end."""
    app.extensions[_EXTENSION] = state

    @app.teardown_appcontext
    def give_back(_error: BaseException | None) -> None:
        lease = g.pop("lease", None)
        if lease is not None:
            state.release(lease)


def engine_state() -> EngineState:
    """Return the state of the application that serves this request."""
    state: EngineState = current_app.extensions[_EXTENSION]
    return state


def engine() -> SearchEngine:
    """Return the engine of this request, the same until its end. Raises IndexUnusable."""
    if "lease" not in g:
        g.lease = engine_state().acquire()
    lease: _Lease = g.lease
    return lease.engine
