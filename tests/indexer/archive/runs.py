"""Runs of the indexer as the archive sees them, made from little."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from indexer.archive import Archive
from indexer.archive.sighting import Sighting
from indexer.contract import Document, ParagraphHistory, ReportHistory
from indexer.intake.values import Value
from tests.engines.corpus import Text, make_document

FIRST = datetime(2024, 5, 1, 8, 30, 15, 123456, tzinfo=UTC)

A = "全县办理行政复议案件一百二十件，纠错率百分之十二，行政机关负责人出庭应诉率保持全市前列。"
B = "深化放管服改革，政务服务事项全部进驻大厅，企业开办时间压缩至半个工作日以内。"
C = "建立乡镇综合执法队伍十六支，配齐执法车辆和记录仪，评查案卷三百余卷。"
D = "完善公共法律服务网络，村居法律顾问全覆盖，全年解答群众咨询四千余人次。"
B_EDITED = B.replace("半个", "一个")


@dataclass(frozen=True)
class File:
    """A source file and what was understood of it."""

    document: Document
    data: bytes
    overrides: Mapping[str, Value] = field(default_factory=dict)
    current: bool = True
    natural_id: str = ""
    alias: str | None = None

    @property
    def id(self) -> str:
        return self.document.report.id


def file(
    paragraphs: Sequence[str | Text], path: str = "a.txt", *, mark: str = "", year: int = 2020, **known: object
) -> File:
    """Make a file with these paragraphs; `mark` makes it another file with the same text."""
    document = make_document(paragraphs, year=year)
    data = "\n".join([*(line.text for line in document.lines), mark]).encode()
    report = replace(document.report, path=path, sha256=hashlib.sha256(data).hexdigest())
    return File(replace(document, report=report), data, natural_id=report.id, **known)  # type: ignore[arg-type]


def time(number: int) -> datetime:
    """Return when run `number` was, from 1."""
    return FIRST + timedelta(days=number - 1)


Histories = dict[str, tuple[ReportHistory, dict[str, ParagraphHistory]]]


def run(archive: Archive, number: int, *files: File) -> Histories:
    """Record a run that accepted `files`, and return all histories: of paragraphs by their hashes."""
    with archive.recording(time(number)) as recording:
        for one in files:
            found = Sighting(one.document.report.path, one.overrides, one.current, one.alias)
            recording.record(one.document, found, data=one.data, natural_id=one.natural_id)
        recording.settle()
        histories = {
            report.id: (report, {paragraph.id: paragraph for paragraph in paragraphs})
            for report, paragraphs in recording.histories()
        }
        recording.commit()
    return histories
