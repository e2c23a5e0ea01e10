"""Which year a report is about: never the year it was published in, unless the text says so.

A year that the title states is the report's. Without one, what the text states of itself decides; hints (the year that
opens the first lines, the year before the one planned for, the dates) have to agree. A title that covers several years
leaves the year open, and so do hints that contradict each other: a wrong year costs more than none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from indexer.contract import Evidence, Line
from indexer.intake.dates import find_dates, find_years, western

_NOTHING_BUT: Final = r"[^。,;:《》“”]{0,16}"
_TOPIC: Final = r"(?:法治|依法行政|政府)"
_IN_TITLE: Final = re.compile(rf"((?:19|20)\d\d)年?度?(?=(?:上半年|下半年)?{_NOTHING_BUT}{_TOPIC})")
_BARE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
# What a title has a year for, other than to say of which year it reports.
_BOOK: Final = re.compile(r"《[^》]*》")
_OF_A_PLAN: Final = re.compile(
    r"[(\[]?(?:19|20)\d\d年?[-—–－~～至]+(?:19|20)\d\d年?[)\]]?(?=[^,;]{0,8}(?:纲要|规划|方案))"
)
_PLAN_AFTER: Final = re.compile(r"(?:纲要|规划|方案)[(\[](?:19|20)\d\d年?[-—–－~～至]*(?:19|20)\d\d年?[)\]]")
_NEXT_YEAR: Final = re.compile(
    r"[和及与暨、,](?:19|20)\d\d年?度?[^和及与暨、,]{0,20}(?:计划|打算|安排|思路|要点|设想|重点|谋划|举措|方案|部署)"
)
_SPAN: Final = re.compile(
    r"(?:19|20)\d\d年?(?:\d{1,2}月)?[-—–－~～至到和及与、,]{1,2}(?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d(?:19|20)\d\d(?!\d)|十[一二三四五六]五[”\"]?(?:时期|期间)|[近五三两]年来|近[二三四五两]年|[三五]年(?:工作)?(?:总结|报告)"
)

_NOW_REPORTED: Final = re.compile(
    rf"(?:现将|现就|现对|就|将|关于){_NOTHING_BUT}?((?:19|20)\d\d)年度?{_NOTHING_BUT}{_TOPIC}?[^。]{{0,30}}(?:报告|汇报|总结|通报|公布|公开|公告|公示|说明)"
)
# A title that is joined to the text behind it.
_RUN_IN: Final = re.compile(
    r"^[^。;]{0,60}?((?:19|20)\d\d)年?度?[^。,;]{0,24}?(?:法治政府建设|依法行政)[^。,;]{0,10}?(?:报告|总结)(?![》”])"
)
_DONE: Final = re.compile(
    r"((?:19|20)\d\d)年度?[^。,]{0,24}(?:主要举措|主要做法|主要工作|工作(?:完成|开展|推进)?情况|总体情况|基本情况|主要成效|成效|开展情况|回顾|总结)"
)
_ITEM: Final = r"^\s*(?:[一二三四五]、|[(][一二三四五][)])?\s*"
_OPENS: Final = re.compile(
    rf"{_ITEM}(?:(?:在|过去的|刚刚过去的|回顾)?((?:19|20)\d\d)年(?:度?,|度(?=[^\d,])|来,|(?:1月(?:1日)?)[-—至到](?:1[12]|[6-9])月)"
    r"|((?:19|20)\d\d)年(?:是|全|[^\d月初底末以来的工基开中召印出]))"
)
_SINCE: Final = re.compile(rf"{_ITEM}(?:自|从)?((?:19|20)\d\d)年(?:度?以来|来)")
_NAMED: Final = re.compile(
    r"(?<![自从与较比照据于是])((?:19|20)\d\d)年(?:度(?!以来)|(?=[,,]?(?:我[省市县区州旗局镇乡委]|全[省市县区州旗局镇]|在|以(?!来)|深入|坚持|认真|紧)))"
)
_AHEAD: Final = re.compile(
    r"((?:19|20)\d\d)年度?[^。,]{0,24}(?:工作(?:安排|打算|计划|思路|谋划|重点)|主要安排|下一步|安排|打算|计划|思路|展望)$"
)
_AHEAD_BEGINS: Final = re.compile(
    r"^\s*(?:[一二三四五六七八]、)?\s*((?:19|20)\d\d)年,?(?:[^。]{0,12})"
    r"(?:(?<!现)将(?![^。,;]{2,40}(?:作为|纳入|列入|列为|摆|放在|放到|贯穿|融入|落实到|转化|延伸|下放|下沉))|(?<![纲重主需摘概])要|继续|计划|拟)"
)
_FIRST: Final = 4  # lines of text in which the year opens, and none is planned for
_THIS_YEAR: Final = re.compile("本年度")
_HEADING: Final = 40  # characters
_LAST_SPRING: Final = 4  # month by which reports on the last year are due; those signed until then are on it
_FIRST_AUTUMN: Final = 11  # month from which a report is signed on the year that ends
_LATE: Final = 2  # years from the one reported on to a publication, at most


@dataclass(frozen=True, slots=True)
class Year:
    """The year and why; `value` is None where it stays open, with what speaks against deciding if that is known."""

    value: int | None
    evidence: Evidence | None


def report_year(title: Evidence | None, body: Sequence[Line], signed: date | None, published: date | None) -> Year:
    """Return the year reported on: from the title, else from what the text states, else where all hints agree."""
    if title:
        years = years_in_title(title.text)
        if len(years) == 1:
            return _against_text(years[0], title, body, signed, published)
        if years:
            return Year(None, Evidence("标题涉及多个年度", title.line, title.text))
    for rule, candidates in (
        ("文首标题", _stated(body[:1], _RUN_IN)),
        ("正文所述", _stated(body[:6], _NOW_REPORTED)),
        ("小标题", _stated([line for line in body if len(line.text.strip()) <= _HEADING], _DONE)),
    ):
        stated = _first(candidates)
        if stated:
            return _hinted((rule, *stated), signed or published)
    return _agreed(body, signed, published)


def _against_text(
    year: int, title: Evidence, body: Sequence[Line], signed: date | None, published: date | None
) -> Year:
    """Return the year in a title, unless it is that of writing: the report is dated early in it.

    Then the text decides if it opens with the year before and plans for this one; half of that leaves the year open.
    """
    day = signed or published
    if day is None or day.year != year or day.month > _LAST_SPRING:
        return Year(year, title)
    texts = (_opened(body[:4], _OPENS), _before(body), _stated(body[:6], _NOW_REPORTED))
    said = [found for found in map(_first, texts) if found]
    if any(value != year - 1 for value, _ in said) or (not said and signed is None):
        return Year(year, title)
    if len(said) > 1:
        return _hinted(("首段和下一年安排", *said[0]), None)
    return Year(None, Evidence("标题的年度与正文、日期不一致", title.line, title.text))


def years_in_title(title: str) -> list[int]:
    """Return the years of which a title says that it reports: one, or those of a span (2019—2020年); dates are none.

    A title that covers a span it does not count (十三五时期, 近五年) gives [0, 0].
    """
    plain = re.sub(r"\s+", "", western(title))
    plain = _PLAN_AFTER.sub("", _OF_A_PLAN.sub("", _BOOK.sub("", plain)))
    for _, start, end in reversed(list(find_dates(plain))):
        plain = plain[:start] + " " * (end - start) + plain[end:]
    plain = _NEXT_YEAR.sub("", plain)
    span = _SPAN.search(plain)
    if span:
        return [int(year) for year in re.findall(r"(?:19|20)\d\d", span[0])] or [0, 0]
    found = [year for year, _, _ in find_years(plain)]
    match = _IN_TITLE.search(plain)
    if match and int(match[1]) in found:
        return [int(match[1])]
    return found[:1] or sorted({int(match[1]) for match in _BARE.finditer(plain)})


def _stated(lines: Sequence[Line], pattern: re.Pattern[str]) -> Iterator[tuple[int, Line]]:
    for line in lines:
        plain = western(line.text[:2000])
        for match in pattern.finditer(plain):
            if any(start == match.start(1) for _, start, _ in find_years(plain)):
                yield int(match[1]), line


# -- hints -----------------------------------------------------------------------------------------------------------


def _agreed(body: Sequence[Line], signed: date | None, published: date | None) -> Year:
    """Return the year of which no hint speaks otherwise, the firmer hints before the dates."""
    opened = _first(_opened(body[:_FIRST], _OPENS))
    ahead = _first(_before(body[_FIRST:]))
    texts = [(rule, *found) for rule, found in (("首段", opened), ("下一年安排", ahead)) if found]
    dated = _from_dates(signed, published)
    if texts and len({value for _, value, _ in texts}) == 1:
        # A page may have been published anew years later; a signature is the report's own.
        return _hinted(texts[0], signed if _is_latest(texts[0][1], body, ahead=1) else signed or published)
    if texts:
        chosen = [text for text in texts if text[1] == dated.value]
        return _hinted(chosen[0], None) if chosen else _open_between(texts)
    named, day = _first(_named(body[:4])), signed or published
    if named is None and day is not None:  # 2016年以来 may open a report on any later year
        named = next(((year, line) for year, line in _opened(body[:4], _SINCE) if day.year - year in (0, 1)), None)
    if named is None and day is None:
        named = next(
            ((year, line) for year, line in _opened(body[:_FIRST], _SINCE) if _THIS_YEAR.search(line.text)), None
        )
    if named and _is_latest(named[0], body) and dated.value in (None, named[0]):
        return _hinted(("首段", *named), day)
    return dated


def _first(found: Iterator[tuple[int, Line]]) -> tuple[int, Line] | None:
    return next(found, None)


def _hinted(hint: tuple[str, int, Line], day: date | None) -> Year:
    rule, value, line = hint
    evidence = Evidence(rule, line.number, line.text.strip()[:80])
    return Year(value if day is None or _may_be_of(value, day) else None, evidence)


def _open_between(hints: Sequence[tuple[str, int, Line]]) -> Year:
    rule, _, line = hints[0]
    return Year(None, Evidence(f"{rule}与其他线索的年度不一致", line.number, line.text.strip()[:80]))


def _may_be_of(year: int, day: date) -> bool:
    """Tell whether a report on `year` may bear a date: it is written in that year or within the next two."""
    return year <= day.year <= year + _LATE


def _opened(lines: Sequence[Line], pattern: re.Pattern[str]) -> Iterator[tuple[int, Line]]:
    """Yield the years that open a line of the lead: 2020年，我区…."""
    for line in lines:
        plain = western(line.text[:200]).lstrip()
        match = pattern.match(plain)
        if match and not _AHEAD_BEGINS.match(plain):
            year = next(int(group) for group in match.groups() if group)
            if any(found == year for found, _, _ in find_years(plain[: match.end() + 8])):
                yield year, line


def _named(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """Yield the year that a lead names as that of what it tells (我县2021年深入…), if it names one alone."""
    for line in lines:
        plain = _BOOK.sub("", western(line.text[:200]))
        single = {start for _, start, _ in find_years(plain)}
        years = {int(match[1]) for match in _NAMED.finditer(plain) if match.start(1) in single}
        if len(years) == 1:
            yield years.pop(), line


def _is_latest(year: int, body: Sequence[Line], ahead: int = 0) -> bool:
    """Tell whether no line of the text speaks of a later year than `year`, or the `ahead` ones that it plans for."""
    return all(
        found <= year + ahead for line in body for found, _, _ in find_years(_BOOK.sub("", western(line.text[:2000])))
    )


def _before(body: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """Yield the years before those that are planned for: 2025年度…主要安排."""
    for line in body:
        plain = western(line.text[:200]).strip().rstrip("。")
        match = (_AHEAD.search(plain) if len(plain) <= _HEADING else None) or _AHEAD_BEGINS.match(plain)
        if match:
            yield int(match[1]) - 1, line


def _from_dates(signed: date | None, published: date | None) -> Year:
    """Return the year before a date in spring, when reports on the last year are due, or that of a signature in winter.

    A publication late in the year may be of the last year's report or of this one's.
    """
    day = signed or published
    if day is None:
        return Year(None, None)
    if day.month <= _LAST_SPRING:
        value = day.year - 1
    elif signed and day.month >= _FIRST_AUTUMN:
        value = day.year
    else:
        return Year(None, None)
    return Year(value, Evidence("由落款日期推定" if signed else "由公开日期推定", 0, day.isoformat()))
