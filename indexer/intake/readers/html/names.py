"""The names of tags, ids and classes that tell what an element is for."""

from importlib import resources
from typing import Final


def _read() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    kind = ""
    text = resources.files("indexer.data").joinpath("markup.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            head, colon, names = line.rpartition(":")
            kind = head if colon else kind
            words.setdefault(kind, set()).update(names.split())
    return {kind: frozenset(names) for kind, names in words.items()}


_WORDS: Final = _read()
BLOCKS: Final = _WORDS["blocks"]
UNSEEN: Final = _WORDS["unseen"]
PARTS: Final = _WORDS["parts"]
CONTAINERS: Final = _WORDS["containers"]
SITE: Final = _WORDS["site"]
