"""An archive as the rest of the write side sees it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from indexer.archive.recording import Recording
from indexer.intake.sources import Source


def open_archive(location: Path | str, *, create: bool = True) -> "Archive":
    """Open or make the archive at `location`; see indexer.archive."""
    raise NotImplementedError


class Archive:
    """Everything ever published. A context manager that closes itself.

    Every method raises RunError where the database fails, and IndexBusy where another process has it locked.
    """

    @property
    def head(self) -> str:
        """The name of the state after the last recorded run, a random token; empty if nothing was recorded yet."""
        raise NotImplementedError

    def recording(self, at: datetime) -> AbstractContextManager[Recording]:
        """Take down one run that took place at `at` (with a time zone), in one transaction.

        Nobody else may write meanwhile: a second recording raises IndexBusy at once. Leaving without commit() leaves
        the archive as it was.
        """
        raise NotImplementedError

    def sources(self) -> Iterator[Source]:
        """Yield the source files that the last run accepted, byte for byte, in order of their paths."""
        raise NotImplementedError

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the archive, as Chinese sentences: nothing if every hash and reference is right."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the database."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
