"""Where a run found a version of a report, and what it makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.intake.values import Value


@dataclass(frozen=True, slots=True)
class Sighting:
    """One file of a run, understood as a version of a report."""

    path: str
    overrides: Mapping[str, Value]  # what its sidecar said
    current: bool  # whether the index is to hold this version: true for exactly one of each report
    alias: str | None = None  # a further name that the report is to have for good: identity.Identity.alias
