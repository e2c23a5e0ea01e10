"""Titles inside the text: the sign of another report in the same file."""

import re
from collections.abc import Sequence
from typing import Final

from indexer.contract import Line
from indexer.intake.titles import MAX_TITLE, is_title, may_continue_title, may_open_title, plain_title
from indexer.text import clean

_DIVISION: Final = re.compile(r"第[一二三四五六七八九十0-9]{1,3}(?:部分|[章篇节编])")  # of the same report
_FOLLOWING: Final = 3  # lines of text under a title that make it a report's
_BROKEN: Final = 3  # lines that a title is broken over at most


def second_titles(lines: Sequence[Line], title: str | None) -> list[int]:
    """Return the indices of the lines of text that begin another report's title.

    That of the report which a notice has below itself (关于…报告的公示) is no other.
    """
    text = [at for at, line in enumerate(lines) if line.kind == "body"]
    shown = {at: clean(lines[at].text[: 2 * MAX_TITLE]).text.strip() for at in text}
    first = plain_title(title or "")
    found: list[int] = []
    for at, i in enumerate(text[:-_FOLLOWING]):
        for size in range(1, _BROKEN + 1):
            joined = _joined([shown[j] for j in text[at : at + size]])
            if joined and plain_title(joined) not in first and not _DIVISION.match(joined):
                found.append(i)
                break
    return [i for n, i in enumerate(found) if n == 0 or i - found[n - 1] > _BROKEN]


def _joined(texts: Sequence[str]) -> str:
    """Return the lines as one title, empty if they are none."""
    whole = "".join(texts)
    broken = len(texts) == 1 or (may_open_title(texts[0]) and all(may_continue_title(text) for text in texts[1:]))
    return whole if broken and len(whole) <= MAX_TITLE and is_title(whole) else ""
