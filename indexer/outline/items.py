"""Decide which candidates are markers of items: 1. (1) ① 一是 第一， 首先，, whatever stands above which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indexer.outline.ahead import Ahead, Next
from indexer.outline.markers import Candidate, Family
from indexer.outline.marks import Mark, place
from indexer.outline.rows import Row
from indexer.outline.unnumbered import item_end

_SKIP_LIMIT: Final = 3  # numerals that may be skipped at the head of a line
_HEADING_LIMIT: Final = 40  # characters of a heading that runs into its first item without a mark
_APART: Final = 6  # characters between two items that no mark divides
_CONNECTED: Final[frozenset[Family]] = frozenset({"shi", "circle", "digit_paren"})  # known without a mark before them


@dataclass(slots=True)
class _Run:
    """A sequence of items that is open: its last place, the row of that, and whether marks divide its items."""

    family: Family
    last: int
    row: int
    divided: bool = False


class Items:
    """The sequences of items that are open at a place of a report; `marks` are all those found so far."""

    def __init__(self, rows: Sequence[Row], ahead: Ahead, marks: Sequence[Mark]) -> None:
        self._rows = rows
        self._ahead = ahead
        self._marks = marks
        self._open: list[_Run] = []
        self._left: dict[Family, int] = {}  # where sequences stood that a higher heading closed

    def close_all(self) -> None:
        """Close all sequences, as a higher heading does."""
        for run in self._open:
            self._left[run.family] = run.last
        self._open.clear()

    def mark(self, row: int, candidate: Candidate, after: Next | None) -> Mark | None:
        """Return the marker that a candidate is, if it opens a sequence of items or goes on with one."""
        depth = next((i for i, run in enumerate(self._open) if run.family == candidate.family), None)
        if candidate.weak and not self._in_sequence(
            row, candidate, after, None if depth is None else self._open[depth]
        ):
            return None
        if depth is None:
            if not self._opens(row, candidate, after):
                return None
            left = self._left.pop(candidate.family, 0)
            last = left if candidate.number == left + 1 else 0
            self._open.append(_Run(candidate.family, last, row))
            depth = len(self._open) - 1
        elif not self._goes_on(row, candidate, after, self._open[depth]):
            return None
        del self._open[depth + 1 :]
        run = self._open[depth]
        run.last, status = place(run.last, candidate.number, after)
        run.divided = candidate.boundary != "comma" and run.row == row
        run.row = row
        return Mark(row, candidate.start, candidate.end, min(3 + depth, 4), status)

    def _in_sequence(self, row: int, candidate: Candidate, after: Next | None, run: _Run | None) -> bool:
        """Return whether a numeral whose mark may be of running text (1，) stands where one of a sequence would."""
        if candidate.number is None:
            return run is not None and (candidate.boundary == "line" or run.row == row)
        last = run.last if run else self._left.get(candidate.family, 0)
        followed = after is not None and after.number == 2 and after.boundary == "line"
        return candidate.number == last + 1 if last else candidate.number == 1 and followed

    def _opens(self, row: int, candidate: Candidate, after: Next | None) -> bool:
        """Return whether a candidate opens a sequence of items, or goes on with one closed by a higher heading."""
        number, boundary, family = candidate.number, candidate.boundary, candidate.family
        near = after is not None and after.row <= row + 1
        followed = near and after is not None and number is not None and after.number in (number + 1, None)
        if number is None:
            return boundary == "line" and near and after is not None and after.number == 2
        if boundary == "line":
            known = number <= self._left.get(family, 0) + _SKIP_LIMIT or followed
            listed = (family in ("shi", "circle") and known) or number in (1, self._left.get(family, 0) + 1)
            later = after is not None and after.number == 2 and after.boundary == "line"
            return (listed and (family not in ("di", "order") or followed or later)) or (followed and number == 2)
        if boundary == "comma" or (after is not None and followed and after.boundary == "comma"):
            alone = after is None or after.boundary == "comma"
            return family == "shi" and number == 1 and followed and not alone
        if boundary == "none":
            divided = near and after is not None and after.boundary in ("stop", "space", "line")
            first = number == 1 or (family == "dot" and number == self._left.get("dot", 0) + 1)
            return first and divided and self._under_heading(row, candidate.start)
        if number == 1:
            skipped = near and after is not None and after.row == row and after.number == 3
            return followed or (skipped and self._under_heading(row, candidate.start))
        return number == self._left.get(family, 0) + 1 or (family == "shi" and boundary == "stop")

    def _under_heading(self, row: int, start: int) -> bool:
        """Return whether nothing but a heading stands between `start` and the marker before it in the row."""
        if not self._marks or self._marks[-1].row != row:
            return False
        heading = self._rows[row].plain[self._marks[-1].end : start].rstrip("。;: ")
        return 4 <= len(heading) <= _HEADING_LIMIT and not any(stop in heading for stop in "。;:")

    def _goes_on(self, row: int, candidate: Candidate, after: Next | None, run: _Run) -> bool:
        """Return whether a candidate belongs to an open sequence of its family."""
        number, boundary = candidate.number, candidate.boundary
        expected = run.last + 1
        if boundary == "comma":
            return number == expected and run.row == row and run.divided
        if boundary == "none":
            apart = not self._marks or candidate.start - self._marks[-1].end >= _APART
            return number == expected and run.row == row and run.family in _CONNECTED and apart
        if number is None or number == expected:
            return True
        goes_on = after is not None and after.row <= row + 1 and after.number == number + 1
        if number == 1 and boundary != "line":
            return goes_on and after is not None and after.boundary != "comma"
        if boundary == "line":
            return number <= expected + _SKIP_LIMIT or goes_on
        return run.family != "dot" and number <= expected + _SKIP_LIMIT

    def lost(self, row: int) -> Mark | None:
        """Return the item that opens a row and whose marker is lost, shown by the numerals around."""
        text = self._rows[row]
        following = row + 1
        for run in reversed(self._open):
            head = self._ahead.head(run.family, row)
            if head is None or head[0] != following or run.row != row - 1:
                continue
            gap = head[1] == run.last + 2
            if (gap or head[1] is None) and item_end(text, telling=not gap) is not None:
                run.last, run.row = run.last + 1, row
                return Mark(row, text.first, text.first, min(3 + self._open.index(run), 4), "marker_lost")
        head = self._ahead.head("shi", row)
        if head == (following, 2) and not self._open and item_end(text, telling=True) is not None:
            self._open.append(_Run("shi", 1, row))
            return Mark(row, text.first, text.first, 3, "marker_lost")
        return None
