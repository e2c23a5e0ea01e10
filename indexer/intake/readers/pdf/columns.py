"""Two columns of text, as gazettes are set: the left one is read before the right one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from indexer.intake.readers.pdf.printed import Run

_GUTTER: Final = 1.2  # em between two columns
_LINES: Final = 8  # that have the gutter, at least: fewer are labels side by side
_FULL: Final = 0.8  # of a column's width that most of its lines fill
_MIDDLE: Final = (0.4, 0.6)  # of the width of what is printed, between which the gutter lies


def stretches(lines: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """Return the runs of the lines of a page in the order of reading, a stretch for each column.

    The right column is moved under the left one, so that both have one frame. A page of one column is one stretch.
    """
    runs = [run for line in lines for run in line if run.text.strip()]
    gutter = _gutter(lines, runs)
    if gutter is None:
        return [[run for line in lines for run in line]]
    found: list[list[Run]] = []
    sides: tuple[list[Run], list[Run]] = ([], [])
    shift = _left(runs, gutter, right=True) - _left(runs, gutter, right=False)
    for line in lines:
        if any(run.left < gutter < run.right for run in line) or not line:
            found += [*filter(None, sides), list(line)]
            sides = ([], [])
            continue
        for run in line:
            if run.left > gutter:
                sides[1].append(replace(run, left=run.left - shift, right=run.right - shift))
            else:
                sides[0].append(run)
    return [*found, *filter(None, sides)]


def _gutter(lines: Sequence[Sequence[Run]], runs: Sequence[Run]) -> float | None:
    """Return the middle of the blank strip between two columns; None where text runs through or stands beside it."""
    if len(lines) < _LINES or not runs:
        return None
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    low, high = (left + share * (right - left) for share in _MIDDLE)
    gaps = [gap for line in lines for gap in _gaps(line) if low <= (gap[0] + gap[1]) / 2 <= high]
    if len(gaps) < _LINES:
        return None
    gutter = median((start + end) / 2 for start, end in gaps)
    parted = [gap for gap in gaps if gap[0] < gutter < gap[1]]
    full = [gap for gap in parted if gap[0] - left >= _FULL * (gutter - left)]
    through = sum(any(run.left < gutter < run.right for run in line) for line in lines)
    return gutter if len(parted) >= max(_LINES, 2 * through) and len(full) >= len(parted) / 2 else None


def _gaps(line: Sequence[Run]) -> list[tuple[float, float]]:
    """Return the wide gaps in a line, from and to."""
    inked = sorted((run for run in line if run.text.strip()), key=lambda run: run.left)
    return [(a.right, b.left) for a, b in pairwise(inked) if b.left - a.right >= _GUTTER * max(a.size, b.size)]


def _left(runs: Sequence[Run], gutter: float, *, right: bool) -> float:
    return min((run.left for run in runs if (run.left > gutter) == right), default=0.0)
