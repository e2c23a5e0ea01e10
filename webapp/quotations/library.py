"""The sources that quotations are looked up in: paragraphs and whole reports, each read once for a memo."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indexer.contract import Paragraph, Report, SearchEngine
from indexer.text import fold
from webapp.quotations import matching
from webapp.quotations.matching import Range, Stretch, Wanted
from webapp.quotations.model import Passage

_CANDIDATES: Final = 8
_MORE_CANDIDATES: Final = 32  # for a short text, which has little to be known by
_SHORT: Final = 30  # characters
_MANY_CANDIDATES: Final = 200  # where texts differ in marks alone
_LOOSE_ENDS: Final = re.compile(r"^[0-9A-Za-z.,%]+|[0-9A-Za-z.,%]+$")


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of a report."""

    stretch: Stretch
    report: Report

    def passages(self, ranges: Sequence[Range]) -> tuple[Passage, ...]:
        """Return the paragraphs at `ranges` of the stretch, each once."""
        paragraphs = {p.id: p for start, end in ranges for p in self.stretch.between(start, end)}
        return tuple(Passage(paragraph, self.report) for paragraph in paragraphs.values())


class Library:
    """Gives sources from an index. Raises SearchTimeout once time.monotonic() passes `deadline`."""

    def __init__(self, engine: SearchEngine, deadline: float | None) -> None:
        self._engine = engine
        self._deadline = deadline
        self._paragraphs: dict[tuple[str, str], Source] = {}
        self._reports: dict[str, Source | None] = {}

    def paragraph(self, passage: Passage) -> Source:
        """Return a paragraph, as it is or once was."""
        key = passage.paragraph.id, passage.paragraph.text
        if key not in self._paragraphs:
            self._paragraphs[key] = Source(matching.of_paragraph(passage.paragraph), passage.report)
        return self._paragraphs[key]

    def report(self, report: Report) -> Source | None:
        """Return all of a report, None if the index does not hold it."""
        if report.id not in self._reports:
            document = self._engine.document(report.id)
            self._reports[report.id] = Source(matching.of_report(document), report) if document else None
        return self._reports[report.id]

    def like(self, wanted: Wanted) -> tuple[Source, ...]:
        """Return the paragraphs most like the longest part of `wanted`; among them one that holds it, if there is."""
        needle = _needle(wanted)
        found = self._similar(needle, _CANDIDATES)
        if len(found) == _CANDIDATES and not any(wanted.stands(source.stretch) for source in found):
            words = needle.strip("\n")
            if all(words in fold(source.stretch.key.written) for source in found):
                return self._similar(needle, _MANY_CANDIDATES)
        return found

    def more_like(self, wanted: Wanted) -> tuple[Source, ...]:
        """Return more of them where a short text has little to be known by."""
        return self._similar(_needle(wanted), _MORE_CANDIDATES) if wanted.length <= _SHORT else ()

    def _similar(self, needle: str, limit: int) -> tuple[Source, ...]:
        found = self._engine.similar(needle, limit, deadline=self._deadline)
        return tuple(self.paragraph(Passage(one, self._report_of(one))) for one in found)

    def _report_of(self, paragraph: Paragraph) -> Report:
        report = self._engine.report(paragraph.report_id)
        assert report is not None, paragraph.id
        return report


def _needle(wanted: Wanted) -> str:
    longest = max((part.text for part in wanted.parts), key=len)
    return fold(_LOOSE_ENDS.sub("", longest) or longest)  # a number cut at the edge is no number of the source
