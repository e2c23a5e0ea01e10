"""What to offer when hardly a paragraph has all the words: those with most of them.

Questions and other wordings rarely stand in a report as they were typed. Only unquoted words are given up; quoted
parts, 同句 and 非 stay conditions, as the filters do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indexer import text
from indexer.contract import And, Near, Node, Not, Or, Phrase, SearchRequest, Term
from indexer.engines import ranking
from indexer.engines.ranking import Clues, Collection

FEWEST_HITS: Final = 10  # with so many hits nothing is relaxed
LIMIT: Final = 10  # relaxed hits at most
_LEAST_SHARE: Final = 0.03  # of the query's words and characters, the rare ones counting more, where nothing was found
_LEAST_SHARE_BELOW_HITS: Final = 0.1  # and where something was
_SHORT: Final = 4  # characters of a word that may hang on one of them: 民告官 is put as 告 elsewhere

# Words that say that something is asked, or how, and not what: they choose nothing.
_EMPTY: Final = """
的 了 着 过 和 与 及 或 在 是 有 被 把 将 对 向 从 以 于 为 由 其 之 等 也 都 就 还 又 吗 呢 吧 啊 么
什么 哪 哪些 哪个 哪里 哪儿 哪种 谁 几 多少 怎 怎么 怎样 怎么样 怎么办 如何 为何 为什么 是否 是不是 有没有 有无
能否 能不能 可否 可以 可不可以 应该 应当 需要 请问 想 想要 知道 了解 查 查找 找 看
有 没有 一下 一些 这 那 这个 那个 这些 那些 我 我们 你 你们 他们 各 各地 各个 地方 哪些地方 其他 别的
做 做法 做到 进行 情况 方面 问题 相关 有关 关于 具体 主要 目前 现在
"""
_EMPTY_WORDS: Final = frozenset(_EMPTY.split())


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A query given up in part: what still must hold (None: nothing), and what is looked for."""

    condition: Node | None
    clues: Clues
    least_share: float


def relax(request: SearchRequest, hits: int) -> Relaxed | None:
    """Return how to go on below `hits` hits; None if they are enough, or no unquoted word can be given up."""
    terms = tuple(dict.fromkeys(_unquoted(request.query)))
    if hits >= FEWEST_HITS or request.offset or not terms:
        return None
    found = _clues(terms, single=not hits)
    if not found.words and not found.grams:
        return None
    return Relaxed(_condition(request.query), found, _LEAST_SHARE_BELOW_HITS if hits else _LEAST_SHARE)


def _unquoted(node: Node) -> list[Term]:
    if isinstance(node, Term):
        return [node]
    if isinstance(node, And | Or):
        return [term for part in node.parts for term in _unquoted(part)]
    return []


def _condition(node: Node) -> Node | None:
    """Return what is left of `node` when its unquoted words need not stand anywhere."""
    if isinstance(node, Phrase | Near | Not):
        return node
    if isinstance(node, And | Or):
        parts = [_condition(part) for part in node.parts]
        left = tuple(part for part in parts if part is not None)
        if isinstance(node, And):
            return And(left) if left else None
        return Or(left) if len(left) == len(parts) else None
    return None


def _clues(terms: tuple[Term, ...], *, single: bool) -> Clues:
    """Return the words and pairs of `terms`; of short ones also every character, where `single` is the last straw."""
    words = dict.fromkeys(
        word
        for term in terms
        for word in text.tokens(term.text, subwords=True)
        if word not in _EMPTY_WORDS and len(word) > 1
    )
    grams = dict.fromkeys(
        gram for term in terms for gram in ranking.pairs(term.folded) if not any(w in gram for w in _EMPTY_WORDS)
    )
    for units in (text.units(term.folded) for term in terms):
        if single and len(units) <= _SHORT:
            grams |= dict.fromkeys(unit for unit in units if unit not in _EMPTY_WORDS)
    return Clues(tuple(words), tuple(grams), terms)


def weights(how: Relaxed, collection: Collection) -> list[tuple[str, str, float]]:
    """Return what is looked for: field, term, and what holding it weighs; to be added up in this order."""
    return [
        (field, term, ranking.rarity(collection.size(), collection.holding(field, term)))
        for field, terms in ((ranking.TEXT, how.clues.words), (ranking.GRAMS, how.clues.grams))
        for term in terms
    ]


def least(how: Relaxed, weights: Sequence[tuple[str, str, float]]) -> float:
    """Return how much of `weights` a paragraph must hold to be offered."""
    return how.least_share * sum(weight for _, _, weight in weights)
