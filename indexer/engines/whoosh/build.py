"""Building a generation: reports go in one by one, and become the index all at once."""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from indexer import naming, text
from indexer.contract import (
    BODIES,
    KINDS,
    SCHEMA_VERSION,
    SECTIONS,
    Document,
    IndexStatus,
    Original,
    Paragraph,
    ParagraphHistory,
    ParagraphWords,
    Phrase,
    Report,
    ReportHistory,
    SearchRequest,
)
from indexer.engines import generations
from indexer.engines import manifest as manifests
from indexer.engines.columns import ColumnsWriter
from indexer.engines.history_writing import HistoryWriter
from indexer.engines.manifest import File, Manifest
from indexer.engines.reports import FILE as REPORTS
from indexer.engines.reports import ReportsWriter
from indexer.engines.whoosh.before import Before, open_before
from indexer.engines.whoosh.bulk import SegmentsWriter
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.errors import IndexUnusable, RunError


class WhooshBuild:
    """A generation in the making; an IndexBuild. Leaving it by an exception, or without publish(), leaves no trace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._digest = hashlib.sha256()
        self._paragraphs = 0
        self._last_report = ""
        self._last_with_text = ""
        self._reports = 0
        self._finished: str | None = None
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        """Take the write lock. Raises IndexBusy, RunError."""
        with ExitStack() as stack, generations.disk_failures():
            stack.enter_context(generations.write_lock(self._folder))
            self._before = generations.usable(self._folder)
            self._building = generations.begin(self._folder)
            stack.callback(shutil.rmtree, self._building, ignore_errors=True)
            self._exit = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the lock, and of all that was not published."""
        self._exit.__exit__(kind, error, trace)

    @cached_property
    def _files(self) -> "_Files":
        """The files of the new generation, opened when the first is needed: most runs find that nothing has changed."""
        with generations.disk_failures():
            reports = ReportsWriter(self._building, _listed(self._before, REPORTS))
            self._exit.callback(reports.cancel)
            history = HistoryWriter(self._building)
            self._exit.callback(history.cancel)
            before = open_before(*self._before, reports.carriable()) if self._before else None
            segments = SegmentsWriter(self._building, before.segments if before else ())
            return _Files(ColumnsWriter(), reports, history, segments, before)

    def carry(self, report_id: str, key: str) -> bool:
        """Take a report over from the published generation, if it holds it under this key."""
        files, before = self._files, self._files.before
        if before is None or not files.reports.holds(report_id, key):
            return False
        first, last = before.paragraphs(report_id)
        with generations.disk_failures():
            report = files.reports.carry(report_id)
            self._check_order(report)
            files.segments.carry(first, last)
        self._count(report, before.sections(first, last))
        return True

    def add(self, document: Document, words: Sequence[ParagraphWords], *, key: str = "") -> None:
        """Add a report and its paragraphs. Raises RunError, before anything is written, if they are not in order."""
        self._check(document, words)
        with generations.disk_failures():
            self._files.reports.add(document, key)
            self._files.segments.add(document, words)
        self._count(document.report, [paragraph.section for paragraph in document.paragraphs])

    def _count(self, report: Report, sections: Sequence[str]) -> None:
        self._files.columns.add(report, sections)
        self._digest.update(f"{report.id} {report.sha256} {len(sections)}\n".encode())
        self._last_report = report.id
        self._last_with_text = report.id if sections else self._last_with_text
        self._reports += 1
        self._paragraphs += len(sections)

    def _check(self, document: Document, words: Sequence[ParagraphWords]) -> None:
        report, paragraphs = document.report, document.paragraphs
        self._check_order(report)
        ids = {paragraph.id for paragraph in paragraphs}
        wrong = {
            "报告编号不合规则": not naming.is_report_id(report.id),
            "主体无法识别": report.body not in BODIES,
            "种类无法识别": report.kind not in KINDS,
            "年度超出范围": report.year is not None and not 0 < report.year < 10_000,
            "段落与词数目不符": len(words) != len(paragraphs),
            "段落编号重复": len(ids) != len(paragraphs),  # those of other reports begin with other names
            "段落编号不合规则": not all(_is_of(report, paragraph) for paragraph in paragraphs),
            "段落次序不对": [p.ordinal for p in paragraphs] != sorted({p.ordinal for p in paragraphs}),
            "章节无法识别": not all(p.section in SECTIONS for p in paragraphs),
        }
        for problem, found in wrong.items():
            if found:
                raise RunError(_WRONG.format(path=report.path, problem=problem))

    def _check_order(self, report: Report) -> None:
        if report.id <= self._last_report:
            raise RunError(_WRONG.format(path=report.path, problem="报告没有按编号顺序加入"))

    def carry_past(self, at: datetime, archive: str, key: str) -> bool:
        """Begin the past as of the run of `at`, with all that the published generation knows of it if that is right."""
        before = self._before
        goes_with = before is not None and bool(archive) and before[1].archive == archive
        with generations.disk_failures():
            return self._files.history.carry((before[0], before[1].files) if before and goes_with else None, at, key)

    def remember(self, history: ReportHistory, paragraphs: Sequence[ParagraphHistory]) -> None:
        """Carry what the archive knows of a report."""
        with generations.disk_failures():
            self._files.history.remember(history, paragraphs)

    def keep(self, original: Original) -> None:
        """Carry a source file."""
        with generations.disk_failures():
            self._files.history.keep(original)

    def finish(
        self, *, read: int, rejected: Mapping[str, str], earlier: int = 0, archive: str = "", inputs: str = ""
    ) -> IndexStatus:
        """Complete the generation and try it; nobody sees it yet. Raises RunError if it is not sound."""
        if not self._paragraphs:
            raise RunError("没有可收入索引的报告，索引未建立。请检查来源文件夹。")
        if read != self._reports + earlier + len(rejected):
            raise RunError(
                f"读取 {read} 份，收入 {self._reports} 份，旧版 {earlier} 份，退回 {len(rejected)} 份，"
                "数目不符，索引未建立。"
            )
        with generations.disk_failures():
            self._close_files()
            status = self._try(self._write_manifest(read, rejected, earlier, archive, inputs))
        self._finished = status.generation
        return status

    def publish(self) -> None:
        """Make the finished generation the current index. Raises RunError and changes nothing if it cannot."""
        assert self._finished is not None, "publish() before finish()"
        generations.publish(self._folder, self._building, self._finished)

    def _close_files(self) -> None:
        files = self._files
        files.segments.finish()
        files.reports.finish()
        files.history.finish()
        files.columns.finish(self._building)

    def _write_manifest(
        self, read: int, rejected: Mapping[str, str], earlier: int, archive: str, inputs: str
    ) -> Manifest:
        built_at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        manifest = Manifest(
            generation=generations.free_name(self._folder, built_at, self._digest.hexdigest()),
            built_at=built_at,
            schema_version=SCHEMA_VERSION,
            text_rules_hash=text.text_rules_hash(),
            inputs=inputs,
            archive=archive,
            read=read,
            reports=self._reports,
            earlier=earlier,
            paragraphs=self._paragraphs,
            rejected=dict(rejected),
            files=manifests.files(self._building, self._before),
        )
        manifests.write(self._building, manifest)
        return manifest

    def _try(self, manifest: Manifest) -> IndexStatus:
        """Open what was built and ask it what only a sound index can answer."""
        try:
            with closing(WhooshEngine(self._building, manifest, _COMMAND)) as engine:
                status = engine.status()
                sound = status.total.paragraphs == manifest.paragraphs and _answers(engine, self._last_with_text)
        except IndexUnusable as error:
            raise RunError(f"新建的索引不能打开，原索引未变。{error.message}") from error
        if not sound:
            raise RunError("新建的索引没有通过自检，原索引未变。请重新运行；若仍如此，请报告给维护者。")
        return status


@dataclass(frozen=True, slots=True)
class _Files:
    """What writes the files of a generation, and what may be taken over into them."""

    columns: ColumnsWriter
    reports: ReportsWriter
    history: HistoryWriter
    segments: SegmentsWriter
    before: Before | None


def _listed(generation: tuple[Path, Manifest] | None, name: str) -> tuple[Path, File] | None:
    """Return where a file of `generation` is, and what its manifest says of it."""
    return (generation[0] / name, generation[1].files[name]) if generation else None


def _answers(engine: WhooshEngine, report_id: str) -> bool:
    """Tell whether the engine finds the last paragraph of a report by its name and by its text."""
    document = engine.document(report_id)
    if document is None or not document.paragraphs:
        return False
    paragraph = document.paragraphs[-1]
    question = Phrase("", text.fold(paragraph.text))  # without words to rank by: for those jieba would be loaded
    found = engine.search(SearchRequest(question, limit=1))
    return engine.paragraph(paragraph.id) == paragraph and found.total.paragraphs >= 1


def _is_of(report: Report, paragraph: Paragraph) -> bool:
    named_after_it = paragraph.id.startswith(f"{report.id}/") and paragraph.report_id == report.id
    return named_after_it and naming.is_paragraph_id(paragraph.id)


_WRONG: Final = "{path}：{problem}，索引未建立。这是程序的错误，请报告给维护者。"
_COMMAND: Final = "xianli index"
