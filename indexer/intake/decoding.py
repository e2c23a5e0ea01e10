"""Bytes to text: which encoding a source is written in, or why it cannot be text."""

import codecs
from functools import cache
from typing import Final

from indexer.errors import SourceError

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE: Final = 20_000  # characters looked at from each end: enough to tell text from noise, whatever the size
_REPLACED_SHARE: Final = 0.005  # of characters lost in decoding, above which a text is not worth quoting
_ODD_SHARE: Final = 0.1  # of characters that no Chinese page uses, above which the encoding was guessed wrong
_CONTROL_SHARE: Final = 0.01


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of a source with LF line ends and without BOM.

    A BOM decides; else UTF-8, the charset that the file itself declares, UTF-16, GB18030 and Big5 in turn, as long as
    the outcome reads like text. Raises SourceError with the reason for what is empty, binary or of unknown encoding.
    """
    if not data.strip():
        raise SourceError("文件是空的")
    text = _decoded(data, declared).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not text.strip():
        raise SourceError("文件里没有文字")
    return text


def _decoded(data: bytes, declared: str | None) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(data[len(bom) :], encoding)
    text = _strict(data, "utf-8")
    if text is not None and "\0" not in text:
        return _require_text(text)
    if b"\0" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = _strict(data, encoding)
            if text is not None and _reads_like_text(text):
                return text
        raise SourceError("文件是二进制的，不是文本；请另存为 UTF-8 纯文本")
    for encoding in (*_declared(declared), "gb18030", "big5", "utf-16-le", "utf-16-be"):
        text = _strict(data, encoding)
        if text is not None and _reads_like_text(text):
            return text
    return _checked(data, "utf-8")


def _declared(name: str | None) -> tuple[str, ...]:
    """Return the encoding to read a declared charset with; none if it is unknown: GB names stand for GB18030."""
    plain = (name or "").strip().lower()
    if plain.startswith(("gb", "x-gb", "cp936")):
        return ("gb18030",)
    return ("big5hkscs",) if plain.startswith("big5") else ()


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _checked(data: bytes, encoding: str) -> str:
    return _require_text(data.decode(encoding, errors="replace"))


def _require_text(text: str) -> str:
    if text.count("\ufffd") > _REPLACED_SHARE * len(text):
        raise SourceError("无法识别编码，或文字已损坏；请另存为 UTF-8 纯文本")
    if not _reads_like_text(text):
        raise SourceError("内容像乱码或二进制，不像中文文本；请检查文件，另存为 UTF-8 纯文本")
    return text


def _reads_like_text(text: str) -> bool:
    """Tell whether the two ends of `text` are made of characters that Chinese pages use."""
    if "\0" in text:
        return False
    sample = text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + text[-_SAMPLE:]
    visible = [character for character in sample if not character.isspace()]
    control = sum(character < " " or "\x7f" <= character <= "\x9f" for character in visible)
    odd = sum(not _usual(character) for character in visible)
    broken = 3 * sample.count("锟斤拷")  # what is left of U+FFFD after a second wrong turn
    return control <= _CONTROL_SHARE * len(visible) and odd + broken <= _ODD_SHARE * len(visible)


@cache
def _usual(character: str) -> bool:
    """Tell whether a character is ASCII, a mark, or an ideograph in daily use on either side of the strait."""
    if character < "\x80" or "\u2000" <= character <= "\u303f" or "\uff00" <= character <= "\uffef":
        return True
    for encoding, last in (("gb2312", b"\xf7\xfe"), ("big5", b"\xc6\x7e")):
        try:
            if character.encode(encoding) <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False
