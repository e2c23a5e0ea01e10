"""Small PDF files, written here: what is drawn is given as instructions, or as lines with their places.

The font is not in the file: a Chinese one that every reader has, its codes UTF-16.
"""

from collections.abc import Iterable, Sequence

EM = 12.0
LEFT, RIGHT, TOP = 72.0, 552.0, 760.0
PROSE = "坚持依法行政是推进工作的根本要求各级部门认真落实主体责任"  # 28 ideographs to fill pages with

Placed = tuple[float, float, str] | tuple[float, float, str, float]  # x, y, text, size


def show(text: str) -> str:
    return f"<{text.encode('utf-16-be').hex()}> Tj"


def drawn(lines: Iterable[Placed]) -> str:
    """Return the instructions that draw lines of text at their places."""
    parts = []
    for x, y, text, *size in lines:
        parts.append(f"BT /F1 {size[0] if size else EM} Tf 1 0 0 1 {x} {y} Tm {show(text)} ET")
    return "\n".join(parts)


def down(texts: Sequence[str], *, top: float = TOP, indent: float = 0.0) -> list[Placed]:
    """Return lines one below the other from the left edge; each blank at a line's start (U+3000) is an indent."""
    placed: list[Placed] = []
    for i, text in enumerate(texts):
        inner = text.lstrip("\u3000")
        x = LEFT + indent + EM * (len(text) - len(inner))
        placed.append((x, top - 20 * i, inner))
    return placed


FONT = """<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [
<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)
/Supplement 5 >> /DW 1000 >> ] >>"""


def pdf_of(
    *pages: str | Iterable[Placed],
    font: str = FONT,
    page: str = "",
    root: str = "",
    info: str = "",
    others: Sequence[bytes] = (),
) -> bytes:
    """Return a PDF of the pages. `page`, `root` and `info` are further entries; `others` are objects from number 10."""
    contents = [each if isinstance(each, str) else drawn(each) for each in pages]
    first = 10 + len(others)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(contents)))
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {root} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} /MediaBox [0 0 624 842] >>".encode(),
        3: font.encode(),
        4: f"<< {info} >>".encode(),
        **{10 + i: other for i, other in enumerate(others)},
    }
    resources = "<< /Font << /F1 3 0 R >> /XObject << /X1 10 0 R >> >>"
    for i, content in enumerate(contents):
        number = first + 2 * i
        entries = f"/Type /Page /Parent 2 0 R /Contents {number + 1} 0 R /Resources {resources} {page}"
        objects[number] = f"<< {entries} >>".encode()
        objects[number + 1] = stream(content.encode("latin-1"))
    return _written(objects)


def stream(data: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def _written(objects: dict[int, bytes]) -> bytes:
    data = b"%PDF-1.7\n"
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = len(data)
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    size = max(objects) + 1
    table = b"xref\n"
    for number in range(size):
        entry = f"{places[number]:010d} 00000 n" if number in places else "0000000000 65535 f"
        table += (f"0 {size}\n" if number == 0 else "").encode() + entry.encode() + b" \n"
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + table + trailer.encode()
