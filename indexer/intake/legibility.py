"""Whether a text reads as Chinese prose does, or as bytes do that were read in a wrong encoding.

Two in three characters of Chinese prose are among the few hundred commonest; of bytes misread, hardly one in six. So a
dozen characters tell an encoding from another, and a misread passage stands out in the midst of a good text.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Final

from indexer.text import simplify

_COMMON: Final = "c"
_KNOWN: Final = "k"  # of the 3,755 characters that every Chinese font has had since 1980, or a traditional form of one
_RARE: Final = "r"
_MARK: Final = "m"
_ODD: Final = "o"  # what no Chinese page uses and misread bytes are full of: ä, ╬, kana
_FOREIGN: Final = "f"  # the same, though a page may have it in proper UTF-8: Русский, signs of an icon font
_LOST: Final = "\ufffd"
_NEUTRAL: Final = " "  # ASCII, and the scripts of other languages of the country

# ln(p / q): how much likelier a character of the class is in prose than among bytes misread.
_WEIGHTS: Final = {_COMMON: 2.0, _KNOWN: -1.5, _RARE: -3.0, _MARK: 2.0, _ODD: -4.0, _FOREIGN: -4.0, _LOST: -3.0}
_LONG_WINDOW: Final = (24, -2.1)  # characters, and their mean weight that no list of rare names goes below
_SHORT_WINDOW: Final = (12, -1.5)  # a clause that lost a byte, up to the next ASCII character
_STRETCH: Final = 100_000  # characters weighed at a time, so that memory does not grow with the text
_AROUND: Final = 8  # characters on either side of a lost one
_TELLING: Final = 4  # of them at least
_BROKEN: Final = -0.5
_MARKS: Final = frozenset("·—‘’“”…、。〈〉《》「」『』【】〔〕！（），：；？￥％～　％①②③④⑤⑥⑦⑧⑨⑩")
_RULED: Final = frozenset("─━│┃┄┅┈┉┌┏┐┓└┗┘┛├┣┤┫┬┳┴┻┼╋═║╔╗╚╝")  # tables and rules drawn with characters
_ODD_RANGES: Final = (
    ("\x00", "\x1f"),
    ("\x7f", "\u036f"),
    ("\u2500", "\u259f"),
    ("\u3040", "\u312f"),
    ("\uff61", "\uffdc"),
)
_FOREIGN_RANGES: Final = (("\u0370", "\u058f"), ("\ue000", "\uf8ff"))
_HARMLESS: Final = frozenset("§©®°±²³×÷«»éèêüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ\u00a0\u00ad")


def legibility(text: str, *, guessed: bool = True) -> float:
    """Return the mean weight of the characters that tell: above 0 for prose, below for bytes misread, 0 for none.

    Where the bytes prove the encoding, it is not only `guessed`, foreign characters tell nothing if most are Chinese: a
    page may have a menu of languages.
    """
    classes = text.translate(_CLASSES)
    counts = {kind: classes.count(kind) for kind in _WEIGHTS}
    if not guessed and counts[_COMMON] > counts[_FOREIGN]:
        del counts[_FOREIGN]
    total = sum(counts.values())
    return sum(_WEIGHTS[kind] * count for kind, count in counts.items()) / total if total else 0.0


def is_spoiled(text: str, *, guessed: bool) -> bool:
    """Tell whether a passage of `text` is not prose but bytes misread, be the rest as it may.

    Where the encoding is only `guessed`, less is borne than where the bytes themselves prove it.
    """
    size, least = _SHORT_WINDOW if guessed else _LONG_WINDOW
    return any(
        after - before < least * size
        for start in range(0, len(text), _STRETCH)
        for before, after in _windows(text[start : start + _STRETCH + size], size, "" if guessed else _FOREIGN)
    )


def _windows(text: str, size: int, beside: str) -> Iterator[tuple[float, float]]:
    """Yield the sums of weights before and after each window of `size` characters that tell, but those `beside`."""
    classes = text.translate(_CLASSES).replace(_NEUTRAL, "").replace(beside or _NEUTRAL, "")
    sums = [0.0, *accumulate(_WEIGHTS[kind] for kind in classes)]
    return zip(sums, sums[size:], strict=False)


def is_broken(text: str) -> bool:
    """Tell whether the characters beside a lost one are misread too: a byte is missing, and pairs went out of step."""
    return any(
        len(side) >= _TELLING and legibility(side) < _BROKEN
        for match in _LOST_RUN.finditer(text)
        for side in (match["before"], text[match.end() : match.end() + _AROUND].partition("\n")[0])
    )


_LOST_RUN: Final = re.compile(rf"(?P<before>[^\n{_LOST}]{{0,{_AROUND}}}){_LOST}+")


class _ClassTable(dict[int, str]):
    """The class of each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _class_of(chr(code))
        return self[code]


_CLASSES: Final = _ClassTable()


def _class_of(character: str) -> str:
    plain = simplify(character)
    if _is_ideograph(plain):
        known = _KNOWN if _is_known(plain) else _RARE
        return _COMMON if plain in _common() else known
    if character in _MARKS:
        return _MARK
    if character == _LOST:
        return _LOST
    return _class_of_sign(character)


def _class_of_sign(character: str) -> str:
    """Return the class of what is neither a Chinese character nor one of the marks of Chinese."""
    if character in _HARMLESS or character in _RULED or " " <= character < "\x7f" or character in "\t\n\r\f":
        return _NEUTRAL
    if any(first <= character <= last for first, last in _FOREIGN_RANGES):
        return _FOREIGN
    return _ODD if any(first <= character <= last for first, last in _ODD_RANGES) else _NEUTRAL


def _is_ideograph(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"


def _is_known(character: str) -> bool:
    try:
        return character.encode("gb2312") <= b"\xd7\xf9"
    except UnicodeEncodeError:
        return False


@cache
def _common() -> frozenset[str]:
    return frozenset("".join(_lines("characters.txt")))


def _lines(name: str) -> Iterator[str]:
    text = resources.files("indexer.data").joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if not line.startswith("#"))
