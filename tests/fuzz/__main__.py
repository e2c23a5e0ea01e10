"""Fuzz one reader and all that intake does with what it reads.

    python -m tests.fuzz text|html|docx|pdf [-max_total_time=600] [CORPUS_FOLDER]

Nothing but SourceError may escape, and nothing may be opened: neither files outside the installed packages nor
connections. What breaks is written to crash-* in the present folder by libFuzzer; it becomes a fixed test.
"""

import io
import sys
import zipfile
from pathlib import Path
from typing import Any, Final

import atheris

with atheris.instrument_imports(include=["indexer", "docx", "pypdf", "readability"]):
    from indexer.errors import SourceError
    from indexer.intake.readers import docx, extract, html, pdf, plain
    from indexer.intake.sources import Source
    from indexer.parts import parts

READERS: Final = {"text": plain, "html": html, "docx": docx, "pdf": pdf}
_SUFFIXES: Final = {"text": ".txt", "html": ".html", "docx": ".docx", "pdf": ".pdf"}
_DOCX_PARTS: Final = ("word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml")
_FOLDERS: Final = (*sys.path, sys.prefix, sys.base_prefix, str(Path.cwd()))
_INSTALLED: Final = tuple({str(Path(folder).resolve()) for folder in _FOLDERS})
_WATCHED: Final = frozenset({"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"})


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _WATCHED:
        return
    target = arguments[0]
    if event == "open" and isinstance(target, int | str | bytes):
        name = str(target)
        if isinstance(target, int) or name.startswith(_INSTALLED):
            return
    raise AssertionError(f"a reader may not do this: {event} {arguments!r}")


def _packaged(data: bytes) -> bytes:
    """Return a Word file whose parts are pieces of `data`, so that fuzzing gets past the zip format."""
    file = io.BytesIO()
    pieces = data.split(b"\0", len(_DOCX_PARTS) - 1)
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", _CONTENT_TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/_rels/document.xml.rels", _DOCUMENT_RELATIONS)
        for name, piece in zip(_DOCX_PARTS, pieces, strict=False):
            package.writestr(name, piece)
    return file.getvalue()


_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES: Final = ("numbering", "styles", "footnotes")
_CONTENT_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>' for name in _NAMES)
    + "</Types>"
)
_RELATIONS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + "".join(f'<Relationship Id="r{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in _NAMES)
    + "</Relationships>"
)


def main() -> None:
    """Fuzz until libFuzzer's limits end it."""
    kind = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    if kind not in READERS:
        sys.exit(__doc__)
    suffix = _SUFFIXES[kind]

    def one(data: bytes) -> None:
        if kind == "docx" and not data.startswith(b"PK"):
            data = _packaged(data)
        try:
            extract(f"a{suffix}", data)
            parts(Source(f"a{suffix}", data, "0" * 64))
        except SourceError:
            return

    parts(Source("a.txt", "嘉鱼县法治政府建设情况报告".encode(), "0" * 64))  # tables are read once, before the guard
    sys.addaudithook(_forbid)
    atheris.Setup([sys.argv[0], *sys.argv[1:]], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
