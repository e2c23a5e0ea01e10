"""Which citation code goes with which quotation: behind it, in its link or footnote, or in the list of sources."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from indexer.naming import citation_code, is_paragraph_id
from webapp.quotations.model import Memo

_NARROW: Final = {
    **{0xFF01 + i: 0x21 + i for i in range(94)},
    **{ord("a") + i: ord("A") + i for i in range(26)},
    **{0xFF41 + i: ord("A") + i for i in range(26)},
    **{ord(dash): ord("-") for dash in "‐‑‒–—―−"},
    ord("。"): ord("."),
}
_PLACE: Final = "[0-9OIL]{6}(?:Z[0-9A-Z]{4})?"
_WHOLE: Final = rf"FZ\s?\.?\s?{_PLACE}(?:\s?\.\s?[0-9A-Z]{{1,11}}){{3,4}}\s?-{{1,2}}\s?[0-9A-Z](?![0-9A-Z])"
_CODE: Final = re.compile(rf"{_WHOLE}|FZ\s?\.?\s?[0-9][0-9A-Z.\-]{{12,}}")  # the second is one with a slip in it
_PATH: Final = re.compile(r"/p/([0-9]{6}[^\s/]{1,40})/([0-9A-Za-z]{10})(?![0-9A-Za-z])")
_LIST_ENTRY: Final = re.compile(r"^[ \t\u3000]*\\?[\[［〔]([0-9]{1,4})\\?[\]］〕]", re.MULTILINE)
_REFERENCE: Final = re.compile(r"[”’」』\"＂]?\s?[，。；]?\\?[\[［〔]([0-9]{1,4})\\?[\]］〕]")
_LINE_BELOW: Final = re.compile(r"\n\s*(?:[—–]|--|[（(【\[]|引证码|资料来源|来源|出处)")
_NEAR: Final = 4  # characters between two quotations that share a code: 、 和 以及
_LONGEST_ENTRY: Final = 1000  # characters of an entry in the list of sources


class CodeFinder:
    """Knows the codes of one memo and where they stand."""

    def __init__(self, memo: Memo) -> None:
        self._text = memo.text
        plain = memo.text.translate(_NARROW)
        self._found = sorted({*_written(plain, memo.text)})
        self._positions = [position for position, _ in self._found]
        self._attached = [
            (one.start, one.end, code)
            for one in memo.attached
            for _, code in sorted(_written(one.text.translate(_NARROW), one.text))[:1]
        ]
        self._listed = dict(self._entries())

    def has_code(self, start: int, end: int) -> bool:
        """Tell whether a code stands in `start`..`end`."""
        return self._first(start, end) is not None

    def before_source(self, start: int, end: int) -> int:
        """Return where `start`..`end` ends without the brackets that name its source."""
        first = bisect_left(self._positions, start)
        if first == len(self._found) or self._positions[first] >= end:
            return end
        bracket = max(self._text.rfind(mark, start, self._positions[first]) for mark in "（([【")
        return bracket if bracket >= 0 else end

    def codes(self, stretches: Sequence[tuple[int, int, int]]) -> list[str | None]:
        """Return the code of each (start, end, end of what is said of the source), None where there is none."""
        codes: list[str | None] = [None] * len(stretches)
        following = len(self._text)
        for i in range(len(stretches) - 1, -1, -1):
            start, end, tail = stretches[i]
            before = self._tail(*stretches[i - 1][1:], start) if i else 0
            codes[i] = self._behind(start, end, self._tail(end, tail, following - 1)) or self._ahead(before, start)
            if codes[i] is None and i + 1 < len(stretches) and following - end <= _NEAR + 2:
                codes[i] = codes[i + 1]
            following = start
        return codes

    def _tail(self, end: int, tail: int, following: int) -> int:
        """Return where what belongs to a quotation ends; a line below that names the source belongs to it."""
        below = _LINE_BELOW.match(self._text, tail)
        if below and not self.has_code(end, tail):
            stop = self._text.find("\n", below.end())
            tail = stop if stop >= 0 else len(self._text)
        return max(end, min(tail, following))

    def _behind(self, start: int, end: int, tail: int) -> str | None:
        attached = [
            (at, code)
            for at, stop, code in self._attached
            if start <= stop
            and (at <= end or at < tail or at == stop == tail)  # what begins at `tail` is the next one's
        ]
        behind = self._first(end, tail)
        if attached and (behind is None or attached[0][0] <= behind[0]):
            return attached[0][1]
        if behind:
            return behind[1]
        reference = _REFERENCE.match(self._text, end)
        return self._listed.get(int(reference[1])) if reference else None

    def _ahead(self, before: int, start: int) -> str | None:
        """Return the last code before a quotation in its line that no other quotation has."""
        line = self._text.rfind("\n", 0, start) + 1
        first, last = bisect_left(self._positions, max(line, before)), bisect_left(self._positions, start)
        return self._found[last - 1][1] if first < last else None

    def _first(self, start: int, end: int) -> tuple[int, str] | None:
        first = bisect_left(self._positions, start)
        found = self._found[first] if first < len(self._found) else None
        return found if found and found[0] < end else None

    def _entries(self) -> Iterator[tuple[int, str]]:
        """Yield the numbers of the list of sources with the first code of each."""
        entries = list(_LIST_ENTRY.finditer(self._text))
        ends = [*(entry.start() for entry in entries[1:]), len(self._text)]
        for entry, end in zip(entries, ends, strict=False):
            found = self._first(entry.end(), min(end, entry.end() + _LONGEST_ENTRY))
            if found:
                yield int(entry[1]), found[1]


def _written(plain: str, text: str) -> Iterator[tuple[int, str]]:
    """Yield (position, code as written) of every code, and of every link to a paragraph by its name."""
    for match in _CODE.finditer(plain):
        yield match.start(), text[match.start() : match.end()]
    for match in _PATH.finditer(text):
        name = f"{match[1]}/{match[2].upper()}"
        if is_paragraph_id(name):
            yield match.start(), citation_code(name)
