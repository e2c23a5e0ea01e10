"""The command `xianli review`: what the rules left open, asked on the terminal and written beside the sources."""

import json
import sys
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from rich.padding import Padding

from indexer.contract import Evidence
from indexer.errors import IndexUnusable, RunError
from webapp import usage
from webapp.options import INDEX, JSON, KIND, for_shell
from webapp.terminal import Folded, standard_output

if TYPE_CHECKING:
    from indexer.review import Candidate, Item, Question

_OPEN: Final = {
    "place_tie": "地区有多种可能",
    "place_unknown": "没有识别出地区",
    "department_unknown": "是某个部门或乡镇的报告，没有识别出是哪一个",
    "year_unknown": "没有识别出年度",
    "year_tie": "年度有多种可能",
    "title_missing": "文中没有标题",
}
_ASK: Final = {
    "jurisdiction": "编号，或地区的名称、六位代码",
    "department": "编号，或单位的全称，如 嘉鱼县水利局",
    "report_year": "编号，或四位年份（报告所述的年度，不是公开的年份）",
    "title": "编号，或标题全文",
}
_AGAIN: Final = {
    "jurisdiction": "没有叫这个名字的地区。请写全称（如 南京市鼓楼区）或六位代码（如 320106）。",
    "department": "请写单位的全称，如 嘉鱼县水利局，或列出的编号。",
    "report_year": "请写四位年份，如 2020。",
    "title": "请写标题全文，或列出的编号。",
}
_SEVERAL: Final = (
    "● 文件中似有几份报告，请拆成几个文件；其实只有一份的，在附带文件里写上 title（标题），就不再问。"
    "像是另一份报告开头的："
)
_MOST: Final = 30  # places listed where a name may mean many


@click.command(
    cls=usage.Command,
    help="""逐份核对文件夹 SOURCES 中没有定下来的地区、部门、年度、标题，把答案写进旁边的 .meta.toml 文件。

\b
已写在 .meta.toml 或 metadata.csv 里的不再问，也不会改动。输出不到终端时只列出，不提问。
例：
  xianli review 报告文件夹
  xianli review 报告文件夹 --index /data/索引 --list
""",
)
@click.argument("sources", type=click.Path(path_type=Path))
@INDEX
@KIND
@click.option("--list", "only_list", is_flag=True, help="只列出，不提问。")
@JSON
def review(sources: Path, index_folder: Path, kind: str, *, only_list: bool, as_json: bool) -> None:
    """Ask for what is open in a folder of sources."""
    from indexer.review import open_items
    from webapp.terminal import Progress

    with Progress() as progress:
        items = open_items(
            sources,
            _settled(index_folder),
            lambda done, total: progress.step("核对", done, total),
            without=index_folder,
            any_kind=kind == "any",
        )
    if as_json:
        click.echo(json.dumps([_plain(item) for item in items], ensure_ascii=False, indent=1))
    elif not items:
        click.echo("没有需要核对的：每份报告的地区、部门、年度和标题都已确定。")
    elif only_list or not is_conversation():
        _list(items)
    else:
        also = " --kind any" if kind == "any" else ""
        _converse(items, f"xianli index {for_shell(sources)} --index {for_shell(index_folder)}{also}")


def is_conversation() -> bool:
    """Tell whether a person sits at the terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _settled(index: Path) -> Collection[tuple[str, str]]:
    """Return path and SHA-256 of the sources that the index holds without anything open; none if there is no index."""
    from indexer.engines import open_engine
    from indexer.review import unsettled

    try:
        engine = open_engine(index)
    except IndexUnusable:
        return frozenset()
    try:
        return {(report.path, report.sha256) for report in engine.reports() if not unsettled(report)}
    finally:
        engine.close()


# -- list ------------------------------------------------------------------------------------------------------------


def _list(items: list["Item"]) -> None:
    for number, item in enumerate(items, 1):
        _show(item, f"{number}. ")
        for question in item.questions:
            _show_question(question)
    click.echo(
        f"\n共 {len(items)} 份待核对。在终端里运行 xianli review（不加 --list）逐份回答，或自己写 .meta.toml 文件。"
    )


def _show(item: "Item", number: str) -> None:
    click.echo(f"\n{number}{item.path}")
    _print(item.title, 3)
    for line, text in item.opening:
        _print(f"第 {line} 行　{text}", 3)
    _show_further(item)


def _show_further(item: "Item") -> None:
    if item.further:
        _print(_SEVERAL, 3)
    for line, text in item.further:
        _print(f"第 {line} 行　{text}", 5)


def show_questions(item: "Item") -> None:
    """Print what is open in a source, with the answers that may be right."""
    for question in item.questions:
        _show_question(question)
    _show_further(item)


def _show_question(question: "Question") -> None:
    _print(f"● {_OPEN[question.flag]}{_why(question.evidence)}", 3)
    _show_candidates(question)


def _show_candidates(question: "Question") -> None:
    for number, candidate in enumerate(question.candidates, 1):
        times = f"，共 {candidate.times} 次" if candidate.times > 1 else ""
        _print(f"{number}) {candidate.label}{_why(candidate.evidence)}{times}", 5)


def _print(text: str, indent: int) -> None:
    """Print a text, folded below its beginning."""
    standard_output().print(Padding(Folded(text), (0, 0, 0, indent), expand=False))


def _why(evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    where = f"，第 {evidence.line} 行" if evidence.line else ""
    return f"　{evidence.rule}{where}：{evidence.text}"


# -- dialogue --------------------------------------------------------------------------------------------------------


def _converse(items: list["Item"], command: str) -> None:
    """Ask one question after another; each answer is written at once, so that none is lost."""
    click.echo(f"共 {len(items)} 份待核对。回车或 s 跳过，q 结束；答错了，改旁边 .meta.toml 里的那一行。")
    written = 0
    for number, item in enumerate(items, 1):
        _show(item, f"〔{number}/{len(items)}〕")
        for question in item.questions:
            _show_question(question)
            if _is_said(item, question):
                click.echo("   附带文件里已经写明，不再问。")
                continue
            answer = _answer(question)
            if answer == "q":
                _conclude(written, command)
                return
            if not isinstance(answer, str):
                _write(item, question, answer)
                written += 1
    _conclude(written, command)


def _is_said(item: "Item", question: "Question") -> bool:
    """Tell whether the sidecar says it by now: that of a file of the same name, or written in another window."""
    from indexer.intake.sidecars import read_sidecar

    return item.file is not None and question.key in read_sidecar(item.file, item.path)


def _answer(question: "Question") -> "Candidate | str":
    """Return the answer, s to skip, q to end."""
    from indexer.review import answers

    while True:
        typed = click.prompt(f"   {_ASK[question.key]}", default="s", show_default=False, prompt_suffix="：").strip()
        if typed.lower() in ("s", "q"):
            return str(typed.lower())
        found = answers(question, typed)
        if len(found) == 1:
            return found[0]
        if not found:
            click.echo(f"   {_AGAIN[question.key]}")
            continue
        rest = f"，只列出 {_MOST} 处；写得更全些可缩小范围" if len(found) > _MOST else ""
        click.echo(f"   “{typed}”可能是以下 {len(found)} 处{rest}，请选：")
        question = replace(question, candidates=found[:_MOST])
        _show_candidates(question)


def _write(item: "Item", question: "Question", answer: "Candidate") -> None:
    from indexer.intake.names import printable
    from indexer.intake.sidecar_writing import add_to_sidecar

    if item.file is None:
        raise RunError(f"找不到 {item.path}，答案没有写入。")
    path = add_to_sidecar(item.file, {question.key: answer.value})
    click.echo(f"   已写入 {printable(path.name)}：{answer.label}")


def _conclude(written: int, command: str) -> None:
    click.echo(f"\n写下 {written} 个答案。请再运行 {command}，使索引更新。" if written else "\n没有写下答案。")


# -- for programs ----------------------------------------------------------------------------------------------------


def _plain(item: "Item") -> dict[str, Any]:
    return {
        "path": item.path,
        "title": item.title,
        "further_titles": [{"line": line, "text": text} for line, text in item.further],
        "questions": [
            {
                "key": question.key,
                "flag": question.flag,
                "evidence": _plain_evidence(question.evidence),
                "candidates": [
                    {
                        "value": candidate.value,
                        "label": candidate.label,
                        "times": candidate.times,
                        "evidence": _plain_evidence(candidate.evidence),
                    }
                    for candidate in question.candidates
                ],
            }
            for question in item.questions
        ],
    }


def _plain_evidence(evidence: Evidence | None) -> dict[str, Any] | None:
    return {"rule": evidence.rule, "line": evidence.line, "text": evidence.text} if evidence else None
