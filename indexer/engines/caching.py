"""A cache bounded by bytes."""

import threading
from collections import OrderedDict
from typing import Final, Generic, TypeVar

Value = TypeVar("Value")

_SLOT_BYTES: Final = 200  # what an entry takes beside its arrays


class Cache(Generic[Value]):
    """Keeps what was used last, up to a number of bytes; safe to share between threads."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._bytes = 0
        self._kept: OrderedDict[object, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object) -> Value | None:
        """Return what was put under `key`, if it is still there."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: object, value: Value, size: int) -> None:
        """Keep `value` of `size` bytes under `key`."""
        size += _SLOT_BYTES
        with self._lock:
            if key in self._kept or size > self._limit // 4:
                return
            self._kept[key] = value, size
            self._bytes += size
            while self._bytes > self._limit:
                _, (_, freed) = self._kept.popitem(last=False)
                self._bytes -= freed
