"""Laying down a segment: paragraphs are gathered in plain arrays, and become postings by sorting these once."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.contract import ParagraphWords
from indexer.engines.arrays import ArraysWriter, narrow
from indexer.engines.whoosh import segment as names
from indexer.engines.whoosh.cutting import Cutter
from indexer.engines.whoosh.frequencies import Inverted, write_frequencies
from indexer.engines.whoosh.ordering import BLOCK, Blocks, sizes_of_runs, stable_order, starts_of_runs
from indexer.engines.whoosh.pairs import write_pairs
from indexer.engines.whoosh.positions import write_units

_WORD_FIELDS: Final = (names.WORDS, names.HEADING_WORDS, names.TITLE_WORDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """All that a segment holds of a paragraph."""

    id: str
    words: ParagraphWords
    stored: bytes  # a JSON list in order of segment.STORED
    columns: Sequence[str]  # a value for each of segment.COLUMNS


class _Terms:
    """The terms of one field as they come: every block is put in order as soon as it is full."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._sizes = array("I")
        self._blocks = Blocks()
        self._block = array("I")
        self._first = 0  # paragraph of the block
        self._last: Sequence[str] = ()
        self._last_terms = array("I")

    def add(self, terms: Sequence[str]) -> None:
        if terms is not self._last:  # what stands above many paragraphs comes again and again
            self._last, self._last_terms = terms, array("I", list(map(self._numbers.__getitem__, terms)))
        self._block.extend(self._last_terms)
        self._sizes.append(len(terms))
        if len(self._block) >= BLOCK:
            self._end_block()

    def _end_block(self) -> None:
        """Put the block in order. Stable sorting keeps the paragraphs of a term in order."""
        keys = np.array(self._block, np.uint32)
        sizes = np.array(self._sizes[self._first :], np.uint32)
        docs = np.repeat(np.arange(self._first, len(self._sizes), dtype=np.uint16), sizes)
        order = stable_order(keys)
        keys, docs = keys[order], docs[order]
        runs = starts_of_runs(keys, docs)
        numbers = keys[runs]
        of_terms = starts_of_runs(numbers)
        of_each = narrow(sizes_of_runs(of_terms, len(runs)))
        self._blocks.add(numbers[of_terms], of_each, docs[runs], narrow(sizes_of_runs(runs, len(keys))))
        self._block = array("I")
        self._first = len(self._sizes)

    def lengths(self) -> NDArray[np.uint32]:
        return np.array(self._sizes, np.uint32)

    def inverted(self) -> Inverted:
        """Return the field by term."""
        self._end_block()
        terms = sorted(self._numbers)
        places = np.empty(len(terms), np.uint32)
        places[[self._numbers[term] for term in terms]] = np.arange(len(terms), dtype=np.uint32)
        starts, (docs, counts) = self._blocks.by_key(places)
        return Inverted([term.encode() for term in terms], starts, docs.astype(np.uint16, copy=False), counts)


def _one_each(values: Sequence[str]) -> Inverted:
    """Return a field in which each paragraph has one term."""
    order = sorted(range(len(values)), key=values.__getitem__)
    in_order = [values[number].encode() for number in order]
    counts = Counter(in_order)
    starts = np.concatenate(([0], np.cumsum(np.fromiter(counts.values(), np.int64, len(counts)))))
    return Inverted(list(counts), starts, np.array(order, np.uint16), np.ones(len(order), np.uint8))


class SegmentWriter:
    """Gathers the paragraphs of one segment, in canonical order, and writes them all at the end."""

    def __init__(self) -> None:
        self._words, self._heading_words, self._title_words = _Terms(), _Terms(), _Terms()
        self._ids: list[str] = []
        self._bodies, self._contexts = Cutter(), Cutter()
        self._characters = 0
        self._context: str | None = None
        self._context_sizes = array("I")
        self._stored = bytearray()
        self._stored_ends = array("Q", [0])
        self._columns: list[Sequence[str]] = []

    def __len__(self) -> int:
        """Return how many paragraphs were added."""
        return len(self._ids)

    def has_room(self, entries: int = 1) -> bool:
        """Tell whether `entries` more paragraphs may be added."""
        return len(self) + entries <= names.LARGEST and self._characters < names.MOST_CHARACTERS

    def add(self, entry: Entry) -> None:
        """Add the next paragraph."""
        words = entry.words
        self._words.add(words.words)
        self._heading_words.add(words.heading_words)
        self._title_words.add(words.title_words)
        self._ids.append(entry.id)
        self._bodies.add(words.body)
        self._characters += len(words.body)
        if words.context != self._context:
            self._context = words.context
            self._contexts.add(words.context)
            self._context_sizes.append(0)
        self._context_sizes[-1] += 1
        self._stored += entry.stored
        self._stored_ends.append(len(self._stored))
        self._columns.append(entry.columns)

    def write(self, path: Path) -> None:
        """Write the segment to a new file, once: what is written is let go of, for the rest takes memory too."""
        with ArraysWriter(path) as arrays:
            arrays.add("stored", np.frombuffer(self._stored, np.uint8))
            self._stored = bytearray()
            arrays.add("stored_ends", narrow(np.array(self._stored_ends, np.uint64)))
            self._write_terms(arrays)
            self._write_texts(arrays)
            for name, values in zip(names.COLUMNS, zip(*self._columns, strict=True), strict=True):
                numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
                codes = np.fromiter(map(numbers.__getitem__, values), np.uint32, len(values))
                names.write_column(arrays, name, codes, list(numbers))

    def _write_terms(self, arrays: ArraysWriter) -> None:
        fields = [self._words, self._heading_words, self._title_words]
        self._words = self._heading_words = self._title_words = _Terms()
        for name in _WORD_FIELDS:
            field = fields.pop(0)
            write_frequencies(arrays, name, field.inverted())
            arrays.add(f"{name}.lengths", narrow(field.lengths()))
        write_frequencies(arrays, names.ID, _one_each(self._ids))
        write_frequencies(arrays, names.TEXT_HASH, _one_each([name.rpartition("/")[2] for name in self._ids]))

    def _write_texts(self, arrays: ArraysWriter) -> None:
        write_units(arrays, names.CONTEXT, self._contexts.units())
        arrays.add(f"{names.CONTEXT}.sizes", narrow(np.array(self._context_sizes, np.uint32)))
        units = self._bodies.units()
        places = write_units(arrays, names.BODY, units)
        arrays.add(f"{names.PAIRS}.lengths", narrow(write_pairs(arrays, names.PAIRS, units, places)))
