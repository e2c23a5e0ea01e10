"""Prints a query's tree: as a sentence for people, and as a query that reads back to the same tree."""

import unicodedata
from functools import reduce
from typing import Final

from indexer.contract import And, Everything, Near, Node, Not, Or, Phrase, Term
from webapp.search.flaw import Flaw
from webapp.search.grammar import leaves
from webapp.search.lexer import lex
from webapp.search.messages import listed, say

_QUOTES: Final = (("“", "”"), ("「", "」"), ("『", "』"), ('"', '"'), ("＂", "＂"))
_NEAR_NAMES: Final = {"sentence": "同句", "paragraph": "同段"}


def understood(tree: Node) -> str:
    """Say how a query was understood."""
    if isinstance(tree, Everything):
        return say("列出全部段落")
    if any(_has_marks(leaf.text) for leaf in leaves(tree)):
        return say("按 %(query)s 检索，标点不计", query=_said(tree))
    return say("按 %(query)s 检索", query=_said(tree))


def _has_marks(text: str) -> bool:
    return any(unicodedata.category(character)[0] in "PS" for character in text)


def _said(node: Node) -> str:  # noqa: PLR0911 - one return a kind of node
    match node:
        case Phrase():
            return f"“{node.text}”"
        case Near():
            words = listed([_said(part) for part in node.parts])
            if node.scope == "sentence":
                return say("同一句里有%(words)s", words=words)
            return say("同一段里有%(words)s", words=words)
        case And():
            wanted = [_grouped(part, Or) for part in node.parts if not isinstance(part, Not)]
            unwanted = [_grouped(part.part, Or, And) for part in node.parts if isinstance(part, Not)]
            both = reduce(lambda some, more: say("%(some)s + %(more)s", some=some, more=more), wanted)
            return reduce(lambda some, more: say("%(some)s，不含 %(more)s", some=some, more=more), unwanted, both)
        case Or():
            parts = [_grouped(part, And) for part in node.parts]
            return reduce(lambda some, more: say("%(some)s 或 %(more)s", some=some, more=more), parts)
        case Not():
            return say("不含 %(query)s", query=_grouped(node.part, Or, And))
        case Term():
            return node.text
        case Everything():
            return say("全部段落")


def _grouped(node: Node, *kinds: type[And | Or]) -> str:
    said = _said(node)
    return say("(%(query)s)", query=said) if isinstance(node, kinds) else said


def to_query(tree: Node) -> str:  # noqa: PLR0911 - one return a kind of node
    """Return the query, in one fixed spelling, that parses to `tree`."""
    match tree:
        case Term():
            return tree.text
        case Phrase():
            return quoted(tree.text)
        case Near():
            return f"{_NEAR_NAMES[tree.scope]}:({' '.join(to_query(part) for part in tree.parts)})"
        case And():
            return " ".join(_bracketed(part, to_query(part), Or) for part in tree.parts)
        case Or():
            return " OR ".join(_bracketed(part, to_query(part), And) for part in tree.parts)
        case Not():
            return f"-{_bracketed(tree.part, to_query(tree.part), Or, And)}"
        case Everything():
            return ""


def quoted(text: str) -> str:
    """Return `text` between quotation marks that do not stand in its way."""
    for opening, closing in _QUOTES:
        written = f"{opening}{text}{closing}"
        try:
            tokens, _ = lex(written)
        except Flaw:
            continue
        if len(tokens) == 1 and tokens[0].text == text:
            return written
    raise AssertionError(text)


def _bracketed(node: Node, written: str, *kinds: type[And | Or]) -> str:
    return f"({written})" if isinstance(node, kinds) else written
