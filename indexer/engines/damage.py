"""Turning what libraries raise over damaged files into one error that says what to do."""

import sqlite3
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pickle import UnpicklingError
from typing import Final

from indexer.errors import IndexDamaged

_SIGNS: Final = (
    zlib.error,
    sqlite3.DatabaseError,
    UnpicklingError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    TypeError,
    LookupError,
)


@contextmanager
def noticed(message: str) -> Iterator[None]:
    """Raise IndexDamaged with `message` for what reading a damaged file raises. Wrap nothing but reading."""
    try:
        yield
    except _SIGNS as error:
        raise IndexDamaged(message) from error
