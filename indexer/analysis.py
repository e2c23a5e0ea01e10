"""One source to one document: decode, classify lines, read metadata, cut paragraphs, name them.

Everything that intake knows of a file is decided here, from the file and its sidecar alone.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from indexer.contract import Document, Kind, Line, Paragraph, Report, Span
from indexer.intake.headlines import Verdict
from indexer.intake.kinds import judge
from indexer.intake.lines import classify
from indexer.intake.metadata import Metadata, read_metadata
from indexer.intake.other_kinds import proposed_title, read_other
from indexer.intake.overriding import day_of, judged, overridden, text_of
from indexer.intake.readers import extract
from indexer.intake.readers.extracted import Extracted
from indexer.intake.second_titles import second_titles
from indexer.intake.sources import Source
from indexer.intake.values import Value
from indexer.naming import names_text, paragraph_id, report_id
from indexer.outline.outline import Outline, Piece, outline
from indexer.text import fold

_MOST_PIECES: Final = 10_000  # paragraphs; whole yearbooks have fewer. Versions are compared paragraph by paragraph
_WITH_TOPIC: Final = frozenset({"problems", "plan"})


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was understood of one source; `document` is None where it is no report, with the reason.

    `occurrences` lists every paragraph in order of the text, those of equal text each by itself; `metadata` is what the
    document's report says, with all that the rules could not decide between.
    """

    is_report: bool
    reject_reason: str | None
    document: Document | None
    lines: tuple[Line, ...]
    occurrences: tuple[Paragraph, ...] = ()
    metadata: Metadata | None = None


def analyse(source: Source, *, any_kind: bool = False) -> Analysis:
    """Return all that the rules and the sidecar tell of a source, a yearly report of law or of `any_kind`.

    Raises SourceError if it cannot be read.
    """
    extracted = extract(source.path, source.data)
    texts = extracted.text.split("\n")
    lines = classify(texts)
    metadata = overridden(read_metadata(lines, extracted.said, extracted.site), source.overrides)
    verdict = judged(judge(lines, metadata.title, _declared_title(extracted)), source.overrides)
    if verdict.kind is None or (verdict.kind != "law" and not any_kind):
        return Analysis(is_report=False, reject_reason=_reason(verdict), document=None, lines=lines)
    if verdict.kind != "law":
        lines, read = read_other(texts, verdict, extracted.said, extracted.site)
        metadata = overridden(read, source.overrides)
    cut = outline(lines)
    if not cut.pieces:
        return Analysis(is_report=False, reject_reason="没有可收录的段落", document=None, lines=lines)
    if len(cut.pieces) > _MOST_PIECES:
        reason = f"有 {len(cut.pieces)} 段，一份报告不会有这么多；请拆分，或删去无关内容"
        return Analysis(is_report=False, reject_reason=reason, document=None, lines=lines)
    untitled = "title" not in source.overrides  # whoever says the title has looked: it is one report
    second = verdict.kind == "law" and untitled and bool(second_titles(lines, metadata.title))
    report = _report(source, metadata, cut, verdict.kind, second=second)
    occurrences = _occurrences(report.id, cut)
    document = Document(report, lines, cut.headings, _merged(occurrences))
    return Analysis(
        is_report=True, reject_reason=None, document=document, lines=lines, occurrences=occurrences, metadata=metadata
    )


def renamed(document: Document, new_id: str) -> Document:
    """Return the document under another name of its report, its paragraphs with it."""
    if document.report.id == new_id:
        return document
    paragraphs = tuple(
        replace(paragraph, id=f"{new_id}/{paragraph.id.rpartition('/')[2]}", report_id=new_id)
        for paragraph in document.paragraphs
    )
    return replace(document, report=replace(document.report, id=new_id), paragraphs=paragraphs)


# -- report ----------------------------------------------------------------------------------------------------------


def _declared_title(extracted: Extracted) -> str | None:
    return extracted.said["title"].text if "title" in extracted.said else None


def _reason(verdict: Verdict) -> str | None:
    """Return why a file is not indexed, and what to do where it could be."""
    return f"{verdict.reason}；请在需要一并收录时加 --kind any" if verdict.kind else verdict.reason


def _report(source: Source, metadata: Metadata, cut: Outline, kind: Kind, *, second: bool) -> Report:
    place = metadata.place
    overrides = source.overrides
    return Report(
        id=report_id(place.name, metadata.year, metadata.body, metadata.department, kind=kind),
        title=metadata.title or _proposed_title(metadata, kind),
        title_missing=metadata.title is None,
        jurisdiction=place.path,
        place=place.facet,
        body=metadata.body,
        department=metadata.department,
        issuer=metadata.issuer,
        year=metadata.year,
        publication_date=metadata.publication_date,
        signature=metadata.signature,
        signature_date=metadata.signature_date,
        index_number=metadata.index_number,
        doc_number=metadata.doc_number,
        source=metadata.source,
        source_url=text_of(overrides, "source_url", _address(metadata)),
        fetched_at=day_of(overrides, "fetched_at"),
        path=source.path,
        sha256=source.sha256,
        evidence=metadata.evidence,
        flags=_flags(metadata, cut, overrides, second=second),
        kind=kind,
    )


def _proposed_title(metadata: Metadata, kind: Kind) -> str:
    path = metadata.place.path
    whose = metadata.department or metadata.place.written or (path[-1].name if path else "")
    if metadata.unnamed:
        whose += f"某{metadata.unnamed.whose}"
    return proposed_title(whose, metadata.year, kind)


def _address(metadata: Metadata) -> str | None:
    """Return where the file's markup says that it is from."""
    found = metadata.evidence.get("source_url")
    return found.text if found else None


def _flags(metadata: Metadata, cut: Outline, overrides: Mapping[str, Value], *, second: bool) -> tuple[str, ...]:
    """Return what a person should look at, in a fixed order."""
    place = metadata.place
    year_tie = metadata.year is None and "year" in metadata.evidence and "report_year" not in overrides
    signs = {
        "title_missing": metadata.title is None,
        "place_tie": place.tie,
        "place_unknown": not place.areas,
        "department_unknown": metadata.unnamed is not None,
        "year_tie": year_tie,
        "year_unknown": metadata.year is None and not year_tie,
        "missing_char": any("missing_char" in piece.flags for piece in cut.pieces),
        "second_report": second,
        "no_source_url": not text_of(overrides, "source_url", _address(metadata)),
    }
    return tuple(flag for flag, holds in signs.items() if holds)


# -- paragraphs ------------------------------------------------------------------------------------------------------


def _occurrences(report: str, cut: Outline) -> tuple[Paragraph, ...]:
    """Return every paragraph as it stands in the text, under its name; their topics are those of the outline."""
    found = [_paragraph(report, ordinal, piece) for ordinal, piece in enumerate(cut.pieces, 1)]
    texts: dict[str, set[str]] = defaultdict(set)
    for paragraph in found:
        texts[paragraph.id].add(paragraph.text)
    exact = {text: name for alike in texts.values() if len(alike) > 1 for text, name in _exact_names(report, alike)}
    return tuple(replace(paragraph, id=exact.get(paragraph.text, paragraph.id)) for paragraph in found)


def _exact_names(report: str, texts: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """Yield (text, id) for texts of one hash if they say different things; those that say the same share an id."""
    alike: dict[str, list[str]] = defaultdict(list)
    for text in sorted(texts):
        alike[fold(text) + _signs(text)].append(text)
    if len(alike) > 1:
        for same in alike.values():
            name = paragraph_id(report, same[0], exact=True)
            yield from ((text, name) for text in same)


def _signs(text: str) -> str:
    """Return the signs of `text` that a search passes over, though they say something: 5% is not 5‰."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if sign in "%‰‱" or unicodedata.category(sign).startswith("S"))


def _paragraph(report: str, ordinal: int, piece: Piece) -> Paragraph:
    return Paragraph(
        id=paragraph_id(report, piece.text),
        report_id=report,
        ordinal=ordinal,
        span=Span(piece.line, piece.start, piece.end),
        section=piece.section,
        topic=piece.topic,
        heading_path=piece.heading_path,
        lead=piece.lead,
        text=piece.text,
        flags=piece.flags,
    )


def _merged(occurrences: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Return one paragraph for each id, numbered anew, with the other places where it stands."""
    places: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in occurrences:
        places[paragraph.id].append(paragraph)
    named = {name: next(one for one in group if _bears_its_name(one)) for name, group in places.items()}
    return tuple(
        replace(
            paragraph,
            ordinal=ordinal,
            topic=paragraph.topic if paragraph.section in _WITH_TOPIC else None,
            also=tuple(other.span for other in places[paragraph.id] if other is not paragraph),
        )
        for ordinal, paragraph in enumerate(sorted(named.values(), key=lambda one: one.ordinal), 1)
    )


def _bears_its_name(paragraph: Paragraph) -> bool:
    """Tell whether the name is that of this very text, and not of one that says the same."""
    return names_text(paragraph.id.rpartition("/")[2], paragraph.text)
