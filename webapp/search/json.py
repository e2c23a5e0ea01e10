"""The answers of the API as plain dictionaries: the same for /api/v1/search, /s.json and `xianli search --json`."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from indexer.contract import Document, Heading, IndexStatus, Paragraph, Place, Report, Span
from webapp.search.model import Citation, FacetValue, HitView, PassageView, Quotes, ResultView, Selector, Snippet
from webapp.search.params import canonical

Json = dict[str, Any]


def search_json(view: ResultView) -> Json:
    """Return a page of results."""
    return {
        "query": view.params.q,
        "understood": view.understood,
        "parameters": canonical(view.params),
        "total": {"paragraphs": view.total.paragraphs, "reports": view.total.reports},
        "page": view.pagination.page,
        "pages": view.pagination.pages,
        "facets": {facet.name: [_facet_value(value) for value in facet.values] for facet in view.facets},
        "hits": [_hit(hit) for hit in view.hits],
        "relaxed": {"total": len(view.relaxed), "hits": [_hit(hit) for hit in view.relaxed]} if view.relaxed else None,
        "notices": [notice.text for notice in view.notices],
        "suggestions": [
            {"label": suggestion.label, "url": suggestion.url, "paragraphs": suggestion.count}
            for suggestion in (view.zero.suggestions if view.zero else ())
        ],
        "generation": view.generation,
    }


def passage_json(passage: PassageView, generation: str) -> Json:
    """Return one paragraph with all that is needed to quote it."""
    paragraph, quotes = passage.paragraph, passage.quotes
    return {
        **_passage(passage),
        "permalink": passage.permalink,
        "topic": paragraph.topic,
        "lead": list(paragraph.lead),
        "span": _span(paragraph.span),
        "also": [_span(span) for span in paragraph.also],
        "citations": paragraph_citations(quotes),
        "generation": generation,
    }


def paragraph_citations(quotes: Quotes) -> Json:
    """Return the ways to quote and cite a paragraph."""
    return {"official": quotes.official, "plain": quotes.plain, **_citations(quotes)}


def report_json(report: Report, url: str) -> Json:
    """Return all that is known of a report, with the evidence."""
    return {
        **report_brief(report),
        "url": url,
        "title_missing": report.title_missing,
        "place": report.place,
        "department": report.department,
        "issuer": report.issuer,
        "signature": report.signature,
        "signature_date": _day(report.signature_date),
        "index_number": report.index_number,
        "doc_number": report.doc_number,
        "source": report.source,
        "fetched_at": _day(report.fetched_at),
        "path": report.path,
        "sha256": report.sha256,
        "flags": list(report.flags),
        "evidence": {
            name: {"rule": evidence.rule, "line": evidence.line, "text": evidence.text}
            for name, evidence in report.evidence.items()
        },
    }


def document_json(document: Document, cited: Citation, url: str, codes: Sequence[str], generation: str) -> Json:
    """Return a report with its headings and paragraphs; `codes` are the paragraphs' citation codes, in order."""
    return {
        **report_json(document.report, url),
        "headings": [_heading(heading) for heading in document.headings],
        "paragraphs": [_paragraph(paragraph, code) for paragraph, code in zip(document.paragraphs, codes, strict=True)],
        "citations": _citations(cited),
        "generation": generation,
    }


def places_json(values: Sequence[FacetValue], generation: str) -> Json:
    """Return the tree of places with what each holds."""
    return {"places": [_facet_value(value) for value in values], "generation": generation}


def status_json(status: IndexStatus) -> Json:
    """Return what the index holds in all."""
    return {
        "generation": status.generation,
        "built_at": status.built_at,
        "paragraphs": status.total.paragraphs,
        "reports": status.total.reports,
        "places": len(status.places),
        "years": sorted(status.universe.years),
    }


def _hit(hit: HitView) -> Json:
    return {
        **_passage(hit.passage),
        "ranges": [list(found) for found in hit.passage.text.ranges],
        "snippet": _snippet(hit.snippet),
        "elsewhere": list(hit.elsewhere),
        "more_in_report": hit.more_in_report,
    }


def _passage(passage: PassageView) -> Json:
    paragraph = passage.paragraph
    return {
        "id": paragraph.id,
        "code": passage.code,
        "url": passage.url.partition("?")[0],
        "report": report_brief(passage.report),
        "ordinal": paragraph.ordinal,
        "heading_path": list(paragraph.heading_path),
        "section": paragraph.section,
        "text": paragraph.text,
        "selector": _selector(passage.selector),
        "flags": list(dict.fromkeys((*paragraph.flags, *(f for f in passage.report.flags if f != "missing_char")))),
    }


def report_brief(report: Report) -> Json:
    """Return what a hit says of its report."""
    return {
        "id": report.id,
        "title": report.title,
        "jurisdiction": [_place(place) for place in report.jurisdiction],
        "year": report.year,
        "body": report.body,
        "kind": report.kind,
        "published": _day(report.publication_date),
        "source_url": report.source_url,
    }


def _citations(cited: Citation) -> Json:
    return {
        "gbt7714_2025": cited.gbt7714_2025,
        "gbt7714_2015": cited.gbt7714_2015,
        "markdown": cited.markdown,
        "ris": cited.ris,
        "bibtex": cited.bibtex,
        "csl": cited.csl,
    }


def _place(place: Place) -> Json:
    return {"level": place.level, "name": place.name, "code": place.code}


def _paragraph(paragraph: Paragraph, code: str) -> Json:
    return {
        "id": paragraph.id,
        "code": code,
        "ordinal": paragraph.ordinal,
        **_span(paragraph.span),
        "section": paragraph.section,
        "topic": paragraph.topic,
        "heading_path": list(paragraph.heading_path),
        "text": paragraph.text,
        "flags": list(paragraph.flags),
    }


def _heading(heading: Heading) -> Json:
    return {
        "line": heading.line,
        "offset": heading.offset,
        "end": heading.end,
        "level": heading.level,
        "marker": heading.marker,
        "marker_status": heading.marker_status,
        "text": heading.text,
        "section": heading.section,
        "topic": heading.topic,
    }


def _span(span: Span) -> Json:
    return {"line": span.line, "start": span.start, "end": span.end}


def _snippet(snippet: Snippet) -> Json:
    return {
        "text": snippet.text,
        "ranges": [list(found) for found in snippet.ranges],
        "cut_before": snippet.cut_before,
        "cut_after": snippet.cut_after,
    }


def _selector(selector: Selector) -> Json:
    return {
        "type": "TextQuoteSelector",
        "exact": selector.exact,
        "prefix": selector.prefix,
        "suffix": selector.suffix,
    }


def _facet_value(value: FacetValue) -> Json:
    return {
        "value": value.value,
        "label": value.label,
        "paragraphs": value.paragraphs,
        "reports": value.reports,
        "selected": value.selected,
        "url": value.url,
        "children": [_facet_value(child) for child in value.children],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
