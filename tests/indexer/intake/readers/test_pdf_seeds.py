"""The five reports of seeds/ as PDF: however they are laid out, the same paragraphs, title, place, year and dates.

Chromium prints them here. Those of a word processor (LibreOffice Writer, 16 pt on 28 pt, page numbers — 1 —, the head
table ruled) are in pdf_saved/, their fonts' outlines taken out: a reader looks at the codes only.
"""

import html
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Page, PdfMargins, sync_playwright

from indexer.analysis import Analysis, analyse
from indexer.contract import Document
from indexer.intake.readers.pdf import read
from indexer.intake.sources import Source
from indexer.naming import short_hash
from tests.conftest import SEEDS

GOLD = Path(__file__).parents[3] / "gold"
SAVED = Path(__file__).parent / "pdf_saved"
FILES = sorted(SEEDS.glob("*.txt"))
URL = "https://www.example.gov.cn/zwgk/2022/art_1.html"
SAME = (
    "title", "jurisdiction", "body", "department", "issuer", "year", "publication_date", "signature", "signature_date",
    "index_number", "doc_number", "source",
)  # fmt: skip

CELLS = "table{border-collapse:collapse}td{border:1px solid #888;padding:3px}"
TITLE = ".title{text-align:center;text-indent:0;line-height:1.6;"
STYLES = {
    "indented": "body{font:12pt/1.8 serif}p{text-indent:2em;margin:0;text-align:justify}" + TITLE + "font-size:20pt}",
    "blocks": "body{font:11pt/1.5 sans-serif}p{margin:.8em 0}" + TITLE + "font-size:18pt;font-weight:bold}",
    "official": "body{font:16pt/28pt serif}p{text-indent:2em;margin:0;text-align:justify}" + TITLE + "font-size:22pt}",
    "web page": "body{font:14px/2 sans-serif}p{text-indent:2em;margin:10px 0}" + TITLE + "font-size:22px}",
}
_SMALL = '<div style="font-size:{}px;width:100%;padding:0 20px;display:flex;justify-content:{}">{}</div>'
NUMBER = _SMALL.format(14, "center", "<span>— <span class=pageNumber></span> —</span>")
CLOCK = _SMALL.format(9, "space-between", "<span>2022/1/5 10:03</span><span>政府文件</span>")
ADDRESS = _SMALL.format(
    9, "space-between", f"<span>{URL}</span><span><span class=pageNumber></span>/<span class=totalPages></span></span>"
)
FURNITURE = {"official": ("<span></span>", NUMBER), "web page": (CLOCK, ADDRESS)}


def page_of(text: str, style: str) -> str:
    """Return a seed as a web page: its lines paragraphs, its rows a ruled table."""
    parts = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if " | " in line or line.endswith("|"):
            cells = "".join(f"<td>{html.escape(cell.strip())}</td>" for cell in line.strip("|").split("|"))
            parts.append(f"<table><tr>{cells}</tr></table>")
        else:
            titled = re.fullmatch(r"[^:：。《]{8,30}法治政府建设[^:：。《]{0,8}报告", line)
            parts.append(f"<p{' class=title' if titled else ''}>{html.escape(line)}</p>")
    body = "".join(parts).replace("</table><table>", "")
    return f"<html lang=zh-CN><meta charset=utf-8><style>{STYLES[style]}{CELLS}</style><body>{body}</body></html>"


@pytest.fixture(scope="module")
def printed() -> Iterator[Callable[[str, str], bytes]]:
    """Chromium's print of a text in a style, from a thread of its own: other tests may have a browser in theirs."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        stack = ExitStack()
        page = thread.submit(_opened, stack).result()

        def print_page(text: str, style: str) -> bytes:
            return thread.submit(_print, page, text, style).result()

        yield print_page
        thread.submit(stack.close).result()


def _opened(stack: ExitStack) -> Page:
    system = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    playwright = stack.enter_context(sync_playwright())
    browser = playwright.chromium.launch(executable_path=system, args=switches)
    stack.callback(browser.close)
    return browser.new_page()


def _print(page: Page, text: str, style: str) -> bytes:
    head, foot = FURNITURE.get(style, ("<span></span>", "<span></span>"))
    page.set_content(page_of(text, style))
    margin: PdfMargins = {"top": "30mm", "bottom": "30mm", "left": "28mm", "right": "26mm"}
    return page.pdf(format="A4", margin=margin, display_header_footer=True, header_template=head, footer_template=foot)


def analysed(name: str, data: bytes) -> tuple[Analysis, Document]:
    analysis = analyse(Source(name, data, "0" * 64))
    assert analysis.document is not None, analysis.reject_reason
    return analysis, analysis.document


def hashes(analysis: Analysis) -> list[str]:
    return [short_hash(paragraph.text, 16) for paragraph in analysis.occurrences]


def inked(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\s|\u200b\ufeff]", "", text))


def normalised(text: str) -> str:
    return re.sub(r"[^\u3007\u3400-\u9fff0-9A-Za-z]", "", text)


def gold() -> dict[str, list[str]]:
    """Return the texts that hand labels cut out of the five."""
    cut: dict[str, list[str]] = defaultdict(list)
    for label in map(json.loads, (GOLD / "gold_segments.jsonl").read_text("utf-8").splitlines()):
        line = (SEEDS / label["file"]).read_text("utf-8").split("\n")[label["line"] - 1]
        cut[label["file"]].append(normalised(line[label["start"] : label["end"]]))
    return cut


def check(plain: Path, data: bytes) -> int:
    """Check a PDF of a seed against its text; return how many hand-labelled texts stand in one of its lines."""
    expected, document = analysed(plain.name, plain.read_bytes())
    found, other = analysed("report.pdf", data)
    assert hashes(found) == hashes(expected)
    assert [heading.text for heading in other.headings] == [heading.text for heading in document.headings]
    for field in SAME:
        assert getattr(other.report, field) == getattr(document.report, field), field
    assert inked(read(data).text) == inked(plain.read_text("utf-8"))
    text = "\n".join(normalised(line.text) for line in found.lines if line.kind == "body")
    return sum(segment in text for segment in gold()[plain.name])


@pytest.mark.browser
@pytest.mark.parametrize("style", STYLES)
def test_prints_give_the_143_texts(style, printed):
    assert sum(check(path, printed(path.read_text("utf-8"), style)) for path in FILES) == 143


@pytest.mark.browser
def test_a_print_tells_where_the_page_was(printed):
    said = read(printed(FILES[1].read_text("utf-8"), "web page")).said
    assert said["source_url"].text == URL


@pytest.mark.parametrize("path", sorted(SAVED.glob("*.pdf")), ids=lambda path: path.stem)
def test_files_of_a_word_processor_give_the_texts(path):
    plain = next(seed for seed in FILES if seed.name.startswith(path.stem[-3:]))
    assert check(plain, path.read_bytes()) == len(gold()[plain.name])
