"""The archive: everything that was ever published, and how it came to be what it is now.

`open_archive` opens or makes one: a SQLite file in a folder, or a PostgreSQL database by its URL. `Archive.recording`
takes down one run of the indexer. Importing this package loads no database library; opening an archive does.

What it holds (schema.py has the columns): `runs`; `originals`, the source files; `reports` and their `aliases`;
`versions` of reports, a tree; `sightings`, when and where a version was found; `holdings`, which version the index held
since when; `texts`, and the `paragraphs` of each version where they stand; `successions`, which paragraph became which.
Rows are added and never changed, but for the number of the last run in a sighting.

database.py connects and locks, migrating.py keeps the tables up to date. recording.py and writing.py write a run, of
which each file found is a Sighting;
past.py is what they know of those before, reading.py and succession.py tell histories. exchange.py, lines.py,
importing.py and shape.py are the archive as a file; checking.py verifies. identity.py and lineage.py decide, and know
no database.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from indexer.archive.recording import Recording
    from indexer.archive.store import Archive

__all__ = ["FOLDER", "Archive", "Recording", "export_archive", "import_archive", "is_in", "open_archive"]

FOLDER: Final = "archive"  # in the index folder, unless another place is named


def is_in(folder: Path) -> bool:
    """Tell whether there is an archive in `folder`. Raises RunError where that cannot be seen."""
    from indexer.archive.database import FILE, is_there

    return is_there(folder / FILE)


def open_archive(location: Path | str, *, create: bool = True) -> "Archive":
    """Open the archive at `location`: a folder, or a URL such as postgresql://user@host/database.

    One that is not there yet is made, unless `create` is false; one written by an older version is brought up to date.
    Raises RunError: not there, not ours, damaged, of a newer version, or refused; IndexBusy while another writes it.
    """
    from indexer.archive import store

    return store.open_archive(location, create=create)


def export_archive(archive: "Archive", file: Path) -> int:
    """Write all of `archive` to `file` as lines of JSON and return their number; an existing file is replaced whole.

    Equal archives give equal bytes, whatever database holds them. Raises RunError, IndexBusy.
    """
    from indexer.archive import exchange

    return exchange.export_archive(archive, file)


def import_archive(archive: "Archive", file: Path) -> int:
    """Fill the empty `archive` from what export_archive() wrote and return the number of lines.

    All of it or nothing. Raises RunError: the archive is not empty, or which line of the file is wrong and how;
    IndexBusy.
    """
    from indexer.archive import exchange

    return exchange.import_archive(archive, file)


def __getattr__(name: str) -> object:
    """Load the two classes when they are asked for by name."""
    if name == "Archive":
        from indexer.archive.store import Archive

        return Archive
    if name == "Recording":
        from indexer.archive.recording import Recording

        return Recording
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
