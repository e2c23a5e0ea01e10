"""The past as a generation carries it, in one read-only SQLite file, or held in memory for tests.

It is a copy of what the archive knows: names, versions and texts that links may lead to, and the source files.
"""

import sqlite3
import threading
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from indexer import records
from indexer.contract import Original, ParagraphHistory, PastParagraph, ReportHistory, ReportVersion
from indexer.engines.damage import noticed
from indexer.engines.immutable import open_immutable

FILE: Final = "history.sqlite"
_TABLES: Final = (
    "CREATE TABLE reports (id TEXT PRIMARY KEY, added TEXT, record BLOB) STRICT",  # added: NULL once withdrawn
    "CREATE INDEX reports_added ON reports (added)",
    "CREATE TABLE aliases (name TEXT PRIMARY KEY, id TEXT) STRICT",
    "CREATE TABLE paragraphs (id TEXT PRIMARY KEY, record BLOB) STRICT",
    "CREATE TABLE originals (sha256 TEXT PRIMARY KEY, path TEXT, first_seen TEXT, data BLOB) STRICT",
)


class HistoryWriter:
    """Writes a history into a new file."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / FILE)
        for table in _TABLES:
            self._connection.execute(table)

    def remember(self, history: ReportHistory, paragraphs: Iterable[ParagraphHistory]) -> None:
        """Add a report, and those of its paragraphs that have more to tell than the report."""
        added = None if history.withdrawn else history.first_seen.isoformat()
        row = (history.id, added, records.packed(history))
        self._connection.execute("INSERT INTO reports VALUES (?, ?, ?)", row)
        names = ((name, history.id) for name in history.aliases)
        self._connection.executemany("INSERT INTO aliases VALUES (?, ?)", names)
        rows = ((paragraph.id, records.packed(paragraph)) for paragraph in paragraphs)
        self._connection.executemany("INSERT INTO paragraphs VALUES (?, ?)", rows)

    def keep(self, original: Original) -> None:
        """Add a source file."""
        row = (original.sha256, original.path, original.first_seen.isoformat(), zlib.compress(original.data))
        self._connection.execute("INSERT INTO originals VALUES (?, ?, ?, ?)", row)

    def finish(self) -> None:
        """Write everything out and close the file."""
        self._connection.commit()
        self._connection.close()

    def cancel(self) -> None:
        """Close the file, whatever is in it."""
        self._connection.close()


class StoredHistory:
    """A History over the file of a generation; safe to share between threads."""

    def __init__(self, folder: Path, damaged: str) -> None:
        self._damaged = damaged  # the message if the file turns out to be
        self._connection = open_immutable(folder / FILE)
        self._lock = threading.Lock()

    def report(self, name: str) -> ReportHistory | None:
        """Return the report that has, or once had, `name`."""
        rows = self._rows("SELECT record FROM reports WHERE id = ?", self._id(name))
        with noticed(self._damaged):
            return _report_history(records.unpacked(rows[0][0])) if rows else None

    def paragraph(self, paragraph_id: str) -> ParagraphHistory | None:
        """Return what stood under `paragraph_id`."""
        name, _slash, text_hash = paragraph_id.partition("/")
        rows = self._rows("SELECT record FROM paragraphs WHERE id = ?", f"{self._id(name)}/{text_hash}")
        with noticed(self._damaged):
            return _paragraph_history(records.unpacked(rows[0][0])) if rows else None

    def original(self, sha256: str) -> Original | None:
        """Return the source file with this hash."""
        rows = self._rows("SELECT path, data, first_seen FROM originals WHERE sha256 = ?", sha256)
        if not rows:
            return None
        path, data, first_seen = rows[0]
        with noticed(self._damaged):
            return Original(sha256, path, zlib.decompress(data), datetime.fromisoformat(first_seen))

    def latest(self, limit: int) -> Sequence[ReportHistory]:
        """Return the reports added last, the newest first."""
        query = "SELECT record FROM reports WHERE added IS NOT NULL ORDER BY added DESC, id LIMIT ?"
        rows = self._rows(query, limit)
        with noticed(self._damaged):
            return [_report_history(records.unpacked(row[0])) for row in rows]

    def _id(self, name: str) -> str:
        rows = self._rows("SELECT id FROM aliases WHERE name = ?", name)
        return rows[0][0] if rows else name

    def _rows(self, query: str, value: str | int) -> list[tuple[Any, ...]]:
        with self._lock, noticed(self._damaged):
            return self._connection.execute(query, (value,)).fetchall()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


class MemoryHistory:
    """A History over values held in memory."""

    def __init__(
        self,
        reports: Iterable[tuple[ReportHistory, Sequence[ParagraphHistory]]] = (),
        originals: Iterable[Original] = (),
    ) -> None:
        pairs = list(reports)
        self._reports = {history.id: history for history, _ in pairs}
        self._ids = {name: history.id for history, _ in pairs for name in history.aliases}
        self._paragraphs = {paragraph.id: paragraph for _, paragraphs in pairs for paragraph in paragraphs}
        self._originals = {original.sha256: original for original in originals}

    def report(self, name: str) -> ReportHistory | None:
        """Return the report that has, or once had, `name`."""
        return self._reports.get(self._ids.get(name, name))

    def paragraph(self, paragraph_id: str) -> ParagraphHistory | None:
        """Return what stood under `paragraph_id`."""
        name, _slash, text_hash = paragraph_id.partition("/")
        return self._paragraphs.get(f"{self._ids.get(name, name)}/{text_hash}")

    def original(self, sha256: str) -> Original | None:
        """Return the source file with this hash."""
        return self._originals.get(sha256)

    def latest(self, limit: int) -> Sequence[ReportHistory]:
        """Return the reports added last, the newest first."""
        held = [history for history in self._reports.values() if not history.withdrawn]
        return sorted(held, key=lambda history: (-history.first_seen.timestamp(), history.id))[:limit]


def _report_history(fields: dict[str, Any]) -> ReportHistory:
    versions = tuple(
        ReportVersion(
            **{
                **version,
                "report": records.report(version["report"]),
                "first_seen": datetime.fromisoformat(version["first_seen"]),
                "last_seen": datetime.fromisoformat(version["last_seen"]),
            }
        )
        for version in fields["versions"]
    )
    return ReportHistory(
        id=fields["id"],
        versions=versions,
        first_seen=datetime.fromisoformat(fields["first_seen"]),
        withdrawn=_time(fields["withdrawn"]),
        aliases=tuple(fields["aliases"]),
    )


def _paragraph_history(fields: dict[str, Any]) -> ParagraphHistory:
    return ParagraphHistory(
        id=fields["id"],
        states=tuple(
            PastParagraph(tuple(state["versions"]), records.paragraph(state["paragraph"])) for state in fields["states"]
        ),
        first_seen=datetime.fromisoformat(fields["first_seen"]),
        last_seen=datetime.fromisoformat(fields["last_seen"]),
        successors=tuple(fields["successors"]),
        gone=_time(fields["gone"]),
    )


def _time(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
