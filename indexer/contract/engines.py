"""The two engine protocols: searching an index, and building one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Final, Protocol, Self

from indexer.contract.answers import IndexStatus, ResultPage
from indexer.contract.documents import Document, Paragraph, ParagraphWords, Report
from indexer.contract.history import History, Original, ParagraphHistory, ReportHistory
from indexer.contract.queries import SearchRequest

SCHEMA_VERSION: Final = 4  # of a generation on disk; another version is refused, with the command that rebuilds it


class SearchEngine(Protocol):
    """The read half; immutable, thread-safe, one instance per process and generation."""

    def search(self, request: SearchRequest, *, deadline: float | None = None) -> ResultPage:
        """Answer `request`. Raises SearchTimeout once time.monotonic() passes `deadline`."""
        ...

    def paragraph(self, paragraph_id: str) -> Paragraph | None: ...

    def find_text(self, text_hash: str) -> tuple[str, ...]:
        """Return the ids that end in `text_hash`: the same text, whatever its report is named."""
        ...

    def similar(self, folded: str, limit: int, *, deadline: float | None = None) -> tuple[Paragraph, ...]:
        """Return at most `limit` paragraphs like the folded text, none that has nothing of it.

        Those in which it stands whole, in canonical order; where there is none, those that share most of its rarest
        pairs of characters. Raises SearchTimeout once time.monotonic() passes `deadline`.
        """
        ...

    def report(self, report_id: str) -> Report | None: ...

    def document(self, report_id: str) -> Document | None: ...

    def reports(self) -> Sequence[Report]:
        """All reports, by id."""
        ...

    @property
    def history(self) -> History: ...

    def status(self) -> IndexStatus: ...

    def close(self) -> None: ...


class IndexBuild(Protocol):
    """The write half: a context manager. Leaving it by an exception, or without publish(), publishes nothing.

    Every method raises RunError where the disk fails.
    """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, document: Document, words: Sequence[ParagraphWords], *, key: str = "") -> None:
        """Add a report and its paragraphs, in rising order of report id. `words` has one entry per paragraph.

        `key` fingerprints all that document and words depend on: equal keys mean equal documents and words.
        """
        ...

    def carry(self, report_id: str, key: str) -> bool:
        """Add the report as the published generation holds it, in order with add(), if it does so under this key.

        Else return False and add nothing.
        """
        ...

    def carry_past(self, at: datetime, archive: str, key: str) -> bool:
        """Begin the past as of the run of `at`, before the first remember() or keep(); without it nobody can carry on.

        All that the published generation knows is taken over, and True returned, if it goes with the state `archive`
        and was made under the same `key`: by the same rules. What that run saw last counts as seen by this one.
        """
        ...

    def remember(self, history: ReportHistory, paragraphs: Sequence[ParagraphHistory]) -> None:
        """Carry what the archive knows of a report, withdrawn ones included; once for every report, in any order.

        Once carry_past() was True only reports with which anything has happened but that the run saw again just what
        the run before saw of them. `paragraphs` may leave out those whose whole history is the report's: of its one and
        only version.
        """
        ...

    def keep(self, original: Original) -> None:
        """Carry a source file, each only once; after carry_past() those that are new or were found elsewhere."""
        ...

    def finish(
        self, *, read: int, rejected: Mapping[str, str], earlier: int = 0, archive: str = "", inputs: str = ""
    ) -> IndexStatus:
        """Complete the generation and try it; nobody sees it yet. Raises RunError if it is not sound.

        `read` sources were read, of which `rejected` (path → reason) were not added and `earlier` are earlier
        versions of reports; the reports added must make up the difference. `archive` names the state of the archive
        that the generation goes with, `inputs` is a fingerprint of all that went in.
        """
        ...

    def publish(self) -> None:
        """Make the finished generation the current index, all at once. Raises RunError and changes nothing."""
        ...
