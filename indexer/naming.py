"""Permanent names: report ids, paragraph ids and the citation code (引证码) that carries the same.

Everything here is frozen. A name depends on the text and what the report says of itself, never on order, machine,
library or Unicode version: memos of many years quote it.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O, U
_CHECK: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # ISO 7064 MOD 37,36
TEXT_HASH_LENGTH: Final = 10  # characters of 5 bits

# Version 1 of the normalisation under a paragraph's hash: ideographs, ASCII letters (upper case) and digits.
_KEPT_V1: Final = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff0-9A-Z]+")
_WIDTH_V1: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | {ord("a") + i: ord("A") + i for i in range(26)}

_REPORT_ID: Final = re.compile(
    r"(?P<place>[0-9]{6}(?:z[0-9A-HJKMNP-TV-Z]{4})?)-(?P<year>[0-9]{4})-(?P<body>gov|sfj|x[0-9A-HJKMNP-TV-Z]{4})"
    r"(?:-(?P<title>[0-9A-HJKMNP-TV-Z]{4}))?"
)
_PARAGRAPH_ID: Final = re.compile(rf"{_REPORT_ID.pattern}/(?P<text>[0-9A-HJKMNP-TV-Z]{{10}})")
_CODE: Final = re.compile(
    r"FZ(?P<place>[0-9]{6}(?:Z[0-9A-HJKMNP-TV-Z]{4})?)\.(?P<year>[0-9]{4})\.(?P<body>G|S|X[0-9A-HJKMNP-TV-Z]{4})"
    r"(?:\.(?P<title>[0-9A-HJKMNP-TV-Z]{4}))?\.(?P<text>[0-9A-HJKMNP-TV-Z]{10})-(?P<check>[0-9A-Z])"
)

_TYPED: Final = str.maketrans("。‐‑‒–—―−", ".-------")
_AROUND: Final = "()[]{}<>〔〕【】《》“”‘’\"',;:.、"
_LOOK_ALIKE: Final = str.maketrans("OIL", "011")  # letters that no part but the check character has


def short_hash(text: str, length: int) -> str:
    """Return the first `length` base-32 characters of the SHA-256 of `text`, normalised as a paragraph is."""
    return _hash("".join(_KEPT_V1.findall(text.translate(_WIDTH_V1))), length)


def exact_hash(text: str, length: int) -> str:
    """Return the like of short_hash() of `text` with all its marks.

    It names the texts of a report that short_hash() does not tell apart, though a search does: 3.5% and 35%.
    """
    return _hash(f"exact\n{text}", length)


def names_text(text_hash: str, text: str) -> bool:
    """Tell whether the last part of a paragraph id can be that of `text`."""
    return short_hash(text, len(text_hash)) == text_hash or exact_hash(text, len(text_hash)) == text_hash


def _hash(text: str, length: int) -> str:
    bits = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") >> (256 - 5 * length)
    return "".join(_CROCKFORD[bits >> shift & 31] for shift in range(5 * (length - 1), -1, -5))


def place_name(code: str | None, unlisted: str | None) -> str:
    """Return the place part of a report id: the nearest known code, and a hash of a name that has no code itself."""
    return (code or "000000") + (f"z{short_hash(unlisted, 4)}" if unlisted else "")


def report_id(place: str, year: int | None, body: str, department: str | None, *, kind: str = "law") -> str:
    """Return the name that a report has by what it says of itself, e.g. 421221-2020-gov.

    `place` comes from place_name(); `body` is gov, sfj or dept (then `department` is hashed). Every kind but law has a
    suffix, so that the plain name is that of the report of law whichever is indexed first.
    """
    part = body if body in ("gov", "sfj") else f"x{short_hash(department or '', 4)}"
    suffix = f"-{short_hash(kind, 4)}" if kind != "law" else ""
    return f"{place}-{year or 0:04d}-{part}{suffix}"


def further_name(natural_id: str, title: str) -> str:
    """Return the name of a further report of the same place, year, body and kind, by its title."""
    place, year, body, *kind = natural_id.split("-")
    return f"{place}-{year}-{body}-{short_hash(''.join((*kind, title)), 4)}"


def paragraph_id(report: str, text: str, *, exact: bool = False) -> str:
    """Return the permanent name of a paragraph: its report's id and the hash of its text.

    `exact` is for a text of which the report has another with the same short_hash().
    """
    text_hash = exact_hash(text, TEXT_HASH_LENGTH) if exact else short_hash(text, TEXT_HASH_LENGTH)
    return f"{report}/{text_hash}"


def is_report_id(name: str) -> bool:
    return _REPORT_ID.fullmatch(name) is not None


def is_paragraph_id(name: str) -> bool:
    return _PARAGRAPH_ID.fullmatch(name) is not None


def citation_code(paragraph: str) -> str:
    """Return the 引证码 of a paragraph id, e.g. FZ.421221.2020.G.7K2MQ4XA5D-3."""
    match = _PARAGRAPH_ID.fullmatch(paragraph)
    if match is None:
        raise ValueError(f"not a paragraph id: {paragraph!r}")
    body = {"gov": "G", "sfj": "S"}.get(match["body"], match["body"].upper())
    parts = ["FZ", match["place"].upper(), match["year"], body, match["title"], match["text"]]
    code = ".".join(part for part in parts if part)
    return f"{code}-{_check_character(code)}"


@dataclass(frozen=True, slots=True)
class ParsedCode:
    """A well-formed citation code; `valid` is whether its check character agrees."""

    paragraph_id: str
    text_hash: str
    valid: bool


def parse_code(written: str) -> ParsedCode | None:
    """Read a citation code as people type it; None if it is not one.

    Case, width, blanks, the kind of dash and marks around it do not matter, nor O and I for 0 and 1.
    """
    plain = re.sub(r"\s+", "", written.translate(_WIDTH_V1)).upper().translate(_TYPED).strip(_AROUND)
    named, dash, check = plain.rpartition("-")
    plain = named.translate(_LOOK_ALIKE) + dash + check
    match = _CODE.fullmatch(plain.replace("FZ.", "FZ", 1))
    if match is None:
        return None
    body = {"G": "gov", "S": "sfj"}.get(match["body"], match["body"].lower()[:1] + match["body"][1:])
    place = match["place"].replace("Z", "z", 1)
    suffix = f"-{match['title']}" if match["title"] else ""
    valid = _check_character(plain.rpartition("-")[0]) == match["check"]
    return ParsedCode(f"{place}-{match['year']}-{body}{suffix}/{match['text']}", match["text"], valid)


def _check_character(code: str) -> str:
    """Return the ISO 7064 MOD 37,36 check character over the letters and digits of `code`."""
    product = 36
    for character in code:
        if character in _CHECK:
            product = (product + _CHECK.index(character)) % 36 or 36
            product = product * 2 % 37
    return _CHECK[(37 - product) % 36]
