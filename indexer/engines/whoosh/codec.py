"""A Whoosh codec over our segments, so that whoosh.index.open_dir opens an index and Whoosh's own queries search it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from secrets import token_hex

from whoosh import index
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage

from indexer.engines.whoosh import codec_schema as schema
from indexer.engines.whoosh.codec_documents import DocumentsReader
from indexer.engines.whoosh.codec_terms import TermsReader
from indexer.engines.whoosh.codec_writing import DocumentsWriter, TermsWriter
from indexer.engines.whoosh.segment import EXTENSION, Segment


def write_toc(folder: Path, segments: Sequence[tuple[str, int]]) -> None:
    """Write what Whoosh opens `folder` by: its files `<name>.arrays` in order, each with its number of paragraphs."""
    for earlier in folder.glob(f"_{schema.INDEX_NAME}_*.toc"):
        earlier.unlink()
    known = [KnownSegment(name, size) for name, size in segments]
    index.TOC(schema.make(), known, generation=0).write(FileStorage(str(folder)), schema.INDEX_NAME)


class ColumnarCodec(base.Codec):  # type: ignore[misc]  # a Whoosh extension point is a class to derive from, and Whoosh has no types
    """Reads segments that are files of arrays in a folder; writes them for Whoosh's own writer."""

    length_stats = False  # else Whoosh reads lengths of a segment that is still to be written

    def __init__(self) -> None:
        self._begun: dict[str, DocumentsWriter] = {}

    def new_segment(self, _storage: FileStorage, indexname: str) -> "KnownSegment":
        """Return a segment that is still empty."""
        return KnownSegment(f"{indexname}_{token_hex(8)}", 0)

    def per_document_writer(self, _storage: FileStorage, segment: "KnownSegment") -> DocumentsWriter:
        """Return what takes the paragraphs of a segment."""
        return self._begun.setdefault(segment.segment_id(), DocumentsWriter())

    def field_writer(self, storage: FileStorage, segment: "KnownSegment") -> TermsWriter:
        """Return what takes the postings after that, and writes the segment."""
        return TermsWriter(_path(storage, segment), self._begun.pop(segment.segment_id()))

    def terms_reader(self, storage: FileStorage, segment: "KnownSegment") -> TermsReader:
        """Return a reader of the terms of a segment."""
        return TermsReader(Segment(_path(storage, segment)))

    def per_document_reader(self, storage: FileStorage, segment: "KnownSegment") -> DocumentsReader:
        """Return a reader of the paragraphs of a segment."""
        return DocumentsReader(Segment(_path(storage, segment)), segment)


def _path(storage: FileStorage, segment: "KnownSegment") -> Path:
    folder: str = storage.folder
    return Path(folder) / f"{segment.segment_id()}{EXTENSION}"


class KnownSegment(base.Segment):  # type: ignore[misc]  # a Whoosh extension point is a class to derive from, and Whoosh has no types
    """A segment as Whoosh's table of contents names it, pickled there."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(schema.INDEX_NAME)
        self._name = name
        self._size = size
        self._deleted: set[int] = set()

    def segment_id(self) -> str:
        """Return the name of the file without its extension."""
        return self._name

    def codec(self) -> ColumnarCodec:
        """Return what reads this segment."""
        return ColumnarCodec()

    def should_assemble(self) -> bool:
        """Say that it is one file already."""
        return False

    def set_doc_count(self, count: int) -> None:
        """Take in how many paragraphs were written."""
        self._size = count

    def doc_count_all(self) -> int:
        """Return how many paragraphs there are, deleted or not."""
        return self._size

    def deleted_count(self) -> int:
        """Return how many are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        """Yield those that are deleted."""
        return iter(self._deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether one is deleted."""
        return docnum in self._deleted

    def delete_document(self, docnum: int, *, delete: bool = True) -> None:
        """Take a paragraph for deleted, or no longer."""
        (self._deleted.add if delete else self._deleted.discard)(docnum)
