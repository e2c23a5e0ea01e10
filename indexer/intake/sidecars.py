"""Sidecars: NAME.meta.toml beside NAME.txt corrects what the rules find and adds what the text cannot say."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from indexer.errors import SourceError

SUFFIX: Final = ".meta.toml"

Value: TypeAlias = str | int | date

_TEXTS: Final = frozenset(
    {"title", "department", "issuer", "signature", "index_number", "doc_number", "source", "source_url", "jurisdiction"}
)
_DATES: Final = frozenset({"publication_date", "signature_date", "fetched_at"})
_YEARS: Final = frozenset({"report_year"})
KEYS: Final = _TEXTS | _DATES | _YEARS
_MAX_BYTES: Final = 100_000


def read_sidecar(source: Path, shown: str) -> Mapping[str, Value]:
    """Return the values of the sidecar of `source`, empty if there is none; an empty text means "has none".

    Raises SourceError that names the file (as `shown`), the line and the key.
    """
    path = source.with_suffix(SUFFIX)
    if path.is_symlink() or not path.is_file():
        return {}
    if path.stat().st_size > _MAX_BYTES:
        raise SourceError(f"{shown} 过大，请检查")
    try:
        written = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{shown} 不是 UTF-8 编码，请另存") from error
    try:
        table = tomllib.loads(written)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = re.search(r"line (\d+)", str(error))
        line = match[1] if match else written.rstrip().count("\n") + 1
        raise SourceError(f"{shown} 第 {line} 行不是有效的 TOML，请改正") from error
    return {
        key: read_value(key, value, f"{shown} 第 {_line_of(key, written)} 行 {key}") for key, value in table.items()
    }


def _line_of(key: str, written: str) -> int:
    match = re.search(rf"(?m)^[ \t]*[\"']?{re.escape(key)}\b", written)
    return written.count("\n", 0, match.start()) + 1 if match else 1


def read_value(key: str, value: object, where: str) -> Value:
    """Return a value of the type its key has. Raises SourceError."""
    if key in _TEXTS and isinstance(value, str):
        return _text(key, value.strip(), where)
    if key in _DATES:
        return _date(value, where)
    if key in _YEARS and isinstance(value, int) and not isinstance(value, bool) and 1980 <= value <= 2100:
        return value
    if key in _TEXTS:
        raise SourceError(f"{where}：应为带引号的文字")
    if key in _YEARS:
        raise SourceError(f"{where}：应为四位年份，如 2020")
    known = "、".join(sorted(KEYS))
    raise SourceError(f"{where}：没有这一项；可用的有 {known}")


def _text(key: str, value: str, where: str) -> str:
    if key == "source_url" and value:
        try:
            parts = urlsplit(value)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", value)
        except ValueError:
            usable = False
        if not usable:
            raise SourceError(f"{where}：应为 http:// 或 https:// 开头的网址")
    if key == "jurisdiction" and value and not re.fullmatch(r"[0-9]{6}", value):
        raise SourceError(f"{where}：应为六位行政区划代码，如 421221")
    return value


def _date(value: object, where: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise SourceError(f"{where}：应为日期，如 2021-01-13")
