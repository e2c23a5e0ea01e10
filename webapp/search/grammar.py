"""The query language: text in, a small tree and conditions out, or a sentence that says what to change.

    query  = either, with filters between its words
    either = all { "OR" all }
    all    = one { one }
    one    = [ "非" ] ( word | phrase | "(" either ")" | "同句:(" { word | phrase } ")" )

The marks and words of the operators are the lexer's business; syntax.py explains them to people.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from indexer.contract import And, Everything, Near, Node, Not, Or, Phrase, Term
from indexer.errors import QueryError
from indexer.text import clean
from webapp.search.flaw import Edit, Flaw
from webapp.search.lexer import FILTERS, Dropped, Token, Why, lex
from webapp.search.messages import say

MAX_LENGTH: Final = 200  # characters
MAX_TERMS: Final = 32  # words and phrases
MAX_DEPTH: Final = 20  # brackets within brackets
_MAX_EDITS: Final = 8  # tries to mend a query before only its words are kept

Leaf = Term | Phrase
ConditionName = Literal["place", "years", "section", "kind"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter typed into the query, as written; `position` is where, in code points of the query."""

    name: ConditionName
    value: str
    position: int


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What a query means. `text` is the query without its filters."""

    tree: Node
    conditions: tuple[Condition, ...]
    text: str
    notices: tuple[str, ...]


def parse(query: str, *, narrowing: bool = False) -> ParsedQuery:
    """Read `query`; an empty one is Everything. `narrowing` allows one that only excludes, to be put beside another.

    Raises QueryError with a query that can be read, where one can be made of it.
    """
    cleaned = clean(query)
    try:
        parsed = _Parser(cleaned.text, narrowing=narrowing).parsed()
    except Flaw as flaw:
        position = cleaned.offsets[min(flaw.position, len(cleaned.text))]
        suggestion = _mended(cleaned.text, flaw, narrowing=narrowing)
        raise QueryError(flaw.message, position=position, suggestion=suggestion) from None
    conditions = tuple(Condition(c.name, c.value, cleaned.offsets[c.position]) for c in parsed.conditions)
    return ParsedQuery(parsed.tree, conditions, parsed.text, parsed.notices)


def leaves(tree: Node) -> Iterator[Leaf]:
    """Yield the words and phrases that are looked for, not those excluded, in order."""
    match tree:
        case Term() | Phrase():
            yield tree
        case And() | Or() | Near():
            for part in tree.parts:
                yield from leaves(part)
        case _:
            return


def conjunction(parts: list[Node]) -> Node:
    """Return the tree that asks for all parts, none twice, no And inside an And."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    different = tuple(dict.fromkeys(part for part in flat if part != Everything()))
    if not different:
        return Everything()
    return different[0] if len(different) == 1 else And(different)


def only_excludes(tree: Node) -> bool:
    """Tell whether nothing is looked for, something only excluded."""
    return isinstance(tree, Not) or (isinstance(tree, And) and all(isinstance(part, Not) for part in tree.parts))


# -- mending ---------------------------------------------------------------------------------------------------------


def _mended(query: str, flaw: Flaw, *, narrowing: bool) -> str | None:
    """Return a query that can be read: mended step by step, or else only its words."""
    for _ in range(_MAX_EDITS):
        if flaw.edit is None:
            break
        query = " ".join(flaw.edit.apply(query).split())
        try:
            _Parser(query, narrowing=narrowing).parsed()
        except Flaw as another:
            flaw = another
        else:
            return query or None
    return _words_of(query, narrowing=narrowing)


def _words_of(query: str, *, narrowing: bool) -> str | None:
    try:
        tokens, _ = lex(query[:MAX_LENGTH])
        words = [query[token.start : token.end] for token in tokens if token.kind in ("word", "phrase")]
        return _Parser(" ".join(words[:MAX_TERMS]), narrowing=narrowing).parsed().text or None
    except Flaw:
        return None


# -- parsing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the tree. `excluding` is its first 非, if it only excludes."""

    node: Node
    excluding: Token | None = None


@dataclass(slots=True)
class _Parser:
    """Reads one cleaned query by recursive descent, never deeper than MAX_DEPTH. Raises Flaw."""

    query: str
    narrowing: bool
    _tokens: list[Token] = field(default_factory=list)
    _at: int = 0
    _depth: int = 0
    _terms: int = 0
    _filters: list[Token] = field(default_factory=list)

    def parsed(self) -> ParsedQuery:
        if len(self.query) > MAX_LENGTH:
            cut = self.query.rfind(" ", MAX_LENGTH // 2, MAX_LENGTH)
            edit = Edit(cut if cut > 0 else MAX_LENGTH - 1, len(self.query))
            raise Flaw(say("检索式太长：最多 %(n)s 个字，请留下最要紧的词。", n=MAX_LENGTH), MAX_LENGTH, edit)
        self._tokens, dropped = lex(self.query)
        part = self._either()
        if (stray := self._peek()) is not None:
            raise Flaw(say("右括号没有配对：前面没有与它对应的左括号。"), stray.start, _without(stray))
        if part is None and dropped and not self._filters:
            raise Flaw(say("没有可以检索的字，请写上要找的词。"), 0)
        if part is not None and part.excluding and not self.narrowing:
            raise _only_excluding(part.excluding)
        conditions = tuple(Condition(_condition_name(token), token.text, token.start) for token in self._filters)
        tree = part.node if part else Everything()
        return ParsedQuery(tree, conditions, self._rest(), tuple(dict.fromkeys(_notice(one) for one in dropped)))

    def _rest(self) -> str:
        rest = self.query
        for token in reversed(self._filters):
            rest = f"{rest[: token.start]} {rest[token.end :]}"
        return " ".join(rest.split())

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self) -> Token | None:
        token = self._peek()
        self._at += 1
        return token

    def _either(self) -> _Part | None:
        """Read alternatives up to a closing bracket or the end; None if there is nothing."""
        parts: list[_Part] = []
        bar: Token | None = None
        while True:
            part = self._all()
            following = self._peek()
            more = following if following is not None and following.kind == "or" else None
            if part is None and (bar or more):
                where = bar or more
                assert where is not None
                lacking = say("“或”后面缺少检索词。") if bar else say("“或”前面缺少检索词。")
                raise Flaw(lacking, where.start, _without(where))
            if part is not None:
                parts.append(part)
            if more is None:
                break
            bar = self._take()
        if len(parts) < 2:
            return parts[0] if parts else None
        return self._disjunction(parts)

    def _disjunction(self, parts: list[_Part]) -> _Part:
        if self._filters:
            raise self._misplaced(self._filters[0], say("“或”的一边"))
        for part in parts:
            if part.excluding:
                raise _only_excluding(part.excluding)
        nodes = [part.node for part in parts]
        flat = [inner for node in nodes for inner in (node.parts if isinstance(node, Or) else (node,))]
        different = tuple(dict.fromkeys(flat))
        return _Part(different[0] if len(different) == 1 else Or(different))

    def _all(self) -> _Part | None:
        parts: list[_Part] = []
        while (token := self._peek()) is not None and token.kind not in ("or", "close"):
            if token.kind in FILTERS.values():
                if self._depth:
                    raise self._misplaced(token, say("括号里"))
                self._filters.append(token)
                self._at += 1
            else:
                parts.append(self._one())
        if not parts:
            return None
        excluding = parts[0].excluding if all(part.excluding for part in parts) else None
        return _Part(conjunction([part.node for part in parts]), excluding)

    def _one(self) -> _Part:
        token = self._take()
        assert token is not None
        match token.kind:
            case "not":
                return self._excluded(token)
            case "open":
                return self._group(token)
            case "sentence" | "paragraph":
                return _Part(self._near(token))
            case _:
                return _Part(self._leaf(token))

    def _excluded(self, first: Token) -> _Part:
        odd = True
        last = first
        while (token := self._peek()) is not None and token.kind == "not":
            odd, last = not odd, token
            self._at += 1
        if token is None or token.kind in ("or", "close"):
            raise Flaw(say("“非”后面缺少要排除的词。"), last.start, _without(last))
        if token.kind in FILTERS.values():
            raise Flaw(say("不能排除地区、年度、章节或种类，只能选定。"), first.start, _without(first))
        part = self._one()
        if part.excluding:
            raise _only_excluding(part.excluding)
        return _Part(Not(part.node), first) if odd else part

    def _group(self, opening: Token) -> _Part:
        if self._depth == MAX_DEPTH:
            raise Flaw(say("括号套得太深：最多 %(n)s 层。", n=MAX_DEPTH), opening.start, _without(opening))
        self._depth += 1
        part = self._either()
        self._depth -= 1
        closing = self._closed(opening)
        if part is None:
            raise Flaw(say("括号里没有检索词。"), opening.start, Edit(opening.start, closing.end, " "))
        return part

    def _near(self, opening: Token) -> Near:
        parts: list[Leaf] = []
        while (token := self._peek()) is not None and token.kind in ("word", "phrase"):
            self._at += 1
            parts.append(self._leaf(token))
        if token is not None and token.kind != "close":
            raise Flaw(say("同句、同段的括号里只能放词和引号中的短语。"), token.start, _without(token))
        closing = self._closed(opening)
        if not parts:
            raise Flaw(say("括号里没有检索词。"), opening.start, Edit(opening.start, closing.end, " "))
        return Near("sentence" if opening.kind == "sentence" else "paragraph", tuple(dict.fromkeys(parts)))

    def _closed(self, opening: Token) -> Token:
        closing = self._take()
        if closing is not None:
            return closing
        empty = opening.end == len(self.query.rstrip())
        edit = _without(opening) if empty else Edit(len(self.query), len(self.query), ")")
        raise Flaw(say("左括号没有配对：后面缺一个右括号。"), opening.start, edit)

    def _leaf(self, token: Token) -> Leaf:
        self._terms += 1
        if self._terms > MAX_TERMS:
            edit = Edit(token.start, len(self.query))
            raise Flaw(say("检索词太多：最多 %(n)s 个。", n=MAX_TERMS), token.start, edit)
        return Term(token.text, token.folded) if token.kind == "word" else Phrase(token.text, token.folded)

    def _misplaced(self, token: Token, where: str) -> Flaw:
        """Move the filter behind the rest, which is bracketed if it is an alternative."""
        rest = " ".join(f"{self.query[: token.start]} {self.query[token.end :]}".split())
        written = self.query[token.start : token.end]
        moved = f"({rest}) {written}" if where.startswith("“") else f"{rest} {written}"
        message = say(
            "“%(filter)s”不能放在%(where)s：地区、年度、章节、种类对整个检索式起作用，请写在最外层。",
            filter=written,
            where=where,
        )
        return Flaw(message, token.start, Edit(0, len(self.query), moved))


def _without(token: Token) -> Edit:
    return Edit(token.start, token.end, " ")


def _only_excluding(token: Token) -> Flaw:
    message = say("只有要排除的词，没有要找的词。请至少写一个要找的词。")
    return Flaw(message, token.start, _without(token))


def _condition_name(token: Token) -> ConditionName:
    match token.kind:
        case "place" | "years" | "section" | "kind":
            return token.kind
    raise AssertionError(token)


def _notice(dropped: Dropped) -> str:
    return say(_NOTICES[dropped.why], text=dropped.text, meant=dropped.text.upper())


_NOTICES: Final[dict[Why, str]] = {
    "wildcard": say("不支持通配符，“%(text)s”中的 * 已略去；写出词的一部分即可，不必补全。"),
    "unpaired": say("括号“%(text)s”没有配对，已略去。"),
    "quote": say("引号没有配对，没有按原样查找；要原样查找，请在两端都加引号。"),
    "and": say("“%(text)s”不必写：用空格隔开的词，每个都要有。"),
    "lower": say("“%(text)s”当作普通的词检索；要用作运算符，请大写：%(meant)s。"),
    "empty": say("“%(text)s”里没有可以检索的字，已略去。"),
}
