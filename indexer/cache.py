"""What was understood of files seen before, so that a run analyses what is new to it and nothing else.

    <index>/cache/analyses.sqlite    may be deleted at any time: the next run is slower, and no worse

An analysis is kept under all that it depends on: the content of the file, what was said beside it, and the rules.
Where a file lies is not among it, so that a renamed file is known. Nothing in here is executed or unpickled, and what
does not look as it was written is thrown away as a whole. Who can write to the index folder is trusted as with the
index itself: what is well-formed but false is believed, until a run with --rebuild. A cache copied from another index
is as good as this one's, since nothing in it depends on whose it was.
"""

import json
import logging
import os
import shutil
import sqlite3
import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from indexer import records
from indexer.archive.identity import Card
from indexer.contract import Document, ParagraphWords
from indexer.errors import RunError, cause
from indexer.intake.sources import Stamp
from indexer.intake.values import Value
from indexer.preparing import Prepared, Refused
from indexer.summaries import Summary, summary
from indexer.words import read

log = logging.getLogger(__name__)

FOLDER: Final = "cache"
_FILE: Final = "analyses.sqlite"
_TABLES: Final = (
    "CREATE TABLE files (path BLOB PRIMARY KEY, stamp TEXT, looked INTEGER, sha256 TEXT) STRICT",
    "CREATE TABLE uses (key TEXT PRIMARY KEY, rules TEXT, run INTEGER, refused TEXT) STRICT",
    "CREATE TABLE reports (key TEXT, part INTEGER, told TEXT, sketch BLOB, own INTEGER, PRIMARY KEY (key, part))",
    "CREATE TABLE documents (key TEXT, part INTEGER, packed BLOB, PRIMARY KEY (key, part))",
)
_FIND: Final = "SELECT refused, told, sketch, own FROM uses LEFT JOIN reports USING (key) WHERE key = ? ORDER BY part"
_COMMIT_SECONDS: Final = 2.0  # what a run that is killed loses
_FRESH: Final = 2_000_000_000  # ns; a file written that shortly before it was looked at may change within its stamp
_SPARE: Final = 1_000  # sources beside those of a run that are kept


class CacheDamaged(Exception):
    """The cache is not as it was written. Never seen outside a run, which throws it away and begins again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the cache holds of a report in a source: all but what take() gives.

    `version` is what the archive knows it by, `own` is whether it has own bytes.
    """

    card: Card
    summary: Summary
    version: str
    own: bool


def key(content: str, overrides: Mapping[str, Value], suffix: str, options: Sequence[str], rules: str) -> str:
    """Return what an analysis is kept under: the hash of all that it depends on. `content` is a file's SHA-256."""
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in sorted(overrides.items())}
    return sha256(records.written([content, said, suffix, options, rules]).encode()).hexdigest()


class Cache:
    """The cache of one index; only who holds the index's write lock opens it. A context manager that closes itself.

    Raises CacheDamaged, and RunError where the disk fails.
    """

    def __init__(self, index: Path, rules: str) -> None:
        """Open the cache, a new one where there is none, of analyses that are made by `rules`."""
        self._rules = rules
        self._committed = time.monotonic()
        folder = index / FOLDER
        with _failures():
            folder.mkdir(exist_ok=True)
            self._connection = sqlite3.connect(folder / _FILE)
        try:
            with _failures():
                self._set_up()
        except BaseException:
            self._connection.close()
            raise

    def _set_up(self) -> None:
        self._connection.execute("PRAGMA trusted_schema = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")  # what a power cut leaves is found damaged
        if not self._schema():
            for table in _TABLES:
                self._connection.execute(table)
        elif self._schema() != sorted(_TABLES):
            raise CacheDamaged("other tables")
        rows = self._connection.execute("SELECT path, stamp, looked, sha256 FROM files")
        self._files = {path: (stamp, looked, content) for path, stamp, looked, content in rows}

    def _schema(self) -> list[str]:
        rows = self._connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return sorted(str(sql) for (sql,) in rows)

    # -- files -------------------------------------------------------------------------------------------------------

    def sha256(self, file: Path, stamp: Stamp) -> str | None:
        """Return the SHA-256 of a file if it is certain to be as it was when it was read."""
        seen, looked, content = self._files.get(os.fsencode(file), ("", 0, ""))
        return content if seen == _written(stamp) and stamp.modified + _FRESH <= looked else None

    def saw(self, file: Path, stamp: Stamp, content: str) -> None:
        """Note what a file holds."""
        path, seen = os.fsencode(file), (_written(stamp), stamp.looked, content)
        self._files[path] = seen
        self._do("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (path, *seen))

    # -- analyses ----------------------------------------------------------------------------------------------------

    def find(self, key: str) -> tuple[Kept, ...] | Refused | None:
        """Return what is kept under `key`, None if nothing is."""
        rows = self._rows(_FIND, key)
        if not rows:
            return None
        refused, told, *_ = rows[0]
        if refused is not None:
            return Refused(str(refused))
        with _unread():
            return tuple(_kept(*row[1:]) for row in rows) if told is not None else None

    def put(self, key: str, prepared: Sequence[Prepared] | Refused) -> None:
        """Keep what was understood of a source."""
        reports = () if isinstance(prepared, Refused) else prepared
        for part, one in enumerate(reports):
            self._do("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", (key, part, one.packed))
            row = key, part, _told(one), one.card.sketch, one.data is not None
            self._do("INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?)", row)
        refused = prepared.reason if isinstance(prepared, Refused) else None
        self._do("INSERT OR REPLACE INTO uses VALUES (?, ?, 0, ?)", (key, self._rules, refused))  # last: it is whole

    def take(self, key: str, part: int, path: str) -> tuple[Document, tuple[ParagraphWords, ...]]:
        """Return the document and words of a report in a source that lies at `path`."""
        rows = self._rows("SELECT packed FROM documents WHERE key = ? AND part = ?", key, part)
        with _unread():
            value = records.unpacked(rows[0][0])
            report, text = value["document"]["report"], value["document"]
            document = records.document(report | {"path": path}, text)
            return document, read(value["words"])

    # -- the end of a run --------------------------------------------------------------------------------------------

    def settle(self, files: Collection[Path], keys: Collection[str]) -> None:
        """Forget the files not among `files`, analyses by other rules, and most of those not among `keys`."""
        with _failures(), self._connection as connection:
            connection.execute("CREATE TEMPORARY TABLE present (path BLOB PRIMARY KEY)")
            connection.executemany("INSERT OR IGNORE INTO present VALUES (?)", ((os.fsencode(file),) for file in files))
            connection.execute("DELETE FROM files WHERE path NOT IN (SELECT path FROM present)")
            connection.execute("DROP TABLE present")
            (run,) = connection.execute("SELECT coalesce(max(run), 0) + 1 FROM uses").fetchone()
            connection.executemany("UPDATE uses SET run = ? WHERE key = ?", ((run, one) for one in keys))
            connection.execute("DELETE FROM uses WHERE rules <> ?", (self._rules,))
            connection.execute(
                "DELETE FROM uses WHERE key NOT IN (SELECT key FROM uses ORDER BY run DESC, key LIMIT ?)",
                (2 * len(keys) + _SPARE,),
            )
            connection.execute("DELETE FROM reports WHERE key NOT IN (SELECT key FROM uses)")
            connection.execute("DELETE FROM documents WHERE key NOT IN (SELECT key FROM uses)")

    def close(self) -> None:
        """Keep what is in it, and close it."""
        with _failures(), closing(self._connection):
            self._connection.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, CacheDamaged):
            self._connection.close()
        else:
            self.close()

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with _failures():
            return self._connection.execute(query, values).fetchall()

    def _do(self, statement: str, row: tuple[object, ...]) -> None:
        with _failures():
            self._connection.execute(statement, row)
            if time.monotonic() - self._committed > _COMMIT_SECONDS:
                self._connection.commit()
                self._committed = time.monotonic()


def seems_complete(index: Path, files: Iterable[tuple[Path, Stamp]]) -> bool:
    """Tell, without a lock and so without certainty, whether the cache of an index knows what is in these files."""
    file = (index / FOLDER / _FILE).absolute()
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=0)) as connection:
            seen = dict(connection.execute("SELECT path, stamp FROM files"))
    except sqlite3.Error:
        return False
    return all(seen.get(os.fsencode(path)) == _written(stamp) for path, stamp in files)


def throw_away(index: Path, why: str) -> None:
    """Remove the cache of an index, and say so in the log."""
    log.warning("cache %s damaged (%s), begun anew", index / FOLDER, why)
    shutil.rmtree(index / FOLDER)


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise RunError(
                f"索引文件夹里的缓存不能写入（{error}），索引未改动。请检查磁盘空间和权限后重试。"
            ) from error
        raise CacheDamaged(str(error)) from error
    except OSError as error:
        raise RunError(
            f"索引文件夹里的缓存不能写入（{cause(error)}），索引未改动。请检查磁盘空间和权限后重试。"
        ) from error


@contextmanager
def _unread() -> Iterator[None]:
    """Turn what comes of a value that is not as it was written into CacheDamaged."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, zlib.error) as error:
        raise CacheDamaged(repr(error)) from error


# -- values ----------------------------------------------------------------------------------------------------------


def _written(stamp: Stamp) -> str:
    return f"{stamp.size} {stamp.modified} {stamp.changed} {stamp.inode}"


def _told(prepared: Prepared) -> str:
    """Return as JSON what is known of a report, all but its text and its sketch."""
    card = {field.name: getattr(prepared.card, field.name) for field in fields(Card) if field.name != "sketch"}
    return records.written({"card": card, "summary": prepared.summary, "version": prepared.version})


def _kept(written: str, sketch: bytes, own: int) -> Kept:
    told = json.loads(written)
    published = told["card"]["published"]
    day = date.fromisoformat(published) if published else None
    card = Card(**{**told["card"], "published": day, "sketch": bytes(sketch)})
    return Kept(card, summary(told["summary"]), told["version"], bool(own))
