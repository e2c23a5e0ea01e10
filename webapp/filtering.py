"""Finding a value in a long facet, by a parameter of the page that is no part of the search: find-d=咸宁."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from indexer.text import fold
from webapp.search.model import FacetValue, FacetView

MANY: Final = 20  # a facet with more values than that gets a field to find one in it
_PREFIX: Final = "find-"


@dataclass(frozen=True, slots=True)
class FoundValues:
    """The values of a facet to show. `name` is the parameter and `wanted` what was looked for."""

    values: tuple[FacetValue, ...]
    size: int
    name: str
    wanted: str

    @property
    def many(self) -> bool:
        return self.size > MANY


def find(facet: FacetView, arguments: Mapping[str, str]) -> FoundValues:
    """Return the values whose label holds what is looked for, those above them, and those selected."""
    name = _PREFIX + facet.param
    wanted = arguments.get(name, "").strip()
    values = _matching(facet.values, fold(wanted)) if fold(wanted) else facet.values
    return FoundValues(values, _size(facet.values), name, wanted)


def _size(values: tuple[FacetValue, ...]) -> int:
    return sum(1 + _size(value.children) for value in values)


def _matching(values: tuple[FacetValue, ...], wanted: str) -> tuple[FacetValue, ...]:
    kept = []
    for value in values:
        if wanted in fold(value.label):
            kept.append(value)
        elif (children := _matching(value.children, wanted)) or value.selected:
            kept.append(replace(value, children=children))
    return tuple(kept)
