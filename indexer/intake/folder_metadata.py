"""One metadata.csv for a folder: what sidecars would say, a row for each file.

The column `path` names the file, relative to the table's folder; the other columns are the keys of a sidecar. An empty
cell says nothing, 无 takes a value away.
"""

import csv
import io
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from indexer.errors import RunError, SourceError
from indexer.intake.sidecars import KEYS, Value, read_value

NAME: Final = "metadata.csv"

_MAX_BYTES: Final = 20_000_000
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")  # spreadsheets write 2021/1/3


@dataclass(frozen=True, slots=True)
class FolderMetadata:
    """A table as read: the cells of each file by column, with the line they stand on."""

    shown: str = NAME
    rows: Mapping[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict)

    def of(self, path: str) -> dict[str, Value]:
        """Return the values for a file, by its path from the table's folder. Raises SourceError."""
        number, cells = self.rows.get(path, (0, {}))
        return {key: _value(key, text, f"{self.shown} 第 {number} 行 {key}") for key, text in cells.items() if text}

    def missing(self, files: Container[str]) -> str | None:
        """Return a sentence on the rows that are about none of `files`, None if there are no such rows."""
        lines = [number for path, (number, _) in self.rows.items() if path not in files]
        shown = "、".join(map(str, lines[:10])) + ("等" if len(lines) > 10 else "")
        return f"第 {shown} 行 path：没有这个文件，请改正" if lines else None


def read_folder_metadata(folder: Path, shown: str = NAME) -> FolderMetadata:
    """Return the table in `folder`, an empty one if there is none. Raises RunError if it cannot be read as a whole."""
    path = folder / NAME
    if path.is_symlink() or not path.is_file():
        return FolderMetadata(shown)
    reader = csv.reader(io.StringIO(_text(path, shown), newline=""), strict=True)
    rows: dict[str, tuple[int, Mapping[str, str]]] = {}
    columns: list[str] | None = None
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if columns is None:
                columns = _columns(cells, f"{shown} 第 {reader.line_num} 行")
            else:
                _add(rows, columns, cells, reader.line_num, shown)
    except csv.Error as error:
        raise RunError(
            f"{shown} 第 {reader.line_num} 行不是有效的 CSV（引号没有配对？），请改正。索引未改动。"
        ) from error
    return FolderMetadata(shown, rows)


def _text(path: Path, shown: str) -> str:
    if path.stat().st_size > _MAX_BYTES:
        raise RunError(f"{shown} 过大，请检查。索引未改动。")
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):  # spreadsheets save in either
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RunError(f"{shown} 不是 UTF-8 编码，请另存。索引未改动。")


def _columns(cells: list[str], where: str) -> list[str]:
    for number, cell in enumerate(cells, 1):
        if cell not in KEYS and cell != "path":
            known = "、".join(["path", *sorted(KEYS)])
            raise RunError(f"{where}第 {number} 列 {cell!r}：没有这一项；可用的有 {known}。索引未改动。")
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
    path = values.pop("path", "").replace("\\", "/").removeprefix("./")
    if not path:
        raise RunError(f"{shown} 第 {number} 行 path：没有文件名，请改正。索引未改动。")
    if path in rows:
        raise RunError(f"{shown} 第 {number} 行 path：与第 {rows[path][0]} 行重复，请删去一行。索引未改动。")
    rows[path] = (number, values)


def _value(key: str, text: str, where: str) -> Value:
    """Return a cell's value as a sidecar would have it. Raises SourceError."""
    if key == "report_year":
        if not re.fullmatch(r"\d{4}年?度?", text):
            raise SourceError(f"{where}：应为四位年份，如 2020")
        return read_value(key, int(text[:4]), where)
    day = _DAY.fullmatch(text)
    if day and key.endswith(("_date", "_at")):
        text = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
    return read_value(key, "" if text == "无" else text, where)
