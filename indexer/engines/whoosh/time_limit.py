"""The deadline of one search, asked at every step that may take long."""

import time

from indexer.errors import SearchTimeout


class TimeLimit:
    """A point of time.monotonic(), or none."""

    def __init__(self, deadline: float | None) -> None:
        self._deadline = deadline

    def check(self) -> None:
        """Raise SearchTimeout if the time is up."""
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise SearchTimeout("检索超时，请减少检索词或增加筛选条件后再试。")
