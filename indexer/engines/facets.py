"""Filters and counts: hits are counted by slot once, and totals and all facets follow from these counts, exactly."""

from bisect import bisect_left, bisect_right
from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.contract import UNKNOWN, Count, FacetCounts, Filters
from indexer.engines.columns import BODY_IDS, KIND_IDS, SECTION_IDS, UNKNOWN_YEAR, Columns, Mask

Numbers = NDArray[np.intp]

_FIRST: Final = np.zeros(1, np.intp)
_FEW: Final = 8  # times as many slots are counted by sorting sooner than by counting all


@dataclass(frozen=True, slots=True)
class Tally:
    """How many paragraphs each slot has of something; `slots` rise, and `reports` are those that they are of."""

    slots: Numbers
    reports: Numbers
    paragraphs: Numbers

    def by_report(self) -> tuple[Numbers, Numbers]:
        """Return the reports, rising, and how many paragraphs each has."""
        if not len(self.reports):
            return self.reports, self.paragraphs
        starts = np.concatenate((_FIRST, np.flatnonzero(self.reports[1:] != self.reports[:-1]) + 1))
        return self.reports[starts], np.add.reduceat(self.paragraphs, starts)

    def where(self, mask: Mask | None) -> "Tally":
        """Return what of it is in the slots that `mask`, as long as they are many, lets through."""
        if mask is None:
            return self
        kept = mask.nonzero()[0]
        return Tally(self.slots[kept], self.reports[kept], self.paragraphs[kept])


@dataclass(frozen=True, slots=True)
class Passing:
    """Which reports, and which sections, pass each of the filters; None where there is no such filter."""

    places: Mask | None
    years: Mask | None
    sections: Mask | None
    bodies: Mask | None
    kinds: Mask | None

    def __bool__(self) -> bool:
        """Tell whether there is any filter."""
        return any(getattr(self, facet) is not None for facet in self.__slots__)

    def masks(self, reports: Numbers, sections: Numbers) -> dict[str, Mask]:
        """Return by facet which of so many slots, of these reports and sections, pass its filter, where it has one."""
        passing = {facet: getattr(self, facet) for facet in self.__slots__}
        return {
            facet: mask[sections if facet == "sections" else reports]
            for facet, mask in passing.items()
            if mask is not None
        }


def _all(masks: Mapping[str, Mask], *, without: str = "") -> Mask | None:
    """Return where all of `masks` hold but that of one facet; None where there are none."""
    some = [mask for facet, mask in masks.items() if facet != without]
    return reduce(np.logical_and, some) if some else None


@dataclass(frozen=True, slots=True)
class Filtered:
    """What matches, what of it passes all filters, and, of facets that filter, what passes all but their own."""

    passed: Tally
    by_report: tuple[Numbers, Numbers]  # of what passed: reports, rising, and how many paragraphs each has
    without: Mapping[str, Tally]


class Facets:
    """Filters and counts the hits of one index."""

    def __init__(self, columns: Columns, places: Sequence[str]) -> None:
        self._places = places
        self._slot_report = columns.slot_report.astype(np.intp)
        self._slot_section = columns.slot_section.astype(np.intp)
        self._year = columns.report_year
        years, report_year = np.unique(columns.report_year, return_inverse=True)  # position in the years held
        year_names = [UNKNOWN if year == UNKNOWN_YEAR else str(year) for year in years.tolist()]
        self._of_report: Mapping[str, tuple[Numbers, Sequence[str]]] = {  # a value's position among the names
            "places": (columns.report_place.astype(np.intp), places),
            "years": (report_year.astype(np.intp), year_names),
            "bodies": (columns.report_body.astype(np.intp), BODY_IDS),
            "kinds": (columns.report_kind.astype(np.intp), KIND_IDS),
        }

    def passing(self, filters: Filters) -> Passing:
        """Return what passes `filters`."""

        def chosen(facet: str, names: Sequence[str]) -> Mask | None:
            values, known = self._of_report[facet]
            return _one_of(known, names)[values] if names else None

        return Passing(
            places=self._in_places(filters.places) if filters.places else None,
            years=self._in_years(filters.years) if filters.years else None,
            sections=_one_of(SECTION_IDS, filters.sections) if filters.sections else None,
            bodies=chosen("bodies", filters.bodies),
            kinds=chosen("kinds", filters.kinds),
        )

    def _in_places(self, prefixes: tuple[str, ...]) -> Mask:
        held = np.zeros(len(self._places), np.bool_)
        for prefix in prefixes:  # what begins with it stands together, as the names are sorted
            first = bisect_left(self._places, prefix)
            held[first : bisect_right(self._places, prefix, key=lambda place: place[: len(prefix)])] = True
        return held[self._of_report["places"][0]]

    def _in_years(self, spans: Sequence[tuple[int, int] | None]) -> Mask:
        found = np.zeros(len(self._year), np.bool_)
        for span in spans:
            if span is None:
                found |= self._year == UNKNOWN_YEAR
            else:
                found |= (self._year >= span[0]) & (self._year <= span[1]) & (self._year != UNKNOWN_YEAR)
        return found

    def passing_slots(self, passing: Passing, slots: Numbers, within: slice) -> Mask | None:
        """Return which of `slots`, in any order and all `within` some, pass all filters; None where all do."""
        if not passing:
            return None
        if len(slots) < within.stop - within.start:
            return _all(passing.masks(self._slot_report[slots], self._slot_section[slots]))
        mask = _all(passing.masks(self._slot_report[within], self._slot_section[within]))
        return None if mask is None else mask[slots - within.start]

    def tally(self, pieces: Sequence[tuple[Numbers, slice]]) -> Tally:
        """Count slots, which are given in pieces, in any order; those of a piece lie within some."""
        size = len(self._slot_report)
        if sum(len(slots) for slots, _ in pieces) * _FEW < size:
            every = np.sort(np.concatenate([np.empty(0, np.intp), *(slots for slots, _ in pieces)]))
            starts = np.concatenate((_FIRST[: len(every)], (every[1:] != every[:-1]).nonzero()[0] + 1))
            return self._tally(every[starts], np.diff(starts, append=len(every)))
        counts = np.zeros(size, np.intp)
        for slots, within in pieces:
            counts[within] += np.bincount(slots - within.start, minlength=within.stop - within.start)
        held = counts.nonzero()[0]
        return self._tally(held, counts[held])

    def _tally(self, slots: Numbers, paragraphs: Numbers) -> Tally:
        return Tally(slots, self._slot_report[slots], paragraphs)

    def everything(self, slots: Numbers) -> Tally:
        """Return the tally of all paragraphs, which are in `slots`."""
        return self.tally([(slots, slice(0, len(self._slot_report)))])

    def filtered(self, tally: Tally, passing: Passing) -> Filtered:
        """Return what of `tally`, which is all that matches, passes the filters."""
        if not passing:
            return Filtered(tally, tally.by_report(), {})
        masks = passing.masks(tally.reports, self._slot_section[tally.slots])
        passed = tally.where(_all(masks))
        without = {facet: tally.where(_all(masks, without=facet)) for facet in masks}
        return Filtered(passed, passed.by_report(), without)

    def counts(self, filtered: Filtered) -> FacetCounts:
        """Count by each facet what matches; a facet's own filter is left out."""

        def grouped(facet: str) -> "Counts":
            values, names = self._of_report[facet]
            own = filtered.without.get(facet)
            reports, paragraphs = filtered.by_report if own is None else own.by_report()
            return Counts(names, values[reports], paragraphs)

        sections = filtered.without.get("sections", filtered.passed)
        return FacetCounts(
            places=grouped("places"),
            years=grouped("years"),
            sections=self._by_section(sections),
            bodies=grouped("bodies"),
            kinds=grouped("kinds"),
        )

    def _by_section(self, tally: Tally) -> "Counts":
        return Counts(SECTION_IDS, self._slot_section[tally.slots], tally.paragraphs)


def _one_of(names: Sequence[str], chosen: Sequence[str]) -> Mask:
    return np.fromiter(map(chosen.__contains__, names), np.bool_, len(names))


def _sums(groups: Numbers, counts: Numbers, size: int) -> Numbers:
    """Return for each group the sum of its `counts`; floats hold these integers exactly."""
    return np.bincount(groups, weights=counts, minlength=size).astype(np.intp)


class Counts(Mapping[str, Count]):
    """Counts by name, without those of nothing; made into objects only when asked for."""

    def __init__(self, names: Sequence[str], values: Numbers, paragraphs: Numbers) -> None:
        """Begin with what each report, or section of one, has: a value, by its place in `names`, and paragraphs."""
        self._names = names
        self._values = values
        self._paragraphs = paragraphs

    def columns(self) -> tuple[Iterator[str], list[int], list[int]]:
        """Return the names that have paragraphs, how many, and in how many reports."""
        reports = np.bincount(self._values)
        held = np.flatnonzero(reports)
        paragraphs = _sums(self._values, self._paragraphs, len(reports))[held]
        return map(self._names.__getitem__, held.tolist()), paragraphs.tolist(), reports[held].tolist()

    @cached_property
    def _counts(self) -> dict[str, Count]:
        names, paragraphs, reports = self.columns()
        return dict(zip(names, map(Count, paragraphs, reports), strict=True))

    def __getitem__(self, name: str) -> Count:
        return self._counts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def keys(self) -> KeysView[str]:
        return self._counts.keys()

    def items(self) -> ItemsView[str, Count]:
        return self._counts.items()
