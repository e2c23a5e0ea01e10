"""What of a web page can be seen, block by block, and in which of its elements.

The parser hands over tags and text as it reads them; no tree is built, so a page may be as deep or as long as it
likes. What stays is a list of blocks (a line on the screen) and, for each element that may be a part of the page, the
stretch of blocks in it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from indexer.errors import SourceError
from indexer.intake.readers.html.lists import List, opens_list
from indexer.intake.readers.html.names import BLOCKS, PARTS, UNSEEN
from indexer.intake.readers.html.rows import Block, Row, as_row

_PREFORMATTED: Final = frozenset({"listing", "pre", "xmp"})
_FILE: Final = re.compile(r"\.(?:docx?|pdf|xlsx?|wps|et|ofd|pptx?|zip|rar|jpe?g|png|txt)(?:[?#]|$)", re.IGNORECASE)

_NONE: Final = re.compile(r"(?:^|;)display:none")
_INVISIBLE: Final = re.compile(r"(?:^|;)visibility:(?P<value>\w+)")
_SIZE: Final = re.compile(r"(?:^|;)font-size:(?P<value>[^;!]+)")
_NOTHING: Final = re.compile(r"[0.]+(?:[a-z]*|%)")
_DISPLAY: Final = re.compile(r"(?:^|;)display:(?P<value>block|list-item|flex|grid|table(?!-cell)|inline(?:-block)?)\b")
_SPACE: Final = re.compile(r"(?:^|;)white-space:(?P<value>[\w-]+)")

_WIDE: Final = r"[\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffee\U00020000-\U0003ffff]"
_WRAPPED: Final = re.compile(rf"(?<={_WIDE})[ \t\r\f]*\n[ \t\r\n\f]*(?={_WIDE})")
_BETWEEN: Final = re.compile(rf"(?<={_WIDE})[ \t\r\n\f]*\0[ \t\r\n\f\0]*(?={_WIDE})")
_BLANKS: Final = re.compile(r"[ \t\r\n\f\0]+")
_PROSE: Final = re.compile("[，。；,;]")
_ENOUGH: Final = 40  # characters from which a line with marks is text, in which no word ends where its source line does
_BLANK: Final = "\t\n\r\f "
_SHOWN: Final = re.compile("[^\\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")

_LINK, _HIDDEN, _TINY, _PRE = 1, 2, 4, 8


@dataclass(slots=True)
class Region:
    """An element that may be a part of the page: blocks[first:last] stand in it."""

    tag: str
    names: tuple[str, ...]  # its id and its classes
    first: int
    last: int = 0


@dataclass(slots=True)
class Page:
    """All that was seen, in the page's order."""

    blocks: list[Block] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    metas: list[Mapping[str, str]] = field(default_factory=list)
    links: list[Mapping[str, str]] = field(default_factory=list)  # the <link> elements
    base: str = ""
    title: str = ""
    scripts: int = 0
    frames: int = 0
    tags: int = 0
    depth: int = 0


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet; `state` is what held around it."""

    tag: str
    block: bool
    region: Region | None
    state: int


class Layout:
    """The target of a parser: gathers a Page. With `all_text`, also what style attributes hide."""

    def __init__(self, closings: int, *, all_text: bool = False) -> None:
        self.page = Page()
        self._closings = closings
        self._all_text = all_text
        self._open: list[_Open] = []
        self._unseen = 0  # depth of the element that hides all in it
        self._depth = 0
        self._state = 0
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._rows: list[Row | None] = []  # of the open tables, the innermost last
        self._lists: list[List] = []
        self._number = ""
        self._titling = False

    # -- what the parser calls ---------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        self._depth += 1
        page = self.page
        page.tags += 1
        if self._depth > page.depth:
            page.depth = self._depth
            if page.depth * self._closings > _MAX_WORK:
                raise SourceError("网页的标签嵌套过深，无法读取；请用浏览器打开后，把正文复制到 Word 或文本文件再收录")
        if self._unseen:
            return
        self._note(tag, attributes)
        style = _style(attributes) if attributes else ""
        if tag in UNSEEN or (not self._all_text and tag != "body" and _hides(tag, attributes, style)):
            self._unseen = self._depth
            return
        self._enter(tag, attributes, style)

    def end(self, tag: str) -> None:
        """Close the element opened last."""
        self._depth -= 1
        if self._unseen:
            if self._depth < self._unseen:
                self._unseen = 0
            return
        if self._open:
            self._leave(self._open.pop())
        if tag == "title":
            self._titling = False

    def data(self, text: str) -> None:
        """Take text in."""
        if self._unseen:
            return
        if self._titling:
            self.page.title += text
            return
        state = self._state
        if state & (_HIDDEN | _TINY):
            return
        if state & _PRE:
            *lines, text = text.split("\n")
            for line in lines:
                self._put(line, state)
                self._break()
        self._put(text, state)

    def comment(self, text: str) -> None:
        """Pass over a comment: the parser asks for it."""

    def close(self) -> Page:
        """Return all that was seen."""
        self._break()
        while self._open:
            self._leave(self._open.pop())
        return self.page

    # -- elements ----------------------------------------------------------------------------------------------------

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note what tells of the page itself."""
        if tag == "meta":
            self.page.metas.append(attributes)
        elif tag == "link":
            self.page.links.append(attributes)
        elif tag == "base":
            self.page.base = self.page.base or attributes.get("href") or ""
        elif tag == "script":
            self.page.scripts += 1
        elif tag in ("frame", "iframe"):
            self.page.frames += 1
        elif tag == "title":
            self._titling = not self.page.title
            self._unseen = 0 if self._titling else self._depth

    def _enter(self, tag: str, attributes: Mapping[str, str], style: str) -> None:
        display = _DISPLAY.search(style) if style else None
        block = not display["value"].startswith("inline") if display else tag in BLOCKS
        if block:
            self._break()
        region = None
        if tag in PARTS or "id" in attributes or "class" in attributes:
            names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".split()
            region = Region(tag, tuple(names), len(self.page.blocks))
            self.page.regions.append(region)
        self._open.append(_Open(tag, block, region, self._state))
        self._state = _state(self._state, tag, style)
        if tag == "br":
            self._break(soft="data-end" in attributes)
        elif tag == "a" and _leads_elsewhere(attributes.get("href") or ""):
            self._links += 1
            self._state |= _LINK
        elif tag == "q":
            self._put("“", self._state)
        elif tag in ("table", "tr", "td", "th"):
            self._enter_table(tag)
        elif tag in ("ol", "ul", "dir", "menu"):
            self._lists.append(opens_list(tag, attributes, style))
        elif tag == "li" and self._lists:
            self._number = self._lists[-1].number(attributes.get("value") or "", style)

    def _leave(self, left: _Open) -> None:
        tag = left.tag
        if tag == "q":
            self._put("”", self._state)
        if left.block:
            self._break()
        self._state = left.state
        if tag in ("table", "tr", "td", "th"):
            self._leave_table(tag)
        elif tag in ("ol", "ul", "dir", "menu") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._number = ""
        if left.region is not None:
            left.region.last = len(self.page.blocks) + bool(self._pieces)

    def _enter_table(self, tag: str) -> None:
        at = len(self.page.blocks)
        if tag == "table":
            if self._rows and self._rows[-1]:
                self._rows[-1].nests = True
            self._rows.append(None)
        elif self._rows:
            row = self._rows[-1]
            if tag == "tr" or row is None:
                self._end_row()
                self._rows[-1] = row = Row(at, len(self.page.regions))
            if tag != "tr":
                row.starts.append(at)

    def _leave_table(self, tag: str) -> None:
        if self._rows and tag in ("tr", "table"):
            self._end_row()
            if tag == "table":
                self._rows.pop()

    def _end_row(self) -> None:
        """Put the cells of the open row of the innermost table into one block, if they are data."""
        row, self._rows[-1] = self._rows[-1], None
        blocks = self.page.blocks
        merged = as_row(row, blocks) if row is not None else None
        if row is None or merged is None:
            return
        del blocks[row.first :]
        blocks.append(merged)
        for region in self.page.regions[row.region :]:
            region.first = min(region.first, row.first)
            region.last = min(region.last, row.first + 1)

    # -- lines -------------------------------------------------------------------------------------------------------

    def _put(self, text: str, state: int) -> None:
        """Add text to the line; blanks at its ends are marked as standing between elements."""
        inner = text.strip(_BLANK)
        if not inner:
            if text:
                self._pieces.append("\0" if "\n" in text or "\r" in text else " ")
            return
        if self._number:
            if not _NUMBERED.match(inner):
                self._pieces.append(self._number)
            self._number = ""
        lead = text[: text.index(inner[0])]
        tail = text[len(lead) + len(inner) :]
        self._pieces.append(("\0" if "\n" in lead else lead) + inner + ("\0" if "\n" in tail else tail))
        if state & _LINK:
            self._linked += len(inner)

    def _break(self, *, soft: bool = True) -> None:
        """End the line. A hard break inside a paragraph (not `soft`) is marked, for it may only wrap the line."""
        pieces = self._pieces
        if not pieces:
            return
        text = "".join(pieces)
        if "\n" in text:
            text = _WRAPPED.sub("", text)
        if "\0" in text:
            prose = len(text) >= _ENOUGH and _PROSE.search(text)
            text = _BETWEEN.sub("" if prose else " ", text)
        text = _BLANKS.sub(" ", text).strip(" ")
        if _SHOWN.search(text):
            self.page.blocks.append(Block(text, self._linked, self._links, broken=not soft))
        pieces.clear()
        self._linked = self._links = 0


_MAX_WORK: Final = 300_000_000  # open elements times closing tags: the parser looks through the one for the other
_NUMBERED: Final = re.compile(
    r"[(（]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[a-zA-Z]|[ivxIVX]{1,5})[.．、)）]|[①-⑳㈠-㈩⑴-⒇]|第[一二三四五六七八九十]"
)


def _leads_elsewhere(address: str) -> bool:
    """Tell whether a link leads to another page, and not to a place in this one or to a file to be fetched."""
    return not address.startswith("#") and address != "" and not _FILE.search(address)


def _style(attributes: Mapping[str, str]) -> str:
    style = attributes.get("style")
    return re.sub(r"\s+", "", style).lower() if style else ""


def _hides(tag: str, attributes: Mapping[str, str], style: str) -> bool:
    return (
        "hidden" in attributes
        or (tag == "dialog" and "open" not in attributes)
        or (style != "" and _NONE.search(style) is not None)
    )


def _state(state: int, tag: str, style: str) -> int:
    """Return what holds in an element: text of no size or invisible may hold some that is not."""
    if tag in _PREFORMATTED:
        state |= _PRE
    if not style:
        return state
    if match := _INVISIBLE.search(style):
        state = state | _HIDDEN if match["value"] in ("hidden", "collapse") else state & ~_HIDDEN
    if match := _SIZE.search(style):
        state = state | _TINY if _NOTHING.fullmatch(match["value"]) else state & ~_TINY
    if match := _SPACE.search(style):
        state = state | _PRE if match["value"].startswith("pre") else state & ~_PRE
    return state
