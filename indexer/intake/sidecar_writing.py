"""Answers written into the sidecar of a source: added to what stands there, which stays as its author wrote it."""

import json
import os
import tempfile
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from indexer.errors import RunError, cause
from indexer.intake.names import printable
from indexer.intake.sidecars import encoding_of, sidecar_names
from indexer.intake.values import Value


def add_to_sidecar(source: Path, values: Mapping[str, Value]) -> Path:
    """Add the values to the sidecar of `source`, in one step, and return its path; keys that it has stay as they are.

    That of this one file if there is one, else that of its name, made if need be. Raises RunError.
    """
    path = _sidecar(source)
    if path.is_symlink():
        raise RunError(f"{printable(str(path))} 是链接，没有改动。请换成普通文件后重试。")
    try:
        before = path.read_bytes() if path.exists() else b""
        after = _added(before, values)
        if after is None:
            raise RunError(f"{printable(str(path))} 不是有效的 TOML，没有改动。请改正后重试。")
        if after != before:
            _replace(path, after)
    except OSError as error:
        raise RunError(f"无法写入 {printable(str(path))}：{cause(error)}。请检查磁盘和权限后重试。") from error
    return path


def _sidecar(source: Path) -> Path:
    of_name, *of_file = (source.with_name(name) for name in sidecar_names(source.name))
    return of_file[0] if of_file and of_file[0].exists() else of_name


def _added(before: bytes, values: Mapping[str, Value]) -> bytes | None:
    """Return the file with the values below what it says, in its own encoding and line ends; None if it is no TOML."""
    encoding = encoding_of(before)
    if encoding is None:
        return None
    text = before.decode(encoding)
    try:
        held = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if key not in held]
    if not lines:
        return before
    end = "\r\n" if "\r\n" in text else "\n"
    gap = end if text and not text.endswith("\n") else ""
    return (text + gap + "".join(line + end for line in lines)).encode(encoding)


def _toml(value: Value) -> str:
    """Return a value as TOML writes it; texts are clean lines, whose escapes are those of JSON."""
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _replace(path: Path, data: bytes) -> None:
    """Put the file there as a whole, so that no run ever reads half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
