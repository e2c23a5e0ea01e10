"""Rows of the archive as lines of JSON, and back: one spelling for each row, so that equal archives are equal files.

A line is {"table": …} and the columns of schema.py in their order; source files are in base64.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from sqlalchemy import Integer, LargeBinary, Table

from indexer import records
from indexer.archive import schema
from indexer.archive.rows import Row

TABLES: Final = (
    schema.runs,
    schema.originals,
    schema.reports,
    schema.aliases,
    schema.versions,
    schema.sightings,
    schema.holdings,
    schema.texts,
    schema.paragraphs,
    schema.successions,
)
_NAMES: Final = {table.name: table for table in TABLES}
_JSON: Final = frozenset({"record", "overrides", "rest"})  # columns that hold JSON already
_MAX_LINE: Final = 40_000_000  # bytes; a source file of 20 MB in base64, with a margin
_MAX_INTEGER: Final = 2**31 - 1  # PostgreSQL's


class Wrong(Exception):
    """What is wrong with a line, in Chinese, and which line if it is not the one just read."""

    def __init__(self, what: str, line: int | None = None) -> None:
        super().__init__(what)
        self.line = line


def line_of(table: Table, row: Mapping[str, Any]) -> bytes:
    """Return a row as a line."""
    return line({"table": table.name, **{column.name: _shown(column.name, row[column.name]) for column in table.c}})


def line(value: Mapping[str, Any]) -> bytes:
    """Return `value` as the one line that it can be."""
    return records.written(value).encode() + b"\n"


def _shown(column: str, value: Any) -> Any:
    if column in _JSON:
        return json.loads(value)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def values(file: IO[bytes]) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Yield each line and what it says. Raises Wrong for what line() would not have written."""
    while raw := file.readline(_MAX_LINE):
        try:
            value = json.loads(raw)
            written = line(value) if isinstance(value, dict) else b""
        except (ValueError, RecursionError):
            written = b""
        if raw != written:
            raise Wrong("不是完整的一行，或被改写过")
        yield raw, value


def row_of(value: dict[str, Any]) -> tuple[Table, Row]:
    """Return the table and the row of a line's value, JSON as text again. Raises Wrong."""
    table = _NAMES.get(value["table"]) if isinstance(value["table"], str) else None
    if table is None:
        raise Wrong("没有这种记录")
    if list(value) != ["table", *(column.name for column in table.c)]:
        raise Wrong(f"{table.name} 记录的项目不对")
    row = {}
    for column in table.c:
        given = value[column.name]
        if not (given is None and column.nullable):
            given = _stored(column.name, given, column.type)
        row[column.name] = given
    return table, row


def _stored(name: str, given: Any, kind: object) -> Any:
    if name in _JSON and isinstance(given, dict):
        return records.written(given)
    if isinstance(kind, Integer) and type(given) is int and 0 <= given <= _MAX_INTEGER:
        return given
    if isinstance(given, str) and isinstance(kind, LargeBinary):
        try:
            data = base64.b64decode(given, validate=True)
        except (binascii.Error, ValueError):
            data = b""
        if base64.b64encode(data).decode() == given:
            return data
    elif isinstance(given, str) and name not in _JSON and not isinstance(kind, Integer) and "\0" not in given:
        return given
    raise Wrong(f"{name} 的值不对")
