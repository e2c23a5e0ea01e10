"""A memo from the bytes of a file: plain text in the encodings that are met, or Word. Nothing is written anywhere."""

import codecs
import re
import unicodedata
from pathlib import PurePath
from typing import Final

from webapp.quotations.errors import DocumentError, TooLarge
from webapp.quotations.model import Attached, Memo
from webapp.search.messages import say

MAX_FILE_BYTES: Final = 12 * 1024 * 1024
MAX_TEXT_BYTES: Final = 200_000  # of a memo in UTF-8

_TEXT_KINDS: Final = frozenset({".txt", ".md", ".markdown", ".text", ""})
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_UNWRITABLE: Final = re.compile("[\ud800-\udfff\0]")
_LOST: Final = "\ufffd"
_LINE_ENDS: Final = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"))


def read(data: bytes, name: str = "") -> Memo:
    """Return the memo in a .txt, .md or .docx file. Raises DocumentError, of which TooLarge is one."""
    if len(data) > MAX_FILE_BYTES:
        raise TooLarge(say("文件超过 12 MB。请另存一份不带图片的，或把文字粘贴到框里。"))
    if not data.strip(b"\0 \t\r\n"):
        raise DocumentError(say("文件是空的。请检查是否选对了文件。"))
    if data.startswith(_OLE):
        raise DocumentError(
            say(
                "这是旧版 Word（.doc）、WPS（.wps）或加密的文件，读不了。请用 Word 或 WPS 去掉密码，另存为 .docx 再试。"
            )
        )
    if data.startswith(_ZIP):
        from webapp.quotations import word

        return as_memo(*word.read(data))
    if data.startswith(b"%PDF-"):
        raise DocumentError(say("这是 PDF 文件，读不了。请用原来的 Word 文件，或把文字粘贴到框里。"))
    if PurePath(name).suffix.lower() not in _TEXT_KINDS or data.startswith(b"{\\rtf"):
        raise DocumentError(say("只认 .docx、.txt 和 .md 文件。请另存为 .docx，或把文字粘贴到框里。"))
    text, encoding = _decoded(data)
    return as_memo(text, encoding=encoding)


def as_memo(text: str, attached: tuple[Attached, ...] = (), *, encoding: str | None = None) -> Memo:
    """Return a text, with what is `attached` to it, as a memo. Raises DocumentError where there is none or too much."""
    if len(text.encode(errors="replace")) > MAX_TEXT_BYTES:
        raise TooLarge(say("文字超过 200 kB（约 6.6 万字）。请分成几份，逐份核对。"))
    if not text.strip():
        raise DocumentError(say("还没有可核对的文字。请粘贴文稿，或选择一个文件。"))
    written = text.replace("\r\n", "\n").translate(_LINE_ENDS).removeprefix("\ufeff")
    return Memo(unicodedata.normalize("NFC", _UNWRITABLE.sub(_LOST, written)), attached, encoding)


def _decoded(data: bytes) -> tuple[str, str | None]:
    """Return a text and the name of its encoding, if that was not plain."""
    for mark, encoding, name in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), None if name == "UTF-8" else name
    if b"\0" in data:
        raise DocumentError(say("这不是文本文件。请另存为 .docx 或 UTF-8 的 .txt 再试。"))
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        return _strictly(data, "gb18030"), "GB18030"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise DocumentError(say("认不出文件的编码。请用记事本或 WPS 打开，另存为 UTF-8 的 .txt 再试。")) from None
