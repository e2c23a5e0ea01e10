"""What `xianli quotes` does: check the quotations of a file, print the outcome."""

from pathlib import Path
from typing import Any

import click

from indexer.contract import SearchEngine
from webapp.differences import Piece
from webapp.quotations import documents
from webapp.quotations.checking import check
from webapp.quotations.model import FEWEST_CHARACTERS, SYMBOLS, VERDICTS
from webapp.quotations.view import CheckingView, QuotationView, as_json, lay_out
from webapp.search.model import Site


def check_file(file: Path, engine: SearchEngine) -> CheckingView:
    """Check all quotations of a .txt, .md or .docx file, however long it takes. Raises DocumentError."""
    with file.open("rb") as opened:
        data = opened.read(documents.MAX_FILE_BYTES + 1)
    return lay_out(check(documents.read(data, file.name), engine), Site())


def outcome_json(view: CheckingView, engine: SearchEngine) -> dict[str, Any]:
    """Return the outcome for programs, as the API gives it."""
    return as_json(view, engine.status().generation)


def print_outcome(view: CheckingView) -> None:
    """Print every quotation with its verdict, then the counts."""
    if not view.quotations:
        click.echo(f"没有找到引文：文稿里没有用引号标出的、{FEWEST_CHARACTERS} 个字以上的话。")
        return
    if view.encoding:
        click.echo(f"文件没有注明编码，按 {view.encoding} 读取。")
    for one in view.quotations:
        _print_quotation(one)
    counts = " · ".join(f"{label} {view.counts[verdict]}" for verdict, label in VERDICTS.items())
    click.echo(f"共 {len(view.quotations)} 处引文：{counts}")


def _print_quotation(one: QuotationView) -> None:
    checked = one.checked
    click.echo(f"{one.number}. {SYMBOLS[checked.verdict]} {checked.label}")
    shown = "……".join(map(_written, checked.differences)) or one.said
    click.echo(f"   {' '.join(shown.split())}")
    for warning in checked.warnings:
        click.echo(f"   ！{warning}")
    for passage in one.passages:
        click.echo(f"   {passage.place_label} · {passage.year_label} · 第 {passage.ordinal} 段  {passage.code}")
    for remark in checked.remarks:
        click.echo(f"   {remark}")
    click.echo()


def _written(pieces: tuple[Piece, ...]) -> str:
    """Return a difference in signs: [-原文-] is what the source has, {+引文+} what the quotation has instead."""
    signs = {"same": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}
    return "".join(signs[piece.kind].format(piece.text) for piece in pieces)
