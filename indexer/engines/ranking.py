"""How well a paragraph answers a query: one formula for all engines.

BM25F over words (text, headings, title) says what the paragraph is about; BM25 over neighbouring characters says how
much of the query stands there in one piece; each word of the query that stands whole in the text earns a bonus.

The formula is written once over "numbers" that are a float in one engine and a NumPy array over many paragraphs in
another. Only + - * / touch them, in one order, so that every engine gets the same bits and the same order of hits.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

from indexer import text
from indexer.contract import And, Everything, Near, Node, Not, Or, Phrase, Term

Number: TypeAlias = Any  # a float, or an array of float64
Leaf: TypeAlias = Term | Phrase

TEXT, HEADINGS, TITLE, GRAMS = "words", "heading_words", "title_words", "grams"


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    weight: float
    b: float  # how much a long field is held against the paragraph, 0..1


WORD_FIELDS: Final = (Field(TEXT, 1.0, 0.3), Field(HEADINGS, 0.3, 0.3), Field(TITLE, 0.1, 0.3))
_GRAM_FIELD: Final = Field(GRAMS, 1.0, 0.3)
FIELDS: Final = (TEXT, HEADINGS, TITLE, GRAMS)
_K1: Final = 1.2
_GRAM_SHARE: Final = 1.5  # of the characters in the whole score
_UNIT_SHARE: Final = 0.1  # the same of a character alone, where nothing else of a word may be left
_WHOLE_BONUS: Final = 1.0  # times the share of the query's words that stand whole in the text


@dataclass(frozen=True, slots=True)
class Clues:
    """What a paragraph is scored by, each once, in the order of the query."""

    words: tuple[str, ...]
    grams: tuple[str, ...]
    leaves: tuple[Leaf, ...]


class Collection(Protocol):
    """The numbers of the whole index that the formula needs."""

    def size(self) -> int:
        """Return the number of paragraphs."""
        ...

    def mean_length(self, field: str) -> float: ...

    def holding(self, field: str, term: str) -> int:
        """Return the number of paragraphs whose `field` holds `term`."""
        ...


class Candidates(Protocol):
    """The numbers of the paragraphs to be scored."""

    def zero(self) -> Number: ...

    def frequency(self, field: str, term: str) -> Number: ...

    def relative_length(self, field: str, b: float, mean: float) -> Number:
        """Return what the number of terms in `field` is held against them, as the function of this name says."""
        ...

    def whole(self, leaf: Leaf) -> Number:
        """Return 1.0 where `leaf` stands in the text, else 0.0."""
        ...


def clues(root: Node) -> Clues:
    """Return what the hits of `root` are scored by: its leaves outside of any Not."""
    leaves = tuple(dict.fromkeys(positive_leaves(root)))
    words = dict.fromkeys(word for leaf in leaves for word in text.tokens(leaf.text, subwords=False))
    grams = dict.fromkeys(gram for leaf in leaves for gram in pairs(leaf.folded))
    return Clues(tuple(words), tuple(grams), leaves)


def positive_leaves(node: Node) -> Iterator[Leaf]:
    """Yield the terms and phrases that a hit may hold, in order of the query."""
    if isinstance(node, Term | Phrase):
        yield node
    elif isinstance(node, Near):
        yield from node.parts
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from positive_leaves(part)
    else:
        assert isinstance(node, Not | Everything)


def pairs(folded: str) -> tuple[str, ...]:
    """Return the pairs of neighbouring units in folded text; where there is none, its units."""
    found = tuple(text.grams(folded))
    alone = set(text.units(folded))
    return tuple(gram for gram in found if gram not in alone) or found


def rarity(size: int, holding: int) -> float:
    """Return the inverse document frequency of a term that `holding` of `size` paragraphs hold."""
    return math.log(1.0 + (size - holding + 0.5) / (holding + 0.5))


def score(by: Clues, collection: Collection, candidates: Candidates) -> Number:
    """Return how well the paragraphs of `candidates` answer."""
    total = candidates.zero()
    for word in by.words:
        total = total + word_score(word, collection, candidates)
    for gram in by.grams:
        total = total + gram_score(gram, collection, candidates)
    for leaf in by.leaves:
        total = total + leaf_score(leaf, by, candidates)
    return total


def word_score(word: str, collection: Collection, candidates: Candidates) -> Number:
    """Return what a word is worth."""
    weight = candidates.zero()
    for field in WORD_FIELDS:
        frequency = candidates.frequency(field.name, word)
        if not (isinstance(frequency, float) and frequency == 0.0):  # what is nowhere adds nothing
            weight = weight + field.weight * frequency / _relative_length(field, collection, candidates)
    return rarity(collection.size(), collection.holding(TEXT, word)) * _saturated(weight)


def gram_score(gram: str, collection: Collection, candidates: Candidates) -> Number:
    """Return what a pair of neighbouring units, or a unit, is worth."""
    weight = candidates.frequency(GRAMS, gram) / _relative_length(_GRAM_FIELD, collection, candidates)
    share = _UNIT_SHARE if gram in text.units(gram) else _GRAM_SHARE
    return share * rarity(collection.size(), collection.holding(GRAMS, gram)) * _saturated(weight)


def leaf_score(leaf: Leaf, by: Clues, candidates: Candidates) -> Number:
    """Return what it is worth that `leaf`, one of `by`, stands whole in the text."""
    return _WHOLE_BONUS / len(by.leaves) * candidates.whole(leaf)


def _saturated(weight: Number) -> Number:
    return weight * (_K1 + 1.0) / (weight + _K1)


def _relative_length(field: Field, collection: Collection, candidates: Candidates) -> Number:
    return candidates.relative_length(field.name, field.b, collection.mean_length(field.name) or 1.0)


def relative_length(length: Number, b: float, mean: float) -> Number:
    """Return what a field of `length` terms is held against the paragraph, 1.0 at the mean."""
    return 1.0 - b + b * length / mean
