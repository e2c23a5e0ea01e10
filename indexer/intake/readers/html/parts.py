"""Which lines of a page are the document's with its head and foot, and which the site's.

The part that holds the text is looked for first: a container of the kind that the content systems of government sites
use, in which nothing is left out, else what readability takes for the article, in which only lists of links are. Around
it menus, side columns and footers are too, unless they hold text or what describes the document: a title, labels, where
the page stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from indexer.intake.labels import describe_document, read_labels
from indexer.intake.readers.html.layout import Page, Region
from indexer.intake.readers.html.names import CONTAINERS, PARTS, SITE
from indexer.intake.readers.html.rows import Block
from indexer.intake.titles import split_title

_SIGNS: Final = re.compile(r"[\W_]+|\d+$")
_TAGS: Final = frozenset({"nav", "footer", "aside", "menu"})
_WORD: Final = re.compile(r"[a-z]+|[A-Z][a-z]+|[A-Z]+(?![a-z])")
_HELD: Final = 0.9  # of the text, that a container must hold
_SMALL: Final = 0.1  # of the text, that what is left out may hold at most
_ABSTRACTS: Final = 600  # characters that a list of other pages may hold in sentences
_TWICE: Final = 5  # lines of a text that stands on a page twice
_LINKS: Final = 3  # links that make a list
_LINKED: Final = 0.7  # of a list's characters
_SENTENCE: Final = 20  # characters from which a line with marks counts as text
_STATEMENT: Final = 60  # characters from which a line with a full stop is text, be it a link
_MARKS: Final = re.compile("[，。；,;]")
_WHERE: Final = re.compile(r"位置|首页.*[>＞»›→]|[>＞»›→][^>＞»›→]+[>＞»›→]")
_NOWHERE: Final = Region("", (), 0)
_ATTACHED: Final = re.compile(r"\W*(?:附件|附表)")
_LONG: Final = 300  # characters; no title or label is that long


@dataclass(frozen=True, slots=True)
class Sums:
    """Running totals over the blocks of a page, that any stretch is measured by at once."""

    text: list[int]
    characters: list[int]
    linked: list[int]
    links: list[int]

    def prose(self, region: Region) -> int:
        return self.text[region.last] - self.text[region.first]


def lines_of(page: Page, article: Sequence[str] = ()) -> list[Block]:
    """Return the blocks of the page without the site's own. `article` are the lines that readability has kept."""
    left_out = bytearray(len(page.blocks))
    for again in _repeated(page):
        left_out[again.first : again.last] = b"\1" * (again.last - again.first)
    sums = _sums(page.blocks, left_out)
    kept = container(page, sums) or _NOWHERE
    text = _NOWHERE if kept.last else _around(page, sums, article) or _NOWHERE
    reached = 0
    for region in page.regions:
        if region.last <= reached or region.last <= region.first or _overlap(region, kept):
            continue
        if not _is_site(region, sums, named=not _overlap(region, text)):
            continue
        for at in range(max(region.first, reached), region.last):
            left_out[at] |= not _describes(page.blocks[at])
        reached = region.last
    return [block for block, gone in zip(page.blocks, left_out, strict=True) if not gone]


def prose_of(page: Page) -> int:
    """Return how many characters of the page stand in sentences."""
    return sum(map(_prose, page.blocks))


def _repeated(page: Page) -> Iterator[Region]:
    """Yield containers that hold what one before does: some pages carry their text twice, for two sizes of screens."""
    seen: dict[tuple[int, str, str], Region] = {}
    for region in page.regions:
        if region.last - region.first < _TWICE or not _is_container(region):
            continue
        key = (region.last - region.first, page.blocks[region.first].text, page.blocks[region.last - 1].text)
        before = seen.setdefault(key, region)
        if before.last <= region.first and _alike(page, before, region):
            yield region


def _alike(page: Page, one: Region, other: Region) -> bool:
    pairs = zip(page.blocks[one.first : one.last], page.blocks[other.first : other.last], strict=True)
    return all(a.text == b.text for a, b in pairs)


def container(page: Page, sums: Sums | None = None) -> Region | None:
    """Return the smallest known container that holds nearly all of the text, None if there is none."""
    sums = sums or _sums(page.blocks, bytes(len(page.blocks)))
    known = [region for region in page.regions if _is_container(region)]
    return _smallest(known, sums)


def _smallest(regions: Sequence[Region], sums: Sums) -> Region | None:
    enough = _HELD * sums.text[-1]
    holding = [region for region in regions if sums.prose(region) >= enough > 0]
    return min(holding, key=lambda region: region.last - region.first, default=None)


def _around(page: Page, sums: Sums, article: Sequence[str]) -> Region | None:
    """Return the smallest element around the lines of the article."""
    kept = set(article)
    places = [
        at for at, block in enumerate(page.blocks) if kept and _prose(block) and "".join(block.text.split()) in kept
    ]
    if not places:
        return None
    around = [region for region in page.regions if region.first <= places[0] and places[-1] < region.last]
    return _smallest(around, sums)


def _is_container(region: Region) -> bool:
    return region.tag in ("article", "ucapcontent") or any(
        _SIGNS.sub("", name.lower()) in CONTAINERS for name in region.names
    )


def _overlap(one: Region, other: Region) -> bool:
    return one.first < other.last and other.first < one.last


def _is_site(region: Region, sums: Sums, *, named: bool) -> bool:
    """Tell whether an element is a menu, a list of links, or one that is `named` a side column or the footer."""
    if region.tag not in PARTS:
        return False
    prose = sums.prose(region)
    if prose > _ABSTRACTS or prose > _SMALL * sums.text[-1]:
        return False
    if named and (region.tag in _TAGS or any(_names_site(name) for name in region.names)):
        return True
    characters, linked, links = (
        sum_[region.last] - sum_[region.first] for sum_ in (sums.characters, sums.linked, sums.links)
    )
    return links >= _LINKS and linked >= _LINKED * characters


def _names_site(name: str) -> bool:
    """Tell whether an id or class names a menu, a side column, a footer: left-nav, pageFooter, relatedList."""
    return name.lower() in SITE or any(word.lower() in SITE for word in _WORD.findall(name))


def _describes(block: Block) -> bool:
    """Tell whether a line tells of the document, wherever it stands: a title, labels, a breadcrumb."""
    text = block.text
    if len(text) > _LONG:
        return False
    if (_WHERE.search(text) and block.links) or _ATTACHED.match(text):
        return True
    if 2 * block.linked > len(text):
        return False
    return bool(split_title(text)[0]) or describe_document(read_labels(text))


def _prose(block: Block) -> int:
    """Return how many characters of text a line is worth."""
    text = block.text
    if len(text) < _SENTENCE or not _MARKS.search(text):
        return 0
    # All of a text may be in a link that was never closed; headlines are no whole sentences.
    return 0 if 3 * block.linked > len(text) and not (len(text) >= _STATEMENT and "。" in text) else len(text)


def _sums(blocks: Sequence[Block], left_out: Sequence[int]) -> Sums:
    def running(values: Iterator[int]) -> list[int]:
        return list(accumulate(values, initial=0))

    return Sums(
        running(0 if gone else _prose(block) for block, gone in zip(blocks, left_out, strict=True)),
        running(len(block.text) - 3 * block.text.count(" | ") for block in blocks),
        running(block.linked for block in blocks),
        running(block.links for block in blocks),
    )
