"""Permanent names: frozen by golden values; a code survives how people type it and catches a mistyped character."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import naming
from indexer.contract import KINDS
from indexer.naming import (
    citation_code,
    further_name,
    names_text,
    paragraph_id,
    parse_code,
    place_name,
    report_id,
    short_hash,
)

GOLDEN = "421221-2020-gov/SSGCSRY83B"


def test_names_are_frozen():
    assert report_id(place_name("421221", None), 2020, "gov", None) == "421221-2020-gov"
    assert paragraph_id("421221-2020-gov", "一是健全体系。将法治") == GOLDEN
    assert citation_code(GOLDEN) == "FZ.421221.2020.G.SSGCSRY83B-7"
    assert paragraph_id("421221-2020-gov", "一是健全体系。将法治", exact=True) == "421221-2020-gov/GDY9NWKV9D"


def test_hash_ignores_everything_but_ideographs_letters_and_digits():
    assert short_hash("一是、健全 体系。Ａ１", 10) == short_hash("一是健全体系a1", 10)


@given(st.text(max_size=50))
def test_hash_is_ten_characters_of_base_32(text):
    assert set(short_hash(text, 10)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert len(short_hash(text, 10)) == 10


def test_names_of_other_kinds_are_frozen_and_leave_the_plain_one_free():
    names = [report_id("421221", 2020, "gov", None, kind=kind) for kind in KINDS]
    assert names == ["421221-2020-gov", "421221-2020-gov-02W2", "421221-2020-gov-FBJN", "421221-2020-gov-3HAX"]
    further = {further_name(name, "嘉鱼县2020年度报告") for name in names}
    assert len(further) == len(names) and not further & set(names)


REPORT_IDS = st.builds(
    report_id,
    st.builds(place_name, st.sampled_from(["421221", "440800", None]), st.sampled_from([None, "湛江经济技术开发区"])),
    st.sampled_from([None, 2020, 1999]),
    st.sampled_from(["gov", "sfj", "dept"]),
    st.sampled_from(["湛江市教育局", "市场监管局"]),
    kind=st.sampled_from(tuple(KINDS)),
)
REPORT_IDS |= st.builds(further_name, REPORT_IDS, st.just("关于法治政府建设的报告"))


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_name_tells_which_text_it_is_of(text, other):
    for exact in (False, True):
        text_hash = paragraph_id("421221-2020-gov", text, exact=exact).rpartition("/")[2]
        assert names_text(text_hash, text)
        assert not exact or names_text(text_hash, other) is (text == other)


@given(REPORT_IDS, st.text(max_size=20))
def test_code_carries_all_that_the_id_does(report, text):
    name = paragraph_id(report, text)
    assert naming.is_report_id(report)
    assert naming.is_paragraph_id(name)
    parsed = parse_code(citation_code(name))
    assert parsed is not None
    assert (parsed.paragraph_id, parsed.valid) == (name, True)


@pytest.mark.parametrize(
    "written",
    [
        "fz.421221.2020.g.ssgcsry83b-7",
        " FZ.421221.2020.G.SSGC SRY83B-7 ",
        "ＦＺ．４２１２２１．２０２０．Ｇ．ＳＳＧＣＳＲＹ８３Ｂ－７",
        "FZ.421221.2020.G.SSGCSRY83B–7",
        "FZ。421221。2020。G。SSGCSRY83B—7",
        "（FZ.421221.2020.G.SSGCSRY83B-7）",
        "FZ.421221.2020.G.SSGCSRY83B-7，",
        "“FZ.421221.2020.G.SSGCSRY83B‑7”。",
        "FZ.42l221.2O2o.G.SSGCSRY83B-7",
    ],
)
def test_code_is_read_as_people_type_it(written):
    parsed = parse_code(written)
    assert parsed is not None
    assert (parsed.paragraph_id, parsed.valid) == (GOLDEN, True)


def test_one_wrong_character_never_passes():
    code = citation_code(GOLDEN)
    for i, right in enumerate(code):
        for wrong in string.ascii_uppercase + string.digits:
            if right.isalnum() and wrong != right:
                parsed = parse_code(code[:i] + wrong + code[i + 1 :])
                meant = parsed is not None and parsed.paragraph_id == GOLDEN and wrong in "OIL"  # read as 0 and 1
                assert parsed is None or meant or not parsed.valid


@given(st.text(max_size=40))
def test_anything_else_is_not_a_code(text):
    parsed = parse_code(text)
    assert parsed is None or naming.is_paragraph_id(parsed.paragraph_id)


def test_a_name_that_is_none_has_no_code():
    with pytest.raises(ValueError, match="not a paragraph id"):
        citation_code("421221-2020-gov")
