"""References by GB/T 7714, editions 2025 and 2015, for electronic resources on the web.

Both editions put down, in this order: 主要责任者, 题名, [文献类型标识/文献载体标识], 更新或修改日期, [引用日期],
获取和访问路径, 永久标识符. Edition 2025 writes . and [ ] in half width and the other signs between them in full width;
2015 is written in half width throughout. The words between the signs are the source's own and stay as they are.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from webapp.citation.reference import NO_SOURCE, Reference

Edition = Literal[2015, 2025]


@dataclass(frozen=True, slots=True)
class Entry:
    """The elements of one reference, in their order; `None` is left out."""

    title: str  # with 其他题名信息; in [ ] where the cataloguer supplied it
    accessed: date
    access_path: str
    author: str | None = None
    kind: str = "EB/OL"
    issued: date | None = None  # 出版日期 of the document itself
    updated: date | None = None  # 更新或修改日期 on the web
    identifier: str | None = None


def gbt7714(reference: Reference, edition: Edition) -> str:
    """Return the reference of a report or a paragraph. Without a source its path says so, and our code follows."""
    colon, comma = ("：", "，") if edition == 2025 else (": ", ", ")
    return written(
        Entry(
            author=reference.author,
            title=f"[{reference.title}]" if reference.title_proposed else reference.title,
            # A signature dates the document; that it was put on the web that day is not known.
            issued=None if reference.published else reference.signed,
            updated=reference.published,
            accessed=reference.accessed,
            access_path=reference.source_url or NO_SOURCE,
            identifier=f"{reference.label}{colon}{reference.number}{comma}{reference.permalink}",
        ),
        edition,
    )


def written(entry: Entry, edition: Edition) -> str:
    """Return one reference as a list of references holds it, without its number there."""
    opening, closing = "（）" if edition == 2025 else "()"
    issued = entry.issued.isoformat() if entry.issued else ""
    updated = f"{opening}{entry.updated.isoformat()}{closing}" if entry.updated else ""
    parts = (
        entry.author,
        f"{entry.title}[{entry.kind}]",
        f"{issued}{updated}[{entry.accessed.isoformat()}]",
        entry.access_path,
        entry.identifier,
    )
    return " ".join(f"{part.removesuffix('.')}." for part in parts if part)
