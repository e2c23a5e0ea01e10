"""The outcome of checking a memo as pages, programs and terminals show it: text, labels and addresses, no markup."""

from dataclasses import dataclass
from typing import Any, Final, get_args

from indexer.naming import citation_code
from webapp.quotations.model import Checked, Checking, Passage, Verdict
from webapp.search.labels import body_label, place_label, year_label
from webapp.search.model import Site

_BEFORE: Final = 24  # characters of the memo shown before a quotation, no more than its line
_AFTER: Final = 16
_OPENING: Final = '“‘「『"＂> '


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A paragraph that a quotation comes from."""

    code: str
    url: str  # /c/…, which leads on even where the text has changed since
    permalink: str
    place_label: str
    year_label: str
    body_label: str
    ordinal: int
    heading_path: tuple[str, ...]
    title: str
    report_id: str


@dataclass(frozen=True, slots=True)
class QuotationView:
    """A quotation between a few words of the memo, and what became of it."""

    checked: Checked
    before: str
    said: str
    after: str
    passages: tuple[CitedPassage, ...]

    @property
    def number(self) -> int:
        return self.checked.quotation.number


@dataclass(frozen=True, slots=True)
class CheckingView:
    """All quotations of a memo, and how many of them have each verdict."""

    quotations: tuple[QuotationView, ...]
    counts: dict[Verdict, int]
    warned: tuple[int, ...]  # numbers of quotations that are the same but need attention
    encoding: str | None

    def numbers(self, verdict: Verdict) -> tuple[int, ...]:
        """Return the numbers of the quotations with `verdict`."""
        return tuple(one.number for one in self.quotations if one.checked.verdict == verdict)


def lay_out(checking: Checking, site: Site) -> CheckingView:
    """Return `checking` for pages of `site`."""
    quotations = tuple(_quotation(checking.memo.text, checked, site) for checked in checking.quotations)
    return CheckingView(
        quotations,
        {verdict: checking.count(verdict) for verdict in get_args(Verdict)},
        tuple(one.number for one in quotations if one.checked.verdict == "same" and one.checked.warnings),
        checking.memo.encoding,
    )


def _quotation(text: str, checked: Checked, site: Site) -> QuotationView:
    quotation = checked.quotation
    line, line_end = text.rfind("\n", 0, quotation.start) + 1, text.find("\n", quotation.end)
    line_end = len(text) if line_end < 0 else line_end
    before = text[max(line, quotation.start - _BEFORE) : quotation.start].lstrip()
    after = text[quotation.end : min(line_end, quotation.end + _AFTER)].rstrip()
    return QuotationView(
        checked,
        f"…{before}" if before.strip(_OPENING) and quotation.start - line > _BEFORE else before,
        "……".join(quotation.parts),
        f"{after}…" if line_end > quotation.end + _AFTER else after,
        tuple(_cited(passage, site) for passage in checked.passages),
    )


def _cited(passage: Passage, site: Site) -> CitedPassage:
    paragraph, report = passage.paragraph, passage.report
    code = citation_code(paragraph.id)
    return CitedPassage(
        code=code,
        url=site.code_url(code),
        permalink=site.permalink(code),
        place_label=place_label(report),
        year_label=year_label(report.year),
        body_label=body_label(report),
        ordinal=paragraph.ordinal,
        heading_path=paragraph.heading_path,
        title=report.title,
        report_id=report.id,
    )


def as_json(view: CheckingView, generation: str) -> dict[str, Any]:
    """Return the outcome for programs."""
    return {
        "total": len(view.quotations),
        "counts": {str(verdict): count for verdict, count in view.counts.items()},
        "encoding": view.encoding,
        "quotations": [_as_json(one) for one in view.quotations],
        "generation": generation,
    }


def _as_json(view: QuotationView) -> dict[str, Any]:
    checked = view.checked
    quotation = checked.quotation
    return {
        "number": quotation.number,
        "range": [quotation.start, quotation.end],
        "text": view.said,
        "parts": list(quotation.parts),
        "code": quotation.code,
        "verdict": checked.verdict,
        "label": str(checked.label),
        "archived": checked.archived,
        "warnings": [str(warning) for warning in checked.warnings],
        "remarks": [str(remark) for remark in checked.remarks],
        "elsewhere": checked.elsewhere,
        "passages": [
            {
                "code": passage.code,
                "url": passage.permalink,
                "report": passage.report_id,
                "title": passage.title,
                "place": passage.place_label,
                "year": passage.year_label,
                "body": passage.body_label,
                "ordinal": passage.ordinal,
                "heading_path": list(passage.heading_path),
            }
            for passage in view.passages
        ],
        "differences": [
            [{"kind": piece.kind, "text": piece.text} for piece in pieces] for pieces in checked.differences
        ],
    }
