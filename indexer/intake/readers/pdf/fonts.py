"""From the codes in a PDF's strings to characters and widths.

What a font does not tell is U+FFFD: a code without a character is counted as lost, never guessed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pypdf.generic import DictionaryObject, StreamObject

from indexer.intake.readers.pdf.objects import array, dictionary, number, resolved

LOST: Final = "\ufffd"
_CODES: Final = 70_000  # entries of a map that are read: more than two-byte codes have
_MAP_BYTES: Final = 4_000_000
_TOKENS: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>|([\[\]])|\b((?:begin|end)(?:bfchar|bfrange|codespacerange))\b")
_UTF16: Final = re.compile(r"^/Uni(?:GB|CNS|JIS|KS)\w*-(?:UCS2|UTF16)-[HV]$|^/Uni\w+-(?:UCS2|UTF16)-H\w*-[HV]$")
_MULTIBYTE: Final = (
    (re.compile(r"^/GB"), "gb18030"),
    (re.compile(r"^/(?:ETen|B5|HKscs|HKdl|HKm)"), "big5hkscs"),
    (re.compile(r"^/(?:90|83|Ext|Add).*RKSJ"), "cp932"),
    (re.compile(r"^/KSC"), "cp949"),
)
_SINGLE: Final = {"/MacRomanEncoding": "mac_roman", "/WinAnsiEncoding": "cp1252"}
_NAMES: Final = (
    "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma "
    "hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater question "
    "at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore "
    "grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde"
)
_GLYPHS: Final = {
    **{name: chr(32 + i) for i, name in enumerate(_NAMES.split())},
    "nbspace": " ", "endash": "–", "emdash": "—", "quoteleft": "‘", "quoteright": "’", "quotedblleft": "“",
    "quotedblright": "”", "bullet": "•", "ellipsis": "…", "periodcentered": "·", "middot": "·", "multiply": "×",
    "degree": "°", "section": "§", "copyright": "©", "fi": "fi", "fl": "fl", "minus": "−", "perthousand": "‰",
}  # fmt: skip
_UNI_NAME: Final = re.compile(r"^(?:uni([0-9A-F]{4})|u([0-9A-F]{4,6}))(?:\..*)?$")


@dataclass(frozen=True, slots=True)
class Glyph:
    """What one code shows: its characters, its advance in units of the font size, and whether word spacing holds."""

    text: str
    advance: float
    blank: bool


@dataclass
class Font:
    """A font of a PDF as far as reading goes."""

    code_lengths: tuple[int, ...]  # bytes, the shorter first
    to_text: Mapping[int, str]
    codec: str | None
    widths: Mapping[int, float]
    default_width: float
    vertical: bool = False
    _known: dict[bytes, Glyph] = field(default_factory=dict)

    def glyphs(self, data: bytes) -> Iterator[Glyph]:
        """Yield what the codes of a string show."""
        at = 0
        while at < len(data):
            code = data[at : at + self._length(data, at)]
            at += len(code)
            glyph = self._known.get(code)
            if glyph is None:
                glyph = self._known[code] = self._glyph(code)
            yield glyph

    def _length(self, data: bytes, at: int) -> int:
        if self.codec in (None, "utf-16-be"):
            return self.code_lengths[-1]
        if data[at] < 0x80 or (self.codec == "cp932" and 0xA0 <= data[at] <= 0xDF):
            return 1
        return 4 if self.codec == "gb18030" and data[at + 1 : at + 2].isdigit() else 2

    def _glyph(self, code: bytes) -> Glyph:
        number = int.from_bytes(code, "big")
        text = self.to_text.get(number)
        if text is None and self.codec is not None:
            text = code.decode(self.codec, "replace")
        text = LOST if text is None or text == "\0" else text
        width = self.widths.get(number)
        if width is None:
            half = self.codec is not None and len(text) == 1 and " " <= text <= "~"
            width = 0.5 if half else self.default_width
        return Glyph(text, width, blank=code == b" ")


def load_font(resource: DictionaryObject) -> Font:
    """Return the font that a resource describes. Raises what pypdf raises for a damaged one."""
    mapped = _to_unicode(resource)
    if resource.get("/Subtype") == "/Type0":
        return _composite(resource, mapped)
    return _simple(resource, mapped)


# -- fonts of one-byte codes -----------------------------------------------------------------------------------------


def _simple(resource: DictionaryObject, mapped: dict[int, str]) -> Font:
    texts = _encoding(resource)
    texts.update(mapped)
    matrix = array(resource, "/FontMatrix")
    unit = abs(number(matrix[0])) if resource.get("/Subtype") == "/Type3" and matrix else 0.001
    first = int(number(resource.get("/FirstChar")))
    missing = number(dictionary(resource, "/FontDescriptor").get("/MissingWidth")) * unit or 0.5
    return Font(
        code_lengths=(1,),
        to_text=texts,
        codec=None,
        widths={first + i: number(width) * unit for i, width in enumerate(array(resource, "/Widths")[:256])},
        default_width=missing,
    )


def _encoding(resource: DictionaryObject) -> dict[int, str]:
    """Return the characters of a one-byte encoding, with its differences by the names of glyphs."""
    encoding = resolved(resource.get("/Encoding"))
    names: list[Any] = []
    base: object = encoding
    if isinstance(encoding, DictionaryObject):
        base = encoding.get("/BaseEncoding")
        names = array(encoding, "/Differences")
    own = base is None and resource.get("/Subtype") == "/Type3"
    texts = {} if own else _base(_SINGLE.get(str(base), "cp1252"))
    code = 0
    for name in names[:1000]:
        if isinstance(name, int):
            code = int(name)
            continue
        texts[code] = _named(str(name)[1:])
        code += 1
    return texts


def _base(codec: str) -> dict[int, str]:
    return {code: bytes([code]).decode(codec, "replace") for code in range(32, 256)}


def _named(name: str) -> str:
    match = _UNI_NAME.match(name)
    if match:
        number = int(match[1] or match[2], 16)
        return chr(number) if number <= 0x10FFFF else LOST
    return _GLYPHS.get(name.partition(".")[0], LOST)


# -- fonts of longer codes -------------------------------------------------------------------------------------------


def _composite(resource: DictionaryObject, mapped: dict[int, str]) -> Font:
    encoding = resolved(resource.get("/Encoding"))
    name = str(encoding)
    if isinstance(encoding, StreamObject):
        name = str(encoding.get("/CMapName", "")) if not mapped else ""
    codec = "utf-16-be" if _UTF16.match(name) else next((c for pattern, c in _MULTIBYTE if pattern.match(name)), None)
    descendants = array(resource, "/DescendantFonts")
    descendant = resolved(descendants[0]) if descendants else DictionaryObject()
    widths = {} if codec else _cid_widths(array(descendant, "/W"))
    return Font(
        code_lengths=(2,),
        to_text=mapped,
        codec=codec,
        widths=widths,
        default_width=number(descendant.get("/DW", 1000)) / 1000,
        vertical=name.endswith("-V"),
    )


def _cid_widths(items: list[Any]) -> dict[int, float]:
    """Return the widths of /W: first [w w w …] or first last w."""
    widths: dict[int, float] = {}
    at = 0
    while at + 1 < len(items) and len(widths) < _CODES:
        first, second = int(number(items[at])), resolved(items[at + 1])
        if isinstance(second, list):
            widths.update((first + i, number(width) / 1000) for i, width in enumerate(second[:_CODES]))
            at += 2
        elif at + 2 < len(items):
            width = number(items[at + 2]) / 1000
            last = min(int(number(second)), first + _CODES)
            widths.update(dict.fromkeys(range(first, last + 1), width))
            at += 3
        else:
            break
    return widths


# -- the map to Unicode ----------------------------------------------------------------------------------------------


def _to_unicode(resource: DictionaryObject) -> dict[int, str]:
    stream = resolved(resource.get("/ToUnicode"))
    if not isinstance(stream, StreamObject):
        return {}
    return read_map(stream.get_data()[:_MAP_BYTES])


def read_map(data: bytes) -> dict[int, str]:
    """Return the characters of each code that a ToUnicode map gives."""
    texts: dict[int, str] = {}
    mode = ""
    held: list[bytes | list[bytes]] = []
    inside: list[bytes] | None = None
    for match in _TOKENS.finditer(data):
        if match[3] is not None:
            mode = match[3].decode() if match[3].startswith(b"begin") else ""
            held, inside = [], None
        elif not mode or len(texts) >= _CODES:
            continue
        elif match[2] == b"[":
            inside = []
        elif match[2] == b"]":
            held.append(inside or [])
            inside = None
        elif inside is not None:
            inside.append(match[1])
        else:
            held.append(match[1])
        if mode == "beginbfchar" and len(held) == 2:
            _map_range(texts, held[0], held[0], held[1])
            held = []
        elif mode == "beginbfrange" and len(held) == 3:
            _map_range(texts, *held)
            held = []
    return texts


def _map_range(
    texts: dict[int, str], first: bytes | list[bytes], last: bytes | list[bytes], target: bytes | list[bytes]
) -> None:
    if isinstance(first, list) or isinstance(last, list):
        return
    start, end = _hex_number(first), _hex_number(last)
    end = min(end, start + _CODES)
    if isinstance(target, list):
        for i, one in enumerate(target[: end - start + 1]):
            texts[start + i] = _hex_text(one)
        return
    text = _hex_text(target)
    if not text:
        return
    for i in range(end - start + 1):
        last_code = ord(text[-1]) + i
        texts[start + i] = text[:-1] + (chr(last_code) if last_code <= 0x10FFFF else LOST)


def _hex_number(digits: bytes) -> int:
    plain = b"".join(digits.split())[:8]
    return int(plain, 16) if plain else 0


def _hex_text(digits: bytes) -> str:
    plain = b"".join(digits.split())[:128]
    raw = bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())
    return raw.decode("latin-1" if len(raw) == 1 else "utf-16-be", "replace")
