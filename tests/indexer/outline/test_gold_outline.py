"""The five seeds against their labels: every heading where it stands, every paragraph's bounds, and its section."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from indexer.contract import Heading, Line
from indexer.outline.outline import Outline, Piece, outline

ROOT = Path(__file__).parents[3]
BODY = {  # first and last line of the body
    "000_05e79aa8d8f0b748.txt": (7, 13),
    "001_4a7693c5779f4d62.txt": (10, 86),
    "002_437bbe3c0d589296.txt": (6, 29),
    "003_14fa41163720c536.txt": (7, 83),
    "004_3d49a8bf47d9caa8.txt": (9, 29),
}
# Items that are one whole sentence: the labels leave open whether they are paragraphs.
OPEN = {
    ("002_437bbe3c0d589296.txt", 27, 33),
    ("002_437bbe3c0d589296.txt", 27, 83),
    ("003_14fa41163720c536.txt", 33, 131),
}


@cache
def _outline(name: str) -> Outline:
    first, last = BODY[name]
    titles = {label["line"] for label in _labels("sections", name) if label["level"] == 0}
    text = (ROOT / "seeds" / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    lines = [
        Line(number, "title" if number in titles else "body" if first <= number <= last else "meta", line)
        for number, line in enumerate(text.split("\n"), 1)
    ]
    return outline(lines)


def _labels(kind: str, name: str) -> Iterator[dict[str, Any]]:
    for line in (ROOT / "tests" / "gold" / f"gold_{kind}.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["file"] == name:
            yield label


def _gold_headings() -> Iterator[tuple[dict[str, Any], Heading | None]]:
    for name in BODY:
        found = {(heading.line, heading.offset): heading for heading in _outline(name).headings}
        for label in _labels("sections", name):
            if label["level"] > 0:
                yield label, found.get((label["line"], label["offset"]))


def _gold_pieces() -> Iterator[tuple[dict[str, Any], Piece | None]]:
    for name in BODY:
        found = {(piece.line, piece.start): piece for piece in _outline(name).pieces}
        for label in _labels("segments", name):
            yield label, found.get((label["line"], label["start"]))


def test_every_heading_is_found_as_it_stands() -> None:
    fields = ("line", "offset", "end", "level", "marker", "marker_status", "text")
    pairs = list(_gold_headings())
    wrong = [label for label, got in pairs if got is None or any(getattr(got, key) != label[key] for key in fields)]
    assert len(pairs) == 172
    assert wrong == []


def test_no_heading_is_spurious() -> None:
    assert sum(len(_outline(name).headings) for name in BODY) == 172


def test_headings_have_their_sections() -> None:
    wrong = [
        (label["text"], label["section"], got and got.section)
        for label, got in _gold_headings()
        if got is None or got.section not in (label["section"], *label["also"])
    ]
    assert len(wrong) <= 172 - 170, wrong


def test_headings_have_their_topics() -> None:
    wrong = [
        (label["text"], label["topic"], got and got.topic)
        for label, got in _gold_headings()
        if got is None or got.topic not in (label["topic"], *label["also"])
    ]
    assert len(wrong) <= 172 - 170, wrong


def test_every_paragraph_is_cut_as_labelled() -> None:
    pairs = list(_gold_pieces())
    wrong = [label for label, got in pairs if got is None or got.end != label["end"]]
    assert len(pairs) == 143
    assert wrong == []


def test_no_paragraph_is_extra() -> None:
    labelled = {(label["file"], label["line"], label["start"]) for label, _ in _gold_pieces()}
    found = {(name, piece.line, piece.start) for name in BODY for piece in _outline(name).pieces}
    assert found - labelled == OPEN


def test_paragraphs_have_their_sections() -> None:
    wrong = [
        (label["line"], label["section"], got and got.section)
        for label, got in _gold_pieces()
        if got is None or got.section != label["section"]
    ]
    assert len(wrong) <= 143 - 140, wrong


def test_lost_numerals_are_flagged() -> None:
    flagged = [
        (p.line, p.text[:8]) for p in _outline("001_4a7693c5779f4d62.txt").pieces if p.flags == ("missing_char",)
    ]
    assert [line for line, _ in flagged] == [24, 36, 44, 48, 54, 58, 60, 80]
    assert flagged[0][1] == "是着力优化政务服"
