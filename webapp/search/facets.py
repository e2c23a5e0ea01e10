"""Facets ready to be laid out: labels, counts added up, what is selected, and where each click leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from indexer.contract import BODIES, SECTIONS, UNKNOWN, Count, FacetCounts
from webapp.search import params as parameters
from webapp.search.jurisdictions import Jurisdictions, Node
from webapp.search.labels import UNKNOWN_YEAR
from webapp.search.model import FacetName, FacetValue, FacetView, YearBar
from webapp.search.params import FilterName, Params, PlaceUrls

_LEAST_HEIGHT: Final = 4  # per cent, of a bar with a paragraph
_WIDEST_SPAN: Final = 60  # years whose gaps are drawn
_NOTHING: Final = Count()


@dataclass(frozen=True, slots=True)
class FacetMaker:
    """Lays out the counts of one search. `universe` says which values the index holds at all."""

    params: Params
    counts: FacetCounts
    universe: FacetCounts
    root: str = ""

    def facets(self, places: Jurisdictions) -> tuple[FacetView, ...]:
        """Return jurisdiction, year, section and body, in this order."""
        urls = PlaceUrls(self.params, self.root)
        jurisdiction = sorted((self._place(node, urls) for node in places.roots), key=_by_count)
        return (
            self._view("jurisdiction", "d", "地区", jurisdiction, len(self.params.places)),
            self._view("year", "y", "年度", self._years(), len(self.params.years)),
            self._view("section", "sec", "章节", self._sections(), len(self.params.sections)),
            self._view("by", "by", "主体", self._bodies(), len(self.params.bodies)),
        )

    def year_bars(self) -> tuple[YearBar, ...]:
        """Return one bar a year, rising, gaps between reports included, 不详 last."""
        values = {value.value: value for value in self._years()}
        known = [int(value) for value in values if value != UNKNOWN]
        if known and max(known) - min(known) < _WIDEST_SPAN:
            shown = [str(year) for year in range(min(known), max(known) + 1)]
        else:
            shown = [str(year) for year in known]
        shown += [UNKNOWN] if UNKNOWN in values else []
        most = max((value.paragraphs for value in values.values()), default=0)
        return tuple(_bar(values.get(year, FacetValue(year, year, 0, 0)), most) for year in shown)

    def _view(
        self, name: FacetName, param: FilterName, label: str, values: Iterable[FacetValue], selected: int
    ) -> FacetView:
        return FacetView(name, param, label, tuple(values), selected)

    def _place(self, node: Node, urls: PlaceUrls) -> FacetValue:
        children = tuple(sorted((self._place(child, urls) for child in node.children), key=_by_count))
        own = self.counts.places.get(node.value, _NOTHING)  # beside children only in a county with zones
        paragraphs = own.paragraphs + sum(child.paragraphs for child in children)
        reports = own.reports + sum(child.reports for child in children)
        selected = node.value in self.params.places
        included = not selected and node.value.startswith(self.params.places)
        url = None
        if selected:
            url = urls.remove(node.value)
        elif paragraphs:
            url = urls.narrow(node.value) if included else urls.add(node.value)
        return FacetValue(node.value, node.label, paragraphs, reports, selected, included, url, children)

    def _years(self) -> list[FacetValue]:
        values = sorted(self.universe.years, key=lambda value: (value == UNKNOWN, value))
        return [
            self._value(
                "y", value, UNKNOWN_YEAR if value == UNKNOWN else value, self.counts.years, self._in_years(value)
            )
            for value in values
        ]

    def _in_years(self, value: str) -> bool:
        if value == UNKNOWN:
            return None in self.params.years
        return any(years is not None and years[0] <= int(value) <= years[1] for years in self.params.years)

    def _sections(self) -> list[FacetValue]:
        return [
            self._value("sec", value, label, self.counts.sections, value in self.params.sections)
            for value, label in SECTIONS.items()
            if value in self.universe.sections or value in self.params.sections
        ]

    def _bodies(self) -> list[FacetValue]:
        return [
            self._value("by", value, label, self.counts.bodies, value in self.params.bodies)
            for value, label in BODIES.items()
            if value in self.universe.bodies or value in self.params.bodies
        ]

    def _value(
        self,
        name: FilterName,
        value: str,
        label: str,
        counts: Mapping[str, Count],
        selected: bool,  # noqa: FBT001
    ) -> FacetValue:
        held = counts.get(value, _NOTHING)
        url = self._toggled(name, value, held, selected=selected)
        return FacetValue(value, label, held.paragraphs, held.reports, selected, included=False, url=url)

    def _toggled(self, name: FilterName, value: str, held: Count, *, selected: bool) -> str | None:
        if selected:
            return parameters.url(parameters.remove(self.params, name, value), self.root)
        if not held.paragraphs:
            return None
        return parameters.url(parameters.add(self.params, name, [value]), self.root)


def _bar(value: FacetValue, most: int) -> YearBar:
    height = max(_LEAST_HEIGHT, round(100 * value.paragraphs / most)) if value.paragraphs else 0
    return YearBar(
        value.value, value.label, value.paragraphs, value.reports, height, selected=value.selected, url=value.url
    )


def _by_count(value: FacetValue) -> tuple[bool, int, str]:
    return value.value == UNKNOWN, -value.paragraphs, value.value
