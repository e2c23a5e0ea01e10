"""Whoosh's own writer lays down our segments, adds to them, deletes from them and merges them."""

from random import Random

import pytest
from whoosh import analysis, fields, index, query
from whoosh.codec import default_codec
from whoosh.searching import Searcher
from whoosh.writing import IndexingError

from indexer.engines.whoosh import segment
from indexer.engines.whoosh.codec import ColumnarCodec, KnownSegment
from indexer.engines.whoosh.codec_schema import make
from indexer.engines.whoosh.segment import BODY, ID, WORDS, Segment
from tests.engines.against_stock import Paragraph, exact_lengths, lay_down, paragraphs
from tests.engines.strategies import corpus


@pytest.fixture(autouse=True)
def _exact(monkeypatch):
    exact_lengths(monkeypatch.setattr)


@pytest.fixture(scope="module")
def whole() -> list[Paragraph]:
    return paragraphs([document for seed in (1, 2, 3) for document in corpus(Random(seed))])


def create(folder, codec, *segments):
    folder.mkdir()
    made = index.create_in(str(folder), make())
    for of_segment in segments:
        writer = made.writer(codec=codec)
        for paragraph in of_segment:
            writer.add_document(**paragraph.fields())
        writer.commit(merge=False)
    return made


def assert_same_content(ours: index.Index, stock: index.Index) -> None:
    with ours.reader() as found, stock.reader() as right:
        assert list(found.all_terms()) == list(right.all_terms())
        assert [rest for *rest, _ in found.iter_postings()] == [rest for *rest, _ in right.iter_postings()]
        assert list(found.all_stored_fields()) == list(right.all_stored_fields())
        assert list(found.column_reader("year")) == list(right.column_reader("year"))
    asked = query.Or([query.Term(WORDS, "执法"), query.Phrase(BODY, ["行", "政"])])
    with ours.searcher() as found, stock.searcher() as right:
        assert best(found, asked) == best(right, asked)


def best(searcher: Searcher, asked: query.Query) -> list[tuple[str, float]]:
    return [(hit[ID], round(hit.score, 9)) for hit in searcher.search(asked, limit=None)]


def test_what_whoosh_writes_is_what_we_write(tmp_path, whole):
    """All arrays are equal but those of the texts above, which Whoosh's writer does not get."""
    made = create(tmp_path / "whoosh", ColumnarCodec(), whole)
    lay_down(tmp_path / "ours", [whole])
    (name,) = (tmp_path / "whoosh").glob("*.arrays")
    found, right = Segment(name), Segment(tmp_path / "ours" / "s0.arrays")
    assert found._arrays.keys() == right._arrays.keys()
    for array, content in right._arrays.items():
        if not array.startswith("context"):
            assert found._arrays[array].tobytes() == content.tobytes(), array
    assert_same_content(made, index.open_dir(str(tmp_path / "ours")))


def test_additions_deletions_and_merges(tmp_path, whole):
    parts = whole[:20], whole[20:25], whole[25:]
    both = [create(tmp_path / "ours", ColumnarCodec(), *parts), create(tmp_path / "stock", default_codec(), *parts)]
    assert_same_content(*both)
    for made, codec in zip(both, (ColumnarCodec(), default_codec()), strict=True):
        writer = made.writer(codec=codec)
        for number in (3, 21, 22, 40):
            writer.delete_by_term(ID, whole[number].stored["id"])
        writer.update_document(**(whole[7].fields() | {"topic": "新的"}))
        writer.commit(merge=False)
        assert made.doc_count() == len(whole) - 4
    assert_same_content_of_what_is_left(*both)
    for made, codec in zip(both, (ColumnarCodec(), default_codec()), strict=True):
        made.writer(codec=codec).commit(optimize=True)
        assert made.doc_count_all() == len(whole) - 4
    assert_same_content(*both)
    (merged,) = both[0]._segments()
    assert isinstance(merged, KnownSegment)
    assert [path.stem for path in (tmp_path / "ours").glob("*.arrays")] == [merged.segment_id()]


def assert_same_content_of_what_is_left(ours: index.Index, stock: index.Index) -> None:
    with ours.searcher() as found, stock.searcher() as right:
        for asked in (query.Every(), query.Term(WORDS, "执法"), query.Prefix(BODY, "行")):
            assert best(found, asked) == best(right, asked)


def test_our_segments_become_stock_ones(tmp_path, whole):
    """Whoosh's default codec merges ours into its own, and the index says the same."""
    lay_down(tmp_path / "ours", [whole[:30], whole[30:]])
    made = index.open_dir(str(tmp_path / "ours"))
    made.optimize()
    assert [type(segment).__module__ for segment in made._segments()] == ["whoosh.codec.whoosh3"]
    assert_same_content(made, create(tmp_path / "stock", default_codec(), whole))


def test_a_cancelled_writer_leaves_nothing(tmp_path, whole):
    made = create(tmp_path / "ours", ColumnarCodec(), whole[:5])
    writer = made.writer(codec=ColumnarCodec())
    writer.add_document(**whole[6].fields())
    writer.cancel()
    assert made.doc_count() == 5
    assert len(list((tmp_path / "ours").glob("*.arrays"))) == 1


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({ID: None}, "id"),
        ({BODY: ["行政", "复议"]}, "characters"),
        ({BODY: "行\0政"}, "characters"),
    ],
)
def test_what_a_segment_cannot_hold_is_refused(tmp_path, whole, changed, message):
    made = create(tmp_path / "ours", ColumnarCodec(), whole[:2])
    writer = made.writer(codec=ColumnarCodec())
    writer.add_document(**(whole[3].fields() | changed))
    with pytest.raises(IndexingError, match=message):
        writer.commit()
    assert made.doc_count() == 2


def test_texts_with_gaps_are_refused(tmp_path, whole):
    schema = make()
    schema.remove(BODY)
    without = analysis.StopFilter(["的"], minsize=1, renumber=False)
    schema.add(BODY, fields.TEXT(analyzer=analysis.RegexTokenizer(".") | without))
    (tmp_path / "ours").mkdir()
    writer = index.create_in(str(tmp_path / "ours"), schema).writer(codec=ColumnarCodec())
    writer.add_document(**(whole[0].fields() | {BODY: "行政的复议"}))
    with pytest.raises(IndexingError, match="characters"):
        writer.commit()


def test_more_paragraphs_than_a_segment_holds_are_refused(tmp_path, whole, monkeypatch):
    monkeypatch.setattr(segment, "LARGEST", 2)
    create(tmp_path / "two", ColumnarCodec(), whole[:2])
    with pytest.raises(IndexingError, match="太多"):
        create(tmp_path / "three", ColumnarCodec(), whole[:3])
