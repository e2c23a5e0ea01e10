"""A field of a segment as Whoosh knows it: sorted terms, their postings, and how long it is in each paragraph."""

from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.characters import Characters
from indexer.engines.whoosh.codec_postings import TermPostings
from indexer.engines.whoosh.frequencies import FrequencyField, Numbers
from indexer.engines.whoosh.segment import BODY, COUNTED, Segment

_KEPT: Final = 8  # postings read last: a query asks for the same ones to count, to weigh and to walk


class Field:
    """Reads one field. Safe to share between threads."""

    def __init__(self, segment: Segment, name: str) -> None:
        self._segment = segment
        self._name = name
        self._field: FrequencyField | Characters = segment.body if name == BODY else segment.frequencies[name]
        self.terms = self._field.terms
        self.postings = lru_cache(_KEPT)(self._postings)

    def holding(self, number: int) -> int:
        """Return how many paragraphs hold term `number`."""
        if isinstance(self._field, FrequencyField):
            return self._field.holding(number)
        return len(self.postings(number).docs)

    @cached_property
    def lengths(self) -> Numbers | None:
        """How many terms the field has in each paragraph, None if that is not kept."""
        if self._name == BODY:
            starts = self._segment.body.text_starts.astype(np.uint32)
            return np.diff(starts) - np.uint32(1)  # for the close
        return self._segment.lengths(self._name) if self._name in COUNTED else None

    def _postings(self, number: int) -> TermPostings:
        found = self._field.postings(number)
        lengths = None if self.lengths is None else self.lengths[found.docs]
        positions = self._positions(self._field, number) if isinstance(self._field, Characters) else None
        return TermPostings(found.docs, found.frequencies, lengths, positions)

    def _positions(self, texts: Characters, number: int) -> NDArray[np.intp]:
        positions = texts.positions(number)
        return positions - texts.text_starts[texts.texts_of(positions)].astype(np.intp)


def field_names(segment: Segment) -> list[str]:
    """Return the fields of `segment` in order of their names."""
    return sorted((*segment.frequencies, BODY))
