"""The members of an OOXML file, from bytes that nobody vouches for.

Everything is looked through before anything is read: names, numbers and sizes as the directory states them, then every
member inflated in pieces and counted, since a header may lie. XML with a document type declaration, which OOXML forbids
and every entity bomb needs, is refused whether it would be read or not. Nothing is written, nothing else is opened.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from typing import Final
from xml.parsers import expat

from indexer.errors import SourceError

MAX_INFLATED: Final = 200_000_000  # bytes of all members together
MAX_RATIO: Final = 100  # of inflated to packed bytes, for a member above _SMALL; Word's own stay below 60
MAX_MEMBERS: Final = 2_000
MAX_READ: Final = 64_000_000  # bytes of the parts that are read, some 4,000 pages
MAX_ELEMENTS: Final = 2_000_000  # in them; a hundred pages have some 100,000
_SMALL: Final = 1_000_000
_MAX_PROLOG: Final = 1_000_000  # bytes before the first element; expat goes over them again with each piece
_DRAWINGS: Final = (".emf", ".wmf", ".bmp", ".tif", ".tiff")  # a white page packs 1,000 to 1; never read
_PIECE: Final = 1 << 16
_ENTRY: Final = b"PK\x01\x02"  # opens each entry of the directory
_ENTRIES: Final = 10 * MAX_MEMBERS  # seen in the bytes, those of files embedded unpacked among them
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_XML: Final = (".xml", ".rels", ".vml")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_OLE_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")

_DAMAGED: Final = "这个 Word 文件不完整或已损坏，读不出来；请重新下载，或用 Word、WPS 打开后另存为 .docx"
_TOO_LARGE: Final = "文件解压后大得不正常，为安全起见不读；请用 Word 或 WPS 打开，把正文另存为新的 .docx"
_SUSPECT: Final = "文件的内部结构不正常，为安全起见不读；请用 Word 或 WPS 打开后另存为 .docx"
_LOCKED: Final = "文件有密码，读不了；请用 Word 或 WPS 打开，去掉密码后另存为 .docx"
_DOCTYPE: Final = "文件里有不该有的声明（DTD），为安全起见不读；请用 Word 或 WPS 打开后另存为 .docx"

# What the library raises over bytes that make no archive; RuntimeError is its word for an encrypted member.
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)


def damaged() -> SourceError:
    """Return the error for a file that is cut short or altered."""
    return SourceError(_DAMAGED)


def refuse_doctype(*_declared: object) -> None:
    """Raise SourceError for XML that declares a document type; expat calls it then."""
    raise SourceError(_DOCTYPE)


def too_large() -> SourceError:
    """Return the error for what goes beyond a limit of size."""
    return SourceError(_TOO_LARGE)


class Package:
    """The members of an archive that was looked through. Raises SourceError with the reason if it is refused."""

    def __init__(self, data: bytes) -> None:
        self.elements_left = MAX_ELEMENTS
        self._bytes_left = MAX_READ
        if data.startswith(_OLE):
            raise SourceError(_LOCKED if _OLE_ENCRYPTED in data else _of_old_word())
        if data.count(_ENTRY) > _ENTRIES:
            raise too_large()
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._members = _members(self._archive.infolist(), len(data))
            left = MAX_INFLATED
            for info in self._members.values():
                left -= self._look_through(info, left)
        except _BROKEN:
            raise damaged() from None

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def read(self, name: str) -> bytes:
        """Return the bytes of a part. Raises SourceError if it is missing or too large."""
        info = self._members.get(_key(name))
        if info is None:
            raise damaged()
        self._bytes_left -= info.file_size
        if self._bytes_left < 0:
            raise too_large()
        try:
            return self._archive.read(info)
        except _BROKEN:
            raise damaged() from None

    def _look_through(self, info: zipfile.ZipInfo, left: int) -> int:
        """Return the size of a member, inflated to its end: size and checksum hold, no document type is declared."""
        size = 0
        prolog = _Prolog() if info.filename.lower().endswith(_XML) else None
        with self._archive.open(info) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > left or _is_bomb(info, size):
                    raise too_large()
                if prolog is not None:
                    prolog.feed(piece)
        if size != info.file_size:
            raise damaged()
        return size


def _of_old_word() -> str:
    return "这是旧版 Word（.doc）、WPS 或 Excel 文件，只是改了后缀；请用 Word 或 WPS 打开后另存为 .docx"


def _members(infos: list[zipfile.ZipInfo], length: int) -> dict[str, zipfile.ZipInfo]:
    """Return the members by their keys, after all that their directory says has been checked."""
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_INFLATED:
        raise too_large()
    if sum(info.compress_size for info in infos) > length:
        raise SourceError(_SUSPECT)  # members lie over each other
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise SourceError(_LOCKED)
        if info.compress_type not in _METHODS or _is_outside(info.filename):
            raise SourceError(_SUSPECT)
        if _is_bomb(info, info.file_size):
            raise too_large()
        if info.filename.endswith("/"):
            continue
        if _key(info.filename) in members:
            raise SourceError(_SUSPECT)
        members[_key(info.filename)] = info
    return members


def _key(name: str) -> str:
    """Return what tells names apart: OOXML's are the same in either case."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/").lower()


def _is_outside(name: str) -> bool:
    plain = name.replace("\\", "/")
    return not plain or plain.startswith("/") or ".." in plain.split("/") or re.match("[A-Za-z]:", plain) is not None


def _is_bomb(info: zipfile.ZipInfo, size: int) -> bool:
    drawing = info.filename.lower().endswith(_DRAWINGS)
    return not drawing and size > _SMALL and size > MAX_RATIO * max(1, info.compress_size)


class _Prolog:
    """Looks at what stands before the first element of an XML member, in whatever encoding expat reads."""

    def __init__(self) -> None:
        self._fed = 0
        self._done = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = refuse_doctype
        self._parser.StartElementHandler = self._end

    def _end(self, *_element: object) -> None:
        self._done = True

    def feed(self, piece: bytes) -> None:
        if self._done:
            return
        self._fed += len(piece)
        if self._fed > _MAX_PROLOG:
            raise SourceError(_SUSPECT)
        try:
            self._parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keywords
        except (expat.ExpatError, ValueError, LookupError):
            self._done = True  # no XML: where the part is read, that is said then
