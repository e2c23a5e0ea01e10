"""The same paragraphs twice: in our segments, and in segments that Whoosh's own writer and codec make."""

import json
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from whoosh import columns, index, query
from whoosh.codec import whoosh3
from whoosh.searching import Searcher

from indexer import text
from indexer.contract import Document, ParagraphWords
from indexer.engines.whoosh import segment
from indexer.engines.whoosh.codec import write_toc
from indexer.engines.whoosh.codec_schema import make
from indexer.engines.whoosh.laying import Entry, SegmentWriter
from indexer.words import paragraph_words


@dataclass(frozen=True)
class Paragraph:
    """What an index holds of a paragraph."""

    words: ParagraphWords
    stored: dict[str, Any]

    def entry(self) -> Entry:
        """Return it as our own writer takes it."""
        record = json.dumps(list(self.stored.values()), ensure_ascii=False).encode()
        columns = [str(self.stored[name] or "") for name in segment.COLUMNS]
        return Entry(self.stored["id"], self.words, record, columns)

    def fields(self) -> dict[str, Any]:
        """Return it as Whoosh's writer takes it."""
        return self.stored | {
            segment.TEXT_HASH: self.stored["id"].rpartition("/")[2],
            segment.WORDS: list(self.words.words),
            segment.HEADING_WORDS: list(self.words.heading_words),
            segment.TITLE_WORDS: list(self.words.title_words),
            segment.PAIRS: [gram for gram in text.grams(self.words.body) if len(text.units(gram)) == 2],
            segment.BODY: text.units(self.words.body),
        }


def paragraphs(documents: Sequence[Document]) -> list[Paragraph]:
    """Return all paragraphs of `documents`."""
    return [
        Paragraph(words, _stored(document, number))
        for document in documents
        for number, words in enumerate(paragraph_words(document))
    ]


def _stored(document: Document, number: int) -> dict[str, Any]:
    paragraph, report = document.paragraphs[number], document.report
    fields = {
        "id": paragraph.id,
        "ordinal": paragraph.ordinal,
        "section": paragraph.section,
        "topic": paragraph.topic,
        "heading_path": list(paragraph.heading_path),
        "lead": list(paragraph.lead),
        "text": paragraph.text,
        "flags": list(paragraph.flags),
        "spans": [[paragraph.span.line, paragraph.span.start, paragraph.span.end]],
        "report": report.id,
        "title": report.title,
        "jurisdiction": [place.name for place in report.jurisdiction],
        "place": report.place,
        "year": report.year,
        "body": report.body,
        "kind": report.kind,
    }
    return {name: fields[name] for name in segment.STORED}


def divided(random: Random, whole: Sequence[Paragraph]) -> list[Sequence[Paragraph]]:
    """Cut `whole` into one to three segments."""
    cuts = sorted({0, len(whole), *(random.randint(0, len(whole)) for _ in range(random.randint(0, 2)))})
    return [whole[start:end] for start, end in pairwise(cuts)]


def lay_down(folder: Path, segments: Sequence[Sequence[Paragraph]]) -> None:
    """Write an index of our segments."""
    folder.mkdir()
    for number, paragraphs in enumerate(segments):
        writer = SegmentWriter()
        for paragraph in paragraphs:
            writer.add(paragraph.entry())
        writer.write(folder / f"s{number}{segment.EXTENSION}")
    write_toc(folder, [(f"s{number}", len(paragraphs)) for number, paragraphs in enumerate(segments)])


def lay_down_stock(folder: Path, segments: Sequence[Sequence[Paragraph]]) -> None:
    """Write the same index with Whoosh alone."""
    folder.mkdir()
    made = index.create_in(str(folder), make())
    for paragraphs in segments:
        writer = made.writer()
        for paragraph in paragraphs:
            writer.add_document(**paragraph.fields())
        writer.commit(merge=False)


@contextmanager
def both(
    folder: Path, segments: Sequence[Sequence[Paragraph]], **searching: Any
) -> Iterator[tuple[Searcher, Searcher]]:
    """Open searchers over both, ours first."""
    lay_down(folder / "ours", segments)
    lay_down_stock(folder / "stock", segments)
    with ExitStack() as stack:
        ours, stock = (
            stack.enter_context(index.open_dir(str(folder / name)).searcher(**searching)) for name in ("ours", "stock")
        )
        yield ours, stock


def exact_lengths(set_attribute: Callable[[Any, str, Any], None]) -> None:
    """Let Whoosh's own codec keep lengths as they are, in two bytes; in one it rounds them, which ours never does."""
    set_attribute(whoosh3, "LENGTHS_COLUMN", columns.NumericColumn("H", default=0))
    set_attribute(whoosh3, "length_to_byte", lambda length: length or 0)
    set_attribute(whoosh3, "byte_to_length", lambda byte: byte)
    set_attribute(whoosh3.W3TermInfo, "_struct", struct.Struct("!BfIHHfII"))


def hits(searcher: Searcher, asked: query.Query, **options: Any) -> list[tuple[int, float | None, dict[str, Any]]]:
    """Return number, score and stored fields of what is found, in order."""
    found = searcher.search(asked, **{"limit": None, **options})
    return [(hit.docnum, hit.score, hit.fields()) for hit in found]
