"""The ways on from a page of results: other pages, orders, units, and the conditions that can be taken away."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from indexer.contract import BODIES, KINDS, SECTIONS, UNKNOWN, IndexStatus
from webapp.search import params as parameters
from webapp.search.jurisdictions import Jurisdictions
from webapp.search.labels import UNKNOWN_PLACE, UNKNOWN_YEAR
from webapp.search.messages import say
from webapp.search.model import SORT_LABELS, UNIT_LABELS, Chip, Link, PageNumber, Pagination
from webapp.search.params import SIZES, WINDOW, Params, YearRange

_NEIGHBOURS: Final = 2  # numbered pages on either side of the present one

_PARAMETER_LABELS: Final = {
    "d": say("地区"),
    "y": say("年度"),
    "sec": say("章节"),
    "by": say("主体"),
    "k": say("种类"),
    "u": say("列表单位"),
    "sort": say("排序"),
    "n": say("每页条数"),
}


def last_page(params: Params, listed: int) -> int:
    """Return the number of the last page of `listed` hits or reports, at least 1."""
    return max(1, -(-min(listed, WINDOW) // params.size))


def pagination(params: Params, listed: int, root: str) -> Pagination:
    """Return the numbered pages around the present one, the first and the last."""
    pages = last_page(params, listed)
    page = params.page

    def url(number: int) -> str:
        return parameters.url(parameters.to_page(params, number), root)

    near = range(max(1, page - _NEIGHBOURS), min(pages, page + _NEIGHBOURS) + 1)
    numbers: list[PageNumber] = []
    for number in sorted({1, *near, pages}):
        if numbers and number > numbers[-1].number + 1:
            numbers.append(PageNumber(0, None, current=False))
        numbers.append(PageNumber(number, url(number), current=number == page))
    return Pagination(
        page=page,
        pages=pages,
        previous=url(page - 1) if page > 1 else None,
        next=url(page + 1) if page < pages else None,
        first=url(1),
        last=url(pages),
        numbers=tuple(numbers),
    )


def sort_links(params: Params, root: str) -> tuple[Link, ...]:
    """Return the orders to choose from."""
    return tuple(
        Link(sort, label, parameters.url(replace(params, sort=sort, page=1), root), current=sort == params.sort)
        for sort, label in SORT_LABELS.items()
    )


def unit_links(params: Params, root: str) -> tuple[Link, ...]:
    """Return what the list may show: paragraphs, or one paragraph a report."""
    return tuple(
        Link(unit, label, parameters.url(replace(params, unit=unit, page=1), root), current=unit == params.unit)
        for unit, label in UNIT_LABELS.items()
    )


def size_links(params: Params, root: str) -> tuple[Link, ...]:
    """Return how much a page may hold."""
    return tuple(
        Link(
            str(n),
            say("每页 %(n)s 条", n=n),
            parameters.url(replace(params, size=n, page=1), root),
            current=n == params.size,
        )
        for n in SIZES
    )


def chips(params: Params, places: Jurisdictions, root: str) -> tuple[Chip, ...]:
    """Return every condition in force, and those that could not be used."""

    def chip(name: str, label: str, without: Params) -> Chip:
        return Chip(name, label, parameters.url(without, root))

    made = [
        chip("in", say("在结果中：%(term)s", term=term), parameters.without_term(params, term))
        for term in params.within
    ]
    made += [chip("d", place_text(places, value), parameters.remove(params, "d", value)) for value in params.places]
    for years in params.years:
        made.append(chip("y", years_text(years), parameters.remove(params, "y", parameters.year_value(years))))
    made += [chip("sec", say(SECTIONS[value]), parameters.remove(params, "sec", value)) for value in params.sections]
    made += [chip("by", say(BODIES[value]), parameters.remove(params, "by", value)) for value in params.bodies]
    made += [chip("k", say(KINDS[value]), parameters.remove(params, "k", value)) for value in params.kinds]
    ignored = [
        Chip(
            name,
            say("%(name)s“%(value)s”", name=_PARAMETER_LABELS[name], value=value),
            parameters.url(params, root),
            ignored=True,
        )
        for name, value in params.ignored
    ]
    return (*made, *ignored)


def ignored_notice(name: str, value: str) -> str:
    return say("%(name)s“%(value)s”不认识，这个条件没有用上。", name=_PARAMETER_LABELS[name], value=value[:40])


def absent(params: Params, held: IndexStatus) -> Iterator[str]:
    """Say of each selected value that the index holds nothing of it."""
    for place in params.places:
        if not any(value.startswith(place) for value in held.places):
            known = say("索引里没有代码为 %(code)s 的地区的报告。", code=place)
            yield say("索引里没有地区不详的报告。") if place == UNKNOWN else known
    for years in params.years:
        if not any(_is_within(year, years) for year in held.universe.years):
            known = say("索引里没有 %(years)s的报告。", years=years_text(years))
            yield say("索引里没有年度不详的报告。") if years is None else known
    yield from _absent_values(params, held)


def _absent_values(params: Params, held: IndexStatus) -> Iterator[str]:
    for section in params.sections:
        if section not in held.universe.sections:
            yield say("索引里没有“%(section)s”一章的段落。", section=say(SECTIONS[section]))
    for kind in params.kinds:
        if kind not in held.universe.kinds:
            yield say("索引里没有%(kind)s。", kind=say(KINDS[kind]))
    for body in params.bodies:
        if body not in held.universe.bodies:
            yield say("索引里没有主体为“%(body)s”的报告。", body=say(BODIES[body]))


def _is_within(year: str, years: YearRange | None) -> bool:
    if years is None or year == UNKNOWN:
        return years is None and year == UNKNOWN
    return years[0] <= int(year) <= years[1]


def place_text(places: Jurisdictions, value: str) -> str:
    """Return the name of a place as a condition."""
    return places.label(value) or (UNKNOWN_PLACE if value == UNKNOWN else say("地区 %(code)s", code=value))


def years_text(years: YearRange | None) -> str:
    """Return a range of years as a condition."""
    if years is None:
        return UNKNOWN_YEAR
    if years[0] == years[1]:
        return say("%(year)s 年度", year=years[0])
    return say("%(first)s—%(last)s 年度", first=years[0], last=years[1])
