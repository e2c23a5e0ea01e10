"""Whatever the text: nothing of it is lost, nothing stands twice, and quoted phrases can be found."""

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.contract import Line
from indexer.outline.outline import Outline, outline
from indexer.text import clean, simplify
from tests.indexer.outline.reports import read

BETWEEN = frozenset(" 。.,;:、!?”’》)\"'…#*")  # what may stand around a heading, marks of plain-text headings among it

MARKERS = [
    "一、",
    "二、",
    "三、",
    "（一）",
    "（二）",
    "(三)",
    "1.",
    "2.",
    "（1）",
    "①",
    "一是",
    "二是",
    "三是",
    "是",
    "第一，",
    "首先，",
]
TEXTS = [
    "强化领导",
    "严格执法,提升水平",
    "存在的问题",
    "下一步打算",
    "2022年,我县将继续",
    "存在不足",
    "“双随机、一公开”",
    "《民法典》",
]
NOISE = [
    "。",
    "；",
    "：",
    ",",
    " ",
    "　",
    "\u200b",
    "“",
    "”",
    "《",
    "(",
    ")",
    "1.5万件",
    "é",
    "e\u0301",
    "\ufeff",
    "|",
    "\t",
]
fragments = st.sampled_from(MARKERS + TEXTS + NOISE + ["。", "。", "落实" * 1100])
genre_line = st.lists(fragments, max_size=16).map("".join)
kinds = st.sampled_from(["body", "body", "body", "blank", "title", "signature"])
genre_lines = st.lists(st.tuples(kinds, genre_line), max_size=12)
random_lines = st.lists(st.tuples(kinds, st.text(max_size=60)), max_size=6)


def _numbered(drawn: list[tuple[str, str]]) -> list[Line]:
    return [Line(number, kind, text) for number, (kind, text) in enumerate(drawn, 1)]  # type: ignore[arg-type] # drawn from the kinds


def _spans(found: Outline, number: int) -> list[tuple[int, int]]:
    """Return the places of paragraphs on a line, and of headings outside them."""
    pieces = [(piece.start, piece.end) for piece in found.pieces if piece.line == number]
    outside = [
        (heading.offset, heading.end)
        for heading in found.headings
        if heading.line == number and not any(start <= heading.offset < end for start, end in pieces)
    ]
    return sorted(pieces + outside)


def _check(lines: list[Line]) -> None:
    found = outline(lines)
    for line in lines:
        spans = _spans(found, line.number)
        assert line.kind == "body" or not spans
        at = 0
        for start, end in spans if line.kind == "body" else ():
            assert at <= start < end <= len(line.text)
            assert set(simplify(clean(line.text[at:start]).text)) <= BETWEEN
            at = end
        if spans:
            assert set(simplify(clean(line.text[at:]).text)) <= BETWEEN
    texts = {line.number: line.text for line in lines}
    for piece in found.pieces:
        assert piece.text == clean(texts[piece.line][piece.start : piece.end]).text.strip()
        assert 0 < len(piece.text) <= 2000
    _check_findable(found)


def _check_findable(found: Outline) -> None:
    """Every heading stands in a paragraph, or before the one that is first under it."""
    leads = [label for piece in found.pieces for label in piece.lead]
    for heading in found.headings:
        inside = any(p.line == heading.line and p.start <= heading.offset < p.end for p in found.pieces)
        if inside:
            continue
        assert heading.label in leads
        leads.remove(heading.label)
    assert leads == []


@settings(max_examples=150, deadline=None)
@given(genre_lines)
def test_no_text_of_a_report_is_lost_or_stands_twice(drawn: list[tuple[str, str]]) -> None:
    _check(_numbered(drawn))


@settings(max_examples=100, deadline=None)
@given(random_lines)
def test_no_random_text_is_lost_or_stands_twice(drawn: list[tuple[str, str]]) -> None:
    _check(_numbered(drawn))


def test_every_line_with_text_has_a_place() -> None:
    found = read("市人大常委会：\n一、主要工作\n做了许多事。\n\n特此报告。")
    assert {piece.line for piece in found.pieces} | {heading.line for heading in found.headings} == {3, 4}
