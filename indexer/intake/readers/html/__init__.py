"""Web pages as browsers save them: bytes to the lines that can be seen, without the site's menus and lists of links."""

import logging
import re
from typing import Final, cast

from lxml import etree
from readability.readability import Document, Unparseable

from indexer.errors import SourceError
from indexer.intake.decoding import decode
from indexer.intake.readers.extracted import Extracted
from indexer.intake.readers.html.cascade import Cascade
from indexer.intake.readers.html.declared import said_by, site_of
from indexer.intake.readers.html.layout import Layout, Page
from indexer.intake.readers.html.parts import container, lines_of, prose_of
from indexer.intake.readers.html.sheets import Rule, Sheet, read_sheet
from indexer.intake.readers.html.wrapping import joined

_START: Final = 4_096  # bytes in which a page declares its encoding
_CHARSET: Final = re.compile(
    rb"<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_TAG: Final = re.compile(rb"<[a-zA-Z!/]")
_NULLS: Final = 0.001  # of the bytes; a page in UTF-16 has more
_ENDED: Final = re.compile(r"</(?P<tag>p|br)\s*/?>", re.IGNORECASE)
_LITTLE: Final = 300  # characters in sentences; a report has more
_MUCH: Final = 5  # times as much text as is seen, that is hidden: it is what the page is for
_CHUNK: Final = 100_000  # bytes
_BELIEVED: Final = 0.1  # of the text, that a style sheet hides at most: more may be shown by a script
_TRIES: Final = 3  # times that a page is read without what is not believed
_LOST: Final = "\ufffd"
_LOST_SHARE: Final = 0.005  # of the characters, above which a text is not worth quoting

_SAVE_AGAIN: Final = "请用浏览器打开该页，等正文显示后另存为“网页，全部”，或把正文复制到文本文件再收录"
_READABLE: Final = 1_000_000  # characters of a page that readability is asked about: its time grows faster than they do
_SIMPLE: Final = 200  # depth of elements up to which its parser follows; attributes up to which it is no trap for it

logging.getLogger("readability.readability").disabled = True  # it reports what is handled here


def read(data: bytes) -> Extracted:
    """Return the text of a web page. Raises SourceError."""
    return read_page(data)


def read_page(data: bytes, location: str = "", charset: str | None = None) -> Extracted:
    """Return the text of a page that was saved from the address `location`. Raises SourceError."""
    data = _without_nulls(data)
    source = decode(data, charset or declared_charset(data))
    page = _seen(source)
    blocks = lines_of(page, () if container(page) else _article(source, page))
    text = "\n".join(joined(blocks))
    _require_text(text, page)
    said = said_by(page, source, location)
    address = said["source_url"].text if "source_url" in said else ""
    return Extracted(text, said, site_of(page, address))


def declared_charset(data: bytes) -> str | None:
    """Return the encoding that a page declares for itself."""
    match = _CHARSET.search(data[:_START])
    return match[1].decode("ascii") if match else None


def _without_nulls(data: bytes) -> bytes:
    """Return the bytes of a page as browsers read them: some servers put a null between, that means nothing."""
    return data.replace(b"\0", b"") if 0 < data.count(0) <= _NULLS * len(data) and _TAG.search(data) else data


def _seen(source: str) -> Page:
    """Return what can be seen of a page; where that is next to no text, also what a script would show."""
    sheet = read_sheet(source)
    page = _styled(source, sheet)
    if page.scripts and (prose_of(page) < _LITTLE or page.unseen > _MUCH * prose_of(page)):
        everything = _parsed(source, sheet, all_text=True)
        return everything if prose_of(everything) > _MUCH * prose_of(page) else page
    return page


def _styled(source: str, sheet: Sheet) -> Page:
    """Return what can be seen of a page; style sheets are not believed to hide much of it."""
    disbelieved: frozenset[Rule] = frozenset()
    for _ in range(_TRIES):
        page = _parsed(source, sheet, disbelieved)
        more = _disbelieved(page)
        if not more:
            return page
        disbelieved |= more
    return _parsed(source, sheet, None)


def _disbelieved(page: Page) -> frozenset[Rule]:
    """Return the rules that hide more of a page than is believed, those that hide least being believed first.

    Nor are those that hide labels of the document where there are scripts: they unfold on a click.
    """
    hidden = 0
    most = _BELIEVED * (sum(len(block.text) for block in page.blocks) + page.hidden.total())
    found = set(page.folded) if page.scripts else set()
    for rule, count in sorted(page.hidden.items(), key=lambda one: one[1]):
        hidden += count
        if hidden > most:
            found.add(rule)
    return frozenset(found)


def _parsed(source: str, sheet: Sheet, disbelieved: frozenset[Rule] | None = None, *, all_text: bool = False) -> Page:
    """Let the parser read the source to a layout.

    It builds no tree and opens nothing; without its limits (huge_tree) it would drop long texts in silence.
    """
    layout = Layout(source.count("</"), Cascade(sheet, disbelieved), all_text=all_text)
    target = cast("etree.ParserTarget", layout)
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, recover=True, huge_tree=True)
    # A closing tag that closes nothing breaks the line in browsers, but is passed over by the parser.
    marked = _ENDED.sub(lambda match: f"{match[0]}<br data-end>" if match["tag"] in "pP" else "<br>", source)
    data = marked.encode("utf-8", "replace")
    for at in range(0, len(data), _CHUNK):
        parser.feed(data[at : at + _CHUNK])  # what the layout refuses is only raised at the end of a chunk
    parser.close()
    return layout.page


def _article(source: str, page: Page) -> list[str]:
    """Return the lines that readability takes for the article's, without blanks; none where it is not to be asked."""
    if len(source) > _READABLE or max(page.depth, page.attributes) > _SIMPLE:
        return []
    try:
        summary = Document(source.encode("utf-8", "replace").decode()).summary()
    except Unparseable:
        return []
    return ["".join(block.text.split()) for block in _parsed(summary, Sheet(()), all_text=True).blocks]


def _require_text(text: str, page: Page) -> None:
    if text.count(_LOST) > _LOST_SHARE * len(text):
        raise SourceError("网页的编码无法识别，或文字已损坏；" + _SAVE_AGAIN)
    if prose_of(page) == 0 and page.frames:
        raise SourceError(
            "正文在网页的框架里，没有一起保存；请单独打开正文所在的框架另存，或把正文复制到文本文件再收录"
        )
    if page.scripts and (prose_of(page) == 0 or (prose_of(page) < _LITTLE and page.unseen > _MUCH * _LITTLE)):
        raise SourceError("网页里没有正文（正文由脚本载入）；" + _SAVE_AGAIN)
    if not text:
        raise SourceError("网页里没有文字；" + _SAVE_AGAIN)
