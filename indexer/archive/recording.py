"""Taking down one run of the indexer in the archive."""

from collections.abc import Iterator, Mapping, Sequence

from indexer.contract import Document, Original, ParagraphHistory, ReportHistory
from indexer.intake.sidecars import Value


class Recording:
    """One run in the making; it implements identity.Known, which is answered from the runs before.

    In this order: record() every accepted document, settle() once, read histories() and originals(), commit().
    """

    head: str  # what Archive.head will be after commit()

    def by_file(self, sha256: str) -> str | None:
        """Return the report that this very file is a version of."""
        raise NotImplementedError

    def by_name(self, name: str) -> str | None:
        """Return the report that has `name`, or has it as an alias; withdrawn ones too."""
        raise NotImplementedError

    def by_path(self, path: str) -> str | None:
        """Return the report whose file was last found at `path`."""
        raise NotImplementedError

    def sketch(self, report_id: str) -> frozenset[int]:
        """Return identity.sketch() of the report's latest version."""
        raise NotImplementedError

    def is_taken(self, name: str) -> bool:
        """Tell whether `name` is, or ever was, a name or alias of a report."""
        raise NotImplementedError

    def record(
        self, document: Document, *, data: bytes, overrides: Mapping[str, Value], current: bool, natural_id: str
    ) -> None:
        """Store a version of the report document.report.id, or note that a known one was seen again.

        `data` is the source file, `overrides` what its sidecar said. `current` is whether the index is to hold this
        version: true for exactly one of each report. `natural_id` is the name that the report would have had if it
        were new; it becomes an alias, unless it belongs to another report. Versions of one report come earlier first.
        """
        raise NotImplementedError

    def settle(self) -> None:
        """Withdraw the reports that were not recorded in this run, and align new versions with those before them."""
        raise NotImplementedError

    def histories(self) -> Iterator[tuple[ReportHistory, Sequence[ParagraphHistory]]]:
        """Yield every report ever recorded, by id; its paragraphs if it has several versions or is withdrawn."""
        raise NotImplementedError

    def originals(self) -> Iterator[Original]:
        """Yield every source file ever recorded, by its sha256."""
        raise NotImplementedError

    def commit(self) -> None:
        """Make the run part of the archive, for good."""
        raise NotImplementedError
