"""The past: versions of reports and paragraphs, as the archive knows them and a generation carries them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from indexer.contract.documents import Paragraph, Report


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """One state of a report: a source file, and what was understood of it.

    Versions are numbered from 1 in the order in which they came. `report.id` is the permanent name whatever place and
    year were read. `first_seen` and `last_seen` are the UTC times of the first and the last run that found it.
    """

    number: int
    report: Report
    first_seen: datetime
    last_seen: datetime
    current: bool  # the one that the index holds; none is once the report is withdrawn


@dataclass(frozen=True, slots=True)
class ReportHistory:
    """A report with all its versions, in order of their numbers."""

    id: str
    versions: tuple[ReportVersion, ...]
    first_seen: datetime
    withdrawn: datetime | None  # 撤下: the time of the first run that no longer found it
    aliases: tuple[str, ...] = ()  # names it would have had, had place and year been read as they were later

    @property
    def current(self) -> ReportVersion | None:
        """The version that the index holds, None once the report is withdrawn."""
        return next((version for version in self.versions if version.current), None)

    @property
    def latest(self) -> ReportVersion:
        """The version that was read last; not the one with the highest number if an earlier file came back."""
        return max(self.versions, key=lambda version: (version.current, version.last_seen, version.number))


@dataclass(frozen=True, slots=True)
class PastParagraph:
    """A paragraph as it stood, in text and place alike, in the versions with these numbers, rising."""

    versions: tuple[int, ...]
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class ParagraphHistory:
    """All that ever stood under one paragraph id, oldest first.

    States of one id agree in their Han characters, letters and digits, but may differ in marks, and so in where a
    decimal point stands. `successors` are ids of the present version that hold the text now: its own id where it
    still stands, those it was aligned with where it was edited, empty where it is gone. `gone` is the time of the
    run that first found neither it nor a successor.
    """

    id: str
    states: tuple[PastParagraph, ...]
    first_seen: datetime
    last_seen: datetime
    successors: tuple[str, ...]
    gone: datetime | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """A source file, byte for byte, under the path where it was last found."""

    sha256: str
    path: str
    data: bytes
    first_seen: datetime


class History(Protocol):
    """What a generation carries of the archive: enough to resolve every name ever given. Immutable and thread-safe."""

    def report(self, name: str) -> ReportHistory | None:
        """Return the report that has, or once had, `name`; also one that is withdrawn."""
        ...

    def paragraph(self, paragraph_id: str) -> ParagraphHistory | None:
        """Return what stood under `paragraph_id`; the report's part of it may be an alias."""
        ...

    def original(self, sha256: str) -> Original | None: ...

    def latest(self, limit: int) -> Sequence[ReportHistory]:
        """Return the reports in the index that were added last, the newest first."""
        ...
