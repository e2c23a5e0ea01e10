"""Lays a paragraph out with its report: labels, marks, quotes, links."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from urllib.parse import urlencode

from indexer.contract import SECTIONS, UNKNOWN, Document, Hit, Paragraph, Report, SearchRequest
from indexer.engines.relaxed import relax
from indexer.naming import citation_code
from indexer.text import fold, units
from webapp import citation
from webapp.search.grammar import Leaf
from webapp.search.labels import body_label, flag_label, kind_label, place_label, year_label
from webapp.search.model import Flag, HitView, Marked, PassageView, Selector, Site
from webapp.search.snippets import mark, snippet


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is marked: `needles` are folded; `leaves` the words of the query they come from; `query` goes into links."""

    query: str = ""
    leaves: tuple[Leaf, ...] = ()
    needles: tuple[str, ...] = ()


def wanted(query: str, leaves: Iterable[Leaf]) -> Wanted:
    """Return what marks the hits of a query."""
    different = tuple(dict.fromkeys(leaves))
    return Wanted(query, different, tuple(dict.fromkeys(leaf.folded for leaf in different)))


def shows(text: str, wanted: Wanted) -> bool:
    """Tell whether a snippet of `text` shows something of what is wanted."""
    return bool(snippet(mark(text, wanted.needles), wanted.needles).ranges)


def loosely(request: SearchRequest, exact: Wanted) -> tuple[Wanted, ...]:
    """Return what marks relaxed hits, to be tried in turn: words whole and cut up, pairs of characters, single ones."""
    how = relax(request, 0)
    if how is None:
        return (exact,)
    words = (*exact.needles, *(fold(word) for word in how.clues.words))
    pairs = tuple(gram for gram in how.clues.grams if len(units(gram)) > 1)
    return tuple(
        Wanted(exact.query, exact.leaves, tuple(dict.fromkeys((*words, *more))))
        for more in ((), pairs, how.clues.grams)
    )


@dataclass(frozen=True, slots=True)
class Layout:
    """Lays out paragraphs for one site on one day; `document` finds the report around a paragraph."""

    site: Site
    today: date
    document: Callable[[str], Document | None]

    def passage(self, paragraph: Paragraph, report: Report, wanted: Wanted) -> PassageView:
        """Return `paragraph` as every page shows it, the words of the query marked."""
        code = citation_code(paragraph.id)
        permalink = self.site.permalink(code)
        anchor = paragraph.id.rpartition("/")[2]
        query = f"?{urlencode({'q': wanted.query})}" if wanted.query else ""
        return PassageView(
            paragraph=paragraph,
            report=report,
            code=code,
            url=f"{self.site.paragraph_url(paragraph.id)}{query}",
            permalink=permalink,
            report_url=f"{self.site.report_url(report.id)}{query}#{anchor}",
            place_label=place_label(report),
            place_url=self.site.place_url(report.place) if report.place != UNKNOWN else None,
            year_label=year_label(report.year),
            body_label=body_label(report),
            kind_label=kind_label(report),
            section_label=SECTIONS[paragraph.section],
            title=mark(report.title, wanted.needles),
            heading_path=tuple(mark(heading, wanted.needles) for heading in paragraph.heading_path),
            text=mark(paragraph.text, wanted.needles),
            quoting=cache(partial(citation.quotes, paragraph, report, permalink=permalink, today=self.today)),
            source_line=citation.source_line(report),
            selecting=partial(self._selector, paragraph),
            flags=_flags(paragraph, report),
        )

    def _selector(self, paragraph: Paragraph) -> Selector:
        return citation.selector(paragraph, self._around(paragraph))

    def _around(self, paragraph: Paragraph) -> Document | None:
        """Return the report that `paragraph` stands in, None if it is one of the past, of which no more is known."""
        document = self.document(paragraph.report_id)
        return document if document and paragraph in document.paragraphs else None

    def hit(self, hit: Hit, number: int, wanted: Wanted) -> HitView:
        """Return a hit, `number` from 1; a relaxed one has number 0."""
        passage = self.passage(hit.paragraph, hit.report, wanted)
        shown = snippet(passage.text, wanted.needles)
        seen = [fold(shown.text[start:end]) for start, end in shown.ranges]
        unseen = [leaf for leaf in wanted.leaves if not any(leaf.folded in one for one in seen)]
        text = fold(passage.text.text) if unseen else ""
        more = max(hit.in_report - 1, 0)
        return HitView(
            number=number,
            passage=passage,
            snippet=shown,
            elsewhere=_above(passage, [leaf for leaf in unseen if leaf.folded not in text]),
            outside=tuple(leaf.text for leaf in unseen if leaf.folded in text),
            more_in_report=more,
            more_url=passage.report_url.partition("#")[0] if more else None,
        )


def _above(passage: PassageView, missing: Sequence[Leaf]) -> tuple[str, ...]:
    """Return those of the words missing from the text that stand in a heading, the title or the place's names."""
    if not missing:
        return ()
    above: list[Marked | str] = [*passage.heading_path, passage.title]
    folded = [fold(one if isinstance(one, str) else one.text) for one in above]
    folded += [fold(place.name) for place in passage.report.jurisdiction]
    return tuple(leaf.text for leaf in missing if any(leaf.folded in one for one in folded))


def _flags(paragraph: Paragraph, report: Report) -> tuple[Flag, ...]:
    labels = ((flag, flag_label(flag)) for flag in dict.fromkeys((*paragraph.flags, *_of_report(report))))
    return tuple(Flag(flag, label) for flag, label in labels if label is not None)


def _of_report(report: Report) -> Iterable[str]:
    return (flag for flag in report.flags if flag != "missing_char")  # of some paragraph, not of each
