"""From the parameters of an address to one question: the query, what narrows it, and filters typed into either."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.contract import KINDS, SECTIONS, UNKNOWN, And, Everything, Node, Not, Or
from indexer.errors import QueryError
from indexer.naming import parse_code
from indexer.text import fold
from webapp.search import params as parameters
from webapp.search.errors import BadParameter
from webapp.search.grammar import MAX_TERMS, Condition, Leaf, ParsedQuery, conjunction, leaves, only_excludes, parse
from webapp.search.jurisdictions import Jurisdictions
from webapp.search.messages import listed, say
from webapp.search.params import Params
from webapp.search.printing import to_query


@dataclass(frozen=True, slots=True)
class Question:
    """A search ready to be asked: typed filters have become parameters, `tree` holds the rest."""

    params: Params
    tree: Node
    notices: tuple[str, ...]

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaves(self.tree))

    @property
    def any_word(self) -> Node | None:
        """The question with one of its words enough, what it excludes left out as before; None if it has but one."""
        different = tuple(dict.fromkeys(self.leaves))
        if len(different) < 2:
            return None
        parts = self.tree.parts if isinstance(self.tree, And) else ()
        return conjunction([Or(different), *(part for part in parts if isinstance(part, Not))])

    @property
    def marking_query(self) -> str:
        """A query that marks in a report what this one found."""
        return " ".join(to_query(leaf) for leaf in dict.fromkeys(self.leaves))


def ask(params: Params, places: Jurisdictions) -> Question:
    """Read the query and what narrows it. Raises QueryError, or BadParameter for a narrowing term."""
    parsed = parse(params.q)
    asked = _with_conditions(replace(params, q=parsed.text), parsed, places)
    notices = list(parsed.notices)
    trees = [parsed.tree]
    within: list[str] = []
    for term in params.within:
        try:
            narrowing = parse(term, narrowing=True)
            asked = parameters.both(asked, _with_conditions(Params(), narrowing, places))
        except QueryError as error:
            said = say("“在结果中检索”的“%(term)s”看不懂：%(why)s", term=term[:40], why=error.message)
            raise BadParameter(said, parameter="in") from error
        except ValueError:
            said = say("“在结果中检索”的“%(term)s”与已选的条件没有共同之处，请去掉其中一个。", term=term[:40])
            raise BadParameter(said, parameter="in") from None
        trees.append(narrowing.tree)
        notices += narrowing.notices
        within += [narrowing.text] if narrowing.text else []
    tree = conjunction(trees)
    _check(tree)
    return Question(replace(asked, within=tuple(dict.fromkeys(within))), tree, tuple(dict.fromkeys(notices)))


def is_code(query: str) -> bool:
    """Tell whether a query is a citation code, right or mistyped."""
    return parse_code(query) is not None


def _check(tree: Node) -> None:
    if only_excludes(tree):
        raise BadParameter(say("只有要排除的词，没有要找的词。请至少写一个要找的词。"), parameter="in")
    if sum(1 for _ in leaves(tree)) > MAX_TERMS:
        raise BadParameter(say("检索词太多：连同“在结果中检索”最多 %(n)s 个。", n=MAX_TERMS), parameter="in")


def _with_conditions(params: Params, parsed: ParsedQuery, places: Jurisdictions) -> Params:
    """Select what filters typed into the query name, as ticking them would."""
    for condition in parsed.conditions:
        try:
            match condition.name:
                case "place":
                    params = _selected(params, "d", _places(condition, places))
                case "years":
                    params = _selected(params, "y", [_years(condition)])
                case "section":
                    params = _selected(params, "sec", _named(condition, SECTIONS))
                case "kind":
                    params = _selected(params, "k", _named(condition, KINDS))
        except _NoSuchValue as error:
            suggestion = parsed.text or _as_word(condition)
            raise QueryError(error.message, position=condition.position, suggestion=suggestion) from None
    return params


def _as_word(condition: Condition) -> str | None:
    """Return the value of a filter as a query, if it is one."""
    try:
        return condition.value if parse(condition.value).tree != Everything() else None
    except QueryError:
        return None


def _selected(params: Params, name: parameters.FilterName, values: Sequence[str]) -> Params:
    return replace(parameters.add(params, name, values), page=params.page)


class _NoSuchValue(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def _places(condition: Condition, places: Jurisdictions) -> Sequence[str]:
    values = places.named(condition.value)
    if not values:
        raise _NoSuchValue(
            say("索引里没有叫“%(name)s”的地区。请写全名，如 湖北省，或代码，如 42。", name=condition.value)
        )
    return values


def _years(condition: Condition) -> str:
    if condition.value in ("不详", UNKNOWN):
        return UNKNOWN
    try:
        return parameters.year_value(parameters.read_years(condition.value))
    except ValueError:
        raise _NoSuchValue(
            say("“%(value)s”不是年度。请写四位数字，如 年度:2020 或 年度:2019..2023。", value=condition.value)
        ) from None


def _named(condition: Condition, labels: Mapping[str, str]) -> Sequence[str]:
    """Return the sections, or kinds of report, that go by this name or id, or have it as part of their name."""
    if condition.value in labels:
        return [condition.value]
    wanted = fold(condition.value)
    names = {value: fold(label) for value, label in labels.items()}
    exact = [value for value, name in names.items() if name == wanted]
    found = exact or [value for value, name in names.items() if wanted and wanted in name]
    if not found:
        held = listed([say(label) for label in labels.values()])
        lacking = (
            say("没有叫“%(name)s”的章节。可用的有：%(sections)s。", name=condition.value, sections=held)
            if labels is SECTIONS
            else say("没有叫“%(name)s”的报告种类。可用的有：%(kinds)s。", name=condition.value, kinds=held)
        )
        raise _NoSuchValue(lacking)
    return found
