"""Finding a value in a long facet, and opening a part of a large one: find-d=咸宁, open-d=42.

Both are parameters of the page, no part of the search.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from indexer.text import fold
from webapp.search.model import FacetValue, FacetView

MANY: Final = 20  # a facet with more values than that gets a field to find one in it
OPEN: Final = "open-d"
_PREFIX: Final = "find-"
_PLACE: Final = "find-d"
_STEPS: Final = (2, 4, 6)  # digits of a province, a prefecture, a county


@dataclass(frozen=True, slots=True)
class FoundValues:
    """The values of a facet to show. `name` is the parameter and `wanted` what was looked for.

    `partial` is whether there are more values, below those that can be opened.
    """

    values: tuple[FacetValue, ...]
    size: int
    name: str
    wanted: str
    partial: bool

    @property
    def many(self) -> bool:
        return self.partial or self.size > MANY


def opened(arguments: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the places whose children are to be listed; None for all, in order to look for a name among them."""
    if arguments.get(_PLACE, "").strip():
        return None
    value = arguments.get(OPEN, "")
    return (value, *(value[:digits] for digits in _STEPS if digits < len(value)))


def find(facet: FacetView, arguments: Mapping[str, str]) -> FoundValues:
    """Return the values whose label holds what is looked for, those above them, and those selected."""
    name = _PREFIX + facet.param
    wanted = arguments.get(name, "").strip()
    values = _matching(facet.values, fold(wanted)) if fold(wanted) else facet.values
    return FoundValues(values, _size(facet.values), name, wanted, _partial(facet.values))


def _size(values: tuple[FacetValue, ...]) -> int:
    return sum(1 + _size(value.children) for value in values)


def _partial(values: tuple[FacetValue, ...]) -> bool:
    return any(value.folded or _partial(value.children) for value in values)


def _matching(values: tuple[FacetValue, ...], wanted: str) -> tuple[FacetValue, ...]:
    kept = []
    for value in values:
        if wanted in fold(value.label):
            kept.append(value)
        elif (children := _matching(value.children, wanted)) or value.selected:
            kept.append(replace(value, children=children))
    return tuple(kept)
