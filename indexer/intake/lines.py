"""What each line of a source is: title, meta, boilerplate, body, signature or blank.

A page is a head, a body and a tail. The body runs from the first line that is plainly text to the last one; around it
stand titles, labels and the site's own lines. Inside the body everything is body, whatever it looks like, but the
numbers of printed pages and a signature that text follows.
"""

from collections.abc import Sequence
from typing import Final

from indexer.contract import Line, LineKind
from indexer.intake.forms import is_page_mark, seen
from indexer.intake.head import read_head
from indexer.intake.tail import read_tail

_BACK: Final = 400  # lines at the tail among which the signature and the site's own lines stand


def classify(texts: Sequence[str]) -> tuple[Line, ...]:
    """Return every line of a source with its kind, numbered from 1."""
    shown = [seen(text) for text in texts]
    used = [i for i, text in enumerate(shown) if text]
    kinds: list[LineKind] = ["blank"] * len(texts)
    if used:
        _classify(shown, used, kinds)
    return tuple(Line(i + 1, kind, text) for i, (kind, text) in enumerate(zip(kinds, texts, strict=True)))


def _classify(shown: Sequence[str], used: Sequence[int], kinds: list[LineKind]) -> None:
    """Set `kinds` of the lines `used` (those with something on them)."""
    head = read_head(shown, used)
    for i, kind in head.items():
        kinds[i] = kind
    rest = [i for i in used if i not in head]
    tail = read_tail(shown, rest[-_BACK:])
    for i in rest:
        kinds[i] = tail.get(i, "boilerplate" if is_page_mark(shown[i]) else "body")
