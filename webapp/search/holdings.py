"""What an index holds, worked out once for each engine: the tree of its places, its titles, what it covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from indexer.contract import UNKNOWN, IndexStatus, Report, SearchEngine
from indexer.text import fold
from webapp.search.jurisdictions import Jurisdictions

MOST_TITLES: Final = 5  # with more titles that match, or most of them, the query is about no single report


@dataclass(frozen=True, slots=True)
class Holdings:
    """The unchanging side of one generation."""

    status: IndexStatus
    places: Jurisdictions
    _titles: tuple[tuple[str, Report], ...]

    def titled(self, needles: Sequence[str]) -> tuple[Report, ...]:
        """Return the reports whose title holds all of `needles`, none if they are too many to mean anything."""
        if not needles:
            return ()
        found = []
        for title, report in self._titles:
            if all(needle in title for needle in needles):
                found.append(report)
                if len(found) > MOST_TITLES or 2 * len(found) > max(2, len(self._titles)):
                    return ()
        return tuple(found)

    @property
    def coverage(self) -> str:
        """One sentence on what is there, and what finding nothing means."""
        held = self.status
        known = sorted(year for year in held.universe.years if year != UNKNOWN)
        span = f"、{known[0]}—{known[-1]} 年度" if len(known) > 1 else "".join(f"、{year} 年度" for year in known)
        places = sum(value != UNKNOWN for value in held.universe.places)
        return (
            f"索引现有 {held.total.reports} 份报告、{held.total.paragraphs} 段，涉及 {places} 个地区{span}。"
            "这里查不到，不等于没有这样的做法。"
        )


_HELD: "WeakKeyDictionary[SearchEngine, Holdings]" = WeakKeyDictionary()


def holdings(engine: SearchEngine) -> Holdings:
    """Return what `engine` holds; worked out the first time. An engine is immutable, so this never goes stale."""
    held = _HELD.get(engine)
    if held is None:
        status = engine.status()
        titles = tuple((fold(report.title), report) for report in engine.reports())
        held = _HELD[engine] = Holdings(status, Jurisdictions(status.places), titles)
    return held
