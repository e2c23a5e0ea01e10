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
from indexer.engines.whoosh.characters import cut, write_characters
from indexer.engines.whoosh.frequencies import Inverted, write_frequencies
from indexer.engines.whoosh.ordering import first_rows, sizes_of_runs, stable_order, starts_of_runs
from indexer.engines.whoosh.pairs import write_pairs

_WORD_FIELDS: Final = (names.WORDS, names.HEADING_WORDS, names.TITLE_WORDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """All that a segment holds of a paragraph."""

    id: str
    words: ParagraphWords
    stored: bytes  # a JSON list in order of segment.STORED
    columns: Sequence[str]  # a value for each of segment.COLUMNS


class _Terms:
    """The terms of one field as they come."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._terms = array("I")
        self._sizes = array("I")
        self._last: Sequence[str] = ()
        self._last_terms = array("I")

    def add(self, terms: Sequence[str]) -> None:
        if terms is not self._last:  # what stands above many paragraphs comes again and again
            self._last, self._last_terms = terms, array("I", list(map(self._numbers.__getitem__, terms)))
        self._terms.extend(self._last_terms)
        self._sizes.append(len(terms))

    def lengths(self) -> NDArray[np.uint32]:
        return np.frombuffer(self._sizes, np.uint32) if self._sizes else np.empty(0, np.uint32)

    def inverted(self) -> Inverted:
        """Return the field by term. Stable sorting keeps the paragraphs of a term in order."""
        terms = sorted(self._numbers)
        rank = np.empty(len(terms), np.uint32)
        rank[[self._numbers[term] for term in terms]] = np.arange(len(terms), dtype=np.uint32)
        keys = rank[np.array(self._terms, np.uint32)]
        order = stable_order(keys)
        docs = np.repeat(np.arange(len(self._sizes), dtype=np.uint16), self.lengths())[order]
        keys = keys[order]
        runs = starts_of_runs(keys, docs)
        counts = sizes_of_runs(runs, len(keys))
        return Inverted([term.encode() for term in terms], first_rows(keys[runs], len(terms)), docs[runs], counts)


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
        self._bodies: list[str] = []
        self._characters = 0
        self._contexts: list[str] = []
        self._context_sizes = array("I")
        self._stored: list[bytes] = []
        self._columns: list[Sequence[str]] = []

    def __len__(self) -> int:
        """Return how many paragraphs were added."""
        return len(self._bodies)

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
        self._bodies.append(words.body)
        self._characters += len(words.body)
        if not self._contexts or words.context != self._contexts[-1]:
            self._contexts.append(words.context)
            self._context_sizes.append(0)
        self._context_sizes[-1] += 1
        self._stored.append(entry.stored)
        self._columns.append(entry.columns)

    def write(self, path: Path) -> None:
        """Write the segment to a new file."""
        with ArraysWriter(path) as arrays:
            self._write_terms(arrays)
            self._write_texts(arrays)
            for name, values in zip(names.COLUMNS, zip(*self._columns, strict=True), strict=True):
                numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
                codes = np.fromiter(map(numbers.__getitem__, values), np.uint32, len(values))
                names.write_column(arrays, name, codes, list(numbers))
            arrays.add("stored", np.frombuffer(b"".join(self._stored), np.uint8))
            ends = np.cumsum(np.fromiter(map(len, self._stored), np.int64, len(self._stored)))
            arrays.add("stored_ends", narrow(np.concatenate(([0], ends))))

    def _write_terms(self, arrays: ArraysWriter) -> None:
        fields = zip(_WORD_FIELDS, (self._words, self._heading_words, self._title_words), strict=True)
        for name, field in fields:
            write_frequencies(arrays, name, field.inverted())
            arrays.add(f"{name}.lengths", narrow(field.lengths()))
        write_frequencies(arrays, names.ID, _one_each(self._ids))
        write_frequencies(arrays, names.TEXT_HASH, _one_each([name.rpartition("/")[2] for name in self._ids]))

    def _write_texts(self, arrays: ArraysWriter) -> None:
        units = cut(self._bodies)
        order = stable_order(units.ids)
        write_characters(arrays, names.BODY, units, order)
        pairs = write_pairs(arrays, names.PAIRS, units, order)
        arrays.add(f"{names.PAIRS}.lengths", narrow(pairs))
        units = cut(self._contexts)
        write_characters(arrays, names.CONTEXT, units, stable_order(units.ids))
        arrays.add(f"{names.CONTEXT}.sizes", narrow(np.array(self._context_sizes, np.uint32)))
