"""Signs that Word draws with symbol fonts, as the characters people know them by."""

from typing import Final

_PRIVATE: Final = 0xF000  # Word keeps the codes of symbol fonts in the private area

_WINGDINGS: Final = (
    {0x80: "⓪", 0x8B: "⓿"}
    | {0x81 + i: chr(0x2460 + i) for i in range(10)}
    | {0x8C + i: chr(0x2776 + i) for i in range(10)}
    | dict(zip((0x6C, 0x6E, 0x75, 0x9F, 0xA1, 0xA7, 0xA8, 0xAB, 0xB5), "●■◆•○▪□★✩", strict=True))
    | dict(zip((0xD8, 0xE0, 0xE8, 0xF0, 0xFB, 0xFC, 0xFD, 0xFE), "➢→➔⇨✗✓☒☑", strict=True))
)
_WINGDINGS_2: Final = dict(zip((0x50, 0x52, 0x54, 0xA3), "✓☑☒□", strict=True)) | {
    0x6A + i: chr(0x2460 + i) for i in range(10)
}
_SYMBOL: Final = (
    dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
    | dict(zip((0xA3, 0xA5, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF, 0xB0, 0xB1, 0xB3, 0xB4), "≤∞↔←↑→↓°±≥×", strict=True))
    | dict(zip((0xB7, 0xB8, 0xB9, 0xBA, 0xBB, 0xBC, 0xD7, 0xDE, 0x44, 0x53, 0x57), "•÷≠≡≈…⋅⇒ΔΣΩ", strict=True))
)
_FONTS: Final = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol(font: str, code: str) -> str:
    """Return the character of a w:sym; "" for a drawing that no character stands for."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    if _PRIVATE <= value <= _PRIVATE + 0xFF or (value <= 0xFF and font.lower() in _FONTS):
        return _FONTS.get(font.lower(), {}).get(value & 0xFF, "")
    return chr(value) if 0x20 < value < 0xD800 or 0xF900 <= value < 0xFFFE else ""
