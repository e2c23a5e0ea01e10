"""公文用语: full-width marks where a web page lost them, and quotation marks as they must be inside others.

Marks are exchanged one for one, so that a quote can be held against its source; digits, decimals, times and thousands
stay as they are.
"""

import re
from typing import Final

_FULL_WIDTH: Final = str.maketrans(",;:?!", "，；：？！")
# Ideographs and the marks that stand with them; full-width digits and letters are not Chinese text.
_CHINESE: Final = re.compile(
    "[\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uf900-\ufaff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U00020000-\U0003ffff]"
)
_HALF_WIDTH: Final = re.compile(r"[,;:?!()]")
_TURNED: Final = str.maketrans("“”‘’", "‘’“”")
_QUOTATION_MARK: Final = re.compile("[“”‘]|(?<![A-Za-z])’|’(?![A-Za-z])")  # not the apostrophe of it’s


def restore_marks(text: str) -> str:
    """Return `text` with , ; : ? ! and brackets in full width where they stand next to Chinese."""
    if not _HALF_WIDTH.search(text):
        return text
    restored = _restored_once(text)
    while restored != text:  # a mark beside a mark that has just become Chinese
        text, restored = restored, _restored_once(restored)
    return text


def inside_quotation(text: str) -> str:
    """Return `text` with its quotation marks turned as they must be inside “ ”: “ ” become ‘ ’ and the reverse."""
    if text.count('"') % 2 == 0:
        halves = text.split('"')
        text = halves[0] + "".join(("“" if i % 2 else "”") + half for i, half in enumerate(halves[1:], start=1))
    return _QUOTATION_MARK.sub(lambda mark: mark[0].translate(_TURNED), text)


def _restored_once(text: str) -> str:
    characters = list(text)
    for opening, closing in _bracket_pairs(text):
        if any(_beside_chinese(characters, i) for i in (opening, closing)):
            characters[opening], characters[closing] = "（", "）"
    for i, character in enumerate(characters):
        if character in ",;:?!" and _beside_chinese(characters, i):
            characters[i] = character.translate(_FULL_WIDTH)
    return "".join(characters)


def _bracket_pairs(text: str) -> list[tuple[int, int]]:
    open_at: list[int] = []
    pairs = []
    for i, character in enumerate(text):
        if character == "(":
            open_at.append(i)
        elif character == ")" and open_at:
            pairs.append((open_at.pop(), i))
    return sorted(pairs)


def _beside_chinese(characters: list[str], i: int) -> bool:
    beside = (characters[i - 1] if i else "", characters[i + 1] if i + 1 < len(characters) else "")
    return any(character and _CHINESE.match(character) for character in beside)
