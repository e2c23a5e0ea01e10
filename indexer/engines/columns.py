"""What is known of each paragraph and report, as columns: arrays in one file that is mapped into memory, not read.

Paragraph and report numbers count from 0 in canonical order; the paragraphs of a report stand together. A slot is a
section of a report that has a paragraph: what all filters and facets are about, so that hits are counted by slot once
and everything else follows from these few counts.
"""

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.contract import BODIES, KINDS, SECTIONS, Place, Report
from indexer.engines.arrays import ArraysWriter, open_arrays

Ids: TypeAlias = NDArray[np.intp]
Mask: TypeAlias = NDArray[np.bool_]
SECTION_IDS: Final = tuple(SECTIONS)
BODY_IDS: Final = tuple(BODIES)
KIND_IDS: Final = tuple(KINDS)
UNKNOWN_YEAR: Final = -1
FILE: Final = "columns.arrays"
_PLACES: Final = "places.json"


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns."""

    slot: NDArray[np.uint32]  # of paragraphs; slots are numbered by report, then section
    newest: NDArray[np.uint32]  # of paragraphs: place in the order of sort "new"
    oldest: NDArray[np.uint32]
    placed: NDArray[np.uint32]
    slot_report: NDArray[np.uint32]  # of slots: number
    slot_section: NDArray[np.uint8]  # of slots: position in SECTION_IDS
    report_place: NDArray[np.uint32]  # of reports: position in the sorted places
    report_year: NDArray[np.int16]  # of reports; UNKNOWN_YEAR
    report_body: NDArray[np.uint8]  # of reports: position in BODY_IDS
    report_kind: NDArray[np.uint8]  # of reports: position in KIND_IDS

    def report(self, ids: Ids) -> NDArray[np.uint32]:
        """Return the numbers of the reports that paragraphs are of."""
        return self.slot_report[self.slot[ids]]

    def check(self, places: int) -> None:
        """Raise ValueError where a number points at nothing: who counts by it makes room for as many as it says."""
        ends = (
            (self.slot, len(self.slot_report)),
            (self.slot_report, len(self.report_place)),
            (self.slot_section, len(SECTION_IDS)),
            (self.report_place, places),
            (self.report_body, len(BODY_IDS)),
            (self.report_kind, len(KIND_IDS)),
        )
        if any(int(numbers.max(initial=0)) >= end for numbers, end in ends):
            raise ValueError("a column points at nothing")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the columns need of a report."""

    place: str
    year: int | None
    published: int | None  # a day, counted from long ago
    body: int
    kind: int
    paragraphs: int


class ColumnsWriter:
    """Collects columns as reports come, and writes them all at the end."""

    def __init__(self) -> None:
        self._reports: list[_Known] = []
        self._places: dict[str, tuple[Place, ...]] = {}
        self._sections = array("B")

    def add(self, report: Report, sections: Iterable[str]) -> None:
        """Add the next report and the sections of its paragraphs."""
        before = len(self._sections)
        self._sections.extend(map(SECTION_IDS.index, sections))
        self._places.setdefault(report.place, report.jurisdiction)
        published = report.publication_date.toordinal() if report.publication_date else None
        body, kind = BODY_IDS.index(report.body), KIND_IDS.index(report.kind)
        paragraphs = len(self._sections) - before
        self._reports.append(_Known(report.place, report.year, published, body, kind, paragraphs))

    def finish(self, folder: Path) -> None:
        """Write the columns into `folder`."""
        names = sorted(self._places)
        position = {name: i for i, name in enumerate(names)}
        reports = self._reports
        report = np.repeat(np.arange(len(reports)), [known.paragraphs for known in reports])
        slot, held = _numbered(report * len(SECTION_IDS) + np.frombuffer(self._sections, np.uint8))
        columns = Columns(
            slot=slot,
            newest=_positions(report, [_newest(known) for known in reports]),
            oldest=_positions(report, [_oldest(known) for known in reports]),
            placed=_positions(report, [(known.place, *_newest(known)[:2]) for known in reports]),
            slot_report=(held // len(SECTION_IDS)).astype(np.uint32),
            slot_section=(held % len(SECTION_IDS)).astype(np.uint8),
            report_place=np.array([position[known.place] for known in reports], np.uint32),
            report_year=np.array([UNKNOWN_YEAR if one.year is None else one.year for one in reports], np.int16),
            report_body=np.array([known.body for known in reports], np.uint8),
            report_kind=np.array([known.kind for known in reports], np.uint8),
        )
        with ArraysWriter(folder / FILE) as arrays:
            for column in fields(columns):
                arrays.add(column.name, getattr(columns, column.name))
        paths = {name: [[p.level, p.name, p.code] for p in self._places[name]] for name in names}
        (folder / _PLACES).write_text(json.dumps(paths, ensure_ascii=False), encoding="utf-8")


def _numbered(keys: Ids) -> tuple[NDArray[np.uint32], Ids]:
    """Return `keys` as places among their sorted distinct values, and these."""
    held = np.bincount(keys) > 0
    return (np.cumsum(held, dtype=np.uint32) - np.uint32(1))[keys], np.flatnonzero(held)


def _newest(report: _Known) -> tuple[bool, int, bool, int]:
    return (report.year is None, -(report.year or 0), report.published is None, -(report.published or 0))


def _oldest(report: _Known) -> tuple[bool, int, bool, int]:
    return (report.year is None, report.year or 0, report.published is None, report.published or 0)


def _positions(report: Ids, keys: Sequence[tuple[Any, ...]]) -> NDArray[np.uint32]:
    """Return for each paragraph its position when the reports are sorted by `keys`."""
    order = sorted(range(len(keys)), key=lambda number: (keys[number], number))
    sizes = np.bincount(report, minlength=len(keys))
    starts = np.zeros(len(keys), np.int64)
    starts[order] = [0, *accumulate(int(sizes[number]) for number in order[:-1])]
    first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return (starts[report] + np.arange(len(report)) - first[report]).astype(np.uint32)


def open_columns(folder: Path) -> Columns:
    """Map the columns in `folder` into memory."""
    arrays = open_arrays(folder / FILE)
    return Columns(**{column.name: arrays[column.name] for column in fields(Columns)})


def open_places(folder: Path) -> dict[str, tuple[Place, ...]]:
    """Return every Report.place, sorted, with the path of names to it."""
    paths: dict[str, list[tuple[Any, str, str | None]]] = json.loads((folder / _PLACES).read_text(encoding="utf-8"))
    return {name: tuple(Place(*step) for step in path) for name, path in paths.items()}
