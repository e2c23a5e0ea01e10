"""Sets a Word document by python-docx: paragraphs of a few styles, links, page numbers, the same bytes every time.

Loads python-docx; import it only where a document is made.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Footer

from webapp.basket import layout
from webapp.basket.layout import FOOTER, NAMESPACES, PAGE, Face, Style

# Letters, digits and marks of ASCII, letters with accents, blanks between them, and the apostrophe of it’s.
_LATIN: Final = re.compile(
    r"(?:[!-~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]|(?<=[A-Za-z])’(?=[A-Za-z])|(?<=[!-~]) +(?=[!-~]))+"
)
_BREAKS: Final = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_KEPT_IN_ADDRESSES: Final = "%/:?#[]@!$&'()*+,;=~"
_LONGEST_TITLE: Final = 255  # characters of a core property
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP file can tell

# What is kept of python-docx's template: neither its theme nor its picture, and none of what hangs on them.
_OF_DOCUMENT: Final = (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS)
_OF_PACKAGE: Final = (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: in another face than its style's, raised, or a link to an address or a #bookmark."""

    text: str
    face: Face | None = None
    link: str | None = None
    raised: bool = False


class Sheet:
    """A document that is written from top to bottom. Texts must be printable, see webapp.basket.wording."""

    def __init__(self, title: str, today: date) -> None:
        """Begin a document that is called `title` and was made on `today`."""
        self._document = docx.Document()
        self._bookmarks = 0
        _clear(self._document)
        _describe(self._document, title, today)
        _set_page(self._document)

    def write(self, style: Style, *pieces: Piece | str, bookmark: str | None = None) -> None:
        """Add a paragraph. `bookmark` lets links lead to it."""
        runs = "".join(self._piece(Piece(one) if isinstance(one, str) else one, style) for one in pieces)
        if bookmark is not None:
            self._bookmarks += 1
            opening = f'<w:bookmarkStart w:id="{self._bookmarks}" w:name={quoteattr(bookmark)}/>'
            runs = f'{opening}{runs}<w:bookmarkEnd w:id="{self._bookmarks}"/>'
        self._document.element.body.insert_element_before(_paragraph(style, runs), "w:sectPr")

    def to_bytes(self) -> bytes:
        """Return the file. Nothing in it depends on the clock."""
        saved = io.BytesIO()
        self._document.save(saved)
        made = io.BytesIO()
        with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in parts.namelist():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, parts.read(name))
        return made.getvalue()

    def _piece(self, piece: Piece, style: Style) -> str:
        runs = _runs(piece, piece.face or style.face)
        if piece.link is None:
            return runs
        if piece.link.startswith("#"):
            return f'<w:hyperlink w:anchor={quoteattr(piece.link[1:])} w:history="1">{runs}</w:hyperlink>'
        address = quote(piece.link, safe=_KEPT_IN_ADDRESSES)
        relation = self._document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<w:hyperlink r:id="{relation}" w:history="1">{runs}</w:hyperlink>'


def _runs(piece: Piece, face: Face) -> str:
    style, colour = ('<w:rStyle w:val="Hyperlink"/>', layout.LINK) if piece.link and not piece.raised else ("", "")
    raised = layout.RAISED if piece.raised else ""
    properties = {
        chinese: f"<w:rPr>{style}{face.fonts(chinese=chinese)}{colour}{raised}</w:rPr>" for chinese in (False, True)
    }
    return "".join(f"<w:r>{properties[chinese]}{_text(text)}</w:r>" for text, chinese in _by_script(piece.text))


def _by_script(text: str) -> Iterator[tuple[str, bool]]:
    """Cut `text` into stretches, each with whether it is Chinese: everything is that is not Latin."""
    at = 0
    for latin in _LATIN.finditer(text):
        if at < latin.start():
            yield text[at : latin.start()], True
        yield latin[0], False
        at = latin.end()
    if at < len(text):
        yield text[at:], True


def _text(text: str) -> str:
    return "".join(
        _BREAKS.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in re.split(r"([\n\t])", text)
        if part
    )


def _paragraph(style: Style, runs: str, properties: str = "") -> BaseOxmlElement:
    return parse_xml(f'<w:p {NAMESPACES}><w:pPr><w:pStyle w:val="{style.id}"/>{properties}</w:pPr>{runs}</w:p>')


def _clear(document: Document) -> None:
    """Put our styles, settings and fonts in place of those of python-docx's template, which are not Chinese."""
    package = document.part.package
    assert package is not None
    for holder, kept in ((document.part, _OF_DOCUMENT), (package, _OF_PACKAGE)):
        for name, relation in list(holder.rels.items()):
            if relation.reltype not in kept:
                del holder.rels[name]
    for element, ours in (
        (document.styles.element, layout.styles_xml()),
        (document.settings.element, layout.settings_xml()),
    ):
        for child in list(element):
            element.remove(child)
        element.extend(list(parse_xml(ours)))
    fonts = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, layout.font_table_xml().encode(), package)
    document.part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)


def _describe(document: Document, title: str, today: date) -> None:
    about = document.core_properties
    about.title = title[:_LONGEST_TITLE]
    about.language = "zh-CN"
    about.author = about.comments = about.last_modified_by = ""
    about.created = about.modified = datetime.combine(today, time(), UTC)
    about.revision = 1


def _set_page(document: Document) -> None:
    """Lay out the page, its number on the outer side one character in: — 1 —."""
    body = document.element.body
    body.replace(body.sectPr, parse_xml(PAGE))
    section = document.sections[0]
    _number(section.footer, '<w:ind w:right="280" w:rightChars="100"/><w:jc w:val="right"/>')
    _number(section.even_page_footer, '<w:ind w:left="280" w:leftChars="100"/><w:jc w:val="left"/>')


def _number(footer: _Footer, placed: str) -> None:
    footer.is_linked_to_previous = False
    holder = footer.part.element
    page = f'<w:fldSimple w:instr="PAGE">{_runs(Piece("1"), FOOTER.face)}</w:fldSimple>'
    runs = f"{_runs(Piece('— '), FOOTER.face)}{page}{_runs(Piece(' —'), FOOTER.face)}"
    holder[:] = [_paragraph(FOOTER, runs, placed)]
