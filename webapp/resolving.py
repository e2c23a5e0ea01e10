"""What a permanent name leads to today: the same text, the text it was changed into, or only the memory of it.

Another text is never given for the one that was quoted: what is not the same says so, and shows both.
"""

from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Literal

from indexer.contract import Paragraph, ParagraphHistory, Report, ReportHistory, SearchEngine
from webapp.differences import same_words

Status = Literal["same", "moved", "changed", "gone", "unknown"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text that stands or stood under a name, with its report as it was read then, and when it was there (UTC)."""

    paragraph: Paragraph
    report: Report
    first_seen: datetime | None  # None where the index has no history
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a paragraph id leads to.

    same: `present` is the paragraph. moved: so it is, but it stood elsewhere in the report before. changed: `present`
    are the paragraphs that hold now what was quoted, in their order. gone: the text is in no report of that name.
    unknown: it never was, as far as is known. `quoted` are the texts that a memo may have copied, the one that
    was read last at the end; where decimal points changed there are several, the present one among them.
    """

    status: Status
    paragraph_id: str  # under the report's permanent name
    quoted: tuple[Quoted, ...] = ()
    present: tuple[Paragraph, ...] = ()
    report: Report | None = None  # as the index holds it; None where it is withdrawn or unknown
    gone: datetime | None = None  # 撤下
    elsewhere: tuple[str, ...] = ()  # ids of the same text in other reports, for gone and unknown

    @property
    def former(self) -> tuple[Quoted, ...]:
        """Those of `quoted` that do not stand so any more, marks included; the last is what was read last."""
        texts = {paragraph.text for paragraph in self.present}
        return tuple(one for one in self.quoted if one.paragraph.text not in texts)


def resolve(engine: SearchEngine, paragraph_id: str) -> Resolution:
    """Return what `paragraph_id`, well-formed, leads to in this index."""
    name, _slash, text_hash = paragraph_id.partition("/")
    of_report = engine.history.report(name)
    paragraph_id = f"{of_report.id if of_report else name}/{text_hash}"
    present = engine.paragraph(paragraph_id)
    past = engine.history.paragraph(paragraph_id)
    report = engine.report(paragraph_id.partition("/")[0])
    if present is not None:
        assert report is not None, paragraph_id
        if past is None or of_report is None:
            return Resolution("same", paragraph_id, (_as_it_stands(present, report, of_report),), (present,), report)
        return _standing(paragraph_id, present, report, past, of_report)
    elsewhere = tuple(other for other in engine.find_text(text_hash) if other != paragraph_id)
    if past is None or of_report is None:
        return Resolution("unknown", paragraph_id, report=report, elsewhere=elsewhere)
    quoted = _quoted(past, of_report)
    found = tuple(filter(None, map(engine.paragraph, past.successors)))
    if len(found) == 1 and report is not None:  # a look-alike that came or went gave the same words another name
        renamed = _standing(found[0].id, found[0], report, past, of_report)
        if renamed.status != "changed":
            return renamed
    if found:
        in_order = tuple(sorted(found, key=lambda paragraph: paragraph.ordinal))
        return Resolution("changed", paragraph_id, quoted, in_order, report)
    gone = past.gone or of_report.withdrawn
    alike = _alike(engine, elsewhere, quoted)
    return Resolution("gone", paragraph_id, quoted, report=report, gone=gone, elsewhere=alike)


def _standing(
    paragraph_id: str, present: Paragraph, report: Report, past: ParagraphHistory, of_report: ReportHistory
) -> Resolution:
    """Return what is to be said of a name whose text still stands in its report."""
    quoted = _quoted(past, of_report)
    if not all(same_words(one.paragraph.text, present.text) for one in quoted):
        return Resolution("changed", paragraph_id, quoted, (present,), report)
    moved = any(
        (one.paragraph.ordinal, one.paragraph.heading_path) != (present.ordinal, present.heading_path) for one in quoted
    )
    return Resolution("moved" if moved else "same", paragraph_id, quoted, (present,), report)


def _alike(engine: SearchEngine, names: tuple[str, ...], quoted: tuple[Quoted, ...]) -> tuple[str, ...]:
    """Return those paragraphs that say what was quoted: one hash may stand for 3.5 and 35."""
    found = filter(None, map(engine.paragraph, names))
    return tuple(one.id for one in found if any(same_words(one.text, other.paragraph.text) for other in quoted))


def _quoted(past: ParagraphHistory, of_report: ReportHistory) -> tuple[Quoted, ...]:
    versions = {version.number: version for version in of_report.versions}
    quoted = []
    for state in past.states:
        seen = [versions[number] for number in state.versions]
        first, latest = min(one.first_seen for one in seen), max(seen, key=lambda one: (one.last_seen, one.number))
        quoted.append((latest.last_seen, Quoted(state.paragraph, latest.report, first, latest.last_seen)))
    return tuple(one for _, one in sorted(quoted, key=itemgetter(0)))  # an earlier file may have come back


def _as_it_stands(present: Paragraph, report: Report, of_report: ReportHistory | None) -> Quoted:
    current = of_report.current if of_report else None
    if current is None:
        return Quoted(present, report, None, None)
    return Quoted(present, report, current.first_seen, current.last_seen)
