"""Decide which candidates are markers, from the sequence of their numerals; mark what is lost or repeated.

Numerals get lost, repeated and skipped in real pages, full stops before them as well, and running text has numerals of
its own. What decides is whether a candidate goes on with a sequence that is open, and what comes after it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from indexer.contract import MarkerStatus
from indexer.outline.markers import Candidate, Family, candidates
from indexer.outline.roles import heading_roles
from indexer.outline.rows import Row
from indexer.outline.unnumbered import is_heading_line, item_end, subheads

_SKIP_LIMIT: Final = 3  # numerals that may be skipped at the head of a line
_FIRST_LIMIT: Final = 20  # numeral of the first heading, where those before it are lost
_HEADING_LIMIT: Final = 40  # characters of a heading that runs into its first item without a mark
_APART: Final = 6  # characters between two items that no mark divides
_LIMIT: Final = 10_000  # candidates in a report; what comes after them is prose
_CONNECTED: Final[frozenset[Family]] = frozenset({"shi", "circle", "digit_paren"})  # known without a mark before them


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker at `start`..`end` of row `row` (its index), empty where there is none or it is lost.

    `level` is by form. A `parent` stands above headings of its own level: 第一部分, or 工作情况 followed by 一、; a
    heading without a marker may stand `below` a numbered one of that level.
    """

    row: int
    start: int
    end: int
    level: int
    status: MarkerStatus
    parent: bool = False
    below: int = 0

    @property
    def rank(self) -> int:
        """How far down a heading stands: as its level says, or between two levels if it has no marker."""
        return 0 if self.parent else 2 * self.below + 1 if self.below else 2 * self.level


@dataclass(slots=True)
class _Run:
    """A sequence of items that is open: its last place, the row of that, and whether marks divide its items."""

    family: Family
    last: int
    row: int
    divided: bool = False


@dataclass(frozen=True, slots=True)
class _Next:
    """The candidate of the same family that follows, wherever it stands."""

    row: int
    number: int | None
    boundary: str


class _Ahead:
    """What comes later in the text: the next candidate of a family, the next row that begins with one."""

    def __init__(self, found: Sequence[Sequence[Candidate]]) -> None:
        self._next: dict[tuple[int, int], _Next] = {}
        self._heads: dict[Family, list[int]] = defaultdict(list)
        self._found = found
        latest: dict[Family, _Next] = {}
        for row in range(len(found) - 1, -1, -1):
            for candidate in reversed(found[row]):
                if candidate.family in latest:
                    self._next[row, candidate.start] = latest[candidate.family]
                latest[candidate.family] = _Next(row, candidate.number, candidate.boundary)
        for row, in_row in enumerate(found):
            if in_row and in_row[0].boundary == "line":
                self._heads[in_row[0].family].append(row)

    def next(self, row: int, candidate: Candidate) -> _Next | None:
        return self._next.get((row, candidate.start))

    def head(self, family: Family, row: int) -> tuple[int, int | None] | None:
        """Return (row, number) of the next row that begins with a marker of `family`."""
        rows = self._heads[family]
        at = bisect_right(rows, row)
        return (rows[at], self._found[rows[at]][0].number) if at < len(rows) else None

    @property
    def numbered(self) -> bool:
        """Whether headings of the first level are numbered."""
        return bool(self._heads["han"])


def find_marks(rows: Sequence[Row], year: int | None) -> list[Mark]:
    """Return the markers of all headings of a report, in the order of the text; `year` is the year reported on."""
    walk = _Walk(rows, year)
    for row in range(len(rows)):
        walk.read(row)
    return walk.marks


def _within_limit(rows: Sequence[Row]) -> list[list[Candidate]]:
    """Return the candidates of each row, no more than _LIMIT in all."""
    found = []
    left = _LIMIT
    for row in rows:
        found.append(list(islice(candidates(row), left)) if left else [])
        left -= len(found[-1])
    return found


class _Walk:
    def __init__(self, rows: Sequence[Row], year: int | None) -> None:
        self.marks: list[Mark] = []
        self._rows = rows
        self._year = year
        self._found = _within_limit(rows)
        self._ahead = _Ahead(self._found)
        begins = [in_row[0].family if in_row and in_row[0].boundary == "line" else None for in_row in self._found]
        self._subheads = subheads(rows, begins, year)
        self._han = 0
        self._outer = 0  # numeral of the heading that stands above the first level's own sequence, if one does
        self._paren = 0
        self._open: list[_Run] = []
        self._left: dict[Family, int] = {}  # where sequences stood that a higher heading closed

    def read(self, row: int) -> None:
        """Decide on all candidates of a row, and on the row itself if it begins with none."""
        begun = False
        for candidate in self._found[row]:
            if not begun and candidate.boundary != "line":
                begun = self._without_marker(row)
            mark = self._decide(row, candidate)
            if mark is None and candidate.boundary == "line":
                begun = self._without_marker(row)
            if mark is not None:
                self.marks.append(mark)
            begun = True
        if not begun:
            self._without_marker(row)

    def _decide(self, row: int, candidate: Candidate) -> Mark | None:
        after = self._ahead.next(row, candidate)
        if candidate.family == "part":
            self._han = self._outer = 0
            return self._level_1(row, candidate, "ok", parent=True)
        if candidate.family == "han":
            return self._han_mark(row, candidate, after)
        if candidate.family == "paren":
            return self._paren_mark(row, candidate, after)
        return self._item_mark(row, candidate, after)

    # -- level 1 and 2 ---------------------------------------------------------------------------------------------

    def _han_mark(self, row: int, candidate: Candidate, after: _Next | None) -> Mark | None:
        number, expected = candidate.number, self._han + 1
        goes_on = after is not None and after.number == (number or 1) + 1
        reach = expected + _SKIP_LIMIT if self._han else _FIRST_LIMIT
        if candidate.boundary == "line" and not candidate.weak:
            accepted = expected > 1 or goes_on if number is None else number <= reach or goes_on
        else:
            accepted = goes_on if number in (1, self._han, expected + 1) else number == expected
        if not accepted:
            return None
        if candidate.boundary == "line" and self._is_above(row, candidate):
            self._outer, self._han = number or 0, 0
            return self._level_1(row, candidate, "ok", parent=True)
        skipped = after is not None and after.number == 3  # then this is the second, its numeral repeated
        if number == 1 and self._han == 1 and self._stands_alone(row - 1) and not skipped:
            self.marks[-1] = replace(self.marks[-1], parent=True)  # 一、主要工作 right above 一、加强领导
            self._outer, self._han = 1, 0
        self._han, status = _place(self._han, number, after)
        return self._level_1(row, candidate, status)

    def _stands_alone(self, row: int) -> bool:
        """Return whether the last mark is a heading of the first level that has `row` to itself."""
        mark = self.marks[-1] if self.marks else None
        if mark is None or mark.row != row or mark.level > 1:
            return False
        heading = self._rows[row].plain[mark.end :].strip(" 。:")
        return bool(heading) and "。" not in heading

    def _is_above(self, row: int, candidate: Candidate) -> bool:
        """Return whether a numeral goes on with the sequence above the open one: 一、(一、二、三、)二、."""
        if not self._outer or candidate.number != self._outer + 1:
            return False
        text = self._rows[row].plain[candidate.end : self._rows[row].last].strip(" 。:")
        return self._han > self._outer or bool(heading_roles(text, self._year))

    def _level_1(self, row: int, candidate: Candidate, status: MarkerStatus, *, parent: bool = False) -> Mark:
        self._paren = 0
        self._close_all()
        return Mark(row, candidate.start, candidate.end, 1, status, parent)

    def _paren_mark(self, row: int, candidate: Candidate, after: _Next | None) -> Mark | None:
        number, boundary, expected = candidate.number, candidate.boundary, self._paren + 1
        goes_on = after is not None and after.number == (number or 1) + 1
        if boundary == "line":
            accepted = expected > 1 or goes_on if number is None else number <= expected + _SKIP_LIMIT or goes_on
        elif number == 1 or boundary == "none":
            accepted = goes_on if number == 1 else number == expected and self._continues(row)
        else:
            accepted = boundary != "comma" and number is not None and expected - 1 <= number <= expected + 1
        if not accepted:
            return None
        self._paren, status = _place(self._paren, number, after)
        self._close_all()
        return Mark(row, candidate.start, candidate.end, 2, status)

    def _continues(self, row: int) -> bool:
        return bool(self.marks) and self.marks[-1].row == row

    def _close_all(self) -> None:
        for run in self._open:
            self._left[run.family] = run.last
        self._open.clear()

    # -- items -----------------------------------------------------------------------------------------------------

    def _item_mark(self, row: int, candidate: Candidate, after: _Next | None) -> Mark | None:
        depth = next((i for i, run in enumerate(self._open) if run.family == candidate.family), None)
        if candidate.weak and not self._in_sequence(candidate, after, None if depth is None else self._open[depth]):
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
        run.last, status = _place(run.last, candidate.number, after)
        run.divided = candidate.boundary != "comma" and run.row == row
        run.row = row
        return Mark(row, candidate.start, candidate.end, min(3 + depth, 4), status)

    def _in_sequence(self, candidate: Candidate, after: _Next | None, run: _Run | None) -> bool:
        """Return whether a numeral whose mark may be of running text (1，) stands where one of a sequence would."""
        if candidate.number is None:
            return run is not None
        last = run.last if run else self._left.get(candidate.family, 0)
        followed = after is not None and after.number == 2 and after.boundary == "line"
        return candidate.number == last + 1 if last else candidate.number == 1 and followed

    def _opens(self, row: int, candidate: Candidate, after: _Next | None) -> bool:
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
        if not self.marks or self.marks[-1].row != row:
            return False
        heading = self._rows[row].plain[self.marks[-1].end : start].rstrip("。;: ")
        return 4 <= len(heading) <= _HEADING_LIMIT and not any(stop in heading for stop in "。;:")

    def _goes_on(self, row: int, candidate: Candidate, after: _Next | None, run: _Run) -> bool:
        """Return whether a candidate belongs to an open sequence of its family."""
        number, boundary = candidate.number, candidate.boundary
        expected = run.last + 1
        if boundary == "comma":
            return number == expected and run.row == row and run.divided
        if boundary == "none":
            apart = not self.marks or candidate.start - self.marks[-1].end >= _APART
            return number == expected and run.row == row and run.family in _CONNECTED and apart
        if number is None or number == expected:
            return True
        goes_on = after is not None and after.row <= row + 1 and after.number == number + 1
        if number == 1 and boundary != "line":
            return goes_on and after is not None and after.boundary != "comma"
        if boundary == "line":
            return number <= expected + _SKIP_LIMIT or goes_on
        return run.family != "dot" and number <= expected + _SKIP_LIMIT

    # -- rows that begin with no marker ----------------------------------------------------------------------------

    def _without_marker(self, row: int) -> bool:
        """Note a heading without a marker at the head of `row`; return True, so that it is asked once."""
        found = self._subhead(row) or self._lost_item(row) or self._heading_line(row)
        if found:
            self.marks.append(found)
        return True

    def _subhead(self, row: int) -> Mark | None:
        if row not in self._subheads:
            return None
        self._close_all()
        start = self._rows[row].first
        return Mark(row, start, start, 1, "none", below=self._subheads[row])

    def _lost_item(self, row: int) -> Mark | None:
        """Return an item or （n） heading that opens the row and whose marker is lost, shown by the numerals around."""
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
        if self._paren and self._gap("paren", row, self._paren) and item_end(text, telling=True) is not None:
            self._paren += 1
            self._close_all()
            return Mark(row, text.first, text.first, 2, "marker_lost")
        return None

    def _gap(self, family: Family, row: int, last: int) -> bool:
        """Return whether exactly one numeral is missing before the next row of `family`, in the same part."""
        head = self._ahead.head(family, row)
        if head is None or head[1] != last + 2:
            return False
        higher = self._ahead.head("han", row) if family == "paren" else None
        return higher is None or higher[0] > head[0]

    def _heading_line(self, row: int) -> Mark | None:
        """Return a heading without a marker that has the row to itself."""
        rows, numbered = self._rows, self._ahead.numbered
        marked = bool(self.marks) and self.marks[-1].row == row - 1
        before = rows[row - 1] if row and not marked else None
        after = rows[row + 1] if row + 1 < len(rows) else None
        in_gap = bool(self._paren) and self._gap("paren", row, self._paren)
        lone = numbered and not in_gap and not (self._han and self._gap("han", row, self._han))
        if not is_heading_line(rows[row], before, after, numbered=lone, year=self._year):
            return None
        start = rows[row].first
        self._close_all()
        if in_gap:
            self._paren += 1
            return Mark(row, start, start, 2, "marker_lost")
        self._paren = 0
        head = self._ahead.head("han", row)
        if head is not None and head[1] == 1:
            self._han = 0
            return Mark(row, start, start, 1, "none", parent=True)
        if self._han and (head is None or head[1] != self._han + 1):
            self._han += 1
            return Mark(row, start, start, 1, "marker_lost")
        return Mark(row, start, start, 1, "none")


def _place(last: int, number: int | None, after: _Next | None) -> tuple[int, MarkerStatus]:
    """Return the place in a sequence of the marker after place `last`, and what is the matter with its numeral."""
    expected = last + 1
    if number is None:
        return expected, "numeral_lost"
    if number >= expected:
        return number, "ok"
    if number == 1 and not (last == 1 and after is not None and after.number == 3):
        return 1, "ok"
    return expected, "duplicate"
