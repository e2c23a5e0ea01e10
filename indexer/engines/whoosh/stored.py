"""What a segment stores of a paragraph: a JSON list in order of segment.STORED."""

from collections.abc import Iterator, Mapping
from json.encoder import encode_basestring as quoted
from typing import Any

from indexer.contract import Document, Paragraph, Report, Span
from indexer.records import quoted_or_null, strings, written


def records(document: Document) -> Iterator[bytes]:
    """Yield the record of every paragraph of `document`."""
    of_report = _of_report(document.report)
    for paragraph in document.paragraphs:
        yield f"[{_of_paragraph(paragraph)},{of_report}]".encode()


def _of_paragraph(paragraph: Paragraph) -> str:
    spans = ",".join(map(_span, (paragraph.span, *paragraph.also))) if paragraph.also else _span(paragraph.span)
    return (
        f"{quoted(paragraph.id)},{paragraph.ordinal},{quoted(paragraph.section)},{quoted_or_null(paragraph.topic)},"
        f"{strings(paragraph.heading_path)},{strings(paragraph.lead)},{quoted(paragraph.text)},"
        f"{strings(paragraph.flags)},[{spans}]"
    )


def _span(span: Span) -> str:
    return f"[{span.line},{span.start},{span.end}]"


def _of_report(report: Report) -> str:
    """Return what tells a report from others."""
    names = [place.name for place in report.jurisdiction]
    values = [report.id, report.title, names, report.place, report.year, report.body, report.kind]
    return written(values)[1:-1]


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
