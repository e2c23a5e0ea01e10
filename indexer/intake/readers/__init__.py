"""From a file's bytes to its text, line by line: one module for each format, loaded when a file of it comes.

A reader has one function, `read(data: bytes) -> Extracted`. It raises SourceError with the reason, as a sentence, for
what it cannot or will not read; it opens nothing, neither files nor addresses, and nothing in the file is executed.
"""

from dataclasses import replace
from importlib import import_module
from typing import Final

from indexer.contract import Evidence
from indexer.errors import SourceError
from indexer.intake.readers.extracted import Extracted
from indexer.intake.readers.formats import Format, format_of, suffix_of
from indexer.text import clean

_MODULES: Final[dict[Format, str]] = {
    "text": "indexer.intake.readers.plain",
    "html": "indexer.intake.readers.html",
    "mhtml": "indexer.intake.readers.mhtml",
    "pdf": "indexer.intake.readers.pdf",
    "docx": "indexer.intake.readers.docx",
}
_MOST_LINES: Final = 100_000  # the longest reports have some thousand; every line is kept, in memory too
_EXTRAS: Final[dict[Format, str]] = {"mhtml": "html"}  # where another format's brings what is needed


def extract(path: str, data: bytes) -> Extracted:
    """Return the text of the file named `path`, by the reader for what is in it. Raises SourceError.

    What its markup says is clean: unlike lines, it is shown and quoted without passing through any other rule.
    """
    kind = format_of(suffix_of(path), data)
    try:
        reader = import_module(_MODULES[kind])
    except ModuleNotFoundError as error:
        extra = _EXTRAS.get(kind, kind)
        raise SourceError(
            f"没有安装读取 {kind.upper()} 文件的组件（缺少 {error.name}），请运行：pip install 'xianli[{extra}]'"
        ) from error
    extracted: Extracted = reader.read(data)
    lines = extracted.text.count("\n") + 1
    if lines > _MOST_LINES:
        raise SourceError(f"有 {lines} 行，一份报告不会有这么多；请删去空行和无关内容，或拆分")
    return replace(extracted, said={name: _clean(evidence) for name, evidence in extracted.said.items()})


def _clean(evidence: Evidence) -> Evidence:
    return replace(evidence, text=" ".join(clean(evidence.text).text.split()))
