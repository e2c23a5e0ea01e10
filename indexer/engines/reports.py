"""The reports of a generation, whole, in one read-only SQLite file: what the report page shows and hits refer to.

Reports are numbered from 0 in order of their ids; the numbers are nowhere in the file.
"""

import sqlite3
import threading
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, overload

from indexer import records
from indexer.contract import Document, Report
from indexer.engines import carrying
from indexer.engines.damage import noticed
from indexer.engines.immutable import open_immutable
from indexer.engines.manifest import File

FILE: Final = "reports.sqlite"
_QUICK: Final = 3  # a twelfth larger than at zlib's usual level, in half the time
_CACHED_REPORTS: Final = 2048
_AT_ONCE: Final = 256  # reports unpacked on the way through all of them
_BETWEEN: Final = "SELECT report FROM reports WHERE id BETWEEN ? AND ? ORDER BY id"
_TABLE: Final = "CREATE TABLE reports (id TEXT PRIMARY KEY, key TEXT, report BLOB, text BLOB) STRICT"


class ReportsWriter:
    """Writes reports into a new file, or into a copy of the one of the generation before."""

    def __init__(self, folder: Path, before: tuple[Path, File] | None = None) -> None:
        """Begin with none, or with those that can be carried over from a file as its manifest lists it."""
        self._path = folder / FILE
        self._carried: set[str] = set()
        self._keys: dict[str, str] = {}  # of the reports that could be carried over
        if before and carrying.copy(before[0], self._path, before[1].sha256):
            self._connection = self._connect()
            self._keys = dict(self._connection.execute("SELECT id, key FROM reports"))
        else:
            self._path.unlink(missing_ok=True)
            self._connection = self._connect()
            self._connection.execute(_TABLE)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path)
        connection.execute("PRAGMA journal_mode = OFF")  # a file that could not be finished is thrown away
        connection.execute("PRAGMA synchronous = OFF")  # a generation is made durable as a whole
        return connection

    def add(self, document: Document, key: str = "") -> None:
        """Add a report with its lines, headings and paragraphs; with a `key` the next generation can carry it over."""
        report, text = records.written(document.report), records.written_text(document)
        packed = (zlib.compress(written.encode(), _QUICK) for written in (report, text))
        row = document.report.id, key, *packed
        self._carried.add(document.report.id)
        self._connection.execute("INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?)", row)

    def carriable(self) -> list[str]:
        """Return the ids of the reports of the generation before, in order."""
        return sorted(self._keys)

    def holds(self, report_id: str, key: str) -> bool:
        """Tell whether the generation before has this report under this key."""
        return bool(key) and self._keys.get(report_id) == key

    def carry(self, report_id: str) -> Report:
        """Add a report that holds() says is there, as it is."""
        self._carried.add(report_id)
        (packed,) = self._connection.execute("SELECT report FROM reports WHERE id = ?", (report_id,)).fetchone()
        return records.report(records.unpacked(packed))

    def finish(self) -> None:
        """Write everything out, without what was not carried over, and close the file."""
        left = ((report_id,) for report_id in self._keys if report_id not in self._carried)
        self._connection.executemany("DELETE FROM reports WHERE id = ?", left)
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
        self._ids = [name for (name,) in self._connection.execute("SELECT id FROM reports ORDER BY id")]
        self._numbers = {name: number for number, name in enumerate(self._ids)}
        self.by_number = lru_cache(maxsize=_CACHED_REPORTS)(self._by_number)

    def _by_number(self, number: int) -> Report:
        with noticed(self._damaged):
            row = self._row("SELECT report FROM reports WHERE id = ?", self._ids[number])
            if row is None:
                raise LookupError(number)
            return records.report(records.unpacked(row[0]))

    def report(self, report_id: str) -> Report | None:
        """Return the report named `report_id`."""
        number = self._numbers.get(report_id)
        return None if number is None else self.by_number(number)

    def document(self, report_id: str) -> Document | None:
        """Return the report named `report_id` with its text."""
        if report_id not in self._numbers:
            return None
        row = self._row("SELECT report, text FROM reports WHERE id = ?", report_id)
        if row is None:
            return None
        with noticed(self._damaged):
            return records.document(records.unpacked(row[0]), records.unpacked(row[1]))

    def all(self) -> Sequence[Report]:
        """Return all reports by number; each is unpacked when it is come to, for all of them fill the memory."""
        return _Every(self)

    def between(self, first: int, end: int) -> list[Report]:
        """Return the reports numbered from `first` up to `end`."""
        wanted = self._ids[first:end]
        if not wanted:
            return []
        with self._lock, noticed(self._damaged):
            rows = self._connection.execute(_BETWEEN, (wanted[0], wanted[-1])).fetchall()
        with noticed(self._damaged):
            return [records.report(records.unpacked(packed)) for (packed,) in rows]

    def __len__(self) -> int:
        return len(self._ids)

    def _row(self, query: str, value: str) -> tuple[Any, ...] | None:
        with self._lock, noticed(self._damaged):
            row: tuple[Any, ...] | None = self._connection.execute(query, (value,)).fetchone()
        return row

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


class _Every(Sequence[Report]):
    """All reports, none of which is held."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    def __len__(self) -> int:
        return len(self._reports)

    @overload
    def __getitem__(self, number: int) -> Report: ...
    @overload
    def __getitem__(self, number: slice) -> list[Report]: ...
    def __getitem__(self, number: int | slice) -> Report | list[Report]:
        numbers = range(len(self))[number]
        if isinstance(numbers, int):
            return self._reports.by_number(numbers)
        return [self._reports.by_number(one) for one in numbers]

    def __iter__(self) -> Iterator[Report]:
        for first in range(0, len(self), _AT_ONCE):
            yield from self._reports.between(first, first + _AT_ONCE)
