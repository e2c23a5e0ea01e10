"""Rows on their way into the archive, written many at a time and in the order in which they refer to each other."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Executable, Table, insert
from sqlalchemy.dialects import postgresql, sqlite

from indexer.archive.schema import metadata, texts

_ROWS: Final = 5_000
_BYTES: Final = 8_000_000  # of source files


class Writer:
    """Takes rows, and writes them whenever many have come together, and when told."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[Table, list[Mapping[str, Any]]] = {table: [] for table in metadata.sorted_tables}
        self._rows = 0
        self._bytes = 0

    def add(self, table: Table, row: Mapping[str, Any]) -> None:
        """Take a row; of `texts` also one that may be there already."""
        self._waiting[table].append(row)
        self._rows += 1
        self._bytes += len(row.get("data", b""))

    @property
    def full(self) -> bool:
        """Whether it is time to write; the caller knows when the rows at hand refer to nothing that is yet to come."""
        return self._rows >= _ROWS or self._bytes >= _BYTES

    def write(self) -> None:
        """Write what has come together."""
        for table, waiting in self._waiting.items():
            if waiting:
                self._connection.execute(self._statement(table), waiting)
                waiting.clear()
        self._rows = self._bytes = 0

    def _statement(self, table: Table) -> Executable:
        if table is not texts:
            return insert(table)
        # Both databases know the clause, but SQLAlchemy has it in their dialects only.
        if self._connection.dialect.name == "sqlite":
            return sqlite.insert(table).on_conflict_do_nothing()
        return postgresql.insert(table).on_conflict_do_nothing()
