"""A generation that takes over what the one before holds is the one that would be built anew."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from indexer.contract import Document
from indexer.engines import open_build, open_engine, verify
from indexer.engines.whoosh import segment
from indexer.engines.whoosh.laying import Entry, SegmentWriter
from indexer.engines.whoosh.segment import BODY, COLUMNS, CONTEXT, COUNTED, NAMED, Segment
from indexer.engines.whoosh.splicing import Stretch, splice
from indexer.words import paragraph_words
from tests.engines.corpus import make_document, make_engine
from tests.engines.strategies import corpus, request


def key(document: Document) -> str:
    return repr(document)


def publish(folder: Path, documents: list[Document]) -> int:
    """Build a generation, carrying over what can be; return how many reports were."""
    carried = 0
    with open_build(folder) as build:
        for document in sorted(documents, key=lambda document: document.report.id):
            if build.carry(document.report.id, key(document)):
                carried += 1
            else:
                build.add(document, paragraph_words(document), key=key(document))
        build.finish(read=len(documents), rejected={})
        build.publish()
    return carried


def changed(random: Random, documents: list[Document]) -> list[Document]:
    """Take some reports away, replace some and add some."""
    left = {
        document.report.id: document
        for document in random.sample(documents, random.randint((len(documents) + 1) // 2, len(documents)))
    }
    return list(({document.report.id: document for document in corpus(random)[:3]} | left).values())


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("largest", [4, 16, 1 << 16])
def test_a_chain_of_generations_answers_as_one_built_anew(tmp_path, monkeypatch, seed, largest):
    monkeypatch.setattr(segment, "LARGEST", largest)
    random = Random(f"{largest} {seed}")
    documents = corpus(random)
    publish(tmp_path, documents)
    carried = 0
    for _ in range(4):
        documents = changed(random, documents)
        carried += publish(tmp_path, documents)
        assert verify(tmp_path) == []
        engine, oracle = open_engine(tmp_path), make_engine(documents)
        for _ in range(12):
            asked = request(random, documents)
            assert replace(engine.search(asked), generation="") == replace(oracle.search(asked), generation="")
        for document in documents:
            assert engine.document(document.report.id) == document
        engine.close()
    assert carried


def test_whole_segments_are_linked_not_written_again(tmp_path, monkeypatch):
    monkeypatch.setattr(segment, "LARGEST", 4)
    documents = [make_document(["行政复议", "执法监督", "政务公开"], year=year) for year in range(2015, 2021)]
    publish(tmp_path, documents)
    (first,) = tmp_path.glob("generations/*/whoosh/0000.arrays")
    assert publish(tmp_path, [*documents, make_document(["新增"], year=2022)]) == len(documents)
    newest = max(tmp_path.glob("generations/*/whoosh/0000.arrays"), key=lambda path: path.parent.parent.name)
    assert newest != first
    assert newest.samefile(first)


def test_a_damaged_generation_is_not_carried_over(tmp_path):
    documents = [make_document(["行政复议", "执法监督"], year=year) for year in (2019, 2020)]
    publish(tmp_path, documents)
    (path,) = tmp_path.glob("generations/*/whoosh/0000.arrays")
    whole = bytearray(path.read_bytes())
    whole[100] ^= 1
    path.write_bytes(whole)
    assert publish(tmp_path, documents) == 0
    assert verify(tmp_path) == []


def test_a_report_under_another_key_is_not_carried_over(tmp_path):
    document = make_document(["行政复议"])
    publish(tmp_path, [document])
    with open_build(tmp_path) as build:
        assert not build.carry(document.report.id, "another")
        assert not build.carry("350112-2020-gov", key(document))
        assert build.carry(document.report.id, key(document))


@pytest.mark.parametrize("seed", range(8))
def test_spliced_arrays_are_those_laid_down_at_once(tmp_path, seed):
    random = Random(seed)
    entries = [entry for document in corpus(random) + corpus(random) for entry in entries_of(document)]
    cuts = sorted({0, len(entries), *(random.randint(0, len(entries)) for _ in range(2))})
    stretches = []
    for number, (first, last) in enumerate(pairwise(cuts)):
        before, after = random.randint(0, first), random.randint(last, len(entries))
        laid = lay_down(tmp_path / f"{number}.arrays", entries[before:after])
        stretches.append(Stretch(laid, first - before, last - before))
    splice(stretches, tmp_path / "spliced.arrays")
    assert_equal(Segment(tmp_path / "spliced.arrays"), lay_down(tmp_path / "once.arrays", entries))


def entries_of(document: Document) -> list[Entry]:
    report = document.report
    return [
        Entry(p.id, words, b"[]", (report.place, str(report.year), p.section, report.body, report.kind))
        for p, words in zip(document.paragraphs, paragraph_words(document), strict=True)
    ]


def lay_down(path: Path, entries: list[Entry]) -> Segment:
    writer = SegmentWriter()
    for entry in entries:
        writer.add(entry)
    writer.write(path)
    return Segment(path)


def assert_equal(one: Segment, other: Segment) -> None:
    """Compare all but how often the context is repeated, and the codes of columns."""
    assert one.size == other.size
    for name in (*COUNTED, *NAMED):
        assert list(one.frequencies[name].terms) == list(other.frequencies[name].terms)
        (starts, postings), (others, right) = (
            one.frequencies[name].all_postings(),
            other.frequencies[name].all_postings(),
        )
        assert starts.tolist() == others.tolist()
        assert postings.docs.tolist() == right.docs.tolist()
        assert postings.frequencies.tolist() == right.frequencies.tolist()
    for name in COUNTED:
        assert one.lengths(name).tolist() == other.lengths(name).tolist()
    for name in COLUMNS:
        assert values(one, name) == values(other, name)
    assert texts(one, BODY) == texts(other, BODY)
    assert texts(one, CONTEXT) == texts(other, CONTEXT)
    assert list(one.body.terms) == list(other.body.terms)
    for number in range(len(one.body.terms)):
        assert one.body.positions(number).tolist() == other.body.positions(number).tolist()


def texts(held: Segment, name: str) -> list[list[int]]:
    characters = held.body if name == BODY else held.context
    sizes = [1] * held.size if name == BODY else held.context_sizes.tolist()
    return [characters.codes(i, i + 1).tolist() for i, size in enumerate(sizes) for _ in range(size)]


def values(held: Segment, name: str) -> list[str]:
    column = held.column(name)
    return [column.labels[code] for code in column.codes]
