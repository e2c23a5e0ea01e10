"""Facets ready to be laid out: labels, counts added up, what is selected, and where each click leads."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from indexer.contract import BODIES, KINDS, SECTIONS, UNKNOWN, Count, FacetCounts
from webapp.search import params as parameters
from webapp.search.jurisdictions import Jurisdictions, Node
from webapp.search.labels import UNKNOWN_YEAR
from webapp.search.model import FacetName, FacetValue, FacetView, YearBar
from webapp.search.params import FilterName, Params, PlaceUrls

_LEAST_HEIGHT: Final = 4  # per cent, of a bar with a paragraph
MOST_PLACES: Final = 200  # with more, only opened parts of the tree are laid out
_WIDEST_SPAN: Final = 60  # years whose gaps are drawn
_NOTHING: Final = Count()


@dataclass(frozen=True, slots=True)
class FacetMaker:
    """Lays out the counts of one search. `universe` says which values the index holds at all."""

    params: Params
    counts: FacetCounts
    universe: FacetCounts
    root: str = ""

    def facets(self, places: Jurisdictions, opened: Collection[str] | None = None) -> tuple[FacetView, ...]:
        """Return jurisdiction, year, section, body and kind, in this order.

        Of a tree with many places only those below `opened` ones are laid out, and those on the way to what is
        selected; all of them where `opened` is None.
        """
        tree = _Tree(self.params, PlaceUrls(self.params, self.root), _sums(self.counts.places, places))
        if opened is not None and places.size > MOST_PLACES:
            chosen = self.params.places
            tree.opened = {*opened, *chosen, *(step for place in chosen for step in places.way(place))}
        jurisdiction = tree.values(places.roots)
        return (
            self._view("jurisdiction", "d", "地区", jurisdiction, len(self.params.places)),
            self._view("year", "y", "年度", self._years(), len(self.params.years)),
            self._view("section", "sec", "章节", self._sections(), len(self.params.sections)),
            self._view("by", "by", "主体", self._bodies(), len(self.params.bodies)),
            self._view("kind", "k", "种类", self._kinds(), len(self.params.kinds)),
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

    def _kinds(self) -> list[FacetValue]:
        """Return the kinds of report, none where there is nothing to choose between."""
        if len(self.universe.kinds) < 2 and not self.params.kinds:
            return []
        return [
            self._value("k", value, label, self.counts.kinds, value in self.params.kinds)
            for value, label in KINDS.items()
            if value in self.universe.kinds or value in self.params.kinds
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


@dataclass(slots=True)
class _Tree:
    """Lays out places. `opened` are those whose children are listed, all where it is None."""

    params: Params
    urls: PlaceUrls
    sums: Mapping[str, Count]
    opened: Collection[str] | None = None

    def values(self, nodes: Iterable[Node]) -> tuple[FacetValue, ...]:
        return tuple(sorted(map(self._value, nodes), key=_by_count))

    def _value(self, node: Node) -> FacetValue:
        held = self.sums.get(node.value, _NOTHING)
        selected = node.value in self.params.places
        included = not selected and node.value.startswith(self.params.places)
        url = None
        if selected:
            url = self.urls.remove(node.value)
        elif held.paragraphs:
            url = self.urls.narrow(node.value) if included else self.urls.add(node.value)
        folded = bool(node.children) and self.opened is not None and node.value not in self.opened
        children = () if folded else self.values(node.children)
        return FacetValue(
            node.value, node.label, held.paragraphs, held.reports, selected, included, url, children, folded=folded
        )


def _sums(counts: Mapping[str, Count], places: Jurisdictions) -> dict[str, Count]:
    """Add the counts of all places up to those above them; a report belongs to one place."""
    paragraphs: defaultdict[str, int] = defaultdict(int)
    reports: defaultdict[str, int] = defaultdict(int)
    for value, count in counts.items():
        for step in places.way(value):
            paragraphs[step] += count.paragraphs
            reports[step] += count.reports
    return {value: Count(number, reports[value]) for value, number in paragraphs.items()}


def _bar(value: FacetValue, most: int) -> YearBar:
    height = max(_LEAST_HEIGHT, round(100 * value.paragraphs / most)) if value.paragraphs else 0
    return YearBar(
        value.value, value.label, value.paragraphs, value.reports, height, selected=value.selected, url=value.url
    )


def _by_count(value: FacetValue) -> tuple[bool, int, str]:
    return value.value == UNKNOWN, -value.paragraphs, value.value
