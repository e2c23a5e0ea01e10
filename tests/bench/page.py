"""Write the figures of a run into the pages that show them: python -m tests.bench.page RESULTS PAGE…"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench import tables
from tests.bench.plot import drawn

_GROWTH = Path("images/performance-growth.svg")  # beside the page


def figures(results: Mapping[str, Any]) -> dict[str, str]:
    """Return every table by the name under which pages ask for it."""
    sizes = results["sizes"]
    found: dict[str, str] = {}
    for size, of_size in sizes.items():
        found[f"machine {size}"] = tables.machine(of_size)
        found[f"searching {size}"] = tables.searching(of_size)
        found[f"cold {size}"] = tables.cold(of_size)
        found[f"short {size}"] = tables.short(of_size)
    if sizes:
        found["indexing"] = tables.indexing(sizes)
        found["sizes"] = tables.sizes(sizes)
        found["opening"] = tables.opening(sizes)
    for extra, told in (("raw", tables.raw), ("adding", tables.added), ("http", tables.served)):
        if extra in results:
            found[extra] = f"{told(results[extra])}\n\n{tables.machine(results[extra])}"
    return found


def printed(results: Mapping[str, Any]) -> str:
    """Return all tables, one after the other."""
    return "\n\n".join(f"## {name}\n\n{text}" for name, text in figures(results).items())


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
