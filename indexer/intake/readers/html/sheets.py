"""The style sheets in a page: what they hide, how they number lists, what they count.

Only rules for tags, ids and classes are read, and of them only what decides which text is seen. What no rule here knows
is shown.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from indexer.intake.readers.html.selectors import Element, Selector, read_selector

_MAX_CHARACTERS: Final = 200_000
_MAX_RULES: Final = 5_000
_MAX_WORK: Final = (
    2_000_000  # elements asked by rules; a page for which more had to be is read without its style sheets
)
_TO_APPLY: Final = 5  # times the work to ask one element
_WINDOW: Final = 1_280  # pixels that the window is taken to be wide
_OPENS: Final = re.compile(r"<!--|<(?P<tag>style|script|noscript|template|textarea|xml)\b", re.IGNORECASE)
_CLOSES: Final = {
    tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in ("style", "script", "noscript", "template", "textarea", "xml")
}
_SCRIPT: Final = re.compile("<script", re.IGNORECASE)
_PRINT: Final = re.compile(r"\smedia\s*=\s*[\"']?\s*print\b", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_SIGN: Final = re.compile(r"[{};]")
_GROUP: Final = re.compile(r"@(?:media\b(?P<media>.*)|supports\b.*|layer\b.*)", re.IGNORECASE | re.DOTALL)
_WIDTH: Final = re.compile(r"\(\s*(?P<bound>min|max)-width\s*:\s*(?P<pixels>\d{1,5})(?:\.\d*)?px\s*\)")
_KNOWN: Final = frozenset(
    {"display", "visibility", "list-style", "list-style-type", "counter-reset", "counter-increment", "content"}
)
_IMPORTANT: Final = re.compile(r"!\s*important\s*$", re.IGNORECASE)
_HIDING: Final = {"display": "none", "visibility": "hidden"}


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What one selector's elements look like: values and whether they are important, by property."""

    selector: Selector
    values: Mapping[str, tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class Look:
    """What the sheets say of an element: values by property, and the rule that hides it."""

    values: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)  # of what is written before it
    hidden_by: Rule | None = None


class Sheet:
    """The rules of a page, given in its order; what is kept with each is its rank: it outweighs those below."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules: dict[str, list[tuple[int, Rule]]] = {}
        for at, rule in enumerate(sorted(rules, key=lambda rule: rule.selector.weight)):
            self._rules.setdefault(rule.selector.key, []).append((at, rule))
        self._work = 0

    def __bool__(self) -> bool:
        return bool(self._rules)

    def look(self, element: Element, around: Sequence[Element]) -> Look:
        """Return what an element in those `around` it, the outermost first, looks like."""
        if self._work > _MAX_WORK:
            return PLAIN
        keys = ("", element.tag, f"#{element.id}", *(f".{name}" for name in element.classes))
        tried = [ranked for key in keys for ranked in self._rules.get(key, ())]
        if not tried:
            return PLAIN
        near = [(at, rule) for at, rule in tried if rule.selector.compounds[-1].fits(element)]
        asked = sum(len(around) for _, rule in near if len(rule.selector.compounds) > 1)
        self._work += len(tried) + _TO_APPLY * len(near) + asked
        found = sorted((at, rule) for at, rule in near if rule.selector.fits(element, around))
        values = _cascade([rule for _, rule in found if not rule.selector.before])
        before = _cascade([rule for _, rule in found if rule.selector.before])
        hiding = [values[name] for name, value in _HIDING.items() if name in values and values[name][0] == value]
        return Look(
            {name: value for name, (value, _) in values.items()},
            {name: value for name, (value, _) in before.items()},
            hiding[0][1] if hiding else None,
        )


PLAIN: Final = Look()


def _cascade(rules: Sequence[Rule]) -> dict[str, tuple[str, Rule]]:
    """Return the value of each property that holds, and the rule it is from; what outweighs comes later."""
    found: dict[str, tuple[str, Rule]] = {}
    important: set[str] = set()
    for rule in rules:
        for name, (matters, value) in rule.values.items():
            if matters or name not in important:
                found[name] = (value, rule)
                important |= {name} if matters else set()
    return found


def read_sheet(source: str) -> Sheet:
    """Return the rules of the <style> elements of a page's source.

    Invisible text is only what they call so where no script is: many a script shows it as the page is scrolled.
    """
    scripts = _SCRIPT.search(source) is not None
    text = "\n".join(_styles(source))[:_MAX_CHARACTERS]
    rules: list[Rule] = []
    for selectors, values in _blocks(_COMMENT.sub(" ", text)):
        if known := _known(values, scripts=scripts):
            read = (read_selector(selector) for selector in selectors.split(","))
            rules += [Rule(selector, known) for selector in read if selector is not None]
        if len(rules) > _MAX_RULES:
            break
    return Sheet(rules[:_MAX_RULES])


def _styles(source: str) -> Iterator[str]:
    """Yield what stands in the <style> elements, but not in those that a comment or a script holds."""
    at = 0
    while match := _OPENS.search(source, at):
        if not match["tag"]:
            at = source.find("-->", match.end())
            if at < 0:
                return
            continue
        tag = match["tag"].lower()
        start = source.find(">", match.end())
        end = _CLOSES[tag].search(source, start) if start >= 0 else None
        if end is None:
            return
        if tag == "style" and not _PRINT.search(source, match.end(), start):
            yield source[start + 1 : end.start()]
        at = end.end()


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the selectors and the declarations of each rule that is for the screen."""
    open_: list[str] = []  # what the blocks are that are open: group, rule, other
    selectors, declarations = "", list[str]()
    at = 0
    for sign in _SIGN.finditer(text):
        piece = text[at : sign.start()].strip()
        at = sign.end()
        inside = open_[-1] if open_ else "group"
        if inside == "rule" and sign[0] != "{":
            declarations.append(piece)
        if sign[0] == "{":
            kind = _kind(piece) if inside == "group" else "other"
            open_.append(kind)
            if kind == "rule":
                selectors, declarations = piece, []
        elif sign[0] == "}" and open_:
            open_.pop()
            if inside == "rule":
                yield selectors, declarations


def _kind(prelude: str) -> str:
    if not prelude.startswith("@"):
        return "rule"
    group = _GROUP.fullmatch(prelude)
    return "group" if group and _on_screen(group["media"] or "") else "other"


def _on_screen(media: str) -> bool:
    """Tell whether what @media asks for, any of it, holds on a screen."""
    return any(_holds(query) for query in media.lower().split(","))


def _holds(query: str) -> bool:
    for width in _WIDTH.finditer(query):
        pixels = int(width["pixels"])
        if pixels > _WINDOW if width["bound"] == "min" else pixels < _WINDOW:
            return False
    return set(_WIDTH.sub(" ", query).split()) <= {"screen", "all", "only", "and"}


def _known(declarations: Sequence[str], *, scripts: bool) -> dict[str, tuple[bool, str]]:
    """Return the values that matter, by property."""
    known: dict[str, tuple[bool, str]] = {}
    for declaration in declarations:
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        if name in _KNOWN and not (scripts and name == "visibility"):
            plain = _IMPORTANT.sub("", value).strip()
            name = "list-style-type" if name == "list-style" else name
            known[name] = (plain != value.strip(), plain if name == "content" else plain.lower())
    return known
