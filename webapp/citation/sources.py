"""When and where a text was published, and where in its report it stands."""

from typing import Final

from indexer.contract import Document, Paragraph, Report
from webapp.days import chinese_date
from webapp.search.messages import say
from webapp.search.model import Selector, SourceLine

_CONTEXT: Final = 32  # characters of a selector's prefix and suffix


def published(report: Report) -> str:
    """Return when a report was published or at least signed: 2021年1月13日公开."""
    if report.publication_date:
        return f"{chinese_date(report.publication_date)}公开"
    return f"{chinese_date(report.signature_date)}成文" if report.signature_date else "公开日期不详"


def source_line(report: Report) -> SourceLine:
    """Return where a report was published, as far as it is recorded; an address is never guessed."""
    published = say("%(day)s 公开", day=report.publication_date.isoformat()) if report.publication_date else None
    fetched = say("%(day)s 抓取", day=report.fetched_at.isoformat()) if report.fetched_at else None
    if report.source_url is None:
        unknown = say("来源网址未记录")
        return SourceLine(say("%(source)s · %(day)s", source=unknown, day=published) if published else unknown, None)
    if published and fetched:
        said = say("查看原文 %(published)s，%(fetched)s", published=published, fetched=fetched)
    elif published or fetched:
        said = say("查看原文 %(day)s", day=published or fetched)
    else:
        said = say("查看原文")
    return SourceLine(said, report.source_url)


def selector(paragraph: Paragraph, document: Document | None) -> Selector:
    """Return the W3C TextQuoteSelector of `paragraph` in its report, the lines of the file joined."""
    if document is None:
        return Selector(paragraph.text, "", "")
    span = paragraph.span
    before = [line.text for line in document.lines if line.number < span.line]
    at = next((line.text for line in document.lines if line.number == span.line), "")
    after = [line.text for line in document.lines if line.number > span.line]
    prefix = "\n".join((*before[-3:], at[: span.start]))
    suffix = "\n".join((at[span.end :], *after[:3]))
    return Selector(paragraph.text, prefix[-_CONTEXT:], suffix[:_CONTEXT])
