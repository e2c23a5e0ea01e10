"""The one text path: cleaning keeps the words, folding decides what matches, tokens only rank."""

import unicodedata

import jieba
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer import text
from indexer.text import BREAK, FENCE, clean, fold, fold_with_map, grams, tokens, units

FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *"行政复议体制改革双随机一公开法治政府優化營商環境執法",
            *"、,，。；！？“”（）()·— \u3000\u00a0\u200b\u00ad\n",
            "99.91%",
            "1,256",
            "12345",
            "2020年",
            "App",
            "ＡＢＣ",
            "１２",
            "㈠",
            "①",
            "ﷺ",
            "é",
            "e\u0301",
        ]
    ),
    max_size=40,
).map("".join)
ANY = st.one_of(FRAGMENTS, st.text(max_size=60))


@pytest.mark.parametrize(
    "written",
    ["双随机一公开", "双随机、一公开", "“双随机、一公开”", "双随机,一公开", "双\u3000随机 一公开", "雙隨機、一公開"],
)
def test_marks_blanks_and_script_do_not_matter(written):
    assert fold(written) == "双随机一公开"


@pytest.mark.parametrize(
    ("needle", "haystack", "found"),
    [
        ("99.91", "满意率99.91%。", True),
        ("91", "满意率99.91%。", False),
        ("99", "满意率99.91%。", False),
        ("99.91%", "满意率99.91,其中", True),
        ("1256", "共1,256件", True),
        ("1,256", "共1256件", True),
        ("256", "共1,256件", False),
        ("98", "1983年", False),
        ("２０１９", "2019年", True),
        ("12345", "“12345”平台", True),
        ("5+21", "建立“5+21”制度", True),
        ("521", "建立“5+21”制度", False),
        ("A级", "评为Ａ级", True),
        ("第1", "第1名", True),
        ("第1", "第12名", False),
        ("2021", "2021.1.5", True),
        ("App", "APP平台", True),
        ("ap", "APP平台", False),
        ("二〇二〇年", "二○二○年", True),
        ("领导。一是", "领导；一是", True),
        ("领导一是", "领导。一是", False),
        ("强化领导", "强化领\n导", False),
        ("破坏土地", "破坏土地", True),
        ("答复", "答覆", False),
        ("征求", "徵求", True),
    ],
)
def test_phrase_stands_in_text(needle, haystack, found):
    assert (fold(needle) in fold(haystack)) is found


def test_clean_drops_what_cannot_be_seen_and_keeps_the_way_back():
    cleaned = clean("\ufeff法\u200b治\u00a0政\u3000府\u00ad\x00e\u0301\ud800！")
    assert cleaned.text == "法治 政 府é！"
    assert [cleaned.offsets[cleaned.text.index(c)] for c in "法治政府é！"] == [1, 3, 5, 7, 10, 13]


@given(ANY)
@example("\ud800")
@example("가\u1161\u11a8")
def test_clean_is_nfc_visible_and_maps_every_character(source):
    cleaned = clean(source)
    assert clean(cleaned.text).text == cleaned.text
    assert unicodedata.is_normalized("NFC", cleaned.text)
    assert len(cleaned.offsets) == len(cleaned.text) + 1
    assert list(cleaned.offsets) == sorted(cleaned.offsets)
    cleaned.text.encode("utf-8")


@given(ANY)
def test_fold_with_map_agrees_with_fold_and_stays_inside_the_text(source):
    folded = fold_with_map(source)
    assert folded.text == fold(source)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(source)


@given(FRAGMENTS)
def test_folded_text_folds_to_itself_without_fences(source):
    plain = fold(source).replace(FENCE, " ")
    assert fold(plain) == fold(source)


@given(FRAGMENTS, FRAGMENTS, FRAGMENTS)
def test_what_is_marked_folds_to_the_needle(before, needle, after):
    folded_needle = fold(needle)
    haystack = f"{before}、{needle}、{after}"
    for start, end in fold_with_map(haystack).find_all(folded_needle):
        assert fold(haystack[start:end]) == folded_needle


@given(FRAGMENTS)
def test_units_and_grams_cover_the_folded_text(source):
    folded = fold(source)
    assert "".join(units(folded)) == folded
    singles = {unit for unit in units(folded) if unit != BREAK}
    assert singles <= set(grams(folded))
    assert all(gram in folded for gram in grams(folded))


@given(st.data())
def test_words_between_word_boundaries_are_cut_the_same_alone(data):
    sentence = data.draw(st.sampled_from(SENTENCES))
    coarse = tokens(sentence, subwords=False)
    start = data.draw(st.integers(0, len(coarse) - 1))
    end = data.draw(st.integers(start + 1, len(coarse)))
    alone = tokens(" ".join(coarse[start:end]), subwords=False)
    assert set(alone) <= set(tokens(sentence, subwords=True))


SENTENCES = (
    "全面推行“双随机、一公开”,推进“互联网+监管”系统建设,全县纳入随机抽查事项清单信息库事项224项",
    "充分发挥行政复议公正高效、便民为民的制度优势和化解行政争议中的主渠道作用",
    "二是严格落实合法性审核和清理工作。全年对各类文件、合同(协议)开展合法性审查,累计审查130余件",
)


def test_tokens_keep_terms_numbers_and_inner_words():
    assert tokens("“双随机、一公开”监管99.35%", subwords=False) == ["双随机一公开", "监管", "99.35"]
    assert {"行政复议", "行政", "复议"} <= set(tokens("行政复议", subwords=True))


def test_the_dictionary_is_the_one_that_jieba_makes():
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        made = text._prefix_dictionary(file.read().decode())
    assert made == tokenizer.gen_pfdict(tokenizer.get_dict_file())


def test_other_rules_have_another_hash(monkeypatch):
    """An index made by another version, dictionary, jieba or Unicode must not be searched by these rules."""
    import jieba

    hashes = {text.text_rules_hash.__wrapped__()}
    for owner, name, value in (
        (text, "TEXT_RULES_VERSION", 0),
        (jieba, "__version__", "0"),
        (unicodedata, "unidata_version", "0"),
        (text, "_data_lines", lambda name: [name]),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, value)
            hashes.add(text.text_rules_hash.__wrapped__())
    assert len(hashes) == 5
    assert text.text_rules_hash() in hashes
