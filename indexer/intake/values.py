"""What a person may say of a report beside its file: the keys of sidecars and of metadata.csv, and their values."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from indexer.contract import BODIES, KINDS
from indexer.errors import SourceError
from indexer.text import clean

Value: TypeAlias = str | int | date

_TEXTS: Final = frozenset(
    {"title", "department", "issuer", "signature", "index_number", "doc_number", "source", "source_url"}
    | {"jurisdiction", "zone"}
)
_DATES: Final = frozenset({"publication_date", "signature_date", "fetched_at"})
_YEARS: Final = frozenset({"report_year"})
_CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": KINDS,
    "body": BODIES,
}
KEYS: Final = _TEXTS | _DATES | _YEARS | _CHOICES.keys()
YEAR_SPAN: Final = range(1980, 2101)

_LONGEST: Final = 1_000  # characters of a text: the longest titles have a hundred
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?")
_CHINA: Final = timezone(timedelta(hours=8))


def read_value(key: str, value: object, where: str) -> Value:
    """Return a value of the type its key has; an empty text means "has none". Raises SourceError."""
    if key not in KEYS:
        raise SourceError(f"{where}：没有这一项；可用的有 {'、'.join(sorted(KEYS))}")
    if isinstance(value, str):
        value = clean(value).text.replace("\n", " ").strip()
    if value == "" and key not in _CHOICES:
        return ""
    if key in _DATES:
        return _date(value, where)
    if key in _YEARS:
        if isinstance(value, int) and not isinstance(value, bool) and value in YEAR_SPAN:
            return value
        raise SourceError(f"{where}：应为四位年份，如 2020")
    if not isinstance(value, str):
        raise SourceError(f"{where}：应为带引号的文字")
    return _choice(key, value, where) if key in _CHOICES else _text(key, value, where)


def said_value(key: str, value: object, where: str) -> Value:
    """Return read_value() of what is said now: not too long, and a place of today. Raises SourceError."""
    read = read_value(key, value, where)
    if isinstance(read, str) and len(read) > _LONGEST:
        raise SourceError(f"{where}：超过 {_LONGEST} 字，请检查")
    if key == "jurisdiction" and read:
        from indexer.intake.gazetteer import gazetteer  # reading it takes a moment

        if read not in gazetteer().by_code:
            raise SourceError(f"{where}：{read} 不是现行行政区划代码，请改正")
    return read


def _choice(key: str, value: str, where: str) -> str:
    if value in _CHOICES[key]:
        return value
    choices = "、".join(f"{name}（{label}）" for name, label in _CHOICES[key].items())
    raise SourceError(f"{where}：应为其中之一：{choices}")


def _text(key: str, value: str, where: str) -> str:
    if key == "source_url" and not _is_address(value):
        raise SourceError(f"{where}：应为 http:// 或 https:// 开头的网址")
    if key == "jurisdiction" and not re.fullmatch(r"[0-9]{6}", value):
        raise SourceError(f"{where}：应为六位行政区划代码，如 421221")
    return value


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", value)
    except ValueError:
        return False


def _date(value: object, where: str) -> date:
    """Return the day that it was in China."""
    if isinstance(value, str):
        day = _DAY.fullmatch(value)
        try:
            value = datetime.fromisoformat(value) if not day else date(*map(int, day.groups()))
        except ValueError:
            value = None
    if isinstance(value, datetime):
        inner = value.tzinfo and date.min < value.date() < date.max  # at either end of time there is no day beside it
        value = (value.astimezone(_CHINA) if inner else value).date()
    if isinstance(value, date) and value.year in YEAR_SPAN:
        return value
    raise SourceError(f"{where}：应为日期，如 2021-01-13")
