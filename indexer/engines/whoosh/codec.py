"""A Whoosh codec over our segments, so that whoosh.index.open_dir opens an index and Whoosh's own queries search it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from whoosh import index
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage

from indexer.engines.whoosh import codec_schema as schema
from indexer.engines.whoosh.codec_documents import DocumentsReader
from indexer.engines.whoosh.codec_terms import TermsReader
from indexer.engines.whoosh.segment import EXTENSION, Segment


def write_toc(folder: Path, segments: Sequence[tuple[str, int]]) -> None:
    """Write what Whoosh opens `folder` by: its files `<name>.arrays` in order, each with its number of paragraphs."""
    known = [KnownSegment(name, size) for name, size in segments]
    index.TOC(schema.make(), known, generation=0).write(FileStorage(str(folder)), schema.INDEX_NAME)


class ColumnarCodec(base.Codec):  # type: ignore[misc]  # Whoosh ships no types, so mypy sees a subclass of Any
    """Reads segments that are files of arrays in a folder."""

    def terms_reader(self, storage: FileStorage, segment: "KnownSegment") -> TermsReader:
        """Return a reader of the terms of a segment."""
        return TermsReader(_open(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: "KnownSegment") -> DocumentsReader:
        """Return a reader of the paragraphs of a segment."""
        return DocumentsReader(_open(storage, segment), segment)


def _open(storage: FileStorage, segment: "KnownSegment") -> Segment:
    return Segment(Path(storage.folder) / segment.make_filename(EXTENSION))


class KnownSegment(base.Segment):  # type: ignore[misc]  # Whoosh ships no types, so mypy sees a subclass of Any
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

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: FBT001, FBT002 - Whoosh passes it so
        """Take a paragraph for deleted, or no longer."""
        (self._deleted.add if delete else self._deleted.discard)(docnum)
