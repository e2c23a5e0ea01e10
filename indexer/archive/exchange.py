"""The archive as a file of JSON lines: the copy that can be kept anywhere, and read without this program.

The first line names the format, each other one is a row (lines.py), ordered by table and key; the last has the number
of lines before it and their SHA-256.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, NoReturn

from sqlalchemy import Connection, select

from indexer.archive import schema
from indexer.archive.importing import Import, require
from indexer.archive.lines import TABLES, Wrong, line, line_of, row_of, values
from indexer.archive.store import Archive
from indexer.errors import RunError, cause

_FORMAT: Final = {"format": "xianli-archive", "version": 1}
_AT_A_TIME: Final = 1_000


def export_archive(archive: Archive, file: Path) -> int:
    """Write all of `archive` to `file`; see indexer.archive."""
    part = file.with_name(f"{file.name}.part")
    try:
        try:
            with part.open("wb") as made, archive.database.reading() as connection:
                count = _write(connection, made)
                made.flush()
                os.fsync(made.fileno())
            part.replace(file)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise RunError(f"无法写出 {file}（{cause(error)}），请检查路径、权限和磁盘空间后重试。") from error
    return count


class _Seal:
    """The last line of a file, which tells whether all before it is there, and as it was."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.lines = 0

    def add(self, written: bytes) -> None:
        self._digest.update(written)
        self.lines += 1

    def value(self) -> dict[str, object]:
        return {"lines": self.lines, "sha256": self._digest.hexdigest()}


def _write(connection: Connection, file: IO[bytes]) -> int:
    """Write all lines and return their number."""
    seal = _Seal()
    for written in _lines(connection):
        file.write(written)
        seal.add(written)
    file.write(line(seal.value()))
    return seal.lines + 1


def _lines(connection: Connection) -> Iterator[bytes]:
    yield line(_FORMAT)
    for table in TABLES:
        # Rows come from the database as they are written; source files one by one.
        options = {"stream_results": True, "yield_per": 1 if table is schema.originals else _AT_A_TIME}
        query = select(table).order_by(*table.primary_key).execution_options(**options)
        for row in connection.execute(query):
            yield line_of(table, row._asdict())


def import_archive(archive: Archive, file: Path) -> int:
    """Fill the empty `archive` from `file`; see indexer.archive."""
    try:
        with file.open("rb") as lines, archive.database.writing() as connection:
            if connection.scalar(select(schema.runs.c.number).limit(1)):
                raise RunError(f"存档 {archive.database.name} 里已有内容，只能导入到空的存档。请另选一个位置。")
            count = _read(connection, lines, file.name)
            connection.commit()
    except OSError as error:
        raise RunError(f"无法读取 {file}（{cause(error)}），请检查路径和权限后重试。") from error
    return count


def _cut_short() -> NoReturn:
    raise Wrong("文件到此中断，没有末尾的校验行")


def _read(connection: Connection, file: IO[bytes], name: str) -> int:
    """Read all lines into the archive and return their number. Raises RunError that names the line."""
    made, seal = Import(connection), _Seal()
    try:
        for raw, value in values(file):
            if seal.lines == 0:
                require(value.get("format") == _FORMAT["format"], "不是先例导出的存档")
                require(value == _FORMAT, "由更新版本的先例导出，请升级先例后再导入")
            elif "table" in value:
                made.add(seal.lines + 1, *row_of(value))
            else:
                require(value == seal.value(), "校验值不符，内容有增减或改动")
                require(not file.read(1), "校验行之后还有内容")
                made.finish()
                return seal.lines + 1
            seal.add(raw)
        _cut_short()
    except Wrong as error:
        where = error.line or seal.lines + 1
        raise RunError(f"{name} 第 {where} 行：{error}。存档未改动，请换一份完整的导出文件重试。") from error
