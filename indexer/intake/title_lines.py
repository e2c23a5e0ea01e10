"""Which lines at the head of a file are a report's title, whole or broken over lines."""

import re
from collections.abc import Sequence
from typing import Final

from indexer.intake import titles
from indexer.intake.boilerplate import is_boilerplate
from indexer.intake.dates import western
from indexer.intake.forms import is_meta
from indexer.intake.labels import read_labels
from indexer.intake.signatures import is_date_line, is_organisation

_SUBTITLE: Final = 40  # characters
_SUBTITLED: Final = re.compile(r"[-—–―－]{1,4}\s*[\u4e00-\u9fff“《][^。;:!?|>]{3,}")


def title_lines(shown: Sequence[str], region: Sequence[int]) -> set[int]:
    """Return the lines at the head that are titles, or parts of one that is broken over up to three lines."""
    found: set[int] = set()
    menu: set[int] = set()  # words of a menu may read like a title (法治政府建设年报): one only where there is no other
    at = 0
    while at < len(region):
        size = next((size for size in (1, 2, 3) if _is_title(shown, region[at : at + size], size)), 0)
        above = parts_above(shown, [i for i in region[:at] if i not in found], region[at]) if size else []
        found.update(above)
        if not above and size == 1 and is_boilerplate(shown[region[at]]):
            menu.add(region[at])
        found.update(region[at : at + size])
        at += max(size, 1)
        if size and at < len(region) and (titles.is_year_below(shown[region[at]]) or _is_subtitle(shown[region[at]])):
            found.add(region[at])
    return (found - menu) or found


def _is_subtitle(line: str) -> bool:
    """Tell whether a line right below a title goes on with it behind a dash: ——奋力打造平安大道."""
    plain = western(line)
    return len(plain) <= _SUBTITLE and _SUBTITLED.fullmatch(plain) is not None and not is_meta(line)


def _is_title(shown: Sequence[str], part: Sequence[int], size: int) -> bool:
    if len(part) < size:
        return False
    if size == 1:
        return bool(titles.split_title(shown[part[0]])[0]) and not read_labels(shown[part[0]])
    texts = [shown[i] for i in part]
    if any(read_labels(text) or is_date_line(text) for text in texts) or is_boilerplate(texts[0]):
        return False
    return (
        titles.may_open_title(texts[0])
        and all(titles.may_continue_title(text) for text in texts[1:])
        and not any(_is_whole("".join(texts[at:])) for at in range(1, size))
        and titles.is_title("".join(texts))
    )


def _is_whole(text: str) -> bool:
    """Tell whether a title needs nothing before it."""
    return titles.is_title(text) and not titles.starts_midway(text)


def parts_above(shown: Sequence[str], above: Sequence[int], first: int) -> list[int]:
    """Return the lines right above a title at `first` that belong to it: of whom it is, or of which year."""
    parts: list[int] = []
    for i in reversed(above):
        below = parts[-1] if parts else first
        if below - i > 2 or not _belongs_above(shown[i], shown[below], apart=below - i > 1):
            break
        parts.append(i)
    return parts


def _belongs_above(above: str, text: str, *, apart: bool) -> bool:
    """Tell whether the line above goes on with `text`, a title or the first part of one; `apart`: a blank between."""
    if read_labels(above) or is_boilerplate(above) or is_date_line(above):
        return False
    if titles.names_committee(above):
        return not titles.names_committee(text) and "政府" in western(text)
    if titles.is_year_below(above):
        return titles.is_title(text) and titles.leaves_year_open(text) and ("度" in above or not apart)
    return not apart and titles.starts_midway(text) and (titles.may_open_title(above) or is_organisation(above))
