"""Where a quotation stands in a source, part by part in order, and how a changed one differs from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from indexer.contract import Document, Paragraph
from webapp.differences import Piece, differences
from webapp.quotations.keys import Key

Range = tuple[int, int]

# How alike a source must be, by the length of the quotation: in so many characters, reports of other places often say
# nearly the same. Measured on reports and laws that are not in the index.
_LEAST_LIKENESS: Final = ((20, 0.895), (60, 0.75), (120, 0.65))  # of ten characters one may be another
_NAMED: Final = 0.15  # less is enough of a report whose place the memo names beside the quotation
CLAIMED_LIKENESS: Final = 0.5  # is enough of a paragraph whose code the quotation has

_MARGIN: Final = 8  # characters beside the likeliest place to look at, at least
_SAMPLE: Final = 200  # characters of a long quotation to look for
_EDGE: Final = 8  # characters by which the end of a paragraph is known inside a quotation
_REPLACED: Final = 2  # characters at the edge of a quotation that stand for others of the source


@dataclass(frozen=True)
class Stretch:
    """A piece of a report that is read as one: a paragraph with the headings that lead it, or all of a report."""

    key: Key
    paragraphs: tuple[tuple[int, Paragraph], ...]  # and where each begins in what was written

    def between(self, start: int, end: int) -> tuple[Paragraph, ...]:
        """Return the paragraphs in which compared characters `start`..`end` stand, each once."""
        first, last = self.key.offsets[start], self.key.offsets[max(start, end - 1)]
        begins = [begin for begin, _ in self.paragraphs]
        held = [
            paragraph
            for (begin, paragraph), following in zip(self.paragraphs, [*begins[1:], last + 1], strict=True)
            if begin <= last and following > first
        ]
        return tuple({paragraph.id: paragraph for paragraph in held}.values())


def of_paragraph(paragraph: Paragraph) -> Stretch:
    """Return a paragraph, its leading headings first."""
    return Stretch(Key("\n".join((*paragraph.lead, paragraph.text))), ((0, paragraph),))


def of_report(document: Document) -> Stretch:
    """Return all paragraphs of a report in the order of its lines, a text that stands twice at both places."""
    places = sorted(
        (span.line, span.start, number, span == paragraph.span, paragraph)
        for number, paragraph in enumerate(document.paragraphs)
        for span in (paragraph.span, *paragraph.also)
    )
    written: list[str] = []
    paragraphs: list[tuple[int, Paragraph]] = []
    at = 0
    for *_, is_first, paragraph in places:
        text = "\n".join((*(paragraph.lead if is_first else ()), paragraph.text))
        paragraphs.append((at, paragraph))
        written.append(text)
        at += len(text) + 1
    return Stretch(Key("\n".join(written)), tuple(paragraphs))


@dataclass(frozen=True)
class Wanted:
    """What a quotation says, part by part."""

    parts: tuple[Key, ...]

    @cached_property
    def length(self) -> int:
        return sum(len(part.text) for part in self.parts)

    def stands(self, stretch: Stretch) -> tuple[Range, ...] | None:
        """Return where the parts stand, one after the other, in compared characters of `stretch`; else None."""
        ranges: list[Range] = []
        at = 0
        for part in self.parts:
            at = stretch.key.text.find(part.text, at)
            if at < 0:
                return None
            ranges.append((at, at + len(part.text)))
            at += len(part.text)
        return tuple(ranges)

    def may_run_over(self, stretch: Stretch) -> bool:
        """Tell whether a part may go on where `stretch` ends, or come from before it begins."""
        text = stretch.key.text
        head, tail = text[:_EDGE], text[-_EDGE:]
        ends = ((part.text.find(head), part.text.find(tail), len(part.text)) for part in self.parts)
        return len(self.parts) > 1 or any(start > 0 or 0 <= end < size - len(tail) for start, end, size in ends)

    def likeness(self, stretch: Stretch) -> float:
        """Return about how much of it stands in `stretch`, 0 to 1; quick, to choose what to look at closely."""
        from rapidfuzz import fuzz

        weighed = (fuzz.partial_ratio(part.text, stretch.key.text) * len(part.text) for part in self.parts)
        return sum(weighed) / 100 / (self.length or 1)


@dataclass(frozen=True, slots=True)
class Alteration:
    """A quotation beside what it was probably made from: `ranges` of the source, and how alike they are, 0 to 1."""

    stretch: Stretch
    ranges: tuple[Range, ...]
    likeness: float
    pieces: tuple[tuple[Piece, ...], ...]


def least_likeness(length: int, *, named: bool) -> float:
    """Return how alike a source a text of `length` characters must be, to be called a changed quotation of it."""
    lower, upper = _LEAST_LIKENESS[0], _LEAST_LIKENESS[0]
    for step in _LEAST_LIKENESS:
        lower, upper = upper, step
        if length <= step[0]:
            break
    share = min(1.0, max(0.0, (length - lower[0]) / ((upper[0] - lower[0]) or 1)))
    return lower[1] + share * (upper[1] - lower[1]) - (_NAMED if named else 0.0)


def alteration(wanted: Wanted, stretch: Stretch) -> Alteration:
    """Return how `wanted` differs from the places of `stretch` that are most like its parts."""
    from rapidfuzz.distance import Indel

    source = stretch.key.text
    ranges = tuple(_range(part.text, stretch.key) for part in wanted.parts)
    alike = sum(
        Indel.normalized_similarity(part.text, source[start:end]) * len(part.text)
        for part, (start, end) in zip(wanted.parts, ranges, strict=True)
    )
    pieces = tuple(
        tuple(_shown(stretch.key, start, end, part)) for part, (start, end) in zip(wanted.parts, ranges, strict=True)
    )
    return Alteration(stretch, ranges, alike / (wanted.length or 1), pieces)


def _range(part: str, key: Key) -> Range:
    """Return where in a source the text is that `part` was made from, numbers and words whole."""
    source = key.text
    if len(part) >= len(source):
        return 0, len(source)
    first, last = _likeliest(part, source)
    margin = max(_MARGIN, len(part) // 4)
    found_at = _trimmed(part, source, first - margin, last + margin)
    # What was found far out may have kept something near from being found.
    near = found_at and _trimmed(part, source, *found_at.stretched(len(part)))
    if near is None:
        return 0, 0
    start, end = near.stretched(_REPLACED)
    return _with_wholes(key, max(0, start), min(len(source), end))


@dataclass(frozen=True, slots=True)
class _Trimmed:
    """Where the source is the quotation's, and how many characters of the quotation stand before and after that."""

    start: int
    end: int
    own_before: int
    own_after: int

    def stretched(self, most: int) -> Range:
        """Return the range with as much more of the source as stands before and after, if no more than `most`."""
        before = self.own_before if self.own_before <= most else 0
        return self.start - before, self.end + (self.own_after if self.own_after <= most else 0)


def _trimmed(part: str, source: str, first: int, last: int) -> _Trimmed | None:
    """Return what of `first`..`last` the quotation was made from."""
    from rapidfuzz.distance import Indel

    first, last = max(0, first), min(len(source), last)
    steps = [
        _Step(code.tag == "equal", code.src_end - code.src_start, first + code.dest_start, first + code.dest_end)
        for code in Indel.opcodes(part, source[first:last])
    ]
    backwards = [_Step(step.equal, step.size, -step.end, -step.start) for step in reversed(steps)]
    left, right = _edge(steps), _edge(backwards)
    if left is None or right is None:
        return None
    if left[0] >= -right[0]:  # scattered all over: as far as anything is the same
        equal = [step for step in steps if step.equal]
        left, right = (equal[0].start, 0), (-equal[-1].end, 0)
    return _Trimmed(left[0], -right[0], left[1], right[1])


def _likeliest(part: str, source: str) -> Range:
    """Return about where `part` is most like `source`; of a long one its beginning and end are looked for."""
    from rapidfuzz import fuzz

    if len(source) <= 2 * len(part):
        return 0, len(source)
    if len(part) <= 2 * _SAMPLE:
        found = fuzz.partial_ratio_alignment(part, source)
        return (found.dest_start, found.dest_end) if found else (0, 0)
    head = fuzz.partial_ratio_alignment(part[:_SAMPLE], source)
    tail = fuzz.partial_ratio_alignment(part[-_SAMPLE:], source)
    if head and tail and head.dest_start < tail.dest_end:
        return head.dest_start, tail.dest_end
    return 0, len(source)


def _with_wholes(key: Key, start: int, end: int) -> Range:
    for first, last in key.wholes:
        if first < start < last:
            start = first
        if first < end < last:
            end = last
    return start, end


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of an alignment: `size` characters of the quotation and `start`..`end` of the source."""

    equal: bool
    size: int
    start: int
    end: int


def _edge(steps: Iterable[_Step]) -> tuple[int, int] | None:
    """Return where the source begins to be the quotation's, and how much of the quotation stands before.

    Stray matches far out are not worth the gap between them and the rest.
    """
    best: int | None = None
    edge = matched = skipped = own = 0
    before = 0
    for step in steps:
        if step.equal:
            gain = skipped - matched
            if best is None or gain > best:
                best, edge, before = gain, step.start, own + matched
            matched += step.size
        else:
            own += step.size
            skipped += step.end - step.start if matched else 0
    return None if best is None else (edge, before)


def _shown(source: Key, start: int, end: int, part: Key) -> Iterator[Piece]:
    """Yield the pieces that lead from the source to the quotation, both as they are written."""
    at_source, at_part = start, 0
    for piece in differences(source.text[start:end], part.text):
        size = len(piece.text)
        if piece.kind == "deleted":
            yield Piece("deleted", source.original(at_source, at_source + size))
            at_source += size
            continue
        yield Piece(piece.kind, part.original(at_part, at_part + size))
        at_part += size
        at_source += size if piece.kind == "same" else 0


def cut_numbers(stretch: Stretch, ranges: Sequence[Range]) -> tuple[str, ...]:
    """Return the numbers and words of the source that a quotation's beginnings and ends cut through."""
    text = stretch.key.text
    return tuple(
        text[start:end]
        for start, end in stretch.key.wholes
        if any(start < at < end for edges in ranges for at in edges)
    )
