"""Folded texts as one array of characters, and where each of them stands: any phrase is found, exactly and at once.

A unit of folded text (text.units) is a character, or a number or Latin word in fences. Every unit has one 16-bit code
in the array: a character of the basic plane itself, anything else a hash of it among the codes of surrogates, which no
text has. Texts stand one after the other, each closed by code 0; their units count on through the segment, and these
counts are the positions.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer import text
from indexer.engines.arrays import Arrays, ArraysWriter, narrow
from indexer.engines.whoosh.frequencies import NOTHING, Postings
from indexer.engines.whoosh.ordering import first_rows, starts_of_runs
from indexer.engines.whoosh.terms import Terms, write_terms

Positions = NDArray[np.intp]

_SURROGATES: Final = range(0xD800, 0xE000)
_BLOCK_BITS: Final = 16


def code_of(unit: str) -> int:
    """Return the code of a unit; those of different units may be equal only where both are in _SURROGATES."""
    if len(unit) == 1 and ord(unit) <= 0xFFFF and ord(unit) not in _SURROGATES:
        return ord(unit)
    return _SURROGATES.start + zlib.crc32(unit.encode(errors="surrogatepass")) % len(_SURROGATES)


@dataclass(frozen=True, slots=True)
class Places:
    """The positions of all units, unit after unit, rising: their lower 16 bits, and runs of equal higher bits."""

    low: NDArray[np.uint16]
    block: NDArray[np.uint16]  # the higher bits of each run
    block_starts: NDArray[np.intp]  # of each run in `low`, and the end of the last
    term_blocks: NDArray[np.intp]  # the first run of each unit, and the end of the last

    def of(self, first: int, last: int) -> Positions:
        """Return the positions of units first..last."""
        begin, end = int(self.term_blocks[first]), int(self.term_blocks[last])
        starts = self.block_starts[begin : end + 1]
        positions: Positions = np.repeat(self.block[begin:end].astype(np.intp) << _BLOCK_BITS, np.diff(starts))
        positions += self.low[starts[0] : starts[-1]]
        return positions


def write_texts(
    arrays: ArraysWriter,
    name: str,
    codes: NDArray[np.uint16],
    starts: NDArray[np.integer[Any]],
    lengths: NDArray[np.integer[Any]],
) -> None:
    """Write what does not depend on the order of terms: codes, where each text begins, how many units it has."""
    arrays.add(f"{name}.codes", codes)
    arrays.add(f"{name}.text_starts", narrow(starts))
    arrays.add(f"{name}.lengths", narrow(lengths))


def write_positions(
    arrays: ArraysWriter, name: str, terms: Sequence[bytes], ids: NDArray[np.integer[Any]], positions: Positions
) -> None:
    """Write the positions of `terms`, which are sorted: `ids`, rising, point into them, and say what stands where."""
    blocks = (positions >> _BLOCK_BITS).astype(np.uint16)
    runs = starts_of_runs(ids, blocks)
    starts = np.append(runs, len(positions))
    places = Places(positions.astype(np.uint16), blocks[runs], starts, first_rows(ids[runs], len(terms)))
    write_places(arrays, name, terms, places)


def write_places(arrays: ArraysWriter, name: str, terms: Sequence[bytes], places: Places) -> None:
    """Write the positions of `terms`, which are sorted."""
    write_terms(arrays, name, terms)
    arrays.add(f"{name}.low", places.low)
    arrays.add(f"{name}.block", places.block)
    arrays.add(f"{name}.block_starts", narrow(places.block_starts))
    arrays.add(f"{name}.term_blocks", narrow(places.term_blocks))


class Characters:
    """Reads the texts of a segment: which of them hold a stretch of folded text, and where."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.terms = Terms(arrays, name)
        self._codes = arrays[f"{name}.codes"]
        self._low = arrays[f"{name}.low"]
        self._block = arrays[f"{name}.block"]
        self._block_starts = arrays[f"{name}.block_starts"]
        self._term_blocks = arrays[f"{name}.term_blocks"]
        self.text_starts: NDArray[np.integer[Any]] = arrays[f"{name}.text_starts"]
        self.lengths: NDArray[np.integer[Any]] = arrays[f"{name}.lengths"]  # units but breaks of each text

    def count(self, number: int) -> int:
        """Return how often unit `number` stands in all texts."""
        first, last = self._term_blocks[number], self._term_blocks[number + 1]
        return int(self._block_starts[last]) - int(self._block_starts[first])

    def positions(self, number: int) -> Positions:
        """Return where unit `number` stands, rising."""
        first, last = int(self._term_blocks[number]), int(self._term_blocks[number + 1])
        starts = self._block_starts[first : last + 1].astype(np.intp)
        if starts[-1] > len(self._low):  # else a damaged number could ask for any amount of memory
            raise ValueError("positions lie outside of their array")
        high = self._block[first:last].astype(np.intp) << _BLOCK_BITS
        return self._low[starts[0] : starts[-1]] + np.repeat(high, np.diff(starts))

    def all_positions(self) -> tuple[NDArray[np.intp], Positions]:
        """Return where the positions of each unit begin, and the positions of all, unit after unit."""
        high = self._block.astype(np.intp) << _BLOCK_BITS
        starts: NDArray[np.intp] = self._block_starts.astype(np.intp)
        return starts[self._term_blocks], self._low + np.repeat(high, np.diff(starts))

    def codes(self, first: int, last: int) -> NDArray[np.uint16]:
        """Return the codes of texts first..last, each with its close."""
        return self._codes[self.text_starts[first] : self.text_starts[last]]

    def standing(self, needle: str) -> Positions:
        """Return where folded `needle`, which is not empty, begins, rising."""
        units = text.units(needle)
        numbers = [self.terms.number(unit.encode(errors="surrogatepass")) for unit in units]
        if -1 in numbers or "".join(units) != needle:  # it is not there, or no folded text
            return np.empty(0, np.intp)
        counts = [self.count(number) for number in numbers]
        rarest = counts.index(min(counts))
        begins = self.positions(numbers[rarest]) - rarest
        begins = begins[slice(*begins.searchsorted((0, len(self._codes) - len(units) + 1)).tolist())]
        for at in sorted(range(len(units)), key=counts.__getitem__):
            if at != rarest and len(begins):
                begins = begins[self._stands(units[at], numbers[at], begins + at)]
        return begins

    def _stands(self, unit: str, number: int, positions: Positions) -> NDArray[np.bool_]:
        code = code_of(unit)
        found: NDArray[np.bool_] = self._codes[positions] == code
        if code in _SURROGATES:  # the code alone may be another unit's
            found &= np.isin(positions, self.positions(number), assume_unique=True)
        return found

    def texts_of(self, positions: Positions) -> NDArray[np.intp]:
        """Return for each of `positions` the text that it is in."""
        same_type = positions.astype(self.text_starts.dtype)  # else all starts would be converted, each time
        return self.text_starts.searchsorted(same_type, "right") - 1

    def sentences_of(self, positions: Positions, texts: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return for each of `positions`, which are in `texts`, its sentence; they are numbered through the segment."""
        number = self.terms.number(text.BREAK.encode())
        return texts if number < 0 else texts + self.positions(number).searchsorted(positions)

    def holding(self, needle: str) -> NDArray[np.uint16]:
        """Return the texts that hold folded `needle`, rising."""
        texts = self.texts_of(self.standing(needle))
        return texts[starts_of_runs(texts)].astype(np.uint16)

    def postings(self, number: int) -> Postings:
        """Return the texts that hold unit `number`, and how often each does."""
        texts = self.texts_of(self.positions(number))
        runs = starts_of_runs(texts)
        if not len(runs):
            return NOTHING
        return Postings(texts[runs].astype(np.uint16), np.diff(runs, append=len(texts)).astype(np.uint32))
