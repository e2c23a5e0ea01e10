"""Which reports there are of which place and year: tables in which what is missing can be seen.

The tables are of reports of law alone: a work report of the government would fill a gap that it is no report for.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from indexer.contract import KINDS, UNKNOWN, Kind, Place
from webapp.search.holdings import Brief
from webapp.search.labels import own_label

Path = tuple[Place, ...]

MOST_ROWS: Final = 300  # more places than that are counted by province instead
OTHER_KINDS: Final[dict[Kind, str]] = {kind: KINDS[kind] for kind in get_args(Kind) if kind != "law"}
_PROVINCE_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One place and its reports year by year, in the order of the table's columns."""

    value: str
    label: str
    above: str  # the names between the group's and this one
    cells: tuple[tuple[Brief, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one province."""

    value: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """Places by years. `years` has no gaps; the last is None, year unknown, where there is such a report."""

    years: tuple[int | None, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class OtherKind:
    """How many reports of a kind that is not law there are."""

    value: Kind
    label: str
    reports: int


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place: its names from the province down, what is right below it, and its reports: of law, and others."""

    code: str
    path: Path
    children: tuple[tuple[str, str], ...]  # (code, name)
    table: CoverageTable
    reports: int
    others: tuple[OtherKind, ...]

    @property
    def is_own(self) -> bool:
        """Whether only the reports of the province or city itself are meant, not those of what is in it."""
        last = self.path[-1]
        return last.code == self.code and prefix(last) != self.code

    @property
    def label(self) -> str:
        names = "".join(place.name for place in self.path)
        return f"{names}（{own_label(self.path[-1])}）" if self.is_own else names


def coverage(reports: Iterable[Brief], paths: Mapping[str, Path]) -> CoverageTable:
    """Return the table of all places, or of all provinces where there are too many places."""
    held = _of_law(reports)
    crowded = len({report.place for report in held}) > MOST_ROWS
    return _table(held, paths, _province if crowded else str)


def place(code: str, reports: Iterable[Brief], paths: Mapping[str, Path]) -> PlaceView | None:
    """Return what the index holds of a place, by a code that may be a prefix; None if that is no place in it."""
    path = next((found for value in sorted(paths) if (found := _path_to(code, value, paths[value]))), None)
    if path is None:
        return None
    everything = list(reports)
    here = [report for report in everything if report.place.startswith(code)]
    held = _of_law(here)
    children: dict[str, str] = {}
    for value, full in sorted(paths.items()):
        if value.startswith(code) and len(full) > len(path):
            child = full[len(path)]
            children.setdefault(value if child.code is None else prefix(child), child.name)
    return PlaceView(
        code, path, tuple(children.items()), _table(held, paths, str, _of_law(everything)), len(held), others(here)
    )


def others(reports: Iterable[Brief]) -> tuple[OtherKind, ...]:
    """Return the kinds of report but law that there are, with their counts."""
    counts = Counter(report.kind for report in reports)
    return tuple(OtherKind(kind, label, counts[kind]) for kind, label in OTHER_KINDS.items() if counts[kind])


def _of_law(reports: Iterable[Brief]) -> list[Brief]:
    return [report for report in reports if report.kind == "law"]


def _path_to(code: str, value: str, full: Path) -> Path | None:
    """Return the part of `full` that leads to the place named `code`, if it is on the way to `value`."""
    if value == code:
        return full
    for depth, step in enumerate(full, 1):
        if step.code is not None and code in (step.code, step.code.removesuffix("00").removesuffix("00")):
            return full[:depth]
    return None


def prefix(step: Place) -> str:
    """Return the code of a place, cut so that it stands for all that is in it. Raises ValueError if it has none."""
    if step.code is None:
        raise ValueError(step.name)
    digits = {"province": 2, "prefecture": 4}.get(step.level, 6)
    return step.code[:digits]


def _province(value: str) -> str:
    return value if value == UNKNOWN else value[:_PROVINCE_DIGITS]


def _table(
    reports: list[Brief],
    paths: Mapping[str, Path],
    row_of: Callable[[str], str],
    all_reports: list[Brief] | None = None,
) -> CoverageTable:
    """Lay `reports` out over the years of all reports, so that a gap at either end can be seen too."""
    known = [report.year for report in all_reports or reports if report.year is not None]
    years: tuple[int | None, ...] = tuple(range(min(known), max(known) + 1)) if known else ()
    if any(report.year is None for report in reports):
        years = (*years, None)
    cells: defaultdict[str, defaultdict[int | None, list[Brief]]] = defaultdict(lambda: defaultdict(list))
    for report in reports:
        cells[row_of(report.place)][report.year].append(report)
    names = _group_labels(paths)
    groups: dict[str, list[Row]] = {}
    for value in sorted(cells, key=lambda value: (value == UNKNOWN, value)):
        row = _row(value, paths, names, tuple(tuple(cells[value][year]) for year in years))
        groups.setdefault(_province(value), []).append(row)
    return CoverageTable(years, tuple(Group(value, names[value], tuple(rows)) for value, rows in groups.items()))


def _row(value: str, paths: Mapping[str, Path], groups: Mapping[str, str], cells: tuple[tuple[Brief, ...], ...]) -> Row:
    names = [step.name for step in paths.get(value, ())]
    if not names:
        return Row(value, groups[_province(value)], "", cells)
    return Row(value, names[-1], "".join(names[1:-1]), cells)


def _group_labels(paths: Mapping[str, Path]) -> Mapping[str, str]:
    """Return the name of each province, and what to call reports whose place is not known."""
    labels: defaultdict[str, str] = defaultdict(lambda: "地区不详")
    for value, path in paths.items():
        if path:
            labels.setdefault(_province(value), path[0].name)
    return labels
