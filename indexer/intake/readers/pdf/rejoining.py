"""From printed lines to paragraphs: a line that is full, and does not end its paragraph, goes on in the next.

A line was broken where the next word did not fit. So it ends its paragraph if the next line's first word would have
fitted; and a line begins one if it is indented, set apart, or of another size. Only where position says nothing, the
words decide: 一、 and （二） begin a paragraph behind a full stop.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from indexer.intake.readers.pdf.printed import APART, PrintedLine
from indexer.intake.readers.wrapping import is_wide, join

_INDENT: Final = 0.8  # em from the left edge of the text at which a line is indented
_FIRST: Final = 3.2  # em up to which it may be a paragraph's first line
_SLACK: Final = 0.6  # em by which a full line may miss the edge
_RAGGED: Final = 0.15  # of the measure by which a line may miss the edge where it ends in the midst of a sentence
_APART: Final = 1.35  # times the usual distance of lines
_BROAD: Final = 0.5  # of the measure: what is set far in and shorter is a signature or a date
_OTHER_SIZE: Final = 1.12
_STARTS: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（]\s*[一二三四五六七八九十\d]{1,3}\s*[)）]|第[一二三四五六七八九十]+[章节部分条]"
    r"|[①-⑳]|\d{1,2}\s*[、.．](?!\d)|附件|附表)"
)
_ENDED: Final = re.compile(r"[。！？；：!?;:][”’」』）)\"]*$")
_OPEN: Final = r"[+(（〔【《〈“‘「『\[]"
_CLOSE: Final = r"[,.;:!?)\]%）〕】》〉”’」』，。、；：！？％‰]"
_ATOM: Final = r"(?:[A-Za-z0-9][A-Za-z0-9.,%+&@_·•‰％]*|.)"
_FIRST_WORD: Final = re.compile(rf"{_OPEN}*{_ATOM}{_CLOSE}*")
# Browsers keep more together: quotation marks with what is on both sides, a comma and the number behind it.
_GLUED_WORD: Final = re.compile(
    rf"{_OPEN}*{_ATOM}(?:[“‘]+{_ATOM}|(?:{_CLOSE}*[”’])+[“‘]*{_ATOM}|[,.:;/](?=[A-Za-z0-9]){_ATOM}|{_CLOSE}+){{0,6}}"
)
_TELLING: Final = 8  # lines that tell where an edge is
_LOPSIDED: Final = 3.0  # em by which the right margin may be wider than the left
_STRETCHED: Final = 0.85  # of the lines near the edge that end there where text is justified
_UNSTRETCHED: Final = 0.25  # em that a paragraph's last line stays behind the edge of justified text
_LONGEST_WORD: Final = 24  # characters; a longer one may be broken anywhere


def paragraphs(pages: Sequence[Sequence[PrintedLine]], width: float) -> list[str]:
    """Return the text of printed pages `width` points wide, a paragraph a string; rows of tables stay rows."""
    lines = list(chain.from_iterable(pages))
    if not lines:
        return []
    measure = measure_of(lines, width)
    texts = [lines[0].text.strip()]
    for above, line in pairwise(lines):
        if measure.continues(above, line):
            texts[-1] = join(texts[-1], line.text.strip())
        else:
            texts.append(line.text.strip())
    return texts


@dataclass(frozen=True, slots=True)
class Measure:
    """The frame the text is set in, in points, and the habits of its setting.

    `left` is where later lines of a paragraph begin, `stretched` where all full lines end if the text is justified,
    else minus infinity. `pitch` is the usual distance of lines in em.
    """

    left: float
    right: float
    rights: Mapping[int, float]  # of the pages that have enough lines to tell
    pitch: float
    indents: bool
    stretched: float

    def continues(self, above: PrintedLine, line: PrintedLine) -> bool:
        """Tell whether `line` is a later line of the paragraph of `above`."""
        if above.row or line.row or APART in above.text or APART in line.text:
            return False
        if not _same_size(above, line) or not self._is_full(above, line):
            return False
        indent = (line.left - self.left) / line.size
        if max(above.left - self.left, line.left - self.left) > _FIRST * line.size:
            return self._go_together(above, line)
        if indent <= -_INDENT or (
            indent >= _INDENT and (self.indents or abs(line.left - above.left) > _SLACK * line.size)
        ):
            return False
        ended = _ENDED.search(above.text) is not None
        if self.indents:
            return not (ended and self._is_apart(above, line))
        return not (self._is_apart(above, line) or (ended and _STARTS.match(line.text.strip())))

    def _is_full(self, above: PrintedLine, line: PrintedLine) -> bool:
        """Tell whether the next line's first word would not have fitted behind `above`."""
        edge = self.rights.get(above.page, self.right)
        if self._is_centred(line):
            edge += above.left - self.left
        room = (edge - above.right) / above.size - _SLACK
        text = line.text.strip()
        ended = _ENDED.search(above.text) is not None
        if _width(_FIRST_WORD, text) > room:
            return not (ended and not self.indents and above.right < self.stretched - _UNSTRETCHED * above.size)
        ragged = _RAGGED * (edge - self.left) / above.size
        if not ended and room <= ragged and not _STARTS.match(above.text.strip()):
            return True  # whatever programs break lines by, a text does not end so
        return not ended and _width(_GLUED_WORD, text) > room

    def _is_centred(self, line: PrintedLine) -> bool:
        right = self.rights.get(line.page, self.right)
        before, behind = line.left - self.left, right - line.right
        return before > 2.5 * line.size and abs(before - behind) <= line.size

    def _go_together(self, above: PrintedLine, line: PrintedLine) -> bool:
        """Tell whether lines set far in are of one paragraph: a long title, a part indented as a whole."""
        if self._is_centred(line) and abs(_middle(above) - _middle(line)) <= line.size / 2:
            return True
        broad = above.right - above.left >= _BROAD * (self.right - self.left)
        return broad and abs(above.left - line.left) <= _SLACK * line.size

    def _is_apart(self, above: PrintedLine, line: PrintedLine) -> bool:
        return above.page == line.page and (above.baseline - line.baseline) / line.size > _APART * self.pitch


def measure_of(lines: Sequence[PrintedLine], width: float) -> Measure:
    """Return the frame of the text that `lines` stand in, on pages `width` points wide."""
    text = [line for line in lines if not line.row] or list(lines)
    size = _main_size(text)
    main = [line for line in text if abs(line.size - size) <= 0.1 * size]
    longest = max(line.right - line.left for line in main)
    long = [line for line in main if line.right - line.left >= 0.6 * longest]
    margin = -_edge([-line.left for line in long], size)
    right = _plausible(_edge([line.right for line in long], size), long, size, width - margin)
    by_page: dict[int, list[float]] = {}
    for line in long:
        by_page.setdefault(line.page, []).append(line.right)
    rights = {page: _edge(values, size) for page, values in by_page.items() if len(values) >= _TELLING}
    later = [line.left for above, line in pairwise(main) if above.right >= right - 1.5 * size]
    first = [line.left for above, line in pairwise(main) if above.right < right - 4 * size]
    left = _usual(later, size / 4, margin)
    return Measure(
        left=left,
        right=right,
        rights=rights,
        pitch=_pitch(main, right, size),
        indents=_INDENT * size <= _usual(first, size / 4, left) - left <= _FIRST * size,
        stretched=_stretched(long, size),
    )


def _main_size(lines: Sequence[PrintedLine]) -> float:
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size, 1)] += len(line.text)
    return counts.most_common(1)[0][0]


def _edge(values: Sequence[float], size: float) -> float:
    """Return the outermost place that several lines reach."""
    ordered = sorted(values, reverse=True)
    least = 1 if len(ordered) < 4 else max(2, len(ordered) // 20)
    return next(
        (value for i, value in enumerate(ordered) if value - ordered[min(i + least, len(ordered)) - 1] <= size),
        ordered[0],
    )


def _plausible(right: float, long: Sequence[PrintedLine], size: float, mirrored: float) -> float:
    """Return the right edge; where few lines reach it, far from where the margins would be alike, rather that."""
    reach = sum(abs(line.right - right) <= size for line in long)
    if right >= mirrored - _LOPSIDED * size or reach >= max(4, len(long) / 4):
        return right
    return mirrored


def _usual(values: Sequence[float], grain: float, otherwise: float) -> float:
    """Return the place most often met, in steps of `grain`."""
    if len(values) < 3:
        return otherwise
    counts = Counter(round(value / grain) for value in values)
    step = max(counts, key=lambda one: counts[one] + max(counts[one - 1], counts[one + 1]))
    near = [value for value in values if abs(value / grain - step) <= 1]
    return sum(near) / len(near)


def _pitch(lines: Sequence[PrintedLine], right: float, size: float) -> float:
    """Return the distance in em between a full line and the next that is usual, the smaller of two."""
    gaps = Counter(
        round((above.baseline - line.baseline) / size * 10)
        for above, line in pairwise(lines)
        if above.page == line.page and above.right >= right - 2 * size
    )
    near = {gap: count for gap, count in gaps.items() if 0 < gap < 40}
    most = max(near.values(), default=0)
    return min((gap for gap, count in near.items() if count >= most / 2), default=40) / 10


def _stretched(long: Sequence[PrintedLine], size: float) -> float:
    """Return the place where nearly all lines end that come near the edge; minus infinity if there is none."""
    right = _usual([line.right for line in long], size / 10, math.inf)
    near = [line for line in long if abs(line.right - right) <= 1.5 * size]
    exact = sum(abs(line.right - right) <= size / 5 for line in near)
    return right if len(near) >= _TELLING and exact >= _STRETCHED * len(near) else -math.inf


def _middle(line: PrintedLine) -> float:
    return (line.left + line.right) / 2


def _same_size(above: PrintedLine, line: PrintedLine) -> bool:
    return max(above.size, line.size) <= _OTHER_SIZE * min(above.size, line.size)


def _width(word: re.Pattern[str], text: str) -> float:
    """Return the width in em of the first word of `text`, with the marks that may not stand apart from it."""
    match = word.match(text)
    first = match[0] if match else text[:1]
    return sum(1.0 if is_wide(character) else 0.5 for character in first[:_LONGEST_WORD])
