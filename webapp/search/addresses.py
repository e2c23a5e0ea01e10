"""The addresses that the facets of a page lead to, made quickly: there may be thousands on a page."""

from collections.abc import Iterable
from urllib.parse import urlencode

from webapp.search import params as parameters
from webapp.search.params import FilterName, Params


class FilterUrls:
    """The addresses that one filter's values lead to, the rest of the search as it is; all lead to page 1."""

    def __init__(self, params: Params, name: FilterName, root: str) -> None:
        """Prepare all of the address but the values of the filter."""
        free = parameters.clear(params, name)
        pairs = parameters.to_pairs(free)
        before = urlencode([pair for pair in pairs if pair[0] < name])
        after = urlencode([pair for pair in pairs if pair[0] > name])
        self._without = parameters.url(free, root)
        self._head = f"{root}/s?{before}&" if before else f"{root}/s?"
        self._tail = f"&{after}" if after else ""
        self._name = name

    def only(self, value: str) -> str:
        """Return the address with `value`, written as canonical addresses have it, and no other of the filter."""
        return f"{self._head}{self._name}={value}{self._tail}"

    def those(self, values: Iterable[str]) -> str:
        """Return the address with `values`, in any order, none of which covers another."""
        chosen = sorted(values)
        middle = "&".join(f"{self._name}={value}" for value in chosen)
        return f"{self._head}{middle}{self._tail}" if chosen else self._without


class PlaceUrls(FilterUrls):
    """The addresses that selecting places leads to."""

    def __init__(self, params: Params, root: str) -> None:
        super().__init__(params, "d", root)
        self._chosen = params.places

    def add(self, place: str) -> str:
        """Return the address with `place`, which no selected place covers, instead of those inside it."""
        if not self._chosen:
            return self.only(place)
        return self.those([*(other for other in self._chosen if not other.startswith(place)), place])

    def narrow(self, place: str) -> str:
        """Return the address with `place` instead of those around it."""
        return self.those([*(other for other in self._chosen if not place.startswith(other)), place])

    def remove(self, place: str) -> str:
        """Return the address without `place`."""
        return self.those(other for other in self._chosen if other != place)
