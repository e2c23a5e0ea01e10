"""Postings and lengths of one segment, asked for by the fields of the ranking formula."""

from functools import lru_cache, partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer import text
from indexer.engines.caching import Cache
from indexer.engines.ranking import GRAMS
from indexer.engines.whoosh.frequencies import NOTHING, Postings
from indexer.engines.whoosh.segment import PAIRS, Segment

_CACHED_TERMS: Final = 4096
_ALL: Final = slice(None)


class Lookup:
    """Finds the postings of one segment."""

    def __init__(self, segment: Segment, units: Cache[Postings]) -> None:
        """Begin; `units` keeps postings of units, which are put together from positions, for all segments."""
        self._segment = segment
        self._units = units
        # Of a function, not of a method: a cycle would keep the files open until garbage is collected.
        self._mapped = lru_cache(_CACHED_TERMS)(partial(_mapped, segment))

    def postings(self, field: str, term: str) -> Postings:
        """Return the postings of `term`: from the files, or, of a unit, put together and kept within some bytes."""
        found = self._mapped(field, term)
        return _of_unit(self._segment, self._units, term) if found is None else found

    def lengths(self, field: str, docs: NDArray[np.intp] | slice = _ALL) -> NDArray[np.integer[Any]]:
        """Return how many terms `field` of each of `docs` has."""
        if field != GRAMS:
            return self._segment.lengths(field)[docs]
        return self._segment.lengths(PAIRS)[docs].astype(np.uint32) + self._segment.body.lengths[docs]


def _mapped(segment: Segment, field: str, term: str) -> Postings | None:
    if field == GRAMS and not is_pair(term):
        return None
    return segment.postings(PAIRS if field == GRAMS else field, term.encode(errors="surrogatepass"))


def _of_unit(segment: Segment, units: Cache[Postings], term: str) -> Postings:
    key = id(segment), term
    found = units.get(key)
    if found is None:
        number = segment.body.terms.number(term.encode(errors="surrogatepass"))
        found = NOTHING if number < 0 else segment.body.postings(number)
        units.put(key, found, found.docs.nbytes + found.frequencies.nbytes)
    return found


def is_pair(folded: str) -> bool:
    """Tell whether `folded` is two neighbouring units, which have postings of their own."""
    return len(text.units(folded)) == 2 and text.BREAK not in folded
