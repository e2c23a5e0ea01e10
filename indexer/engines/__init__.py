"""Search engines and the index on disk: the public face.

    with open_build(folder) as build:
        build.add(document, words)
        build.finish(inputs=…, read=…, rejected=…)
        build.publish()
    engine = open_engine(folder)

Whoosh and NumPy are loaded only when an index is built or opened.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from indexer.contract import IndexBuild, SearchEngine
from indexer.engines.history import MemoryHistory
from indexer.engines.memory import MemoryEngine

if TYPE_CHECKING:
    from indexer.engines.manifest import Manifest

__all__ = [
    "MemoryEngine",
    "MemoryHistory",
    "archive_named",
    "current_generation",
    "open_build",
    "open_engine",
    "published",
    "verify",
]


def open_engine(folder: Path | str) -> SearchEngine:
    """Open the current generation of the index in `folder`.

    Raises IndexMissing, IndexDamaged or IndexOutdated; their messages name the command that helps.
    """
    from indexer.engines.whoosh import WhooshEngine

    return WhooshEngine.open(Path(folder))


def open_build(folder: Path | str) -> IndexBuild:
    """Begin a new generation of the index in `folder`; nothing is seen of it before publish().

    Entering it raises IndexBusy while another run is writing there.
    """
    from indexer.engines.whoosh import WhooshBuild

    return WhooshBuild(Path(folder))


def current_generation(folder: Path | str) -> str | None:
    """Return the name of the current generation, None if there is none. Cheap: reads one small file."""
    from indexer.engines import generations

    return generations.current(Path(folder))


def published(folder: Path | str) -> "Manifest | None":
    """Return the manifest of the current generation if it is whole and up to date, None if it must be built anew."""
    from indexer.engines import generations

    found = generations.usable(Path(folder))
    return found[1] if found else None


def archive_named(folder: Path | str) -> str:
    """Return the state of the archive that the current generation goes with, empty if none; also of a damaged index."""
    from indexer.engines import generations

    return generations.archive_named(Path(folder))


def verify(folder: Path | str) -> list[str]:
    """Read every byte of the current generation and return what is wrong with it, in Chinese sentences."""
    from indexer.engines import generations

    return generations.verify(Path(folder))
