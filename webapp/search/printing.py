"""Prints a query's tree: as a sentence for people, and as a query that reads back to the same tree."""

import unicodedata
from typing import Final

from indexer.contract import And, Everything, Near, Node, Not, Or, Phrase, Term
from webapp.search.flaw import Flaw
from webapp.search.grammar import leaves
from webapp.search.lexer import lex

_QUOTES: Final = (("“", "”"), ("「", "」"), ("『", "』"), ('"', '"'), ("＂", "＂"))
_NEAR_NAMES: Final = {"sentence": "同句", "paragraph": "同段"}
_NEAR_SENTENCES: Final = {"sentence": "同一句里有", "paragraph": "同一段里有"}


def understood(tree: Node) -> str:
    """Say in Chinese how a query was understood."""
    if isinstance(tree, Everything):
        return "列出全部段落"
    aside = "，标点不计" if any(_has_marks(leaf.text) for leaf in leaves(tree)) else ""
    return f"按 {_said(tree)} 检索{aside}"


def _has_marks(text: str) -> bool:
    return any(unicodedata.category(character)[0] in "PS" for character in text)


def _said(node: Node) -> str:  # noqa: PLR0911 - one return a kind of node
    match node:
        case Phrase():
            return f"“{node.text}”"
        case Near():
            return _NEAR_SENTENCES[node.scope] + "、".join(_said(part) for part in node.parts)
        case And():
            wanted = [_bracketed(part, _said(part), Or) for part in node.parts if not isinstance(part, Not)]
            unwanted = [
                _bracketed(part.part, _said(part.part), Or, And) for part in node.parts if isinstance(part, Not)
            ]
            return " + ".join(wanted) + "".join(f"，不含 {said}" for said in unwanted)
        case Or():
            return " 或 ".join(_bracketed(part, _said(part), And) for part in node.parts)
        case Not():
            return f"不含 {_bracketed(node.part, _said(node.part), Or, And)}"
        case Term():
            return node.text
        case Everything():
            return "全部段落"


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
