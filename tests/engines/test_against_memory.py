"""The engine on disk answers exactly as the brute-force engine does."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from indexer.contract import SearchEngine, SearchRequest
from indexer.engines import open_build, open_engine
from indexer.words import paragraph_words
from tests.engines.corpus import make_engine
from tests.engines.strategies import corpus, request, seeds


def on_disk(folder, documents) -> SearchEngine:
    with open_build(folder) as build:
        for document in sorted(documents, key=lambda document: document.report.id):
            build.add(document, paragraph_words(document))
        build.finish(read=len(documents), rejected={})
        build.publish()
    return open_engine(folder)


def told(engine: SearchEngine, request: SearchRequest) -> object:
    page = engine.search(request)
    return replace(page, generation="")


@pytest.mark.parametrize("shard", range(2))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=seeds)
def test_answers_equal_those_of_brute_force(tmp_path_factory, shard, seed):
    """Sets, totals, counts of both kinds, order, scores and relaxed hits, for random reports and questions."""
    random = Random(f"{shard} {seed}")
    documents = corpus(random)
    oracle = make_engine(documents)
    engine = on_disk(tmp_path_factory.mktemp("index"), documents)
    try:
        for _ in range(6):
            question = request(random, documents)
            assert told(engine, question) == told(oracle, question), question
    finally:
        engine.close()
