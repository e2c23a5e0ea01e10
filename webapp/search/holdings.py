"""What an index holds, worked out once for each engine: the tree of its places, its titles, what it covers."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, islice
from typing import Final
from weakref import WeakKeyDictionary

from indexer.contract import UNKNOWN, Body, Count, Filters, IndexStatus, Kind, Report, SearchEngine
from indexer.text import fold
from webapp.search.jurisdictions import Jurisdictions
from webapp.search.labels import open_questions
from webapp.search.messages import say

_NO_TITLE: Final = "\x00"  # stands between titles; in no folded text
MOST_TITLES: Final = 5  # with more titles that match, or most of them, the query is about no single report


@dataclass(frozen=True, slots=True)
class Brief:
    """What is asked of every report at once; there may be many thousands, too many to hold them whole."""

    id: str
    title: str
    place: str
    year: int | None
    body: Body
    kind: Kind
    published: date | None
    open: tuple[str, ...]  # what nobody has settled yet


def brief(report: Report) -> Brief:
    """Return what pages that list reports say of one."""
    questions = open_questions(report)
    return Brief(
        id=report.id,
        title=report.title,
        place=report.place,
        year=report.year,
        body=report.body,
        kind=report.kind,
        published=report.publication_date,
        open=questions,
    )


class Titles:
    """The folded titles of all reports as one text, so that looking a word up in them is one search."""

    def __init__(self, folded: Iterable[str]) -> None:
        titles = list(folded)
        self._text = "".join(f"{_NO_TITLE}{title}" for title in titles) + _NO_TITLE
        self._starts = [0, *accumulate(len(title) + 1 for title in titles)]

    def holding(self, needles: Sequence[str]) -> Iterator[int]:
        """Yield the numbers of the titles that hold all of `needles`, in order."""
        rarest = min(needles, key=self._text.count)
        at = self._text.find(rarest)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            start, end = self._starts[number], self._starts[number + 1]
            if all(self._text.find(needle, start, end) >= 0 for needle in needles):
                yield number
            at = self._text.find(rarest, end)


@dataclass(frozen=True, slots=True)
class Holdings:
    """The unchanging side of one generation."""

    status: IndexStatus
    places: Jurisdictions
    reports: tuple[Brief, ...]  # by id
    titles: Titles

    def titled(self, needles: Sequence[str]) -> tuple[str, ...]:
        """Return the ids of the reports whose title holds all of `needles`, none if too many to mean anything."""
        most = min(MOST_TITLES, max(2, len(self.reports)) // 2)
        found = list(islice(self.titles.holding(needles), most + 1)) if needles else []
        return tuple(self.reports[number].id for number in found) if len(found) <= most else ()

    def chosen(self, filters: Filters) -> list[str]:
        """Return the ids of the reports of the places, years, bodies and kinds that `filters` name, in order."""
        return [report.id for report in self.reports if _passes(report, filters)]

    @property
    def coverage(self) -> str:
        """What is there of reports of law, how many others there are, and what finding nothing means."""
        others = self.status.total.reports - self._of_law.reports
        if not others:
            return self._coverage_of_law
        return say("%(law)s另有其他年度报告 %(n)s 份。", law=self._coverage_of_law, n=others)

    @property
    def _of_law(self) -> Count:
        return self.status.universe.kinds.get("law", Count())

    @property
    def _coverage_of_law(self) -> str:
        of_law = [report for report in self.reports if report.kind == "law"]
        known = sorted({report.year for report in of_law if report.year is not None})
        numbers = {
            "reports": self._of_law.reports,
            "paragraphs": self._of_law.paragraphs,
            "places": len({report.place for report in of_law} - {UNKNOWN}),
        }
        if not known:
            return say(
                "索引现有 %(reports)s 份报告、%(paragraphs)s 段，涉及 %(places)s 个地区。"
                "这里查不到，不等于没有这样的做法。",
                **numbers,
            )
        return say(
            "索引现有 %(reports)s 份报告、%(paragraphs)s 段，涉及 %(places)s 个地区、%(years)s 年度。"
            "这里查不到，不等于没有这样的做法。",
            **numbers,
            years=known[0] if len(known) == 1 else f"{known[0]}—{known[-1]}",
        )


def _passes(report: Brief, filters: Filters) -> bool:
    return (
        (not filters.places or report.place.startswith(filters.places))
        and (not filters.years or any(_in_years(report.year, years) for years in filters.years))
        and (not filters.bodies or report.body in filters.bodies)
        and (not filters.kinds or report.kind in filters.kinds)
    )


def _in_years(year: int | None, years: tuple[int, int] | None) -> bool:
    if years is None or year is None:
        return years is None and year is None
    return years[0] <= year <= years[1]


_HELD: "WeakKeyDictionary[SearchEngine, Holdings]" = WeakKeyDictionary()


def holdings(engine: SearchEngine) -> Holdings:
    """Return what `engine` holds; worked out the first time. An engine is immutable, so this never goes stale."""
    held = _HELD.get(engine)
    if held is None:
        status = engine.status()
        reports = tuple(map(brief, engine.reports()))
        titles = Titles(fold(report.title) for report in reports)
        held = _HELD[engine] = Holdings(status, Jurisdictions(status.places), reports, titles)
    return held
