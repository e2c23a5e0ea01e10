"""The table of a run: every source, what became of it and why.

On a terminal sources stand in groups, those that want a person last and the reason on a line below; elsewhere one line
each, for other programs to look through.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from indexer.build import RunResult
from indexer.outcomes import Outcome, State
from indexer.refusals import NAME as REFUSALS
from webapp import terminal
from webapp.options import for_shell
from webapp.search.labels import source_label
from webapp.terminal import Folded, standard_output

Told = tuple[str, State, tuple[str, ...], str]  # all that makes a source worth telling of again

_STATES: Final[dict[State, str]] = {
    "accepted": "收录",
    "earlier": "旧版或重复",
    "withdrawn": "撤下",
    "suspicious": "收录，待核",
    "rejected": "未收录",
}
_STYLES: Final = {"accepted": "green", "suspicious": "yellow", "earlier": "", "rejected": "red", "withdrawn": "red"}
_PLAIN_STATES: Final = ("accepted", "earlier")
_MANY_ROWS: Final = 200  # of sources that nobody need look at
_PLACE_WIDTH: Final = 28  # columns; longer names are folded
_ENDS: Final = ("。", "！", "？")


def print_run(
    result: RunResult,
    index: Path,
    sources: Path | None = None,
    *,
    whole: bool = False,
    known: Collection[Told] = frozenset(),
) -> None:
    """Print the table of a run over the folder `sources`, and what to do next.

    Where many were accepted without a question, those are counted alone, unless the `whole` table is wanted; so are
    the sources of which everything is `known` from the run before.
    """
    console = standard_output()
    new = [outcome for outcome in result.outcomes if _told(outcome) not in known]
    plain = sum(outcome.state in _PLAIN_STATES for outcome in new)
    whole = whole or plain <= _MANY_ROWS
    shown = [outcome for outcome in new if whole or outcome.state not in _PLAIN_STATES]
    for table in _groups(shown) if terminal.is_terminal() else [_lines(shown)] if shown else []:
        console.print(table)
    if not whole:
        console.print(f"另有 {plain} 份没有疑问，未列出；要全部列出，用 xianli -v index。")
    for sentence in _summary(result, index, sources):
        console.print(Folded(sentence))


def told(results: Iterable[RunResult]) -> frozenset[Told]:
    """Return what the tables of these runs tell, as print_run() takes it."""
    return frozenset(_told(outcome) for result in results for outcome in result.outcomes)


def _told(outcome: Outcome) -> Told:
    return outcome.path, outcome.state, outcome.reasons, outcome.report.sha256 if outcome.report else ""


def _summary(result: RunResult, index: Path, sources: Path | None) -> Iterable[str]:
    if result.status is None:
        yield f"来源文件没有变化，索引 {index} 无需更新。"
        return
    states = Counter(outcome.state for outcome in result.outcomes)
    held = states["accepted"] + states["suspicious"]
    earlier = f"，旧版或重复 {states['earlier']} 份" if states["earlier"] else ""
    yield f"收录 {held} 份（其中待核 {states['suspicious']} 份）{earlier}，未收录 {states['rejected']} 份。"
    if states["rejected"]:
        yield f"未收录的文件、原因和办法也写在 {index / REFUSALS} 里；有疑问时用 xianli inspect 文件名 查看依据。"
    if states["suspicious"]:
        folder = for_shell(sources) if sources is not None else "报告文件夹"
        open_reports = [outcome.report for outcome in result.outcomes if outcome.state == "suspicious"]
        kind = " --kind any" if any(report and report.kind != "law" for report in open_reports) else ""
        yield f"待核的请运行 xianli review {folder} --index {for_shell(index)}{kind} 逐份回答，然后再建一次索引。"
    made = result.changes
    yield f"与上次相比：新增 {made.added} 份，有新版 {made.revised} 份，撤下 {made.withdrawn} 份。"
    total = result.status.total
    yield f"索引已更新：{total.reports} 份报告，{total.paragraphs} 段，索引代 {result.status.generation}。"


# -- for people ------------------------------------------------------------------------------------------------------


def _groups(outcomes: Sequence[Outcome]) -> Iterable[RenderableType]:
    for state, label in _STATES.items():
        held = [outcome for outcome in outcomes if outcome.state == state]
        if held:
            yield Text(f"{label}（{len(held)}）", style=f"bold {_STYLES[state]}".strip())
            yield Padding(_group(held), (0, 0, 1, 2))


def _group(outcomes: Sequence[Outcome]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(overflow="fold")
    if any(outcome.report for outcome in outcomes):
        table.add_column(overflow="fold", max_width=_PLACE_WIDTH)
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, justify="right")
    for outcome in outcomes:
        name = Folded(source_label(outcome.path))
        reasons = [Padding(Folded(_sentence(reason), "dim"), (0, 0, 0, 2)) for reason in outcome.reasons]
        table.add_row(Group(name, *reasons), *_facts(outcome)[: len(table.columns) - 1])
    return table


def _facts(outcome: Outcome) -> tuple[str, str, str]:
    report = outcome.report
    if report is None:
        return "", "", ""
    place = "".join(place.name for place in report.jurisdiction) or "地区不详"
    return place, str(report.year or "年度不详"), f"{outcome.paragraphs} 段" if outcome.paragraphs else ""


def _sentence(reason: str) -> str:
    return source_label(reason if reason.endswith(_ENDS) else f"{reason}。")


# -- for programs ----------------------------------------------------------------------------------------------------


def _lines(outcomes: Iterable[Outcome]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("来源文件", "结果", "地区", "年度", "段落", "说明"):
        table.add_column(name, justify="right" if name == "段落" else "left")
    for outcome in outcomes:
        said = "".join(map(_sentence, outcome.reasons))
        cells = (outcome.path, _STATES[outcome.state], *_facts(outcome), said)
        table.add_row(*map(Text, cells))
    return table
