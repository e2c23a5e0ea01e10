"""Where the quotations of a memo are: between quotation marks, in Markdown's block quotes, before a line ——《…》.

Marks nest, also the same inside the same, as they do where a source was pasted unturned. A quotation of several
paragraphs opens again at each and closes only at the last, or opens once. A mark that never closes ends its quotation
at the end of the line, or where another begins.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from webapp.quotations.codes import CodeFinder
from webapp.quotations.model import FEWEST_CHARACTERS, Memo, Quotation

_CLOSING: Final = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"', "＂": "＂"}
_OPENING: Final = re.compile('[“‘「『"＂]')
_EITHER: Final = {mark: re.compile(f"[{mark}{closing}\n]") for mark, closing in _CLOSING.items()}
_APOSTROPHE: Final = re.compile("(?<=[A-Za-z])’(?=[A-Za-z])")
_BEFORE: Final = re.compile(r"[\s>]*")  # what stands before the words of a line
_DEEPEST: Final = 4
_LONGEST: Final = 20_000  # characters of a quotation
_LINES_AHEAD: Final = 12  # to look for the mark that closes a quotation which does not open again

_BLOCK_LINE: Final = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_ATTRIBUTION: Final = re.compile(r"[\s>\\]*(?:[—–]{1,2}|--)\s*\S")
_OF_TITLE: Final = re.compile(r"\s*—{1,2}\s*\[?《")
_REFERENCE: Final = re.compile(r"\\?[\[［〔][0-9]{1,4}\\?[\]］〕]\s*$")
_ELLIPSIS: Final = re.compile(r"[（(〔\[［]?(?:…+|[.．]{3,}|。{3,}|·{3,}|⋯+)[）)〕\]］]?|[（(〔\[［]略[）)〕\]］]")
_ESCAPED: Final = re.compile(r"\\([\\`*_\[\]<>~|.)#+=-])")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The pieces of the text that make up a quotation, and where what is said of its source ends."""

    pieces: tuple[tuple[int, int], ...]
    tail: int
    unclosed: bool = False

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


def find(memo: Memo) -> tuple[Quotation, ...]:
    """Return the quotations of `memo` that are long enough, in order, each with the code that goes with it."""
    finder = CodeFinder(memo)
    stretches = [
        stretch for stretch in _stretches(memo.text, finder) if _length(memo.text, stretch) >= FEWEST_CHARACTERS
    ]
    codes = finder.codes([(stretch.start, stretch.end, stretch.tail) for stretch in stretches])
    return tuple(
        Quotation(number, stretch.start, stretch.end, _parts(memo.text, stretch), code, stretch.unclosed)
        for number, (stretch, code) in enumerate(zip(stretches, codes, strict=True), start=1)
    )


def _length(text: str, stretch: _Stretch) -> int:
    return sum(_characters(text, start, end) for start, end in stretch.pieces)


def _characters(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))


def _parts(text: str, stretch: _Stretch) -> tuple[str, ...]:
    """Return what the quotation says, cut at its ellipses; whole where nothing else is left."""
    said = _ESCAPED.sub(r"\1", "\n".join(text[start:end] for start, end in stretch.pieces)).strip()
    parts = tuple(part.strip() for part in _ELLIPSIS.split(said) if any(map(str.isalnum, part)))
    return parts or (said,)


def _stretches(text: str, finder: CodeFinder) -> Iterator[_Stretch]:
    at = 0
    for block in _blocks(text, finder):
        yield from _in_marks(text, at, block.start, finder)
        yield block
        at = block.tail
    yield from _in_marks(text, at, len(text), finder)


# -- block quotes ----------------------------------------------------------------------------------------------------


def _blocks(text: str, finder: CodeFinder) -> Iterator[_Stretch]:
    """Yield block quotes, and paragraphs with a line of their source below, that are quoted without marks."""
    lines = list(_lines(text, 0, len(text)))
    i = 0
    while i < len(lines):
        stop = i
        while stop < len(lines) and _BLOCK_LINE.match(text, *lines[stop]):
            stop += 1
        if stop > i:
            block = _block(text, lines[i:stop], finder)
            if block:
                yield block
        elif _is_attributed(text, lines, i, finder):
            yield _Stretch((_without_reference(text, *lines[i]),), lines[i + 1][1])
            stop = i + 2
        i = max(stop, i + 1)


def _block(text: str, lines: Iterable[tuple[int, int]], finder: CodeFinder) -> _Stretch | None:
    """Return a block quote without its attribution; None where what it quotes stands in marks."""
    pieces = []
    for start, end in lines:
        words = _BEFORE.match(text, start, end)
        assert words is not None
        if words.end() < end and not _ATTRIBUTION.match(text, start, end):
            pieces.append((words.end(), end))
    if not pieces or text[pieces[0][0]] in "“「『":
        return None
    if any(finder.has_code(start, end) for start, end in pieces):
        return None
    pieces[-1] = _without_reference(text, *pieces[-1])
    return _Stretch(tuple(pieces), end)


def _is_attributed(text: str, lines: list[tuple[int, int]], i: int, finder: CodeFinder) -> bool:
    """Tell whether line `i` is followed by ——《the title》 and a code, as 原样 is."""
    start, end = lines[i]
    words = _BEFORE.match(text, start, end)
    if words is None or words.end() == end or i + 1 == len(lines) or text[words.end()] in "“「『—":
        return False
    below = lines[i + 1]
    return _OF_TITLE.match(text, *below) is not None and finder.has_code(*below)


def _without_reference(text: str, start: int, end: int) -> tuple[int, int]:
    reference = _REFERENCE.search(text, max(start, end - 12), end)
    return start, reference.start() if reference else end


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start <= end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


# -- quotation marks -------------------------------------------------------------------------------------------------


def _in_marks(text: str, start: int, end: int, finder: CodeFinder) -> Iterator[_Stretch]:
    at = start
    while opening := _OPENING.search(text, at, end):
        mark, first = opening[0], opening.end()
        stretch = (
            _straight(text, first, end, mark) if _CLOSING[mark] == mark else _paired(text, first, end, mark, finder)
        )
        at = first
        if stretch:
            at = stretch.end + (not stretch.unclosed)
            yield stretch


def _straight(text: str, first: int, end: int, mark: str) -> _Stretch | None:
    """Return what stands up to the next mark of the line; marks that look alike do not nest."""
    line_end = _line_end(text, first, end)
    closing = text.find(mark, first, line_end)
    return _Stretch(((first, closing),), line_end) if closing >= 0 else None


def _paired(text: str, first: int, end: int, mark: str, finder: CodeFinder) -> _Stretch:
    """Return the quotation that begins at `first`, up to the mark that closes it."""
    pieces: list[tuple[int, int]] = []
    begun, depth, inner = first, 1, None
    last = min(end, first + _LONGEST)
    for match in _EITHER[mark].finditer(text, first, last):
        at = match.start()
        if at < begun or _APOSTROPHE.match(text, at):
            continue
        if match[0] == "\n":
            open_still = depth == 1 and not finder.has_code(first, at)
            onward = _goes_on(text, at + 1, last, mark, finder) if open_still else None
            if onward is None:
                break
            pieces.append((begun, at))
            begun = onward
        elif match[0] == mark:
            depth += 1
            inner = at if inner is None else inner
            if depth > _DEEPEST:
                break
        else:
            depth -= 1
            if not depth:
                return _Stretch((*pieces, (begun, at)), _line_end(text, at, end))
    stop = _line_end(text, first, end) if inner is None else min(inner, _line_end(text, first, end))
    return _Stretch(((first, finder.before_source(first, stop)),), stop, unclosed=True)


def _goes_on(text: str, start: int, end: int, mark: str, finder: CodeFinder) -> int | None:
    """Return where a quotation that is open at a line end goes on in the lines from `start`, None if it does not."""
    closing = text.find(_CLOSING[mark], start, end)
    words = _BEFORE.match(text, start, end)
    if closing < 0 or words is None or words.end() == end:
        return None
    if text[words.end()] == mark:
        return words.end() + 1
    depth = lines = opened = 0
    for match in _EITHER[mark].finditer(text, start, end):
        at = match.start()
        if match[0] == "\n":
            lines += 1
            if lines == _LINES_AHEAD:
                break
        elif match[0] == mark:
            opened = opened if depth else at
            depth += 1
        elif not _APOSTROPHE.match(text, at):
            depth -= 1
            if depth < 0:
                return None if finder.has_code(start, at) else words.end()
            if not depth and _characters(text, opened, at) >= FEWEST_CHARACTERS:
                return None  # a quotation of its own
    return None


def _line_end(text: str, at: int, end: int) -> int:
    found = text.find("\n", at, end)
    return end if found < 0 else found
