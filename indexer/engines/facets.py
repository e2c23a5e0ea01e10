"""Filters and counts over columns: exact, of all hits, by counting what is there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.contract import UNKNOWN, Count, FacetCounts, Filters
from indexer.engines.columns import BODY_IDS, KIND_IDS, SECTION_IDS, UNKNOWN_YEAR, Columns, Ids, Mask


@dataclass(frozen=True, slots=True)
class Passing:
    """Which paragraphs pass each of the filters."""

    places: Mask
    years: Mask
    sections: Mask
    bodies: Mask
    kinds: Mask

    def all(self) -> Mask:
        """Return which paragraphs pass them all."""
        return self.places & self.years & self.sections & self.bodies & self.kinds


class Facets:
    """Filters and counts the paragraphs of one index."""

    def __init__(self, columns: Columns, places: Sequence[str]) -> None:
        self._columns = columns
        self._places = places
        self._reports = len(columns.report_place)
        years, self._report_year = np.unique(columns.report_year, return_inverse=True)  # position in the years held
        self._years = [UNKNOWN if year == UNKNOWN_YEAR else str(year) for year in years.tolist()]

    def passing(self, filters: Filters) -> Passing:
        """Return which paragraphs pass `filters`."""
        columns = self._columns
        places = np.array([place.startswith(filters.places) for place in self._places], np.bool_)
        years = np.zeros(self._reports, np.bool_)
        for span in filters.years:
            first, last = span or (UNKNOWN_YEAR, UNKNOWN_YEAR)
            known = columns.report_year != UNKNOWN_YEAR if span else True
            years |= (columns.report_year >= first) & (columns.report_year <= last) & known
        bodies = np.isin(columns.report_body, [BODY_IDS.index(body) for body in filters.bodies])
        kinds = np.isin(columns.report_kind, [KIND_IDS.index(kind) for kind in filters.kinds])
        sections = [SECTION_IDS.index(name) for name in filters.sections if name in SECTION_IDS]
        return Passing(
            places=self._of_reports(places[columns.report_place], active=bool(filters.places)),
            years=self._of_reports(years, active=bool(filters.years)),
            sections=np.isin(columns.section, sections) if filters.sections else self._everything(),
            bodies=self._of_reports(bodies, active=bool(filters.bodies)),
            kinds=self._of_reports(kinds, active=bool(filters.kinds)),
        )

    def _everything(self) -> Mask:
        return np.ones(len(self._columns.report), np.bool_)

    def _of_reports(self, mask: Mask, *, active: bool) -> Mask:
        return mask[self._columns.report] if active else self._everything()

    def count(self, ids: Ids) -> Count:
        """Return how many paragraphs `ids` are, in how many reports."""
        return Count(len(ids), int(np.count_nonzero(self.per_report(ids))))

    def per_report(self, ids: Ids) -> NDArray[np.intp]:
        """Return for each report how many of `ids` are in it."""
        return np.bincount(self._columns.report[ids], minlength=self._reports)

    def counts(self, matching: Mask, passing: Passing) -> FacetCounts:
        """Count what matches by each facet, leaving out the facet's own filter."""
        of = passing
        place_year, section_body = matching & of.places & of.years, of.sections & of.bodies
        return FacetCounts(
            places=self._by_place(np.flatnonzero(matching & of.years & section_body & of.kinds)),
            years=self._by_year(np.flatnonzero(matching & of.places & section_body & of.kinds)),
            sections=self._by_section(np.flatnonzero(place_year & of.bodies & of.kinds)),
            bodies=self._by_body(np.flatnonzero(place_year & of.sections & of.kinds)),
            kinds=self._by_kind(np.flatnonzero(place_year & section_body)),
        )

    def _by_place(self, ids: NDArray[np.intp]) -> dict[str, Count]:
        return _named(self._places, *self._grouped(ids, self._columns.report_place, len(self._places)))

    def _by_body(self, ids: NDArray[np.intp]) -> dict[str, Count]:
        return _named(BODY_IDS, *self._grouped(ids, self._columns.report_body, len(BODY_IDS)))

    def _by_kind(self, ids: NDArray[np.intp]) -> dict[str, Count]:
        return _named(KIND_IDS, *self._grouped(ids, self._columns.report_kind, len(KIND_IDS)))

    def _by_year(self, ids: NDArray[np.intp]) -> dict[str, Count]:
        return _named(self._years, *self._grouped(ids, self._report_year, len(self._years)))

    def _grouped(
        self, ids: NDArray[np.intp], group: NDArray[np.integer], size: int
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Count `ids` and their reports by a column of reports whose values are below `size`."""
        per_report = np.bincount(self._columns.report[ids], minlength=self._reports)
        reports = np.bincount(group[per_report > 0], minlength=size)
        paragraphs = np.zeros(size, np.intp)
        np.add.at(paragraphs, group, per_report)
        return paragraphs, reports

    def _by_section(self, ids: NDArray[np.intp]) -> dict[str, Count]:
        size = len(SECTION_IDS)
        pair = self._columns.report[ids].astype(np.int64) * size + self._columns.section[ids]
        table = np.bincount(pair, minlength=self._reports * size).reshape(self._reports, size)
        return _named(SECTION_IDS, table.sum(axis=0), np.count_nonzero(table, axis=0))


def _named(names: Sequence[str], paragraphs: NDArray[np.intp], reports: NDArray[np.intp]) -> dict[str, Count]:
    held = np.flatnonzero(paragraphs).tolist()
    return {names[i]: Count(int(paragraphs[i]), int(reports[i])) for i in held}
