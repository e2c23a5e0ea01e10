"""Queries: the tree that a typed query becomes, and the question that an engine is asked."""

from dataclasses import dataclass
from typing import Literal

from indexer.contract.documents import Body, Kind

Sort = Literal["rel", "new", "old", "place"]
Unit = Literal["paragraph", "report"]


@dataclass(frozen=True, slots=True)
class Term:
    """An unquoted word: stands in the text, a heading above it or the title. `folded` is fold(text), without breaks."""

    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted phrase: stands in the text, or in a heading (then the first paragraph under it is the hit)."""

    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Near:
    """All parts stand in the text within one sentence (between breaks) or one paragraph."""

    scope: Literal["sentence", "paragraph"]
    parts: tuple[Term | Phrase, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold. Parts may be Not if at least one is not."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds. No part is Not."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not stand in the text (headings above and the title do not count). Only inside And."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query: every paragraph, filters alone decide."""


Node = Term | Phrase | Near | And | Or | Not | Everything


@dataclass(frozen=True, slots=True)
class Filters:
    """OR inside a facet, AND across facets; an empty tuple does not filter."""

    places: tuple[str, ...] = ()  # prefixes of Report.place, or UNKNOWN
    years: tuple[tuple[int, int] | None, ...] = ()  # inclusive ranges; None is "year unknown"
    sections: tuple[str, ...] = ()
    bodies: tuple[Body, ...] = ()
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question to an engine. `offset` and `limit` count hits, or reports when `unit` is report."""

    query: Node = Everything()
    filters: Filters = Filters()
    sort: Sort = "rel"
    unit: Unit = "paragraph"
    offset: int = 0
    limit: int = 10
