"""What became of each paragraph between two versions of a report.

A text that only its marks or blanks set apart from an old one is that one. The others are compared by their character
3-grams: an edge leads from an old paragraph to those that hold its text now, edited, cut, split or merged. Where two
could be it and neither is clearly nearer, there is no edge: rather the quote alone than another text in its place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from typing import Final

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from indexer.contract import Paragraph
from indexer.text import BREAK, FENCE, fold

_JACCARD: Final = 0.5  # of 3-grams: one text is the other, edited
_CONTAINED: Final = 0.8  # of the 3-grams of the shorter text: it is a part of the longer one
_PART: Final = 16  # characters: a shorter part may stand anywhere by chance
_RUN: Final = 0.6  # of an old text in one piece: what is left of it was merged with another
_RUN_LENGTH: Final = 20  # characters
_SHORT: Final = 40  # characters: in shorter texts one edit breaks too many 3-grams
_EDITED: Final = 0.75  # of the characters of short texts, in order
_IN_PLACE: Final = 0.6  # the same, for a text that stands between the same neighbours
_RIVALS: Final = 8  # candidates for a whole paragraph that are looked at, the nearest
_PARTS: Final = 64  # candidates of any kind


def align(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> tuple[tuple[str, str], ...]:
    """Return (hash in `old`, hash in `new`) for paragraphs of two versions that hold the same text, sorted.

    Both are in the order of the text. Paragraphs of one hash are one and need no edge.
    """
    return _Alignment([_Text(one) for one in old], [_Text(one) for one in new]).edges()


class _Text:
    """A paragraph as it is compared."""

    def __init__(self, paragraph: Paragraph) -> None:
        self.hash = paragraph.id.rpartition("/")[2]
        self.folded = fold(paragraph.text)
        self.names = (paragraph.text, self.hash, self.folded)  # of a text that stands, the surest first

    @cached_property
    def plain(self) -> str:
        return self.folded.replace(FENCE, "").replace(BREAK, "")

    @cached_property
    def grams(self) -> frozenset[str]:
        plain = self.plain
        return frozenset(plain[i : i + 3] for i in range(max(len(plain) - 2, 1)))


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """An old and a new paragraph, by position, that may hold the same text."""

    old: int
    new: int
    shared: frozenset[str]  # the 3-grams that both have
    verbatim: bool  # all of the old text stands in the new one
    part_of_old: tuple[int, int] | None  # where the new text stands in the old one, if it is a part of it
    part_of_new: tuple[int, int] | None

    def competes_with(self, other: "_Pair") -> bool:
        """Tell whether both hold mostly the same part of a text, so that only one can be meant."""
        same_old = self.old == other.old
        if same_old and self.verbatim and other.verbatim:
            return False
        one, two = (self.part_of_old, other.part_of_old) if same_old else (self.part_of_new, other.part_of_new)
        if one and two:
            return 2 * (min(one[1], two[1]) - max(one[0], two[0])) > min(one[1] - one[0], two[1] - two[0])
        return 2 * len(self.shared & other.shared) > min(len(self.shared), len(other.shared))


def _pair(i: int, old: _Text, j: int, new: _Text) -> _Pair:
    verbatim = len(old.plain) >= _PART and old.plain in new.plain
    return _Pair(i, j, old.grams & new.grams, verbatim, _place(new.plain, old.plain), _place(old.plain, new.plain))


def _place(part: str, whole: str) -> tuple[int, int] | None:
    """Return where a text that is much shorter stands in the longer one, lightly edited; None if it does not."""
    if len(part) >= _CONTAINED * len(whole):
        return None
    found = fuzz.partial_ratio_alignment(part, whole, score_cutoff=100 * _CONTAINED)
    return (found.dest_start, found.dest_end) if found else None


class _Alignment:
    """The paragraphs of two versions, and which new ones each old one leads to."""

    def __init__(self, old: Sequence[_Text], new: Sequence[_Text]) -> None:
        self._old, self._new = old, new
        standing: dict[str, set[int]] = defaultdict(set)
        for j, text in enumerate(new):
            for name in text.names:
                standing[name].add(j)
        self._leads = [set(next((standing[name] for name in text.names if name in standing), ())) for text in old]
        known = {name for text in old for name in text.names}
        self._fresh = [j for j, text in enumerate(new) if known.isdisjoint(text.names)]

    def edges(self) -> tuple[tuple[str, str], ...]:
        pairs = list(self._pairs())
        for pair in _settled(pairs, self._old, self._new):
            self._leads[pair.old].add(pair.new)
        for i, j in list(self._in_place({pair.old for pair in pairs}, {pair.new for pair in pairs})):
            self._leads[i].add(j)
        found = {(self._old[i].hash, self._new[j].hash) for i, of_old in enumerate(self._leads) for j in of_old}
        return tuple(sorted((before, after) for before, after in found if before != after))

    def _left(self) -> list[int]:
        return [i for i, of_old in enumerate(self._leads) if not of_old]

    def _pairs(self) -> Iterator[_Pair]:
        """Yield the old paragraphs that are left with the fresh ones that they may be, the nearest of either."""
        index = _GramIndex([self._new[j] for j in self._fresh])
        near = [(likeness, i, self._fresh[k]) for i in self._left() for likeness, k in index.near(self._old[i])]
        rivals: dict[int, int] = defaultdict(int)
        for likeness, i, j in sorted(near, key=lambda one: (-one[0], one[1], one[2])):
            rivals[j] += 1
            if rivals[j] <= (_RIVALS if likeness >= _JACCARD else _PARTS):
                yield _pair(i, self._old[i], j, self._new[j])

    def _in_place(self, old: AbstractSet[int], new: AbstractSet[int]) -> Iterator[tuple[int, int]]:
        """Yield the short paragraphs like nothing else that stand between the same neighbours as a fresh one like them.

        `old` and `new` are those that are like something.
        """
        fresh = set(self._fresh) - new
        for i in self._left():
            if 0 < i < len(self._old) - 1 and i not in old:
                between = {j + 1 for j in self._leads[i - 1]} & {j - 1 for j in self._leads[i + 1]}
                for j in between & fresh:
                    if _edit_likeness(self._old[i].plain, self._new[j].plain) >= _IN_PLACE:
                        yield i, j


class _GramIndex:
    """Texts by their 3-grams."""

    def __init__(self, texts: Sequence[_Text]) -> None:
        self._texts = texts
        postings: dict[str, list[int]] = defaultdict(list)
        for k, text in enumerate(texts):
            for gram in text.grams:
                postings[gram].append(k)
        self._postings = {gram: np.array(of_gram, dtype=np.int32) for gram, of_gram in postings.items()}
        self._sizes = np.array([len(text.grams) for text in texts], dtype=np.int32)

    def near(self, text: _Text) -> list[tuple[float, int]]:
        """Return (likeness, position) of the texts that may be `text`, a part of it, or have it as a part."""
        found = [self._postings[gram] for gram in text.grams if gram in self._postings]
        if not found:
            return []
        shared = np.bincount(np.concatenate(found), minlength=len(self._sizes))
        size = len(text.grams)
        jaccard = shared / (self._sizes + size - shared)
        alike = jaccard >= _JACCARD
        part = ~alike & (shared >= _CONTAINED * np.minimum(self._sizes, size))
        short = ~alike & ~part & (shared > 0) & (np.maximum(self._sizes, size) < _SHORT)
        most = ~alike & ~part & ~short & (shared >= _RUN * size)

        def nearest(mask: np.ndarray, limit: int) -> list[int]:
            chosen = np.flatnonzero(mask)
            return [int(k) for k in chosen[np.argsort(-jaccard[chosen], kind="stable")[:limit]]]

        chosen = nearest(alike, _RIVALS)
        chosen += [k for k in nearest(part, _PARTS) if _is_part(text.plain, self._texts[k].plain)]
        edited = (k for k in nearest(short, _PARTS) if _edit_likeness(text.plain, self._texts[k].plain) >= _EDITED)
        chosen += islice(edited, _RIVALS)
        chosen += [k for k in nearest(most, _PARTS) if _has_a_run(text, self._texts[k])]
        return [(float(jaccard[k]), k) for k in chosen]


def _is_part(one: str, other: str) -> bool:
    """Tell whether the shorter text stands in the longer one in one piece, but lightly edited."""
    return min(len(one), len(other)) >= _PART and fuzz.partial_ratio(one, other) >= 100 * _CONTAINED


def _has_a_run(old: _Text, new: _Text) -> bool:
    """Tell whether most of the old text stands in the new one word for word, in one run."""
    runs = groupby(range(len(old.plain) - 2), key=lambda i: old.plain[i : i + 3] in new.grams)
    places = max((list(run) for found, run in runs if found), key=len, default=[])
    run = old.plain[places[0] : places[-1] + 3] if places else ""
    return len(run) >= max(_RUN_LENGTH, _RUN * len(old.plain)) and run in new.plain


def _edit_likeness(one: str, other: str) -> float:
    """Return the share of characters that stand in both texts in order, 0 if they are not short."""
    return Levenshtein.normalized_similarity(one, other) if max(len(one), len(other)) <= _SHORT else 0.0


def _settled(pairs: Sequence[_Pair], old: Sequence[_Text], new: Sequence[_Text]) -> list[_Pair]:
    """Return the pairs that nothing competes with, or nothing that is not clearly less like."""
    views = (
        _View(pairs, lambda pair: pair.old, lambda pair: (old[pair.old], new[pair.new])),
        _View(pairs, lambda pair: pair.new, lambda pair: (new[pair.new], old[pair.old])),
    )
    accepted: set[_Pair] = set()
    beaten: set[_Pair] = set()
    unsure: Iterable[_Pair] = pairs
    while True:
        won = [pair for pair in unsure if all(view.won_by(pair, beaten) for view in views)]
        lost = {rival for pair in won for view in views for rival in view.rivals(pair)} - beaten
        accepted.update(won)
        beaten |= lost
        touched = {other for pair in lost for view in views for other in view.of_the_same(pair)}
        unsure = [pair for pair in pairs if pair in touched and pair not in accepted and pair not in beaten]
        if not unsure:
            return [pair for pair in pairs if pair in accepted]


class _View:
    """The pairs as they compete for the texts of one side: the old paragraphs, or the new ones."""

    def __init__(
        self, pairs: Sequence[_Pair], side: Callable[[_Pair], int], texts: Callable[[_Pair], tuple[_Text, _Text]]
    ) -> None:
        self._side = side
        self._groups: dict[int, list[_Pair]] = defaultdict(list)
        self._parts: set[_Pair] = set()
        for pair in pairs:
            self._groups[side(pair)].append(pair)
            whole, other = texts(pair)
            if len(other.grams) * _CONTAINED <= len(pair.shared) < len(whole.grams) * _CONTAINED:
                self._parts.add(pair)

    def of_the_same(self, pair: _Pair) -> list[_Pair]:
        return self._groups[self._side(pair)]

    def rivals(self, pair: _Pair) -> list[_Pair]:
        return [other for other in self.of_the_same(pair) if other is not pair and pair.competes_with(other)]

    def won_by(self, pair: _Pair, beaten: AbstractSet[_Pair]) -> bool:
        """Tell whether `pair` holds much more that each rival does not hold than the other way round."""
        for rival in self.rivals(pair):
            if rival not in beaten:
                alone = pair in self._parts and rival in self._parts
                mine = pair.shared if alone else self._held_with(pair, beaten)
                theirs = rival.shared if alone else self._held_with(rival, beaten)
                if len(mine - theirs) < 2 * len(theirs - mine) + 2:
                    return False
        return True

    def _held_with(self, pair: _Pair, beaten: AbstractSet[_Pair]) -> frozenset[str]:
        """Return what `pair` holds of the text, together with the other parts of it."""
        if pair not in self._parts:
            return pair.shared
        others = (other for other in self.of_the_same(pair) if other in self._parts and other not in beaten)
        return pair.shared.union(*(other.shared for other in others if not pair.competes_with(other)))
