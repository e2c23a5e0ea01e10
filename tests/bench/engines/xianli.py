"""Our engine: asked as the product asks it, and asked the very question that the others are asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast
from unittest.mock import patch

from indexer.contract import And, FacetCounts, Filters, Node, Or, Phrase, SearchRequest, Term
from indexer.engines import open_build, open_engine, ranking
from indexer.engines.arrays import open_arrays
from indexer.engines.ranking import Clues
from indexer.engines.whoosh import WhooshEngine, searching
from indexer.engines.whoosh.matching import Condition, Holds
from indexer.engines.whoosh.searching import Question as Plan
from indexer.engines.whoosh.searching import Searcher
from indexer.engines.whoosh.time_limit import TimeLimit
from indexer.text import fold
from tests.bench.asking import TOP, Counts, Question, size_on_disk
from tests.bench.shuffling import Tokenised

_WORDS: Final = "words"
_EVERYTHING: Final = 1 << 40  # hits
_FIELDS: Final = {  # the fields of a generation's arrays that other engines have too; pairs find phrases of two
    **{name: name for name in ("words", "characters", "pairs")},
    **dict.fromkeys(("slot", "slot_report", "slot_section", "report_place", "report_year", "report_body"), "facets"),
}


class XianliBuilder:
    """Builds and publishes a generation: all fields of the product, texts and reports included."""

    def __init__(self, folder: Path) -> None:
        self._reports = 0
        self._build = open_build(folder).__enter__()

    def add(self, block: Iterable[Tokenised]) -> None:
        """Add reports."""
        for document, words in block:
            self._build.add(document, words)
            self._reports += 1

    def finish(self) -> None:
        """Write, try and publish it."""
        self._build.finish(read=self._reports, rejected={})
        self._build.publish()
        self._build.__exit__(None, None, None)


class ProductSearch:
    """SearchEngine.search: characters decide, four fields rank, five facets in paragraphs and reports, ten texts."""

    name = "Xianli, product search"

    def __init__(self, folder: Path) -> None:
        self._engine = open_engine(folder)

    def compile(self, question: Question) -> SearchRequest:
        """Return the request that a reader's query becomes."""
        return SearchRequest(_tree(question), _filters(question), limit=TOP)

    def ask(self, compiled: SearchRequest) -> Any:
        """Search."""
        return self._engine.search(compiled)

    def counts(self, raw: Any) -> Counts:
        """Return the counts in the common form."""
        return _counts(raw.facets)

    def hits(self, compiled: SearchRequest) -> int:
        """Return how many hits there are: other ones than where words decide."""
        return self._engine.search(compiled).total.paragraphs

    def close(self) -> None:
        """Close the index."""
        self._engine.close()


def _tree(question: Question) -> Node:
    if question.kind in ("phrase", "characters"):
        text = "".join(question.terms)
        return Phrase(text, fold(text))
    terms = tuple(Term(term, fold(term)) for term in question.terms)
    if len(terms) == 1:
        return terms[0]
    return Or(terms) if question.kind == "any" else And(terms)


def _filters(question: Question) -> Filters:
    return Filters(
        places=(question.province,) if question.province else (),
        years=(question.years,) if question.years else (),
        sections=(question.section,) if question.section else (),
    )


def _counts(facets: FacetCounts) -> Counts:
    return {
        "place": {value: count.paragraphs for value, count in facets.places.items()},
        "year": {value: count.paragraphs for value, count in facets.years.items()},
        "section": {value: count.paragraphs for value, count in facets.sections.items()},
    }


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A plan, and the same plan for all hits."""

    best: Plan
    everything: Plan


class SameQuestion:
    """The searcher itself: words decide and rank, and three facets are counted, as the other engines do.

    Characters decide phrases: the field of words has no positions. One field ranks: where the product asks three for a
    word, the others have one. What a phrase was found in is not remembered, only where terms stand in the dictionaries.
    """

    name = "Xianli"

    def __init__(self, folder: Path) -> None:
        self._engine = WhooshEngine.open(folder)
        self._searcher = _forgetful(self._engine)

    def compile(self, question: Question) -> _Compiled:
        """Return the plan."""
        if question.kind in ("phrase", "characters"):
            phrase = _tree(question)
            assert isinstance(phrase, Phrase)
            condition: Condition = phrase
        else:
            held = [Holds(_WORDS, term) for term in question.terms]
            parts = cast("tuple[Node, ...]", tuple(held))  # the searcher takes conditions wherever it takes nodes
            joined = Or(parts) if question.kind == "any" else And(parts)
            condition = held[0] if len(held) == 1 else joined
        words = question.terms if question.kind != "characters" else ()
        grams = ranking.pairs(fold("".join(question.terms))) if question.kind == "characters" else ()
        clues = Clues(words, grams, ())
        return _Compiled(
            *(Plan(condition, clues, _filters(question), "rel", "paragraph", 0, n) for n in (TOP, _EVERYTHING))
        )

    def ask(self, compiled: _Compiled) -> Any:
        """Search, and write the counts out by name, as the other engines do."""
        with patch.object(ranking, "WORD_FIELDS", ranking.WORD_FIELDS[:1]):
            found = self._searcher.search(compiled.best, TimeLimit(None))
        facets = found.facets
        return found.ids, {
            "place": _written_out(facets.places),
            "year": _written_out(facets.years),
            "section": _written_out(facets.sections),
        }

    def counts(self, raw: Any) -> Counts:
        """Return the counts in the common form."""
        found: Counts = raw[1]
        return found

    def hits(self, compiled: _Compiled) -> frozenset[int]:
        """Return the numbers of all hits."""
        return frozenset(self._searcher.search(compiled.everything, TimeLimit(None)).ids.tolist())

    def close(self) -> None:
        """Close the index."""
        self._engine.close()


def _forgetful(engine: WhooshEngine) -> Searcher:
    with patch.object(searching, "_CACHE_BYTES", 0):
        return Searcher(engine._segments, engine._columns, engine._facets)


def _written_out(counts: Any) -> dict[str, int]:
    names, paragraphs, _ = counts.columns()
    return dict(zip(names, paragraphs, strict=True))


def sizes_of_fields(folder: Path) -> dict[str, int]:
    """Return the bytes of the fields that other engines index too, and of all the rest of the newest generation."""
    generation = max((folder / "generations").iterdir())
    sizes = dict.fromkeys(("words", "characters", "pairs", "facets", "others"), 0)
    for path in generation.rglob("*.arrays"):
        for name, array in open_arrays(path).items():
            field = _FIELDS.get(name.partition(".")[0])
            if field:
                sizes[field] += array.nbytes
    sizes["others"] = size_on_disk(generation) - sum(sizes.values())
    return sizes
