"""Writing down the past for a generation: all of it, or what has changed over what the generation before knew."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from indexer import records
from indexer.contract import Original, ParagraphHistory, ReportHistory, ReportVersion
from indexer.engines import carrying
from indexer.engines.history import FILE
from indexer.engines.manifest import File
from indexer.engines.originals import OriginalsWriter

_TABLES: Final = (
    "CREATE TABLE run (at TEXT, key TEXT) STRICT",  # of one row: the last run; none where nobody said which it was
    "CREATE TABLE reports (id TEXT PRIMARY KEY, added TEXT, record BLOB) STRICT",  # added: NULL once withdrawn
    "CREATE INDEX reports_added ON reports (added)",
    "CREATE TABLE aliases (name TEXT PRIMARY KEY, id TEXT) STRICT",
    "CREATE INDEX aliases_id ON aliases (id)",
    "CREATE TABLE paragraphs (id TEXT PRIMARY KEY, record BLOB) STRICT",
    "CREATE TABLE originals (sha256 TEXT PRIMARY KEY, path TEXT, seen TEXT, pack INT, start INT, size INT) STRICT",
)
_AFTER_SLASH: Final = chr(ord("/") + 1)


class HistoryWriter:
    """Writes a history into new files.

    What the last run saw is written without the time of that: of a report that nothing else has happened to, not a byte
    changes from one run to the next.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._originals = OriginalsWriter(folder)
        self._at: datetime | None = None
        self._connection = _connect(folder)
        self._create()

    def _create(self) -> None:
        for table in _TABLES:
            self._connection.execute(table)

    def carry(self, before: tuple[Path, Mapping[str, File]] | None, at: datetime, key: str) -> bool:
        """Begin the history of a run that took place at `at`, `key` telling by which rules it is written.

        All that the generation in the folder `before` knows is taken over if it was written by the same rules, and
        its files are still as its manifest lists them. Returns whether that is so.
        """
        self._at = at
        self._connection.close()
        carried = before is not None and self._carry(*before, key)
        if not carried:
            (self._folder / FILE).unlink()
            self._connection = _connect(self._folder)
            self._create()
        self._connection.execute("DELETE FROM run")
        self._connection.execute("INSERT INTO run VALUES (?, ?)", (at.isoformat(), key))
        return carried

    def _carry(self, before: Path, files: Mapping[str, File], key: str) -> bool:
        if not (FILE in files and carrying.copy(before / FILE, self._folder / FILE, files[FILE].sha256)):
            return False
        self._connection = _connect(self._folder)
        moved = None
        if self._connection.execute("SELECT key FROM run").fetchall() == [(key,)]:
            moved = self._originals.carry(before, files)
        for pack, (into, start) in (moved or {}).items():
            statement = "UPDATE originals SET pack = ?, start = start + ? WHERE pack = ?"
            self._connection.execute(statement, (into, start, pack))
        if moved is None:
            self._connection.close()
        return moved is not None

    def remember(self, history: ReportHistory, paragraphs: Iterable[ParagraphHistory]) -> None:
        """Write down a report, and those of its paragraphs that have more to tell than the report, whole and anew."""
        self._connection.execute("DELETE FROM aliases WHERE id = ?", (history.id,))
        within = f"{history.id}/", f"{history.id}{_AFTER_SLASH}"
        self._connection.execute("DELETE FROM paragraphs WHERE id >= ? AND id < ?", within)
        added = None if history.withdrawn else history.first_seen.isoformat()
        versions = [self._plain(version) for version in history.versions]
        row = (history.id, added, records.packed(_plain(history) | {"versions": versions}))
        self._connection.execute("INSERT OR REPLACE INTO reports VALUES (?, ?, ?)", row)
        names = ((name, history.id) for name in history.aliases)
        self._connection.executemany("INSERT INTO aliases VALUES (?, ?)", names)
        rows = ((paragraph.id, records.packed(self._plain(paragraph))) for paragraph in paragraphs)
        self._connection.executemany("INSERT INTO paragraphs VALUES (?, ?)", rows)

    def _plain(self, seen: ReportVersion | ParagraphHistory) -> dict[str, Any]:
        return _plain(seen) | ({"last_seen": None} if seen.last_seen == self._at else {})

    def keep(self, original: Original) -> None:
        """Write down a source file, or where one that is known was found last."""
        told = original.path, original.first_seen.isoformat(), original.sha256
        if not self._connection.execute("UPDATE originals SET path = ?, seen = ? WHERE sha256 = ?", told).rowcount:
            path, first_seen, sha256 = told
            row = sha256, path, first_seen, *self._originals.add(original.data)
            self._connection.execute("INSERT INTO originals VALUES (?, ?, ?, ?, ?, ?)", row)

    def finish(self) -> None:
        """Write everything out and close the files."""
        self._connection.commit()
        self.cancel()

    def cancel(self) -> None:
        """Close the files, whatever is in them."""
        self._connection.close()
        self._originals.close()


def _connect(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / FILE)
    connection.execute("PRAGMA journal_mode = OFF")  # a file that could not be finished is thrown away
    connection.execute("PRAGMA synchronous = OFF")  # a generation is made durable as a whole
    return connection


def _plain(value: ReportHistory | ReportVersion | ParagraphHistory) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}
