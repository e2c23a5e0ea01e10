"""What is known of a paragraph or a report as a work that is cited, in whatever manner it is then written."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote

from indexer.contract import Paragraph, Report
from indexer.naming import citation_code
from webapp.search.labels import UNKNOWN_AUTHORITY, authority

NO_SOURCE: Final = "来源网址未记录"
_MISSING_CHARACTER: Final = "原文如此，疑有缺字"
LANGUAGE: Final = "zh-CN"
GENRE: Final = "年度报告"


@dataclass(frozen=True, slots=True)
class Reference:
    """A report published on the web, or a paragraph of one; `None` is what is not known.

    `label` says what `number` is: 引证码 of a paragraph, 报告编号 of a report. `permalink` is where our copy stands;
    it never takes the place of `source_url`.
    """

    author: str | None  # the body that answers for the report
    title: str
    title_proposed: bool  # the file has none: it was made up from place and year
    published: date | None
    signed: date | None
    accessed: date
    source_url: str | None
    label: str
    number: str
    permalink: str
    text: str | None  # the words quoted
    remarks: tuple[str, ...]  # what a reader of the reference should know

    @property
    def dated(self) -> date | None:
        """The date of the report: of its publication, else of its signature."""
        return self.published or self.signed

    @property
    def url(self) -> str:
        """The one address that bibliographic software keeps: the source's, else of our copy."""
        return self.source_url or self.permalink


def paragraph_reference(paragraph: Paragraph, report: Report, permalink: str, today: date) -> Reference:
    """Return a paragraph as a work that is cited on `today`."""
    place = f"第{paragraph.ordinal}段"
    remarks = (place, *flaws(paragraph))
    return _reference(report, "引证码", citation_code(paragraph.id), permalink, today, paragraph.text, remarks)


def report_reference(report: Report, base: str, today: date) -> Reference:
    """Return a report as a work that is cited on `today`; its permalink begins with `base`."""
    return _reference(report, "报告编号", report.id, f"{base}/r/{quote(report.id)}", today, None, ())


def _reference(  # noqa: PLR0913, PLR0917 - what differs between a report and its paragraphs
    report: Report, label: str, number: str, permalink: str, today: date, text: str | None, remarks: tuple[str, ...]
) -> Reference:
    author = authority(report)
    known = (
        *remarks,
        *((NO_SOURCE,) if report.source_url is None else ()),
        *(("原文无题名，题名为拟写",) if report.title_missing else ()),
    )
    return Reference(
        author=None if author == UNKNOWN_AUTHORITY else in_one_line(author),
        title=in_one_line(report.title),
        title_proposed=report.title_missing,
        published=report.publication_date,
        signed=report.signature_date,
        accessed=today,
        source_url=in_one_line(report.source_url) if report.source_url else None,
        label=label,
        number=number,
        permalink=permalink,
        text=text,
        remarks=known,
    )


def flaws(paragraph: Paragraph) -> tuple[str, ...]:
    """Return what whoever reads a quote of `paragraph` should know of its words."""
    return (_MISSING_CHARACTER,) if "missing_char" in paragraph.flags else ()


def in_one_line(text: str) -> str:
    """Return `text` with its line breaks and runs of blanks as single blanks."""
    return " ".join(text.split())
