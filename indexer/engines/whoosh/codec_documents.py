"""What Whoosh reads of each paragraph of a segment: stored fields, lengths, columns."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns
from whoosh.codec import base

from indexer.engines.whoosh.codec_fields import Field, field_names
from indexer.engines.whoosh.codec_schema import column_values
from indexer.engines.whoosh.segment import COLUMNS, Segment


class DocumentsReader(base.PerDocumentReader):  # type: ignore[misc]  # a Whoosh extension point is a class to derive from, and Whoosh has no types
    """Reads the paragraphs of a segment, by their numbers in it. Safe to share between threads."""

    def __init__(self, segment: Segment, known: base.Segment) -> None:
        self._segment = segment
        self._known = known  # knows what is deleted
        self._fields = {name: Field(segment, name) for name in field_names(segment)}

    def doc_count(self) -> int:
        """Return how many paragraphs are not deleted."""
        return self._segment.size - int(self._known.deleted_count())

    def doc_count_all(self) -> int:
        """Return how many paragraphs there are."""
        return self._segment.size

    def has_deletions(self) -> bool:
        """Tell whether some are deleted."""
        return bool(self._known.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether one is deleted."""
        return bool(self._known.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        """Yield those that are deleted."""
        return iter(self._known.deleted_docs())

    def supports_columns(self) -> bool:
        """Say that there are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Tell whether a field has a column."""
        return fieldname in COLUMNS

    def list_columns(self) -> Sequence[str]:
        """Return the fields that have columns."""
        return COLUMNS

    def column_reader(self, fieldname: str, _column: columns.Column) -> columns.ColumnReader:
        """Return a reader of one of COLUMNS."""
        held = self._segment.column(fieldname)
        return ColumnReader(held.codes, column_values(fieldname, held.labels))

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return how many terms a field has in a paragraph, `default` where it has none."""
        lengths = self._lengths(fieldname)
        return default if lengths is None else int(lengths[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """Return how many terms a field has in all paragraphs."""
        lengths = self._lengths(fieldname)
        return 0 if lengths is None else int(lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        """Return the least number of terms that a field has in a paragraph."""
        lengths = self._lengths(fieldname)
        return 0 if lengths is None else int(lengths.min())

    def max_field_length(self, fieldname: str) -> int:
        """Return the greatest number of terms that a field has in a paragraph."""
        lengths = self._lengths(fieldname)
        return 0 if lengths is None else int(lengths.max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what is stored of a paragraph, but not what is None: Whoosh knows no such values."""
        return {name: value for name, value in self._segment.stored(docnum).items() if value is not None}

    def _lengths(self, fieldname: str) -> NDArray[np.unsignedinteger[Any]] | None:
        field = self._fields.get(fieldname)
        return field.lengths if field else None


class ColumnReader(columns.ColumnReader):  # type: ignore[misc]  # a Whoosh extension point is a class to derive from, and Whoosh has no types
    """Reads a value for each paragraph."""

    def __init__(self, codes: NDArray[np.unsignedinteger[Any]], values: Sequence[Any]) -> None:
        self._codes = codes
        self._values = values
        self._keys = values

    def __len__(self) -> int:
        """Return how many paragraphs there are."""
        return len(self._codes)

    def __getitem__(self, docnum: int) -> Any:
        """Return the value of a paragraph."""
        return self._values[self._codes[docnum]]

    def __iter__(self) -> Iterator[Any]:
        """Yield the values of all paragraphs."""
        return map(self._values.__getitem__, self._codes.tolist())

    def sort_key(self, docnum: int) -> Any:
        """Return by what a paragraph is sorted."""
        return self._keys[self._codes[docnum]]

    def set_reverse(self) -> None:
        """Sort backwards from now on; Whoosh asks it of numbers alone."""
        self._keys = [-value for value in self._values]
