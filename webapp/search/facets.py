"""Facets ready to be laid out: labels, counts added up, what is selected, and where each click leads."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from indexer.contract import BODIES, KINDS, SECTIONS, UNKNOWN, Count, FacetCounts
from webapp.search import params as parameters
from webapp.search.addresses import FilterUrls, PlaceUrls
from webapp.search.jurisdictions import Jurisdictions, Node
from webapp.search.labels import UNKNOWN_YEAR
from webapp.search.model import FacetName, FacetValue, FacetView, YearBar
from webapp.search.params import FilterName, Params

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
        unfolded: Collection[str] | None = None
        if opened is not None and places.size > MOST_PLACES:
            chosen = self.params.places
            unfolded = {*opened, *chosen, *(step for place in chosen for step in places.way(place))}
        sums = _sums(self.counts.places, places, unfolded)
        tree = _Tree(self.params, PlaceUrls(self.params, self.root), sums, unfolded)
        jurisdiction = tree.values(places.roots)
        return (
            self._view("jurisdiction", "d", "地区", jurisdiction, len(self.params.places)),
            self._view("year", "y", "年度", self._years(), len(self.params.years)),
            self._view("section", "sec", "章节", self._sections(), len(self.params.sections)),
            self._view("by", "by", "主体", self._bodies(), len(self.params.bodies)),
            self._view("kind", "k", "种类", self._kinds(), len(self.params.kinds)),
        )

    def _view(
        self, name: FacetName, param: FilterName, label: str, values: Iterable[FacetValue], selected: int
    ) -> FacetView:
        return FacetView(name, param, label, tuple(values), selected)

    def _years(self) -> list[FacetValue]:
        values = sorted(self.universe.years, key=lambda value: (value == UNKNOWN, value))
        make = self._maker("y", self.counts.years, self._in_years)
        return [make(value, UNKNOWN_YEAR if value == UNKNOWN else value) for value in values]

    def _in_years(self, value: str) -> bool:
        if value == UNKNOWN:
            return None in self.params.years
        return any(years is not None and years[0] <= int(value) <= years[1] for years in self.params.years)

    def _sections(self) -> list[FacetValue]:
        make = self._maker("sec", self.counts.sections, self.params.sections.__contains__)
        return [
            make(value, label)
            for value, label in SECTIONS.items()
            if value in self.universe.sections or value in self.params.sections
        ]

    def _bodies(self) -> list[FacetValue]:
        make = self._maker("by", self.counts.bodies, self.params.bodies.__contains__)
        return [
            make(value, label)
            for value, label in BODIES.items()
            if value in self.universe.bodies or value in self.params.bodies
        ]

    def _kinds(self) -> list[FacetValue]:
        """Return the kinds of report, none where there is nothing to choose between."""
        if len(self.universe.kinds) < 2 and not self.params.kinds:
            return []
        make = self._maker("k", self.counts.kinds, self.params.kinds.__contains__)
        return [
            make(value, label)
            for value, label in KINDS.items()
            if value in self.universe.kinds or value in self.params.kinds
        ]

    def _maker(
        self, name: FilterName, counts: Mapping[str, Count], selected: Callable[[str], bool]
    ) -> Callable[[str, str], FacetValue]:
        """Return what makes a value of a facet out of its id and its label; `selected` tells whether one is."""
        urls = FilterUrls(self.params, name, self.root)
        alone = not parameters.selected(self.params, name)

        def url(value: str, held: Count) -> str | None:
            if selected(value):
                return parameters.url(parameters.remove(self.params, name, value), self.root)
            if not held.paragraphs:
                return None
            if alone:
                return urls.only(value)
            return parameters.url(parameters.add(self.params, name, [value]), self.root)

        def make(value: str, label: str) -> FacetValue:
            held = counts.get(value, _NOTHING)
            return FacetValue(
                value, label, held.paragraphs, held.reports, selected(value), included=False, url=url(value, held)
            )

        return make


def year_bars(years: Iterable[FacetValue]) -> tuple[YearBar, ...]:
    """Return one bar a year, rising, gaps between the values of the facet included, 不详 last."""
    values = {value.value: value for value in years}
    known = [int(value) for value in values if value != UNKNOWN]
    if known and max(known) - min(known) < _WIDEST_SPAN:
        shown = [str(year) for year in range(min(known), max(known) + 1)]
    else:
        shown = [str(year) for year in known]
    shown += [UNKNOWN] if UNKNOWN in values else []
    most = max((value.paragraphs for value in values.values()), default=0)
    return tuple(_bar(values.get(year, FacetValue(year, year, 0, 0)), most) for year in shown)


@dataclass(slots=True)
class _Tree:
    """Lays out places. `opened` are those whose children are listed, all where it is None."""

    params: Params
    urls: PlaceUrls
    sums: Mapping[str, tuple[int, int]]  # paragraphs and reports
    opened: Collection[str] | None

    def values(self, nodes: Iterable[Node]) -> tuple[FacetValue, ...]:
        return tuple(sorted(map(self._value, nodes), key=_by_count))

    def _value(self, node: Node) -> FacetValue:
        paragraphs, reports = self.sums.get(node.value, (0, 0))
        selected = node.value in self.params.places
        included = not selected and node.value.startswith(self.params.places)
        url = None
        if selected:
            url = self.urls.remove(node.value)
        elif paragraphs:
            url = self.urls.narrow(node.value) if included else self.urls.add(node.value)
        folded = bool(node.children) and self.opened is not None and node.value not in self.opened
        children = () if folded else self.values(node.children)
        return FacetValue(node.value, node.label, paragraphs, reports, selected, included, url, children, folded=folded)


def _sums(
    counts: Mapping[str, Count], places: Jurisdictions, opened: Collection[str] | None
) -> Mapping[str, tuple[int, int]]:
    """Add the paragraphs and reports of all places up to those above them; a report belongs to one place.

    Below places that are not `opened`, nothing is laid out and so nothing is added up.
    """
    paragraphs: defaultdict[str, int] = defaultdict(int)
    reports: defaultdict[str, int] = defaultdict(int)
    for value, count in counts.items():
        for step in places.ways.get(value, ()):
            paragraphs[step] += count.paragraphs
            reports[step] += count.reports
            if opened is not None and step not in opened:
                break
    return {step: (number, reports[step]) for step, number in paragraphs.items()}


def _bar(value: FacetValue, most: int) -> YearBar:
    height = max(_LEAST_HEIGHT, round(100 * value.paragraphs / most)) if value.paragraphs else 0
    return YearBar(
        value.value, value.label, value.paragraphs, value.reports, height, selected=value.selected, url=value.url
    )


def _by_count(value: FacetValue) -> tuple[bool, int, str]:
    return value.value == UNKNOWN, -value.paragraphs, value.value
