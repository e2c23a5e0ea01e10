"""The numbers that a browser writes before the items of a list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from indexer.intake.readers.numerals import written

_STYLE: Final = re.compile(r"(?:^|;)list-style(?:-type)?:(?P<value>[^;!]+)")
FORMS: Final = {  # what a page calls a way of numbering, and what Word does
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-decimal": "ideographDigital",
    "cjk-ideographic": "chineseCountingThousand",
    "cjk-earthly-branch": "ideographZodiac",
    "cjk-heavenly-stem": "ideographTraditional",
    "simp-chinese-informal": "chineseCountingThousand",
    "simp-chinese-formal": "chineseLegalSimplified",
    "trad-chinese-informal": "taiwaneseCountingThousand",
    "trad-chinese-formal": "ideographLegalTraditional",
}
_WESTERN: Final = ("decimal", "decimalZero", "lower", "upper")
_NAMES: Final = re.compile("|".join(sorted((name for name in FORMS if len(name) > 1), key=len, reverse=True)))
_UNNUMBERED: Final = re.compile(r"none|disc|circle|square")
_INTEGER: Final = re.compile(r"\s*([+-]?\d{1,6})\s*")


@dataclass(slots=True)
class List:
    """An open list: how its items are numbered ("" is not at all), and which number comes next."""

    form: str
    following: int = 1

    def number(self, value: str, style: str) -> str:
        """Return what stands before the next item; `value` and `style` are its own."""
        form = _form(style, self.form)
        given = _INTEGER.fullmatch(value)
        number = int(given[1]) if given else self.following
        self.following = number + 1
        if not form:
            return ""
        return f"{written(number, form)}{'. ' if form.startswith(_WESTERN) else '、'}"


def opens_list(tag: str, attributes: Mapping[str, str], style: str) -> List:
    """Return the list that an element opens."""
    plain = FORMS.get(attributes.get("type") or "1", "decimal") if tag == "ol" else ""
    start = _INTEGER.fullmatch(attributes.get("start") or "")
    return List(_form(style, plain), int(start[1]) if start else 1)


def _form(style: str, otherwise: str) -> str:
    match = _STYLE.search(style) if style else None
    if match is None:
        return otherwise
    if _UNNUMBERED.search(match["value"]):
        return ""
    name = _NAMES.search(match["value"])
    return FORMS[name[0]] if name else otherwise
