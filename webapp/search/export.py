"""All hits as a table that Excel and WPS open right: BOM, CRLF, and no cell that they would take for a formula."""

import csv
import io
from typing import Final

from indexer.contract import KINDS, SECTIONS, Hit, ResultPage
from indexer.naming import citation_code
from webapp.search.labels import body_label, place_label
from webapp.search.model import Site

COLUMNS: Final = (
    "序号",
    "地区",
    "年度",
    "主体",
    "章节",
    "标题",
    "正文",
    "引证码",
    "链接",
    "报告题名",
    "段次",
    "公开日期",
    "来源网址",
    "种类",
)
_BOM: Final = "\ufeff"
_FORMULA_SIGNS: Final = tuple("=+-@\t\r\n＝＋－＠")


def csv_table(found: ResultPage, site: Site) -> str:
    """Return the hits as CSV; where there are more than were fetched, the last row says so."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, hit in enumerate(found.hits, start=1):
        writer.writerow([harmless(cell) for cell in _row(number, hit, site)])
    if found.total.paragraphs > len(found.hits):
        writer.writerow([f"已截断 {len(found.hits)}/{found.total.paragraphs}"])
    return _BOM + written.getvalue()


def harmless(cell: str) -> str:
    """Return a cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell


def _row(number: int, hit: Hit, site: Site) -> tuple[str, ...]:
    paragraph, report = hit.paragraph, hit.report
    code = citation_code(paragraph.id)
    return (
        str(number),
        place_label(report),
        str(report.year or "不详"),
        body_label(report),
        SECTIONS[paragraph.section],
        " › ".join(paragraph.heading_path),
        paragraph.text,
        code,
        site.permalink(code),
        report.title,
        str(paragraph.ordinal),
        report.publication_date.isoformat() if report.publication_date else "",
        report.source_url or "来源网址未记录",
        KINDS[report.kind],
    )
