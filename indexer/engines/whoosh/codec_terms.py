"""The terms of a segment as Whoosh reads them: in order, with their postings."""

from collections.abc import Iterator
from typing import Any

from whoosh import fields, formats
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from indexer.engines.whoosh.codec_fields import Field, field_names
from indexer.engines.whoosh.codec_postings import PostingsMatcher, TermPostings
from indexer.engines.whoosh.segment import Segment

Term = tuple[str, bytes]  # field, text


class TermsReader(base.TermsReader):  # type: ignore[misc]  # a Whoosh extension point is a class to derive from, and Whoosh has no types
    """Reads the terms of a segment. Safe to share between threads."""

    def __init__(self, segment: Segment) -> None:
        of_segment = {name: Field(segment, name) for name in field_names(segment)}
        self._fields = {name: field for name, field in of_segment.items() if len(field.terms)}

    def __contains__(self, term: Term) -> bool:
        """Tell whether there is a term of that field and text."""
        return self._number(*term) >= 0

    def indexed_field_names(self) -> list[str]:
        """Return the fields that have terms, sorted."""
        return list(self._fields)

    def cursor(self, fieldname: str, fieldobj: fields.FieldType) -> base.FieldCursor:
        """Return a cursor that stands on the first term of a field."""
        field = self._fields.get(fieldname)
        return FieldCursor(field, fieldobj) if field else base.EmptyCursor()

    def terms(self) -> Iterator[Term]:
        """Yield all terms, by field, in order."""
        return ((name, text) for name, field in self._fields.items() for text in field.terms)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """Yield the terms of a field that are not below `prefix`, then all of the fields after it."""
        for name, field in self._fields.items():
            if name >= fieldname:
                first = field.terms.first_from(prefix) if name == fieldname else 0
                yield from ((name, field.terms[number]) for number in range(first, len(field.terms)))

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """Yield all terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """Yield what terms_from() yields, with what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return what is known of a term. Raises TermNotFound."""
        return self._postings(fieldname, text).info()

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return how often a term stands in all paragraphs."""
        number = self._number(fieldname, text)
        return 0 if number < 0 else float(self._fields[fieldname].postings(number).frequencies.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many paragraphs hold a term."""
        number = self._number(fieldname, text)
        return 0 if number < 0 else self._fields[fieldname].holding(number)

    def matcher(self, fieldname: str, text: bytes, format_: formats.Format, scorer: Any = None) -> PostingsMatcher:
        """Return a matcher of the paragraphs that hold a term. Raises TermNotFound."""
        return PostingsMatcher((fieldname, text), self._postings(fieldname, text), format_, scorer)

    def _number(self, fieldname: str, text: bytes) -> int:
        field = self._fields.get(fieldname)
        return -1 if field is None else field.terms.number(text)

    def _postings(self, fieldname: str, text: bytes) -> TermPostings:
        number = self._number(fieldname, text)
        if number < 0:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return self._fields[fieldname].postings(number)


class FieldCursor(base.FieldCursor):  # type: ignore[misc]  # a Whoosh extension point is a class to derive from, and Whoosh has no types
    """Goes through the terms of a field, at first on the first of them."""

    def __init__(self, field: Field, fieldobj: fields.FieldType) -> None:
        self._field = field
        self._fieldobj = fieldobj
        self._number = 0

    def is_valid(self) -> bool:
        """Tell whether there is a term here."""
        return self._number < len(self._field.terms)

    def text(self) -> str | None:
        """Return the term here as text, None past the last."""
        text: str | None = self._fieldobj.from_bytes(self._field.terms[self._number]) if self.is_valid() else None
        return text

    term = text  # the base class names it so, Whoosh's own codec the other way

    def first(self) -> str | None:
        """Go to the first term and return it."""
        return self._go(0)

    def find(self, text: str | bytes) -> str | None:
        """Go to the first term that is not below `text` and return it."""
        return self._go(self._field.terms.first_from(self._fieldobj.to_bytes(text)))

    def next(self) -> str | None:
        """Go to the next term and return it."""
        return self._go(self._number + 1)

    def term_info(self) -> TermInfo | None:
        """Return what is known of the term here."""
        return self._field.postings(self._number).info() if self.is_valid() else None

    def _go(self, number: int) -> str | None:
        self._number = number
        return self.text()
