"""Tables, found by their ruled lines: which runs stand in which cell."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from indexer.intake.readers.pdf.printed import Rule, Run

_NEAR: Final = 3.0  # points by which ruled lines may miss each other
_LOWEST: Final = 6.0  # points between the rules of a row
_LEVELS: Final = 500  # ruled lines one above the other, and upright ones: more make a drawing, not a table
_UPRIGHTS: Final = 3_000
_CELL_TEXT: Final = 400  # characters; what holds more is a part of the page, not a table's cell


@dataclass
class Row:
    """The cells between two ruled lines, from left to right."""

    top: float
    bottom: float
    edges: list[float]
    cells: list[list[Run]] = field(default_factory=list)

    @property
    def is_layout(self) -> bool:
        """Tell whether the cells only lay out the page: one of them holds a part of its text."""
        most = _CELL_TEXT if len(self.cells) > 1 else _CELL_TEXT // 4
        return any(sum(len(run.text.strip()) for run in cell) > most for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that stand one below the other."""

    left: float
    right: float
    top: float
    bottom: float
    rows: tuple[Row, ...]


def find_tables(runs: Sequence[Run], rules: Sequence[Rule]) -> tuple[list[Table], list[Run]]:
    """Return the tables of a page from top to bottom, and the runs outside them."""
    tables = _tables(_rows(rules))
    rows = [row for table in tables for row in table.rows]
    bottoms = [-row.bottom for row in rows]
    outside: list[Run] = []
    for run in runs:
        height, middle = run.baseline + 0.3 * run.size, (run.left + run.right) / 2
        row = rows[min(bisect_left(bottoms, -height), len(rows) - 1)] if rows else None
        if row and row.bottom <= height <= row.top and row.edges[0] <= middle <= row.edges[-1]:
            at = min(max(bisect_right(row.edges, middle) - 1, 0), len(row.edges) - 2)
            row.cells[at].append(run)
        else:
            outside.append(run)
    return tables, outside


def _rows(rules: Sequence[Rule]) -> list[Row]:
    """Return what stands between ruled lines and is closed at the sides, from top to bottom."""
    levels = _clusters([(rule.y0 + rule.y1) / 2 for rule in rules if rule.x1 - rule.x0 > rule.y1 - rule.y0])
    upright = [rule for rule in rules if rule.y1 - rule.y0 >= _LOWEST and rule.y1 - rule.y0 > rule.x1 - rule.x0]
    if not 2 <= len(levels) <= _LEVELS or not 3 <= len(upright) <= _UPRIGHTS:
        return []
    rows = []
    for bottom, top in pairwise(levels):
        if top - bottom < _LOWEST:
            continue
        across = [rule for rule in upright if rule.y0 <= bottom + _NEAR and rule.y1 >= top - _NEAR]
        edges = _clusters([(rule.x0 + rule.x1) / 2 for rule in across])
        if len(edges) >= 2:
            rows.append(Row(top, bottom, edges, [[] for _ in edges[1:]]))
    return rows[::-1]


def _clusters(values: Sequence[float]) -> list[float]:
    """Return the values in order, those close together as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _tables(rows: Sequence[Row]) -> list[Table]:
    groups: list[list[Row]] = []
    for row in rows:
        if groups and abs(groups[-1][-1].bottom - row.top) <= 2 * _NEAR:
            groups[-1].append(row)
        else:
            groups.append([row])
    groups = [group for group in groups if any(len(row.cells) > 1 for row in group)]
    return [
        Table(
            left=min(row.edges[0] for row in group),
            right=max(row.edges[-1] for row in group),
            top=group[0].top,
            bottom=group[-1].bottom,
            rows=tuple(group),
        )
        for group in groups
    ]
