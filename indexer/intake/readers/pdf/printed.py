"""What stands on a printed page: runs of glyphs, ruled lines, and the lines of text they make.

Coordinates are in points, x to the right and y upwards, the page as it is held when read.
"""

from dataclasses import dataclass
from typing import Final

APART: Final = "    "  # between parts of a line that stand far apart


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs drawn at one go. `left` and `right` leave blanks at the ends of `text` out.

    `angle` is the direction of reading in degrees, counter-clockwise; `marginal` is what the file itself marks as the
    page's furniture (a head, a foot, a page number).
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    angle: float = 0.0
    marginal: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line, or the edge of a box: horizontal or vertical, from the lower left to the upper right."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text on a page, or a row of a table (`row`), already written between bars."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    page: int
    row: bool = False
    marginal: bool = False
