"""Where a query stands in a text, and which stretch of the text to show: ranges, never HTML."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from indexer.text import fold, fold_with_map
from webapp.search.model import Marked, Range, Snippet

MAX_LENGTH: Final = 160  # characters of a snippet; only a mark that is longer makes a longer one
_LEAD_IN: Final = 30  # characters before the first mark that are worth showing

_CLOSERS: Final = "”’」』）)》〉】"
# After a clause, with the quotes and brackets that close there; 99.91, 1,256 and 9:30 are no clauses.
_CLAUSE_END: Final = re.compile(rf"(?:[，。；：、！？,;:!?.](?<![0-9].(?=[0-9])))+[{_CLOSERS}]*")
_IN_ONE_PIECE: Final = re.compile("[0-9A-Za-z.,:%]{2}")
_SENTENCE_MARKS: Final = frozenset("。；！？!?;")


def mark(text: str, needles: Iterable[str]) -> Marked:
    """Return `text` with the ranges where folded `needles` stand.

    Each range folds to a needle. Where two overlap, the longer one is marked whole and the other not.
    """
    different = dict.fromkeys(needles)
    if not different:  # a report read without a query
        return Marked(text)
    folded = fold_with_map(text)
    found = [place for needle in different for place in folded.find_all(needle)]
    if not found:
        return Marked(text)
    found.sort(key=lambda found: (found[0] - found[1], found[0]))
    taken: list[Range] = []
    for start, end in found:
        at = bisect_left(taken, (start, end))
        free_before = at == 0 or taken[at - 1][1] <= start
        free_after = at == len(taken) or end <= taken[at][0]
        if free_before and free_after:
            taken.insert(at, (start, end))
    return Marked(text, tuple(taken))


def snippet(marked: Marked, needles: Sequence[str] = ()) -> Snippet:
    """Return the stretch of a text with most of the `needles`, from one end of a clause to another.

    A text without marks is shown from its beginning. A clause too long to be shown is cut at a character.
    """
    start, end = _window(marked, needles)
    text = marked.text
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    ranges = tuple((a - start, b - start) for a, b in marked.ranges if start <= a and b <= end)
    return Snippet(text[start:end], ranges, cut_before=start > 0, cut_after=end < len(text))


def _window(marked: Marked, needles: Sequence[str]) -> Range:
    text, ranges = marked.text, marked.ranges
    if len(text) <= MAX_LENGTH:
        return 0, len(text)
    ends = _clause_ends(text, ranges)
    windows = [_from(start, ends, text, ranges) for start in ends[:-1] if not ranges or _is_near(start, ranges)]
    windows += [_around(one, ends, text, ranges) for one in ranges]
    windows = list(dict.fromkeys(windows))
    held = _counted(windows, marked, needles)
    most = max(held)
    best = [window for window, of_window in zip(windows, held, strict=True) if of_window == most]

    def legible(window: Range) -> tuple[float, ...]:
        start, end = window
        at_sentence = start == 0 or text[:start].rstrip(_CLOSERS)[-1:] in _SENTENCE_MARKS
        first = next((a for a, b in ranges if start <= a and b <= end), None)
        lead_in = start if first is None else first - start
        return at_sentence, -abs(lead_in - _LEAD_IN), -start

    return best[0] if len(best) == 1 else max(best, key=legible)


def _is_near(start: int, ranges: Sequence[Range]) -> bool:
    """Tell whether a mark begins in the window from `start`; those without one are never the best."""
    following = bisect_left(ranges, (start, start))
    return following < len(ranges) and ranges[following][0] < start + MAX_LENGTH


def _counted(windows: Sequence[Range], marked: Marked, needles: Sequence[str]) -> list[tuple[int, int]]:
    """Return how many of the needles, and how many marks, each window holds."""
    pieces = [marked.text[a:b] for a, b in marked.ranges]
    folded = {piece: fold(piece) for piece in set(pieces)}
    holding = {piece: frozenset(needle for needle in needles if needle in said) for piece, said in folded.items()}
    counted = []
    for start, end in windows:
        first, last = bisect_left(marked.ranges, (start, start)), bisect_right(marked.ranges, (end, end))
        last -= last > first and marked.ranges[last - 1][1] > end  # of marks, only the last can end behind
        inside = set(pieces[first:last])
        counted.append((len(frozenset().union(*(holding[piece] for piece in inside))), last - first))
    return counted


def _clause_ends(text: str, ranges: Sequence[Range]) -> list[int]:
    """Return where a window may start or end: nowhere inside a mark."""
    ends = sorted({0, *(match.end() for match in _CLAUSE_END.finditer(text)), len(text)})
    for a, b in ranges:
        del ends[bisect_right(ends, a) : bisect_left(ends, b)]
    return ends


def _from(start: int, ends: list[int], text: str, ranges: Sequence[Range]) -> Range:
    """Return the longest window from `start` that ends at a clause, or else inside one."""
    last = ends[bisect_right(ends, start + MAX_LENGTH) - 1]
    return (start, last) if last > start else (start, _cut(start + MAX_LENGTH, start, text, ranges))


def _around(one: Range, ends: list[int], text: str, ranges: Sequence[Range]) -> Range:
    """Return a window around a mark whose clause may be too long to be shown whole."""
    clause = ends[bisect_right(ends, one[0]) - 1]
    if one[1] - clause <= MAX_LENGTH:
        return _from(clause, ends, text, ranges)
    if one[1] - one[0] >= MAX_LENGTH:
        return one
    start = _cut(max(one[0] - _LEAD_IN, one[1] - MAX_LENGTH), clause, text, ranges)
    start = start if one[1] - start <= MAX_LENGTH else one[0]
    after = ends[bisect_left(ends, one[1])]
    return start, max(one[1], min(after, _cut(start + MAX_LENGTH, start, text, ranges)))


def _cut(at: int, least: int, text: str, ranges: Sequence[Range]) -> int:
    """Return the last place up to `at`, after `least`, that is not inside a mark, a number or a Latin word."""
    for a, b in ranges:
        if a < at < b:
            return a if a > least else b
    place = at
    while place > least and _IN_ONE_PIECE.fullmatch(text[place - 1 : place + 1]):
        place -= 1
    return place if place > least else at
