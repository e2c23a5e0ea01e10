"""A report laid out for reading: headings, paragraphs and the lines between them, in the order of the source."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from indexer.contract import Document, Heading, Line, Paragraph
from indexer.text import clean
from webapp.search.model import Marked

BlockKind = Literal["heading", "paragraph", "line", "signature"]
Marker = Callable[[str], Marked]

_DEEPEST_TAG: Final = 4
_DEEPEST_IN_CONTENTS: Final = 2


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of a report. `number` counts the blocks that hold a mark, from 1; 0 is one without."""

    kind: BlockKind
    text: Marked
    anchor: str | None = None
    level: int = 0
    tag: str = "p"
    paragraph: Paragraph | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A heading as the contents list it."""

    label: str
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole of a report, and its contents."""

    blocks: tuple[Block, ...]
    contents: tuple[ContentsEntry, ...]
    hits: int


def lay_out(document: Document, mark: Marker = Marked) -> Layout:
    """Lay `document` out for reading; `mark` gives each text the ranges a query matched."""
    blocks = [block for line in document.lines for block in _line_blocks(document, line, mark)]
    numbered: list[Block] = []
    hits = 0
    for block in blocks:
        if block.text.ranges:
            hits += 1
            numbered.append(replace(block, number=hits))
        else:
            numbered.append(block)
    return Layout(tuple(_with_tags(numbered)), tuple(_contents(document)), hits)


def around(layout: Layout, paragraph_id: str) -> tuple[tuple[Block, ...], Block, tuple[Block, ...]]:
    """Return what stands before a paragraph, back to the paragraph before it; the paragraph; the same after it.

    Raises KeyError if the layout does not have the paragraph.
    """
    blocks = layout.blocks
    at = next((i for i, block in enumerate(blocks) if block.paragraph and block.paragraph.id == paragraph_id), None)
    if at is None:
        raise KeyError(paragraph_id)
    paragraphs = [i for i, block in enumerate(blocks) if block.kind == "paragraph"]
    first = max((i for i in paragraphs if i < at), default=0)
    last = min((i for i in paragraphs if i > at), default=at)
    return blocks[first:at], blocks[at], blocks[at + 1 : last + 1]


def paragraph_anchor(paragraph_id: str) -> str:
    """Return the anchor of a paragraph in the page of its report: the hash of its text."""
    return paragraph_id.rpartition("/")[2]


def _line_blocks(document: Document, line: Line, mark: Marker) -> Iterator[Block]:
    """Cut one line at its paragraphs and at the headings that stand by themselves."""
    if line.kind == "signature":
        yield Block("signature", mark(clean(line.text).text.strip()))
        return
    if line.kind != "body":
        return
    pieces = sorted(_pieces(document, line.number), key=lambda piece: piece[:2])
    at = 0
    for start, end, what in pieces:
        if start < at:  # a run-in heading, shown as part of its paragraph
            continue
        yield from _between(line.text[at:start], mark)
        yield _block(line, start, end, what, mark)
        at = end
    yield from _between(line.text[at:], mark)


def _pieces(document: Document, number: int) -> Iterator[tuple[int, int, Heading | Paragraph]]:
    spans = [
        (span.start, span.end, paragraph)
        for paragraph in document.paragraphs
        for span in (paragraph.span, *paragraph.also)
        if span.line == number
    ]
    yield from spans
    for heading in document.headings:
        inside = any(start <= heading.offset and heading.end <= end for start, end, _ in spans)
        if heading.line == number and not inside:
            yield heading.offset, heading.end, heading


def _block(line: Line, start: int, end: int, what: Heading | Paragraph, mark: Marker) -> Block:
    text = mark(clean(line.text[start:end]).text.strip())
    if isinstance(what, Heading):
        return Block("heading", text, anchor=_heading_anchor(what), level=what.level)
    first = (what.span.line, what.span.start) == (line.number, start)
    return Block("paragraph", text, anchor=paragraph_anchor(what.id) if first else None, paragraph=what)


def _between(text: str, mark: Marker) -> Iterator[Block]:
    """Yield the block of a salutation or closing words, if any; lone marks belong to the heading before them."""
    shown = clean(text).text.strip()
    if any(character.isalnum() for character in shown):
        yield Block("line", mark(shown))


def _with_tags(blocks: list[Block]) -> Iterator[Block]:
    """Give headings their tags, h2 to h4, without leaving a step out."""
    depth = 1
    for block in blocks:
        if block.kind == "heading":
            depth = min(block.level + 1, depth + 1, _DEEPEST_TAG)
            yield replace(block, tag=f"h{depth}")
        else:
            yield block


def _heading_anchor(heading: Heading) -> str:
    return f"l{heading.line}-{heading.offset}"


def _contents(document: Document) -> Iterator[ContentsEntry]:
    for heading in document.headings:
        if heading.level <= _DEEPEST_IN_CONTENTS:
            holder = next((p for p in document.paragraphs if _holds(p, heading)), None)
            anchor = paragraph_anchor(holder.id) if holder else _heading_anchor(heading)
            yield ContentsEntry(heading.label, heading.level, anchor)


def _holds(paragraph: Paragraph, heading: Heading) -> bool:
    span = paragraph.span
    return span.line == heading.line and span.start <= heading.offset and heading.end <= span.end


def neighbours(document: Document, paragraph_id: str) -> tuple[Paragraph | None, Paragraph | None]:
    """Return the paragraphs before and after one, in order of the report."""
    ordered = (None, *document.paragraphs, None)
    for (before, this), (_, after) in pairwise(pairwise(ordered)):
        if this is not None and this.id == paragraph_id:
            return before, after
    return None, None
