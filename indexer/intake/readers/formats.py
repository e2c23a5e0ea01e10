"""Which format a file is in: by its first bytes, else by its suffix."""

import re
from typing import Final, Literal

from indexer.errors import SourceError

Format = Literal["text", "html", "pdf", "docx"]

SUFFIXES: Final = frozenset(
    {".txt", ".md", ".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".aspx", ".jsp", ".php", ".pdf", ".docx"}
)
_HTML_SUFFIXES: Final = SUFFIXES - {".txt", ".md", ".pdf", ".docx"}
_START: Final = 4_096  # bytes looked at
_MARKUP: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|p|table|title)[\s>]", re.IGNORECASE)
_UNREADABLE: Final = (
    (b"\xd0\xcf\x11\xe0", "这是旧版 Word（.doc）、WPS 或 Excel 文件，请用 Word 或 WPS 另存为 .docx"),
    (b"{\\rtf", "这是 RTF 文件，请用 Word 或 WPS 另存为 .docx"),
    (b"\xff\xd8\xff", "这是图片，没有文字可读；请用文字版"),
    (b"\x89PNG", "这是图片，没有文字可读；请用文字版"),
    (b"GIF8", "这是图片，没有文字可读；请用文字版"),
    (b"Rar!", "这是压缩文件，请先解压"),
    (b"7z\xbc\xaf", "这是压缩文件，请先解压"),
    (b"\x1f\x8b", "这是压缩文件，请先解压"),
)


def format_of(suffix: str, data: bytes) -> Format:
    """Return the format of a file. Raises SourceError for what no reader is made for."""
    for magic, reason in _UNREADABLE:
        if data.startswith(magic):
            raise SourceError(reason)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        if suffix in (".docx", ".docm", ".dotx") or b"word/" in data:
            return "docx"
        raise SourceError("这是压缩文件、表格或 OFD 文件，不能读取；请解压，或另存为 .docx 或 .pdf")
    if suffix in _HTML_SUFFIXES or (suffix not in (".txt", ".md") and _MARKUP.search(data[:_START])):
        return "html"
    return "text"
