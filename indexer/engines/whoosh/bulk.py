"""Writing the segments of a generation, one after the other: memory is bounded by a segment, not by the corpus."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from indexer.contract import Document, ParagraphWords
from indexer.engines.whoosh import stored
from indexer.engines.whoosh.codec import write_toc
from indexer.engines.whoosh.laying import Entry, SegmentWriter
from indexer.engines.whoosh.segment import EXTENSION, Segment

FOLDER: Final = "whoosh"
_LIST: Final = "segments.json"  # their names, in order


class SegmentsWriter:
    """Writes the segments of the generation in a folder."""

    def __init__(self, generation: Path) -> None:
        self._generation = generation
        self._folder = generation / FOLDER
        self._folder.mkdir()
        self._written: list[tuple[str, int]] = []  # name and size
        self._gathering = SegmentWriter()

    def add(self, document: Document, words: Sequence[ParagraphWords]) -> None:
        """Add the paragraphs of the next report."""
        report = document.report
        place, year, body, kind = report.place, str(report.year or ""), report.body, report.kind
        if len(self._gathering) and not self._gathering.has_room(len(words)):
            self._write()
        for paragraph, of_paragraph, record in zip(document.paragraphs, words, stored.records(document), strict=True):
            if not self._gathering.has_room(1):  # a report that is larger than a segment
                self._write()
            columns = place, year, paragraph.section, body, kind
            self._gathering.add(Entry(paragraph.id, of_paragraph, record, columns))

    def _write(self) -> None:
        name = f"{len(self._written):04}"
        self._gathering.write(self._folder / f"{name}{EXTENSION}")
        self._written.append((name, len(self._gathering)))
        self._gathering = SegmentWriter()

    def finish(self) -> None:
        """Write what is left, and what lists the segments: for us and for Whoosh."""
        if len(self._gathering):
            self._write()
        (self._generation / _LIST).write_text(json.dumps([name for name, _ in self._written]), encoding="utf-8")
        write_toc(self._folder, self._written)


def open_segments(generation: Path) -> list[Segment]:
    """Open the segments of the generation in a folder, in order."""
    names: list[str] = json.loads((generation / _LIST).read_text(encoding="utf-8"))
    return [Segment(generation / FOLDER / f"{name}{EXTENSION}") for name in names]
