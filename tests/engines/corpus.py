"""Small documents for tests, made from what matters to the test and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.contract import Body, Document, Kind, Line, Paragraph, Place, Report, Span
from indexer.engines import MemoryEngine
from indexer.naming import further_name, paragraph_id, report_id
from indexer.words import paragraph_words

PLACES = {
    "421221": (
        Place("province", "湖北省", "420000"),
        Place("prefecture", "咸宁市", "421200"),
        Place("county", "嘉鱼县", "421221"),
    ),
    "421200": (Place("province", "湖北省", "420000"), Place("prefecture", "咸宁市", "421200")),
    "420000": (Place("province", "湖北省", "420000"),),
    "350112": (
        Place("province", "福建省", "350000"),
        Place("prefecture", "福州市", "350100"),
        Place("county", "长乐区", "350112"),
    ),
    "320831": (
        Place("province", "江苏省", "320000"),
        Place("prefecture", "淮安市", "320800"),
        Place("county", "金湖县", "320831"),
    ),
    "none": (),
}


@dataclass(frozen=True)
class Text:
    """A paragraph as a test writes it."""

    text: str
    section: str = "general"
    heading_path: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()


def make_document(  # noqa: PLR0913  # a test names what it is about, the rest has defaults
    paragraphs: Sequence[str | Text],
    *,
    place: str = "421221",
    year: int | None = 2020,
    body: Body = "gov",
    title: str | None = None,
    published: date | None = date(2021, 1, 13),
    second_title: str | None = None,
    kind: Kind = "law",
) -> Document:
    """Make a report whose lines are its title and `paragraphs`; `place` is a key of PLACES."""
    jurisdiction = PLACES[place]
    written = title or f"{jurisdiction[-1].name if jurisdiction else ''}{year or ''}年法治政府建设情况报告"
    name = report_id("000000" if place == "none" else place, year, body, "教育局", kind=kind)
    name = further_name(name, second_title) if second_title else name
    texts = [Text(item) if isinstance(item, str) else item for item in paragraphs]
    report = Report(
        id=name,
        title=written,
        title_missing=False,
        jurisdiction=jurisdiction,
        place=place,
        body=body,
        department="教育局" if body == "dept" else None,
        issuer=None,
        year=year,
        publication_date=published,
        signature=None,
        signature_date=None,
        index_number=None,
        doc_number=None,
        source=None,
        source_url=None,
        fetched_at=None,
        path=f"{name}.txt",
        sha256="0" * 64,
        kind=kind,
    )
    made: dict[str, Paragraph] = {}
    for number, item in enumerate(texts, start=2):
        paragraph = paragraph_id(name, item.text)
        made.setdefault(
            paragraph,
            Paragraph(
                id=paragraph,
                report_id=name,
                ordinal=len(made) + 1,
                span=Span(number, 0, len(item.text)),
                section=item.section,
                topic=None,
                heading_path=item.heading_path,
                lead=item.lead,
                text=item.text,
            ),
        )
    lines = (Line(1, "title", written), *(Line(n, "body", item.text) for n, item in enumerate(texts, start=2)))
    return Document(report, lines, (), tuple(made.values()))


def make_engine(documents: Iterable[Document]) -> MemoryEngine:
    """Index `documents` in memory."""
    return MemoryEngine((document, paragraph_words(document)) for document in documents)
