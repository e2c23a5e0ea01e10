"""Find everything in a line that could be the marker of a heading: 一、 （一） 1. (1) ① 一是 第一， 首先， Ⅰ. 第一节.

A candidate is a matter of form alone. Whether it is a marker is decided from the sequence it stands in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final, Literal

from indexer.outline.phrasing import opens_heading
from indexer.outline.rows import Row

Family = Literal[
    "part",
    "section",
    "roman",
    "han",
    "paren",
    "half",
    "dot",
    "decimal",
    "digit_paren",
    "digit_half",
    "circle",
    "shi",
    "di",
    "order",
]  # section, roman, half and digit_half (一) 1) without the first bracket) have the level their report gives them;
# decimal is 1.1 below 1.
Boundary = Literal["line", "stop", "space", "comma", "none"]  # what a candidate stands behind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible marker at `start`..`end` of a row. `number` is None where the numeral is lost: 是着力优化."""

    start: int
    end: int
    family: Family
    number: int | None
    boundary: Boundary
    weak: bool = False  # 一, or 一 where others have 一、, 是 before any words: a marker only in a sequence


_HAN_DIGITS: Final = {
    c: i
    for i, same in enumerate(("一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"), 1)
    for c in same
}
_NUMERAL: Final = f"[{''.join(_HAN_DIGITS)}十拾]{{1,3}}"
_ROMAN: Final = {
    c: i for i, c in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}
_ORDER: Final = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}

_UNIT: Final = "\\ *[万亿千百多余个件名人次项起家元倍年月日米公平吨户亩场分小天]"  # behind a figure

# Over simplified text, where all marks are narrow.
_CANDIDATE: Final = re.compile(
    rf"""
      第\ ?(?P<part>{_NUMERAL}|\d)\ ?(?:部分|章)[、.:\ ]?
    | 第\ ?(?P<section>{_NUMERAL}|\d)\ ?节(?:[、.:\ ]|(?=[\u4e00-\u9fff]))
    | (?:(?P<roman>[ivx]{{1,4}})\ ?[、.:](?!\d)|(?P<roman_sign>[Ⅰ-Ⅻ])(?:\ ?[、.:]|\ +(?=[\u4e00-\u9fff])))
    | [(〔[【﹙〈<]\ ?(?P<paren>{_NUMERAL})\ ?[、.]?\ ?[)〕\]】﹚〉>][、.]?
    | (?P<paren_sign>[㈠-㈩])[、.]?
    | (?P<ring_sign>[㊀-㊉])[、.]?
    | [(〔﹙]\ ?(?P<paren_open>{_NUMERAL})(?!是)[、.\ ]?(?=[\u4e00-\u9fff])
    | [(〔[【﹙]\ ?(?P<digit_paren>\d{{1,2}})\ ?[)〕\]】﹚][、.]?
    | (?P<digit_paren_sign>[⑴-⒇])[、.]?
    | (?P<circle_sign>[①-⑳])[、.]?
    | 第(?P<di>{_NUMERAL})(?:是|[,、:])
    | (?<!尤)其(?P<di_also>[一二三四五六七八])(?:是|[,、:])
    | (?P<order>首先|其次|再次|最后)(?:是|[,、:])
    | (?<![第十拾之其每])(?P<shi>{_NUMERAL})是(?!否)
    | (?<![^。;\ ])(?P<shi_lost>是)
    | (?<![第十拾之其每])(?P<han>{_NUMERAL})\ ?(?:[、.丶﹑､]|(?P<weak>[,:·｡]|(?<=\ )(?=[\u4e00-\u9fff])))
    | (?P<paren_half>{_NUMERAL})\)
    | (?<![\d.A-Za-z])(?P<digit_paren_half>\d{{1,2}})\)
    | (?<![\d.A-Za-z])\d{{1,2}}\.(?P<decimal>\d{{1,2}})(?:\ ?、|\.(?!\d)|\ *(?=[\u4e00-\u9fff])(?!{_UNIT}))
    | (?<![\d.A-Za-z])(?P<dot>\d{{1,2}})\ ?[.、](?!\d)
    | (?P<dot_sign>[⒈-⒛])
    | (?<![\d.A-Za-z])(?:part\ ?)?(?P<dot_weak>\d{{1,2}})(?:,(?!\d)|\ +(?=[\u4e00-\u9fff]))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FAMILY: Final[dict[str, Family]] = {
    "part": "part",
    "section": "section",
    "roman": "roman",
    "roman_sign": "roman",
    "paren": "paren",
    "paren_sign": "paren",
    "ring_sign": "paren",
    "paren_open": "paren",
    "paren_half": "half",
    "digit_paren": "digit_paren",
    "digit_paren_sign": "digit_paren",
    "digit_paren_half": "digit_half",
    "circle_sign": "circle",
    "di": "di",
    "di_also": "di",
    "order": "order",
    "shi": "shi",
    "shi_lost": "shi",
    "han": "han",
    "weak": "han",
    "dot": "dot",
    "dot_sign": "dot",
    "decimal": "decimal",
    "dot_weak": "dot",
}
_OF_LINES: Final[frozenset[Family]] = frozenset(
    {"part", "section", "roman", "decimal"}
)  # markers at the head of a line alone
_WEAK: Final = frozenset({"weak", "dot_weak"})
_BARE_LIMIT: Final = 40  # characters of a line that holds a heading behind a numeral and a blank (01 组织领导)
_SIGN_ONE: Final = {
    "paren_sign": "㈠",
    "ring_sign": "㊀",
    "roman_sign": "Ⅰ",
    "digit_paren_sign": "⑴",
    "circle_sign": "①",
    "dot_sign": "⒈",
}
_LOST: Final = re.compile(r"(?P<shi>是)|(?P<paren>\( {0,3}\)、?)|(?P<han>、)")

# 一、二级 and 第（一）项 name things in running text.
_ENUMERATED: Final = re.compile(rf"{_NUMERAL}(?:[、,.级类等产线次期批季规]|$)|[级类等期批季号]")
_CITED_AFTER: Final = re.compile(r"[、,和及至与]|项(?!目)|款(?!待)|\(")
_CITED_BEFORE: Final = frozenset("第条款项附表图式之")

_SHORT: Final = re.compile(
    r"[^。,;:否的\d][^。,;:\d]{1,18}(?:,[^。,;:\d]{2,12})?。"
)  # what is left of 二是责任层层压。 without its numeral
_LIMIT: Final = 20_000  # places of a row that are looked at
_ENCLOSURES: Final = re.compile(r"附[件表]?[\d一二三四五]{0,2} ?:")

_CLOSERS: Final = frozenset("”’》」』)】〕\"'")
_STOPS: Final = frozenset("。!?;:｡…")
_COMMAS: Final = frozenset("、,")


def candidates(row: Row) -> Iterator[Candidate]:
    """Yield the possible markers of a row, left to right. A row of a table or a list of enclosures has none."""
    if row.is_table or _ENCLOSURES.match(row.plain, row.first):
        return
    for match in islice(chain(_lost(row), _CANDIDATE.finditer(row.plain)), _LIMIT):
        start, end = match.span()
        name = match.lastgroup or ""
        family = _FAMILY[name]
        boundary = _boundary(row, start)
        if _is_prose(row, match, family, boundary):
            continue
        number = None if match.re is _LOST or name == "shi_lost" else _number(name, match)
        unworded = number is None and family == "shi" and not opens_heading(row.plain, end)
        if number != 0:
            yield Candidate(start, end, family, number, boundary, weak=unworded or name in _WEAK)


def _lost(row: Row) -> Iterator[re.Match[str]]:
    """Yield what is left of a marker at the head of a row when its numeral is lost."""
    match = _LOST.match(row.plain, row.first)
    if match and (match.lastgroup != "shi" or _closes_soon(row.plain, match.end())):
        yield match


def _is_bare_heading(row: Row, start: int) -> bool:
    """Return whether a row holds no more than a heading from `start` on."""
    return row.last - row.first <= _BARE_LIMIT and "。" not in row.plain[start : row.last - 1]


def _closes_soon(plain: str, at: int) -> bool:
    """Return whether a heading may stand at `at`: it opens like one, or its full stop is near."""
    return opens_heading(plain, at) or _SHORT.match(plain, at) is not None


def _is_prose(row: Row, match: re.Match[str], family: Family, boundary: Boundary) -> bool:
    """Return whether the look of the text around a candidate rules it out."""
    start, end = match.span()
    name = match.lastgroup or ""
    unworded = name == "shi_lost" and (start == row.first or not _closes_soon(row.plain, end))
    if unworded or (row.inside[start] and not name.endswith("_half")):
        return True
    if family in _OF_LINES or name.endswith("_half") or name in _WEAK or name == "paren_open":
        return not _may_stand(row, end, name, boundary)
    if family == "han":
        return boundary in ("comma", "none") or _ENUMERATED.match(row.plain, end) is not None
    if family in ("paren", "digit_paren") and boundary != "line":
        before = row.plain[start - 1] if start else ""
        return before in _CITED_BEFORE or _CITED_AFTER.match(row.plain, end) is not None
    return False


def _may_stand(row: Row, end: int, name: str, boundary: Boundary) -> bool:
    """Return whether a candidate of a form that little sets apart from text stands where a marker would."""
    spaced = name in _WEAK and row.plain[end - 1] == " "
    if name == "paren_open":
        return boundary in ("line", "stop") and opens_heading(row.plain, end)
    if name.endswith("_half"):
        return boundary in ("line", "stop")
    if name == "weak" and not spaced:
        return boundary not in ("comma", "none") and _ENUMERATED.match(row.plain, end) is None
    return boundary == "line" and (not (spaced or name == "section") or _is_bare_heading(row, end))


def _boundary(row: Row, start: int) -> Boundary:
    if start == row.first:
        return "line"
    plain = row.plain
    at = start - 1
    while at >= 0 and plain[at] == " ":
        at -= 1
    spaced = at < start - 1
    before = at
    while before >= 0 and before > at - 3 and plain[before] in _CLOSERS:
        before -= 1
    if before < 0 or plain[before] in _STOPS or (plain[before] == "." and not plain[before - 1 : before].isdecimal()):
        return "stop"
    if plain[at] in _COMMAS:
        return "comma"
    return "space" if spaced else "none"


def _number(name: str, match: re.Match[str]) -> int:
    """Return the number a candidate shows; 0 if its numerals make none."""
    if name in _SIGN_ONE:
        return ord(match[name]) - ord(_SIGN_ONE[name]) + 1
    if name == "order":
        return _ORDER[match[name]]
    if name == "roman":
        return _ROMAN.get(match[name].lower(), 0)
    written = match["han" if name == "weak" else name]
    return int(written) if written.isdecimal() else _han_number(written)


def _han_number(written: str) -> int:
    tens, ten, units = written.replace("拾", "十").partition("十")
    if len(tens) > 1 or len(units) > 1 or "十" in units:
        return 0
    tens_value = _HAN_DIGITS[tens] if tens else 1
    return (10 * tens_value if ten else 0) + (_HAN_DIGITS[units] if units else 0 if ten else _HAN_DIGITS[tens])
