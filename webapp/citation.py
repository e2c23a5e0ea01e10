"""A paragraph made ready to be pasted: 公文用语, 原样, 仅链接, Markdown, and a W3C selector of it in its report.

The words are never touched. 公文用语 restores the full-width marks that web pages lose, one for one, and turns the
quotation marks inside the outer ones; digits, decimals, times and thousands stay as they are.
"""

import re
from datetime import date
from typing import Final

from indexer.contract import Document, Paragraph, Report
from indexer.naming import citation_code
from webapp.search.labels import authority, subject
from webapp.search.messages import say
from webapp.search.model import Quotes, Selector, SourceLine

_FULL_WIDTH: Final = str.maketrans(",;:?!", "，；：？！")
_CHINESE: Final = re.compile(
    "[\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_TURNED: Final = str.maketrans("“”‘’", "‘’“”")
_QUOTATION_MARK: Final = re.compile("[“”‘]|(?<![A-Za-z])’|’(?![A-Za-z])")  # not the apostrophe of it’s
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>~|])")
_MARKDOWN_START: Final = re.compile(r"^(\d+)([.)])|^([#+=-])")
_CONTEXT: Final = 32  # characters of a selector's prefix and suffix


def quotes(paragraph: Paragraph, report: Report, *, permalink: str, today: date) -> Quotes:
    """Return `paragraph` as it is pasted into a memo that is written on `today`."""
    source = _source(paragraph, report, permalink, today)
    seen = f"{_date(today)}查阅"
    official = f"{_opening(report)}提出：“{inside_quotation(restore_marks(paragraph.text))}”（{source}）"
    code = citation_code(paragraph.id)
    where = "，".join((authority(report), _published(report), f"第{paragraph.ordinal}段", code, _origin(report), seen))
    return Quotes(
        official=official,
        plain=f"{paragraph.text}\n——《{report.title}》，{where}，{permalink}",
        link=permalink,
        markdown=f"> {escape_markdown(paragraph.text)}\n>\n"
        f"> ——[《{escape_markdown(report.title)}》]({permalink})，{escape_markdown(where)}",
    )


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


def restore_marks(text: str) -> str:
    """Return `text` with , ; : ? ! and brackets in full width where they stand next to Chinese."""
    restored = _restored_once(text)
    while restored != text:  # a mark beside a mark that has just become Chinese
        text, restored = restored, _restored_once(restored)
    return text


def _restored_once(text: str) -> str:
    characters = list(text)
    for opening, closing in _bracket_pairs(text):
        if any(_beside_chinese(characters, i) for i in (opening, closing)):
            characters[opening], characters[closing] = "（", "）"
    for i, character in enumerate(characters):
        if character in ",;:?!" and _beside_chinese(characters, i):
            characters[i] = character.translate(_FULL_WIDTH)
    return "".join(characters)


def inside_quotation(text: str) -> str:
    """Return `text` with its quotation marks turned as they must be inside “ ”: “ ” become ‘ ’ and the reverse."""
    if text.count('"') % 2 == 0:
        halves = text.split('"')
        text = halves[0] + "".join(("“" if i % 2 else "”") + half for i, half in enumerate(halves[1:], start=1))
    return _QUOTATION_MARK.sub(lambda mark: mark[0].translate(_TURNED), text)


def escape_markdown(text: str) -> str:
    """Return `text` so that Markdown shows it as it is."""
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return _MARKDOWN_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", escaped)


def _bracket_pairs(text: str) -> list[tuple[int, int]]:
    open_at: list[int] = []
    pairs = []
    for i, character in enumerate(text):
        if character == "(":
            open_at.append(i)
        elif character == ")" and open_at:
            pairs.append((open_at.pop(), i))
    return sorted(pairs)


def _beside_chinese(characters: list[str], i: int) -> bool:
    beside = (characters[i - 1] if i else "", characters[i + 1] if i + 1 < len(characters) else "")
    return any(character and _CHINESE.match(character) for character in beside)


def _opening(report: Report) -> str:
    whose = subject(report)
    if not whose:
        return f"《{report.title}》"
    year = f"{report.year}年度" if report.year else ""
    return f"{whose}在{year}法治政府建设情况报告中"


def _source(paragraph: Paragraph, report: Report, permalink: str, today: date) -> str:
    parts = [authority(report), _published(report), f"第{paragraph.ordinal}段", citation_code(paragraph.id)]
    parts += ["来源网址未记录"] if report.source_url is None else []
    return "，".join((*parts, permalink, f"{_date(today)}查阅"))


def _published(report: Report) -> str:
    if report.publication_date:
        return f"{_date(report.publication_date)}公开"
    if report.signature_date:
        return f"{_date(report.signature_date)}成文"
    return "公开日期不详"


def _origin(report: Report) -> str:
    return f"来源：{report.source_url}" if report.source_url else "来源网址未记录"


def _date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
