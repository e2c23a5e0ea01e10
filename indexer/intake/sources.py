"""Walk a folder of sources: what can be read, and what cannot with the reason.

Nothing outside the folder is opened, nothing but regular files is read, and no file is taken while it is written.
"""

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from indexer.errors import RunError, SourceError, cause
from indexer.intake.byproducts import passed_over
from indexer.intake.folder_metadata import NAME, FolderMetadata, read_folder_metadata
from indexer.intake.names import printable
from indexer.intake.opening import BEING_WRITTEN, NOT_REGULAR, opened, read_from
from indexer.intake.readers.formats import refused
from indexer.intake.sidecars import read_sidecar
from indexer.intake.values import Value

MAX_BYTES: Final = 20_000_000

_EMPTY: Final[Mapping[str, Value]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read. `path` is relative to the folder, with "/".

    `overrides` come from the sidecar beside it and from metadata.csv of its folder or of one above.
    """

    path: str
    data: bytes
    sha256: str
    overrides: Mapping[str, Value] = field(default_factory=lambda: dict(_EMPTY))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the system says of a file without its being opened, and when it said so; times in nanoseconds."""

    size: int
    modified: int
    changed: int
    inode: int
    looked: int = field(compare=False)

    @classmethod
    def of(cls, look: Callable[[], os.stat_result]) -> "tuple[Stamp, os.stat_result]":
        looked = time.time_ns()
        told = look()
        return cls(told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino, looked), told


@dataclass(frozen=True, slots=True)
class Found:
    """A source that looks as if it could be read; so far nothing was. `path` and `overrides` as in Source.

    `file` and `stamp` are those of a file, `sha256` is known of a source that is kept under it.
    """

    path: str
    overrides: Mapping[str, Value]
    load: Callable[[], tuple[bytes, Stamp | None]] = field(repr=False)
    file: Path | None = None
    stamp: Stamp | None = None
    sha256: str | None = None

    def read(self) -> "tuple[Source, Stamp | None] | Rejection":
        """Return the source, and the stamp of the file as it was read."""
        try:
            data, stamp = self.load()
        except SourceError as error:
            return Rejection(self.path, error.message)
        except OSError as error:
            return _refused(self.path, error)
        return Source(self.path, data, hashlib.sha256(data).hexdigest(), self.overrides), stamp


@dataclass(frozen=True, slots=True)
class Rejection:
    """A file that is not used, and why, as a sentence for the run's table."""

    path: str
    reason: str


def walk(folder: Path) -> Iterator[Source | Rejection]:
    """Yield the sources under `folder` as listed() finds them, read."""
    for found in listed(folder):
        read = found if isinstance(found, Rejection) else found.read()
        yield read if isinstance(read, Rejection) else read[0]


def listed(folder: Path, *, without: Path | None = None) -> Iterator[Found | Rejection]:
    """Yield the sources under `folder` in order of their paths, unread; `folder` may also be a single file.

    Hidden files, sidecars, by-products and the folder `without` are passed over; a metadata.csv only shows if a row of
    it is about no file. Raises RunError if there is no such folder, or if a metadata.csv cannot be read.
    """
    check_there(folder)
    if not folder.is_dir():
        parent = folder.parent.resolve()
        yield _found(parent / folder.name, folder.name, parent, (read_folder_metadata(parent),))
        return
    yield from _sources(folder.resolve(), without.resolve() if without else None)


def check_there(folder: Path) -> None:
    """Raise RunError if there is nothing at `folder`."""
    if not folder.exists():
        raise RunError(f"找不到 {printable(str(folder))}，请检查路径。")


def _sources(root: Path, without: Path | None) -> Iterator[Found | Rejection]:
    tables: dict[Path, FolderMetadata] = {}
    names = {path.relative_to(root).as_posix(): path for path in _files(root, without)}
    for name, path in names.items():
        if path.name == NAME:
            within = name.removesuffix(NAME)
            files = {other.removeprefix(within) for other in names if other.startswith(within)}
            missing = _table(path.parent, root, tables).missing(files)
            if missing:
                yield Rejection(printable(name), missing)
            continue
        folders = [path.parent, *path.parent.parents][: len(path.relative_to(root).parts)]
        yield _found(path, name, root, [_table(each, root, tables) for each in reversed(folders)])


def _table(folder: Path, root: Path, tables: dict[Path, FolderMetadata]) -> FolderMetadata:
    if folder not in tables:
        tables[folder] = read_folder_metadata(folder, printable((folder / NAME).relative_to(root).as_posix()))
    return tables[folder]


def _files(root: Path, without: Path | None) -> Iterator[Path]:
    """Yield what is in `root` and below, except links to folders: they could lead out or round in a circle."""
    waiting = [root]  # a stack and no recursion: folders may be nested deeper than calls
    known_folders = {root}
    while waiting:
        path = waiting.pop()
        if path not in known_folders:
            yield path
            continue
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name, reverse=True)
        except OSError:
            yield path
            continue
        siblings = frozenset(entry.name for entry in entries)
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            below = Path(entry.path)
            if passed_over(entry.name, is_folder, siblings) or below == without:
                continue
            waiting.append(below)
            if is_folder:
                known_folders.add(below)


def _found(path: Path, name: str, root: Path, tables: Sequence[FolderMetadata]) -> Found | Rejection:
    """Look at one file; `tables` are those of the folders above it, the nearest last. Its sidecar outweighs them."""
    try:
        stamp = _checked(path, root)
        overrides: dict[str, Value] = {}
        for depth, table in enumerate(tables):
            overrides |= table.of("/".join(PurePosixPath(name).parts[depth:]))
        overrides |= read_sidecar(path, printable(name))
    except SourceError as error:
        return Rejection(printable(name), error.message)
    except OSError as error:
        return _refused(printable(name), error)
    return Found(printable(name), overrides, partial(_load, path, root), path, stamp)


def _refused(path: str, error: OSError) -> Rejection:
    return Rejection(path, f"无法读取（{cause(error)}），请检查文件权限")


def _checked(path: Path, root: Path) -> Stamp:
    """Return the stamp of a regular file inside `root` that can be a source. Raises SourceError, OSError."""
    if path.is_symlink():
        if not Path(os.path.realpath(path)).is_relative_to(root):  # realpath: a ring of links is no error to it
            raise SourceError("是指向文件夹之外的链接，未读取")
        if path.is_dir():
            raise SourceError("是指向文件夹的链接，未读取")
    stamp, told = Stamp.of(path.stat)
    if stat.S_ISDIR(told.st_mode):
        raise SourceError("文件夹无法打开，请检查权限")
    if not stat.S_ISREG(told.st_mode):
        raise SourceError(NOT_REGULAR)
    reason = refused(path.name)
    if reason is not None:
        raise SourceError(reason)
    if told.st_size > MAX_BYTES:
        raise SourceError(f"超过 {MAX_BYTES // 1_000_000} MB，未读取；请拆分或删去无关内容")
    if told.st_size == 0:
        raise SourceError("文件是空的")
    return stamp


def _load(path: Path, root: Path) -> tuple[bytes, Stamp]:
    """Return the bytes of a file that nobody is writing, and its stamp. Raises SourceError, OSError."""
    _checked(path, root)  # again: it may have become something else since it was listed
    with opened(path) as file:
        if not _is_inside(file, path, root):
            raise SourceError("是指向文件夹之外的链接，未读取")
        data = read_from(file, MAX_BYTES)
        stamp, _ = Stamp.of(partial(os.fstat, file))
    if len(data) > MAX_BYTES:
        raise SourceError(BEING_WRITTEN)  # it was smaller a moment ago
    return data, stamp


def _is_inside(file: int, path: Path, root: Path) -> bool:
    """Tell whether what was opened lies in `root`: folders above it may have become links since it was looked at."""
    real = Path(os.path.realpath(path))
    return real.is_relative_to(root) and os.path.samestat(real.stat(), os.fstat(file))
