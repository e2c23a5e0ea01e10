"""What the style of an element says of the text in it: hidden, of no size, preformatted, a line of its own."""

import re
from collections.abc import Mapping
from typing import Final

from indexer.intake.readers.html.names import BLOCKS

LINK, HIDDEN, TINY, PREFORMATTED = 1, 2, 4, 8  # what may hold in an element, and in those inside

_NONE: Final = re.compile(r"(?:^|;)display:none")
_VISIBILITY: Final = re.compile(r"(?:^|;)visibility:(?P<value>\w+)")
_SIZE: Final = re.compile(r"(?:^|;)font-size:(?P<value>[^;!]+)")
_NOTHING: Final = re.compile(r"[0.]+(?:[a-z]*|%)")
_DISPLAY: Final = re.compile(r"(?:^|;)display:(?P<value>block|list-item|flex|grid|table(?!-cell)|inline(?:-block)?)\b")
_SPACE: Final = re.compile(r"(?:^|;)white-space:(?P<value>[\w-]+)")
_TAGS: Final = frozenset({"listing", "pre", "xmp"})


def style_of(tag: str, attributes: Mapping[str, str]) -> str:
    """Return the style attribute without blanks; none of the whole page, which scripts hide until it is there."""
    style = attributes.get("style") if tag not in ("body", "html") else None
    return re.sub(r"\s+", "", style).lower() if style else ""


def with_list_style(style: str, values: Mapping[str, str]) -> str:
    """Return the style of an element with how a style sheet numbers it, unless it says so itself."""
    value = values.get("list-style-type")
    return style if value is None or "list-style" in style else f"{style};list-style-type:{value}"


def hides(tag: str, attributes: Mapping[str, str], style: str) -> bool:
    """Tell whether nothing in an element is shown."""
    return (
        "hidden" in attributes
        or (tag == "dialog" and "open" not in attributes)
        or (style != "" and _NONE.search(style) is not None)
    )


def is_block(tag: str, style: str) -> bool:
    """Tell whether an element begins and ends a line."""
    display = _DISPLAY.search(style) if style else None
    return not display["value"].startswith("inline") if display else tag in BLOCKS


def state_in(state: int, tag: str, style: str) -> int:
    """Return what holds in an element where `state` holds around it: invisible text may hold some that is not."""
    if tag in _TAGS:
        state |= PREFORMATTED
    if not style:
        return state
    if match := _VISIBILITY.search(style):
        state = state | HIDDEN if match["value"] in ("hidden", "collapse") else state & ~HIDDEN
    if match := _SIZE.search(style):
        state = state | TINY if _NOTHING.fullmatch(match["value"]) else state & ~TINY
    if match := _SPACE.search(style):
        state = state | PREFORMATTED if match["value"].startswith("pre") else state & ~PREFORMATTED
    return state
