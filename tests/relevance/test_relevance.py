"""The ranking is no worse than plain BM25, whichever of words and character pairs is better, for any kind of query."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jieba
import pytest

from indexer.contract import Document, SearchEngine
from indexer.text import fold
from tests.conftest import SEEDS
from webapp.search.json import search_json
from webapp.search.params import from_pairs
from webapp.search.service import SearchService

HERE = Path(__file__).parent
QUERIES = [json.loads(line) for line in (HERE / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
KINDS = sorted({query["kind"] for query in QUERIES} - {"none"})
PLACES = {"福建省": "35", "江苏省": "32", "湖北省": "42", "广东省": "44", "浙江省": "33"}
NOISE = 1e-9  # of rounding

Key = tuple[str, int, int]  # file, line, start


@cache
def judgements() -> dict[str, dict[Key, int]]:
    """Grades by query and paragraph."""
    grades: dict[str, dict[Key, int]] = defaultdict(dict)
    for line in (HERE / "qrels.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        grades[row["qid"]][row["file"], row["line"], row["start"]] = row["grade"]
    return grades


def ndcg(ranked: list[Key], grades: dict[Key, int]) -> float:
    """nDCG@10 with gains 2**grade - 1."""

    def dcg(values: list[int]) -> float:
        return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(values[:10]))

    ideal = dcg(sorted(grades.values(), reverse=True))
    return dcg([grades.get(key, 0) for key in ranked]) / ideal if ideal else 0.0


def ask(engine: SearchEngine, query: dict[str, Any]) -> dict[str, Any]:
    """The JSON answer to a judged query with its filters."""
    filters = query["filters"]
    pairs = [("q", query["query"]), ("n", "50")]
    pairs += [("d", PLACES[name]) for name in filters["jurisdiction"]]
    pairs += [("y", str(year)) for year in filters["year"]]
    pairs += [("sec", section) for section in filters["section"]]
    return search_json(SearchService(engine).search(from_pairs(pairs)))


def key_of(engine: SearchEngine, hit: dict[str, Any]) -> Key:
    paragraph = engine.paragraph(hit["id"])
    report = engine.report(hit["report"]["id"])
    assert paragraph is not None and report is not None
    return report.path, paragraph.span.line, paragraph.span.start


def product(engine: SearchEngine, query: dict[str, Any]) -> list[Key]:
    answer = ask(engine, query)
    relaxed = answer["relaxed"]["hits"] if answer["relaxed"] else []
    return [key_of(engine, hit) for hit in [*answer["hits"], *relaxed]]


def words(text: str) -> list[str]:
    return [word for word in jieba.cut_for_search(text) if fold(word)]


def pairs_of_characters(text: str) -> list[str]:
    folded = fold(text)
    return [folded[i : i + 2] for i in range(len(folded) - 1)] or [folded]


def bm25(documents: list[Document], query: dict[str, Any], cut: Callable[[str], list[str]]) -> list[Key]:
    """Plain BM25, words joined by OR, filters as conditions: the measuring stick, on the text alone."""
    entries = [(document.report, paragraph) for document in documents for paragraph in document.paragraphs]
    bags = [Counter(cut(paragraph.text)) for _, paragraph in entries]
    mean = sum(bag.total() for bag in bags) / len(bags)
    holding = Counter(term for bag in bags for term in bag)
    filters = query["filters"]
    ranked: list[tuple[float, Key]] = []
    for (report, paragraph), bag in zip(entries, bags, strict=True):
        if filters["jurisdiction"] and not report.place.startswith(tuple(PLACES[n] for n in filters["jurisdiction"])):
            continue
        if filters["year"] and report.year not in filters["year"]:
            continue
        if filters["section"] and paragraph.section not in filters["section"]:
            continue
        score = 0.0
        for term in set(cut(query["query"])):
            if bag[term]:
                idf = math.log(1 + (len(bags) - holding[term] + 0.5) / (holding[term] + 0.5))
                score += idf * bag[term] * 2.2 / (bag[term] + 1.2 * (0.25 + 0.75 * bag.total() / mean))
        if score > 0:
            ranked.append((score, (report.path, paragraph.span.line, paragraph.span.start)))
    return [key for _, key in sorted(ranked, key=lambda pair: -pair[0])]


@pytest.fixture(scope="module")
def documents(seed_engine: SearchEngine) -> list[Document]:
    found = [seed_engine.document(report.id) for report in seed_engine.reports()]
    return [document for document in found if document is not None]


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_query_is_ranked_worse_than_plain_bm25(seed_engine, documents, kind, record_property):
    queries = [query for query in QUERIES if query["kind"] == kind]
    grades = judgements()

    def mean(rank: Callable[[dict[str, Any]], list[Key]]) -> float:
        return sum(ndcg(rank(query), grades[query["qid"]]) for query in queries) / len(queries)

    ours = mean(lambda query: product(seed_engine, query))
    by_words = mean(lambda query: bm25(documents, query, words))
    by_pairs = mean(lambda query: bm25(documents, query, pairs_of_characters))
    print(f"{kind:9} product {ours:.3f}  words {by_words:.3f}  pairs {by_pairs:.3f}")
    record_property("ndcg", ours)
    assert ours >= max(by_words, by_pairs) - NOISE


@pytest.mark.parametrize("query", [q for q in QUERIES if q["kind"] == "none"], ids=lambda q: q["qid"])
def test_what_is_not_there_has_no_hits(seed_engine, query):
    assert ask(seed_engine, query)["total"] == {"paragraphs": 0, "reports": 0}


@pytest.mark.parametrize("query", [q for q in QUERIES if "phrase_segments" in q], ids=lambda q: q["qid"])
def test_quoted_phrases_find_exactly_the_paragraphs_that_hold_them(seed_engine, query):
    found = {key_of(seed_engine, hit) for hit in ask(seed_engine, query)["hits"]}
    assert found == {(place["file"], place["line"], place["start"]) for place in query["phrase_segments"]}


def test_the_judgements_are_of_the_seeds():
    files = {path.name for path in SEEDS.iterdir()}
    assert {file for grades in judgements().values() for file, _, _ in grades} <= files
