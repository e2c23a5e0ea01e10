"""What a marker of a heading is once it is known to be one, and its place in its sequence."""

from dataclasses import dataclass

from indexer.contract import MarkerStatus
from indexer.outline.ahead import Next


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker at `start`..`end` of row `row` (its index), empty where there is none or it is lost.

    `level` is by form. `above` counts the kinds of headings of its own level that a heading stands above: 第一部分, or
    工作情况 followed by 一、; one without a marker may stand `below` a numbered one of that level.
    """

    row: int
    start: int
    end: int
    level: int
    status: MarkerStatus
    above: int = 0
    below: int = 0

    @property
    def rank(self) -> int:
        """How far down a heading stands: as its level says, or between two levels if it has no marker."""
        return 2 - self.above if self.above else 2 * self.below + 1 if self.below else 2 * self.level


def place(last: int, number: int | None, after: Next | None) -> tuple[int, MarkerStatus]:
    """Return the place in a sequence of the marker after place `last`, and what is the matter with its numeral."""
    expected = last + 1
    if number is None:
        return expected, "numeral_lost"
    if number >= expected:
        return number, "ok"
    if number == 1 and not (last == 1 and after is not None and after.number == 3):
        return 1, "ok"
    return expected, "duplicate"
