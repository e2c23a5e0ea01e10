"""What Whoosh's readers, results and sorting say over our segments is what they say over Whoosh's."""

import pickle
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from whoosh import analysis, index, qparser, query, sorting
from whoosh.codec.base import EmptyCursor
from whoosh.matching import ReadTooFar
from whoosh.reading import IndexReader, TermNotFound
from whoosh.searching import Searcher

from indexer import text
from indexer.engines.whoosh.codec import write_toc
from indexer.engines.whoosh.codec_schema import make
from indexer.engines.whoosh.segment import BODY, COLUMNS, COUNTED, ID, NAMED, PAIRS, STORED, TEXT_HASH, WORDS
from tests.engines.against_stock import Paragraph, both, exact_lengths, hits, lay_down, paragraphs
from tests.engines.corpus import Text, make_document
from tests.engines.strategies import corpus

FIELDS = sorted((*COUNTED, *NAMED, BODY))
Pair = tuple[Searcher, Searcher]


def corpora() -> list[Paragraph]:
    """Return paragraphs of many reports; the same word over 255 times in one, and none in another."""
    odd = [Text("执法" * 300), Text("，。"), Text("行政复议体制改革", heading_path=("行政复议",), lead=("行政复议",))]
    return paragraphs([*(d for n in (1, 2, 3) for d in corpus(Random(n))), make_document(odd, place="none", year=None)])


@pytest.fixture(scope="module", params=[1, 3], ids=["one", "three"])
def pair(request, tmp_path_factory) -> Iterator[Pair]:
    """Searchers over ours and stock, with one segment or three."""
    whole = corpora()
    size = -(-len(whole) // request.param)
    segments = [whole[start : start + size] for start in range(0, len(whole), size)]
    with pytest.MonkeyPatch.context() as patched:
        exact_lengths(patched.setattr)
        with both(tmp_path_factory.mktemp("pair"), segments) as searchers:
            yield searchers


def readers(pair: Pair) -> list[IndexReader]:
    return [searcher.reader() for searcher in pair]


def test_the_same_terms_in_the_same_order(pair):
    ours, stock = readers(pair)
    assert sorted(ours.indexed_field_names()) == sorted(stock.indexed_field_names())
    assert list(ours.all_terms()) == list(stock.all_terms())
    for field in FIELDS:
        terms = list(stock.lexicon(field))
        assert list(ours.lexicon(field)) == terms
        assert list(ours.field_terms(field)) == list(stock.field_terms(field))
        for term in (*terms[::7], b"", b"\xff"):
            assert list(ours.terms_from(field, term)) == list(stock.terms_from(field, term))
            assert list(ours.expand_prefix(field, term[:3])) == list(stock.expand_prefix(field, term[:3]))


def test_the_same_is_known_of_each_term(pair):
    ours, stock = readers(pair)
    for (term, info), (right_term, right_info) in zip(ours, stock, strict=True):
        assert term == right_term
        assert vars(info).items() <= vars(right_info).items(), term
        assert ours.doc_frequency(*term) == stock.doc_frequency(*term)
        assert ours.frequency(*term) == stock.frequency(*term)
        assert term in ours
    for field in FIELDS:
        absent = (field, "没有的词")
        assert absent not in ours
        assert (ours.doc_frequency(*absent), ours.frequency(*absent)) == (0, 0)
        with pytest.raises(TermNotFound):
            ours.term_info(*absent)
        with pytest.raises(TermNotFound):
            ours.postings(*absent)


def test_the_same_postings(pair):
    """All of them: numbers, weights, values as Whoosh encodes them."""
    ours, stock = readers(pair)
    assert list(ours.iter_postings()) == [(*rest, value or b"") for *rest, value in stock.iter_postings()]
    for word in ("行", "政", "\n"):
        found, right = ours.postings(BODY, word), stock.postings(BODY, word)
        assert list(found.items_as("positions")) == list(right.items_as("positions"))
        assert list(ours.postings(BODY, word).items_as("position_boosts")) == list(
            stock.postings(BODY, word).items_as("position_boosts")
        )
        assert list(ours.postings(BODY, word).all_ids()) == list(stock.postings(BODY, word).all_ids())


def test_matchers_skip_as_they_should(pair):
    """skip_to() finds the first number from here on, never one before; copies go on by themselves."""
    (ours, _), *_ = pair[0].leaf_searchers()
    matcher = ours.reader().postings(BODY, "行")
    numbers = list(matcher.all_ids())
    for target in range(numbers[-1] + 1):
        for start in (0, len(numbers) // 2):
            matcher.reset()
            for _ in range(start):
                matcher.next()
            copied = matcher.copy()
            copied.skip_to(target)
            assert copied.id() == next(number for number in numbers[start:] if number >= target)
            assert matcher.id() == numbers[start]
    copied.skip_to(numbers[-1] + 1)
    assert not copied.is_active()
    with pytest.raises(ReadTooFar):
        copied.next()
    with pytest.raises(ReadTooFar):
        copied.skip_to(0)


def test_the_same_paragraphs(pair):
    ours, stock = readers(pair)
    numbers = list(stock.all_doc_ids())
    assert list(ours.all_doc_ids()) == numbers
    assert (ours.doc_count(), ours.doc_count_all(), ours.has_deletions()) == (len(numbers), len(numbers), False)
    assert list(ours.all_stored_fields()) == list(stock.all_stored_fields())
    assert list(ours.iter_docs()) == list(stock.iter_docs())
    for field in (*FIELDS, "text"):
        assert ours.field_length(field) == stock.field_length(field)
        for number in numbers:
            assert ours.doc_field_length(number, field) == (stock.doc_field_length(number, field) or 0)
    for field in (*COUNTED, BODY):
        assert ours.min_field_length(field) == stock.min_field_length(field)
        assert ours.max_field_length(field) == stock.max_field_length(field)


def test_the_same_columns(pair):
    ours, stock = readers(pair)
    for name in COLUMNS:
        assert ours.has_column(name)
        found, right = ours.column_reader(name), stock.column_reader(name)
        assert list(found) == list(right)
        assert [found[number] for number in ours.all_doc_ids()] == list(right)
    assert not ours.has_column(ID)
    assert 0 in set(ours.column_reader("year"))


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("reverse", [False, True])
def test_the_same_order_and_groups(pair, name, reverse):
    ours, stock = pair
    asked = query.Term(BODY, "行")
    for options in (
        {"sortedby": sorting.FieldFacet(name, reverse=reverse)},
        {"sortedby": [name, sorting.FieldFacet("year", reverse=not reverse), sorting.ScoreFacet()]},
        {"sortedby": name, "reverse": reverse, "limit": 5},
    ):
        assert hits(ours, asked, **options) == hits(stock, asked, **options)
    for kind in (sorting.Count, sorting.OrderedList):
        facet = sorting.FieldFacet(name, maptype=kind)
        found, right = (one.search(asked, groupedby=facet, limit=None).groups(name) for one in pair)
        assert found == right
        assert len(found) > 1


def test_the_same_left_by_filters(pair):
    ours, stock = pair
    filters = (
        query.Term(WORDS, "执法"),
        query.ColumnQuery("place", "421221"),
        query.ColumnQuery("year", lambda year: year > 2019),
        query.Phrase(BODY, ["行", "政"]),
    )
    for asked in (query.Every(), query.Term(BODY, "行"), query.Prefix(PAIRS, "行")):
        for one in filters:
            for options in ({"filter": one}, {"mask": one}, {"filter": one, "mask": filters[0]}):
                assert hits(ours, asked, **options) == hits(stock, asked, **options)


def test_the_same_through_the_parser_and_by_name(pair):
    ours, stock = pair
    folded = text.fold("行政复议")
    for field, typed in (
        (WORDS, "行政复议 OR 执法"),
        (BODY, f'"{folded}"'),
        (BODY, f'"{folded[::2]}"~3'),
        (PAIRS, "行政"),
    ):
        asked = qparser.QueryParser(field, make()).parse(typed)
        assert hits(ours, asked) == hits(stock, asked)
        assert hits(ours, asked)
    for fields in list(stock.reader().all_stored_fields())[::5]:
        assert ours.document(id=fields["id"]) == fields
        name = fields["id"].rpartition("/")[2]
        assert list(ours.document_numbers(text_hash=name)) == list(stock.document_numbers(text_hash=name))


def test_the_same_key_terms_and_suggestions(pair):
    ours, stock = pair
    words = " ".join(list(stock.reader().field_terms(WORDS))[:9])
    assert ours.key_terms_from_text(WORDS, words) == stock.key_terms_from_text(WORDS, words)
    frequent, distinct = (
        [getattr(reader, name)(WORDS, number=9) for reader in readers(pair)]
        for name in ("most_frequent_terms", "most_distinctive_terms")
    )
    assert frequent[0] == frequent[1]
    assert distinct[0] == distinct[1]
    assert ours.suggest(BODY, "议") == stock.suggest(BODY, "议")
    assert sorted(ours.reader().terms_within(WORDS, "复义", 1)) == sorted(stock.reader().terms_within(WORDS, "复义", 1))


def test_cursors_go_through_a_field(pair):
    for (reader, _), (right, _) in zip(*(reader.leaf_readers() for reader in readers(pair)), strict=True):
        cursor, other = reader.cursor(WORDS), right.cursor(WORDS)
        for word in ("执", "行政", "", b"\xe6", "\U0010ffff"):
            assert cursor.find(word) == other.find(word) == cursor.text()
            assert cursor.is_valid() == other.is_valid()
        assert cursor.term_info() is None
        assert cursor.first() == other.first()
        assert vars(cursor.term_info()).items() <= vars(other.term_info()).items()
        assert cursor.next() == other.next() == cursor.term()
        assert isinstance(reader.cursor("text"), EmptyCursor)


def test_paragraphs_that_whoosh_deletes_are_not_found(tmp_path):
    """A reader that Whoosh itself is told deletions of leaves them out."""
    whole = corpora()[:9]
    lay_down(tmp_path / "ours", [whole])
    reader = index.open_dir(str(tmp_path / "ours")).reader()
    reader.segment().delete_document(4)
    reader.segment().delete_document(5)
    reader.segment().delete_document(5, delete=False)
    with Searcher(reader) as searcher:
        assert [number for number, _, _ in hits(searcher, query.Every())] == [0, 1, 2, 3, 5, 6, 7, 8]
        assert (reader.doc_count(), reader.doc_count_all(), reader.is_deleted(4)) == (8, 9, True)


def test_what_the_analyzer_cuts_are_units():
    cut = make()[BODY].analyzer
    assert isinstance(cut, analysis.RegexTokenizer)
    for paragraph in corpora():
        assert [token.text for token in cut(paragraph.words.body)] == text.units(paragraph.words.body)


def test_the_table_of_contents_names_files_in_order(tmp_path):
    segments = [corpora()[:5], corpora()[5:]]
    lay_down(tmp_path / "ours", segments)
    write_toc(tmp_path / "ours", [("s1", len(segments[1])), ("s0", len(segments[0]))])
    with closing(index.open_dir(str(tmp_path / "ours")).reader()) as reader:
        ids = [fields["id"] for fields in reader.all_stored_fields()]
    assert ids == [paragraph.stored["id"] for paragraph in (*segments[1], *segments[0])]


def test_the_schema_is_of_stock_types():
    """Unpickling it needs no class of ours."""
    modules = {type(field).__module__ for _, field in make().items()}
    assert modules == {"whoosh.fields"}
    assert b"indexer" not in pickle.dumps(make())
    assert set(make().names()) == {*FIELDS, *STORED, TEXT_HASH}


def test_an_index_is_opened_where_its_folder_is(tmp_path):
    lay_down(tmp_path / "ours", [corpora()])
    moved = (tmp_path / "ours").rename(tmp_path / "moved")
    with index.open_dir(str(moved)).searcher() as searcher:
        assert len(searcher.search(query.Every())) == len(corpora())
    assert not [path for path in Path(moved).iterdir() if path.suffix not in (".arrays", ".toc")]
