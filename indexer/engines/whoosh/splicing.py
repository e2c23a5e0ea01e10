"""Joining stretches of segments into a new one, by cutting, shifting and merging their arrays; nothing is analysed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays import ArraysWriter, narrow
from indexer.engines.whoosh import segment as names
from indexer.engines.whoosh.characters import Characters, write_positions, write_texts
from indexer.engines.whoosh.frequencies import Inverted, write_frequencies
from indexer.engines.whoosh.segment import Segment, write_column
from indexer.engines.whoosh.terms import Terms

Integers = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The paragraphs first..last of a segment."""

    segment: Segment
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first

    @property
    def share(self) -> float:
        """How much of a segment this fills; 1.0 is all of it."""
        starts = self.segment.body.text_starts
        characters = int(starts[self.last]) - int(starts[self.first])
        return max(len(self) / names.LARGEST, characters / names.MOST_CHARACTERS)

    @property
    def is_whole(self) -> bool:
        """Whether this is all that its segment has."""
        return len(self) == self.segment.size

    def contexts(self) -> tuple[int, NDArray[np.intp]]:
        """Return the first text of the context that this is under, and how many of its paragraphs share each."""
        ends = np.cumsum(self.segment.context_sizes, dtype=np.intp)
        first, last = ends.searchsorted((self.first, self.last - 1), "right").tolist()
        inside = np.clip(ends[first : last + 1], self.first, self.last)
        return first, np.diff(inside, prepend=self.first)


@dataclass(frozen=True, slots=True)
class _Listed:
    """What stands under the terms of a stretch: values, each with a count, those of term i from starts[i] on."""

    terms: Terms
    starts: NDArray[np.intp]
    values: NDArray[np.intp]
    counts: Integers


def splice(stretches: Sequence[Stretch], path: Path) -> None:
    """Write `stretches`, one after the other and at most 65,536 paragraphs, as a new segment."""
    with ArraysWriter(path) as arrays:
        for name in (*names.COUNTED, *names.NAMED):
            _splice_frequencies(arrays, name, stretches)
        for name in names.COUNTED:
            lengths = [stretch.segment.lengths(name)[stretch.first : stretch.last] for stretch in stretches]
            arrays.add(f"{name}.lengths", narrow(np.concatenate(lengths)))
        _splice_texts(arrays, names.BODY, [(one.segment.body, one.first, one.last) for one in stretches])
        contexts = [stretch.contexts() for stretch in stretches]
        texts = [
            (stretch.segment.context, first, first + len(sizes))
            for stretch, (first, sizes) in zip(stretches, contexts, strict=True)
        ]
        _splice_texts(arrays, names.CONTEXT, texts)
        arrays.add(f"{names.CONTEXT}.sizes", narrow(np.concatenate([sizes for _, sizes in contexts])))
        for name in names.COLUMNS:
            _splice_column(arrays, name, stretches)
        _splice_stored(arrays, stretches)


def _splice_frequencies(arrays: ArraysWriter, name: str, stretches: Sequence[Stretch]) -> None:
    listed, base = [], 0
    for stretch in stretches:
        field = stretch.segment.frequencies[name]
        starts, postings = field.all_postings()
        kept = (postings.docs >= stretch.first) & (postings.docs < stretch.last)
        docs = postings.docs[kept].astype(np.intp) + (base - stretch.first)
        listed.append(_Listed(field.terms, _cut(starts, kept), docs, postings.frequencies[kept]))
        base += len(stretch)
    terms, starts, docs, counts = _merged(listed)
    write_frequencies(arrays, name, Inverted(terms, starts, docs.astype(np.uint16), counts))


def _splice_texts(arrays: ArraysWriter, name: str, texts: Sequence[tuple[Characters, int, int]]) -> None:
    listed, base = [], 0
    for characters, first, last in texts:
        begin, end = int(characters.text_starts[first]), int(characters.text_starts[last])
        starts, positions = characters.all_positions()
        kept = (positions >= begin) & (positions < end)
        positions = positions[kept] + (base - begin)
        listed.append(_Listed(characters.terms, _cut(starts, kept), positions, np.ones(len(positions), np.uint8)))
        base += end - begin
    terms, starts, positions, _ = _merged(listed)
    sizes = [np.diff(one.text_starts[first : last + 1].astype(np.intp)) for one, first, last in texts]
    write_texts(
        arrays,
        name,
        np.concatenate([one.codes(first, last) for one, first, last in texts]),
        np.concatenate(([0], np.cumsum(np.concatenate(sizes)))),
        np.concatenate([one.lengths[first:last] for one, first, last in texts]),
    )
    write_positions(arrays, name, terms, np.repeat(np.arange(len(terms)), np.diff(starts)), positions)


def _cut(starts: NDArray[np.intp], kept: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return `starts` as they are when only what is `kept` is left."""
    return np.concatenate(([0], np.cumsum(kept)))[starts]


def _merged(listed: Sequence[_Listed]) -> tuple[list[bytes], NDArray[np.intp], NDArray[np.intp], Integers]:
    """Return the terms of all that list something, where the values of each begin, values and counts."""
    held = [np.flatnonzero(np.diff(one.starts)) for one in listed]
    wholes = {one.terms: list(one.terms) for one in listed}  # stretches are often of one segment
    of_each = [_some(wholes[one.terms], numbers) for one, numbers in zip(listed, held, strict=True)]
    terms = sorted(set().union(*of_each))
    number_of = {term: number for number, term in enumerate(terms)}
    ranks = [np.fromiter(map(number_of.__getitem__, own), np.intp, len(own)) for own in of_each]
    sizes = [np.diff(one.starts)[numbers] for one, numbers in zip(listed, held, strict=True)]
    total = np.zeros(len(terms), np.intp)
    for rank, size in zip(ranks, sizes, strict=True):
        total[rank] += size
    starts = np.concatenate(([0], np.cumsum(total)))
    values = np.empty(int(starts[-1]), np.intp)
    counts = np.empty(len(values), np.uint32)
    free = starts[:-1].copy()  # where the next value of each term goes: stretch after stretch they rise
    for one, rank, size in zip(listed, ranks, sizes, strict=True):
        ends = np.cumsum(size)
        to = np.arange(len(one.values)) + np.repeat(free[rank] - (ends - size), size)
        values[to], counts[to] = one.values, one.counts
        free[rank] += size
    return terms, starts, values, counts


def _some(terms: list[bytes], numbers: NDArray[np.intp]) -> list[bytes]:
    return terms if len(numbers) == len(terms) else [terms[number] for number in numbers.tolist()]


def _splice_column(arrays: ArraysWriter, name: str, stretches: Sequence[Stretch]) -> None:
    numbers: dict[str, int] = {}
    codes = []
    for stretch in stretches:
        column = stretch.segment.column(name)
        held = column.codes[stretch.first : stretch.last]
        known = np.zeros(len(column.labels), np.uint32)
        for code in np.unique(held).tolist():
            known[code] = numbers.setdefault(column.labels[code], len(numbers))
        codes.append(known[held])
    write_column(arrays, name, np.concatenate(codes), list(numbers))


def _splice_stored(arrays: ArraysWriter, stretches: Sequence[Stretch]) -> None:
    records = [stretch.segment.records(stretch.first, stretch.last) for stretch in stretches]
    arrays.add("stored", np.concatenate([written for written, _ in records]))
    sizes = np.concatenate([np.diff(ends) for _, ends in records])
    arrays.add("stored_ends", narrow(np.concatenate(([0], np.cumsum(sizes)))))
