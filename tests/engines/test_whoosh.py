"""What the engine on disk does beside answering rightly: many segments, Whoosh's view, threads, damage."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from indexer.contract import SearchRequest, Term
from indexer.engines import open_engine
from indexer.engines.caching import Cache
from indexer.engines.whoosh import segment
from indexer.errors import IndexDamaged
from tests.engines.conftest import build
from tests.engines.corpus import make_document, make_engine
from tests.engines.strategies import corpus, request


@pytest.mark.parametrize(("limit", "size"), [("LARGEST", 3), ("MOST_CHARACTERS", 60)])
def test_an_index_of_many_segments_answers_as_one(tmp_path, monkeypatch, limit, size):
    """Small segments, and reports that are larger than one, make no difference."""
    random = Random(3)
    documents = corpus(random)
    questions = [request(random, documents) for _ in range(60)]
    monkeypatch.setattr(segment, limit, size)
    build(tmp_path, documents)
    assert len(list(tmp_path.glob("generations/*/whoosh/*.arrays"))) > 3
    engine, oracle = open_engine(tmp_path), make_engine(documents)
    for question in questions:
        found, right = engine.search(question), oracle.search(question)
        assert replace(found, generation="") == replace(right, generation="")
    engine.close()


def test_texts_of_nothing_but_marks_are_laid_down(tmp_path):
    documents = [make_document(["“”"]), make_document(["、"], year=2021)]
    build(tmp_path, documents)
    engine = open_engine(tmp_path)
    assert engine.search(SearchRequest()).total.paragraphs == 2
    assert engine.search(SearchRequest(Term("执法", "执法"))).total.paragraphs == 0
    assert engine.document(documents[0].report.id) == documents[0]
    engine.close()


STOCK = """
import json, sys
from whoosh import index
from whoosh.qparser import QueryParser

with index.open_dir(sys.argv[1]).searcher() as searcher:
    hits = searcher.search(QueryParser("words", searcher.schema).parse("行政复议"))
    print(json.dumps([dict(hit) for hit in hits]))
"""


def test_whoosh_opens_the_index(tmp_path):
    build(tmp_path, [make_document(["推进行政复议体制改革", "执法人员持证上岗"])])
    (folder,) = tmp_path.glob("generations/*/whoosh")
    command = [sys.executable, "-W", "ignore", "-c", STOCK, str(folder)]
    (hit,) = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert hit["text"] == "推进行政复议体制改革"
    assert hit["jurisdiction"] == ["湖北省", "咸宁市", "嘉鱼县"]
    assert (hit["year"], hit["section"], hit["id"][:15]) == (2020, "general", "421221-2020-gov")


def test_libraries_are_loaded_only_when_an_index_is_opened():
    program = "import sys, indexer.engines; sys.exit(bool({'whoosh', 'numpy', 'jieba'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_threads_share_an_engine(tmp_path):
    random = Random(4)
    documents = corpus(random)
    build(tmp_path, documents)
    questions = [request(random, documents) for _ in range(40)]
    alone = open_engine(tmp_path)
    right = [alone.search(question) for question in questions]
    alone.close()
    shared = open_engine(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        for answers in threads.map(lambda _: [shared.search(question) for question in questions], range(8)):
            assert answers == right
    shared.close()


def test_the_cache_keeps_what_was_used_last_within_its_bytes():
    cache: Cache[str] = Cache(limit_bytes=4500)
    for name in ("a", "b", "c", "d"):
        cache.put(name, name, 800)
    assert cache.get("a") == "a"
    cache.put("e", "e", 800)
    cache.put("f", "f", 4000)  # too large to be worth all the others
    assert [cache.get(name) for name in "abcdef"] == ["a", None, "c", "d", "e", None]


@pytest.mark.parametrize("name", ["columns.arrays", "places.json", "segments.json", "reports.sqlite", "whoosh"])
def test_damage_that_the_size_hides_is_told_from_a_fault_of_ours(tmp_path, name):
    """Bytes of the same number but other content end in IndexDamaged or an answer, never in another exception."""
    build(tmp_path, [make_document(["推进行政复议体制改革", "执法人员持证上岗"])])
    (folder,) = tmp_path.glob("generations/*")
    path = next((folder / name).glob("*.arrays")) if name == "whoosh" else folder / name
    content = path.read_bytes()
    random = Random(name)
    for _ in range(200):
        place = random.randrange(len(content))
        path.write_bytes(content[:place] + bytes([content[place] ^ 1 << random.randrange(8)]) + content[place + 1 :])
        try:
            _use(tmp_path)
        except IndexDamaged as error:
            assert "xianli index" in error.message  # noqa: PT017  # either way is right
    path.write_bytes(content)
    _use(tmp_path)


def _use(folder: Path) -> None:
    engine = open_engine(folder)
    try:
        for word in ("行政复议", "持证", "湖北"):
            engine.search(SearchRequest(Term(word, word)))
        for report in engine.reports():
            engine.document(report.id)
    finally:
        engine.close()
