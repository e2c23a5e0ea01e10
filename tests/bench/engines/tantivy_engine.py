"""tantivy over the same tokens: a whitespace analyzer, fast fields for the facets, one segment, one thread."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import tantivy

from tests.bench.asking import FACETS, TOP, Counts, Facet, Part, Question, countings, nonzero
from tests.bench.tokens import Row

HEAP: Final = 2_000_000_000  # bytes; what the writer collects before it writes a segment: enough for one segment
_ANALYZER: Final = "blanks"
_BUCKETS: Final = 10_000  # more than any facet has values, so that no count is left out
_TERMS: Final[dict[Facet, dict[str, Any]]] = {
    facet: {"terms": {"field": facet, "size": _BUCKETS, "segment_size": _BUCKETS}} for facet in FACETS
}


def _schema() -> tantivy.Schema:
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("tokens", tokenizer_name=_ANALYZER, index_option="position")
    fields.add_unsigned_field("number", fast=True)
    fields.add_text_field("place", tokenizer_name="raw", fast=True, index_option="basic")
    fields.add_text_field("province", tokenizer_name="raw", index_option="basic")
    fields.add_unsigned_field("year", indexed=True, fast=True)
    fields.add_text_field("section", tokenizer_name="raw", fast=True, index_option="basic")
    return fields.build()


def _registered(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(_ANALYZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


class TantivyBuilder:
    """Writes an index of words or of characters with one indexing thread."""

    def __init__(self, folder: Path, part: Part) -> None:
        folder.mkdir(parents=True)
        self._part = part
        self._index = _registered(tantivy.Index(_schema(), path=str(folder)))
        self._writer = self._index.writer(heap_size=HEAP, num_threads=1)

    def add(self, rows: Iterable[Row]) -> None:
        """Add paragraphs."""
        for row in rows:
            document = tantivy.Document()
            document.add_text("tokens", getattr(row, self._part))
            document.add_unsigned("number", row.number)
            document.add_text("place", row.place)
            document.add_text("province", row.place[:2])
            document.add_unsigned("year", row.year)
            document.add_text("section", row.section)
            self._writer.add_document(document)

    def finish(self) -> None:
        """Commit, and wait for merging."""
        self._writer.commit()
        self._writer.wait_merging_threads()


@dataclass(frozen=True, slots=True)
class _Compiled:
    part: Part
    hits: tantivy.Query
    counted: tuple[tuple[tantivy.Query, dict[str, Any]], ...]


class TantivyEngine:
    """Asks tantivy: one search, and one aggregation for each filter that a facet leaves out."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        """Open the indexes `words` and `characters` in `folder`."""
        self._schema = _schema()
        parts: tuple[Part, ...] = ("words", "characters")
        self._searchers = {part: _searcher(folder / part) for part in parts if (folder / part).exists()}

    def segments(self) -> int:
        """Return the number of segments of the index that has most."""
        segments: list[int] = [searcher.num_segments for searcher in self._searchers.values()]
        return max(segments)

    def compile(self, question: Question) -> _Compiled | None:
        """Return the queries that the question takes."""
        part: Part = "characters" if question.kind == "characters" else "words"
        if part not in self._searchers:
            return None
        return _Compiled(
            part,
            self._query(question),
            tuple(
                (self._query(counted), {facet: _TERMS[facet] for facet in facets})
                for counted, facets in countings(question)
            ),
        )

    def _query(self, question: Question) -> tantivy.Query:
        must, should = tantivy.Occur.Must, tantivy.Occur.Should
        if question.kind in ("phrase", "characters"):
            text = self._phrase(question.terms)
        else:
            occur = should if question.kind == "any" else must
            terms = [(occur, self._term("tokens", term, "freq")) for term in question.terms]
            text = terms[0][1] if len(terms) == 1 else tantivy.Query.boolean_query(terms)
        filters = self._filters(question)
        if not filters:
            return text
        return tantivy.Query.boolean_query([(must, text), *((must, query) for query in filters)])

    def _phrase(self, terms: tuple[str, ...]) -> tantivy.Query:
        return tantivy.Query.phrase_query(self._schema, "tokens", list(terms))

    def _filters(self, question: Question) -> list[tantivy.Query]:
        filters = []
        if question.years:
            kind, (first, last) = tantivy.FieldType.Unsigned, question.years
            filters.append(tantivy.Query.range_query(self._schema, "year", kind, first, last))
        if question.province:
            filters.append(self._term("province", question.province))
        if question.section:
            filters.append(self._term("section", question.section))
        return [tantivy.Query.const_score_query(query, 0.0) for query in filters]

    def _term(self, field: str, value: str, option: str = "basic") -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, option)

    def ask(self, compiled: _Compiled) -> tuple[Any, list[dict[str, Any]]]:
        """Search, then count. The total is the sum of a facet's counts, so that the search may skip what is no top."""
        searcher = self._searchers[compiled.part]
        top = searcher.search(compiled.hits, TOP, count=False)
        return top, [searcher.aggregate(query, counts) for query, counts in compiled.counted]

    def counts(self, raw: tuple[Any, list[dict[str, Any]]]) -> Counts:
        """Return the counts in the common form."""
        counts: dict[Facet, dict[str, int]] = {}
        for aggregated in raw[1]:
            for facet in FACETS:
                if facet in aggregated:
                    counts[facet] = _counted(aggregated[facet])
        return counts

    def hits(self, compiled: _Compiled) -> frozenset[int]:
        """Return the numbers of all hits."""
        searcher = self._searchers[compiled.part]
        found = searcher.search(compiled.hits, searcher.num_docs, count=False).hits
        numbers = searcher.fast_field_values("number", [address for _, address in found])
        return frozenset(int(number) for number in numbers if number is not None)

    def close(self) -> None:
        """Let go of the indexes."""
        self._searchers.clear()


def _searcher(folder: Path) -> tantivy.Searcher:
    return _registered(tantivy.Index.open(str(folder))).searcher()


def _counted(found: dict[str, Any]) -> dict[str, int]:
    if found["sum_other_doc_count"]:
        raise ValueError("tantivy left counts out")
    key = "key_as_string" if found["buckets"] and "key_as_string" in found["buckets"][0] else "key"
    return nonzero((_whole(bucket[key]), bucket["doc_count"]) for bucket in found["buckets"])


def _whole(key: Any) -> Any:
    return int(key) if isinstance(key, float) else key
