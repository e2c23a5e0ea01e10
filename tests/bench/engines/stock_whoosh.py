"""Stock Whoosh: its own codec, searcher and scoring; facets counted over lists, which is faster than groupedby."""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from whoosh import fields, index, query
from whoosh.codec.whoosh3 import W3Codec

from tests.bench.asking import FACETS, TOP, Counts, Facet, Part, Question, countings
from tests.bench.tokens import Row

_MEGABYTES: Final = 512  # what the writer collects before it spills


class WhooshBuilder:
    """Writes an index of words or of characters with one process."""

    def __init__(self, folder: Path, part: Part) -> None:
        folder.mkdir(parents=True)
        self._part = part
        schema = fields.Schema(
            tokens=fields.TEXT(phrase=True),
            place=fields.ID(sortable=True),
            province=fields.ID,
            year=fields.NUMERIC(sortable=True),
            section=fields.ID(sortable=True),
        )
        self._writer = index.create_in(folder, schema).writer(codec=W3Codec(), limitmb=_MEGABYTES)

    def add(self, rows: Iterable[Row]) -> None:
        """Add paragraphs."""
        for row in rows:
            self._writer.add_document(
                tokens=getattr(row, self._part).split(" "),
                place=row.place,
                province=row.place[:2],
                year=row.year,
                section=row.section,
            )

    def finish(self) -> None:
        """Commit into one segment."""
        self._writer.commit(optimize=True)


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: query.Query
    filter: query.Query | None
    question: Question
    counted: tuple[tuple[Question, tuple[Facet, ...]], ...]


class WhooshEngine:
    """Asks Whoosh: a search for the best ten, and the matcher's hits counted by columns kept as lists."""

    name = "Whoosh 2.7.4"

    def __init__(self, folder: Path) -> None:
        """Open the index of words in `folder`, and read its columns."""
        self._searcher = index.open_dir(folder / "words").searcher()
        reader = self._searcher.reader()
        self._columns: dict[str, Sequence[Any]] = {
            facet: list(reader.column_reader(facet, translate=True)) for facet in FACETS
        }
        self._columns["province"] = [place[:2] for place in self._columns["place"]]

    def compile(self, question: Question) -> _Compiled | None:
        """Return the query; none for characters, which would take the index's time once more."""
        if question.kind == "characters":
            return None
        terms = [query.Term("tokens", term) for term in question.terms]
        match question.kind:
            case "any":
                text = query.Or(terms)
            case "phrase":
                text = query.Phrase("tokens", list(question.terms))
            case _:
                text = terms[0] if len(terms) == 1 else query.And(terms)
        filters: list[query.Query] = []
        if question.years:
            filters.append(query.NumericRange("year", *question.years))
        if question.province:
            filters.append(query.Term("province", question.province))
        if question.section:
            filters.append(query.Term("section", question.section))
        together = query.And(filters) if filters else None
        return _Compiled(text, together, question, tuple(countings(question)))

    def ask(self, compiled: _Compiled) -> Any:
        """Search for the best ten; go over all hits once and count those that pass."""
        top = [hit.docnum for hit in self._searcher.search(compiled.text, limit=TOP, filter=compiled.filter)]
        hits = self._matching(compiled.text)
        counts: dict[Facet, Counter[Any]] = {}
        for question, facets in compiled.counted:
            passing = self._passing(hits, question)
            for facet in facets:
                counts[facet] = Counter(map(self._columns[facet].__getitem__, passing))
        return top, counts

    def _matching(self, text: query.Query) -> Sequence[int]:
        matcher = text.matcher(self._searcher, self._searcher.boolean_context())
        return array("l", matcher.all_ids())

    def _passing(self, hits: Sequence[int], question: Question) -> Sequence[int]:
        if question.years:
            (first, last), years = question.years, self._columns["year"]
            hits = [number for number in hits if first <= years[number] <= last]
        if question.province:
            provinces = self._columns["province"]
            hits = [number for number in hits if provinces[number] == question.province]
        if question.section:
            sections = self._columns["section"]
            hits = [number for number in hits if sections[number] == question.section]
        return hits

    def counts(self, raw: Any) -> Counts:
        """Return the counts in the common form."""
        found: dict[Facet, Counter[Any]] = raw[1]
        return {facet: {str(value): count for value, count in of.items()} for facet, of in found.items()}

    def hits(self, compiled: _Compiled) -> frozenset[int]:
        """Return the numbers of all hits."""
        return frozenset(self._passing(self._matching(compiled.text), compiled.question))

    def close(self) -> None:
        """Close the index."""
        self._searcher.close()
