"""Made-up pages in text files: each begins with a line `#### KIND what it is`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent


def pages(name: str) -> Iterator[Any]:
    """Yield (first word of the description, text) of every page in a file, as parameters of a test."""
    for page in re.split(r"^#### ", (FOLDER / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        about, _, text = page.partition("\n")
        yield pytest.param(about.split()[0], text, id=about)
