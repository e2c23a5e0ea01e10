"""Which paragraphs of a segment match a query: set operations over arrays of paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer import text
from indexer.contract import And, Everything, Near, Node, Not, Or, Phrase, Term
from indexer.engines.caching import Cache
from indexer.engines.columns import Mask
from indexer.engines.ranking import GRAMS, Leaf
from indexer.engines.whoosh.lookup import Lookup, is_pair
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.time_limit import TimeLimit

Docs: TypeAlias = NDArray[np.unsignedinteger[Any]] | NDArray[np.intp]  # paragraphs of one segment, rising

FEW: Final = 16  # times as many are looked up one by one sooner than spread out


@dataclass(frozen=True, slots=True)
class Holds:
    """A condition on words, for who searches the index by these: a field of frequencies holds a term."""

    field: str
    term: str


Condition: TypeAlias = Node | Holds


@dataclass(frozen=True, slots=True)
class Match:
    """The paragraphs that match, and those of them where something of it stands in the text itself."""

    all: Mask
    in_text: Mask


class Matcher:
    """Finds the paragraphs of one segment that match a tree."""

    def __init__(self, segment: Segment, lookup: Lookup, found: Cache[NDArray[Any]]) -> None:
        """Begin; `found` keeps what words and phrases were found in, for all segments."""
        self._segment = segment
        self._lookup = lookup
        self._size = segment.size
        self._found = found

    def hits(self, root: Condition, limit: TimeLimit) -> Docs:
        """Return the paragraphs that match `root` and hold something of it in their text."""
        limit.check()
        if isinstance(root, Term | Phrase | Holds):
            return self.docs(root)
        if isinstance(root, And) and all(isinstance(part, Phrase | Holds) for part in root.parts):
            return self._common([self.docs(part) for part in root.parts if isinstance(part, Phrase | Holds)])
        match = self.match(root, limit)
        return np.flatnonzero(match.all & match.in_text)

    def _common(self, lists: list[Docs]) -> Docs:
        """Return what is in all of `lists`, rising."""
        found, *others = sorted(lists, key=len)
        for other in others:
            if len(found) * FEW < len(other):
                found = found[other[places(found, other)] == found]
            elif len(found):
                found = found[self.mask(other)[found]]
        return found

    def match(self, node: Condition, limit: TimeLimit) -> Match:
        """Return which paragraphs match `node`."""
        limit.check()
        if isinstance(node, Term):
            in_text = self.whole(node)
            above = self._above(node)
            return Match(in_text if above is None else in_text | above, in_text)
        if isinstance(node, And | Or):
            return _joined(node, [self.match(part, limit) for part in node.parts])
        if isinstance(node, Not):
            return Match(~self._text_only(node.part, limit), np.zeros(self._size, np.bool_))
        alone = self._text_only(node, limit)
        return Match(alone, alone)

    def _text_only(self, node: Condition, limit: TimeLimit) -> Mask:
        """Return which paragraphs match `node` by their text alone, headings above and title left out."""
        limit.check()
        if isinstance(node, Term | Phrase | Holds):
            return self.whole(node)
        if isinstance(node, Near):
            together = _all([self.whole(part) for part in node.parts])
            return together if node.scope == "paragraph" else together & self._in_one_sentence(node, limit)
        if isinstance(node, And):
            return _all([self._text_only(part, limit) for part in node.parts])
        if isinstance(node, Or):
            return _any([self._text_only(part, limit) for part in node.parts])
        if isinstance(node, Not):
            return ~self._text_only(node.part, limit)
        assert isinstance(node, Everything)
        return np.ones(self._size, np.bool_)

    def whole(self, leaf: Leaf | Holds) -> Mask:
        """Return in which paragraphs `leaf` stands in the text."""
        return self.mask(self.docs(leaf))

    def mask(self, docs: Docs) -> Mask:
        """Return `docs` as a mask over all paragraphs."""
        mask = np.zeros(self._size, np.bool_)
        mask[docs] = True
        return mask

    def docs(self, leaf: Leaf | Holds) -> Docs:
        """Return the paragraphs in whose text `leaf` stands."""
        if isinstance(leaf, Holds):
            return self._lookup.postings(leaf.field, leaf.term).docs
        return self.holding(leaf.folded)

    def holding(self, folded: str) -> Docs:
        """Return the paragraphs in whose text `folded` stands."""
        if is_pair(folded):
            return self._lookup.postings(GRAMS, folded).docs
        key = id(self._segment), "in text", folded
        found = self._found.get(key)
        if found is None:
            found = self._segment.body.holding(folded) if folded else np.arange(self._size, dtype=np.uint16)
            self._found.put(key, found, found.nbytes)
        return found

    def _above(self, term: Term) -> Mask | None:
        """Return under which headings and titles `term` stands; None if under none."""
        key = id(self._segment), "above", term.folded
        found = self._found.get(key)
        if found is None:
            found = self._look_above(term.folded)
            self._found.put(key, found, found.nbytes)
        return found if len(found) else None

    def _look_above(self, folded: str) -> Mask:
        texts = self._segment.context.holding(folded) if folded else np.empty(0, np.uint16)
        if not len(texts):
            return np.empty(0, np.bool_)
        held = np.zeros(len(self._segment.context_sizes), np.bool_)
        held[texts] = True
        return np.repeat(held, self._segment.context_sizes)

    def _in_one_sentence(self, near: Near, limit: TimeLimit) -> Mask:
        body = self._segment.body
        parts = [part for part in near.parts if part.folded]  # nothing stands everywhere
        if not parts or any(text.BREAK in part.folded for part in parts):
            return np.full(self._size, not parts)
        together: NDArray[np.intp] | None = None
        documents = np.empty(0, np.intp)
        for part in parts:
            limit.check()
            positions = body.standing(part.folded)
            texts = body.texts_of(positions)
            sentences = body.sentences_of(positions, texts)
            kept = slice(None) if together is None else np.isin(sentences, together)
            together, documents = sentences[kept], texts[kept]
        return self.mask(documents)


def places(docs: Docs, among: Docs) -> NDArray[np.intp]:
    """Return for each of `docs` the place where it would stand in `among`, which is not empty."""
    found = among.searchsorted(docs.astype(among.dtype))
    found[found == len(among)] = 0
    return found


def _joined(node: And | Or, matches: Sequence[Match]) -> Match:
    found = [match.all for match in matches]
    joined = _all(found) if isinstance(node, And) else _any(found)
    if all(match.in_text is match.all for match in matches):
        return Match(joined, joined)
    return Match(joined, joined & _any([match.all & match.in_text for match in matches]))


def _all(masks: list[Mask]) -> Mask:
    return reduce(np.logical_and, masks)


def _any(masks: list[Mask]) -> Mask:
    return reduce(np.logical_or, masks)
