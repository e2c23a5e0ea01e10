"""Decide which candidates are markers, from the sequence of their numerals; mark what is lost or repeated.

Numerals get lost, repeated and skipped in real pages, full stops before them as well, and running text has numerals of
its own. What decides is whether a candidate goes on with a sequence that is open, and what comes after it.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from indexer.contract import MarkerStatus
from indexer.intake.markdown import BOLD_LINE
from indexer.outline.ahead import Ahead, Next
from indexer.outline.families import settled
from indexer.outline.items import Items
from indexer.outline.markers import Candidate, Family, candidates
from indexer.outline.marks import Mark, place
from indexer.outline.roles import heading_roles
from indexer.outline.rows import Row
from indexer.outline.unnumbered import is_heading_line, item_end, subheads

_SKIP_LIMIT: Final = 3  # numerals that may be skipped at the head of a line
_FIRST_LIMIT: Final = 20  # numeral of the first heading, where those before it are lost
_MARKED_LIMIT: Final = 60  # characters of a heading that Markdown marks
_LIMIT: Final = 10_000  # candidates in a report; what comes after them is prose


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
        self._found = settled(_within_limit(rows))
        self._ahead = Ahead(self._found)
        begins = [in_row[0].family if in_row and in_row[0].boundary == "line" else None for in_row in self._found]
        self._subheads = subheads(rows, begins, year)
        self._depths = sorted({row.depth for row in rows if row.depth})  # eight at most
        self._han = 0
        self._outer = 0  # numeral of the heading that stands above the first level's own sequence, if one does
        self._paren = 0
        self._items = Items(rows, self._ahead, self.marks)

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
            return self._level_1(row, candidate, "ok", above=2 if self._ahead.divided else 1)
        if candidate.family == "section":
            self._han = self._outer = 0
            return self._level_1(row, candidate, "ok", above=1)
        if candidate.family == "han":
            return self._han_mark(row, candidate, after)
        if candidate.family == "paren":
            return self._paren_mark(row, candidate, after)
        return self._items.mark(row, candidate, after)

    # -- level 1 and 2 ---------------------------------------------------------------------------------------------

    def _han_mark(self, row: int, candidate: Candidate, after: Next | None) -> Mark | None:
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
            return self._level_1(row, candidate, "ok", above=1)
        skipped = after is not None and after.number == 3  # then this is the second, its numeral repeated
        if number == 1 and self._han == 1 and self._stands_alone(row - 1) and not skipped:
            self.marks[-1] = replace(self.marks[-1], above=1)  # 一、主要工作 right above 一、加强领导
            self._outer, self._han = 1, 0
        self._han, status = place(self._han, number, after)
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

    def _level_1(self, row: int, candidate: Candidate, status: MarkerStatus, *, above: int = 0) -> Mark:
        self._paren = 0
        self._items.close_all()
        return Mark(row, candidate.start, candidate.end, 1, status, above)

    def _paren_mark(self, row: int, candidate: Candidate, after: Next | None) -> Mark | None:
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
        self._paren, status = place(self._paren, number, after)
        self._items.close_all()
        return Mark(row, candidate.start, candidate.end, 2, status)

    def _continues(self, row: int) -> bool:
        return bool(self.marks) and self.marks[-1].row == row

    # -- rows that begin with no marker ----------------------------------------------------------------------------

    def _without_marker(self, row: int) -> bool:
        """Note a heading without a marker at the head of `row`; return True, so that it is asked once."""
        found = (
            self._marked_up(row)
            or self._subhead(row)
            or self._items.lost(row)
            or self._lost_heading(row)
            or self._heading_line(row)
        )
        if found:
            self.marks.append(found)
        return True

    def _marked_up(self, row: int) -> Mark | None:
        """Return a heading that only Markdown marks; its level is that of its depth among those of the report."""
        text = self._rows[row]
        if not text.depth or text.is_table or text.last - text.first > _MARKED_LIMIT or row + 1 == len(self._rows):
            return None
        if text.depth == BOLD_LINE and "。" in text.plain[: text.last - 1]:
            return None
        level = min(1 + self._depths.index(text.depth), 4)
        self._items.close_all()
        self._paren = 0 if level == 1 else self._paren
        return Mark(row, text.first, text.first, level, "none")

    def _subhead(self, row: int) -> Mark | None:
        if row not in self._subheads:
            return None
        self._items.close_all()
        start = self._rows[row].first
        return Mark(row, start, start, 1, "none", below=self._subheads[row])

    def _lost_heading(self, row: int) -> Mark | None:
        """Return a （n） heading that opens the row and whose marker is lost, shown by the numerals around."""
        text = self._rows[row]
        if not self._paren or not self._gap("paren", row, self._paren) or item_end(text, telling=True) is None:
            return None
        self._paren += 1
        self._items.close_all()
        return Mark(row, text.first, text.first, 2, "marker_lost")

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
        self._items.close_all()
        if in_gap:
            self._paren += 1
            return Mark(row, start, start, 2, "marker_lost")
        self._paren = 0
        head = self._ahead.head("han", row)
        if head is not None and head[1] == 1:
            self._han = 0
            return Mark(row, start, start, 1, "none", above=1)
        if self._han and (head is None or head[1] != self._han + 1):
            self._han += 1
            return Mark(row, start, start, 1, "marker_lost")
        return Mark(row, start, start, 1, "none")
