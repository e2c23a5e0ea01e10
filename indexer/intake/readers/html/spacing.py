"""Blanks and line ends of a page's source: which of them are seen."""

import re
from typing import Final

BETWEEN: Final = "\0"  # a line end of the source that stands between elements; no text of a page holds it
BLANK: Final = "\t\n\r\f "

_WIDE: Final = r"[\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffee\U00020000-\U0003ffff]"
_WRAPPED: Final = re.compile(rf"(?<={_WIDE})[ \t\r\f]*\n[ \t\r\n\f]*(?={_WIDE})")
_ELEMENTS: Final = re.compile(rf"(?<={_WIDE})[ \t\r\n\f]*\0[ \t\r\n\f\0]*(?={_WIDE})")
_BLANKS: Final = re.compile(r"[ \t\r\n\f\0]+")
_MARKS: Final = re.compile("[，。；,;]")
_ENOUGH: Final = 40  # characters from which a line with marks is text
_SHOWN: Final = re.compile("[^\\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")


def marked(text: str) -> str:
    """Return the text of a node, line ends at its ends marked as standing between elements."""
    inner = text.strip(BLANK)
    if not inner:
        return BETWEEN if "\n" in text else " " if text else ""
    lead = text[: text.index(inner[0])]
    tail = text[len(lead) + len(inner) :]
    return "".join((BETWEEN if "\n" in lead else lead, inner, BETWEEN if "\n" in tail else tail))


def shown(text: str) -> str:
    """Return a line as it is seen, "" if nothing is.

    Where the source breaks a line between two ideographs there is no blank, in browsers there is one. It is kept
    between elements that are no sentence, since they are menus or labels: 来源：本网 时间：….
    """
    if "\n" in text:
        text = _WRAPPED.sub("", text)
    if BETWEEN in text:
        prose = len(text) >= _ENOUGH and _MARKS.search(text)
        text = _ELEMENTS.sub("" if prose else " ", text)
    text = _BLANKS.sub(" ", text).strip(" ")
    return text if _SHOWN.search(text) else ""
