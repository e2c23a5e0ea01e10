"""The past as a generation carries it, in a read-only SQLite file and packs beside it, or held in memory for tests.

It is a copy of what the archive knows: names, versions and texts that links may lead to, and the source files.
"""

import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from indexer import records
from indexer.contract import Original, ParagraphHistory, PastParagraph, ReportHistory, ReportVersion
from indexer.engines.damage import noticed
from indexer.engines.immutable import open_immutable
from indexer.engines.originals import Originals

FILE: Final = "history.sqlite"


class StoredHistory:
    """A History over the file of a generation; safe to share between threads."""

    def __init__(self, folder: Path, damaged: str) -> None:
        self._damaged = damaged  # the message if the file turns out to be
        self._connection = open_immutable(folder / FILE)
        self._lock = threading.Lock()
        with ExitStack() as opened:
            opened.callback(self._connection.close)
            self._at: Any = next((at for (at,) in self._connection.execute("SELECT at FROM run")), None)
            packs = self._connection.execute("SELECT DISTINCT pack FROM originals")
            self._originals = Originals(folder, [pack for (pack,) in packs])
            opened.pop_all()

    def report(self, name: str) -> ReportHistory | None:
        """Return the report that has, or once had, `name`."""
        rows = self._rows("SELECT record FROM reports WHERE id = ?", self._id(name))
        with noticed(self._damaged):
            return self._report_history(rows[0][0]) if rows else None

    def paragraph(self, paragraph_id: str) -> ParagraphHistory | None:
        """Return what stood under `paragraph_id`."""
        name, _slash, text_hash = paragraph_id.partition("/")
        rows = self._rows("SELECT record FROM paragraphs WHERE id = ?", f"{self._id(name)}/{text_hash}")
        with noticed(self._damaged):
            return self._paragraph_history(rows[0][0]) if rows else None

    def original(self, sha256: str) -> Original | None:
        """Return the source file with this hash."""
        rows = self._rows("SELECT path, seen, pack, start, size FROM originals WHERE sha256 = ?", sha256)
        if not rows:
            return None
        path, first_seen, *place = rows[0]
        with noticed(self._damaged):
            return Original(sha256, path, self._originals.read(*place), datetime.fromisoformat(first_seen))

    def latest(self, limit: int) -> Sequence[ReportHistory]:
        """Return the reports added last, the newest first."""
        query = "SELECT record FROM reports WHERE added IS NOT NULL ORDER BY added DESC, id LIMIT ?"
        rows = self._rows(query, limit)
        with noticed(self._damaged):
            return [self._report_history(row[0]) for row in rows]

    def _id(self, name: str) -> str:
        rows = self._rows("SELECT id FROM aliases WHERE name = ?", name)
        return rows[0][0] if rows else name

    def _rows(self, query: str, value: str | int) -> list[tuple[Any, ...]]:
        with self._lock, noticed(self._damaged):
            return self._connection.execute(query, (value,)).fetchall()

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            self._connection.close()
        self._originals.close()

    def _report_history(self, packed: bytes) -> ReportHistory:
        fields = records.unpacked(packed)
        versions = tuple(
            ReportVersion(
                **{
                    **version,
                    "report": records.report(version["report"]),
                    "first_seen": datetime.fromisoformat(version["first_seen"]),
                    "last_seen": self._last_seen(version),
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

    def _paragraph_history(self, packed: bytes) -> ParagraphHistory:
        fields = records.unpacked(packed)
        states = (
            PastParagraph(tuple(state["versions"]), records.paragraph(state["paragraph"])) for state in fields["states"]
        )
        return ParagraphHistory(
            id=fields["id"],
            states=tuple(states),
            first_seen=datetime.fromisoformat(fields["first_seen"]),
            last_seen=self._last_seen(fields),
            successors=tuple(fields["successors"]),
            gone=_time(fields["gone"]),
        )

    def _last_seen(self, fields: dict[str, Any]) -> datetime:
        """Return when something was seen last; what the last run saw does not say so itself."""
        return datetime.fromisoformat(fields["last_seen"] or self._at)


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


def _time(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
