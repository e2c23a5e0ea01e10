"""Walk a folder of sources: what can be read, and what cannot with the reason.

Nothing outside the folder is opened, nothing but regular files is read, and no file is taken while it is written.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from indexer.errors import RunError, SourceError
from indexer.intake.folder_metadata import NAME, FolderMetadata, read_folder_metadata
from indexer.intake.readers.formats import SUFFIXES
from indexer.intake.sidecars import SUFFIX, Value, read_sidecar

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
class Rejection:
    """A file that is not used, and why, as a sentence for the run's table."""

    path: str
    reason: str


def walk(folder: Path) -> Iterator[Source | Rejection]:
    """Yield the sources under `folder` in order of their paths; `folder` may also be a single file.

    Hidden files and sidecars are passed over; a metadata.csv only shows if a row of it is about no file. Raises
    RunError if there is no such folder, or if a metadata.csv cannot be read.
    """
    if not folder.exists():
        raise RunError(f"找不到 {printable(str(folder))}，请检查路径。")
    if not folder.is_dir():
        parent = folder.parent.resolve()
        yield _source(folder, folder.name, parent, (read_folder_metadata(parent),))
        return
    yield from _sources(folder.resolve())


def _sources(root: Path) -> Iterator[Source | Rejection]:
    tables: dict[Path, FolderMetadata] = {}
    names = {path.relative_to(root).as_posix(): path for path in _files(root)}
    for name, path in names.items():
        if path.name == NAME:
            within = name.removesuffix(NAME)
            files = {other.removeprefix(within) for other in names if other.startswith(within)}
            missing = _table(path.parent, root, tables).missing(files)
            if missing:
                yield Rejection(printable(name), missing)
            continue
        folders = [path.parent, *path.parent.parents][: len(path.relative_to(root).parts)]
        yield _source(path, name, root, [_table(each, root, tables) for each in reversed(folders)])


def _table(folder: Path, root: Path, tables: dict[Path, FolderMetadata]) -> FolderMetadata:
    if folder not in tables:
        tables[folder] = read_folder_metadata(folder, printable((folder / NAME).relative_to(root).as_posix()))
    return tables[folder]


def _files(folder: Path) -> Iterator[Path]:
    """Yield what is in `folder` and below, except links to folders: they could lead out or round in a circle."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith(SUFFIX):
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _files(path)
        else:
            yield path


def _source(path: Path, name: str, root: Path, tables: Sequence[FolderMetadata]) -> Source | Rejection:
    """Read one file; `tables` are those of the folders above it, the nearest last. Its sidecar outweighs them."""
    try:
        data = _read(path, root)
        overrides: dict[str, Value] = {}
        for depth, table in enumerate(tables):
            overrides |= table.of("/".join(PurePosixPath(name).parts[depth:]))
        overrides |= read_sidecar(path, printable(str(PurePosixPath(name).with_suffix(SUFFIX))))
    except SourceError as error:
        return Rejection(printable(name), error.message)
    except OSError as error:
        return Rejection(printable(name), f"无法读取（{error.strerror or error}），请检查文件权限")
    return Source(printable(name), data, hashlib.sha256(data).hexdigest(), overrides)


def _read(path: Path, root: Path) -> bytes:
    """Return the bytes of a regular file inside `root` that nobody is writing. Raises SourceError, OSError."""
    if path.is_symlink():
        if not Path(os.path.realpath(path)).is_relative_to(root):  # realpath: a ring of links is no error to it
            raise SourceError("是指向文件夹之外的链接，未读取")
        if path.is_dir():
            raise SourceError("是指向文件夹的链接，未读取")
    before = path.stat()
    if stat.S_ISDIR(before.st_mode):
        raise SourceError("文件夹无法打开，请检查权限")
    if not stat.S_ISREG(before.st_mode):
        raise SourceError("不是普通文件（设备、管道或套接字），未读取")
    if path.suffix.lower() not in SUFFIXES:
        raise SourceError(f"暂不支持 {printable(path.suffix) or '无后缀'} 文件，请另存为 .docx、.pdf 或纯文本（.txt）")
    if before.st_size > MAX_BYTES:
        raise SourceError(f"超过 {MAX_BYTES // 1_000_000} MB，未读取；请拆分或删去无关内容")
    if before.st_size == 0:
        raise SourceError("文件是空的")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise SourceError("读取时文件正在被写入，请写完后重新运行")
    return data


def printable(name: str) -> str:
    """Return a file name fit for one line of a terminal, log or page: what cannot be shown is escaped."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape", "surrogatepass").decode()
        for character in name
    )
