"""Documents as JSON: what is written quickly is what is written plainly."""

import json

from indexer import records
from indexer.contract import Document, Heading, Line, Paragraph, Span
from indexer.engines.whoosh import stored
from indexer.engines.whoosh.segment import STORED
from tests.engines.corpus import make_document

_ODD = '“引号”"\\\n\t\x01\u2028𠀀/'


def _document() -> Document:
    report = make_document(["无关"]).report
    heading = Heading(2, 0, 5, 1, "一、", "ok", _ODD, "plan", "无")
    full = Paragraph(
        f"{report.id}/AAAAAAAAAA",
        report.id,
        1,
        Span(2, 0, 3),
        "problems",
        _ODD,
        ("一、甲", _ODD),
        (_ODD,),
        _ODD,
        ("missing_char", "又"),
        (Span(4, 5, 6), Span(7, 8, 9)),
    )
    bare = Paragraph(f"{report.id}/BBBBBBBBBB", report.id, 2, Span(3, 0, 0), "general", None, (), (), "")
    return Document(report, (Line(1, "title", _ODD), Line(2, "blank", "")), (heading,), (full, bare))


def test_the_quick_way_writes_the_same() -> None:
    document = _document()
    plain = {"lines": document.lines, "headings": document.headings, "paragraphs": document.paragraphs}
    assert records.written_text(document) == records.written(plain)


def test_a_text_without_anything_is_written() -> None:
    document = Document(_document().report, (), (), ())
    assert records.written_text(document) == '{"lines":[],"headings":[],"paragraphs":[]}'


def test_what_is_stored_of_a_paragraph_makes_it_again() -> None:
    document = _document()
    for paragraph, record in zip(document.paragraphs, stored.records(document), strict=True):
        fields = dict(zip(STORED, json.loads(record), strict=True))
        assert stored.paragraph(fields) == paragraph
        assert fields["title"] == document.report.title
        assert fields["jurisdiction"] == [place.name for place in document.report.jurisdiction]
