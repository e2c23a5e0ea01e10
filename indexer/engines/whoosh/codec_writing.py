"""Laying down segments through Whoosh's own writer: what it takes apart into postings is put together by paragraph.

It is the slow way, for an index that nothing but Whoosh reads: the texts above a paragraph are no field of Whoosh's,
so these segments have none. Pairs come from the characters, and columns from what is stored under their names.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from whoosh import fields
from whoosh.codec import base
from whoosh.writing import IndexingError

from indexer import text
from indexer.contract import ParagraphWords
from indexer.engines.whoosh.laying import Entry, SegmentWriter
from indexer.engines.whoosh.segment import BODY, COLUMNS, HEADING_WORDS, ID, STORED, TITLE_WORDS, WORDS

Posting = tuple[str, bytes, int, float, bytes]  # field, term, paragraph, weight, value

_WORD_FIELDS: Final = (WORDS, HEADING_WORDS, TITLE_WORDS)


class DocumentsWriter(base.PerDocumentWriter):  # type: ignore[misc]  # a Whoosh extension point is a class to derive from, and Whoosh has no types
    """Takes what is stored of each paragraph."""

    def __init__(self) -> None:
        self.stored: list[dict[str, Any]] = []
        self.is_closed = False

    def start_doc(self, _docnum: int) -> None:
        """Begin the next paragraph."""
        self.stored.append({})

    def add_field(self, fieldname: str, _fieldobj: fields.FieldType, value: Any, _length: int) -> None:
        """Take a stored field, None if it is not one."""
        self.stored[-1][fieldname] = value

    def add_column_value(self, *_: object) -> None:
        """Pass over a value that is stored anyway."""

    def close(self) -> None:
        """End."""
        self.is_closed = True


class TermsWriter(base.FieldWriter):  # type: ignore[misc]  # a Whoosh extension point is a class to derive from, and Whoosh has no types
    """Takes all postings and writes the segment."""

    def __init__(self, path: Path, documents: DocumentsWriter) -> None:
        self._path = path
        self._documents = documents
        self.is_closed = False

    def add_postings(self, schema: fields.Schema, _lengths: None, items: Iterable[Posting]) -> None:
        """Write the segment. Raises IndexingError where it cannot hold what was added."""
        words: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        units: defaultdict[int, dict[int, str]] = defaultdict(dict)  # by place in the text
        for field, term, number, _, value in items:
            if field in _WORD_FIELDS:
                words[field, number] += [term.decode()] * schema[field].format.decode_frequency(value)
            elif field == BODY:
                units[number].update(dict.fromkeys(schema[field].format.decode_positions(value), term.decode()))
        writer = SegmentWriter()
        for number, stored in enumerate(self._documents.stored):
            if not writer.has_room(1):
                raise IndexingError("一次加入的段落太多：每次提交最多 65536 段、838 万字，请分几次提交。")
            of_paragraph = (tuple(words[field, number]) for field in _WORD_FIELDS)
            writer.add(_entry(stored, ParagraphWords(_body(units[number]), "", *of_paragraph)))
        writer.write(self._path)

    def close(self) -> None:
        """End."""
        self.is_closed = True


def _body(units: dict[int, str]) -> str:
    in_order = [units[place] for place in sorted(units)]
    body = "".join(in_order)
    if text.units(body) != in_order or sorted(units) != list(range(len(units))) or "\0" in body:
        raise IndexingError("characters 字段只能是 fold() 得到的文字，或其各单元（units()）依次列出。")
    return body


def _entry(stored: dict[str, Any], words: ParagraphWords) -> Entry:
    if not stored.get(ID):
        raise IndexingError("每段都要有 id。")
    record = json.dumps([stored.get(name) for name in STORED], ensure_ascii=False).encode()
    return Entry(stored[ID], words, record, [str(stored.get(name) or "") for name in COLUMNS])
