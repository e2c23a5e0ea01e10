"""Which pairs of characters a stretch of text is recognised by: its rarest, few enough that any index stays quick."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from indexer import text
from indexer.engines import ranking

_MOST_ASKED: Final = 48  # pairs of a long text, evenly spread over it
_MOST_PAIRS: Final = 16
_FEWEST_PAIRS: Final = 4  # however common they are
_MOST_POSTINGS: Final = 1 << 18  # of all pairs together, beyond the fewest


@dataclass(frozen=True, slots=True)
class Traits:
    """The pairs to look for and what each weighs, the rarest first; `needle` stands only where all of them do."""

    needle: str
    pairs: tuple[str, ...]
    weights: tuple[float, ...]
    may_stand: bool  # False where there is no pair, or one that no paragraph has


def traits(folded: str, size: int, holding: Callable[[Sequence[str]], Sequence[int]]) -> Traits:
    """Return what to look for in an index of `size` paragraphs; `holding` tells how many of them hold each pair."""
    needle = folded.strip(text.BREAK)
    pairs = tuple(dict.fromkeys(ranking.pairs(needle)))
    asked = pairs[:: -(-len(pairs) // _MOST_ASKED) or 1]
    known = sorted((count, pair) for count, pair in zip(holding(asked), asked, strict=True) if count)
    chosen: list[tuple[int, str]] = []
    postings = 0
    for count, pair in known[:_MOST_PAIRS]:
        postings += count
        if len(chosen) >= _FEWEST_PAIRS and postings > _MOST_POSTINGS:
            break
        chosen.append((count, pair))
    weights = tuple(ranking.rarity(size, count) for count, _ in chosen)
    return Traits(needle, tuple(pair for _, pair in chosen), weights, may_stand=0 < len(asked) == len(known))
