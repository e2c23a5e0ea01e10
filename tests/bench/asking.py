"""What engines are asked, and what they answer: top ten by BM25, and exact counts of three facets over all hits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

Kind = Literal["all", "any", "phrase", "characters"]
Facet = Literal["place", "year", "section"]
FACETS: tuple[Facet, ...] = ("place", "year", "section")
TOP = 10
Counts = Mapping[Facet, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Question:
    """Words that all or any stand, or a phrase of words or of characters; with at most one filter a facet.

    A facet's counts leave its own filter out. `province` filters by the first two digits of the place.
    """

    name: str
    kind: Kind
    terms: tuple[str, ...]
    years: tuple[int, int] | None = None
    province: str | None = None
    section: str | None = None

    def without(self, facet: Facet | None) -> "Question":
        """Return the question without the filter of `facet`."""
        match facet:
            case "place":
                return replace(self, province=None)
            case "year":
                return replace(self, years=None)
            case "section":
                return replace(self, section=None)
        return self

    def active(self) -> tuple[Facet, ...]:
        """Return the facets that filter."""
        values = {"place": self.province, "year": self.years, "section": self.section}
        return tuple(facet for facet in FACETS if values[facet] is not None)


class Engine(Protocol):
    """An engine that is asked. Compiling a question, and naming what was counted, are not timed; asking is."""

    name: str

    def compile(self, question: Question) -> Any:
        """Return the question as the engine takes it; None if it can't answer such questions."""
        ...

    def ask(self, compiled: Any) -> Any:
        """Find the best ten and count the facets: this is what is timed."""
        ...

    def counts(self, raw: Any) -> Counts:
        """Return each facet's counts that ask() found, by its values as text, none of them zero."""
        ...

    def hits(self, compiled: Any) -> frozenset[int] | int:
        """Return the numbers of all hits; only how many, where the engine is not to be compared."""
        ...

    def close(self) -> None: ...


Part = Literal["words", "characters"]


def size_on_disk(folder: Path) -> int:
    """Return the bytes of all files in `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def nonzero(pairs: Iterable[tuple[Any, int]]) -> dict[str, int]:
    """Return counts by their values as text, those of none left out."""
    return {str(value): count for value, count in pairs if count}


def countings(question: Question) -> Iterator[tuple[Question, tuple[Facet, ...]]]:
    """Yield the questions that an engine must be asked to count all facets, and the facets to count of each."""
    active = question.active()
    if len(active) < len(FACETS):
        yield question, tuple(facet for facet in FACETS if facet not in active)
    for facet in active:
        yield question.without(facet), (facet,)
