"""XML of an OOXML part, element by element: flat in memory, without entities, and no deeper than people write.

Names are short ones (w:p) whichever of the two sets of namespaces, transitional or strict, a file is written in.
"""

from typing import Final, Protocol
from xml.parsers import expat

from indexer.errors import SourceError
from indexer.intake.readers.docx.package import Package, damaged, refuse_doctype, too_large

MAX_DEPTH: Final = 256
_OPEN: Final = "http://schemas.openxmlformats.org"
_STRICT: Final = "http://purl.oclc.org/ooxml"
_PREFIXES: Final = {
    f"{_OPEN}/wordprocessingml/2006/main": "w",
    f"{_STRICT}/wordprocessingml/main": "w",
    f"{_OPEN}/officeDocument/2006/math": "m",
    f"{_STRICT}/officeDocument/math": "m",
    f"{_OPEN}/spreadsheetml/2006/main": "sheet",
    f"{_STRICT}/spreadsheetml/main": "sheet",
    f"{_OPEN}/presentationml/2006/main": "slides",
    f"{_STRICT}/presentationml/main": "slides",
    f"{_OPEN}/markup-compatibility/2006": "mc",
    f"{_OPEN}/package/2006/relationships": "rel",
    "http://purl.org/dc/elements/1.1/": "dc",
}


class Handler(Protocol):
    """Takes a part as it is read. `path` holds the names of the open elements, outermost first."""

    path: list[str]

    def start(self, name: str, attributes: dict[str, str], /) -> bool:
        """Take the beginning of an element, already on the path; False leaves out all that is in it, and its end."""
        ...

    def end(self, name: str, /) -> None:
        """Take the end of an element, still on the path."""
        ...

    def text(self, text: str, /) -> None: ...


def walk(package: Package, part: str, handler: Handler) -> None:
    """Give a part to `handler`, names short and attributes by their local names. Raises SourceError."""
    walker = _Walker(handler, package.elements_left)
    walker.parse(package.read(part))
    package.elements_left = walker.elements_left


def on(value: str | None) -> bool:
    """Tell whether a property that is switched on by standing there is on: its value may say that it is off."""
    return value not in ("0", "false", "off", "none")


def number(value: str | None) -> int | None:
    """Return a whole number as attributes have it; None for what is none, or absurdly large."""
    text = (value or "").strip()
    return int(text) if text.removeprefix("-").isdecimal() and text.isascii() and len(text) <= 9 else None


class _Walker:
    def __init__(self, handler: Handler, elements_left: int) -> None:
        self.elements_left = elements_left
        self._handler = handler
        self._path = handler.path
        self._left_out = 0  # elements open inside one that is left out
        self._depth = 0
        self._names: dict[str, str] = {}
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def parse(self, data: bytes) -> None:
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 - expat takes no keywords
        except (expat.ExpatError, ValueError, LookupError):
            raise damaged() from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self.elements_left -= 1
        if self._depth > MAX_DEPTH:
            raise SourceError("文件里的层次嵌套得不正常，为安全起见不读；请用 Word 或 WPS 打开后另存为 .docx")
        if self.elements_left < 0:
            raise too_large()
        if self._left_out:
            self._left_out += 1
            return
        short = self._names.get(name) or self._shorten(name)
        self._path.append(short)
        local = {key.rpartition(" ")[2]: value for key, value in attributes.items()} if attributes else attributes
        if not self._handler.start(short, local):
            self._path.pop()
            self._left_out = 1

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._left_out:
            self._left_out -= 1
            return
        self._handler.end(self._path[-1])
        self._path.pop()

    def _text(self, text: str) -> None:
        if not self._left_out:
            self._handler.text(text)

    def _shorten(self, name: str) -> str:
        namespace, _, local = name.rpartition(" ")
        short = self._names[name] = f"{_PREFIXES.get(namespace, '?')}:{local}"
        return short
