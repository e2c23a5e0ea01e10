"""Which paragraphs match a query: set operations over posting lists, and a look at the text where those leave doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np

from indexer import text
from indexer.contract import And, Everything, Near, Node, Not, Or, Phrase, Term
from indexer.engines import ranking
from indexer.engines.columns import Ids, Mask
from indexer.engines.folded import FoldedTexts
from indexer.engines.ranking import Leaf
from indexer.engines.whoosh import schema
from indexer.engines.whoosh.postings import Cache, PostingsReader
from indexer.engines.whoosh.time_limit import TimeLimit

_CACHE_BYTES: Final = 64 << 20
_CHUNK: Final = 2048  # texts looked at between two looks at the clock
_BREAK: Final = text.BREAK.encode()


@dataclass(frozen=True, slots=True)
class Match:
    """The paragraphs that match, and those of them where something of it stands in the text itself."""

    all: Mask
    in_text: Mask


class Matcher:
    """Finds the paragraphs of one index that match a tree."""

    def __init__(self, size: int, postings: PostingsReader, bodies: FoldedTexts, contexts: FoldedTexts) -> None:
        self._size = size
        self._postings = postings
        self._bodies = bodies
        self._contexts = contexts
        self._found: Cache[Ids] = Cache(_CACHE_BYTES)

    def hits(self, root: Node, limit: TimeLimit) -> Mask:
        """Return which paragraphs match `root` and hold something of it in their text."""
        match = self.match(root, limit)
        return match.all & match.in_text

    def match(self, node: Node, limit: TimeLimit) -> Match:
        """Return which paragraphs match `node`."""
        limit.check()
        if isinstance(node, Term):
            in_text = self.whole(node, limit)
            return Match(in_text | self._mask(self._above(node, limit)), in_text)
        if isinstance(node, And | Or):
            return _joined(node, [self.match(part, limit) for part in node.parts])
        if isinstance(node, Not):
            return Match(~self._text_only(node.part, limit), np.zeros(self._size, np.bool_))
        alone = self._text_only(node, limit)
        return Match(alone, alone)

    def _text_only(self, node: Node, limit: TimeLimit) -> Mask:
        """Return which paragraphs match `node` by their text alone, headings above and title left out."""
        limit.check()
        if isinstance(node, Term | Phrase):
            return self.whole(node, limit)
        if isinstance(node, Near):
            together = _all([self.whole(part, limit) for part in node.parts])
            return together if node.scope == "paragraph" else self._mask(self._in_one_sentence(node, together, limit))
        if isinstance(node, And):
            return _all([self._text_only(part, limit) for part in node.parts])
        if isinstance(node, Or):
            return _any([self._text_only(part, limit) for part in node.parts])
        if isinstance(node, Not):
            return ~self._text_only(node.part, limit)
        assert isinstance(node, Everything)
        return np.ones(self._size, np.bool_)

    def whole(self, leaf: Leaf, limit: TimeLimit) -> Mask:
        """Return in which paragraphs `leaf` stands in the text."""
        return self._mask(self._holding(schema.GRAMS, leaf.folded, self._bodies, limit))

    def _above(self, term: Term, limit: TimeLimit) -> Ids:
        return self._holding(schema.CONTEXT, term.folded, self._contexts, limit)

    def _mask(self, ids: Ids) -> Mask:
        mask = np.zeros(self._size, np.bool_)
        mask[ids] = True
        return mask

    def _holding(self, field: str, needle: str, texts: FoldedTexts, limit: TimeLimit) -> Ids:
        """Return the paragraphs whose folded text holds `needle`, rising."""
        found = self._found.get((field, needle))
        if found is None:
            found = self._candidates(field, needle, limit)
            if len(text.units(needle)) > 2 or text.BREAK in needle:  # else a gram says it all
                found = looked_through(found, [needle.encode(errors="surrogatepass")], texts, limit)
            self._found.put((field, needle), found, found.nbytes)
        return found

    def _candidates(self, field: str, needle: str, limit: TimeLimit) -> Ids:
        """Return the paragraphs that hold every gram of `needle`."""
        grams = [gram for piece in needle.split(text.BREAK) for gram in ranking.pairs(piece)]
        lists = sorted((self._postings.of(field, gram, limit).ids for gram in dict.fromkeys(grams)), key=len)
        if not lists:
            return np.arange(self._size, dtype=np.int32)
        candidates, *others = lists
        for other in others:
            limit.check()
            candidates = intersection(candidates, other, self._size)
        return candidates

    def _in_one_sentence(self, near: Near, together: Mask, limit: TimeLimit) -> Ids:
        candidates = np.flatnonzero(together).astype(np.int32)
        wanted = [part.folded.encode(errors="surrogatepass") for part in near.parts]
        return looked_through(candidates, wanted, self._bodies, limit, sentences=True)


def _joined(node: And | Or, matches: Sequence[Match]) -> Match:
    found = [match.all for match in matches]
    joined = _all(found) if isinstance(node, And) else _any(found)
    return Match(joined, joined & _any([match.all & match.in_text for match in matches]))


def _all(masks: list[Mask]) -> Mask:
    return reduce(np.logical_and, masks)


def _any(masks: list[Mask]) -> Mask:
    return reduce(np.logical_or, masks)


def intersection(fewer: Ids, more: Ids, size: int) -> Ids:
    """Return what is in both rising arrays of numbers below `size`."""
    in_both: Mask
    if len(fewer) * 16 < len(more):
        at = np.searchsorted(more, fewer)
        at[at == len(more)] = 0
        in_both = more[at] == fewer
    else:
        mask = np.zeros(size, np.bool_)
        mask[more] = True
        in_both = mask[fewer]
    return fewer[in_both]


def looked_through(
    candidates: Ids, wanted: Sequence[bytes], texts: FoldedTexts, limit: TimeLimit, *, sentences: bool = False
) -> Ids:
    """Return the candidates whose text, or one sentence of it, holds everything wanted."""
    found = np.zeros(len(candidates), np.bool_)
    for start in range(0, len(candidates), _CHUNK):
        limit.check()
        chunk = texts.of(candidates[start : start + _CHUNK])
        if sentences:
            held = [any(all(w in piece for w in wanted) for piece in whole.split(_BREAK)) for whole in chunk]
        else:
            held = [all(w in whole for w in wanted) for whole in chunk]
        found[start : start + len(chunk)] = held
    return candidates[found]
