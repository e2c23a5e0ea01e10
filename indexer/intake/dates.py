"""Dates and years as Chinese government pages write them."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from indexer.text import simplify

_DIGITS: Final = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "○◯ＯOo零0", "0"
)
_NUMERAL: Final = "[〇○◯ＯOo零0一二三四五六七八九]"
_CHINESE_YEAR: Final = re.compile(rf"[一二]{_NUMERAL}{{3}}(?=年)")
_LETTER_YEAR: Final = re.compile(r"(?<![0-9A-Za-z])2[OoＯ〇○](?=\d\d年)")  # 2O21年
_CHINESE_DAY: Final = re.compile(r"(?<=[年月])([元正一二三四五六七八九十廿卅]{1,3})(?=[月日])")

# Blanks may stand anywhere in a date: 2020 年 12 月 17 日.
_DATE: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?:年|[-/.])\s*(?P<month>1[0-2]|0?[1-9])\s*(?:月|[-/.])\s*"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\s*[日号]?"
)
_SPAN: Final = r"(?:19|20)\d\d\s*年?\s*[-—–－~～至到]+\s*(?:19|20)\d\d(?!\d)\s*(?:年度?)?"
_SPAN_WITHOUT_DASH: Final = r"(?:19|20)\d\d(?:19|20)\d\d(?!\d)\s*年?"
_YEAR: Final = re.compile(rf"(?<![\d.])(?:{_SPAN}|{_SPAN_WITHOUT_DASH}|(?P<year>(?:19|20)\d\d)\s*年度?(?!代))")


def western(text: str) -> str:
    """Return `text` simplified, with the Chinese numerals of dates as digits: 二〇二一年一月 becomes 2021年1月."""
    text = _CHINESE_YEAR.sub(lambda match: "".join(_DIGITS[character] for character in match[0]), simplify(text))
    text = _LETTER_YEAR.sub("20", text)
    return _CHINESE_DAY.sub(lambda match: str(_number(match[1])), text)


def _number(numeral: str) -> int:
    """Return the value of 元, 一 … 三十一, also written 卅一."""
    if numeral in "元正":
        return 1
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = numeral.rpartition("十")
    return (int(_DIGITS.get(tens, "1")) * 10 if ten else 0) + int(_DIGITS.get(ones, "0"))


def find_dates(text: str) -> Iterator[tuple[date, int, int]]:
    """Yield (date, start, end) for each whole date in a text made western()."""
    for match in _DATE.finditer(text):
        try:
            yield date(int(match["year"]), int(match["month"]), int(match["day"])), match.start(), match.end()
        except ValueError:
            continue


def find_date(text: str) -> date | None:
    """Return the first whole date in `text`, as written on the page."""
    return next((day for day, _, _ in find_dates(western(text))), None)


def find_years(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (year, start, end) for each single year (2020年度) in a western() text; spans of years are passed over."""
    for match in _YEAR.finditer(text):
        if match["year"]:
            yield int(match["year"]), match.start(), match.end()
