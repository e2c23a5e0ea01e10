"""References for bibliographic software: RIS, BibTeX, CSL-JSON. One field holds one thing, and nothing is lost.

A reference is a report (not a web page), because only reports have fields for the institution and the number.
"""

import re
from datetime import date
from itertools import accumulate
from typing import Any, Final

from webapp.citation.reference import GENRE, LANGUAGE, Reference, in_one_line

CSL = dict[str, Any]

_TEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_{}"},
    }
)
# BibTeX counts braces, escaped or not: one without a partner brings its partner along, unseen.
_TEX_LONE_BRACES: Final = _TEX | str.maketrans({"{": r"\{\vphantom{\}}", "}": r"\vphantom{\{}\}"})
_BRACE: Final = re.compile("[{}]")
_CAPITALS: Final = re.compile("[A-Z]")
_LIGATURES: Final = ("--", "``", "''")  # TeX would print another character for them


def ris(reference: Reference) -> str:
    """Return the reference as one RIS record."""
    day = reference.dated
    fields = [
        ("TY", "RPRT"),
        ("ID", reference.number),
        ("TI", reference.title),
        ("AU", (reference.author or "").replace(",", "，")),  # a half-width comma would part family and given name
        ("PB", reference.author),
        ("PY", str(day.year) if day else None),
        ("DA", _slashed(day)),
        ("Y2", _slashed(reference.accessed)),
        ("SN", reference.number),
        ("M3", GENRE),
        ("LA", LANGUAGE),
        ("UR", reference.url),
        ("AB", reference.text),
        ("N1", note(reference)),
    ]
    lines = [f"{tag}  - {in_one_line(value)}" for tag, value in fields if value]
    return "\r\n".join((*lines, "ER  - ", ""))


def bibtex(reference: Reference) -> str:
    """Return the reference as one BibTeX entry, its key made from the code.

    The marks EB and OL let the styles for GB/T 7714 print [EB/OL], as our own references do.
    """
    day = reference.dated
    author = f"{{{tex(reference.author)}}}" if reference.author else None  # in braces: “and” parts no names
    title = tex(reference.title)
    fields = {
        "title": f"{{{title}}}" if _CAPITALS.search(title) else title,  # in braces: styles lower no capitals
        "author": author,
        "institution": author,
        "date": day.isoformat() if day else None,
        "year": str(day.year) if day else None,
        "type": tex(GENRE),
        "number": tex(reference.number),
        "url": _plain_url(reference.url),
        "urldate": reference.accessed.isoformat(),
        "langid": "chinese",
        "mark": "EB",
        "medium": "OL",
        "note": tex(note(reference)),
        "abstract": tex(in_one_line(reference.text)) if reference.text else None,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@techreport{{{reference.number},\n{lines}}}\n"


def csl(reference: Reference) -> CSL:
    """Return the reference as one item of CSL-JSON."""
    item: CSL = {
        "id": reference.number,
        "type": "report",
        "title": reference.title,
        "genre": GENRE,
        "number": reference.number,
        "URL": reference.url,
        "accessed": _date_parts(reference.accessed),
        "language": LANGUAGE,
        "note": note(reference),
    }
    if reference.author:
        item |= {"author": [{"literal": reference.author}], "publisher": reference.author}
    if reference.dated:
        item["issued"] = _date_parts(reference.dated)
    if reference.text:
        item["abstract"] = in_one_line(reference.text)
    return item


def note(reference: Reference) -> str:
    """Return the code, our link and the remarks in one sentence."""
    return "；".join((f"{reference.label} {reference.number}", reference.permalink, *reference.remarks))


def tex(text: str) -> str:
    """Return `text` so that TeX prints it as it is, and its braces are paired for BibTeX."""
    written = text.translate(_TEX if _is_balanced(text) else _TEX_LONE_BRACES)
    for ligature in _LIGATURES:
        while ligature in written:
            written = written.replace(ligature, "{}".join(ligature))
    return written


def _is_balanced(text: str) -> bool:
    depths = list(accumulate({"{": 1, "}": -1}[brace] for brace in _BRACE.findall(text)))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)


def _plain_url(url: str) -> str:
    """Return an address for a field that TeX reads as it stands, which no brace or backslash may break."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D").replace(" ", "%20")


def _slashed(day: date | None) -> str | None:
    return f"{day.year:04d}/{day.month:02d}/{day.day:02d}/" if day else None


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
