"""Cuts a query into tokens: words, quoted phrases, operators, brackets, filters. One pass, whatever is typed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from indexer.text import BREAK, fold, fold_with_map
from webapp.search.flaw import Edit, Flaw
from webapp.search.messages import say

Kind = Literal[
    "word", "phrase", "or", "not", "and", "open", "close", "sentence", "paragraph", "place", "years", "section", "kind"
]
Why = Literal["empty", "wildcard", "unpaired", "quote", "and", "lower"]

FILTERS: Final[dict[str, Kind]] = {"地区": "place", "年度": "years", "章节": "section", "种类": "kind"}
NEARS: Final[dict[str, Kind]] = {"同句": "sentence", "同段": "paragraph"}
_OPERATORS: Final[dict[str, Kind]] = {"OR": "or", "或": "or", "NOT": "not", "非": "not", "AND": "and"}
_LOWER: Final = frozenset({"or", "not"})

# Where none of these stands, brackets change nothing; those of a torn-out half sentence need not pair.
_BRACKETED: Final = frozenset({"or", "not", "sentence", "paragraph"})

_OPEN: Final = "(（"
_CLOSE: Final = ")）"
_BARS: Final = "|｜"
_DASHES: Final = "-－−"
_DOUBLE_QUOTES: Final = '"＂“”„‟'
_CURLY_QUOTES: Final = "“”„‟"
_CORNER_QUOTES: Final = {"「": "」", "『": "』"}
_BEFORE_QUOTE: Final = frozenset(f" \n{_OPEN}{_BARS}{_DASHES}:：")  # what a quotation mark that opens may stand behind
_AFTER_QUOTE: Final = frozenset(f" \n{_CLOSE}{_BARS}")
_WILDCARDS: Final = re.compile("[*＊]")
_LONE_QUOTES: Final = re.compile(f"[{_CURLY_QUOTES}]")  # in a run
_DELIMITERS: Final = frozenset(f" \n{_OPEN}{_CLOSE}{_BARS}{_DOUBLE_QUOTES}{''.join(_CORNER_QUOTES)}")
_NEAR: Final = re.compile(rf"({'|'.join(NEARS)}) *[:：]? *[{_OPEN}]")
_NEAR_ALONE: Final = re.compile(rf"({'|'.join(NEARS)})[:：]")
_FILTER: Final = re.compile(rf"({'|'.join(FILTERS)})[:：]")


@dataclass(frozen=True, slots=True)
class Token:
    """One token at [start, end) of the query. `text` is the word, the phrase or the filter's value as typed."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch of the query that is not looked for, and why."""

    text: str
    why: Why


def lex(query: str) -> tuple[list[Token], list[Dropped]]:
    """Return the tokens of a cleaned query and what was left out. Raises Flaw."""
    tokens: list[Token] = []
    dropped: list[Dropped] = []
    at = 0
    while at < len(query):
        character = query[at]
        near = _NEAR.match(query, at)
        field = _FILTER.match(query, at)
        if character in " \n":
            at += 1
        elif near:
            tokens.append(Token(NEARS[near[1]], at, near.end()))
            at = near.end()
        elif lone := _NEAR_ALONE.match(query, at):
            raise _unbracketed(query, lone)
        elif field:
            at = _filter(query, at, field, tokens)
        elif _is_quote(query, at):
            at = _quoted(query, at, tokens, dropped)
        elif character in _DASHES:
            at = _dashes(query, at, tokens, dropped)
        elif character in _OPEN + _CLOSE + _BARS:
            at = _mark(query, at, tokens)
        else:
            at = _run(query, at, tokens, dropped)
    tokens = _alone(tokens)
    dropped += [Dropped(token.text, "and") for token in tokens if token.kind == "and"]  # a blank says it already
    tokens = [token for token in tokens if token.kind != "and"]
    if not any(token.kind in _BRACKETED for token in tokens):
        tokens = _paired(query, tokens, dropped)
    return tokens, dropped


def _unbracketed(query: str, near: re.Match[str]) -> Flaw:
    rest = query[near.end() :].strip()
    edit = Edit(near.start(), len(query), f"{near[1]}:({rest})" if rest else "")
    return Flaw(say("“%(near)s:”后面要用括号写明哪些词，如 %(near)s:(甲 乙)。", near=near[1]), near.start(), edit)


def _mark(query: str, at: int, tokens: list[Token]) -> int:
    end = at + 1
    if query[at] in _BARS:
        while end < len(query) and query[end] in _BARS:  # || as programmers write it
            end += 1
        tokens.append(Token("or", at, end))
    else:
        tokens.append(Token("open" if query[at] in _OPEN else "close", at, end))
    return end


def _dashes(query: str, at: int, tokens: list[Token], dropped: list[Dropped]) -> int:
    """Read a dash that stands before something as 非; one that stands alone is a mark and means nothing."""
    end = at
    while end < len(query) and query[end] in _DASHES:
        end += 1
    if end < len(query) and query[end] not in f" \n{_CLOSE}{_BARS}":
        tokens.append(Token("not", at, end))
    else:
        dropped.append(Dropped(query[at:end], "empty"))
    return end


def _quoted(query: str, at: int, tokens: list[Token], dropped: list[Dropped]) -> int:
    end = _closing_quote(query, at)
    if end is None:
        closing = _CORNER_QUOTES.get(query[at], query[at])
        raise Flaw(say("引号没有配对：从这里开始，后面缺一个右引号。"), at, Edit(len(query), len(query), closing))
    text = query[at + 1 : end]
    folded = fold(text)
    if folded.strip(BREAK):
        tokens.append(Token("phrase", at, end + 1, text, folded))
    else:
        dropped.append(_dropped(query[at : end + 1]))
    return end + 1


def _is_quote(query: str, at: int) -> bool:
    """Tell whether a quotation mark at `at` quotes; “ and ” without a partner are marks of a torn-out half sentence."""
    if query[at] in _CURLY_QUOTES:
        return _closing_quote(query, at) is not None
    return query[at] in _DOUBLE_QUOTES or query[at] in _CORNER_QUOTES


def _closing_quote(query: str, at: int) -> int | None:
    """Return where the quote opened at `at` is closed; “ ” may be nested, and other pairs of double quotes will do."""
    opening = query[at]
    if opening in _CORNER_QUOTES:
        end = query.find(_CORNER_QUOTES[opening], at + 1)
        return end if end >= 0 else None
    if opening == "“":
        return _end_of_whole(query, at) or _end_of_nested(query, at) or _end_of_odd(query, at)
    if opening in _CURLY_QUOTES:
        return _end_of_odd(query, at)
    same = query.find(opening, at + 1)
    return same if same >= 0 else next((i for i in range(at + 1, len(query)) if query[i] in _DOUBLE_QUOTES), None)


def _end_of_whole(query: str, at: int) -> int | None:
    """Return the end of a stretch that was quoted as a whole and has a torn quotation of its own: “推进“互联”."""
    if at and query[at - 1] not in _BEFORE_QUOTE:
        return None
    stretch = query[at:].split(maxsplit=1)[0]
    torn = stretch.count("“") != stretch.count("”")
    return at + len(stretch) - 1 if torn and stretch[1:].endswith("”") else None


def _end_of_nested(query: str, at: int) -> int | None:
    depth = 0
    for i in range(at, len(query)):
        depth += (query[i] == "“") - (query[i] == "”")
        if depth == 0:
            return i
    return None


def _end_of_odd(query: str, at: int) -> int | None:
    """Return the end of a quotation whose marks are the wrong ones, ”so“ or “so", but stand at its two ends."""
    if at and query[at - 1] not in _BEFORE_QUOTE:
        return None
    end = next((i for i in range(at + 1, len(query)) if query[i] in _DOUBLE_QUOTES), None)
    return end if end is not None and (end + 1 == len(query) or query[end + 1] in _AFTER_QUOTE) else None


def _filter(query: str, at: int, field: re.Match[str], tokens: list[Token]) -> int:
    start = field.end()
    while start < len(query) and query[start] == " ":
        start += 1
    if start < len(query) and (query[start] in _DOUBLE_QUOTES or query[start] in _CORNER_QUOTES):
        closing = _closing_quote(query, start)
        if closing is not None:
            tokens.append(Token(FILTERS[field[1]], at, closing + 1, query[start + 1 : closing].strip()))
            return closing + 1
    end = _run_end(query, start)
    if end == start:
        raise Flaw(say("“%(field)s:”后面要写明是哪个%(field)s。", field=field[1]), at, Edit(at, end))
    tokens.append(Token(FILTERS[field[1]], at, end, query[start:end]))
    return end


def _run_end(query: str, at: int) -> int:
    while at < len(query) and (query[at] not in _DELIMITERS or _is_lone(query, at)):
        at += 1
    return at


def _is_lone(query: str, at: int) -> bool:
    return query[at] in _CURLY_QUOTES and not _is_quote(query, at)


def _run(query: str, at: int, tokens: list[Token], dropped: list[Dropped]) -> int:
    """Read what stands between two delimiters: an operator, or words with breaks between them."""
    end = _run_end(query, at)
    run = query[at:end]
    operator = _operator(run)
    if operator:
        tokens.append(Token(operator, at, end, run, fold(run)))
        return end
    if run in _LOWER:
        dropped.append(Dropped(run, "lower"))
    words = list(_words(run, at))
    tokens += words
    if not words or _WILDCARDS.search(run):
        dropped.append(_dropped(run))
    elif _LONE_QUOTES.search(run):
        dropped.append(Dropped(run, "quote"))
    return end


def _dropped(written: str) -> Dropped:
    return Dropped(written, "wildcard" if _WILDCARDS.search(written) else "empty")


def _operator(run: str) -> Kind | None:
    return _OPERATORS.get(unicodedata.normalize("NFKC", run))


def _words(run: str, offset: int) -> Iterator[Token]:
    """Cut a run at its breaks and take the marks off both ends of each piece."""
    folded = fold_with_map(run)
    at = 0
    for piece in folded.text.split(BREAK):
        if piece:
            start, end = folded.starts[at], folded.ends[at + len(piece) - 1]
            text = _without_quotes(run[start:end], piece)
            # Printed by itself such a piece would be read as an operator or a filter: keep it as a phrase.
            special = _operator(text) or _FILTER.match(text) or _NEAR_ALONE.match(text) or text in NEARS
            yield Token("phrase" if special else "word", offset + start, offset + end, text, piece)
        at += len(piece) + 1


def _without_quotes(text: str, folded: str) -> str:
    """Return a word without lone quotation marks, which would pair with those of another one when it is printed."""
    plain = _LONE_QUOTES.sub("", text)
    return plain if fold(plain) == folded else _LONE_QUOTES.sub("、", text)


def _alone(tokens: list[Token]) -> list[Token]:
    """Read an operator that is all there is to look for as a word: 或, 非, AND."""
    kept = [token for token in tokens if token.kind not in FILTERS.values()]
    if len(kept) != 1 or not kept[0].folded or kept[0].kind not in _OPERATORS.values():
        return tokens
    alone = kept[0]
    word = Token("word", alone.start, alone.end, alone.text, alone.folded)
    return [word if token is alone else token for token in tokens]


def _paired(query: str, tokens: list[Token], dropped: list[Dropped]) -> list[Token]:
    """Leave out brackets without a partner."""
    waiting: list[Token] = []
    unpaired: set[Token] = set()
    for token in tokens:
        if token.kind == "open":
            waiting.append(token)
        elif token.kind == "close" and waiting:
            waiting.pop()
        elif token.kind == "close":
            unpaired.add(token)
    unpaired.update(waiting)
    dropped += [Dropped(query[token.start : token.end], "unpaired") for token in tokens if token in unpaired]
    return [token for token in tokens if token not in unpaired]
