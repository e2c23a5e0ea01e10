"""From the runs of glyphs on a page to its lines, in the order they are read.

A line is what stands on one baseline. Cells between ruled lines make the rows of a table; two columns of text are read
one after the other. What is written askew (a watermark, a stamp) is left out; what is drawn twice (bold) counts once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from indexer.intake.readers.pdf.columns import stretches
from indexer.intake.readers.pdf.printed import APART, PrintedLine, Rule, Run
from indexer.intake.readers.pdf.radicals import unify
from indexer.intake.readers.pdf.ruled import Table, find_tables
from indexer.intake.readers.wrapping import is_wide, joined

_SAME_LINE: Final = 0.4  # of the greater size: how far two baselines of a line may be apart (superscripts)
_DRAWN_TWICE: Final = 0.3  # of the size: how far a second drawing of the same glyphs may be off
_WORD_GAP: Final = 0.18  # em between the words of an alphabet
_GAP: Final = 0.9  # em from which a gap between ideographs was meant
_MIXED_GAP: Final = 0.6
_FAR: Final = 1.5  # em from which two parts of a line stand apart
_SPACED: Final = 0.7  # of the places between ideographs that have a blank: the line is spaced out


def page_lines(runs: Sequence[Run], rules: Sequence[Rule], page: int) -> list[PrintedLine]:
    """Return the lines of one page from top to bottom."""
    level, others = _by_angle(runs)
    tables, rest = find_tables(_drawn_once(level), rules)
    lines = [line for stretch in stretches(_baselines(rest)) for line in _lines(stretch, page)]
    for table in tables:
        lines = _with_table(lines, table, page)
    for turned in others:
        lines += _lines(_drawn_once(turned), page)
    return [replace(line, text=text) for line in lines if (text := unify(line.text).strip())]


def _by_angle(runs: Sequence[Run]) -> tuple[list[Run], list[list[Run]]]:
    """Return the runs in the main direction of reading, and those in others that go with the page's edges."""
    turned: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        quarter = round(run.angle / 90)
        if abs(run.angle - 90 * quarter) <= 1:
            turned[quarter % 4].append(_turn(run, quarter % 4))
    if not turned:
        return [], []
    main = max(turned, key=lambda quarter: sum(len(run.text) for run in turned[quarter]))
    return turned[main], [group for quarter, group in sorted(turned.items()) if quarter != main]


def _turn(run: Run, quarter: int) -> Run:
    """Return a run as it stands when the page is turned so that the run reads from left to right."""
    if quarter == 0:
        return run
    x, y = {1: (run.baseline, -run.left), 2: (-run.left, -run.baseline), 3: (-run.baseline, run.left)}[quarter]
    return replace(run, left=x, right=x + run.right - run.left, baseline=y, angle=0.0)


def _drawn_once(runs: Iterable[Run]) -> list[Run]:
    """Return the runs without those drawn again on the same spot to look bold or to throw a shadow."""
    kept: list[Run] = []
    near: dict[tuple[str, int, int], list[Run]] = defaultdict(list)
    for run in runs:
        if not run.text.strip():
            kept.append(run)
            continue
        reach = min(_DRAWN_TWICE * run.size, (run.right - run.left) / 2)
        column, row = int(run.left // 8), int(run.baseline // 8)
        again = any(
            abs(other.left - run.left) <= reach and abs(other.baseline - run.baseline) <= reach
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in near[run.text, x, y]
        )
        if not again:
            near[run.text, column, row].append(run)
            kept.append(run)
    return kept


# -- lines -----------------------------------------------------------------------------------------------------------


def _lines(runs: Sequence[Run], page: int) -> list[PrintedLine]:
    """Return the lines that runs make, from top to bottom, with parts that stand far apart still in one."""
    return [_line(group, page) for group in _baselines(runs) if any(run.text.strip() for run in group)]


def _baselines(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the runs grouped by the lines they stand on."""
    groups: list[list[Run]] = []
    base = size = 0.0
    for run in sorted(runs, key=lambda run: -run.baseline):
        if groups and base - run.baseline <= _SAME_LINE * max(size, run.size):
            groups[-1].append(run)
            if run.size > size:
                base, size = run.baseline, run.size
        else:
            groups.append([run])
            base, size = run.baseline, run.size
    return groups


def _line(group: Sequence[Run], page: int) -> PrintedLine:
    inked = [run for run in group if run.text.strip()]
    sizes: Counter[float] = Counter()
    for run in inked:
        sizes[round(run.size, 1)] += len(run.text.strip())
    size = sizes.most_common(1)[0][0]
    main = next(run for run in inked if round(run.size, 1) == size)
    return PrintedLine(
        text=spell(group),
        left=min(run.left for run in inked),
        right=max(run.right for run in inked),
        baseline=main.baseline,
        size=max(size, 0.1),
        page=page,
        marginal=all(run.marginal for run in inked),
    )


def spell(group: Sequence[Run]) -> str:
    """Return the text of the runs on one line, with blanks where they stand apart."""
    parts: list[str] = []
    last: Run | None = None
    for run in sorted(group, key=lambda run: run.left):
        if last is not None and not parts[-1][-1:].isspace() and not run.text[:1].isspace():
            parts.append(_between(last, run))
        parts.append(run.text)
        if run.text.strip() or last is None:
            last = run
    return _without_spacing("".join(parts).strip())


def _between(last: Run, run: Run) -> str:
    gap = (run.left - last.right) / max(min(last.size, run.size), 0.1)
    if gap >= _FAR:
        return APART
    wide = is_wide(last.text[-1:]), is_wide(run.text[:1])
    least = _GAP if all(wide) else _MIXED_GAP if any(wide) else _WORD_GAP
    return " " if gap >= least else ""


def _without_spacing(text: str) -> str:
    """Return a line without the blanks that space its characters out: 行 政 复 议 决 定."""
    plain = "".join(text.split(" "))
    places = sum(is_wide(a) and is_wide(b) for a, b in pairwise(plain))
    if places < 6:
        return text
    single = [i for i in range(1, len(text) - 1) if text[i] == " " and is_wide(text[i - 1]) and is_wide(text[i + 1])]
    if len(single) < _SPACED * places:
        return text
    spaced = set(single)
    return "".join(character for i, character in enumerate(text) if i not in spaced)


# -- tables -------------------------------------------------------------------------------------------------------


def _with_table(lines: list[PrintedLine], table: Table, page: int) -> list[PrintedLine]:
    """Return the lines with those of a table where it stands."""
    inside: list[PrintedLine] = []
    for row in table.rows:
        cells = [_lines(cell, page) for cell in row.cells]
        inked = [line for cell in cells for line in cell]
        if not inked:
            continue
        if row.is_layout:
            inside += inked
            continue
        texts = [joined(line.text for line in cell).strip() for cell in cells]
        while len(texts) > 2 and not texts[-1] and not texts[-2]:
            texts.pop()
        inside.append(
            PrintedLine(
                text="| " + " | ".join(texts) + " |",
                left=table.left,
                right=table.right,
                baseline=inked[0].baseline,
                size=inked[0].size,
                page=page,
                row=True,
            )
        )
    at = next((i for i, line in enumerate(lines) if line.baseline < table.bottom), len(lines))
    return lines[:at] + inside + lines[at:]
