"""Neighbouring units of folded texts as a term field: which texts hold a pair, and how often."""

import numpy as np
from numpy.typing import NDArray

from indexer import text
from indexer.engines.arrays import ArraysWriter
from indexer.engines.whoosh.characters import Units
from indexer.engines.whoosh.frequencies import Inverted, write_frequencies
from indexer.engines.whoosh.ordering import sizes_of_runs, stable_order, starts_of_runs


def write_pairs(arrays: ArraysWriter, name: str, units: Units, order: NDArray[np.intp]) -> NDArray[np.intp]:
    """Write the pairs that no break divides, and return how many each text has; `order` is stable_order(units.ids)."""
    ids = units.ids
    joins = np.ones(len(units.terms), np.bool_)
    joins[0] = False
    if text.BREAK.encode() in units.terms:
        joins[units.terms.index(text.BREAK.encode())] = False
    joining = joins[ids]
    paired = joining[:-1] & joining[1:]  # whether a unit and the next are a pair
    by_second = order[order > 0] - 1
    by_second = by_second[paired[by_second]]
    begins = by_second[stable_order(ids[by_second])]
    first, second, docs = ids[begins], ids[begins + 1], units.texts()[begins]
    runs = starts_of_runs(first, second, docs)
    first, second = first[runs], second[runs]
    of_terms = starts_of_runs(first, second)
    pairs = zip(first[of_terms].tolist(), second[of_terms].tolist(), strict=True)
    terms = [units.terms[one] + units.terms[other] for one, other in pairs]
    starts = np.append(of_terms, len(runs))
    write_frequencies(arrays, name, Inverted(terms, starts, docs[runs], sizes_of_runs(runs, len(begins))))
    return np.bincount(docs, minlength=len(units.starts) - 1) if len(docs) else np.zeros(len(units.starts) - 1, np.intp)
