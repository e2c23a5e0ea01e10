"""Documents as JSON and back: how generations and the archive write them down.

The JSON is canonical, fields in order of the dataclass and no blanks, so that equal values are equal bytes.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import Any, Final

from indexer.contract import Document, Evidence, Heading, Line, Paragraph, Place, Report, Span


def written(value: object) -> str:
    """Return a document, any part of one, or a plain value as JSON."""
    return _ENCODER.encode(value)


def written_text(document: Document) -> str:
    """Return the lines, headings and paragraphs of `document` as written() does, in a third of the time."""
    lines = ",".join(map(_line, document.lines))
    paragraphs = ",".join(map(_paragraph, document.paragraphs))
    return f'{{"lines":[{lines}],"headings":{written(document.headings)},"paragraphs":[{paragraphs}]}}'


def _line(line: Line) -> str:
    return f'{{"number":{line.number},"kind":{quoted(line.kind)},"text":{quoted(line.text)}}}'


def _paragraph(paragraph: Paragraph) -> str:
    also = ",".join(map(_span, paragraph.also)) if paragraph.also else ""
    return (
        f'{{"id":{quoted(paragraph.id)},"report_id":{quoted(paragraph.report_id)},"ordinal":{paragraph.ordinal},'
        f'"span":{_span(paragraph.span)},"section":{quoted(paragraph.section)},"topic":{quoted_or_null(paragraph.topic)},'
        f'"heading_path":{strings(paragraph.heading_path)},"lead":{strings(paragraph.lead)},'
        f'"text":{quoted(paragraph.text)},"flags":{strings(paragraph.flags)},'
        f'"also":[{also}]}}'
    )


def _span(span: Span) -> str:
    return f'{{"line":{span.line},"start":{span.start},"end":{span.end}}}'


def strings(values: Sequence[str]) -> str:
    """Return a list of strings as JSON."""
    return f"[{','.join(map(quoted, values))}]" if values else "[]"


def quoted_or_null(value: str | None) -> str:
    """Return a string that may be missing as JSON."""
    return "null" if value is None else quoted(value)


def packed(value: object) -> bytes:
    """Return `value` as JSON, compressed; unpacked() reads it, at whatever level of zlib's it was."""
    return zlib.compress(written(value).encode())


def unpacked(value: bytes) -> Any:
    """Return what packed() was given, dataclasses as dictionaries."""
    return json.loads(zlib.decompress(value))


def document(of_report: Mapping[str, Any], text: Mapping[str, Any]) -> Document:
    """Return the document of a report and its text, as JSON gives them."""
    return Document(
        report=report(of_report),
        lines=tuple(Line(**line) for line in text["lines"]),
        headings=tuple(Heading(**heading) for heading in text["headings"]),
        paragraphs=tuple(paragraph(one) for one in text["paragraphs"]),
    )


def report(given: Mapping[str, Any]) -> Report:
    """Return the report that JSON gives; one written before there were kinds is of law."""
    values = {"kind": "law"} | dict(given)
    for name in ("publication_date", "signature_date", "fetched_at"):
        values[name] = date.fromisoformat(given[name]) if given[name] else None
    values["jurisdiction"] = tuple(Place(**place) for place in given["jurisdiction"])
    values["evidence"] = {name: Evidence(**evidence) for name, evidence in given["evidence"].items()}
    values["flags"] = tuple(given["flags"])
    return Report(**values)


def paragraph(given: Mapping[str, Any]) -> Paragraph:
    """Return the paragraph that JSON gives."""
    values = dict(given)
    for name in ("heading_path", "lead", "flags"):
        values[name] = tuple(given[name])
    values["span"] = Span(**given["span"])
    values["also"] = tuple(Span(**span) for span in given["also"])
    return Paragraph(**values)


def _plain(value: Any) -> object:
    """Return the fields of a dataclass, or a date or time as ISO has it: asdict() copies all there is inside."""
    if isinstance(value, date):
        return value.isoformat()
    names = _names(value.__class__)
    return dict(zip(names, map(value.__getattribute__, names), strict=True))


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)
