"""Word files made up for tests, part by part, and the seeds as Word files with automatic numbers."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES: Final = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return an archive with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def part(root: str, inside: str, namespace: str = W) -> str:
    """Return a part: the element `root` with what is `inside`."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{namespace}" {_NAMESPACES}>{inside}</w:{root}>'


def relations(**targets: str) -> str:
    """Return a part of relations, from kind to target."""
    listed = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'


def content_types(*kinds: str) -> str:
    """Return the part that says what the others are."""
    whose = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    names = {"document": "document.main"} | {kind: kind for kind in kinds}
    listed = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{whose}.{name}+xml"/>' for kind, name in names.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def members(body: str, namespace: str = W, **others: str) -> dict[str, str | bytes]:
    """Return the members of a Word file: its body, and other parts by kind (styles, numbering, footnotes, endnotes)."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(*others),
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>", namespace),
        "word/_rels/document.xml.rels": relations(**{kind: f"{kind}.xml" for kind in others}),
    }
    return found | {f"word/{kind}.xml": part(kind, inside, namespace) for kind, inside in others.items()}


def word(body: str, namespace: str = W, **others: str) -> bytes:
    """Return a Word file with this body and these other parts."""
    return zipped(members(body, namespace, **others))


def p(*inside: str, properties: str = "") -> str:
    """Return a paragraph; what is no element is text in a run."""
    runs = (one if one.startswith("<") or not one else r(one) for one in inside)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def numbered(list_id: int, level: int | None = 0) -> str:
    """Return the property that puts a paragraph in a list."""
    at = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    return f'<w:numPr>{at}<w:numId w:val="{list_id}"/></w:numPr>'


def level(at: int, form: str, text: str, *more: str, start: int = 1) -> str:
    """Return a level of a list; `more` are further elements of it."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'{"".join(more)}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def definition(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def listed(list_id: int, definition_id: int, *overrides: str) -> str:
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{definition_id}"/>{"".join(overrides)}</w:num>'


def table(*rows: tuple[str, ...]) -> str:
    """Return a table; a cell is the XML of its content, or text."""
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


# -- the seeds -------------------------------------------------------------------------------------------------------

_HAN: Final = "一二三四五六七八九十"
_SEED_LEVELS: Final = (
    (re.compile(rf"([{_HAN}]{{1,2}})、"), "chineseCountingThousand", "%1、"),
    (re.compile(rf"\(([{_HAN}]{{1,2}})\)"), "japaneseCounting", "(%2)"),
    (re.compile(r"(\d{1,2})\.(?!\d)"), "decimal", "%3."),
)
_RUN: Final = 7  # characters
_FONTS: Final = '<w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/>'
_LABELS: Final = re.compile(r"\s+(?=(?:[\u4e00-\u9fff]{2,}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff])\s*:)")


def seed_document(path: Path) -> bytes:
    """Return a seed as a Word file: numbers made by lists, labels in a table, several runs in each paragraph."""
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    body: list[str] = []
    rows: list[tuple[str, ...]] = []
    counts = [0, 0, 0]
    for line in text.split("\n"):
        cells = _cells(line)
        if cells:
            rows.append(cells)
            continue
        if rows:
            body.append(_table(rows))
            rows = []
        body.append(_paragraph(line.strip("\ufeff"), counts))
    levels = (level(at, form, shown) for at, (_, form, shown) in enumerate(_SEED_LEVELS))
    numbering = definition(7, *levels) + listed(3, 7)
    normal = f'<w:name w:val="Normal"/><w:rPr>{_FONTS}</w:rPr>'
    styles = f'<w:style w:type="paragraph" w:default="1" w:styleId="a">{normal}</w:style>'
    return word("".join(body), numbering=numbering, styles=styles)


def _cells(line: str) -> tuple[str, ...]:
    """Return the cells that a line of labels has in a table."""
    if "|" in line:
        return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
    names = re.findall(r"[\u4e00-\u9fff][\u4e00-\u9fff ]{1,12}\s?:", line)
    return tuple(_LABELS.split(line.strip())) if len(names) > 1 and len(line) < 200 and "。" not in line else ()


def _table(rows: list[tuple[str, ...]]) -> str:
    return table(*(tuple(p(*_runs(cell)) for cell in row) for row in rows))


def _paragraph(line: str, counts: list[int]) -> str:
    """Return a line as a paragraph; the number it begins with is the list's if that counts so."""
    stripped = line.strip()
    for at, (marker, _, _) in enumerate(_SEED_LEVELS):
        found = marker.match(stripped)
        if found and _value(found[1]) == counts[at] + 1:
            counts[at] += 1
            counts[at + 1 :] = [0] * (2 - at)
            return p(*_runs(stripped[found.end() :]), properties=numbered(3, at))
    return p(*_runs(line))


def _runs(text: str) -> Iterator[str]:
    """Yield a text as runs of a few characters, as Word cuts them."""
    for start in range(0, len(text), _RUN):
        yield r(text[start : start + _RUN], _FONTS if start % 2 else "")


def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (10 * (_HAN.index(tens) + 1 if tens else 1) if ten else 0) + (_HAN.index(ones) + 1 if ones else 0)
