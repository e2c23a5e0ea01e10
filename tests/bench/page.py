"""Write the figures of a run into the pages that show them: python -m tests.bench.page RESULTS PAGE…"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.bench import tables
from tests.bench.plot import drawn

_GROWTH = Path("images/performance-growth.svg")  # beside the page


_EXTRAS: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
    "raw": ("From raw text", tables.raw),
    "adding": ("Adding one report", tables.added),
    "http": ("Serving", tables.served),
}
_SHORT = "100000"  # paragraphs: the size that a reader in a hurry is shown


def figures(results: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands under each name that pages ask for."""
    sizes = results["sizes"]
    extras = [
        f"## {told}\n\n{written(results[extra])}\n\n{tables.machine(results[extra])}"
        for extra, (told, written) in _EXTRAS.items()
        if extra in results
    ]
    found = {
        "searching": "\n\n".join(_searching(int(size), sizes[size]) for size in sorted(sizes, key=int)),
        "indexing": tables.indexing(sizes),
        "sizes": tables.sizes(sizes),
        "opening": tables.opening(sizes),
        "extras": "\n\n".join(extras),
    }
    if _SHORT in sizes:
        found["short"] = tables.short(sizes[_SHORT])
    return found


def _searching(size: int, of_size: Mapping[str, Any]) -> str:
    return "\n\n".join(
        (
            f"### {size:,} paragraphs",
            tables.machine(of_size),
            tables.searching(of_size),
            "The first question after an index was opened, its files in the page cache:",
            tables.cold(of_size),
        )
    )


def printed(results: Mapping[str, Any]) -> str:
    """Return all figures, one after the other."""
    return "\n\n".join(figures(results).values())


def main() -> None:
    """Fill the named pages, and draw the plot beside the first."""
    results = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    pages = [Path(name) for name in sys.argv[2:]]
    found = figures(results)
    for page in pages:
        page.write_text(tables.filled(page.read_text(encoding="utf-8"), found), encoding="utf-8")
    title = "Median time of the questions without filters, top 10 and three facets"
    picture = drawn(title, tables.growth(results["sizes"]), "paragraphs", "ms")
    (pages[0].parent / _GROWTH).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
