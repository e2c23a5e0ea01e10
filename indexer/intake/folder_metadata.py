"""One metadata.csv for a folder: what sidecars would say, a row for each file.

The column `path` names the file, relative to the table's folder; the other columns are the keys of a sidecar. An empty
cell says nothing, 无 takes a value away. Spreadsheets write these tables: in GBK or UTF-16, with tabs, with days as
2021/1/3 and codes as ="421221".
"""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from indexer.errors import RunError, SourceError
from indexer.intake.opening import read_regular
from indexer.intake.sidecars import written
from indexer.intake.values import KEYS, Value, said_value

NAME: Final = "metadata.csv"

_MAX_BYTES: Final = 20_000_000
_FORMULA: Final = re.compile(r'="(.*)"|\'([0-9].*)', re.DOTALL)  # how a spreadsheet keeps a code from being a number
_SEPARATOR: Final = re.compile(r"sep=.\n", re.IGNORECASE)
_NOTHING: Final[tuple[int, Mapping[str, str]]] = (0, {})


@dataclass(frozen=True)
class FolderMetadata:
    """A table as read: the cells of each file by column, with the line they begin on."""

    shown: str = NAME
    rows: Mapping[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict)

    def of(self, path: str) -> dict[str, Value]:
        """Return the values for a file, by its path from the table's folder. Raises SourceError."""
        exact = _composed(path)
        alike = self._alike.get(exact.casefold(), ())
        number, cells = self.rows.get(exact) or (self.rows[alike[0]] if len(alike) == 1 else _NOTHING)
        return {key: _value(key, text, f"{self.shown} 第 {number} 行 {key}") for key, text in cells.items() if text}

    def missing(self, files: Collection[str]) -> str | None:
        """Return a sentence on the rows that are about none of `files`, None if there are no such rows."""
        known = {_composed(file).casefold() for file in files}
        lines = [number for path, (number, _) in self.rows.items() if path.casefold() not in known]
        shown = "、".join(map(str, lines[:10])) + ("等" if len(lines) > 10 else "")
        return f"第 {shown} 行 path：没有这个文件，请改正" if lines else None

    @cached_property
    def _alike(self) -> Mapping[str, list[str]]:
        """Return the paths of the table by what they are where capitals make no difference."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.rows:
            found[path.casefold()].append(path)
        return found


def read_folder_metadata(folder: Path, shown: str = NAME) -> FolderMetadata:
    """Return the table in `folder`, an empty one if there is none. Raises RunError if it cannot be read as a whole."""
    path = folder / NAME
    if path.is_symlink() or not path.is_file():
        return FolderMetadata(shown)
    text = _text(path, shown)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: dict[str, tuple[int, Mapping[str, str]]] = {}
    columns: list[str] | None = None
    number = 1  # where the row begins: its cells may have several lines
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells) and columns is None:
                columns = _columns(cells, f"{shown} 第 {number} 行")
            elif any(cells) and columns is not None:
                _add(rows, columns, cells, number, shown)
            number = reader.line_num + 1
    except csv.Error as error:
        raise RunError(f"{shown} 第 {number} 行不是有效的 CSV（引号没有配对？），请改正。索引未改动。") from error
    return FolderMetadata(shown, rows)


def _text(path: Path, shown: str) -> str:
    try:
        data = read_regular(path, _MAX_BYTES)
    except SourceError as error:
        raise RunError(f"{shown} {error.message}。索引未改动。") from error
    if len(data) > _MAX_BYTES:
        raise RunError(f"{shown} 过大，请检查。索引未改动。")
    text = written(data)
    if text is None:
        raise RunError(f"{shown} 不是 UTF-8 编码，请另存。索引未改动。")
    return _SEPARATOR.sub("\n", text, count=1) if _SEPARATOR.match(text) else text


def _delimiter(text: str) -> str:
    """Return what stands between the names of the columns most often."""
    head = text.lstrip().partition("\n")[0]
    return max(",\t;", key=head.count)


def _columns(cells: list[str], where: str) -> list[str]:
    while not cells[-1]:
        cells.pop()
    for number, cell in enumerate(cells, 1):
        if cell not in KEYS and cell != "path":
            known = "、".join(["path", *sorted(KEYS)])
            raise RunError(f"{where}第 {number} 列 {cell[:40]!r}：没有这一项；可用的有 {known}。索引未改动。")
        if cell in cells[: number - 1]:
            raise RunError(f"{where}第 {number} 列 {cell}：重复了，请删去一列。索引未改动。")
    if "path" not in cells:
        raise RunError(f"{where}：缺少 path 一列（文件名），请加上。索引未改动。")
    return cells


def _add(
    rows: dict[str, tuple[int, Mapping[str, str]]], columns: list[str], cells: list[str], number: int, shown: str
) -> None:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        raise RunError(f"{shown} 第 {number} 行第 {len(columns) + 1} 列：多出一列，请改正。索引未改动。")
    values = dict(zip(columns, cells, strict=False))
    path = _composed(values.pop("path", "")).replace("\\", "/").removeprefix("./")
    if not path:
        raise RunError(f"{shown} 第 {number} 行 path：没有文件名，请改正。索引未改动。")
    if path in rows:
        raise RunError(f"{shown} 第 {number} 行 path：与第 {rows[path][0]} 行重复，请删去一行。索引未改动。")
    rows[path] = (number, values)


def _composed(path: str) -> str:
    """Return a path with its letters in one piece: some systems keep é and が in two."""
    return unicodedata.normalize("NFC", path)


def _value(key: str, text: str, where: str) -> Value:
    """Return a cell's value as a sidecar would have it. Raises SourceError."""
    formula = _FORMULA.fullmatch(text)
    if formula:
        text = (formula[1] or formula[2] or "").replace('""', '"').strip()
    if text == "无":
        return said_value(key, "", where)
    if key == "report_year":
        if not re.fullmatch(r"[0-9]{4}年?度?", text):
            raise SourceError(f"{where}：应为四位年份，如 2020")
        return said_value(key, int(text[:4]), where)
    return said_value(key, text, where)
