"""Whoosh's own queries find on our segments what they find on Whoosh's."""

from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from whoosh import query, scoring
from whoosh.searching import Searcher

from indexer import text
from indexer.engines.whoosh.segment import BODY, COUNTED, NAMED, PAIRS, WORDS
from tests.engines.against_stock import both, divided, exact_lengths, hits, paragraphs
from tests.engines.corpus import make_document
from tests.engines.strategies import corpus, seeds

WEIGHTINGS = (scoring.BM25F(), scoring.BM25F(B=0.3, words_B=0.9, K1=2.0), scoring.TF_IDF(), scoring.Frequency())
FIELDS = (*COUNTED, *NAMED, BODY)


@pytest.fixture(autouse=True, scope="module")
def _exact():
    with pytest.MonkeyPatch.context() as patched:
        exact_lengths(patched.setattr)
        yield


def leaf(random: Random, stock: Searcher) -> query.Query:
    """Make a query of one term or pattern, of what stands in the index or nearly so."""
    field = random.choice((WORDS, WORDS, PAIRS, BODY, BODY, *FIELDS))
    terms = [*stock.reader().field_terms(field), "没有的词"]
    term = random.choice(terms)
    return random.choice(
        (
            lambda: query.Term(field, term, boost=random.choice((1.0, 2.5))),
            lambda: query.Term(field, term),
            lambda: query.Prefix(field, term[:1]),
            lambda: query.Wildcard(field, f"{term[:1]}?*"),
            lambda: query.Regex(field, f"[{term[-1]}]"),
            lambda: query.FuzzyTerm(field, term, maxdist=random.choice((1, 2)), prefixlength=random.choice((0, 1))),
            lambda: query.TermRange(field, *sorted((term, random.choice(terms))), random.random() < 0.5),
            lambda: query.Every(random.choice((None, WORDS, BODY))),
            lambda: query.Variations(field, term),
            lambda: phrase(random, stock),
        )
    )()


def phrase(random: Random, stock: Searcher) -> query.Query:
    """Make a phrase of units that follow each other somewhere, at times with one left out."""
    folded = text.fold(random.choice(list(stock.reader().all_stored_fields()))["text"])
    units = text.units(folded) or ["无"]
    start = random.randrange(len(units))
    units = units[start : start + random.randint(1, 5)]
    if len(units) > 2 and random.random() < 0.4:
        del units[random.randrange(1, len(units) - 1)]
    return query.Phrase(BODY, units, slop=random.choice((1, 1, 2, 4)))


def question(random: Random, stock: Searcher, depth: int = 2, *, every_kind: bool = True) -> query.Query:
    """Make a query of any shape, or of those alone whose best hits Whoosh finds without looking at all."""
    if not depth or random.random() < 0.3:
        return leaf(random, stock)
    one, other, third = (question(random, stock, depth - 1, every_kind=every_kind) for _ in range(3))
    kinds = [
        query.And([one, other]),
        query.Or([one, other, third]),
        query.Or([one, other, third], minmatch=2),
        query.DisjunctionMax([one, other]),
        query.AndMaybe(one, other),
        query.ConstantScoreQuery(one, 3.0),
    ]
    if every_kind:
        kinds += [query.And([one, query.Not(other)]), query.AndNot(one, other), query.Require(one, other)]
    return random.choice(kinds)


def assert_same_hits(ours: Searcher, stock: Searcher, asked: query.Query, **options: Any) -> None:
    try:
        right = hits(stock, asked, optimize=False, **options)
    except IndexError:  # AndNot asks where there is nothing left
        return
    found = hits(ours, asked, **options)
    assert [number for number, _, _ in found] == [number for number, _, _ in right], asked
    for (_, score, fields), (_, right_score, right_fields) in zip(found, right, strict=True):
        assert score == pytest.approx(right_score, abs=1e-4), asked
        assert fields == right_fields


@given(seeds)
@settings(max_examples=12, deadline=None)
def test_queries_find_the_same_with_the_same_scores(tmp_path_factory, seed):
    random = Random(seed)
    segments = divided(random, paragraphs(corpus(random)))
    weighting = random.choice(WEIGHTINGS)
    with both(tmp_path_factory.mktemp("pair"), segments, weighting=weighting) as (ours, stock):
        for _ in range(20):
            assert_same_hits(ours, stock, question(random, stock))
            assert_same_hits(ours, stock, question(random, stock, every_kind=False), limit=random.choice((1, 3)))


@pytest.mark.parametrize("weighting", WEIGHTINGS, ids=["bm25f", "bm25f-set", "tf-idf", "frequency"])
def test_the_best_of_many_are_found_block_by_block(tmp_path, weighting):
    """Blocks of postings are passed over where none can be among the best, and the best stay the same."""
    random = Random(5)
    vocabulary = ("行政", "复议", "执法", "改革", "公开", "监督", "诉讼", "普法")
    texts = [
        "".join(random.choices(vocabulary, (40, 9, 9, 9, 3, 3, 1, 1), k=random.randint(1, 40))) for _ in range(900)
    ]
    texts[700:] = [f"{text}。{number}号" for number, text in enumerate(texts[700:])]
    whole = paragraphs([make_document(texts)])
    questions = [
        *(query.Term(WORDS, word) for word in vocabulary),
        *(query.Or([query.Term(WORDS, one), query.Term(PAIRS, two)]) for one, two in pairwise(vocabulary)),
        *(query.And([query.Term(WORDS, one), query.Term(BODY, two[0])]) for one, two in pairwise(vocabulary)),
    ]
    skipped = 0
    with both(tmp_path, [whole[:600], whole[600:]], weighting=weighting) as (ours, stock):
        for asked in questions:
            for limit in (1, 3, 10):
                assert_same_hits(ours, stock, asked, limit=limit)
                skipped += ours.search(asked, limit=limit).collector.skipped_times
    assert skipped > 0
