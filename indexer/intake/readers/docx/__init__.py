"""Word documents (.docx, .docm, .dotx) as Word, WPS and LibreOffice write them, in either set of namespaces.

The text reads with all changes accepted. Headers, footers and comments are left out; footnotes and endnotes stand
behind the paragraph that they hang on.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from indexer.contract import Evidence
from indexer.errors import SourceError
from indexer.intake.readers.docx.blocks import lines_with_notes
from indexer.intake.readers.docx.numbering import Numbering, read_numbering
from indexer.intake.readers.docx.ooxml import walk
from indexer.intake.readers.docx.package import Package
from indexer.intake.readers.docx.story import Story
from indexer.intake.readers.docx.styles import Styles, read_styles
from indexer.intake.readers.extracted import Extracted
from indexer.intake.titles import is_title

_MAIN: Final = "word/document.xml"
_OTHERS: Final = {
    "sheet:workbook": "这是表格（Excel）文件，只是改了后缀；请把文字另存为 .docx",
    "slides:presentation": "这是演示文稿（PowerPoint）文件，只是改了后缀；请把文字另存为 .docx",
}
_NO_DOCUMENT: Final = "文件里没有 Word 正文，不像 .docx 文件；请用 Word 或 WPS 打开后另存为 .docx"
_NO_TEXT: Final = "文件里没有文字，可能只有扫描的图片；请换成有文字的版本"
_EMBEDDED: Final = "正文里嵌有别的文件，读不到其中的文字；请用 Word 或 WPS 打开后另存为 .docx"
_HEAD: Final = 40  # lines among which a document has its title
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str  # the last word of its type: styles, numbering, footnotes
    target: str


def read(data: bytes) -> Extracted:
    """Return the text of a Word file, and the title in its properties where the text has none. Raises SourceError."""
    package = Package(data)
    main = _main_part(package)
    parts = _parts(package, main)
    styles = read_styles(package, parts["styles"]) if "styles" in parts else Styles({})
    numbering = (
        read_numbering(package, parts["numbering"], styles) if "numbering" in parts else Numbering({}, {}, styles)
    )
    story = Story(styles, numbering)
    walk(package, main, story)
    if story.root != "w:document":
        raise SourceError(_OTHERS.get(story.root, _NO_DOCUMENT))
    if story.embeds:
        raise SourceError(_EMBEDDED)
    notes: dict[str, str] = {}
    for kind in ("footnotes", "endnotes"):
        if kind in parts:
            notes |= _notes(package, parts[kind], styles, numbering)
    lines = list(lines_with_notes(story.blocks, notes))
    text = "\n".join(lines).strip("\n")
    if not text.strip():
        raise SourceError(_NO_TEXT)
    return Extracted(text, _said(package, lines, text))


def _main_part(package: Package) -> str:
    """Return the name of the part with the body."""
    for relation in _relations(package, ""):
        if relation.kind == "officeDocument" and relation.target in package:
            return relation.target
    if _MAIN in package:
        return _MAIN
    raise SourceError(_NO_DOCUMENT)


def _parts(package: Package, main: str) -> Mapping[str, str]:
    """Return the parts that belong to the body, by kind: named by it, else beside it."""
    folder = posixpath.dirname(main)
    found = {
        kind: f"{folder}/{kind}.xml" if folder else f"{kind}.xml"
        for kind in ("styles", "numbering", "footnotes", "endnotes")
    }
    found |= {relation.kind: relation.target for relation in _relations(package, main)}
    return {kind: name for kind, name in found.items() if name in package}


def _notes(package: Package, part: str, styles: Styles, numbering: Numbering) -> dict[str, str]:
    """Return the text of each note, in one line."""
    story = Story(styles, numbering)
    walk(package, part, story)
    return {
        key: " ".join(block.text.replace("\n", " ") for block in blocks if block.text)
        for key, blocks in story.notes.items()
    }


def _said(package: Package, lines: list[str], text: str) -> Mapping[str, Evidence]:
    """Return the title in the properties if it is a report's, and the text has none and does not name another year.

    The properties of last year's file are often this year's still.
    """
    name = next((one.target for one in _relations(package, "") if one.kind == "core-properties"), "")
    if name not in package or any(is_title(line) for line in lines[:_HEAD]):
        return {}
    properties = _Properties()
    walk(package, name, properties)
    title = "".join(properties.title).strip()
    if not is_title(title) or any(year not in text for year in _YEAR.findall(title)):
        return {}
    return {"title": Evidence("文档属性中的标题", 0, title)}


def _relations(package: Package, part: str) -> list[_Relation]:
    """Return the relations of a part, or of the package, to other parts, their targets as names of parts."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in package:
        return []
    relations = _Relations(folder)
    walk(package, listed, relations)
    return relations.found


class _Relations:
    def __init__(self, folder: str) -> None:
        self.path: list[str] = []
        self.found: list[_Relation] = []
        self._folder = folder

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        if name == "rel:Relationship" and attributes.get("TargetMode", "Internal") == "Internal":
            target = posixpath.join("/", self._folder, attributes.get("Target", "").replace("\\", "/"))
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found.append(_Relation(kind, posixpath.normpath(target).lstrip("/")))
        return True

    def end(self, name: str) -> None:
        """Pass over the end of an element."""

    def text(self, text: str) -> None:
        """Pass over text."""


class _Properties:
    def __init__(self) -> None:
        self.path: list[str] = []
        self.title: list[str] = []

    def start(self, _name: str, _attributes: dict[str, str]) -> bool:
        """Take every element."""
        return True

    def end(self, name: str) -> None:
        """Pass over the end of an element."""

    def text(self, text: str) -> None:
        if self.path[-1:] == ["dc:title"]:
            self.title.append(text)
