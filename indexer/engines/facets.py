"""Filters and counts: hits are counted by slot once, and totals and all facets follow from these counts, exactly."""

from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.contract import UNKNOWN, Count, FacetCounts, Filters
from indexer.engines.columns import BODY_IDS, KIND_IDS, SECTION_IDS, UNKNOWN_YEAR, Columns, Mask

Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Passing:
    """Which slots pass each of the filters; None where there is no such filter."""

    places: Mask | None
    years: Mask | None
    sections: Mask | None
    bodies: Mask | None
    kinds: Mask | None

    def all_but(self, facet: str = "") -> Mask | None:
        """Return which slots pass all filters but that of `facet`; None where all do."""
        masks = [getattr(self, name) for name in self.__slots__ if name != facet]
        active = [mask for mask in masks if mask is not None]
        return np.logical_and.reduce(active) if active else None


class Facets:
    """Filters and counts the hits of one index."""

    def __init__(self, columns: Columns, places: Sequence[str]) -> None:
        self._columns = columns
        self._places = places
        self._reports = len(columns.report_place)
        self.slots = len(columns.slot_report)
        self._slot_report = columns.slot_report.astype(np.intp)
        self._slot_section = columns.slot_section.astype(np.intp)
        self._report_place = columns.report_place.astype(np.intp)
        self._report_body = columns.report_body.astype(np.intp)
        self._report_kind = columns.report_kind.astype(np.intp)
        years, self._report_year = np.unique(columns.report_year, return_inverse=True)  # position in the years held
        self._years = [UNKNOWN if year == UNKNOWN_YEAR else str(year) for year in years.tolist()]

    def passing(self, filters: Filters) -> Passing:
        """Return which slots pass `filters`."""
        columns = self._columns
        bodies = [BODY_IDS.index(body) for body in filters.bodies]
        kinds = [KIND_IDS.index(kind) for kind in filters.kinds]
        sections = [SECTION_IDS.index(name) for name in filters.sections if name in SECTION_IDS]
        return Passing(
            places=self._of_reports(self._in_places(filters.places)) if filters.places else None,
            years=self._of_reports(self._in_years(filters.years)) if filters.years else None,
            sections=np.isin(columns.slot_section, sections) if filters.sections else None,
            bodies=self._of_reports(np.isin(columns.report_body, bodies)) if bodies else None,
            kinds=self._of_reports(np.isin(columns.report_kind, kinds)) if kinds else None,
        )

    def _in_places(self, prefixes: tuple[str, ...]) -> Mask:
        held = np.array([place.startswith(prefixes) for place in self._places], np.bool_)
        return held[self._report_place]

    def _in_years(self, spans: Sequence[tuple[int, int] | None]) -> Mask:
        year = self._columns.report_year
        found = np.zeros(self._reports, np.bool_)
        for span in spans:
            if span is None:
                found |= year == UNKNOWN_YEAR
            else:
                found |= (year >= span[0]) & (year <= span[1]) & (year != UNKNOWN_YEAR)
        return found

    def _of_reports(self, mask: Mask) -> Mask:
        return mask[self._slot_report]

    def count(self, by_slot: Numbers) -> Count:
        """Return how many paragraphs are counted in `by_slot`, in how many reports."""
        return Count(int(by_slot.sum()), int(np.count_nonzero(self.per_report(by_slot))))

    def per_report(self, by_slot: Numbers) -> Numbers:
        """Return for each report how many paragraphs are counted in `by_slot`."""
        held = np.flatnonzero(by_slot)
        return _sums(self._slot_report[held], by_slot[held], self._reports)

    def counts(self, by_slot: Numbers, passing: Passing) -> FacetCounts:
        """Count what matches, without any filter, by each facet; a facet's own filter is left out."""
        held = np.flatnonzero(by_slot)
        matching = _Matching(held, by_slot[held])
        unfiltered = self._per_report(matching)

        def grouped(facet: str, group: Numbers, names: Sequence[str]) -> "Counts":
            mask = passing.all_but(facet)
            per_report = unfiltered if mask is None else self._per_report(matching.where(mask))
            some = np.flatnonzero(per_report)
            groups = group[some]
            paragraphs = _sums(groups, per_report[some], len(names))
            return Counts(names, paragraphs, np.bincount(groups, minlength=len(names)))

        return FacetCounts(
            places=grouped("places", self._report_place, self._places),
            years=grouped("years", self._report_year, self._years),
            sections=self._by_section(matching, passing.all_but("sections")),
            bodies=grouped("bodies", self._report_body, BODY_IDS),
            kinds=grouped("kinds", self._report_kind, KIND_IDS),
        )

    def _per_report(self, matching: "_Matching") -> Numbers:
        return _sums(self._slot_report[matching.slots], matching.paragraphs, self._reports)

    def _by_section(self, matching: "_Matching", mask: Mask | None) -> "Counts":
        passed = matching if mask is None else matching.where(mask)
        sections = self._slot_section[passed.slots]
        paragraphs = _sums(sections, passed.paragraphs, len(SECTION_IDS))
        return Counts(SECTION_IDS, paragraphs, np.bincount(sections, minlength=len(SECTION_IDS)))


@dataclass(frozen=True, slots=True)
class _Matching:
    """The slots that have hits, rising, and how many paragraphs each."""

    slots: Numbers
    paragraphs: Numbers

    def where(self, mask: Mask) -> "_Matching":
        kept = mask[self.slots]
        return _Matching(self.slots[kept], self.paragraphs[kept])


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
