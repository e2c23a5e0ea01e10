"""What the next generation can take over from the published one."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.engines.columns import FILE, SECTION_IDS, open_columns
from indexer.engines.manifest import Manifest, sha256
from indexer.engines.whoosh.bulk import FOLDER, open_segments


class Before:
    """A generation as the one before the next."""

    def __init__(self, folder: Path, reports: Sequence[str]) -> None:
        """Open it; `reports` are the ids of its reports, in order."""
        self._columns = columns = open_columns(folder)
        sizes = np.bincount(columns.report(np.arange(len(columns.slot))), minlength=len(reports))
        ends = np.cumsum(sizes).tolist()
        self._last = dict(zip(reports, ends, strict=True))
        self._first = dict(zip(reports, [0, *ends[:-1]], strict=True))
        self.segments = open_segments(folder)

    def paragraphs(self, report_id: str) -> tuple[int, int]:
        """Return the number of the first paragraph of a report, and that after the last."""
        return self._first[report_id], self._last[report_id]

    def sections(self, first: int, last: int) -> list[str]:
        """Return the sections of paragraphs first..last."""
        of_slots = self._columns.slot_section[self._columns.slot[first:last]]
        return [SECTION_IDS[section] for section in of_slots.tolist()]


def open_before(folder: Path, manifest: Manifest, reports: Sequence[str]) -> Before | None:
    """Return a generation with these `reports` to take over from; None where its files are not what they were."""
    names = [name for name in manifest.files if name == FILE or name.startswith(f"{FOLDER}/")]
    if not reports or any(sha256(folder / name) != manifest.files[name].sha256 for name in names):
        return None
    return Before(folder, reports)
