"""A basket as it travels in addresses and forms: citation codes in their order, each with the reader's own note."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from indexer.naming import citation_code, parse_code
from webapp.search.messages import Message, say

MAX_ITEMS: Final = 200
MAX_NOTE: Final = 2000  # characters
MAX_TITLE: Final = 200  # characters
MAX_CODE: Final = 60  # characters; the longest well-formed code has 45

ITEM: Final = "b"  # names of the parameters
TITLE: Final = "t"

# What XML 1.0, and with it Word, cannot hold; and the other control characters, which nobody sees.
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph by its citation code, and what the reader notes of it; "" is no note.

    A code that cannot be read is kept as it was written, so that nothing is lost with it.
    """

    code: str
    note: str = ""

    @property
    def paragraph_id(self) -> str | None:
        """The paragraph's permanent name; None if the code is not well-formed or its check character is wrong."""
        parsed = parse_code(self.code)
        return parsed.paragraph_id if parsed and parsed.valid else None


@dataclass(frozen=True, slots=True)
class Basket:
    """Items in their order, no code twice, and the title of the memo they are for; "" is none."""

    title: str = ""
    items: tuple[Item, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(item.code for item in self.items)


@dataclass(frozen=True, slots=True)
class Read:
    """A basket as it was read, and what the reader should know of the reading."""

    basket: Basket
    notices: tuple[Message, ...] = ()


def make_item(code: str, note: str = "") -> Item:
    """Return an item fit to be kept: a valid code in its one spelling, the note without unseen characters."""
    parsed = parse_code(code)
    if parsed and parsed.valid:
        return Item(citation_code(parsed.paragraph_id), tidy(note))
    return Item("".join(_UNFIT.sub("", code).split())[:MAX_CODE], tidy(note))


def tidy(text: str) -> str:
    """Return `text` with plain line ends, without control characters and blanks around it."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def tidy_title(text: str) -> str:
    """Return `text` on one line, without control characters."""
    return " ".join(tidy(text).split())


def unfit_characters(text: str) -> int:
    """Return how many characters tidy() takes out of `text`."""
    return len(_UNFIT.findall(text.replace("\r", "\n")))


def from_pairs(pairs: Iterable[tuple[str, str]], rows: Iterable[tuple[str, str]] = ()) -> Read:
    """Read the basket in the parameters of an address: b=CODE or b=CODE note, in order, and t=title.

    `rows` are codes with their notes, which go before.
    """
    title = ""
    items = [make_item(code, note) for code, note in rows]
    for name, value in pairs:
        if name == TITLE:
            title = title or tidy_title(value)
        elif name == ITEM:
            code, _blank, note = value.strip().partition(" ")
            items.append(make_item(code, note))
    return within_limits(Basket(title, tuple(items)))


def to_pairs(basket: Basket) -> list[tuple[str, str]]:
    """Return the parameters that from_pairs() reads."""
    pairs = [(TITLE, basket.title)] if basket.title else []
    return pairs + [(ITEM, f"{item.code} {item.note}" if item.note else item.code) for item in basket.items]


def within_limits(given: Basket) -> Read:
    """Return a basket with each code once, cut to the limits, and what was cut."""
    notices = []
    items = _once(given.items)
    if len(items) > MAX_ITEMS:
        said = say("一个材料篮最多 %(most)s 段，第 %(most)s 段以后的没有收进来。请分成几个材料篮。", most=MAX_ITEMS)
        notices.append(said)
    if any(len(item.note) > MAX_NOTE for item in items):
        said = say("一段的批注最多 %(most)s 字，多出的没有收进来。请把长的批注写在文稿里。", most=MAX_NOTE)
        notices.append(said)
    if len(given.title) > MAX_TITLE:
        notices.append(say("题目最多 %(most)s 字，多出的没有收进来。", most=MAX_TITLE))
    kept = tuple(replace(item, note=item.note[:MAX_NOTE].rstrip()) for item in items[:MAX_ITEMS])
    return Read(Basket(given.title[:MAX_TITLE].rstrip(), kept), tuple(notices))


def merged(mine: Basket, others: Basket) -> Basket:
    """Return all of `mine`, then what only `others` has; where both note something of an item, both notes."""
    return Basket(mine.title or others.title, tuple(_once((*mine.items, *others.items))))


def overflow(basket: Basket) -> Message | None:
    """Return what is too much for one basket, None if nothing is."""
    if len(basket.items) > MAX_ITEMS:
        return say("合起来有 %(n)s 段，一个材料篮最多 %(most)s 段。", n=len(basket.items), most=MAX_ITEMS)
    for item in basket.items:
        if len(item.note) > MAX_NOTE:
            return say(
                "%(code)s 的批注合起来有 %(n)s 字，最多 %(most)s 字。",
                code=item.code,
                n=len(item.note),
                most=MAX_NOTE,
            )
    return None


def _once(items: Iterable[Item]) -> list[Item]:
    """Keep the first of equal codes, with what the others note; an item without a code is none."""
    kept: dict[str, Item] = {}
    for item in items:
        before = kept.get(item.code)
        if before is None:
            kept[item.code] = item
        elif f"\n{item.note}\n" not in f"\n{before.note}\n":
            kept[item.code] = replace(before, note="\n".join(filter(None, (before.note, item.note))))
    kept.pop("", None)
    return list(kept.values())
