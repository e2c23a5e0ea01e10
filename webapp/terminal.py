"""What `xianli` prints for people: how far a run is, results with marks; `run_table` and `inspected` print the rest."""

import re
import sys
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Final, Self

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from webapp.search.labels import report_label
from webapp.search.model import HitView, Marked, ResultView

_PIPE_WIDTH: Final = 10_000  # columns where nothing wraps for a reader
_NARROWEST: Final = 8  # columns that a text may be folded to
_PIECE: Final = re.compile(r"(?:[!-~]+ ?|.)[，。；：、！？）〕》”]*", re.DOTALL)  # what is not folded
_PLAIN_SECONDS: Final = 5.0  # between two lines of progress where there is no terminal
_SLOW_SECONDS: Final = 10.0  # a file that takes longer is named


class Folded:
    """A text that is folded between any two characters but inside words of ASCII and before closing marks.

    Rich folds at blanks alone, and leaves Chinese lines half empty.
    """

    def __init__(self, text: str, style: str = "") -> None:
        self._text = text
        self._style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text("\n".join(_folded(self._text, options.max_width)), self._style, no_wrap=True)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(min(_NARROWEST, options.max_width), min(cell_len(self._text), options.max_width))


def _folded(text: str, width: int) -> Iterator[str]:
    line = ""
    for piece in _PIECE.findall(text):
        for part in chop_cells(piece, width) if cell_len(piece) > width else [piece]:
            if cell_len(line) + cell_len(part.rstrip()) > width:
                yield line.rstrip()
                line = ""
            line += part
    yield line.rstrip()


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


def print_results(view: ResultView) -> None:
    """Print hits with marked snippets and the links to them."""
    console = standard_output()
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
        if is_mark and not is_terminal():
            text.append(f"【{piece}】")
        else:
            text.append(piece, style="bold red" if is_mark else "")
    return text


def is_terminal() -> bool:
    """Tell whether a person reads what is printed, not a program."""
    return sys.stdout.isatty()


def standard_output() -> Console:
    """Return standard output for text that is printed as it is: [ ] and : : are no markup here."""
    return Console(highlight=False, markup=False, emoji=False, width=None if is_terminal() else _PIPE_WIDTH)
