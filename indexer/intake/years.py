"""Which year a report is about: never the year it was published in, unless the text says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from indexer.contract import Evidence, Line
from indexer.intake.dates import find_years, western

_NOTHING_BUT: Final = r"[^。,;:《》“”]{0,16}"
_TOPIC: Final = r"(?:法治|依法行政|政府)"
_IN_TITLE: Final = re.compile(rf"((?:19|20)\d\d)年?度?(?=(?:上半年|下半年)?{_NOTHING_BUT}{_TOPIC})")
_BARE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NOW_REPORTED: Final = re.compile(
    rf"(?:现将|现就|就|将|关于){_NOTHING_BUT}?((?:19|20)\d\d)年度?{_NOTHING_BUT}{_TOPIC}?[^。]{{0,30}}(?:报告|汇报|总结|通报|公布|公开|说明)"
)
_OPENS: Final = re.compile(
    r"^\s*(?:[一二三四五]、|[(][一二三四五][)])?\s*(?:在)?((?:19|20)\d\d)年(?:度|以来|来|是|,|全|[^\d月初底末])"
)
_DONE: Final = re.compile(
    r"((?:19|20)\d\d)年度?[^。,]{0,24}(?:主要举措|主要做法|主要工作|工作(?:完成|开展|推进)?情况|总体情况|基本情况|主要成效|成效|开展情况|回顾|总结)"
)
_AHEAD: Final = re.compile(
    r"((?:19|20)\d\d)年度?[^。,]{0,24}(?:工作(?:安排|打算|计划|思路|谋划|重点)|主要安排|下一步|安排|打算|计划|思路|展望)$"
)
_AHEAD_BEGINS: Final = re.compile(
    r"^\s*(?:[一二三四五六七八]、)?\s*((?:19|20)\d\d)年,?(?:[^。]{0,12})(?:将|要|继续|计划|拟)"
)
_HEADING: Final = 40  # characters


@dataclass(frozen=True, slots=True)
class Year:
    """The year and why."""

    value: int | None
    evidence: Evidence | None


def report_year(title: Evidence | None, body: Sequence[Line], signed: date | None, published: date | None) -> Year:
    """Return the year reported on: from the title, else headings and first sentences, else the dates."""
    if title:
        found = _in_title(title.text)
        if found:
            return Year(found, title)
    for rule, candidates in (
        ("正文所述", _stated(body[:6], _NOW_REPORTED)),
        ("小标题", _stated([line for line in body if len(line.text.strip()) <= _HEADING], _DONE)),
        ("首段", _opened(body[:4])),
        ("下一年安排", _before(body)),
    ):
        years = list(candidates)
        if years:
            value, evidence = years[0]
            return Year(value, Evidence(rule, evidence.number, evidence.text.strip()[:80]))
    return _from_dates(signed, published)


def _in_title(title: str) -> int | None:
    plain = re.sub(r"\s+", "", western(title))
    single = [year for year, _, _ in find_years(plain)]
    match = _IN_TITLE.search(plain)
    if match and int(match[1]) in single:
        return int(match[1])
    if single:
        return single[0]
    bare = {int(match[1]) for match in _BARE.finditer(plain)}
    return bare.pop() if len(bare) == 1 else None


def _stated(lines: Sequence[Line], pattern: re.Pattern[str]) -> Iterator[tuple[int, Line]]:
    for line in lines:
        plain = western(line.text[:2000])
        for match in pattern.finditer(plain):
            if any(start == match.start(1) for _, start, _ in find_years(plain)):
                yield int(match[1]), line


def _opened(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """Yield the years that open a line of the lead: 2020年，我区…."""
    for line in lines:
        plain = western(line.text[:200]).lstrip()
        match = _OPENS.match(plain)
        if match and not _AHEAD_BEGINS.match(plain):
            yield int(match[1]), line


def _before(body: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """Yield the years before those that are planned for: 2025年度…主要安排."""
    for line in body:
        plain = western(line.text[:200]).strip().rstrip("。")
        match = (_AHEAD.search(plain) if len(plain) <= _HEADING else None) or _AHEAD_BEGINS.match(plain)
        if match:
            yield int(match[1]) - 1, line


def _from_dates(signed: date | None, published: date | None) -> Year:
    """Return the year before a date in spring, when reports on the last year are due; late autumn counts as of it."""
    day = signed or published
    if day is None:
        return Year(None, None)
    value = day.year if day.month >= 11 else day.year - 1
    return Year(value, Evidence("由落款日期推定" if signed else "由公开日期推定", 0, day.isoformat()))
