"""The words of a .docx file as it reads with all changes accepted, from bytes that nobody vouches for.

Only the parts that hold text are unpacked, in memory, as a stream that ends at a limit. They are read by a parser that
knows no entities: a document type declaration, which OOXML forbids, ends it.
"""

import io
import posixpath
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers import expat

from webapp.quotations.errors import DocumentError, TooLarge
from webapp.quotations.model import Attached
from webapp.search.messages import say

_MAX_UNPACKED: Final = 32 << 20  # bytes of all parts together
_MAX_RATIO: Final = 300  # of unpacked to packed bytes, beyond the first megabyte; real ones stay below 50
_MAX_ENTRIES: Final = 10_000
_MAX_CHARACTERS: Final = 400_000  # read before giving up; more than is checked
_MAX_DEPTH: Final = 500
_MAX_ELEMENTS: Final = 500_000
_CHUNK: Final = 1 << 20  # bytes; a long token is looked through again with each
_DEFAULT_PART: Final = "word/document.xml"
_NOTES: Final = ("footnotes.xml", "endnotes.xml")

_LEFT_OUT: Final = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rt", "rPr", "pPr"})
_BREAKS: Final = frozenset({"br", "cr"})
_DASHES: Final = {"noBreakHyphen": "-", "tab": "\t"}
_FIELD_LINK: Final = re.compile(r'HYPERLINK\s+"([^"]+)"')


@dataclass(slots=True)
class _Text:
    """Text as it is read, and what hangs on it."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    attached: list[Attached] = field(default_factory=list)

    def add(self, text: str) -> None:
        text = unicodedata.normalize("NFC", text)
        self.pieces.append(text)
        self.length += len(text)
        if self.length > _MAX_CHARACTERS:
            raise TooLarge(say("文字超过 200 kB（约 6.6 万字）。请分成几份，逐份核对。"))

    def end_line(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.add("\n")


def read(data: bytes) -> tuple[str, tuple[Attached, ...]]:
    """Return the text of a .docx file, and the links and notes that hang on it. Raises DocumentError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Package(archive).text()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, expat.ExpatError):
        raise DocumentError(say("这个 Word 文件已损坏，读不出来。请用 Word 或 WPS 打开，另存为 .docx 再试。")) from None
    except RuntimeError:  # zipfile's word for a part that is encrypted
        raise DocumentError(say("文件有密码，读不了。请去掉密码，另存为 .docx 再试。")) from None


class _Package:
    """The parts of one file; what is unpacked of it is counted."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        if len(archive.infolist()) > _MAX_ENTRIES:
            _refuse_size()
        self._archive = archive
        self._names = set(archive.namelist())
        self._left = _MAX_UNPACKED

    def text(self) -> tuple[str, tuple[Attached, ...]]:
        """Return the text of the document, its notes behind it."""
        main = self._main_part()
        folder = posixpath.dirname(main)
        notes: dict[str, str] = {}
        for name in _NOTES:
            part = posixpath.join(folder, name)
            if part in self._names:
                notes |= {f"{name}:{key}": text for key, text in _Notes().parse_all(self._chunks(part)).items()}
        body = _Body(self._links(main), notes)
        body.parse(self._chunks(main))
        for note in notes.values():
            body.text.end_line()
            body.text.add(note)
        return "".join(body.text.pieces), tuple(body.text.attached)

    def _main_part(self) -> str:
        for kind, target in self._relations("_rels/.rels").values():
            if kind.endswith("/officeDocument") and posixpath.normpath(target.lstrip("/")) in self._names:
                return posixpath.normpath(target.lstrip("/"))
        if _DEFAULT_PART in self._names:
            return _DEFAULT_PART
        raise DocumentError(say("这不是 Word 文件（.docx）。请另存为 .docx，或把文字粘贴到框里。"))

    def _links(self, part: str) -> dict[str, str]:
        folder, name = posixpath.split(part)
        found = self._relations(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {key: target for key, (kind, target) in found.items() if kind.endswith("/hyperlink")}

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        if part not in self._names:
            return {}
        relations = _Relations()
        relations.parse(self._chunks(part))
        return relations.found

    def _chunks(self, part: str) -> Iterator[bytes]:
        info = self._archive.getinfo(part)
        unpacked = 0
        with self._archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                self._left -= len(chunk)
                bomb = unpacked > (1 << 20) and unpacked > _MAX_RATIO * max(1, info.compress_size)
                if self._left < 0 or bomb:
                    _refuse_size()
                yield chunk


def _refuse_size() -> NoReturn:
    raise TooLarge(say("文件解开后太大，不像普通的 Word 文件。请把文字粘贴到框里，或另存为 .txt 再试。"))


class _Reader:
    """Reads XML as it comes, element by element, by local names: Word has two sets of namespaces."""

    def __init__(self) -> None:
        self._depth = 0
        self._elements = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self.words

    def parse(self, chunks: Iterator[bytes]) -> None:
        for chunk in chunks:
            self._parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keywords
        self._parser.Parse(b"", True)  # noqa: FBT003 - see above

    def _refuse(self, *_declared: object) -> None:
        raise DocumentError(say("文件里有不该有的声明（DTD），为安全起见不读。请另存为 .docx 再试。"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > _MAX_DEPTH or self._elements > _MAX_ELEMENTS:
            _refuse_size()
        self.begin(name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(name.rpartition(" ")[2])

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def words(self, text: str) -> None:
        """Take text."""


class _Relations(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, tuple[str, str]] = {}  # id → kind, target

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            self.found[attributes.get("Id", "")] = attributes.get("Type", ""), attributes.get("Target", "")


class _Body(_Reader):
    """Text in the order of its paragraphs; a text box comes after the paragraph that it hangs on."""

    def __init__(self, links: dict[str, str], notes: dict[str, str]) -> None:
        super().__init__()
        self.text = _Text()
        self._links = links
        self._notes = notes
        self._left_out = 0
        self._in_words = False
        self._properties = 0
        self._joined = False  # the mark at the end of this paragraph is deleted
        self._instruction: list[str] | None = None
        self._open_links: list[tuple[int, str | None]] = []
        self._fields: list[list[tuple[int, str]]] = []
        self._outside: list[_Text] = []  # of text boxes under way
        self._boxes: list[str] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "pPr":
            self._properties += 1
        elif name == "del" and self._properties:
            self._joined = True
        if name in _LEFT_OUT:
            self._left_out += 1
        if name == "instrText":
            self._instruction = []
        if self._left_out:
            return
        if name == "t":
            self._in_words = True
        elif name in _DASHES:
            self.text.add(_DASHES[name])
        elif name in _BREAKS:
            self.text.add("\n")
        elif name == "txbxContent":
            self._outside.append(self.text)
            self.text = _Text()
        else:
            self._begin_link(name, attributes)

    def _begin_link(self, name: str, attributes: dict[str, str]) -> None:
        at = self.text.length
        if name == "hyperlink":
            self._open_links.append((at, self._links.get(attributes.get("id", ""))))
        elif name == "fldChar" and attributes.get("fldCharType") == "begin":
            self._fields.append([])
        elif name == "fldChar" and attributes.get("fldCharType") == "end" and self._fields:
            self.text.attached += [Attached(start, at, url) for start, url in self._fields.pop()]
        elif name in ("footnoteReference", "endnoteReference"):
            note = self._notes.get(f"{name.removesuffix('Reference')}s.xml:{attributes.get('id')}")
            self.text.attached += [Attached(at, at, note)] if note else []

    def end(self, name: str) -> None:
        if name == "instrText" and self._instruction is not None:
            link = _FIELD_LINK.search("".join(self._instruction))
            if link and self._fields:
                self._fields[-1].append((self.text.length, link[1]))
            self._instruction = None
        if name == "pPr":
            self._properties -= 1
        if name in _LEFT_OUT:
            self._left_out -= 1
        elif self._left_out:
            return
        if name == "t":
            self._in_words = False
        elif name == "p":
            self._end_paragraph()
        elif name == "hyperlink" and self._open_links:
            start, url = self._open_links.pop()
            self.text.attached += [Attached(start, self.text.length, url)] if url else []
        elif name == "txbxContent" and self._outside:
            box, self.text = self.text, self._outside.pop()
            self._boxes.append("".join(box.pieces))

    def _end_paragraph(self) -> None:
        if not self._joined:
            self.text.end_line()
        self._joined = False
        if not self._outside and self._boxes:
            for box in self._boxes:
                self.text.add(box)
                self.text.end_line()
            self._boxes = []

    def words(self, text: str) -> None:
        if self._instruction is not None:
            self._instruction.append(text)
        elif self._in_words and not self._left_out:
            self.text.add(text)


class _Notes(_Body):
    """The footnotes or endnotes of a document, by their ids."""

    def __init__(self) -> None:
        super().__init__({}, {})
        self._found: dict[str, str] = {}
        self._id: str | None = None

    def parse_all(self, chunks: Iterator[bytes]) -> dict[str, str]:
        """Return the text of each note."""
        self.parse(chunks)
        return self._found

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("footnote", "endnote"):
            self._id = attributes.get("id") if attributes.get("type", "normal") == "normal" else None
            self.text = _Text()
        super().begin(name, attributes)

    def end(self, name: str) -> None:
        super().end(name)
        if name in ("footnote", "endnote") and self._id is not None:
            self._found[self._id] = "".join(self.text.pieces).strip()
