"""Writing where each unit of texts stands."""

import numpy as np

from indexer.engines.arrays import ArraysWriter
from indexer.engines.whoosh.characters import Places, write_places, write_texts
from indexer.engines.whoosh.cutting import Units
from indexer.engines.whoosh.ordering import BLOCK, Blocks, first_rows, stable_order


def write_units(arrays: ArraysWriter, name: str, units: Units) -> Places:
    """Write texts and the positions of every unit but the closes, and return these; unit i is units.terms[i + 1]."""
    write_texts(arrays, name, units.codes, units.starts, units.lengths())
    places = _places(units)
    write_places(arrays, name, units.terms[1:], places)
    return places


def _places(units: Units) -> Places:
    """Put the units in order, block by block: a block is of as many positions as have the same higher bits."""
    rows, held, sizes = Blocks(), [], []
    for begin in range(0, len(units.ids), BLOCK):
        block = units.ids[begin : begin + BLOCK]
        order = stable_order(block)
        closes, *of_units = np.split(np.bincount(block), [1])
        held.append(np.flatnonzero(of_units[0]))
        sizes.append(of_units[0][held[-1]])
        rows.add(held[-1], sizes[-1], order[closes[0] :].astype(np.uint16))
    _, (low,) = rows.by_key(np.arange(len(units.terms) - 1))
    number = np.repeat(np.arange(len(held), dtype=np.uint16), list(map(len, held)))
    keys = np.concatenate(held)
    order = stable_order(keys)
    starts = np.concatenate(([0], np.cumsum(np.concatenate(sizes)[order])))
    return Places(
        low.astype(np.uint16, copy=False), number[order], starts, first_rows(keys[order], len(units.terms) - 1)
    )
