"""What is understood of one file, for people: metadata with evidence, what is open, outline, class of each line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from indexer.contract import BODIES, KINDS, SECTIONS, Document, Evidence, LineKind, Report
from indexer.intake.names import printable
from indexer.intake.sidecars import sidecar_names
from indexer.outcomes import accepted
from indexer.parts import Part
from indexer.refusals import USUAL_ADVICE
from indexer.review import item_of, unsettled
from indexer.text import clean
from webapp.reviewing import show_questions
from webapp.search.labels import source_label
from webapp.terminal import Folded, standard_output

_LINE_KINDS: Final[dict[LineKind, str]] = {
    "title": "标题",
    "meta": "元数据",
    "boilerplate": "网页",
    "body": "正文",
    "signature": "落款",
    "blank": "空行",
}
_NONE: Final = "—"
_EVIDENCE: Final = 40  # characters shown
_LINE: Final = 60


def print_parts(file: Path, found: tuple[Part, ...]) -> None:
    """Print what was understood of a file: one report, or several that share it, each with where it begins."""
    console = standard_output()
    for part in found:
        if len(found) > 1:
            console.print(
                f"\n第 {part.first_line} 行起是一份报告，收录为 {source_label(part.source.path)}", style="bold"
            )
        _print_part(console, part)
    document = found[0].analysis.document
    if len(found) == 1 and document and unsettled(document.report):
        console.print("\n待核的问题", style="bold")
        item = item_of(found)
        if item is not None:
            show_questions(item)
        sidecar = printable(sidecar_names(file.name)[0])
        console.print(f"请运行 xianli review {printable(str(file.parent))} 逐项回答，或自己写附带文件 {sidecar}。")


def _print_part(console: Console, part: Part) -> None:
    analysis = part.analysis
    if analysis.document is None:
        reason = analysis.reject_reason or ""
        console.print(Folded(f"不收录：{reason}。{'' if '请' in reason else USUAL_ADVICE + '。'}", "red"))
    else:
        _print_metadata(console, analysis.document)
        _print_outline(console, analysis.document)
    console.print("\n各行类别", style="bold")
    for line in analysis.lines:
        if line.kind != "blank":
            label = _LINE_KINDS[line.kind]
            console.print(Text(f"{line.number:>5} {label}{'　' * (3 - len(label))} {_short(line.text)}"))


def _short(text: str) -> str:
    plain = clean(text).text.strip()
    return plain if len(plain) <= _LINE else f"{plain[:_LINE]}…"


def _print_metadata(console: Console, document: Document) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("项目", no_wrap=True)
    table.add_column("值", overflow="fold")
    table.add_column("依据", overflow="fold")
    for label, value, name in _values(document.report):
        shown = _NONE if value is None or not str(value) else str(value)
        table.add_row(label, Folded(shown), Folded(_why(document.report.evidence.get(name))))
    console.print(table)
    for reason in (outcome := accepted(document)).reasons:
        mark = "待核" if outcome.state == "suspicious" else "注意"
        console.print(Folded(f"{mark}：{reason}。", "yellow"))


def _values(report: Report) -> Iterator[tuple[str, object, str]]:
    """Yield each field's label, value and name among the evidence."""
    yield "标题", report.title + ("（拟题）" if report.title_missing else ""), "title"
    yield "地区", " › ".join(f"{step.name} {step.code or ''}".strip() for step in report.jurisdiction), "jurisdiction"
    yield "年度", report.year, "year"
    yield "主体", report.department or BODIES[report.body], "department"
    yield "种类", KINDS[report.kind], "kind"
    yield "发文单位", report.issuer, "issuer"
    yield "公开日期", report.publication_date, "publication_date"
    yield "落款", report.signature, "signature"
    yield "落款日期", report.signature_date, "signature_date"
    yield "索引号", report.index_number, "index_number"
    yield "文号", report.doc_number, "doc_number"
    yield "来源", report.source, "source"
    yield "来源网址", report.source_url, "source_url"
    yield "抓取日期", report.fetched_at, "fetched_at"


def _why(evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    where = f"第 {evidence.line} 行，" if evidence.line else ""
    return f"{where}{evidence.rule}：{evidence.text[:_EVIDENCE]}"


def _print_outline(console: Console, document: Document) -> None:
    console.print(f"\n提纲（{len(document.headings)} 个标题，{len(document.paragraphs)} 段）", style="bold")
    for heading in document.headings:
        lost = "" if heading.marker_status in ("ok", "none") else "〔原文缺字或重号〕"
        indent = "  " * heading.level
        console.print(Text(f"{heading.line:>5}{indent}{heading.label}{lost}  〔{SECTIONS[heading.section]}〕"))
