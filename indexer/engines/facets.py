"""Filters and counts: hits are counted by slot once, and totals and all facets follow from these counts, exactly."""

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.contract import UNKNOWN, Count, FacetCounts, Filters
from indexer.engines.columns import BODY_IDS, KIND_IDS, SECTION_IDS, UNKNOWN_YEAR, Columns, Mask

Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many paragraphs each slot has of something; `slots` rise, and `reports` are those that they are of."""

    slots: Numbers
    reports: Numbers
    paragraphs: Numbers

    def by_report(self) -> tuple[Numbers, Numbers]:
        """Return the reports, rising, and how many paragraphs each has."""
        starts = np.flatnonzero(np.diff(self.reports, prepend=-1))
        return self.reports[starts], np.add.reduceat(self.paragraphs, starts) if len(starts) else self.paragraphs

    def where(self, mask: Mask | None) -> "Tally":
        """Return what of it is in the slots that `mask`, as long as they are many, lets through."""
        if mask is None:
            return self
        return Tally(self.slots[mask], self.reports[mask], self.paragraphs[mask])


@dataclass(frozen=True, slots=True)
class Passing:
    """Which reports, and which sections, pass each of the filters; None where there is no such filter."""

    places: Mask | None
    years: Mask | None
    sections: Mask | None
    bodies: Mask | None
    kinds: Mask | None

    def mask(self, reports: Numbers, sections: Numbers, *, without: str = "") -> Mask | None:
        """Return which of so many slots, of these reports and sections, pass all filters but that of one facet."""
        found: Mask | None = None
        for facet in self.__slots__:
            passing = getattr(self, facet)
            if passing is not None and facet != without:
                held = passing[sections if facet == "sections" else reports]
                found = held if found is None else found & held
        return found


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
            return np.isin(values, [known.index(name) for name in names]) if names else None

        sections = np.isin(SECTION_IDS, filters.sections) if filters.sections else None
        return Passing(
            places=self._in_places(filters.places) if filters.places else None,
            years=self._in_years(filters.years) if filters.years else None,
            sections=sections,
            bodies=chosen("bodies", filters.bodies),
            kinds=chosen("kinds", filters.kinds),
        )

    def _in_places(self, prefixes: tuple[str, ...]) -> Mask:
        held = np.array([place.startswith(prefixes) for place in self._places], np.bool_)
        return held[self._of_report["places"][0]]

    def _in_years(self, spans: Sequence[tuple[int, int] | None]) -> Mask:
        found = np.zeros(len(self._year), np.bool_)
        for span in spans:
            if span is None:
                found |= self._year == UNKNOWN_YEAR
            else:
                found |= (self._year >= span[0]) & (self._year <= span[1]) & (self._year != UNKNOWN_YEAR)
        return found

    def passing_slots(self, passing: Passing, slots: slice) -> Mask | None:
        """Return which of `slots` pass all filters; None where all do."""
        return passing.mask(self._slot_report[slots], self._slot_section[slots])

    def tally(self, counted: Iterable[tuple[Numbers, Numbers]]) -> Tally:
        """Return the counts of slots that are given in pieces, in order; a report may end in the next piece."""
        pieces = [(np.empty(0, np.intp), np.empty(0, np.intp)), *counted]
        slots, paragraphs = (np.concatenate(column) for column in zip(*pieces, strict=True))
        if bool((slots[1:] <= slots[:-1]).any()):
            slots, places = np.unique(slots, return_inverse=True)
            paragraphs = _sums(places, paragraphs, len(slots))
        return Tally(slots, self._slot_report[slots], paragraphs)

    def filtered(self, tally: Tally, passing: Passing, *, without: str = "") -> Tally:
        """Return what of `tally` passes all filters but that of one facet."""
        return tally.where(passing.mask(tally.reports, self._slot_section[tally.slots], without=without))

    def counts(self, tally: Tally, passing: Passing) -> FacetCounts:
        """Count what matches, which is `tally`, by each facet; a facet's own filter is left out."""
        passed = self.filtered(tally, passing)
        reports, paragraphs = passed.by_report()

        def grouped(facet: str) -> "Counts":
            values, names = self._of_report[facet]
            own = (reports, paragraphs)
            if getattr(passing, facet) is not None:
                own = self.filtered(tally, passing, without=facet).by_report()
            groups = values[own[0]]
            return Counts(names, _sums(groups, own[1], len(names)), np.bincount(groups, minlength=len(names)))

        sections = passed if passing.sections is None else self.filtered(tally, passing, without="sections")
        return FacetCounts(
            places=grouped("places"),
            years=grouped("years"),
            sections=self._by_section(sections),
            bodies=grouped("bodies"),
            kinds=grouped("kinds"),
        )

    def _by_section(self, tally: Tally) -> "Counts":
        sections = self._slot_section[tally.slots]
        paragraphs = _sums(sections, tally.paragraphs, len(SECTION_IDS))
        return Counts(SECTION_IDS, paragraphs, np.bincount(sections, minlength=len(SECTION_IDS)))


def _sums(groups: Numbers, counts: Numbers, size: int) -> Numbers:
    """Return for each group the sum of its `counts`; floats hold these integers exactly."""
    return np.bincount(groups, weights=counts, minlength=size).astype(np.intp)


class Counts(Mapping[str, Count]):
    """Counts by name, without those of nothing; made into objects only when asked for."""

    def __init__(self, names: Sequence[str], paragraphs: Numbers, reports: Numbers) -> None:
        self._names = names
        self._paragraphs = paragraphs
        self._reports = reports

    @cached_property
    def _counts(self) -> dict[str, Count]:
        held = np.flatnonzero(self._paragraphs)
        paragraphs, reports = self._paragraphs[held].tolist(), self._reports[held].tolist()
        names = map(self._names.__getitem__, held.tolist())
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
