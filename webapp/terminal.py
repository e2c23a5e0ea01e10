"""What `xianli` prints for people: progress, the table of a run, an inspected file, results with marks."""

import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from indexer.build import RunResult
from indexer.contract import KINDS, SECTIONS, Document, Evidence
from indexer.outcomes import Outcome, accepted
from indexer.parts import Part
from indexer.refusals import NAME as REFUSALS
from indexer.text import clean
from webapp.search.labels import report_label
from webapp.search.model import HitView, Marked, ResultView

_STATES: Final = {
    "accepted": "收录",
    "suspicious": "收录，待核",
    "earlier": "旧版",
    "rejected": "未收录",
    "withdrawn": "撤下",
}
_STYLES: Final = {"accepted": "green", "suspicious": "yellow", "earlier": "", "rejected": "red", "withdrawn": "red"}
_PLAIN_STATES: Final = ("accepted", "earlier")
_MANY_ROWS: Final = 200  # of sources that nobody need look at
_PIPE_WIDTH: Final = 10_000  # columns where nothing wraps for a reader
_PLAIN_SECONDS: Final = 5.0  # between two lines of progress where there is no terminal
_SLOW_SECONDS: Final = 10.0  # a file that takes longer is named


class Progress:
    """Shows how far a run is, and about how long the rest takes: a bar on a terminal, now and then a line elsewhere."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        rest = TimeRemainingColumn(compact=True, elapsed_when_finished=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("约剩"), rest)
        self._bar = Bar(*columns, console=console, transient=True) if console.is_terminal else None
        self._tasks: dict[str, int] = {}
        self._began: dict[str, float] = {}
        self._spoken = time.monotonic()
        self._slow: set[str] = set()

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def step(self, name: str, done: int, total: int) -> None:
        """Show that `done` of `total` are through the phase called `name`."""
        now = time.monotonic()
        self._began.setdefault(name, now)
        if self._bar:
            if name not in self._tasks:
                self._tasks[name] = self._bar.add_task(name, total=total)
            self._bar.update(self._bar.task_ids[self._tasks[name]], completed=done, total=total)
        elif now - self._spoken > _PLAIN_SECONDS:
            self._say(f"{name} {done}/{total}{_rest(now - self._began[name], done, total)}")

    def slow(self, path: str, seconds: float) -> None:
        """Name a file that takes long, once."""
        if seconds > _SLOW_SECONDS and path not in self._slow:
            self._slow.add(path)
            self._say(f"{path} 处理较慢，已用 {seconds:.0f} 秒，请稍候")

    def _say(self, line: str) -> None:
        self._spoken = time.monotonic()
        if self._bar:
            self._bar.console.print(Text(line))
        else:
            print(line, file=sys.stderr, flush=True)  # noqa: T201 - this is the terminal


def _rest(seconds: float, done: int, total: int) -> str:
    """Return how long the rest of a phase takes that took `seconds` so far; nothing where that says little."""
    left = seconds / done * (total - done) if done else 0
    if left < _PLAIN_SECONDS:
        return ""
    return f"，约剩 {left:.0f} 秒" if left < 100 else f"，约剩 {left / 60:.0f} 分钟"


def print_run(result: RunResult, index: Path, *, whole: bool = False) -> None:
    """Print the table of a run: every source, what became of it and why.

    Where many were accepted without a question, those are counted alone, unless the `whole` table is wanted.
    """
    console = _console()
    plain = sum(outcome.state in _PLAIN_STATES for outcome in result.outcomes)
    whole = whole or plain <= _MANY_ROWS
    shown = [outcome for outcome in result.outcomes if whole or outcome.state not in _PLAIN_STATES]
    if shown:
        console.print(_table(shown))
    if not whole:
        console.print(f"另有 {plain} 份没有疑问，未列出；要全部列出，用 xianli -v index。")
    if result.status is None:
        console.print(f"来源文件没有变化，索引 {index} 无需更新。")
        return
    states = Counter(outcome.state for outcome in result.outcomes)
    held = states["accepted"] + states["suspicious"]
    earlier = f"，旧版 {states['earlier']} 份" if states["earlier"] else ""
    console.print(f"收录 {held} 份（其中待核 {states['suspicious']} 份）{earlier}，未收录 {states['rejected']} 份。")
    if states["rejected"]:
        console.print(f"未收录的文件、原因和办法也写在 {index / REFUSALS} 里。")
    if states["suspicious"]:
        console.print("待核的地区、年度和标题，可运行 xianli review 报告文件夹 逐份回答。")
    made = result.changes
    console.print(f"与上次相比：新增 {made.added} 份，有新版 {made.revised} 份，撤下 {made.withdrawn} 份。")
    total = result.status.total
    console.print(f"索引已更新：{total.reports} 份报告，{total.paragraphs} 段，索引代 {result.status.generation}。")


def _table(outcomes: Iterable[Outcome]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("来源文件", "结果", "地区", "年度", "段落", "说明"):
        table.add_column(name, overflow="fold", justify="right" if name == "段落" else "left")
    for outcome in outcomes:
        table.add_row(*_row(outcome))
    return table


def _row(outcome: Outcome) -> list[Text]:
    report = outcome.report
    place = "".join(place.name for place in report.jurisdiction) if report else ""
    year = str(report.year or "不详") if report else ""
    paragraphs = str(outcome.paragraphs) if outcome.paragraphs else ""
    style = _STYLES[outcome.state]
    cells = (outcome.path, _STATES[outcome.state], place, year, paragraphs, "；".join(outcome.reasons))
    return [Text(cell, style=style if number == 1 else "") for number, cell in enumerate(cells)]


def print_part(part: Part, *, several: bool) -> None:
    """Print what is understood of a report in a file: metadata with evidence, the class of each line, the outline.

    `several` reports share the file: each says where it begins.
    """
    console = _console()
    analysis = part.analysis
    if several:
        console.print(f"\n文件第 {part.first_line} 行起的报告，收录为 {part.source.path}", style="bold")
    if analysis.document is None:
        console.print(f"不收录：{analysis.reject_reason}")
    else:
        _print_metadata(console, analysis.document)
        _print_outline(console, analysis.document)
    console.print("\n各行类别", style="bold")
    for line in analysis.lines:
        if line.kind != "blank":
            console.print(Text(f"{line.number:>5} {line.kind:<11} {clean(line.text).text.strip()[:60]}"))


def _print_metadata(console: Console, document: Document) -> None:
    report = document.report
    values = {
        "title": report.title + ("（拟题）" if report.title_missing else ""),
        "jurisdiction": " › ".join(f"{place.name} {place.code or ''}".strip() for place in report.jurisdiction),
        "kind": KINDS[report.kind],
        "department": report.department,
        "issuer": report.issuer,
        "year": report.year,
        "publication_date": report.publication_date,
        "signature": report.signature,
        "signature_date": report.signature_date,
        "index_number": report.index_number,
        "doc_number": report.doc_number,
        "source": report.source,
        "source_url": report.source_url,
    }
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("项目", "值", "依据"):
        table.add_column(name, overflow="fold")
    for name, value in values.items():
        table.add_row(_LABELS[name], Text("" if value is None else str(value)), Text(_why(report.evidence.get(name))))
    console.print(table)
    for reason in accepted(document).reasons:
        console.print(f"待核：{reason}", style="yellow")


def _why(evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    where = f"第 {evidence.line} 行，" if evidence.line else ""
    return f"{where}{evidence.rule}：{evidence.text[:40]}"


_LABELS: Final = {
    "title": "标题",
    "jurisdiction": "地区",
    "kind": "种类",
    "department": "部门",
    "issuer": "发文单位",
    "year": "年度",
    "publication_date": "公开日期",
    "signature": "落款",
    "signature_date": "落款日期",
    "index_number": "索引号",
    "doc_number": "文号",
    "source": "来源",
    "source_url": "来源网址",
}


def _print_outline(console: Console, document: Document) -> None:
    console.print(f"\n提纲（{len(document.headings)} 个标题，{len(document.paragraphs)} 段）", style="bold")
    for heading in document.headings:
        lost = "" if heading.marker_status in ("ok", "none") else "〔原文缺字或重号〕"
        indent = "  " * heading.level
        console.print(Text(f"{heading.line:>5}{indent}{heading.label}{lost}  〔{SECTIONS[heading.section]}〕"))


def print_results(view: ResultView) -> None:
    """Print hits with marked snippets and the links to them."""
    console = _console()
    console.print(f"共 {view.total.paragraphs} 段 · {view.total.reports} 份报告    {view.understood}", style="bold")
    for notice in view.notices:
        console.print(notice.text)
    for hit in view.hits:
        _print_hit(console, hit)
    if view.relaxed:
        console.print("\n以下段落只含部分检索词：", style="bold")
        for hit in view.relaxed:
            _print_hit(console, hit)


def _print_hit(console: Console, hit: HitView) -> None:
    passage = hit.passage
    number = f"{hit.number}. " if hit.number else ""
    console.print(
        Text(f"\n{number}{report_label(passage.report)}", style="bold") + Text(f"  {passage.code}", style="not bold")
    )
    path = Text(" › ").join(_marked(step) for step in passage.heading_path)
    if path:
        console.print(Text("   ") + path)
    before = "   …" if hit.snippet.cut_before else "   "
    console.print(Text(before) + _marked(hit.snippet) + Text("…" if hit.snippet.cut_after else ""))


def _marked(marked: Marked) -> Text:
    """Return the text with its marks in colour, or in 【】 where there is none."""
    text = Text()
    for piece, is_mark in marked.pieces:
        if is_mark and not sys.stdout.isatty():
            text.append(f"【{piece}】")
        else:
            text.append(piece, style="bold red" if is_mark else "")
    return text


def _console() -> Console:
    """Return standard output for text that is printed as it is: [ ] and : : are no markup here."""
    return Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
