"""Generations: complete, immutable indexes side by side, one of them named by the file CURRENT.

    index_data/CURRENT                       the name of a generation
    index_data/LOCK                          held while a run writes
    index_data/generations/<name>/manifest.json and the files it lists

A generation is built in a hidden folder beside the others, made durable, renamed, and only then named in CURRENT: a
reader sees the old index or the new one, whatever happens in between.
"""

import json
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from indexer.engines import manifest as manifests
from indexer.engines.manifest import Manifest
from indexer.errors import IndexBusy, IndexDamaged, IndexMissing, IndexUnusable, RunError, cause

_FOLDER: Final = "generations"
_CURRENT: Final = "CURRENT"
_LOCK: Final = "LOCK"
_BUILDING: Final = ".building-"
_KEPT: Final = 2  # the current generation, and the one before it for those who still read it
_NAME: Final = re.compile(r"[0-9]{8}T[0-9]{9}Z-[0-9a-f]{8}(?:-[0-9]+)?")


def rebuild_command(folder: Path) -> str:
    """Return the command that builds the index in `folder` anew, as messages quote it."""
    return f"xianli index 报告文件夹 --index {folder}"


# -- reading ---------------------------------------------------------------------------------------------------------


def current(folder: Path) -> str | None:
    """Return the name in CURRENT; None if there is none or it is not a name."""
    try:
        name = (folder / _CURRENT).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return name if _NAME.fullmatch(name) else None


def locate(folder: Path) -> tuple[Path, Manifest]:
    """Return the folder and manifest of the current generation, checked but not read through.

    Raises IndexMissing, IndexDamaged or IndexOutdated.
    """
    command = rebuild_command(folder)
    try:
        return _located(folder, command)
    except OSError as error:
        raise IndexDamaged(
            f"索引不能读取（{cause(error)}）。请检查 {folder} 的权限，或运行 {command} 重建索引。"
        ) from error


def _located(folder: Path, command: str) -> tuple[Path, Manifest]:
    if not (folder / _CURRENT).exists():
        raise IndexMissing(f"还没有建立索引。请运行 {command} 建立索引。")
    name = current(folder)
    if name is None:
        raise IndexDamaged(f"索引文件 CURRENT 已损坏。请运行 {command} 重建索引。")
    generation = folder / _FOLDER / name
    if not generation.is_dir():
        raise IndexDamaged(f"索引 {name} 已被删除或移走。请运行 {command} 重建索引。")
    manifest = manifests.read(generation, command)
    manifests.check_files(generation, manifest, command)
    return generation, manifest


def usable(folder: Path) -> tuple[Path, Manifest] | None:
    """Return folder and manifest of the current generation, None where it is missing, damaged or outdated."""
    try:
        return locate(folder)
    except IndexUnusable:
        return None


def archive_named(folder: Path) -> str:
    """Return the state of the archive that the current generation goes with, whatever else is wrong with it; or ""."""
    try:
        fields = json.loads((folder / _FOLDER / str(current(folder)) / manifests.NAME).read_bytes())
    except (OSError, ValueError):
        return ""
    named = fields.get("archive") if isinstance(fields, dict) else None
    return named if isinstance(named, str) else ""


def verify(folder: Path) -> list[str]:
    """Return what is wrong with the current generation after reading every byte of it."""
    try:
        generation, manifest = locate(folder)
    except IndexUnusable as error:
        return [error.message]
    return list(manifests.problems(generation, manifest))


# -- writing ---------------------------------------------------------------------------------------------------------


@contextmanager
def write_lock(folder: Path) -> Iterator[None]:
    """Hold the only right to write to the index in `folder`; it ends with the process at the latest.

    Raises IndexBusy, naming the process that holds it, or RunError if the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("a+", encoding="ascii")
    except OSError as error:
        raise RunError(
            f"索引文件夹 {folder} 不能写入（{cause(error)}）。请检查路径和权限，或用 --index 换一个文件夹。"
        ) from error
    with lock as file:
        file.seek(0)
        if not _try_lock(file):
            holder = file.read(20).strip() or "未知"
            raise IndexBusy(f"另一个建立索引的进程（进程号 {holder}）正在写入 {folder}。请等它结束后再运行。")
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


@contextmanager
def disk_failures() -> Iterator[None]:
    """Raise RunError for what a full or failing disk raises. Wrap nothing but writing."""
    try:
        yield
    except OSError as error:
        raise _not_written(cause(error)) from error
    except sqlite3.OperationalError as error:
        raise _not_written("磁盘空间不足" if "full" in str(error) else str(error)) from error


def _not_written(why: str) -> RunError:
    return RunError(f"索引未能写入磁盘（{why}），原索引未变。请检查磁盘空间和权限。")


def _try_lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 20)  # a byte beyond the content, so that others can read who holds the lock
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def begin(folder: Path) -> Path:
    """Make the hidden folder that a new generation is built in, and clear away those that others left. Under lock."""
    generations = folder / _FOLDER
    generations.mkdir(parents=True, exist_ok=True)
    for left in generations.glob(f"{_BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)
    building = generations / f"{_BUILDING}{os.getpid()}"
    building.mkdir()
    return building


def free_name(folder: Path, built_at: str, content_hash: str) -> str:
    """Return the name of a generation: time, content, and a number if that is taken."""
    stem = f"{re.sub('[^0-9TZ]', '', built_at)}-{content_hash[:8]}"
    taken = [path.name for path in (folder / _FOLDER).glob(f"{stem}*")]
    return f"{stem}-{len(taken) + 1}" if taken else stem


def publish(folder: Path, building: Path, name: str) -> None:
    """Make the finished generation in `building` durable and current, all or nothing. Under lock.

    Raises RunError where the disk fails; the old generation then stays current.
    """
    target = folder / _FOLDER / name
    try:
        _sync_tree(building)
        building.rename(target)
        _sync(target.parent)
        temporary = folder / f"{_CURRENT}.tmp"
        with temporary.open("w", encoding="ascii") as file:
            file.write(f"{name}\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / _CURRENT)
        _sync(folder)
    except OSError as error:
        if current(folder) != name:
            shutil.rmtree(target, ignore_errors=True)
        raise _not_written(cause(error)) from error
    _prune(folder, name)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    """Wait until the file or folder at `path` is on the disk. Windows cannot do that for folders."""
    if path.is_dir() and sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY if sys.platform != "win32" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _prune(folder: Path, name: str) -> None:
    """Remove all generations but the newest ones. What cannot be removed (open, on Windows) waits for the next run.

    Everything else of its generation goes: a file that is shared with the current one may stay open for long.
    """
    found = sorted(path.name for path in (folder / _FOLDER).iterdir() if _NAME.fullmatch(path.name))
    older = [other for other in found if other != name]
    for other in older[: max(0, len(older) - (_KEPT - 1))]:
        shutil.rmtree(folder / _FOLDER / other, ignore_errors=True)
