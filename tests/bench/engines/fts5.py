"""SQLite FTS5 over the same tokens: contentless tables beside a table of facets, asked by MATCH, join and GROUP BY."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench.asking import FACETS, TOP, Counts, Facet, Part, Question, countings
from tests.bench.tokens import Row

# Tokens hold letters, digits and ideographs, "." in numbers, and "_" for a break: nothing else divides them but blanks.
_TOKENIZER: Final = "unicode61 remove_diacritics 0 categories ''L* N* M* Co'' tokenchars ''._''"
_FILE: Final = "fts5.sqlite"
_MAPPED: Final = 8_000_000_000  # bytes


def _connect(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / _FILE)
    for pragma in ("cache_size=-1000000", f"mmap_size={_MAPPED}", "temp_store=memory"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class Fts5Builder:
    """Writes a table of words or of characters in one transaction."""

    def __init__(self, folder: Path, part: Part) -> None:
        folder.mkdir(parents=True)
        self._part = part
        self._connection = _connect(folder)
        self._connection.execute(
            f"CREATE VIRTUAL TABLE tokens USING fts5(body, content='', detail=full, tokenize='{_TOKENIZER}')"
        )
        self._connection.execute(
            "CREATE TABLE facets (number INTEGER PRIMARY KEY, place TEXT, province TEXT, year INTEGER, section TEXT)"
        )

    def add(self, rows: Iterable[Row]) -> None:
        """Add paragraphs."""
        rows = list(rows)
        texts = ((row.number, getattr(row, self._part)) for row in rows)
        self._connection.executemany("INSERT INTO tokens (rowid, body) VALUES (?, ?)", texts)
        facets = ((row.number, row.place, row.place[:2], row.year, row.section) for row in rows)
        self._connection.executemany("INSERT INTO facets VALUES (?, ?, ?, ?, ?)", facets)

    def finish(self) -> None:
        """Merge into one segment and commit."""
        self._connection.execute("INSERT INTO tokens (tokens) VALUES ('optimize')")
        self._connection.commit()
        self._connection.close()


@dataclass(frozen=True, slots=True)
class _Compiled:
    part: Part
    top: str
    all: str
    counted: tuple[tuple[str, tuple[Facet, ...]], ...]


class Fts5Engine:
    """Asks SQLite: one statement for the best ten, one for the counts of each filter that a facet leaves out."""

    name = "FTS5"

    def __init__(self, folder: Path) -> None:
        """Open the tables of words and of characters in `folder`."""
        parts: tuple[Part, ...] = ("words", "characters")
        self._connections = {part: _connect(folder / part) for part in parts if (folder / part).exists()}

    def compile(self, question: Question) -> _Compiled | None:
        """Return the statements that the question takes."""
        part: Part = "characters" if question.kind == "characters" else "words"
        if part not in self._connections:
            return None
        hits = f"tokens JOIN facets ON number = tokens.rowid WHERE {_condition(question)}"
        if not question.active():
            top = f"SELECT rowid FROM tokens WHERE {_condition(question)} ORDER BY rank LIMIT {TOP}"
        else:
            top = f"SELECT number FROM {hits} ORDER BY rank LIMIT {TOP}"
        counted = tuple((_counting(asked, facets), facets) for asked, facets in countings(question))
        return _Compiled(part, top, f"SELECT number FROM {hits}", counted)

    def ask(self, compiled: _Compiled) -> Any:
        """Run the statements."""
        connection = self._connections[compiled.part]
        top = connection.execute(compiled.top).fetchall()
        return top, [row for statement, _ in compiled.counted for row in connection.execute(statement)]

    def counts(self, raw: Any) -> Counts:
        """Return the counts in the common form."""
        counts: dict[Facet, dict[str, int]] = {facet: {} for facet in FACETS}
        for facet, value, count in raw[1]:
            counts[facet][str(value)] = count
        return counts

    def hits(self, compiled: _Compiled) -> frozenset[int]:
        """Return the numbers of all hits."""
        return frozenset(number for (number,) in self._connections[compiled.part].execute(compiled.all))

    def close(self) -> None:
        """Close the tables."""
        for connection in self._connections.values():
            connection.close()


def _counting(question: Question, facets: tuple[Facet, ...]) -> str:
    """Return a statement that finds the hits once and counts each of `facets`."""
    hits = (
        "WITH hits AS MATERIALIZED (SELECT place, year, section"
        f" FROM tokens JOIN facets ON number = tokens.rowid WHERE {_condition(question)})"
    )
    counts = (f"SELECT '{facet}', {facet}, count(*) FROM hits GROUP BY {facet}" for facet in facets)
    return f"{hits} {' UNION ALL '.join(counts)}"


def _condition(question: Question) -> str:
    quoted = [f'"{term}"' for term in question.terms]
    match question.kind:
        case "any":
            text = " OR ".join(quoted)
        case "all":
            text = " AND ".join(quoted)
        case "phrase" | "characters":
            text = " + ".join(quoted)
    conditions = [f"tokens MATCH '{text}'"]
    if question.years:
        conditions.append("year BETWEEN {} AND {}".format(*question.years))
    if question.province:
        conditions.append(f"province = '{question.province}'")
    if question.section:
        conditions.append(f"section = '{question.section}'")
    return " AND ".join(conditions)
