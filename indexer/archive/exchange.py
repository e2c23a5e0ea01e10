"""The archive as a file of JSON lines: the copy that can be kept anywhere."""

from pathlib import Path

from indexer.archive.store import Archive


def export_archive(archive: Archive, file: Path) -> int:
    """Write all of `archive` to `file`; see indexer.archive."""
    raise NotImplementedError


def import_archive(archive: Archive, file: Path) -> int:
    """Fill the empty `archive` from `file`; see indexer.archive."""
    raise NotImplementedError
