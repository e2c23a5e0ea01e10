"""The SQLite files of a generation, which nobody writes any more."""

import sqlite3
from pathlib import Path


def open_immutable(path: Path) -> sqlite3.Connection:
    """Open a finished file to be read only, without locks and without a journal beside it.

    The caller keeps threads from using the connection at the same time.
    """
    uri = f"{path.absolute().as_uri()}?immutable=1&mode=ro"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)
