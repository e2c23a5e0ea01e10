"""Files that no reader is made for, told by what is in them; each with what its owner can do."""

import re
import zipfile
from io import BytesIO
from typing import Final

_START: Final = 4_096  # bytes looked at
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_ENTRY: Final = b"PK\x01\x02"  # opens each entry of a zip file's directory
_MAX_ENTRIES: Final = 20_000

_OLD_WORD: Final = "这是旧版 Word（.doc）或 WPS 文件，请用 Word 或 WPS 另存为 .docx"
_SHEET: Final = "这是表格，不能读取；报告若在表格里，请另存为 .docx 或 .pdf"
_SLIDES: Final = "这是演示文稿，不能读取；请另存为 .pdf"
_IMAGE: Final = "这是图片，没有文字可读；请用文字版"
_PACKED: Final = "这是压缩文件，请先解压"
_OFD: Final = "这是 OFD 版式文件，请用阅读器另存为 .pdf 或 .docx"
_CAJ: Final = "这是 CAJ 文件，请用 CAJViewer 另存为 .pdf"
_OPEN_DOCUMENT: Final = "这是 ODF 或 UOF 文档，请用 Word 或 WPS 另存为 .docx"
_MEDIA: Final = "这是音频或视频，没有文字可读；请用文字稿"
_PROGRAM: Final = "这是程序或数据库，不是报告；请从文件夹里移走"
_SECRET: Final = "文件有密码，请去掉密码后另存为 .docx"  # noqa: S105 - a sentence, not a password

_MAGIC: Final = (
    (b"{\\rtf", "这是 RTF 文件，请用 Word 或 WPS 另存为 .docx"),
    (b"\xff\xd8\xff", _IMAGE),
    (b"\x89PNG", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"\0\0\1\0", _IMAGE),
    (b"Rar!", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\x1f\x8b", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"MSCF", _PACKED),
    (b"MZ\x90", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"SQLite format 3", _PROGRAM),
    (b"ID3", _MEDIA),
    (b"OggS", _MEDIA),
    (b"%!PS", "这是 PostScript 文件，请另存为 .pdf"),
    (b"CAJ\0", _CAJ),
    (b"KDH ", _CAJ),
    (b"wOFF", "这是字体文件，不是报告；请从文件夹里移走"),
)
_INSIDE: Final = (  # offset, what stands there
    (4, b"ftyphei", _IMAGE),
    (4, b"ftypavif", _IMAGE),
    (4, b"ftyp", _MEDIA),
    (8, b"WEBPVP8", _IMAGE),
    (8, b"WAVEfmt", _MEDIA),
    (8, b"AVI LIST", _MEDIA),
    (6, b"\0\0\0\0\x36\0\0\0", _IMAGE),  # a bitmap
    (257, b"ustar", _PACKED),
)
_MEMBERS: Final = (  # what the first part of a package's member names says of it
    ("word/", None),
    ("ofd.xml", _OFD),
    ("xl/", _SHEET),
    ("ppt/", _SLIDES),
    ("content.xml", _OPEN_DOCUMENT),
    ("uof/", _OPEN_DOCUMENT),
)
_IN_XML: Final = (
    (b'progid="Word.Document"', "这是 Word 2003 的 XML 文件，请用 Word 或 WPS 另存为 .docx"),
    (b"<pkg:package", "这是 Word 的单个 XML 文件，请用 Word 或 WPS 另存为 .docx"),
    (b"<uof:", _OPEN_DOCUMENT),
    (b"<office:document", _OPEN_DOCUMENT),
    (b'progid="Excel.Sheet"', _SHEET),
    (b"<svg", _IMAGE),
)
_JSON: Final = re.compile(rb'\s*(?:[\w.]+\()?[\[{]\s*(?:\{\s*)?"[^"\n]{1,60}"\s*:')


def reason_against(data: bytes) -> str | None:
    """Return why a file cannot be read, None if it may be text, a page, or a Word document of today."""
    if data.startswith(_OLE):
        return _against_ole(data)
    if data.startswith(_ZIP):
        return _against_package(data)
    plain = data[:_START].removeprefix(b"\xef\xbb\xbf").lstrip()
    named = (reason for magic, reason in _MAGIC if data.startswith(magic) or plain.startswith(magic))
    inside = (reason for at, magic, reason in _INSIDE if data.startswith(magic, at))
    return next(named, None) or next(inside, None) or _against_written(plain)


def _against_ole(data: bytes) -> str:
    """Return what a file of the old Office is, by the names of its streams."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return _SECRET
    if holds("WordDocument"):
        return _OLD_WORD
    if holds("Workbook"):
        return _SHEET
    return _SLIDES if holds("PowerPoint Document") else _OLD_WORD


def _against_package(data: bytes) -> str | None:
    """Return what a zip file is, by the names in it; nothing is unpacked. A torn document is left to its reader."""
    if data.count(_ENTRY) > _MAX_ENTRIES:
        return None  # its reader refuses it unopened
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = [name.lower().replace("\\", "/") for name in package.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return None if b"word/" in data or b"[Content_Types].xml" in data else "压缩文件已损坏，请重新下载或另存"
    for start, reason in _MEMBERS:
        if any(name.startswith(start) for name in names):
            return reason
    return _PACKED if names else "这是空的压缩文件，没有内容"


def _against_written(start: bytes) -> str | None:
    """Return what a text is that people do not read: XML of an office program, data of an interface."""
    plain = start.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()  # UTF-16 as ASCII
    if plain.startswith((b"<?xml", b"<uof:", b"<office:", b"<pkg:", b"<svg")):
        return next((reason for sign, reason in _IN_XML if sign in plain), None)
    return "这是接口数据（JSON），不是网页；请用浏览器打开原网页后另存" if _JSON.match(plain) else None
