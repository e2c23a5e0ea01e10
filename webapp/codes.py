"""Permanent names as people hand them on: codes and names, pasted with the link around them, cut short, mistyped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final
from urllib.parse import unquote

from indexer.contract import Report, SearchEngine
from indexer.naming import ParsedCode, citation_code, is_paragraph_id, is_report_id, parse_code

LONGEST: Final = 60  # characters of a code or name that a page repeats
_LINK: Final = re.compile(r"(?:https?://\S+)?/c/([^\s/?#]+)\S*", re.IGNORECASE)
_NAME: Final = re.compile(r"(?:https?://\S+)?/?(?:p/)?([0-9]{6}[^\s/?#]*)/([^\s/?#]+)(?:[?#]\S*)?", re.IGNORECASE)
_LOOKS_LIKE: Final = re.compile(r"FZ\s*[.．。]?\s*[0-9]{2}[0-9A-Za-z\s.．。—－-]*", re.IGNORECASE)
_REPORT_PART: Final = re.compile(r"FZ\.?([0-9]{6}(?:Z\w{4})?)\.([0-9]{4})\.(G|S|X\w{4})\.(?:(\w{4})\.)?")
_ALIKE: Final = 0.9  # two characters of 27 may differ
_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Nearby:
    """What somebody may have meant: codes that are nearly what was written, and the report it names."""

    codes: tuple[str, ...] = ()
    report: Report | None = None


def meant_as_code(written: str) -> str | None:
    """Return the code that a search box holds, mistakes and all; None if it holds something else to search for."""
    written = written.strip()
    link = _LINK.fullmatch(written)
    if link:
        return unquote(link[1])
    name = _paragraph_id(written)
    if name:
        return citation_code(name)
    return written if parse_code(written) or _LOOKS_LIKE.fullmatch(written) else None


def read_name(written: str) -> ParsedCode | None:
    """Read a permanent name in any of its forms: a code, a paragraph's name, a link to either; None if it is none."""
    written = written.strip()
    name = _paragraph_id(written)
    if name:
        return ParsedCode(name, name.rpartition("/")[2], valid=True)
    link = _LINK.fullmatch(written)
    return parse_code(unquote(link[1]) if link else written)


def _paragraph_id(written: str) -> str | None:
    match = _NAME.fullmatch(unquote(written))
    name = f"{match[1]}/{match[2].upper()}" if match else ""
    return name if is_paragraph_id(name) else None


def nearby(written: str, engine: SearchEngine) -> Nearby:
    """Return what `written`, which leads to no paragraph, may have been before a slip of the pen."""
    plain = re.sub(r"\s+", "", written).upper()
    report = _report(plain, engine)
    codes = list(_same_text(plain, engine))
    document = engine.document(report.id) if report else None
    if document:
        held = [citation_code(paragraph.id) for paragraph in document.paragraphs]
        codes += get_close_matches(plain, held, n=_MOST, cutoff=_ALIKE)
    return Nearby(tuple(dict.fromkeys(codes))[:_MOST], report)


def _same_text(plain: str, engine: SearchEngine) -> Iterator[str]:
    """Yield the codes of the text whose hash was written right, in whatever report."""
    parsed = parse_code(plain)
    if parsed:
        yield from map(citation_code, engine.find_text(parsed.text_hash))


def _report(plain: str, engine: SearchEngine) -> Report | None:
    part = _REPORT_PART.match(plain)
    if part is None:
        return None
    place, year, body, title = part.groups()
    body = {"G": "gov", "S": "sfj"}.get(body, f"x{body[1:]}")
    name = "-".join(filter(None, (place.replace("Z", "z"), year, body, title)))
    return engine.report(name) if is_report_id(name) else None
