"""Texts that a memo quoted and that do not stand so any more: as they were, beside what has become of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.contract import Paragraph
from indexer.naming import citation_code
from webapp import searching, versions
from webapp.days import day_in_china
from webapp.differences import Comparison, compare
from webapp.resolving import Quoted, Resolution
from webapp.search.labels import report_label
from webapp.search.model import PassageView
from webapp.state import engine
from webapp.templating import link, site
from webapp.versions import Archived


@dataclass(frozen=True, slots=True)
class PastView:
    """A text as it was quoted, with its report as it was read then. `comparison` is None where nothing is left."""

    passage: PassageView
    first_seen: date | None  # 入库
    last_seen: date | None
    archived: Archived | None
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class PresentView:
    """A paragraph that holds now what was quoted."""

    passage: PassageView
    since: date | None
    url: str  # its page; in its report if it goes by the name of the quoted text, whose page this is


@dataclass(frozen=True, slots=True)
class ElsewhereView:
    """A paragraph of another report with the same text: a place to look at, not the one that was quoted."""

    label: str
    code: str
    url: str


@dataclass(frozen=True, slots=True)
class PastPage:
    """All that a page tells of a name whose text was changed or withdrawn; `past` are the texts, the last one first.

    `one_name` is whether the changed text goes by the name of the quoted one: they differ in marks that make numbers.
    """

    code: str
    past: tuple[PastView, ...]
    present: tuple[PresentView, ...]
    one_name: bool
    report_url: str | None  # the report as it is in the index, if it is
    gone: date | None  # 撤下
    elsewhere: tuple[ElsewhereView, ...]


def past_page(found: Resolution) -> PastPage:
    """Lay out what is known of a name that resolves to a changed text or to none."""
    past = tuple(past_view(one, found.present) for one in reversed(found.former))
    return PastPage(
        code=past[0].passage.code,
        past=past,
        present=tuple(_present(paragraph, found) for paragraph in found.present),
        one_name=any(paragraph.id == found.paragraph_id for paragraph in found.present),
        report_url=link("reports.report", report_id=found.report.id) if found.report else None,
        gone=day_in_china(found.gone) if found.gone else None,
        elsewhere=elsewhere(found.elsewhere),
    )


def past_view(quoted: Quoted, present: Sequence[Paragraph]) -> PastView:
    """Lay out a text as it was quoted, beside the paragraphs that hold it now."""
    return PastView(
        passage=searching.passage(quoted.paragraph, quoted.report),
        first_seen=day_in_china(quoted.first_seen) if quoted.first_seen else None,
        last_seen=day_in_china(quoted.last_seen) if quoted.last_seen else None,
        archived=versions.archived(engine().history.report(quoted.report.id), quoted.report.sha256),
        comparison=compare(quoted.paragraph.text, [paragraph.text for paragraph in present]) if present else None,
    )


def elsewhere(names: Iterable[str]) -> tuple[ElsewhereView, ...]:
    """Return where else a text stands, each with its place, year and body."""
    views = []
    for name in names:  # of a common sentence there are thousands: no more is looked up than is shown
        report = engine().report(name.partition("/")[0])
        if report is not None:
            label = report_label(report)
            views.append(ElsewhereView(label, citation_code(name), site().paragraph_url(name)))
    return tuple(views)


def _present(paragraph: Paragraph, found: Resolution) -> PresentView:
    assert found.report is not None, found.paragraph_id
    stood = [one.first_seen for one in found.quoted if one.paragraph.text == paragraph.text]  # under one name
    history = engine().history
    known = history.paragraph(paragraph.id) or history.report(paragraph.report_id)
    since = stood[0] if stood else known.first_seen if known else None
    passage = searching.passage(paragraph, found.report)
    url = passage.report_url if paragraph.id == found.paragraph_id else passage.url
    return PresentView(passage, day_in_china(since) if since else None, url)
