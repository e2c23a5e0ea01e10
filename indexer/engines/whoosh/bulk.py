"""Laying down postings in bulk: the same files as Whoosh's own writer makes, some five times faster.

Whoosh sorts every posting as a tuple, reads back the length of its paragraph, and packs blocks of 128. Paragraphs
come in order here, so a term's postings are sorted as they come; blocks are large, for they are read whole.
"""

import heapq
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PostingsWriter, W3Segment

Term = tuple[str, bytes]  # field, text
Postings = tuple[Term, NDArray[np.uint32], NDArray[np.float32]]

_BLOCK: Final = 1 << 14  # postings
_RUN: Final = 1 << 23  # postings held in memory before they are put aside: some 300 MB


class Pool:
    """Gathers postings and gives them back by term; stands in for the pool of a SegmentWriter."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runs: list[_Run] = []
        self._begin()

    def _begin(self) -> None:
        self._terms: dict[Term, int] = {}
        self._term = array("I")
        self._paragraph = array("I")
        self._weight = array("f")

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting. Paragraph numbers never fall."""
        field, text, paragraph, weight, _ = posting
        self._term.append(self._terms.setdefault((field, text), len(self._terms)))
        self._paragraph.append(paragraph)
        self._weight.append(weight)
        if len(self._term) >= _RUN:
            self._put_aside()

    def _put_aside(self) -> None:
        terms = sorted(self._terms)
        rank = np.empty(len(terms), np.uint32)
        rank[[self._terms[term] for term in terms]] = np.arange(len(terms), dtype=np.uint32)
        of_posting = rank[np.frombuffer(self._term, np.uint32)]
        order = np.argsort(of_posting, kind="stable")
        run = _Run(self._folder / f"run{len(self._runs)}", terms, np.bincount(of_posting, minlength=len(terms)))
        run.save(np.frombuffer(self._paragraph, np.uint32)[order], np.frombuffer(self._weight, np.float32)[order])
        self._runs.append(run)
        self._begin()

    def iter_postings(self) -> Iterator[Postings]:
        """Yield every term in order with its postings, once."""
        if self._term:
            self._put_aside()
        last: Term | None = None
        pieces: list[tuple[NDArray[np.uint32], NDArray[np.float32]]] = []
        for term, _, paragraphs, weights in heapq.merge(*self._numbered_runs(), key=lambda piece: piece[:2]):
            if last is not None and term != last:
                yield last, *_joined(pieces)
                pieces = []
            last = term
            pieces.append((paragraphs, weights))
        if last is not None:
            yield last, *_joined(pieces)

    def _numbered_runs(self) -> Iterable[Iterator[tuple[Term, int, NDArray[np.uint32], NDArray[np.float32]]]]:
        return [run.pieces(number) for number, run in enumerate(self._runs)]

    def cleanup(self) -> None:
        """Remove what was put aside."""
        for run in self._runs:
            run.remove()
        self._runs = []
        self._begin()


def _joined(
    pieces: list[tuple[NDArray[np.uint32], NDArray[np.float32]]],
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    if len(pieces) == 1:
        return pieces[0]
    return np.concatenate([piece[0] for piece in pieces]), np.concatenate([piece[1] for piece in pieces])


class _Run:
    """Postings put aside in files, ordered by term, then paragraph."""

    def __init__(self, stem: Path, terms: list[Term], sizes: NDArray[np.intp]) -> None:
        self._files = stem.with_suffix(".paragraphs.npy"), stem.with_suffix(".weights.npy")
        self._terms = terms
        self._ends = np.cumsum(sizes)

    def save(self, paragraphs: NDArray[np.uint32], weights: NDArray[np.float32]) -> None:
        np.save(self._files[0], paragraphs, allow_pickle=False)
        np.save(self._files[1], weights, allow_pickle=False)

    def pieces(self, number: int) -> Iterator[tuple[Term, int, NDArray[np.uint32], NDArray[np.float32]]]:
        """Yield each term with the number of this run and its postings."""
        paragraphs, weights = (np.load(file, mmap_mode="r", allow_pickle=False) for file in self._files)
        start = 0
        for term, end in zip(self._terms, self._ends.tolist(), strict=True):
            yield term, number, paragraphs[start:end], weights[start:end]
            start = end

    def remove(self) -> None:
        for file in self._files:
            file.unlink(missing_ok=True)


class BulkCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's own codec for writing; the segment names the stock codec, so that reading needs nothing of ours."""

    length_stats = False  # else the length of every posting's paragraph is read back

    def __init__(self) -> None:
        super().__init__(blocklimit=_BLOCK)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:  # noqa: ARG002  # Whoosh's signature
        """Return a segment that stock Whoosh reads."""
        return W3Segment(W3Codec(blocklimit=_BLOCK), indexname)

    def field_writer(self, storage: Any, segment: W3Segment) -> "_FieldWriter":
        """Return a writer that takes whole terms."""
        return _FieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> "_PostingsWriter":  # noqa: FBT001, FBT002  # Whoosh's
        """Return a writer that takes whole terms."""
        return _PostingsWriter(dbfile, blocklimit=_BLOCK, byteids=byteids)


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    def add_postings(self, schema: Any, lengths: None, items: Iterable[Postings]) -> None:  # noqa: ARG002  # Whoosh's
        """Write every term of `items`, which are in order."""
        field = None
        for term, paragraphs, weights in items:
            if term[0] != field:
                if field is not None:
                    self.finish_field()
                field = term[0]
                self.start_field(field, schema[field])
            self.start_term(term[1])
            self._postwriter.add_all(paragraphs, weights)
            self.finish_term()
        if field is not None:
            self.finish_field()


class _PostingsWriter(W3PostingsWriter):  # type: ignore[misc]  # Whoosh has no types
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
