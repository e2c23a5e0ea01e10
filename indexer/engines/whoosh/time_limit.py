"""The deadline of one search, asked at every step that may take long."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from indexer.errors import SearchTimeout


class TimeLimit:
    """A point of time.monotonic(), or none."""

    def __init__(self, deadline: float | None) -> None:
        self._deadline = deadline

    def check(self) -> None:
        """Raise SearchTimeout if the time is up."""
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise SearchTimeout("检索超时，请减少检索词或增加筛选条件后再试。")

    @contextmanager
    def locked(self, lock: threading.Lock) -> Iterator[None]:
        """Hold `lock`, waiting no longer than there is time."""
        timeout = -1.0 if self._deadline is None else max(0.0, self._deadline - time.monotonic())
        if not lock.acquire(timeout=timeout):
            raise SearchTimeout("检索繁忙，请稍后再试。")
        try:
            yield
        finally:
            lock.release()
