"""The reports of a generation, whole, in one read-only SQLite file: what the report page shows and hits refer to."""

import sqlite3
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from indexer import records
from indexer.contract import Document, Report
from indexer.engines.damage import noticed
from indexer.engines.immutable import open_immutable
from indexer.naming import is_report_id

FILE: Final = "reports.sqlite"
_CACHED_REPORTS: Final = 2048
_TABLE: Final = "CREATE TABLE reports (number INTEGER PRIMARY KEY, id TEXT UNIQUE, report BLOB, text BLOB) STRICT"


class ReportsWriter:
    """Writes reports into a new file, numbered from 0 in the order given."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / FILE)
        self._connection.execute(_TABLE)
        self._number = 0

    def add(self, document: Document) -> None:
        """Add a report with its lines, headings and paragraphs."""
        text = {"lines": document.lines, "headings": document.headings, "paragraphs": document.paragraphs}
        row = (self._number, document.report.id, records.packed(document.report), records.packed(text))
        self._connection.execute("INSERT INTO reports VALUES (?, ?, ?, ?)", row)
        self._number += 1

    def finish(self) -> None:
        """Write everything out and close the file."""
        self._connection.commit()
        self._connection.close()

    def cancel(self) -> None:
        """Close the file, whatever is in it."""
        self._connection.close()


class Reports:
    """Reads reports by id or number; safe to share between threads."""

    def __init__(self, folder: Path, damaged: str) -> None:
        self._damaged = damaged  # the message if the file turns out to be
        self._connection = open_immutable(folder / FILE)
        self._lock = threading.Lock()
        self._all: tuple[Report, ...] | None = None
        self.by_number = lru_cache(maxsize=_CACHED_REPORTS)(self._by_number)

    def _by_number(self, number: int) -> Report:
        row = self._row("SELECT report FROM reports WHERE number = ?", number)
        with noticed(self._damaged):
            if row is None:
                raise LookupError(number)
            return records.report(records.unpacked(row[0]))

    def report(self, report_id: str) -> Report | None:
        """Return the report named `report_id`."""
        row = self._row("SELECT number FROM reports WHERE id = ?", report_id) if is_report_id(report_id) else None
        return self.by_number(row[0]) if row else None

    def document(self, report_id: str) -> Document | None:
        """Return the report named `report_id` with its text."""
        row = self._row("SELECT report, text FROM reports WHERE id = ?", report_id) if is_report_id(report_id) else None
        if row is None:
            return None
        with noticed(self._damaged):
            return records.document(records.unpacked(row[0]), records.unpacked(row[1]))

    def all(self) -> tuple[Report, ...]:
        """Return all reports by number; unpacked once, since pages that list places ask for them each time."""
        with self._lock, noticed(self._damaged):
            if self._all is None:
                rows = self._connection.execute("SELECT report FROM reports ORDER BY number").fetchall()
                self._all = tuple(records.report(records.unpacked(packed)) for (packed,) in rows)
            return self._all

    def _row(self, query: str, value: str | int) -> tuple[Any, ...] | None:
        with self._lock, noticed(self._damaged):
            row: tuple[Any, ...] | None = self._connection.execute(query, (value,)).fetchone()
        return row

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()
