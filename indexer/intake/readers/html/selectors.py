"""Selectors of style sheets: tags, ids and classes, one in another; those that ask for more match nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_MAX_COMPOUNDS: Final = 8
_MAX_CLASSES: Final = 8  # of a compound
_COMPOUND: Final = re.compile(r"(?P<tag>\*|[a-zA-Z][\w-]*)?(?P<names>(?:[.#][\w-]+)*)")
_NAME: Final = re.compile(r"([.#])([\w-]+)")
_PSEUDO: Final = re.compile(r"::?(?P<name>before|marker)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Element:
    """What selectors ask of an element."""

    tag: str
    id: str = ""
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element has to be; `child`: it stands directly in the one named before."""

    tag: str  # "" is any
    id: str
    classes: tuple[str, ...]
    child: bool = False

    def fits(self, element: Element) -> bool:
        """Tell whether an element is what is asked for."""
        return (
            self.tag in ("", element.tag)
            and self.id in ("", element.id)
            and all(name in element.classes for name in self.classes)
        )


@dataclass(frozen=True, slots=True)
class Selector:
    """The elements that a rule is for: the last compound, in those before it."""

    compounds: tuple[Compound, ...]
    before: bool  # for what is written before the element, not for itself

    @property
    def key(self) -> str:
        """What an element must have to match: "#id", ".class" or its tag; "" for any."""
        last = self.compounds[-1]
        return f"#{last.id}" if last.id else f".{last.classes[0]}" if last.classes else last.tag

    @property
    def weight(self) -> tuple[int, int, int]:
        """How much the rule outweighs others: its ids, classes and tags."""
        parts = self.compounds
        return (
            sum(part.id != "" for part in parts),
            sum(len(part.classes) for part in parts),
            sum(part.tag != "" for part in parts),
        )

    def fits(self, element: Element, around: Sequence[Element]) -> bool:
        """Tell whether an element in those `around` it, the outermost first, is matched."""
        *outer, last = self.compounds
        if not last.fits(element):
            return False
        child, at = last.child, len(around)
        for part in reversed(outer):
            at -= 1
            while at >= 0 and not part.fits(around[at]):
                if child:
                    return False
                at -= 1
            if at < 0:
                return False
            child = part.child
        return True


def read_selector(text: str) -> Selector | None:
    """Return a selector, None if it asks for what is not known here."""
    text = text.strip()
    pseudo = _PSEUDO.search(text)
    compounds: list[Compound] = []
    child = False
    plain = text[: pseudo.start()] if pseudo else text
    for part in re.split(r"(>)|\s+", re.sub(r"\s*>\s*", ">", plain)):
        if part == ">":
            child = True
        elif part:
            compound = _compound(part, child=child and bool(compounds))
            if compound is None or len(compounds) == _MAX_COMPOUNDS:
                return None
            compounds.append(compound)
            child = False
    return Selector(tuple(compounds), pseudo is not None) if compounds else None


def _compound(text: str, *, child: bool) -> Compound | None:
    match = _COMPOUND.fullmatch(text)
    if match is None:
        return None
    names = _NAME.findall(match["names"])
    ids = [name for sign, name in names if sign == "#"]
    tag = (match["tag"] or "").lower().replace("*", "")
    classes = tuple(name for sign, name in names if sign == ".")
    if len(ids) > 1 or len(classes) > _MAX_CLASSES:
        return None
    return Compound(tag, ids[0] if ids else "", classes, child)
