"""What comes later in a report than the candidate for a marker one is at."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.outline.markers import Candidate, Family


@dataclass(frozen=True, slots=True)
class Next:
    """The candidate of the same family that follows, wherever it stands."""

    row: int
    number: int | None
    boundary: str


class Ahead:
    """What comes later in the text: the next candidate of a family, the next row that begins with one."""

    def __init__(self, found: Sequence[Sequence[Candidate]]) -> None:
        self._next: dict[tuple[int, int], Next] = {}
        self._heads: dict[Family, list[int]] = defaultdict(list)
        self._found = found
        latest: dict[Family, Next] = {}
        for row in range(len(found) - 1, -1, -1):
            for candidate in reversed(found[row]):
                if candidate.family in latest:
                    self._next[row, candidate.start] = latest[candidate.family]
                latest[candidate.family] = Next(row, candidate.number, candidate.boundary)
        for row, in_row in enumerate(found):
            if in_row and in_row[0].boundary == "line":
                self._heads[in_row[0].family].append(row)

    def next(self, row: int, candidate: Candidate) -> Next | None:
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

    @property
    def divided(self) -> bool:
        """Whether chapters are divided into sections: 第一章 above 第一节."""
        return bool(self._heads["section"])
