"""What is to be known of a source before it is known which report it is: done in a worker, and kept in the cache."""

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from indexer import records
from indexer.archive.identity import Card, card_of
from indexer.archive.rows import key_of
from indexer.errors import SourceError
from indexer.intake.sources import Source
from indexer.parts import Part, parts
from indexer.summaries import Summary, of_document
from indexer.words import paragraph_words, written

_NAME: Final = "source"  # whatever a file is called, it is understood the same


@dataclass(frozen=True, slots=True)
class Prepared:
    """One report in a source. The card's path is what comes after the path of the source: nothing, or "#2.txt"."""

    card: Card
    summary: Summary
    version: str  # what the archive knows it by, see rows.key_of()
    packed: bytes  # the document and its words, see Cache.take()
    data: bytes | None  # of the part of the source that the report is, None where it is the whole


@dataclass(frozen=True, slots=True)
class Refused:
    """A source that holds no report, and why, as a sentence."""

    reason: str


def prepare(source: Source, *, any_kind: bool = False) -> tuple[Prepared, ...] | Refused:
    """Analyse and tokenise the reports in one source: of law, or of `any_kind`."""
    named = replace(source, path=_NAME + PurePosixPath(source.path).suffix)
    try:
        found = parts(named, any_kind=any_kind)
    except SourceError as error:
        return Refused(error.message)
    prepared = tuple(_prepared(part, named) for part in found if part.analysis.document)
    return prepared or Refused(found[0].analysis.reject_reason or "不是法治政府建设情况报告")


def _prepared(part: Part, source: Source) -> Prepared:
    document = part.analysis.document
    assert document is not None
    packed = records.packed({"document": document, "words": [written(words) for words in paragraph_words(document)]})
    card = replace(card_of(document), path=part.source.path.removeprefix(source.path))
    own = None if part.source is source else part.source.data
    return Prepared(card, of_document(document), key_of(document), packed, own)
