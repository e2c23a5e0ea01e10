"""Opening what lies in a folder of sources: regular files alone, never waiting, never half of what is being written."""

import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from indexer.errors import SourceError

BEING_WRITTEN: Final = "读取时文件正在被写入，请写完后重新运行"
NOT_REGULAR: Final = "不是普通文件（设备、管道或套接字），未读取"

_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_WRITING_SECONDS: Final = 60.0  # since the last change; a file that is merely open in an editor is as it was


def read_regular(path: Path, most: int) -> bytes:
    """Return the bytes of a file, `most` and one more at most. Raises SourceError, OSError."""
    with opened(path) as file:
        return read_from(file, most)


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """Give the descriptor of a regular file. Raises SourceError, OSError.

    Whatever has come in its place since it was looked at is not waited for.
    """
    file = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise SourceError(NOT_REGULAR)
        yield file
    finally:
        os.close(file)


def read_from(file: int, most: int) -> bytes:
    """Return the bytes from a descriptor, `most` and one more at most. Raises SourceError if somebody writes them."""
    before = os.fstat(file)
    with os.fdopen(file, "rb", closefd=False) as reader:
        data = reader.read(most + 1)
    after = os.fstat(file)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != min(
        after.st_size, most + 1
    ):
        raise SourceError(BEING_WRITTEN)
    if time.time() - after.st_mtime < _WRITING_SECONDS and _is_open_for_writing(file):
        raise SourceError(BEING_WRITTEN)  # a copy that has paused
    return data


def _is_open_for_writing(file: int) -> bool:
    """Tell whether anybody has a file open to write to it, as far as its system says: others get no lease."""
    if sys.platform != "linux":
        return False
    import fcntl
    import signal

    try:
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)  # that a writer comes meanwhile must not end this process
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:  # another's file, or a file system without leases
        return False
    return False
