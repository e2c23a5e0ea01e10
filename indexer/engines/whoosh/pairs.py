"""Neighbouring units of folded texts as a term field: which texts hold a pair, and how often."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays import ArraysWriter, narrow
from indexer.engines.whoosh.characters import Places
from indexer.engines.whoosh.cutting import Units
from indexer.engines.whoosh.frequencies import Inverted, write_frequencies
from indexer.engines.whoosh.ordering import BLOCK, sizes_of_runs, stable_order, starts_of_runs


def write_pairs(arrays: ArraysWriter, name: str, units: Units, places: Places) -> NDArray[np.intp]:
    """Write the pairs that no break divides, and return how many each text has."""
    texts = units.texts()
    lengths = np.zeros(len(units.starts) - 1, np.intp)
    terms: list[bytes] = []
    nothing = np.empty(0, np.intp)
    parts: list[tuple[NDArray[np.integer[Any]], NDArray[np.uint16], NDArray[np.integer[Any]]]] = [
        (nothing, nothing.astype(np.uint16), nothing)  # it may be that no text has a unit
    ]
    size = 0
    for first, last in _ranges(places):
        part = _inverted(units, texts, places, first, last)
        lengths += np.bincount(part.docs, part.counts, minlength=len(lengths)).astype(np.intp)
        terms += part.terms
        parts.append((part.starts + size, part.docs, part.counts))
        size += len(part.docs)
    starts, docs, counts = map(np.concatenate, zip(*parts, strict=True))
    write_frequencies(arrays, name, Inverted(terms, np.append(starts, size), docs, counts))
    return lengths


def _ranges(places: Places) -> Iterator[tuple[int, int]]:
    """Divide all units into ranges of as many positions as can be put in order quickly."""
    starts = places.block_starts[places.term_blocks]
    first, end = 0, len(starts) - 1
    while first < end:
        last = max(int(starts.searchsorted(starts[first] + BLOCK, "right")) - 1, first + 1)
        yield first, last
        first = last


def _inverted(units: Units, texts: NDArray[np.uint16], places: Places, first: int, last: int) -> Inverted:
    """Return the pairs that begin with units first..last."""
    positions = places.of(first, last)
    one, other = units.ids[positions], units.ids[positions + 1]  # after the last unit there is a close
    paired = (one != units.break_id) & (other != units.break_id) & (other != 0)
    order = stable_order(other)
    order = order[paired[order]]
    order = order[stable_order((one - (first + 1))[order])]
    one, other, docs = one[order], other[order], texts[positions[order]]
    runs = starts_of_runs(one, other, docs)
    one, other = one[runs], other[runs]
    of_terms = starts_of_runs(one, other)
    pairs = zip(one[of_terms].tolist(), other[of_terms].tolist(), strict=True)
    terms = [units.terms[one] + units.terms[other] for one, other in pairs]
    return Inverted(terms, of_terms, docs[runs], narrow(sizes_of_runs(runs, len(order))))
