"""How lines of Chinese text are put together again: nothing between ideographs, a blank between words."""

import re
from collections.abc import Iterable
from typing import Final

_WORD_END: Final = re.compile(r"[A-Za-z]$|[A-Za-z0-9][,.;:)\]%!?]$|\d$")
_WORD_START: Final = re.compile(r"[A-Za-z0-9(\[]")


def is_wide(character: str) -> bool:
    """Tell whether a character is as wide as it is high: an ideograph, kana, or a mark that goes with them."""
    return (
        "\u2e80" <= character <= "\ufaff"
        or "\ufe30" <= character <= "\uffe6"
        or character in "“”‘’—…·"
        or character >= "\U00020000"
    )


def join(above: str, below: str) -> str:
    """Return the text of a line and the next, which it goes on in."""
    if above.endswith("\u00ad"):
        return above[:-1] + below
    a, b = above[-1:], below[:1]
    if a.isascii() and b.isascii() and _WORD_END.search(above) and _WORD_START.match(below):
        number = (a.isdigit() or a in ".,") and b.isdigit()  # no line ends between two numbers more often than in one
        return above + ("" if number else " ") + below
    return above + below


def joined(lines: Iterable[str]) -> str:
    """Return the lines as one text."""
    text = ""
    for line in lines:
        text = join(text, line) if text else line
    return text
