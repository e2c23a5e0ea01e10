"""The manifest of a generation: what is in it, by which rules, and the checksum of every file."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from indexer.contract import SCHEMA_VERSION
from indexer.errors import IndexDamaged, IndexOutdated
from indexer.text import text_rules_hash

NAME: Final = "manifest.json"
_SEAL: Final = "sha256"
_LARGE: Final = frozenset({".arrays", ".sqlite", ".pack"})  # opening trusts their size; verify reads them through
_UNPICKLED: Final = "*.toc"  # opening runs what stands in these files
_CHUNK_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """One file of a generation as it was when published."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself. `files` are named relative to its folder, with "/"."""

    generation: str
    built_at: str  # ISO 8601, UTC
    schema_version: int
    text_rules_hash: str
    inputs: str  # fingerprint of all that went in
    archive: str  # the state of the archive that it goes with, empty without one
    read: int  # sources; as many as reports, earlier and rejected together
    reports: int
    earlier: int  # sources that are earlier versions of reports
    paragraphs: int
    rejected: Mapping[str, str]  # path → reason
    files: Mapping[str, File]


def write(folder: Path, manifest: Manifest) -> None:
    """Write `manifest` into the generation in `folder`."""
    (folder / NAME).write_bytes(_sealed(asdict(manifest)))


def _sealed(fields: Mapping[str, Any]) -> bytes:
    """Return `fields` as JSON with a checksum of them, so that no change of the manifest itself goes unseen."""
    plain = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    sealed = {**fields, _SEAL: hashlib.sha256(plain.encode()).hexdigest()}
    return f"{json.dumps(sealed, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()


def read(folder: Path, command: str) -> Manifest:
    """Read the manifest of the generation in `folder`.

    Raises IndexDamaged if it is missing or altered, IndexOutdated if the generation was built by other rules than the
    running code's.
    """
    try:
        written = (folder / NAME).read_bytes()
        fields: dict[str, Any] = json.loads(written)
        del fields[_SEAL]
        sound = _sealed(fields) == written and all(_stays_inside(name) for name in fields["files"])
        schema_version, rules = fields["schema_version"], fields["text_rules_hash"]
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise IndexDamaged(f"索引的清单文件缺失或已损坏。请运行 {command} 重建索引。") from error
    if not sound:
        raise IndexDamaged(f"索引的清单文件已被改动。请运行 {command} 重建索引。")
    if schema_version != SCHEMA_VERSION:
        raise IndexOutdated(f"索引由另一版本的先例建立，现在的版本不能读取。请运行 {command} 重建索引。")
    if rules != text_rules_hash():
        raise IndexOutdated(f"索引建立后，词典或文字规则已有变化。请运行 {command} 重建索引。")
    return Manifest(**{**fields, "files": {name: File(**file) for name, file in fields["files"].items()}})


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and not re.search(r"[\\:]", name)


def check_files(folder: Path, manifest: Manifest, command: str) -> None:
    """Raise IndexDamaged if a file is missing or has another size, or any but the large ones has other bytes."""
    for name, file in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != file.bytes:
            raise IndexDamaged(f"索引文件 {name} 缺失或不完整。请运行 {command} 重建索引。")
        if path.suffix not in _LARGE and sha256(path) != file.sha256:
            raise IndexDamaged(f"索引文件 {name} 已被改动。请运行 {command} 重建索引。")
    unlisted = {path.relative_to(folder).as_posix() for path in folder.rglob(_UNPICKLED)} - set(manifest.files)
    if unlisted:
        raise IndexDamaged(f"索引中有来历不明的文件 {min(unlisted)}。请运行 {command} 重建索引。")


def problems(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Read every byte of the generation and yield what is not as it was published."""
    for name, file in sorted(manifest.files.items()):
        path = folder / name
        if not path.is_file():
            yield f"文件 {name} 缺失。"
        elif path.stat().st_size != file.bytes:
            yield f"文件 {name} 应为 {file.bytes} 字节，实为 {path.stat().st_size} 字节。"
        elif sha256(path) != file.sha256:
            yield f"文件 {name} 的内容与建立索引时不一致。"
    for name in sorted(set(files(folder)) - set(manifest.files) - {NAME}):
        yield f"文件 {name} 不在清单中。"


def files(folder: Path, before: tuple[Path, "Manifest"] | None = None) -> dict[str, File]:
    """Return size and hash of every file under `folder`.

    Of those that it shares with the generation `before` they are what the manifest of that says.
    """
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        shared = before is not None and name in before[1].files and _same(path, before[0] / name)
        found[name] = before[1].files[name] if before and shared else File(path.stat().st_size, sha256(path))
    return found


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def sha256(path: Path) -> str:
    """Return the SHA-256 of the file at `path`."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
