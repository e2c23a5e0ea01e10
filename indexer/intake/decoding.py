"""Bytes to text: which encoding a source is written in, or why it cannot be text.

What can be decoded is not yet right: nearly any bytes are some characters of GB18030. So a reading only counts when it
reads like prose (legibility.py); where none does, the source is refused.
"""

import codecs
import re
from typing import Final

from indexer.errors import SourceError
from indexer.intake.legibility import is_broken, is_spoiled, legibility

_BOMS: Final = (  # the longer first: that of UTF-32 begins as that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDE: Final = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_GUESSES: Final = ("gb18030", "big5hkscs", "cp950")
_GB_NAMES: Final = re.compile(r"(?:x[-_])?(?:cs)?gb|(?:cp|ms|windows)[-_]?936|chinese|euc[-_]?cn|iso[-_]ir[-_]58")
_BIG5_NAMES: Final = re.compile(r"(?:x[-_])*(?:cn[-_]?|cs)?big[-_]?5|(?:cp|ms|windows)[-_]?950")
_SEVEN_BITS: Final = {b"~{": "hz", b"+": "utf-7"}  # Chinese written in ASCII, and how it begins
_ISO_2022: Final = b"\x1b$"
_REPLACED_SHARE: Final = 0.005  # of characters lost in decoding, above which a text is not worth quoting
_CONTROL_SHARE: Final = 0.01
_LEGIBLE: Final = 0.0
_TRUST: Final = 0.5  # how much a declared encoding is ahead of one that is not
_SAMPLE: Final = 100_000  # bytes shown to the detector of last resort: its time grows with them
_LOST: Final = "\ufffd"
# What is left of GBK in UTF-8: some of its pairs of bytes are letters there. The run is entered at its start alone.
_STRAY: Final = re.compile(f"(?:(?<![\x80-\u07ff])[\x80-\u07ff]+)?{_LOST}[{_LOST}\x80-\u07ff]*")
_CONTROL: Final = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MOJIBAKE: Final = "锟斤拷"  # what is left of U+FFFD after a second wrong turn
# Characters of GB18030 that had no number in Unicode when Python's codec was made: vertical marks, parts, rare names.
_NUMBERED_SINCE: Final = str.maketrans(
    "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7"
    "\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
    "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u1e3f"
    "\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
)


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of a source with LF line ends and without BOM.

    A BOM decides; else UTF-8, the charset that the file itself declares, GB18030, Big5 and UTF-16, whichever reads
    best. Up to 0.5 % of the characters may be lost: they are U+FFFD. Raises SourceError with the reason for what is
    empty, binary, damaged or of unknown encoding.
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
            return _required(_lossy(data[len(bom) :], encoding), guessed=False)
    text = _strict(data, "utf-8")
    if text is not None and text.isascii():
        return _ascii(data, text)
    if text is not None and _reads(text, guessed=False):
        return _bearable(text, guessed=False)
    best = _best(data, declared)
    if best is not None:
        return best
    if b"\0" in data:
        raise SourceError("文件是二进制的，不是文本；请另存为 UTF-8 纯文本")
    if text is not None:
        return _required(text, guessed=False)
    return _damaged(data, declared)


def _best(data: bytes, declared: str | None) -> str | None:
    """Return the reading without any loss that reads best, None if none reads like text."""
    named = _named(declared)
    found: list[tuple[float, str]] = []
    for encoding in dict.fromkeys((*named, *(() if b"\0" in data else _GUESSES), *_WIDE)):
        text = _strict(data, encoding)
        if text is not None and _reads(text, guessed=True):
            found.append((legibility(text) + _TRUST * (encoding in named), text))
    return max(found, key=lambda reading: reading[0])[1] if found else None


def _damaged(data: bytes, declared: str | None) -> str:
    """Return the text of a source with a few broken bytes, in place of which U+FFFD stands. Raises SourceError."""
    readings = [_lossy(data, encoding) for encoding in dict.fromkeys(("utf-8", *_named(declared), *_GUESSES[:2]))]
    text = max(readings, key=legibility)
    if legibility(text) <= _LEGIBLE:
        detected = _detected(data)
        if detected is not None:
            return detected
    return _required(text, guessed=True)


def _detected(data: bytes) -> str | None:
    """Return the reading in an encoding that nobody thought of, if it reads like text."""
    from charset_normalizer import from_bytes  # only here: hardly ever needed

    match = from_bytes(data[:_SAMPLE]).best()
    text = _strict(data, match.encoding) if match else None
    return text if text and _reads(text, guessed=True) else None


def _named(declared: str | None) -> tuple[str, ...]:
    """Return the encodings that a declared charset stands for; none if it is unknown or absurd."""
    name = (declared or "").strip().strip("\"'").lower()
    if _GB_NAMES.match(name):
        return ("gb18030",)
    return ("big5hkscs", "cp950") if _BIG5_NAMES.match(name) else ()


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return _renumbered(data.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _lossy(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace")
    if encoding == "utf-8":
        return _STRAY.sub(lambda match: _LOST * len(match[0]), text) if _LOST in text else text
    return _renumbered(text, encoding)


def _renumbered(text: str, encoding: str) -> str:
    return text.translate(_NUMBERED_SINCE) if encoding == "gb18030" and max(text, default="") >= "\ue78d" else text


def _ascii(data: bytes, text: str) -> str:
    for sign, encoding in _SEVEN_BITS.items():
        spelt = _strict(data, encoding) if sign in data else None
        if spelt and legibility(spelt) > _LEGIBLE:
            return _required(spelt, guessed=True)
    if _ISO_2022 in data:
        raise SourceError("文字是 ISO-2022 编码；请用编辑器打开，另存为 UTF-8 纯文本")
    if "\0" in text:
        raise SourceError("文件是二进制的，不是文本；请另存为 UTF-8 纯文本")
    return _required(text, guessed=False)


def _required(text: str, *, guessed: bool) -> str:
    """Return `text` if it is fit to be quoted. Raises SourceError."""
    if not _reads(_bearable(text, guessed=guessed), guessed=guessed):
        raise SourceError("内容像乱码或二进制，不像中文文本；请检查文件，另存为 UTF-8 纯文本")
    return text


def _bearable(text: str, *, guessed: bool) -> str:
    """Return `text` if hardly a character of it is lost. Raises SourceError."""
    if text.count(_LOST) > _REPLACED_SHARE * len(text):
        raise SourceError("无法识别编码，或文字已损坏；请另存为 UTF-8 纯文本")
    if guessed and _LOST in text and is_broken(text):
        raise SourceError("有些文字已损坏，成了乱码；请从原网页重新保存，或另存为 UTF-8 纯文本")
    return text


def _reads(text: str, *, guessed: bool) -> bool:
    """Tell whether `text` reads like text throughout; a language that is not Chinese has to be proven by the bytes."""
    if "\0" in text or len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        return False
    worth = legibility(text, guessed=guessed)
    legible = worth > _LEGIBLE or (worth == _LEGIBLE and not guessed)
    return legible and text.count(_MOJIBAKE) * 100 <= len(text) and not is_spoiled(text, guessed=guessed)
