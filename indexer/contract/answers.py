"""Answers of an engine."""

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.contract.documents import Paragraph, Place, Report


@dataclass(frozen=True, slots=True)
class Count:
    paragraphs: int = 0
    reports: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that matches, its report, and how many hits the report has in all."""

    paragraph: Paragraph
    report: Report
    score: float
    in_report: int


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Exact counts over all hits, each facet without its own selection. Values without a hit are absent.

    Keys: `places` Report.place or UNKNOWN (the caller adds up prefixes), `years` "2020" or UNKNOWN, `sections`,
    `bodies` and `kinds` their ids.
    """

    places: Mapping[str, Count]
    years: Mapping[str, Count]
    sections: Mapping[str, Count]
    bodies: Mapping[str, Count]
    kinds: Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One window of hits with exact totals. `relaxed` follows below, uncounted, when fewer than ten hits were found."""

    total: Count
    hits: tuple[Hit, ...]
    facets: FacetCounts
    relaxed: tuple[Hit, ...]
    generation: str


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What an index holds. `universe` counts all of it, as a search for Everything without filters would."""

    generation: str
    built_at: str  # ISO 8601, UTC
    total: Count
    universe: FacetCounts
    places: Mapping[str, tuple[Place, ...]]  # every Report.place in the index and the path of names to it
