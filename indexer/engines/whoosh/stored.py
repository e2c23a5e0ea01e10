"""What a segment stores of a paragraph: a JSON list in order of segment.STORED."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from indexer.contract import Document, Paragraph, Report, Span

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def records(document: Document) -> Iterator[bytes]:
    """Yield the record of every paragraph of `document`."""
    of_report = _list(_of_report(document.report))[1:]
    for paragraph in document.paragraphs:
        yield f"{_list(_of_paragraph(paragraph))[:-1]},{of_report}".encode()


def _list(values: list[Any]) -> str:
    return _ENCODER.encode(values)


def _of_paragraph(paragraph: Paragraph) -> list[Any]:
    return [
        paragraph.id,
        paragraph.ordinal,
        paragraph.section,
        paragraph.topic,
        paragraph.heading_path,
        paragraph.lead,
        paragraph.text,
        paragraph.flags,
        [[span.line, span.start, span.end] for span in (paragraph.span, *paragraph.also)],
    ]


def _of_report(report: Report) -> list[Any]:
    """Return what tells a report from others."""
    names = [place.name for place in report.jurisdiction]
    return [report.id, report.title, names, report.place, report.year, report.body, report.kind]


def paragraph(fields: Mapping[str, Any]) -> Paragraph:
    """Return the paragraph that `fields` were stored for."""
    span, *also = (Span(*span) for span in fields["spans"])
    return Paragraph(
        id=fields["id"],
        report_id=fields["report"],
        ordinal=fields["ordinal"],
        span=span,
        section=fields["section"],
        topic=fields["topic"],
        heading_path=tuple(fields["heading_path"]),
        lead=tuple(fields["lead"]),
        text=fields["text"],
        flags=tuple(fields["flags"]),
        also=tuple(also),
    )
