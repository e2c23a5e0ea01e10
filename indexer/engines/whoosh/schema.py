"""What Whoosh holds of a paragraph: a schema of stock types, so that whoosh.index.open_dir opens it without us."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from whoosh import analysis, fields, formats

from indexer.contract import Paragraph, Report, Span

ID, TEXT_HASH, GRAMS, CONTEXT, WORDS = "id", "text_hash", "grams", "context", "words"
HEADING_WORDS, TITLE_WORDS = "heading_words", "title_words"


class _Cut(fields.FieldType):  # type: ignore[misc]  # Whoosh ships no types, so mypy sees a subclass of Any
    """A field of terms that are cut already: indexed with how often each stands, without positions.

    Pickled, it is a plain FieldType. The format is Existence because Whoosh keeps the frequency as the posting's
    weight anyway, and with Frequency a second time.
    """

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=analysis.SpaceSeparatedTokenizer(), scorable=True)

    def index(self, value: Iterable[str], **_: Any) -> Iterator[tuple[Mapping[str, int], int, float, bytes]]:
        """Yield all terms at once where Whoosh has a tuple for each (term, frequency, weight, value): see bulk.Pool."""
        terms = Counter(value)
        yield terms, terms.total(), 1.0, b""

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return fields.FieldType, (self.format, self.analyzer, self.scorable)


def make() -> fields.Schema:
    """Return the schema of a new index."""
    cut = {name: _Cut() for name in (GRAMS, CONTEXT, WORDS, HEADING_WORDS, TITLE_WORDS)}
    stored = ("ordinal", "section", "topic", "heading_path", "lead", "text", "flags", "spans")
    of_report = ("report", "title", "jurisdiction", "place", "year", "body", "kind")
    return fields.Schema(
        **{ID: fields.ID(stored=True, unique=True), TEXT_HASH: fields.ID()},
        **cut,
        **{name: fields.STORED() for name in (*stored, *of_report)},
    )


def stored(paragraph: Paragraph, report: Report) -> dict[str, Any]:
    """Return the stored fields of `paragraph` in plain types, with what tells its report from others."""
    return {
        "ordinal": paragraph.ordinal,
        "section": paragraph.section,
        "topic": paragraph.topic,
        "heading_path": list(paragraph.heading_path),
        "lead": list(paragraph.lead),
        "text": paragraph.text,
        "flags": list(paragraph.flags),
        "spans": [[span.line, span.start, span.end] for span in (paragraph.span, *paragraph.also)],
        "report": report.id,
        "title": report.title,
        "jurisdiction": [place.name for place in report.jurisdiction],
        "place": report.place,
        "year": report.year,
        "body": report.body,
        "kind": report.kind,
    }


def paragraph(fields: Mapping[str, Any]) -> Paragraph:
    """Return the paragraph that `fields` were stored for."""
    span, *also = (Span(*span) for span in fields["spans"])
    return Paragraph(
        id=fields[ID],
        report_id=fields["report"],
        ordinal=fields["ordinal"],
        span=span,
        section=fields["section"],
        topic=fields.get("topic"),
        heading_path=tuple(fields["heading_path"]),
        lead=tuple(fields["lead"]),
        text=fields["text"],
        flags=tuple(fields["flags"]),
        also=tuple(also),
    )
