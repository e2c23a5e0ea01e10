"""Taking down one run of the indexer in the archive."""

from collections.abc import Iterator, Mapping, Sequence

from indexer.contract import Document, Original, ParagraphHistory, ReportHistory
from indexer.intake.sidecars import Value


class Recording:
    """One run in the making; it implements identity.Known, which is answered from the runs before.

    In this order: record() every accepted document, settle() once, read histories() and originals(), commit().
    """

    head: str  # what Archive.head will be after commit()

    def by_file(self, sha256: str) -> tuple[str, int] | None:
        """Return the report that a version was made of from this file, and that version's (first) number."""
        raise NotImplementedError

    def by_natural_id(self, natural_id: str) -> Sequence[str]:
        """Return the reports whose latest version was read as of this place, year and body, in order of their ids."""
        raise NotImplementedError

    def by_path(self, path: str) -> str | None:
        """Return the report that was found under this path last."""
        raise NotImplementedError

    def by_name(self, name: str) -> str | None:
        """Return the report that has this id or alias; withdrawn ones too."""
        raise NotImplementedError

    def sketch(self, report_id: str) -> bytes:
        """Return identity.sketch() of the report's latest version."""
        raise NotImplementedError

    def record(
        self,
        document: Document,
        *,
        data: bytes,
        overrides: Mapping[str, Value],
        current: bool,
        natural_id: str,
        alias: str | None,
    ) -> None:
        """Store a version of the report document.report.id, or note that a known one was seen again.

        `data` is the source file, `overrides` what its sidecar said. `current` is whether the index is to hold this
        version: true for exactly one of each report. `natural_id` is the report id that its place, year and body give
        now; `alias` is a further name that the report is to have for good (identity.Identity.alias). Versions of one
        report come earlier first.
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
