"""From printed lines to paragraphs: a line that is full, and does not end its paragraph, goes on in the next.

A line was broken where the next word did not fit. So it ends its paragraph if the next line's first word would have
fitted; and a line begins one if it is indented, set apart, or of another size. Only where position says nothing, the
words decide: 一、 and （二） begin a paragraph behind a full stop.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from indexer.intake.readers.printed import PrintedLine
from indexer.intake.readers.wrapping import is_wide, join

_INDENT: Final = 0.8  # em from the left edge of the text at which a line is indented
_FIRST: Final = 3.2  # em up to which it may be a paragraph's first line
_SLACK: Final = 0.6  # em by which a full line may miss the edge
_APART: Final = 1.35  # times the usual distance of lines
_OTHER_SIZE: Final = 1.12
_STARTS: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（]\s*[一二三四五六七八九十\d]{1,3}\s*[)）]|第[一二三四五六七八九十]+[章节部分条]"
    r"|\d{1,2}\s*[、.．](?!\d)|附件|附表)"
)
_ENDED: Final = re.compile(r"[。！？；：!?;:][”’」』）)\"]*$")
_OPEN: Final = r"[(（〔【《〈“‘「『\[]"
_CLOSE: Final = r"[,.;:!?)\]%）〕】》〉”’」』，。、；：！？％‰]"
_ATOM: Final = r"(?:[A-Za-z0-9][A-Za-z0-9.,%+&@_·•‰％]*|.)"
_FIRST_WORD: Final = re.compile(rf"{_OPEN}*{_ATOM}{_CLOSE}*")
# Browsers keep more together: quotation marks with what is on both sides, a comma and the number behind it.
_GLUED_WORD: Final = re.compile(
    rf"{_OPEN}*{_ATOM}(?:[“‘]+{_ATOM}|(?:{_CLOSE}*[”’])+[“‘]*{_ATOM}|[,.:;/](?=[A-Za-z0-9]){_ATOM}|{_CLOSE}+){{0,6}}"
)
_LONGEST_WORD: Final = 24  # characters; a longer one may be broken anywhere


def paragraphs(pages: Sequence[Sequence[PrintedLine]]) -> list[str]:
    """Return the text of printed pages, a paragraph a string; rows of tables stay rows."""
    lines = list(chain.from_iterable(pages))
    if not lines:
        return []
    measure = measure_of(lines)
    texts = [lines[0].text.strip()]
    for above, line in pairwise(lines):
        if measure.continues(above, line):
            texts[-1] = join(texts[-1], line.text.strip())
        else:
            texts.append(line.text.strip())
    return texts


@dataclass(frozen=True, slots=True)
class Measure:
    """The frame the text is set in: its edges on each page in points, and the usual distance of its lines."""

    left: float
    rights: dict[int, float]
    right: float
    pitch: float  # in em
    indents: bool

    def continues(self, above: PrintedLine, line: PrintedLine) -> bool:
        """Tell whether `line` is a later line of the paragraph of `above`."""
        if above.row or line.row or not _same_size(above, line):
            return False
        if not self._is_full(above, line):
            return False
        indent = (line.left - self.left) / line.size
        if self._is_centred(line) or indent > _FIRST:
            return self._is_centred(line) and abs(_middle(above) - _middle(line)) <= line.size / 2
        if indent >= _INDENT and (self.indents or abs(line.left - above.left) > _SLACK * line.size):
            return False
        starts = _STARTS.match(line.text.strip()) and (_ENDED.search(above.text) or not self.indents)
        if self.indents:
            return not (self._is_apart(above, line) and (starts or _ENDED.search(above.text)))
        return not starts and not self._is_apart(above, line)

    def _is_full(self, above: PrintedLine, line: PrintedLine) -> bool:
        """Tell whether the next line's first word would not have fitted behind `above`."""
        room = (self.rights.get(above.page, self.right) - above.right) / above.size - _SLACK
        if self._is_centred(line):
            room = (
                self.rights.get(above.page, self.right) - self.left - above.right + above.left
            ) / above.size - _SLACK
        text = line.text.strip()
        if _width(_FIRST_WORD, text) > room:
            return True
        return _width(_GLUED_WORD, text) > room and not _ENDED.search(above.text)

    def _is_centred(self, line: PrintedLine) -> bool:
        right = self.rights.get(line.page, self.right)
        before, behind = line.left - self.left, right - line.right
        return before > 2.5 * line.size and abs(before - behind) <= line.size

    def _is_apart(self, above: PrintedLine, line: PrintedLine) -> bool:
        return above.page == line.page and (above.baseline - line.baseline) / line.size > _APART * self.pitch


def measure_of(lines: Sequence[PrintedLine]) -> Measure:
    """Return the frame of the text that `lines` stand in."""
    text = [line for line in lines if not line.row] or list(lines)
    size = _main_size(text)
    main = [line for line in text if abs(line.size - size) <= 0.1 * size]
    longest = max(line.right - line.left for line in main)
    long = [line for line in main if line.right - line.left >= 0.6 * longest]
    right = _edge([line.right for line in long], size)
    by_page: dict[int, list[float]] = {}
    for line in long:
        by_page.setdefault(line.page, []).append(line.right)
    rights = {page: _edge(values, size) for page, values in by_page.items() if len(values) >= 8}
    left = -_edge([-line.left for line in long], size)
    gaps = [
        (above.baseline - line.baseline) / size
        for above, line in pairwise(main)
        if above.page == line.page and above.baseline > line.baseline and above.right >= right - 2 * size
    ]
    near = [gap for gap in gaps if gap < 4]
    pitch = _usual(near)
    return Measure(left, rights, right, pitch, indents=_indents(main, left, right, size))


def _main_size(lines: Sequence[PrintedLine]) -> float:
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size, 1)] += len(line.text)
    return counts.most_common(1)[0][0]


def _edge(values: Sequence[float], size: float) -> float:
    """Return the outermost place that several lines reach."""
    ordered = sorted(values, reverse=True)
    least = 1 if len(ordered) < 4 else max(2, len(ordered) // 20)
    for i, value in enumerate(ordered):
        if sum(value - other <= size for other in ordered[i : i + least]) >= least:
            return value
    return ordered[0]


def _usual(gaps: Sequence[float]) -> float:
    """Return the distance of lines in em that is most often met, the smaller of two."""
    if not gaps:
        return 4.0
    counts = Counter(round(gap * 10) for gap in gaps)
    most = max(counts.values())
    return min(gap for gap, count in counts.items() if count >= 0.5 * most) / 10


def _indents(lines: Sequence[PrintedLine], left: float, right: float, size: float) -> bool:
    """Tell whether paragraphs begin indented: lines that are, and full, are followed by lines that are not."""
    back = stay = 0
    for above, line in pairwise(lines):
        if _INDENT <= (above.left - left) / size <= _FIRST and above.right >= right - 2 * size:
            back += (line.left - left) / size < _INDENT
            stay += abs(line.left - above.left) < _SLACK * size
    return back > 0 and back >= stay


def _middle(line: PrintedLine) -> float:
    return (line.left + line.right) / 2


def _same_size(above: PrintedLine, line: PrintedLine) -> bool:
    return max(above.size, line.size) <= _OTHER_SIZE * min(above.size, line.size)


def _width(word: re.Pattern[str], text: str) -> float:
    """Return the width in em of the first word of `text`, with the marks that may not stand apart from it."""
    match = word.match(text)
    first = match[0] if match else text[:1]
    return sum(1.0 if is_wide(character) else 0.5 for character in first[:_LONGEST_WORD])
