"""A paragraph made ready to be pasted: 公文用语, 原样, 仅链接, Markdown, and its references; a report likewise."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import Final, TypedDict

from indexer.contract import Paragraph, Report
from webapp.citation.embedded import coins, highwire
from webapp.citation.exchange import bibtex, csl, ris
from webapp.citation.gbt7714 import gbt7714
from webapp.citation.reference import (
    NO_SOURCE,
    Reference,
    flaws,
    paragraph_reference,
    report_reference,
)
from webapp.citation.sources import published
from webapp.citation.wording import inside_quotation, restore_marks
from webapp.days import chinese_date
from webapp.search.labels import authority, subject
from webapp.search.model import Citation, Exchange, Quotes

_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>~|&])")  # & too, or &lt; would be shown as <
_MARKDOWN_START: Final = re.compile(r"^(\d+)([.)])|^([#+=-])")


def quotes(paragraph: Paragraph, report: Report, *, permalink: str, today: date) -> Quotes:
    """Return `paragraph` as it is pasted into a memo that is written on `today`."""
    reference = paragraph_reference(paragraph, report, permalink, today)
    known = (authority(report), published(report), f"第{paragraph.ordinal}段", *flaws(paragraph), reference.number)
    seen = f"{chinese_date(today)}查阅"
    unrecorded = () if report.source_url else (NO_SOURCE,)
    source = "，".join((*known, *unrecorded, permalink, seen))
    where = "，".join((*known, _source(report), seen))
    return Quotes(
        **_references(reference, paragraph.id),
        official=f"{_opening(report, reference)}提出：“{inside_quotation(restore_marks(paragraph.text))}”（{source}）",
        plain=f"{paragraph.text}\n——{_titled(reference)}，{where}，{permalink}",
        markdown=f"> {escape_markdown(paragraph.text)}\n>\n> ——{_markdown_link(reference)}，{escape_markdown(where)}",
    )


def cite_report(report: Report, *, base: str, today: date) -> Citation:
    """Return a whole report as it is cited on `today`; its permalink begins with `base`."""
    reference = report_reference(report, base, today)
    known = (authority(report), published(report), report.id)
    where = "，".join((*known, _source(report), f"{chinese_date(today)}查阅"))
    return Citation(
        **_references(reference, report.id), markdown=f"{_markdown_link(reference)}，{escape_markdown(where)}"
    )


def escape_markdown(text: str) -> str:
    """Return `text` so that Markdown shows it as it is."""
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return _MARKDOWN_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", escaped)


class _References(TypedDict):
    """What paragraphs and reports have in common."""

    id: str
    number: str
    link: str
    gbt7714_2025: str
    gbt7714_2015: str
    coins: str
    exchanging: Callable[[], Exchange]


def _references(reference: Reference, name: str) -> _References:
    return {
        "id": name,
        "number": reference.number,
        "link": reference.permalink,
        "gbt7714_2025": gbt7714(reference, 2025),
        "gbt7714_2015": gbt7714(reference, 2015),
        "coins": coins(reference),
        "exchanging": cache(partial(_exchange, reference)),
    }


def _exchange(reference: Reference) -> Exchange:
    return Exchange(ris(reference), bibtex(reference), csl(reference), highwire(reference))


def _source(report: Report) -> str:
    return f"来源：{report.source_url}" if report.source_url else NO_SOURCE


def _markdown_link(reference: Reference) -> str:
    return f"[{escape_markdown(_titled(reference))}]({reference.permalink})"


def _titled(reference: Reference) -> str:
    return f"《{reference.title}》{'（拟题）' if reference.title_proposed else ''}"


def _opening(report: Report, reference: Reference) -> str:
    whose = subject(report)
    if not whose or report.kind != "law":
        return _titled(reference)
    year = f"{report.year}年度" if report.year else ""
    return f"{whose}在{year}法治政府建设情况报告中"
