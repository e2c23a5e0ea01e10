"""Numbers as Word writes them before paragraphs, by the name of the format: 一, 1, ①, 壹, 甲."""

from collections.abc import Callable
from typing import Final

_HAN: Final = "〇一二三四五六七八九"
_FINANCE: Final = "零壹贰叁肆伍陆柒捌玖"
_FINANCE_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_FINANCE_JAPANESE: Final = "〇壱弐参四伍六七八九"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED: Final = "".join(chr(c) for c in (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)))
_PARENS_HAN: Final = "".join(chr(c) for c in range(0x3220, 0x322A))
_WITH_STOP: Final = "".join(chr(c) for c in range(0x2488, 0x249C))
_WITH_PARENS: Final = "".join(chr(c) for c in range(0x2474, 0x2488))
_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_MAX_ROMAN: Final = 10_000
_MAX_LETTERS: Final = 26 * 20


def written(value: int, form: str) -> str:
    """Return `value` in the number format `form` (ST_NumberFormat); Western digits where the format has no such."""
    write = _FORMS.get(form)
    return write(value) if write is not None and value >= 0 else str(value)


def _from(signs: str) -> Callable[[int], str]:
    """Return a format that has a sign for each number from 1, and Western digits beyond."""
    return lambda value: signs[value - 1] if 0 < value <= len(signs) else str(value)


def _digits(signs: str) -> Callable[[int], str]:
    """Return a format that writes place by place: 一〇."""
    return lambda value: "".join(signs[int(digit)] for digit in str(value))


def _counted(signs: str, units: str, zero: str, *, ones: bool = True) -> Callable[[int], str]:
    """Return a format that says the places: 一百二十. `ones`: 一 is said before 百; before a leading 十 it never is.

    `units` are the signs for 10, 100, 1,000 and 10,000.
    """

    def below(value: int, *, inner: bool) -> str:
        said, gap = "", False
        for power in (3, 2, 1, 0):
            digit = value // 10**power % 10
            if digit == 0:
                gap = bool(said) or inner
                continue
            said += zero if gap and zero else ""
            gap = False
            bare = digit == 1 and power > 0 and (not ones or (power == 1 and not said and not inner))
            said += ("" if bare else signs[digit]) + (units[power - 1] if power else "")
        return said

    def write(value: int) -> str:
        if value == 0:
            return zero or signs[0]
        if value >= 10**8:
            return str(value)
        high, low = divmod(value, 10**4)
        return (below(high, inner=False) + units[3] if high else "") + below(low, inner=high > 0)

    return write


def _tens(above: Callable[[int], str], zero: str) -> Callable[[int], str]:
    """Return a format that counts to ninety-nine and writes place by place beyond: 九十九, 一○○."""
    counted = _counted(_HAN, "十百千万", zero)
    return lambda value: counted(value) if value < 100 else above(value)


def _roman(value: int) -> str:
    if not 0 < value < _MAX_ROMAN:
        return str(value)
    said = ""
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        said += sign * count
    return said


def _letters(first: str) -> Callable[[int], str]:
    """Return a format of letters, which Word repeats: Z, AA, BB."""

    def write(value: int) -> str:
        if not 0 < value <= _MAX_LETTERS:
            return str(value)
        return chr(ord(first) + (value - 1) % 26) * ((value - 1) // 26 + 1)

    return write


def _sexagenary(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value else "0"


_FULL_WIDTH: Final = _digits("０１２３４５６７８９")
_CIRCLE_ZERO: Final = _digits("○一二三四五六七八九")
_THOUSAND: Final = _counted(_HAN, "十百千万", "零")

_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _FULL_WIDTH,
    "decimalFullWidth2": _FULL_WIDTH,
    "decimalEnclosedCircle": _from(_CIRCLED),
    "decimalEnclosedCircleChinese": _from(_CIRCLED),
    "decimalEnclosedFullstop": _from(_WITH_STOP),
    "decimalEnclosedParen": _from(_WITH_PARENS),
    "numberInDash": lambda value: f"- {value} -",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "chineseCounting": _tens(_CIRCLE_ZERO, "○"),
    "chineseCountingThousand": _THOUSAND,
    "chineseLegalSimplified": _counted(_FINANCE, "拾佰仟万", "零"),
    "taiwaneseCounting": _tens(_CIRCLE_ZERO, "○"),
    "taiwaneseCountingThousand": _counted(_HAN, "十百千萬", "零"),
    "taiwaneseDigital": _CIRCLE_ZERO,
    "ideographDigital": _digits(_HAN),
    "japaneseDigitalTenThousand": _digits(_HAN),
    "japaneseCounting": _counted(_HAN, "十百千万", "", ones=False),
    "japaneseLegal": _counted(_FINANCE_JAPANESE, "拾百阡萬", ""),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographLegalTraditional": _counted(_FINANCE_TRADITIONAL, "拾佰仟萬", "零"),
    "ideographEnclosedCircle": _from(_PARENS_HAN),  # its name says circles, Word writes parentheses
}
