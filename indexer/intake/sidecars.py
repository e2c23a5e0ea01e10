"""Sidecars: NAME.meta.toml beside a source corrects what the rules find and adds what the text cannot say.

报告.meta.toml is about 报告.docx, 报告.pdf and whatever else bears the name; 报告.pdf.meta.toml is about that one file
and outweighs the other.
"""

import codecs
import errno
import re
import tomllib
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from indexer.errors import SourceError
from indexer.intake.names import printable
from indexer.intake.opening import read_regular
from indexer.intake.readers.formats import SUFFIXES, suffix_of
from indexer.intake.values import Value, said_value

SUFFIX: Final = ".meta.toml"
_MAX_BYTES: Final = 20_000  # the time of reading TOML grows with the square of them: a key may be a.a.a.a
_SHOWN: Final = 40  # characters of a key


def sidecar_names(name: str) -> tuple[str, ...]:
    """Return the names that a sidecar of the file `name` may have; what a later one says outweighs the earlier."""
    suffix = suffix_of(name)
    stem = name[: -len(suffix)] if suffix and name.lower().endswith(suffix) else name
    return tuple(dict.fromkeys((f"{stem}{SUFFIX}", f"{name}{SUFFIX}")))


def belongs(sidecar: str, names: Collection[str]) -> bool:
    """Tell whether one of the files beside a sidecar is what it is about."""
    stem = sidecar.removesuffix(SUFFIX)
    if stem in names or any(stem + suffix in names for suffix in SUFFIXES):
        return True
    return sidecar in _all_sidecars(frozenset(names))  # a.Pdf


@lru_cache(maxsize=1)
def _all_sidecars(names: frozenset[str]) -> frozenset[str]:
    """Return what the sidecars of any of these files may be called; asked once for each orphan of a folder."""
    return frozenset(sidecar for name in names for sidecar in sidecar_names(name))


def read_sidecar(source: Path, shown: str) -> Mapping[str, Value]:
    """Return the values of the sidecars of `source`, empty if there are none; an empty text means "has none".

    `shown` is a name in the same folder as people are shown it. Raises SourceError that names the file, line and key.
    """
    folder = shown[: shown.rfind("/") + 1]
    values: dict[str, Value] = {}
    for name in sidecar_names(source.name):
        values |= _read(source.with_name(name), folder + printable(name))
    return values


def encoding_of(data: bytes) -> str | None:
    """Return the encoding of a file that a person wrote with whatever editor, None if it is no text."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "utf-8" if encoding == "utf-8-sig" and not data.startswith(codecs.BOM_UTF8) else encoding
    return None


def written(data: bytes) -> str | None:
    """Return the text of such a file with LF line ends, None if it is none."""
    encoding = encoding_of(data)
    return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n") if encoding else None


def _read(path: Path, shown: str) -> Mapping[str, Value]:
    if not _is_there(path):
        return {}
    data = read_regular(path, _MAX_BYTES)
    if len(data) > _MAX_BYTES:
        raise SourceError(f"{shown} 过大，请检查")
    text = written(data)
    if text is None:
        raise SourceError(f"{shown} 不是 UTF-8 编码，请另存")
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: not TOML, or a number of thousands of digits
        raise SourceError(_fault(error, text, shown)) from error
    return {key: said_value(key, value, _where(key, text, shown)) for key, value in table.items()}


def _is_there(path: Path) -> bool:
    try:
        return not path.is_symlink() and path.is_file()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # the name of the source is as long as names may be
            return False
        raise


def _where(key: str, text: str, shown: str) -> str:
    return f"{shown} 第 {_line_of(key, text)} 行 {printable(key[:_SHOWN])}"


def _fault(error: Exception, text: str, shown: str) -> str:
    """Return what is wrong with a file that is no TOML, where, and at which key."""
    match = re.search(r"line (\d+)", str(error))
    number = int(match[1]) if match else text.rstrip().count("\n") + 1
    lines = text.split("\n")
    line = lines[number - 1] if number <= len(lines) else ""
    key = re.match(r"[\s\[]*[\"']?([\w-]+)", line)
    where = f"{shown} 第 {number} 行" + (f" {key[1][:40]}" if key else "")
    if "overwrite" in str(error) or "twice" in str(error):
        return f"{where}：重复了，请删去一行"
    return f'{where}：不是有效的 TOML，请改正；文字要加英文引号，如 title = "标题"'


def _line_of(key: str, text: str) -> int:
    match = re.search(rf"(?m)^[ \t]*(?:\[+[ \t]*)?[\"']?{re.escape(key)}\b", text)
    return text.count("\n", 0, match.start()) + 1 if match else 1
