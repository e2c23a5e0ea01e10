"""PDF: the text layer, put together to paragraphs as they were before the page broke them into lines."""

import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Final

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, NullObject

from indexer.contract import Evidence
from indexer.errors import SourceError
from indexer.intake.readers.extracted import Extracted
from indexer.intake.readers.pdf.content import Drawing, PageContent
from indexer.intake.readers.pdf.layout import page_lines
from indexer.intake.readers.pdf.objects import dictionary, resolved
from indexer.intake.readers.pdf.printed import PrintedLine
from indexer.intake.readers.pdf.rejoining import paragraphs
from indexer.intake.readers.pdf.running import address, clear
from indexer.intake.titles import is_title, plain_title, without_site

_PAGES: Final = 2_000
_CHARACTERS: Final = 5_000_000
_STREAM: Final = 30_000_000  # bytes that one stream may swell to
_LIMITS: Final = dict.fromkeys(
    (f"{codec}_maximum_output_length" for codec in ("zlib", "lzw", "run_length", "array_based_stream")), _STREAM
)
_LEAST_HAN: Final = 10  # ideographs on a page on average, below which there is no text to speak of
_UNREADABLE: Final = 200  # other characters on a page on average, from which they are a text in a secret code
_LOST_SHARE: Final = 0.005
_PRIVATE_SHARE: Final = 0.02  # bullets of symbol fonts are private characters too
_HEAD: Final = 1_000  # characters of the text among which its title stands
_BROWSER: Final = re.compile(r"Skia/PDF|Mozilla|Chrome|Safari|Firefox")

_LOCKED: Final = "PDF 有密码，打不开；请去掉密码后另存为 PDF 或 .docx"
_CIPHER: Final = "PDF 加了保护（AES 加密），没有安装解开它的组件；请去掉保护后另存为 PDF 或 .docx"
_DAMAGED: Final = "PDF 文件已损坏，读不出来；请重新下载，或打开后另存为 PDF 或 .docx"
_CUT_OFF: Final = "PDF 文件不完整，可能没有下载完；请重新下载"
_TOO_BIG: Final = "PDF 太大或太复杂，超出读取的限度；请拆分，或另存为 .docx 或 .txt"
_SCAN: Final = "PDF 是扫描件，没有文字层，没有文字可读；请先做文字识别（OCR），另存为带文字的 PDF、.docx 或 .txt"
_GIBBERISH: Final = "PDF 的字体没有注明文字编码，取出的文字是乱码；请从网页或 Word 原件另存，或做文字识别（OCR）"
_NO_CHINESE: Final = (
    "PDF 里取不出中文：不是中文文件，或字体没有注明文字编码；请从网页或 Word 原件另存，或做文字识别（OCR）"
)
_PORTFOLIO: Final = "这是 PDF 文件包，里面是另外的文件；请解开后逐个放进来"
_FORM: Final = "这是 XFA 动态表单，页面上没有文字；请用 Adobe Reader 打开后打印成 PDF"


def read(data: bytes) -> Extracted:
    """Return the text of a PDF. Raises SourceError."""
    if data.rfind(b"startxref") < data.rfind(b"endobj"):
        raise SourceError(_CUT_OFF)
    with _quiet(), apply_configuration(Configuration().with_overwrites(**_LIMITS)):
        try:
            return _read(data)
        except SourceError:
            raise
        except FileNotDecryptedError as error:
            raise SourceError(_LOCKED) from error
        except DependencyError as error:
            raise SourceError(_CIPHER) from error
        except (LimitReachedError, MemoryError) as error:
            raise SourceError(_TOO_BIG) from error
        except Exception as error:  # pypdf: "broken PDF files might cause other Exceptions"
            raise SourceError(_DAMAGED) from error


def _read(data: bytes) -> Extracted:
    reader = PdfReader(io.BytesIO(data), strict=False)
    root = reader.root_object
    if "/Collection" in root:
        raise SourceError(_PORTFOLIO)
    pages, width = _pages(reader)
    try:
        _require_text(pages)
    except SourceError as error:
        if _is_dynamic_form(root):
            raise SourceError(_FORM) from error
        raise
    cleared = clear(pages)
    text = "\n".join(paragraphs(cleared.pages, width))
    return Extracted(text, said=_said(reader, text, cleared.dropped))


def _pages(reader: PdfReader) -> tuple[list[list[PrintedLine]], float]:
    """Return the lines of every page, and how wide pages are."""
    if len(reader.pages) > _PAGES:
        raise SourceError(_TOO_BIG)
    drawing = Drawing()
    pages: list[list[PrintedLine]] = []
    widths: list[float] = []
    characters = 0
    for number, page in enumerate(reader.pages, 1):
        if _is_lost(page):
            raise SourceError(f"PDF 第 {number} 页的内容缺失，文件不完整；请重新下载")
        content = PageContent(page, drawing)
        widths.append(content.width)
        pages.append(page_lines(content.runs, content.rules, number))
        characters += sum(len(line.text) for line in pages[-1])
        if characters > _CHARACTERS:
            raise SourceError(_TOO_BIG)
    return pages, median(widths) if widths else 0.0


def _is_lost(page: PageObject) -> bool:
    """Tell whether a page names contents that the file does not hold."""
    if "/Contents" not in page:
        return False
    contents = resolved(page.raw_get("/Contents"))
    parts = contents if isinstance(contents, ArrayObject) else [contents]
    return any(isinstance(resolved(part), NullObject | None) for part in parts)


def _require_text(pages: Sequence[Sequence[PrintedLine]]) -> None:
    """Raise SourceError unless the pages hold a text that can be read."""
    texts = [line.text for page in pages for line in page]
    visible = sum(len(text) - text.count(" ") for text in texts)
    lost = sum(text.count("\ufffd") for text in texts)
    private = sum("\ue000" <= character <= "\uf8ff" for text in texts for character in text)
    if lost > _LOST_SHARE * visible or private > _PRIVATE_SHARE * visible:
        raise SourceError(_GIBBERISH)
    han = sum("\u3400" <= character <= "\u9fff" for text in texts for character in text)
    if han < _LEAST_HAN * max(len(pages), 1):
        raise SourceError(_NO_CHINESE if visible > _UNREADABLE * len(pages) else _SCAN)


def _is_dynamic_form(root: DictionaryObject) -> bool:
    return "/XFA" in dictionary(root, "/AcroForm")


def _said(reader: PdfReader, text: str, dropped: Sequence[PrintedLine]) -> dict[str, Evidence]:
    """Return what the file says beside its text: its title, the address it was printed from.

    The title in a file's properties may be that of last year's report, which it was written over; so it counts only
    where it also stands in the text, or where a browser took it from the page. Its dates say when the file was made.
    """
    said: dict[str, Evidence] = {}
    properties = reader.metadata
    title = without_site(str(properties.get("/Title") or "").strip()) if properties else ""
    if title and is_title(title):
        made_by = f"{properties.get('/Creator')} {properties.get('/Producer')}" if properties else ""
        head = plain_title(text[:_HEAD].replace("\n", ""))
        if plain_title(title) in head or _BROWSER.search(made_by):
            said["title"] = Evidence("PDF 文档属性", 0, title)
    url = address(dropped)
    if url:
        said["source_url"] = Evidence("页眉页脚", 0, url)
    return said


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf's remarks on damaged files off the terminal: what matters of them becomes a reason."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
