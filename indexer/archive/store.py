"""An archive as the rest of the write side sees it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, func, select

from indexer.archive import reading, rows
from indexer.archive.checking import problems
from indexer.archive.database import Database, is_there, make_folder
from indexer.archive.migrating import bring_up_to_date
from indexer.archive.recording import Recording
from indexer.archive.schema import runs, sightings, versions
from indexer.errors import RunError
from indexer.intake.sources import Found


def open_archive(location: Path | str, *, create: bool = True) -> "Archive":
    """Open or make the archive at `location`; see indexer.archive."""
    database = Database(location)
    if database.file and not is_there(database.file):
        if not create:
            raise RunError(f"找不到存档 {database.name}。请检查位置；存档由 xianli index 建立。")
        make_folder(database.file)
    bring_up_to_date(database)
    return Archive(database)


class Archive:
    """Everything ever published. A context manager that closes itself.

    Every method raises RunError where the database fails, and IndexBusy where another process has it locked.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    @property
    def head(self) -> str:
        """The name of the state after the last recorded run, a random token; empty if nothing was recorded yet."""
        with self.database.reading() as connection:
            return connection.scalar(select(runs.c.token).order_by(runs.c.number.desc()).limit(1)) or ""

    def knows(self, head: str) -> bool:
        """Tell whether `head` is, or was once, the head of this archive."""
        with self.database.reading() as connection:
            return connection.scalar(select(runs.c.number).where(runs.c.token == head)) is not None

    @contextmanager
    def recording(self, at: datetime) -> Iterator[Recording]:
        """Take down one run that took place at `at` (with a time zone), in one transaction.

        Nobody else may write meanwhile: a second recording raises IndexBusy at once. Leaving without commit() leaves
        the archive as it was.
        """
        if at.tzinfo is None:
            raise ValueError("the time of a run needs a time zone")
        with self.database.writing() as connection:
            yield Recording(connection, self.database, at)

    def sources(self) -> list[Found]:
        """Return the source files that the last run accepted, in order of their paths, each to be read when needed."""
        with self.database.reading() as connection:
            accepted = _accepted(connection)
        return [
            Found(path, rows.overrides(overrides), partial(self._original, sha256), sha256=sha256)
            for path, sha256, overrides in accepted
        ]

    def _original(self, sha256: str) -> tuple[bytes, None]:
        with self.database.reading() as connection:
            return dict(reading.originals_of(connection, [sha256]))[sha256], None

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the archive, as Chinese sentences: nothing if every hash and reference is right."""
        with self.database.reading() as connection:
            return tuple(problems(connection))

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _accepted(connection: Connection) -> list[tuple[str, str, str]]:
    """Return path, sha256 and overrides of each file that the last run found, in order."""
    last = select(func.max(runs.c.number)).scalar_subquery()
    columns = sightings.c.path, versions.c.sha256, sightings.c.overrides
    query = select(*columns).join_from(versions, sightings).where(sightings.c.last_run == last)
    return sorted({(row.path, row.sha256, row.overrides) for row in connection.execute(query)})
