"""Lines that a page breaks by <br> where its author's window ended, put together again."""

import re
from collections.abc import Sequence
from typing import Final

from indexer.intake.readers.html.rows import Block

_WIDTH: Final = 20  # characters of the shortest line that is wrapped
_SPREAD: Final = 2  # characters by which wrapped lines differ
_ENOUGH: Final = 3  # lines of one width that show where the window ended
_OPEN: Final = re.compile(r"[\u3400-\u9fff\w，、（“《]$")
_OPENS: Final = re.compile(
    r"[\s\u3000\xa0|]|[（(]?[一二三四五六七八九十百\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+[章节条部]|[一二三四五六七八九十]是"
)


def joined(blocks: Sequence[Block]) -> list[str]:
    """Return the lines of the blocks, those that are only wrapped as one."""
    lines: list[str] = []
    at = 0
    while at < len(blocks):
        end = at
        while end + 1 < len(blocks) and blocks[end].broken:
            end += 1
        lines += _unwrapped([block.text for block in blocks[at : end + 1]])
        at = end + 1
    return lines


def _unwrapped(texts: Sequence[str]) -> list[str]:
    """Return the lines of one paragraph as it goes on, where enough of them end at one width in mid sentence."""
    widths = [len(text.strip()) for text in texts]
    full = max(widths)
    wraps = [
        full - width <= _SPREAD and width >= _WIDTH and _OPEN.search(text) is not None and not _OPENS.match(below)
        for text, width, below in zip(texts, widths, texts[1:], strict=False)
    ]
    if sum(wraps) < _ENOUGH:
        return list(texts)
    lines = [texts[0]]
    for goes_on, text in zip(wraps, texts[1:], strict=True):
        if goes_on:
            lines[-1] += text
        else:
            lines.append(text)
    return lines
