"""Marks that plain text may have from Markdown: number signs before headings, bold. They are no part of the wording."""

import re
from typing import Final

BOLD_LINE: Final = 7  # depth of a line that is bold as a whole, below that of six number signs
_SIGNS: Final = re.compile(r"\s*(#{1,6})(?=\s*[^\s#])(?=[^#]{1,120}(?:\s#{1,6})?\s*$)")
_CLOSING: Final = re.compile(r"\s#+\s*$")
_BOLD: Final = re.compile(r"\*\*(?!\s)[^*]+(?<!\s)\*\*")


def heading_depth(text: str) -> int:
    """Return how deep a line is as a heading of Markdown (1 to 6, or BOLD_LINE), 0 if it is none."""
    signs = _SIGNS.match(text)
    if signs:
        return len(signs[1])
    return BOLD_LINE if _BOLD.fullmatch(text.strip()) else 0


def without_marks(text: str) -> str:
    """Return a line with blanks in place of the marks, one for one, so that offsets stay."""
    signs = _SIGNS.match(text)
    if signs:
        text = " " * signs.end() + _CLOSING.sub(lambda match: " " * len(match[0]), text[signs.end() :])
    return _BOLD.sub(lambda match: f"  {match[0][2:-2]}  ", text) if "**" in text else text
