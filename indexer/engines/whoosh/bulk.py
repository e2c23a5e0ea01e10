"""Laying down postings in bulk: the files that Whoosh's own writer makes, in a fraction of its time.

Whoosh sorts every posting as a tuple, reads back the length of its paragraph, and packs blocks of 128. Paragraphs
come in order here, so a term's postings are sorted as they come; blocks are large, for they are read whole.
"""

import heapq
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PostingsWriter, W3Segment

Numbers = NDArray[np.uint32]
Weights = NDArray[np.float32]
Postings = tuple[str, str, Numbers, Weights]  # field, term, paragraphs, how often each holds it

_BLOCK: Final = 1 << 14  # postings
_RUN: Final = 1 << 21  # postings of a field held in memory before they are put aside: some 50 MB


class Pool:
    """Gathers postings and gives them back by term; stands in for the pool of a SegmentWriter."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fields: dict[str, _FieldPool] = {}

    def add(self, posting: tuple[str, bytes | Mapping[str, int], int, float, bytes]) -> None:
        """Take all terms of a field of a paragraph with their frequencies, or one term. Numbers never fall."""
        field, terms, paragraph, _, _ = posting
        if field not in self._fields:
            self._fields[field] = _FieldPool(self._folder / field)
        self._fields[field].add({terms.decode(): 1} if isinstance(terms, bytes) else terms, paragraph)

    def iter_postings(self) -> Iterator[Postings]:
        """Yield every term in order with its postings, once."""
        for field in sorted(self._fields):
            for term, paragraphs, weights in self._fields[field].postings():
                yield field, term, paragraphs, weights

    def cleanup(self) -> None:
        """Remove what was put aside."""
        for field in self._fields.values():
            field.cleanup()
        self._fields = {}


class _FieldPool:
    def __init__(self, stem: Path) -> None:
        self._stem = stem
        self._runs: list[_Run] = []
        self._begin()

    def _begin(self) -> None:
        self._terms: defaultdict[str, int] = defaultdict(count().__next__)  # numbered as they come
        self._term = array("I")
        self._weight = array("f")
        self._paragraph = array("I")  # each once, with how many postings it has
        self._size = array("I")

    def add(self, terms: Mapping[str, int], paragraph: int) -> None:
        self._term.extend(map(self._terms.__getitem__, terms))
        self._weight.extend(terms.values())
        self._paragraph.append(paragraph)
        self._size.append(len(terms))
        if len(self._term) >= _RUN:
            self._put_aside()

    def _put_aside(self) -> None:
        terms = sorted(self._terms)
        rank = np.empty(len(terms), np.uint32)
        rank[[self._terms[term] for term in terms]] = np.arange(len(terms), dtype=np.uint32)
        of_posting = rank[np.frombuffer(self._term, np.uint32)]
        order = np.argsort(of_posting, kind="stable")
        run = _Run(self._stem.with_suffix(f".run{len(self._runs)}"))
        paragraphs = np.repeat(np.frombuffer(self._paragraph, np.uint32), np.frombuffer(self._size, np.uint32))
        run.save(terms, np.bincount(of_posting), paragraphs[order], np.frombuffer(self._weight, np.float32)[order])
        self._runs.append(run)
        self._begin()

    def postings(self) -> Iterator[tuple[str, Numbers, Weights]]:
        """Yield every term in order with its postings; a run's paragraphs all come after those of the run before."""
        if self._term:
            self._put_aside()
        pieces = heapq.merge(*[run.pieces(number) for number, run in enumerate(self._runs)], key=itemgetter(0, 1))
        for term, group in groupby(pieces, key=itemgetter(0)):
            of_term = list(group)
            if len(of_term) == 1:
                yield term, of_term[0][2], of_term[0][3]
            else:
                yield term, np.concatenate([p[2] for p in of_term]), np.concatenate([p[3] for p in of_term])

    def cleanup(self) -> None:
        for run in self._runs:
            run.remove()


class _Run:
    """Postings put aside in files, ordered by term, then paragraph; nothing of them stays in memory."""

    def __init__(self, stem: Path) -> None:
        self._terms, *self._arrays = (Path(f"{stem}.{name}") for name in ("terms", "sizes", "paragraphs", "weights"))

    def save(self, terms: list[str], sizes: NDArray[np.intp], paragraphs: Numbers, weights: Weights) -> None:
        with self._terms.open("wb") as file:
            file.writelines(len(written).to_bytes(4, "little") + written for written in map(str.encode, terms))
        for file_of, array_of in zip(self._arrays, (sizes.astype(np.uint32), paragraphs, weights), strict=True):
            array_of.tofile(file_of)

    def pieces(self, number: int) -> Iterator[tuple[str, int, Numbers, Weights]]:
        """Yield each term with the number of this run and its postings."""
        with ExitStack() as stack:  # read, not mapped: a map would stay
            terms, sizes, paragraphs, weights = (
                stack.enter_context(file.open("rb")) for file in (self._terms, *self._arrays)
            )
            while length := terms.read(4):
                term = terms.read(int.from_bytes(length, "little")).decode()
                size = 4 * int.from_bytes(sizes.read(4), sys.byteorder)
                yield (
                    term,
                    number,
                    np.frombuffer(paragraphs.read(size), np.uint32),
                    np.frombuffer(weights.read(size), np.float32),
                )

    def remove(self) -> None:
        for file in (self._terms, *self._arrays):
            file.unlink(missing_ok=True)


class BulkCodec(W3Codec):  # type: ignore[misc]  # Whoosh ships no types, so mypy sees a subclass of Any
    """Whoosh's own codec for writing; the segment names the stock codec, so that reading needs nothing of ours."""

    length_stats = False  # else the length of every posting's paragraph is read back

    def __init__(self) -> None:
        super().__init__(blocklimit=_BLOCK)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:  # noqa: ARG002 - Whoosh calls this method with the storage
        """Return a segment that stock Whoosh reads."""
        return W3Segment(W3Codec(blocklimit=_BLOCK), indexname)

    def field_writer(self, storage: Any, segment: W3Segment) -> "_FieldWriter":
        """Return a writer that takes whole terms."""
        return _FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> "_PostingsWriter":  # noqa: FBT001, FBT002 - Whoosh passes it so
        """Return a writer that takes whole terms."""
        return _PostingsWriter(dbfile, blocklimit=_BLOCK, byteids=byteids)


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh ships no types, so mypy sees a subclass of Any
    def add_postings(self, schema: Any, lengths: None, items: Iterable[Postings]) -> None:  # noqa: ARG002 - Whoosh passes the lengths, which are known here
        """Write every term of `items`, which are in order."""
        for field, of_field in groupby(items, key=itemgetter(0)):
            self.start_field(field, schema[field])
            for _, term, paragraphs, weights in of_field:
                self.start_term(term.encode())
                self._postwriter.add_all(paragraphs, weights)
                self.finish_term()
            self.finish_field()


class _PostingsWriter(W3PostingsWriter):  # type: ignore[misc]  # Whoosh ships no types, so mypy sees a subclass of Any
    _ids: list[int]
    _weights: list[float]

    def add_all(self, paragraphs: NDArray[np.uint32], weights: NDArray[np.float32]) -> None:
        """Fill block after block; the last one is left for finish_postings()."""
        for start in range(0, len(paragraphs), _BLOCK):
            if self._ids:
                self._write_block()
            self._ids = paragraphs[start : start + _BLOCK].tolist()
            self._weights = weights[start : start + _BLOCK].tolist()
            self._maxweight = max(self._weights)
