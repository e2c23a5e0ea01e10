"""Paragraphs like a stretch of text: where it stands whole is never missed, and both engines agree."""

import time
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from indexer.engines import similar
from indexer.engines.whoosh import WhooshEngine
from indexer.engines.whoosh.likeness import Likeness
from indexer.engines.whoosh.time_limit import TimeLimit
from indexer.errors import SearchTimeout
from indexer.text import BREAK, fold
from indexer.words import paragraph_words
from tests.engines.corpus import Text, make_document, make_engine
from tests.engines.strategies import FRAGMENTS, corpus, seeds
from tests.engines.test_against_memory import on_disk

LONG = "全面推行“双随机、一公开”监管，完成抽查1,256次。"
REPORTS = [
    make_document([LONG, "推行双随机监管，一公开也要推行。", "开展普法。"]),
    make_document([LONG, "没有什么相同"], place="350112"),
]


def texts(engine, text: str, limit: int = 10) -> list[str]:
    return [paragraph.text for paragraph in engine.similar(fold(text), limit)]


def test_where_it_stands_whole_nothing_else_is_like_it(index):
    assert texts(index(REPORTS), "“双随机、一公开”监管") == [LONG, LONG]


def test_otherwise_what_shares_most_of_its_pairs_comes_first(index):
    assert texts(index(REPORTS), "推行双随机监督，一公开") == ["推行双随机监管，一公开也要推行。", LONG, LONG]


def test_no_more_than_asked_for_and_in_canonical_order(index):
    engine = index(REPORTS)
    (first,) = engine.similar(fold(LONG), 1)
    assert first.report_id == min(document.report.id for document in REPORTS)


def test_a_changed_number_leads_to_the_same_paragraph(index):
    assert texts(index(REPORTS), LONG.replace("1,256", "1,265"), 1) == [LONG]


@pytest.mark.parametrize("text", ["", "。", "“”", "与此毫不相干", "鑫淼"])
def test_nothing_is_like_what_shares_nothing(index, text):
    assert texts(index(REPORTS), text) == []


def test_a_single_character_is_looked_for_as_it_is(index):
    assert texts(index(REPORTS), "法") == ["开展普法。"]


def test_breaks_at_the_ends_do_not_hide_the_whole(index):
    assert texts(index(REPORTS), "。\n开展普法。\n")[0] == "开展普法。"


def test_a_heading_above_the_text_counts(index):
    below = Text("第一，加强领导。", heading_path=("一、提高政治站位",), lead=("一、提高政治站位",))
    assert texts(index([make_document([below, "第二，提高站位。"])]), "提高政治站位")[0] == below.text


@pytest.mark.parametrize("base", [(1 << 16) - 1, 1 << 16])
def test_paragraphs_beyond_the_numbers_of_a_segment_are_found(tmp_path, base):
    on_disk(tmp_path, REPORTS[:1]).close()
    engine = WhooshEngine.open(tmp_path)
    (part,) = (replace(part, base=base) for part in engine._searcher.parts)
    likeness = Likeness([part], engine._searcher.statistics)
    for wanted in ("开展普法", "双随机监管，一公开"):  # one stands there, of the other some pairs do
        assert likeness.most_like(fold(wanted), 3, TimeLimit(None))[0] >= base
    engine.close()


def test_the_deadline_is_kept(index):
    with pytest.raises(SearchTimeout):
        index(REPORTS).similar(fold(LONG), 5, deadline=time.monotonic() - 1)


def test_common_pairs_are_given_up_beyond_the_fewest():
    traits = similar.traits("行政复议工作有", 10**6, lambda pairs: [10**5] * len(pairs))
    assert len(traits.pairs) == 4
    assert traits.may_stand


def test_of_a_long_text_only_so_many_pairs_are_asked_for():
    asked: list[str] = []

    def nowhere(pairs: Sequence[str]) -> list[int]:
        asked.extend(pairs)
        return [0] * len(pairs)

    assert not similar.traits("".join(map(chr, range(0x4E00, 0x5200))), 10, nowhere).may_stand
    assert 40 <= len(asked) <= 48
    assert asked[0] == "一丁"
    assert asked[-1] > "凡"


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(seed=seeds)
def test_both_engines_agree_and_never_miss_the_whole(tmp_path_factory, seed):
    random = Random(seed)
    documents = corpus(random)
    oracle, engine = make_engine(documents), on_disk(tmp_path_factory.mktemp("index"), documents)
    held = {
        paragraph.id: words.body
        for document in documents
        for paragraph, words in zip(document.paragraphs, paragraph_words(document), strict=True)
    }
    written = [paragraph.text for document in documents for paragraph in document.paragraphs]
    try:
        for _ in range(8):
            wanted = fold(_stretch(random, written))
            limit = random.choice((1, 3, 100))
            found = engine.similar(wanted, limit)
            assert found == oracle.similar(wanted, limit), (wanted, limit)
            needle = wanted.strip(BREAK)
            whole = {name for name, body in held.items() if needle and needle in body}
            assert len(whole & {paragraph.id for paragraph in found}) == min(len(whole), limit)
    finally:
        engine.close()


def _stretch(random: Random, texts: list[str]) -> str:
    """Cut something out of a text, or make something up; change it a little now and then."""
    text = random.choice(texts) if random.random() < 0.7 else "".join(random.choices(FRAGMENTS, k=6))
    start = random.randrange(len(text))
    cut = text[start : start + random.choice((2, 5, 20))]
    at = random.randrange(len(cut))
    return cut if random.random() < 0.5 else cut[:at] + random.choice(FRAGMENTS) + cut[at + 1 :]
