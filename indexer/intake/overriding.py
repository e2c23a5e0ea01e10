"""What a person says of a report outweighs what the rules found; it is evidence like any other."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final, get_args

from indexer.contract import KINDS, Evidence, Kind
from indexer.errors import SourceError
from indexer.intake.departments import body_of
from indexer.intake.headlines import Verdict
from indexer.intake.jurisdiction import Settled, at_code
from indexer.intake.metadata import Metadata
from indexer.intake.values import Value

_FIELD_OF: Final = {"report_year": "year", "zone": "jurisdiction", "body": "department"}  # where key and field differ
_OWN_OFFICE: Final = "司法局"  # the department of a report of which it is only said that it is the 司法局's


def overridden(found: Metadata, overrides: Mapping[str, Value]) -> Metadata:
    """Return the metadata with what is said instead; an empty text takes a value away. Raises SourceError."""
    if not overrides:
        return found
    evidence = dict(found.evidence)
    for key, value in overrides.items():
        evidence[_FIELD_OF.get(key, key)] = Evidence("附带文件", 0, str(value))
    year = overrides.get("report_year", found.year)
    return replace(
        found,
        title=text_of(overrides, "title", found.title),
        place=_place(overrides, found.place),
        department=_department(overrides, found),
        unnamed=found.unnamed if _leaves_unnamed(overrides) else None,
        issuer=text_of(overrides, "issuer", found.issuer),
        year=year if isinstance(year, int) else None,
        publication_date=day_of(overrides, "publication_date", found.publication_date),
        signature=text_of(overrides, "signature", found.signature),
        signature_date=day_of(overrides, "signature_date", found.signature_date),
        index_number=text_of(overrides, "index_number", found.index_number),
        doc_number=text_of(overrides, "doc_number", found.doc_number),
        source=text_of(overrides, "source", found.source),
        evidence=evidence,
    )


def judged(found: Verdict, overrides: Mapping[str, Value]) -> Verdict:
    """Return the verdict with the kind that is said instead: also where the rules take the file for no report."""
    kind = next((kind for kind in get_args(Kind) if kind == overrides.get("kind", found.kind)), None)
    if kind == found.kind or kind is None:
        return found
    return Verdict(kind, None if kind == "law" else f"附带文件说它是{KINDS[kind]}", found.headline)


def text_of(overrides: Mapping[str, Value], key: str, found: str | None = None) -> str | None:
    """Return the text said under a key, None if it is empty, what was found if nothing is said."""
    value = overrides.get(key, found)
    return value or None if isinstance(value, str) else None


def day_of(overrides: Mapping[str, Value], key: str, found: date | None = None) -> date | None:
    """Return the day said under a key, None if it is taken away, what was found if nothing is said."""
    value = overrides.get(key, found)
    return value if isinstance(value, date) else None


def _place(overrides: Mapping[str, Value], found: Settled) -> Settled:
    code = overrides.get("jurisdiction")
    if code is not None:
        settled = Settled() if code == "" else at_code(str(code))
        if settled is None:
            raise SourceError(f"附带文件里 jurisdiction = {code!r} 不是现行行政区划代码，请改正")
        found = settled
    zone = overrides.get("zone")
    if zone is None:
        return found
    return replace(found, zone=str(zone) or None, written=str(zone) or found.written)


def _leaves_unnamed(overrides: Mapping[str, Value]) -> bool:
    """Tell whether nothing says which office's a report is that names none: neither is it so said by 其他部门."""
    return "department" not in overrides and overrides.get("body", "dept") == "dept"


def _department(overrides: Mapping[str, Value], found: Metadata) -> str | None:
    """Return whose report it is: that of the body said, under the name said, or else found."""
    name = text_of(overrides, "department", found.department)
    body = overrides.get("body")
    if body is None or body_of(name) == body or (found.unnamed and body == "dept" and "department" not in overrides):
        return name
    if "department" in overrides or body == "dept":
        raise SourceError(f"附带文件里 body = {body} 与 department（{name or '无'}）不符，请改正其中之一")
    return None if body == "gov" else _OWN_OFFICE
