"""Shares the connections to one socket among processes: whoever has the most lets the others take the next one.

A connection stays with the process that took it, so without that some readers would wait behind others for long.
"""

import socket
import time
from typing import Any, Final
from weakref import WeakSet

_HESITATION_SECONDS: Final = 0.005  # long enough for a busy process to take it, too short for a reader to notice
_MOST: Final = 255  # that a byte can count


class Share:
    """The connections of the process at `place`; `counts` is memory common to all, with a byte for each of them."""

    def __init__(self, counts: memoryview, place: int) -> None:
        self._counts = counts
        self._place = place
        self._taken: WeakSet[socket.socket] = WeakSet()

    def is_largest(self) -> bool:
        """Tell whether another process has fewer connections than this one."""
        held = sum(connection.fileno() >= 0 for connection in self._taken)
        self._counts[self._place] = min(held, _MOST)
        return self._counts[self._place] > min(self._counts)

    def add(self, connection: socket.socket) -> None:
        """Count a connection for as long as it is open."""
        self._taken.add(connection)


class SharedSocket(socket.socket):
    """A listening socket in place of `bound`, which takes connections a moment later where many are open already."""

    def __init__(self, bound: socket.socket, share: Share) -> None:
        super().__init__(bound.family, bound.type, bound.proto, fileno=bound.detach())
        self._share = share

    def accept(self) -> tuple[socket.socket, Any]:
        """Take a connection. Raises BlockingIOError if another process was faster."""
        if self._share.is_largest():
            time.sleep(_HESITATION_SECONDS)
        connection, address = super().accept()
        self._share.add(connection)
        return connection, address
