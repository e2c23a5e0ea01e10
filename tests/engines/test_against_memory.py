"""The engine on disk answers exactly as the brute-force engine does."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.contract import SearchEngine, SearchRequest
from indexer.engines import open_build, open_engine
from indexer.words import paragraph_words
from tests.engines.corpus import make_engine
from tests.engines.strategies import corpora, filters, nodes, requests


def on_disk(folder, documents) -> SearchEngine:
    with open_build(folder, inputs="", read=len(documents), rejected={}) as build:
        for document in sorted(documents, key=lambda document: document.report.id):
            build.add(document, paragraph_words(document))
        build.publish()
    return open_engine(folder)


def told(engine: SearchEngine, request: SearchRequest) -> object:
    page = engine.search(request)
    return replace(page, generation="")


@pytest.mark.parametrize("part", range(2))  # two shards, for two workers
@settings(max_examples=125, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_answers_equal_those_of_brute_force(tmp_path_factory, part, data):
    """Sets, totals, counts of both kinds, order, scores and relaxed hits, for random reports and questions."""
    documents = data.draw(corpora())
    oracle = make_engine(documents)
    engine = on_disk(tmp_path_factory.mktemp("index"), documents)
    try:
        for request in data.draw(st.lists(requests, min_size=6, max_size=6)):
            assert told(engine, request) == told(oracle, request)
    finally:
        engine.close()
