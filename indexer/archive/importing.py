"""Rows that come from a file, into an empty archive: nothing is taken on trust."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, select, tuple_

from indexer.archive import rows, schema
from indexer.archive.lines import TABLES, Wrong
from indexer.archive.rows import Row
from indexer.archive.shape import fields_of, fits, fits_fields
from indexer.archive.writing import Writer
from indexer.contract import Heading, Paragraph, Report
from indexer.errors import SourceError
from indexer.intake.values import read_value
from indexer.naming import is_report_id, names_text

_AT_A_TIME: Final = 500  # rows whose references are looked up in one query
_REPORT: Final = fields_of(Report, but=rows.NOT_IN_RECORD)
_LAW_REPORT: Final = fields_of(Report, but=(*rows.NOT_IN_RECORD, "kind"))
_REST: Final = fields_of(Paragraph, only=rows.REST)


def require(holds: object, otherwise: str) -> None:
    """Raise Wrong unless it `holds`."""
    if not holds:
        raise Wrong(otherwise)


class Import:
    """Takes rows in the order of an export. Of large tables it remembers nothing: their references are looked up."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._writer = Writer(connection)
        self._table = TABLES[0]
        self._last: tuple[Any, ...] | None = None  # key of the row before in the same table
        self._waiting: list[tuple[int, Row]] = []  # paragraphs or successions, with their lines
        self._of_version: list[Row] = []  # paragraphs of the version at hand
        self._runs = 0
        self._originals: set[str] = set()
        self._reports: set[str] = set()
        self._versions: dict[tuple[str, int], Row] = {}
        self._unchecked: dict[tuple[str, int], int] = {}  # versions whose paragraphs are not complete, with their lines
        self._count: dict[str, int] = defaultdict(int)  # of a report's versions
        self._sighted: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)  # from run to run
        self._held: dict[str, tuple[int, int | None]] = {}  # since when the index holds which version of a report
        self._checks: Mapping[Table, Callable[[int, Row], None]] = {
            schema.runs: self._run,
            schema.originals: self._original,
            schema.reports: self._report,
            schema.aliases: self._alias,
            schema.versions: self._version,
            schema.sightings: self._sighting,
            schema.holdings: self._holding,
            schema.texts: self._text,
            schema.paragraphs: self._paragraph,
            schema.successions: self._succession,
        }

    def add(self, line: int, table: Table, row: Row) -> None:
        """Take a row from `line`. Raises Wrong."""
        key = tuple(row[column.name] for column in table.primary_key)
        if table is not self._table:
            require(TABLES.index(table) > TABLES.index(self._table), "记录的顺序不对")
            self._settle()
            self._table, self._last = table, None
        require(self._last is None or key > self._last, "记录重复，或顺序不对")
        self._last = key
        self._checks[table](line, row)
        self._writer.add(table, row)
        if len(self._waiting) >= _AT_A_TIME or self._writer.full:
            self._look_up()

    def finish(self) -> None:
        """Look at what can only be seen at the end, and write the last rows. Raises Wrong."""
        self._settle()
        for version, line in self._unchecked.items():
            self._check_key(version, [], line)
        for name, number in self._versions:
            require((name, number) in self._sighted, f"报告 {name} 第 {number} 版的记录不全")
        for name in sorted(self._reports):
            require(name in self._held, f"报告 {name} 的记录不全")
            self._end_holding(name, self._runs + 1)

    # -- small tables ------------------------------------------------------------------------------------------------

    def _run(self, _line: int, row: Row) -> None:
        self._runs += 1
        require(row["number"] == self._runs, "运行的编号不连续")
        require(row["token"], "运行没有标识")
        try:
            at = datetime.fromisoformat(row["at"])
        except ValueError:
            raise Wrong("at 的值不对") from None
        require(at.tzinfo == UTC and at.isoformat() == row["at"], "at 的值不对")

    def _original(self, _line: int, row: Row) -> None:
        require(hashlib.sha256(row["data"]).hexdigest() == row["sha256"], "原件与它的 SHA-256 不符")
        self._originals.add(row["sha256"])

    def _report(self, _line: int, row: Row) -> None:
        require(is_report_id(row["id"]), "id 的值不对")
        self._reports.add(row["id"])

    def _alias(self, _line: int, row: Row) -> None:
        require(is_report_id(row["name"]), "name 的值不对")
        require(row["name"] not in self._reports, "这个名称已属于另一份报告")
        require(row["report"] in self._reports, f"没有报告 {row['report']}")

    def _version(self, line: int, row: Row) -> None:
        name = row["report"]
        require(name in self._reports, f"没有报告 {name}")
        self._count[name] += 1
        require(row["number"] == self._count[name], "版本的编号不连续")
        require(row["parent"] is None or 0 < row["parent"] < row["number"], "parent 的值不对")
        require(row["sha256"] in self._originals, "没有这一版的原件")
        require(is_report_id(row["natural_id"]), "natural_id 的值不对")
        record = json.loads(row["record"])
        require(list(record) == ["report", "headings"], "record 的值不对")
        require(_fits_report(record["report"]), "record 的 report 的值不对")
        require(fits(record["headings"], tuple[Heading, ...]), "record 的 headings 的值不对")
        if record["report"]["source_url"] is not None:
            _check_override("source_url", record["report"]["source_url"])
        version = name, row["number"]
        self._versions[version] = dict(row)
        self._unchecked[version] = line

    def _sighting(self, _line: int, row: Row) -> None:
        version = row["report"], row["version"]
        require(version in self._versions, "没有这一版")
        self._sighted[version].append((row["first_run"], row["last_run"]))
        require(row["number"] == len(self._sighted[version]), "number 不连续")
        require(0 < row["first_run"] <= row["last_run"] <= self._runs, "没有这次运行")
        require(row["path"], "没有路径")
        for key, value in json.loads(row["overrides"]).items():
            _check_override(key, value)

    def _holding(self, _line: int, row: Row) -> None:
        require(row["report"] in self._reports, f"没有报告 {row['report']}")
        require(0 < row["run"] <= self._runs, "没有这次运行")
        require(row["version"] is None or (row["report"], row["version"]) in self._versions, "没有这一版")
        name, run = row["report"], row["run"]
        if name in self._held:
            self._end_holding(name, run)
        else:
            require(run == min((first for first, _ in self._found(name)), default=0), f"报告 {name} 此前的记录不全")
        self._held[name] = run, row["version"]

    def _end_holding(self, name: str, end: int) -> None:
        """Require that what the index held of a report until before run `end` was found by every run, or by none."""
        run, version = self._held[name]
        found = self._found(name) if version is None else self._sighted[name, version]
        while run < end:
            until = [last for first, last in found if first <= run <= last]
            require(bool(until) == (version is not None), f"报告 {name} 的记录前后不符")
            run = max(until, default=run) + 1

    def _found(self, name: str) -> list[tuple[int, int]]:
        """Return from which run to which each version of a report was found."""
        return [span for number in range(1, self._count[name] + 1) for span in self._sighted.get((name, number), ())]

    # -- large tables ------------------------------------------------------------------------------------------------

    def _text(self, _line: int, row: Row) -> None:
        require(rows.text_key(row["text"]) == row["sha256"], "文字与它的 SHA-256 不符")

    def _paragraph(self, line: int, row: Row) -> None:
        version = row["report"], row["version"]
        require(version in self._versions, "没有这一版")
        require(row["ordinal"] and row["line"] and row["start"] <= row["end"], "段落的位置不对")
        require(fits_fields(json.loads(row["rest"]), _REST), "rest 的值不对")
        if self._of_version and (self._of_version[0]["report"], self._of_version[0]["version"]) != version:
            self._end_version()
        self._of_version.append(row)
        self._waiting.append((line, row))

    def _succession(self, line: int, row: Row) -> None:
        version = self._versions.get((row["report"], row["version"]))
        require(version and version["parent"] == row["parent"] and row["parent"], "两版之间没有承接关系")
        require(row["text_hash"] != row["parent_hash"], "段落承接自身")
        self._waiting.append((line, row))

    def _end_version(self) -> None:
        self._look_up()
        first = self._of_version[0]
        version = first["report"], first["version"]
        self._check_key(version, self._of_version, self._unchecked.pop(version))
        self._of_version = []

    def _check_key(self, version: tuple[str, int], paragraphs: Iterable[Row], line: int) -> None:
        row = self._versions[version]
        if rows.version_key(row, paragraphs) != row["key"]:
            raise Wrong("这一版的内容与它的校验值不符", line)
        row.pop("record")  # the one large thing here, and looked at

    def _settle(self) -> None:
        """Bring the rows of a table to an end."""
        if self._of_version:
            self._end_version()
        self._look_up()

    def _look_up(self) -> None:
        """Look at what the rows that wait refer to, and write them. Raises Wrong with the first line at fault."""
        if self._waiting:
            (self._look_up_texts if self._table is schema.paragraphs else self._look_up_ends)()
            self._waiting.clear()
        self._writer.write()

    def _look_up_texts(self) -> None:
        texts = schema.texts
        named = {row["text_sha256"] for _, row in self._waiting}
        found = {
            row.sha256: row.text for row in self._connection.execute(select(texts).where(texts.c.sha256.in_(named)))
        }
        for line, row in self._waiting:
            if row["text_sha256"] not in found:
                raise Wrong("没有这一段的文字", line)
            if not names_text(row["text_hash"], found[row["text_sha256"]]):
                raise Wrong("段落的文字与引证码不符", line)

    def _look_up_ends(self) -> None:
        table = schema.paragraphs
        columns = table.c.report, table.c.version, table.c.text_hash
        later, earlier = ("report", "version", "text_hash"), ("report", "parent", "parent_hash")
        ends = [(line, tuple(row[name] for name in end)) for line, row in self._waiting for end in (later, earlier)]
        query = select(*columns).where(tuple_(*columns).in_({end for _, end in ends}))
        found = {tuple(row) for row in self._connection.execute(query)}
        for line, end in ends:
            if end not in found:
                raise Wrong("没有所承接的段落", line)


def _fits_report(written: Any) -> bool:
    """Tell whether JSON is a report as rows.version_row() writes it: the kind is left out where it is law."""
    if not isinstance(written, dict) or "kind" not in written:
        return fits_fields(written, _LAW_REPORT)
    return fits_fields(written, _REPORT) and written["kind"] != "law"


def _check_override(key: str, value: Any) -> None:
    try:
        read_value(key, value, "")
    except SourceError:
        raise Wrong(f"{key} 的值不对") from None
