"""The terms of a segment as Whoosh reads them: in order, with their postings."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from indexer.engines.whoosh.characters import Characters
from indexer.engines.whoosh.codec_postings import PostingsMatcher, TermPostings
from indexer.engines.whoosh.frequencies import FrequencyField, Numbers
from indexer.engines.whoosh.segment import BODY, COUNTED, Segment

_KEPT: Final = 8  # postings read last: a query asks for the same ones to count, to weigh and to walk


def field_lengths(segment: Segment, name: str) -> Numbers | None:
    """Return how many terms each paragraph has in field `name`, None if that is not counted."""
    if name == BODY:
        return np.diff(segment.body.text_starts.astype(np.uint32)) - np.uint32(1)  # without the close
    return segment.lengths(name) if name in COUNTED else None


class TermsReader(base.TermsReader):  # type: ignore[misc]  # Whoosh ships no types, so mypy sees a subclass of Any
    """Reads the terms of a segment. Safe to share between threads."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        read: Mapping[str, FrequencyField | Characters] = {**segment.frequencies, BODY: segment.body}
        self._fields = {name: read[name] for name in sorted(read) if len(read[name].terms)}
        self._postings = lru_cache(_KEPT)(self._read)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        """Tell whether there is a term of that field and text."""
        return self._number(*term) >= 0

    def indexed_field_names(self) -> list[str]:
        """Return the fields that have terms, sorted."""
        return list(self._fields)

    def cursor(self, fieldname: str, fieldobj: fields.FieldType) -> base.FieldCursor:
        """Return a cursor that stands on the first term of a field."""
        field = self._fields.get(fieldname)
        return FieldCursor(self, fieldname, fieldobj) if field else base.EmptyCursor()

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield all terms in order, by field."""
        return ((name, term) for name, field in self._fields.items() for term in field.terms)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms of a field that are not below `prefix`, then those of the fields after it."""
        for name, field in self._fields.items():
            if name == fieldname:
                first = field.terms.first_from(prefix)
                yield from ((name, field.terms[number]) for number in range(first, len(field.terms)))
            elif name > fieldname:
                yield from ((name, term) for term in field.terms)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield all terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield what terms_from() yields with what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return what is known of a term. Raises TermNotFound."""
        return self._found(fieldname, text).info()

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return how often a term stands in all paragraphs."""
        field, number = self._fields.get(fieldname), self._number(fieldname, text)
        if isinstance(field, Characters):
            return field.count(number) if number >= 0 else 0
        return float(self._postings(fieldname, number).frequencies.sum()) if number >= 0 else 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many paragraphs hold a term."""
        field, number = self._fields.get(fieldname), self._number(fieldname, text)
        if isinstance(field, FrequencyField):
            return field.holding(number) if number >= 0 else 0
        return len(self._postings(fieldname, number).docs) if number >= 0 else 0

    def matcher(self, fieldname: str, text: bytes, format_: formats.Format, scorer: Any = None) -> PostingsMatcher:
        """Return a matcher of the paragraphs that hold a term. Raises TermNotFound."""
        return PostingsMatcher((fieldname, text), self._found(fieldname, text), format_, scorer)

    def _number(self, fieldname: str, text: bytes) -> int:
        field = self._fields.get(fieldname)
        return field.terms.number(text) if field else -1

    def _found(self, fieldname: str, text: bytes) -> TermPostings:
        number = self._number(fieldname, text)
        if number < 0:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return self._postings(fieldname, number)

    def _read(self, fieldname: str, number: int) -> TermPostings:
        field = self._fields[fieldname]
        postings = field.postings(number)
        lengths = field_lengths(self._segment, fieldname)
        return TermPostings(
            docs=postings.docs,
            frequencies=postings.frequencies,
            lengths=None if lengths is None else lengths[postings.docs],
            positions=_in_texts(field, number) if isinstance(field, Characters) else None,
        )
