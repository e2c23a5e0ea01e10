"""What is known of each paragraph and report, as columns: NumPy files that are mapped into memory, not read.

Paragraph and report numbers count from 0 in canonical order; the paragraphs of a report stand together.
"""

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.contract import BODIES, KINDS, SECTIONS, Place, Report
from indexer.engines.ranking import FIELDS

Ids: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]
SECTION_IDS: Final = tuple(SECTIONS)
BODY_IDS: Final = tuple(BODIES)
KIND_IDS: Final = tuple(KINDS)
UNKNOWN_YEAR: Final = -1
_PLACES: Final = "places.json"


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns. Of paragraphs where not said otherwise."""

    report: NDArray[np.int32]  # number
    section: NDArray[np.int8]  # position in SECTION_IDS
    newest: NDArray[np.int32]  # place in the order of sort "new"
    oldest: NDArray[np.int32]
    placed: NDArray[np.int32]
    lengths: NDArray[np.int32]  # one row for each of FIELDS
    report_place: NDArray[np.int32]  # of reports: position in the sorted places
    report_year: NDArray[np.int16]  # of reports; UNKNOWN_YEAR
    report_body: NDArray[np.int8]  # of reports: position in BODY_IDS
    report_kind: NDArray[np.int8]  # of reports: position in KIND_IDS


class ColumnsWriter:
    """Collects columns as reports and paragraphs come, and writes them all at the end."""

    def __init__(self) -> None:
        self._reports: list[Report] = []
        self._report = array("i")
        self._section = array("b")
        self._lengths = [array("i") for _ in FIELDS]

    def add_report(self, report: Report) -> None:
        """Begin the next report."""
        self._reports.append(report)

    def add_paragraph(self, section: str, counts: Sequence[int]) -> None:
        """Add the next paragraph of the report begun last; `counts` are the lengths of its FIELDS."""
        self._report.append(len(self._reports) - 1)
        self._section.append(SECTION_IDS.index(section))
        for lengths, count in zip(self._lengths, counts, strict=True):
            lengths.append(count)

    def finish(self, folder: Path) -> None:
        """Write the columns into `folder`."""
        places: dict[str, tuple[Place, ...]] = {}
        for known in self._reports:
            places.setdefault(known.place, known.jurisdiction)
        names = sorted(places)
        position = {name: i for i, name in enumerate(names)}
        report = np.array(self._report, np.int32)
        columns = Columns(
            report=report,
            section=np.array(self._section, np.int8),
            newest=_positions(report, [_newest(known) for known in self._reports]),
            oldest=_positions(report, [_oldest(known) for known in self._reports]),
            placed=_positions(report, [(known.place, *_newest(known)[:2]) for known in self._reports]),
            lengths=np.array(self._lengths, np.int32),
            report_place=np.array([position[known.place] for known in self._reports], np.int32),
            report_year=np.array(
                [UNKNOWN_YEAR if known.year is None else known.year for known in self._reports], np.int16
            ),
            report_body=np.array([BODY_IDS.index(known.body) for known in self._reports], np.int8),
            report_kind=np.array([KIND_IDS.index(known.kind) for known in self._reports], np.int8),
        )
        for column in fields(columns):
            np.save(folder / f"{column.name}.npy", getattr(columns, column.name), allow_pickle=False)
        paths = {name: [[p.level, p.name, p.code] for p in places[name]] for name in names}
        (folder / _PLACES).write_text(json.dumps(paths, ensure_ascii=False), encoding="utf-8")


def _newest(report: Report) -> tuple[bool, int, bool, int]:
    year, published = report.year, report.publication_date
    return (year is None, -(year or 0), published is None, -published.toordinal() if published else 0)


def _oldest(report: Report) -> tuple[bool, int, bool, int]:
    year, published = report.year, report.publication_date
    return (year is None, year or 0, published is None, published.toordinal() if published else 0)


def _positions(report: Ids, keys: Sequence[tuple[Any, ...]]) -> NDArray[np.int32]:
    """Return for each paragraph its position when the reports are sorted by `keys`."""
    order = sorted(range(len(keys)), key=lambda number: (keys[number], number))
    sizes = np.bincount(report, minlength=len(keys))
    starts = np.zeros(len(keys), np.int64)
    starts[order] = [0, *accumulate(int(sizes[number]) for number in order[:-1])]
    first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return (starts[report] + np.arange(len(report)) - first[report]).astype(np.int32)


def open_columns(folder: Path) -> Columns:
    """Map the columns in `folder` into memory."""
    return Columns(
        **{
            column.name: np.load(folder / f"{column.name}.npy", mmap_mode="r", allow_pickle=False)
            for column in fields(Columns)
        }
    )


def open_places(folder: Path) -> dict[str, tuple[Place, ...]]:
    """Return every Report.place, sorted, with the path of names to it."""
    paths: dict[str, list[tuple[Any, str, str | None]]] = json.loads((folder / _PLACES).read_text(encoding="utf-8"))
    return {name: tuple(Place(*step) for step in path) for name, path in paths.items()}
