"""What of a web page can be seen, block by block, and in which of its elements.

The parser hands over tags and text as it reads them; no tree is built, so a page may be as deep or as long as it
likes. What stays is a list of blocks (a line on the screen) and, for each element that may be a part of the page, the
stretch of blocks in it.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from indexer.errors import SourceError
from indexer.intake.labels import describe_document, read_labels
from indexer.intake.readers.html.cascade import Cascade
from indexer.intake.readers.html.lists import List, opens_list
from indexer.intake.readers.html.names import PARTS, UNSEEN
from indexer.intake.readers.html.rows import Block, Row, as_row
from indexer.intake.readers.html.sheets import Look, Rule
from indexer.intake.readers.html.spacing import BLANK, marked, shown
from indexer.intake.readers.html.styles import (
    HIDDEN,
    LINK,
    PREFORMATTED,
    TINY,
    hides,
    is_block,
    state_in,
    style_of,
    with_list_style,
)

_MAX_WORK: Final = 300_000_000  # open elements times closing tags: the parser looks through the one for the other
_MAX_LABELS: Final = 100  # characters of a text that is looked through for labels
_FILE: Final = re.compile(r"\.(?:docx?|pdf|xlsx?|wps|et|ofd|pptx?|zip|rar|jpe?g|png|txt)(?:[?#]|$)", re.IGNORECASE)
_IDEOGRAPH: Final = re.compile(r"[\u3400-\u9fff]")
_NUMBERED: Final = re.compile(
    r"[(（]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[a-zA-Z]|[ivxIVX]{1,5})[.．、)）]|[①-⑳㈠-㈩⑴-⒇]|第[一二三四五六七八九十]"
)


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
    depth: int = 0  # of the element that stands deepest
    attributes: int = 0  # of the element that has most
    unseen: int = 0  # ideographs in scripts and in what an element itself hides
    hidden: Counter[Rule] = field(default_factory=Counter)  # ideographs that each rule of a style sheet hides
    folded: set[Rule] = field(default_factory=set)  # the rules that hide labels of the document


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet; `state` is what held around it."""

    tag: str
    block: bool
    region: Region | None
    state: int
    numbered: bool = False


class Layout:
    """The target of a parser: gathers a Page. With `all_text`, also what styles hide."""

    def __init__(self, closings: int, cascade: Cascade, *, all_text: bool = False) -> None:
        self.page = Page()
        self._closings = closings
        self._cascade = cascade
        self._all_text = all_text
        self._open: list[_Open] = []
        self._unseen = 0  # depth of the element that hides all in it
        self._hider: Rule | None = None
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
        if self._depth > page.depth:
            page.depth = self._depth
            if page.depth * self._closings > _MAX_WORK:
                raise SourceError("网页的标签嵌套过深，无法读取；请用浏览器打开后，把正文复制到 Word 或文本文件再收录")
        if self._unseen:
            return
        page.attributes = max(page.attributes, len(attributes))
        self._note(tag, attributes)
        style = style_of(tag, attributes) if attributes else ""
        look = self._cascade.look(tag, attributes)
        hidden = not self._all_text and hides(tag, attributes, style)
        self._hider = None if self._all_text else self._cascade.hider(look, style)
        if tag in UNSEEN or hidden or self._hider or (tag == "title" and not self._titling):
            self._unseen = self._depth
            return
        self._cascade.enter(look)
        self._enter(tag, attributes, with_list_style(style, look.values), look)

    def end(self, tag: str) -> None:
        """Close the element opened last."""
        self._depth -= 1
        if self._unseen:
            if self._depth < self._unseen:
                self._unseen = 0
            return
        if self._open:
            self._leave(self._open.pop())
            self._cascade.leave()
        if tag == "title":
            self._titling = False

    def data(self, text: str) -> None:
        """Take text in."""
        if self._unseen:
            self._pass_over(text)
            return
        if self._titling:
            self.page.title += text
            return
        if self._state & (HIDDEN | TINY) and not self._all_text:
            self.page.unseen += len(_IDEOGRAPH.findall(text))
            return
        if self._state & PREFORMATTED:
            *lines, text = text.split("\n")
            for line in lines:
                self._put(line)
                self._break()
        self._put(text)

    def _pass_over(self, text: str) -> None:
        """Count what is not seen."""
        count = len(_IDEOGRAPH.findall(text))
        if self._hider is None:
            self.page.unseen += count
            return
        self.page.hidden[self._hider] += count
        if len(text) <= _MAX_LABELS and describe_document(read_labels(text.strip())):
            self.page.folded.add(self._hider)

    def comment(self, text: str) -> None:
        """Pass over a comment: the parser asks for it."""

    def close(self) -> Page:
        """Return all that was seen."""
        self._break()
        while self._open:
            self._leave(self._open.pop())
        for region in self.page.regions:  # the line begun in one may have come to nothing, at the end of the page
            region.last = min(region.last, len(self.page.blocks))
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

    def _enter(self, tag: str, attributes: Mapping[str, str], style: str, look: Look) -> None:
        block = is_block(tag, style)
        if block:
            self._break()
        region = None
        if tag in PARTS or "id" in attributes or "class" in attributes:
            names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".split()
            region = Region(tag, tuple(names), len(self.page.blocks))
            self.page.regions.append(region)
        self._open.append(_Open(tag, block, region, self._state))
        self._state = state_in(self._state, tag, style)
        if tag == "br":
            self._break(soft="data-end" in attributes)
        elif tag == "a" and _leads_elsewhere(attributes.get("href") or ""):
            self._links += 1
            self._state |= LINK
        elif tag == "q":
            self._put("“")
        elif tag in ("table", "tr", "td", "th"):
            self._enter_table(tag)
        elif tag in ("ol", "ul", "dir", "menu"):
            self._lists.append(opens_list(tag, attributes, style))
        elif tag == "li" and self._lists:
            self._number = self._lists[-1].number(attributes.get("value") or "", style)
            self._open[-1].numbered = True
        if look.before:
            self._enter_numbered(look, self._open[-1])

    def _enter_numbered(self, look: Look, opened: _Open) -> None:
        """Put the number that a style sheet writes before an element: before its text, be it deeper inside."""
        number = self._cascade.before(look, self._lists[-1].following - 1 if self._lists else 0)
        if number and opened.block:
            self._number = number
            opened.numbered = True
        elif number:
            self._put(number)

    def _leave(self, left: _Open) -> None:
        tag = left.tag
        if tag == "q":
            self._put("”")
        if left.block:
            self._break()
        self._state = left.state
        if tag in ("table", "tr", "td", "th"):
            self._leave_table(tag)
        elif tag in ("ol", "ul", "dir", "menu") and self._lists:
            self._lists.pop()
        if left.numbered:
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

    def _put(self, text: str) -> None:
        """Add text to the line, behind the number of its list's item if it is the first."""
        inner = text.strip(BLANK)
        if inner and self._number:
            if not _NUMBERED.match(inner):
                self._pieces.append(self._number)
            self._number = ""
        if self._state & LINK:
            self._linked += len(inner)
        self._pieces.append(marked(text))

    def _break(self, *, soft: bool = True) -> None:
        """End the line. A hard break inside a paragraph (not `soft`) is marked, for it may only wrap the line."""
        if not self._pieces:
            return
        text = shown("".join(self._pieces))
        if text:
            self.page.blocks.append(Block(text, self._linked, self._links, broken=not soft))
        self._pieces.clear()
        self._linked = self._links = 0


def _leads_elsewhere(address: str) -> bool:
    """Tell whether a link leads to another page, and not to a place in this one or to a file to be fetched."""
    return not address.startswith("#") and address != "" and not _FILE.search(address)
