"""Posting lists as arrays: read from Whoosh block by block, kept while there is room."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader, TermNotFound

from indexer.engines.columns import Ids
from indexer.engines.damage import noticed
from indexer.engines.whoosh.time_limit import TimeLimit

Value = TypeVar("Value")

_CACHE_BYTES: Final = 256 << 20
_SLOT_BYTES: Final = 200  # what an entry takes beside its arrays


@dataclass(frozen=True, slots=True)
class Postings:
    """The paragraphs that hold a term, rising, and how often each holds it."""

    ids: Ids
    frequencies: NDArray[np.float32]


class PostingsReader:
    """Reads posting lists; safe to share between threads."""

    def __init__(self, reader: IndexReader, damaged: str) -> None:
        self._reader = reader
        self._damaged = damaged  # the message if a file turns out to be
        self._reading = threading.Lock()  # a Whoosh reader has one file position
        self._cache: Cache[Postings] = Cache(_CACHE_BYTES)

    def of(self, field: str, term: str, limit: TimeLimit) -> Postings:
        """Return the postings of `term` in `field`, empty if there are none."""
        key = (field, term)
        found = self._cache.get(key)
        if found is None:
            with limit.locked(self._reading), noticed(self._damaged):
                found = self._read(field, term, limit)
            self._cache.put(key, found, found.ids.nbytes + found.frequencies.nbytes)
        return found

    def _read(self, field: str, term: str, limit: TimeLimit) -> Postings:
        ids: list[NDArray[np.int32]] = [np.empty(0, np.int32)]
        frequencies: list[NDArray[np.float32]] = [np.empty(0, np.float32)]
        try:
            matcher = self._reader.postings(field, term.encode(errors="surrogatepass"))
        except TermNotFound:
            return Postings(ids[0], frequencies[0])
        while matcher.is_active():
            limit.check()
            # Whoosh's public way is one posting at a time. A block as stored is (gaps, weights if not all 1, values).
            matcher._read_data()  # noqa: SLF001 - no public method reads a whole block
            gaps, weights, _ = matcher._data  # noqa: SLF001 - the block just read; there is no public name for it
            ids.append(np.cumsum(np.array(gaps, np.int64)).astype(np.int32))
            frequencies.append(_frequencies(weights, len(gaps)))
            matcher._next_block()  # noqa: SLF001 - next() of the public way steps by one posting
        return Postings(np.concatenate(ids), np.concatenate(frequencies))

    def holding(self, field: str, terms: Sequence[str], limit: TimeLimit) -> list[int]:
        """Return how many paragraphs hold each of `terms` in `field`, without reading which."""
        with limit.locked(self._reading), noticed(self._damaged):
            return [self._reader.doc_frequency(field, term.encode(errors="surrogatepass")) for term in terms]

    def stored(self, number: int) -> dict[str, Any]:
        """Return the stored fields of a paragraph."""
        with self._reading, noticed(self._damaged):
            fields: dict[str, Any] = self._reader.stored_fields(number)
        return fields

    def close(self) -> None:
        """Close Whoosh's files."""
        with self._reading:
            self._reader.close()


def _frequencies(weights: float | tuple[float, ...] | None, size: int) -> NDArray[np.float32]:
    if isinstance(weights, tuple):
        return np.array(weights, np.float32)
    return np.full(size, 1.0 if weights is None else weights, np.float32)


class Cache(Generic[Value]):
    """Keeps what was used last, up to a number of bytes; safe to share between threads."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._bytes = 0
        self._kept: OrderedDict[object, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object) -> Value | None:
        """Return what was put under `key`, if it is still there."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: object, value: Value, size: int) -> None:
        """Keep `value` of `size` bytes under `key`."""
        size += _SLOT_BYTES
        with self._lock:
            if key in self._kept or size > self._limit // 4:
                return
            self._kept[key] = value, size
            self._bytes += size
            while self._bytes > self._limit:
                _, (_, freed) = self._kept.popitem(last=False)
                self._bytes -= freed
