"""Writing the segments of a generation: memory is bounded by a segment, not by the corpus.

What the generation before holds unchanged is not written again: whole segments are linked, parts of them spliced.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from indexer.contract import Document, ParagraphWords
from indexer.engines import carrying
from indexer.engines.whoosh import stored
from indexer.engines.whoosh.codec import write_toc
from indexer.engines.whoosh.laying import Entry, SegmentWriter
from indexer.engines.whoosh.segment import EXTENSION, LARGEST, Segment
from indexer.engines.whoosh.splicing import Stretch, splice

FOLDER: Final = "whoosh"
_LIST: Final = "segments.json"  # their names, in order
_ENOUGH: Final = 0.5  # of a segment
_SPARE: Final = LARGEST // 8  # paragraphs that a new segment has room for when it is left: reports will be added


class SegmentsWriter:
    """Writes the segments of the generation in a folder."""

    def __init__(self, generation: Path, before: Sequence[Segment] = ()) -> None:
        """Begin; paragraphs may be carried over from the segments `before`."""
        self._generation = generation
        self._folder = generation / FOLDER
        self._folder.mkdir()
        self._before = before
        self._stretches: list[Stretch] = []  # all so far, in order
        self._gathering = SegmentWriter()
        self._gathered = 0  # files

    def add(self, document: Document, words: Sequence[ParagraphWords]) -> None:
        """Add the paragraphs of the next report."""
        report = document.report
        place, year, body, kind = report.place, str(report.year or ""), report.body, report.kind
        if not self._gathering.has_room(len(words) + _SPARE):
            self._lay_down()
        for paragraph, of_paragraph, record in zip(document.paragraphs, words, stored.records(document), strict=True):
            if not self._gathering.has_room():  # a report that is larger than a segment
                self._lay_down()
            columns = place, year, paragraph.section, body, kind
            self._gathering.add(Entry(paragraph.id, of_paragraph, record, columns))

    def carry(self, first: int, last: int) -> None:
        """Add paragraphs first..last of the generation before."""
        self._lay_down()
        base = 0
        for segment in self._before:
            here = Stretch(segment, max(first - base, 0), min(last - base, segment.size))
            base += segment.size
            if here.first >= here.last:
                continue
            before = self._stretches[-1] if self._stretches else None
            if before and before.segment is segment and before.last == here.first:
                self._stretches[-1] = Stretch(segment, before.first, here.last)
            else:
                self._stretches.append(here)

    def _lay_down(self) -> None:
        if not len(self._gathering):
            return
        path = self._folder / f"new{self._gathered:04}{EXTENSION}"
        self._gathered += 1
        self._gathering.write(path)
        self._gathering = SegmentWriter()
        segment = Segment(path)
        self._stretches.append(Stretch(segment, 0, segment.size))

    def finish(self) -> None:
        """Write all segments, and what lists them: for us and for Whoosh."""
        self._lay_down()
        written = []
        for number, group in enumerate(_grouped(self._stretches)):
            name = f"{number:04}"
            path = self._folder / f"{name}{EXTENSION}"
            if len(group) == 1 and group[0].is_whole:
                carrying.link(group[0].segment.path, path)
            else:
                splice(group, path)
            written.append((name, sum(map(len, group))))
            del group  # nothing may map a file that is removed, where systems mind
        self._stretches = []
        self._before = ()
        for path in self._folder.glob("new*"):
            path.unlink()
        (self._generation / _LIST).write_text(json.dumps([name for name, _ in written]), encoding="utf-8")
        write_toc(self._folder, written)


def _grouped(stretches: Iterable[Stretch]) -> list[list[Stretch]]:
    """Divide `stretches` into segments: none too large, and those that are large enough left as they are."""
    groups: list[list[Stretch]] = []
    filled = 1.0
    for stretch in stretches:
        stays = stretch.is_whole and stretch.share >= _ENOUGH
        if stays or filled + stretch.share > 1:
            groups.append([])
            filled = 0.0
        groups[-1].append(stretch)
        filled = 1.0 if stays else filled + stretch.share
    return groups


def open_segments(generation: Path) -> list[Segment]:
    """Open the segments of the generation in a folder, in order."""
    names: list[str] = json.loads((generation / _LIST).read_text(encoding="utf-8"))
    return [Segment(generation / FOLDER / f"{name}{EXTENSION}") for name in names]
