"""Source files as generations carry them: compressed, end to end in packs that one generation shares with the next.

A generation adds a pack of what is new to it. Small packs become one from time to time, so that there are few and
each byte is copied a few times in all: every pack is more than twice as large as the next.
"""

import mmap
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from indexer.engines import carrying
from indexer.engines.manifest import File

_PATTERN: Final = "originals-*.pack"
_GROWTH: Final = 2
_LARGE_BYTES: Final = 256 << 20  # of a pack that is not copied any more

Place = tuple[int, int, int]  # of a source file: number of the pack, offset, size


def _name(pack: int) -> str:
    return f"originals-{pack}.pack"


class OriginalsWriter:
    """Writes a new pack beside those that are carried over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pack = 1
        self._size = 0
        self._file: IO[bytes] | None = None

    def add(self, data: bytes) -> Place:
        """Write a source file and return where it is."""
        if self._file is None:
            self._file = (self._folder / _name(self._pack)).open("xb")
        packed = zlib.compress(data)
        self._file.write(packed)
        place = self._pack, self._size, len(packed)
        self._size += len(packed)
        return place

    def carry(self, before: Path, files: Mapping[str, File]) -> dict[int, tuple[int, int]] | None:
        """Take over the packs of the generation in `before`, whose manifest lists `files`, before any is added.

        Returns for each pack that became part of a new one that one's number and the offset in it; None, and nothing
        is taken over, if one that had to be copied is not as it was published.
        """
        packs = sorted(int(name[10:-5]) for name in files if Path(name).match(_PATTERN))
        joined = _to_join([(pack, files[_name(pack)].bytes) for pack in packs])
        self._pack = max(packs, default=0) + 1
        moved: dict[int, tuple[int, int]] = {}
        if joined:
            with (self._folder / _name(self._pack)).open("xb") as into:
                for pack in joined:
                    moved[pack] = self._pack, into.tell()
                    if not carrying.append([(before / _name(pack), files[_name(pack)].sha256)], into):
                        self._discard()
                        return None
            self._pack += 1
        for pack in packs:
            name = _name(pack)
            if pack not in joined and not carrying.share(before / name, self._folder / name, files[name].sha256):
                self._discard()
                return None
        return moved

    def _discard(self) -> None:
        for path in self._folder.glob(_PATTERN):
            path.unlink()
        self._pack = 1

    def close(self) -> None:
        """Close the pack."""
        if self._file is not None:
            self._file.close()


def _to_join(packs: Sequence[tuple[int, int]]) -> list[int]:
    """Return which packs, given with their sizes in bytes, are to become one: the last few, or none."""
    joined: list[int] = []
    size = 0
    for pack, of_pack in reversed(packs):
        if joined and (of_pack > _GROWTH * size or of_pack > _LARGE_BYTES):
            break
        joined.append(pack)
        size += of_pack
    return joined[::-1] if len(joined) > 1 else []


class Originals:
    """Reads source files; safe to share between threads."""

    def __init__(self, folder: Path, packs: Iterable[int]) -> None:
        """Map the packs at once: the folder of a generation may go while it is still read."""
        self._maps = {pack: _mapped(folder / _name(pack)) for pack in packs}

    def read(self, pack: int, start: int, size: int) -> bytes:
        """Return the source file that stands there. Raises zlib.error where something else does."""
        return zlib.decompress(self._maps[pack][start : start + size])

    def close(self) -> None:
        """Let go of the packs."""
        for mapped in self._maps.values():
            mapped.close()


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
