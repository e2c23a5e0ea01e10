"""What can be done to a basket: move an item, take it out, put it back, empty it, add what another one holds."""

from dataclasses import dataclass, replace
from typing import Final

from webapp.basket.files import BasketUnreadable, read
from webapp.basket.model import Basket, Item, Read, make_item, merged, overflow
from webapp.search.messages import say

_UNTOUCHED: Final = say("没有加入，您的材料篮没有变动。")


@dataclass(frozen=True, slots=True)
class Removed:
    """An item that was taken out, and where it stood, from 0."""

    at: int
    item: Item

    def written(self) -> str:
        """Return the form that read_removed() reads: 2 CODE note."""
        return f"{self.at} {self.item.code} {self.item.note}".rstrip()


def read_removed(written: str) -> Removed | None:
    """Read what Removed.written() wrote; None if it is something else."""
    at, _blank, rest = written.strip().partition(" ")
    code, _blank, note = rest.partition(" ")
    item = make_item(code, note)
    if not (at.isascii() and at.isdigit() and len(at) <= 4 and item.code):
        return None
    return Removed(int(at), item)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A basket after what was asked for. `notices` are for the eye, `said` for those who do not see what moved.

    `asking` is whether the basket is to be emptied, which the reader has to confirm first.
    """

    basket: Basket
    notices: tuple[str, ...] = ()
    said: str | None = None
    removed: Removed | None = None
    asking: bool = False


def change(basket: Basket, action: str, removed: Removed | None = None) -> Outcome:
    """Do what a button of the page says: up CODE, down CODE, out CODE, undo, clear, cleared; else nothing."""
    what, _blank, code = action.partition(" ")
    if what in ("up", "down"):
        after = moved(basket, code, -1 if what == "up" else 1)
        at = _place(after, code)
        return Outcome(after, said=None if at is None else say("已移到第 %(n)s 位", n=at + 1))
    if what == "out":
        after, gone = without(basket, code)
        return Outcome(after, said=say("已移出") if gone else None, removed=gone)
    if what == "undo" and removed:
        return Outcome(restored(basket, removed), said=say("已放回"))
    if what == "clear":
        return Outcome(basket, asking=bool(basket.items), removed=removed)
    if what == "cleared":
        return Outcome(Basket(), said=say("材料篮已清空"))
    return Outcome(basket, removed=removed)


def imported(basket: Basket, data: bytes) -> Outcome:
    """Add what a basket file holds; if anything is wrong with it, the basket stays as it is."""
    try:
        given = read(data)
    except BasketUnreadable as error:
        return Outcome(basket, (error.message, _UNTOUCHED))
    return joined(basket, given)


def joined(basket: Basket, others: Read) -> Outcome:
    """Add what another basket holds, unless it is too much for one."""
    both = merged(basket, others.basket)
    too_much = overflow(both)
    if too_much:
        return Outcome(basket, (too_much, _UNTOUCHED))
    added = len(both.items) - len(basket.items)
    known = len(others.basket.items) - added
    if known:
        said = say("已加入 %(n)s 段，另有 %(known)s 段原已在篮中。", n=added, known=known)
    else:
        said = say("已加入 %(n)s 段。", n=added)
    return Outcome(both, (said, *others.notices))


def moved(basket: Basket, code: str, steps: int) -> Basket:
    """Move an item up (negative) or down by `steps`, as far as there is room."""
    items = list(basket.items)
    at = _place(basket, code)
    if at is None:
        return basket
    item = items.pop(at)
    items.insert(max(at + steps, 0), item)
    return replace(basket, items=tuple(items))


def without(basket: Basket, code: str) -> tuple[Basket, Removed | None]:
    """Take an item out; also return what is needed to put it back, None if it was not there."""
    at = _place(basket, code)
    if at is None:
        return basket, None
    kept = (*basket.items[:at], *basket.items[at + 1 :])
    return replace(basket, items=kept), Removed(at, basket.items[at])


def restored(basket: Basket, removed: Removed) -> Basket:
    """Put an item back where it stood, unless it is in the basket again."""
    if removed.item.code in basket.codes:
        return basket
    return replace(basket, items=(*basket.items[: removed.at], removed.item, *basket.items[removed.at :]))


def _place(basket: Basket, code: str) -> int | None:
    return next((at for at, item in enumerate(basket.items) if item.code == code), None)
