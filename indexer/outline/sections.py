"""What a heading or paragraph is about, by weighted words (data/sections.txt)."""

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import Final

from indexer.outline import tables
from indexer.text import simplify

SURE: Final = 4  # the least weight with which a heading says something of itself
_ABOVE: Final = 4  # what the section of the heading above weighs
_AGREED: Final = 3  # and what it weighs besides if the text is about the same
_SAID: Final = 5  # what the section of the text weighs if the heading only names a trade,
_HANDLES: Final = frozenset({"enforcement", "decisions", "rules"})  # and the text says how its matters are handled
_TEXT_LIMIT: Final = 300  # characters of a text that are looked at
_TEXT_SHARE: Final = 0.45  # of all that a text says, the least share that decides
_BROAD: Final = frozenset({"leadership", "digital"})  # sections whose texts speak of all others
_TELLING: Final = 6  # the weight with which the first clause of a text tells that it is about something else
_CLAUSE_LIMIT: Final = 40
_CLAUSE_END: Final = re.compile(r"[,，。;；:：、]")
_FIELD: Final = re.compile(r".{2,8}(?:领域|方面)")  # a field in which is done what the heading above says
_MARKS: Final = re.compile(r"[\W_]+")


def heading_section(heading: str, above: str, text: str = "") -> str:
    """Return the section of a heading: its own words, with those above it, else what stands above, else the text's.

    `above` is the section of the heading above, general where there is none that says something.
    """
    if above != "general" and _FIELD.fullmatch(heading):
        return above
    weights = weigh(heading)
    said = text_section(text)
    best = max(weights.values(), default=0)
    if best < SURE:
        return above if above != "general" else said
    if best == SURE == weights.get("functions") and said in _HANDLES:
        weights[said] = weights.get(said, 0) + _SAID
    agreed = said == above
    if above != "general":
        weights[above] = weights.get(above, 0) + _ABOVE + (_AGREED if agreed else 0)
    return max(weights, key=lambda section: (weights[section], (section == above) == agreed))


def text_section(text: str) -> str:
    """Return what a text without a telling heading is about; general if it is about many things."""
    weights = weigh(text[:_TEXT_LIMIT])
    total = sum(weights.values())
    best = max(weights, key=lambda section: weights[section], default="general")
    decided = total and weights[best] >= SURE and weights[best] >= _TEXT_SHARE * total
    return best if decided else "general"


def sections_said(heading: str) -> frozenset[str]:
    """Return all sections of which a heading speaks: one may announce two."""
    return frozenset(section for section, weight in weigh(heading).items() if weight >= SURE)


def narrowed(section: str, said: frozenset[str], text: str) -> str:
    """Return which of the sections `said` by its heading a text is about, `section` where it does not tell."""
    if len(said) < 2:
        return section
    weights = weigh(text[:_TEXT_LIMIT])
    return max(said, key=lambda one: (weights.get(one, 0), one == section))


def turned(section: str, text: str) -> str:
    """Return what a text under a heading on `section` is about: something else if its first clause is on that alone."""
    if section in _BROAD:
        return section
    opening = weigh(_CLAUSE_END.split(text.strip(), maxsplit=1)[0][:_CLAUSE_LIMIT])
    other = max(opening, key=lambda one: opening[one], default=section)
    if section in opening or opening.get(other, 0) < _TELLING:
        return section
    weights = weigh(text[:_TEXT_LIMIT])
    return other if weights[other] > weights.get(section, 0) else section


def weigh(text: str) -> dict[str, int]:
    """Return the sections `text` speaks of and the weight of the different words that do so."""
    return dict(_weights(text))


@lru_cache(maxsize=4096)
def _weights(text: str) -> tuple[tuple[str, int], ...]:
    plain = _MARKS.sub("", simplify(text))
    found: set[str] = set()
    weights: dict[str, int] = defaultdict(int)
    at = 0
    while at < len(plain) - 1:
        word = next((word for word in _words().get(plain[at : at + 2], ()) if plain.startswith(word, at)), None)
        if word is None:
            at += 1
            continue
        at += len(word)
        if word not in found:
            found.add(word)
            for section, weight in _meaning()[word]:
                if weight:
                    weights[section] += weight
    return tuple(weights.items())


@cache
def _words() -> dict[str, list[str]]:
    """Return the words of the table by their first two characters, longest first."""
    words: dict[str, list[str]] = defaultdict(list)
    for word in sorted(_meaning(), key=len, reverse=True):
        words[word[:2]].append(word)
    return words


@cache
def _meaning() -> dict[str, list[tuple[str, int]]]:
    meaning: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for section, weight, *words in tables.rows("sections.txt"):
        for word in words:
            meaning[_MARKS.sub("", word)].append((section, int(weight)))
    return meaning
