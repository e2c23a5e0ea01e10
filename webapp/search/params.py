"""The parameters of a search as its address carries them: read, put in order, changed one at a time.

The names are frozen; memos and bookmarks hold them. Everything is optional, repeated means OR, different means AND.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal, TypeVar, get_args
from urllib.parse import quote_plus

from indexer.contract import SECTIONS, UNKNOWN, Body, Filters, Kind, Sort, Unit
from webapp.search.errors import BadParameter
from webapp.search.messages import say

NAMES: Final = ("q", "in", "d", "y", "sec", "by", "k", "u", "sort", "n", "page")
SIZES: Final = (10, 20, 50)
WINDOW: Final = 1000  # hits that can be paged through; an export gives as many
_MAX_PAGE_DIGITS: Final = 9
_MAX_WITHIN: Final = 10  # terms of 在结果中检索
_REMEMBERED: Final = 256  # values as addresses have them
MAX_PAIRS: Final = 100  # different values of all parameters together: every link of the page repeats them

YearRange = tuple[int, int]
FilterName = Literal["d", "y", "sec", "by", "k"]

_PLACE: Final = re.compile(r"(?:[0-9]{2}){1,3}(?:z[0-9A-HJKMNP-TV-Z]{4})?")
_YEARS: Final = re.compile(r"([0-9]{4})(?:(?:-|\.\.|—|\u2013|~|至)([0-9]{4}))?")

_SECTIONS: Final = {section: section for section in SECTIONS}
_BODIES: Final[dict[str, Body]] = {body: body for body in get_args(Body)}
_KINDS: Final[dict[str, Kind]] = {kind: kind for kind in get_args(Kind)}
_UNITS: Final[dict[str, Unit]] = {unit: unit for unit in get_args(Unit)}
_SORTS: Final[dict[str, Sort]] = {sort: sort for sort in get_args(Sort)}

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Params:
    """One search in normal form: no value twice, none that another one covers, years merged into ranges.

    `ignored` are (parameter, value) pairs that mean nothing; they are shown, and left out of every address.
    """

    q: str = ""
    within: tuple[str, ...] = ()  # in
    places: tuple[str, ...] = ()  # d
    years: tuple[YearRange | None, ...] = ()  # y; None is 不详
    sections: tuple[str, ...] = ()  # sec
    bodies: tuple[Body, ...] = ()  # by
    kinds: tuple[Kind, ...] = ()  # k
    unit: Unit = "paragraph"  # u
    sort: Sort = "rel"
    size: int = SIZES[0]  # n
    page: int = 1
    ignored: tuple[tuple[str, str], ...] = ()

    @property
    def filters(self) -> Filters:
        return Filters(self.places, self.years, self.sections, self.bodies, self.kinds)

    @property
    def filtered(self) -> bool:
        return self.filters != Filters()


_DEFAULT: Final = Params()


def from_pairs(pairs: Iterable[tuple[str, str]], *, any_size: bool = False) -> Params:
    """Read the parameters of an address, in any order; names it does not know are passed over.

    With `any_size`, n may be anything from 1 to WINDOW. Raises BadParameter for a page that is no number from 1, and
    for more than MAX_PAIRS values.
    """
    given: dict[str, list[str]] = {name: [] for name in NAMES}
    for name, value in pairs:
        if name in given and value.strip():
            given[name].append(value.strip())
    _check_number(given)
    reader = _Reader(given)
    return Params(
        q=reader.text("q"),
        within=_within(given["in"]),
        places=_outermost(reader.values("d", _place)),
        years=_merged(reader.values("y", _years)),
        sections=_in_order(reader.values("sec", _SECTIONS.__getitem__), SECTIONS),
        bodies=_in_order(reader.values("by", _BODIES.__getitem__), _BODIES.values()),
        kinds=_in_order(reader.values("k", _KINDS.__getitem__), _KINDS.values()),
        unit=reader.one("u", _UNITS.__getitem__, "paragraph"),
        sort=reader.one("sort", _SORTS.__getitem__, "rel"),
        size=reader.one("n", _any_size if any_size else _size, SIZES[0]),
        page=_page(given["page"]),
        ignored=tuple(dict.fromkeys(reader.ignored)),
    )


def to_pairs(params: Params) -> list[tuple[str, str]]:
    """Return the parameters as the canonical address has them: sorted, defaults left out."""
    pairs = [("q", params.q)] if params.q else []
    pairs += [("in", term) for term in params.within]
    pairs += [("d", place) for place in params.places]
    pairs += [("y", year_value(years)) for years in params.years]
    pairs += [("sec", section) for section in params.sections]
    pairs += [("by", body) for body in params.bodies]
    pairs += [("k", kind) for kind in params.kinds]
    default = _DEFAULT
    pairs += [("u", params.unit)] if params.unit != default.unit else []
    pairs += [("sort", params.sort)] if params.sort != default.sort else []
    pairs += [("n", str(params.size))] if params.size != default.size else []
    pairs += [("page", str(params.page))] if params.page != default.page else []
    return sorted(pairs)


def canonical(params: Params) -> str:
    """Return the query part of the canonical address, without "?"."""
    return "&".join([f"{name}={_quoted(value)}" for name, value in to_pairs(params)])


@lru_cache(maxsize=_REMEMBERED)
def _quoted(value: str) -> str:
    """Return a value as addresses have it; a page repeats its query in dozens of them."""
    return quote_plus(value)


def url(params: Params, root: str = "", suffix: str = "") -> str:
    """Return the address of a results page under `root`; `suffix` is ".json" or ".csv"."""
    query = canonical(params)
    return f"{root}/s{suffix}" + (f"?{query}" if query else "")


def year_value(years: YearRange | None) -> str:
    """Write one value of y: 2020, 2019-2023 or none."""
    if years is None:
        return UNKNOWN
    first, last = years
    return f"{first:04d}" if first == last else f"{first:04d}-{last:04d}"


def read_years(written: str) -> YearRange | None:
    """Read 2020, 2019-2023, 2019..2023, in either order. Raises ValueError."""
    match = _YEARS.fullmatch(unicodedata.normalize("NFKC", written).replace(" ", "").replace("年", ""))
    if match is None:
        raise ValueError(written)
    first, last = sorted((int(match[1]), int(match[2] or match[1])))
    return first, last


def plain(params: Params) -> Params:
    """Return the search itself, without what only its pages have: order, unit, size and number."""
    default = _DEFAULT
    return replace(params, unit=default.unit, sort=default.sort, size=default.size, page=default.page)


# -- changes ---------------------------------------------------------------------------------------------------------


def to_page(params: Params, page: int) -> Params:
    return replace(params, page=page)


def add(params: Params, name: FilterName, values: Iterable[str]) -> Params:
    """Select further values, on page 1. A place takes the place of those inside it."""
    return _changed(params, name, [*selected(params, name), *values])


def narrow(params: Params, place: str) -> Params:
    """Select a place instead of those around it, on page 1."""
    kept = [other for other in params.places if not place.startswith(other)]
    return _changed(params, "d", [*kept, place])


def remove(params: Params, name: FilterName, value: str) -> Params:
    """Take a value out in every spelling, on page 1; of a range of years, the other years stay."""
    if name != "y":
        return _changed(params, name, [other for other in selected(params, name) if other != value])
    gone = None if value == UNKNOWN else read_years(value)
    years = [part for old in params.years for part in _without(old, gone)]
    return replace(params, years=_merged(years), page=1)


def clear(params: Params, name: FilterName | None = None) -> Params:
    """Take out all values of one filter, or of all, on page 1."""
    if name is not None:
        return _changed(params, name, [])
    return replace(params, places=(), years=(), sections=(), bodies=(), kinds=(), page=1)


def both(params: Params, others: Params) -> Params:
    """Return `params` with only those values that pass the filters of `others` too. Raises ValueError if none do."""
    return replace(
        params,
        places=_shared(params.places, others.places, _common_places),
        years=_shared(params.years, others.years, _common_years),
        sections=_shared(params.sections, others.sections, _common),
        bodies=_shared(params.bodies, others.bodies, _common),
        kinds=_shared(params.kinds, others.kinds, _common),
    )


def without_term(params: Params, term: str) -> Params:
    """Take a term of 在结果中检索 out, on page 1."""
    return replace(params, within=tuple(other for other in params.within if other != term), page=1)


def _changed(params: Params, name: FilterName, values: list[str]) -> Params:
    if name == "d":
        return replace(params, places=_outermost(values), page=1)
    if name == "y":
        years = _merged([_years(value) for value in values])
        return replace(params, years=years, page=1)
    if name == "sec":
        return replace(params, sections=_in_order(values, SECTIONS), page=1)
    if name == "k":
        return replace(params, kinds=_in_order([_KINDS[value] for value in values], _KINDS.values()), page=1)
    return replace(params, bodies=_in_order([_BODIES[value] for value in values], _BODIES.values()), page=1)


def selected(params: Params, name: FilterName) -> list[str]:
    """Return the values of a filter as addresses have them."""
    if name == "y":
        return [year_value(years) for years in params.years]
    return list({"d": params.places, "sec": params.sections, "by": params.bodies, "k": params.kinds}[name])


# -- normal form -----------------------------------------------------------------------------------------------------


def _outermost(places: Iterable[str]) -> tuple[str, ...]:
    """Leave out places inside another one that is selected too."""
    kept: list[str] = []
    for place in sorted(set(places), key=lambda place: (place == UNKNOWN, place)):
        if not any(place.startswith(other) for other in kept):
            kept.append(place)
    return tuple(kept)


def _merged(years: Iterable[YearRange | None]) -> tuple[YearRange | None, ...]:
    """Join ranges that overlap or follow one another."""
    given = list(years)
    merged: list[YearRange] = []
    for first, last in sorted(pair for pair in given if pair is not None):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return (*merged, None) if None in given else tuple(merged)


def _without(years: YearRange | None, gone: YearRange | None) -> list[YearRange | None]:
    if years is None or gone is None:
        return [] if years == gone else [years]
    parts = [(years[0], min(years[1], gone[0] - 1)), (max(years[0], gone[1] + 1), years[1])]
    return [part for part in parts if part[0] <= part[1]]


def _shared(
    one: tuple[_T, ...], other: tuple[_T, ...], common: Callable[[tuple[_T, ...], tuple[_T, ...]], tuple[_T, ...]]
) -> tuple[_T, ...]:
    """Return the values that pass both of two filters; an empty one lets all pass."""
    if not (one and other):
        return one or other
    shared = common(one, other)
    if not shared:
        raise ValueError("nothing passes both")
    return shared


def _common_places(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return _outermost([*(place for place in one if place.startswith(other)), *(p for p in other if p.startswith(one))])


def _common_years(
    one: tuple[YearRange | None, ...], other: tuple[YearRange | None, ...]
) -> tuple[YearRange | None, ...]:
    ranges = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other if a is not None and b is not None]
    unknown = [None] if None in one and None in other else []
    return _merged([*(years for years in ranges if years[0] <= years[1]), *unknown])


def _common(one: tuple[_T, ...], other: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(value for value in one if value in other)


def _in_order(values: Iterable[_T], order: Iterable[_T]) -> tuple[_T, ...]:
    chosen = set(values)
    return tuple(value for value in order if value in chosen)


# -- reading one value -----------------------------------------------------------------------------------------------


class _Reader:
    """Reads given values and remembers those that mean nothing."""

    def __init__(self, given: dict[str, list[str]]) -> None:
        self._given = given
        self.ignored: list[tuple[str, str]] = []

    def text(self, name: str) -> str:
        return self._given[name][0] if self._given[name] else ""

    def values(self, name: str, read: Callable[[str], _T]) -> list[_T]:
        found: list[_T] = []
        for written in self._given[name]:
            try:
                found.append(read(unicodedata.normalize("NFKC", written).strip()))
            except (ValueError, KeyError):
                self.ignored.append((name, written))
        return found

    def one(self, name: str, read: Callable[[str], _T], default: _T) -> _T:
        found = self.values(name, read)
        return found[0] if found else default


def _within(written: list[str]) -> tuple[str, ...]:
    terms = tuple(dict.fromkeys(written))
    if len(terms) > _MAX_WITHIN:
        raise BadParameter(say("“在结果中检索”最多 %(n)s 次，请去掉几个条件再试。", n=_MAX_WITHIN), parameter="in")
    return terms


def _check_number(given: dict[str, list[str]]) -> None:
    different = {name: len(set(values)) for name, values in given.items()}
    if sum(different.values()) > MAX_PAIRS:
        most = max(different, key=different.__getitem__)
        raise BadParameter(say("条件太多：一次检索最多 %(n)s 个，请去掉几个再试。", n=MAX_PAIRS), parameter=most)


def _page(written: list[str]) -> int:
    if not written:
        return 1
    number = unicodedata.normalize("NFKC", written[0])
    if not (number.isascii() and number.isdigit() and len(number) <= _MAX_PAGE_DIGITS and int(number) > 0):
        raise BadParameter(say("页码“%(page)s”不对，请用从 1 起的数字。", page=written[0][:20]), parameter="page")
    return int(number)


def _place(written: str) -> str:
    if written != UNKNOWN and not _PLACE.fullmatch(written):
        raise ValueError(written)
    return written


def _years(written: str) -> YearRange | None:
    return None if written == UNKNOWN else read_years(written)


def _size(written: str) -> int:
    return {str(size): size for size in SIZES}[written]


def _any_size(written: str) -> int:
    return {str(size): size for size in range(1, WINDOW + 1)}[written]
