"""公文用语: marks are restored one for one and turned inside quotes; nothing else of the text ever changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text import fold
from webapp.citation import inside_quotation, restore_marks

RESTORED = dict(zip(",;:?!()", "，；：？！（）", strict=True))
TURNED = {"“": "‘", "”": "’", "‘": "“", "’": "”", '"': "‘’"}
TEXTS = st.one_of(
    st.text(alphabet="甲乙丙12aB,;:()?!.%“”‘’\"'《》、。 　—…·１２，：（）［］ＡΩ々〇\U00020000", max_size=60),
    st.text(max_size=40),
)


@pytest.mark.parametrize(
    ("written", "restored"),
    [
        ("2020年,我区", "2020年，我区"),
        ("占99.35%,其中", "占99.35%，其中"),
        ("共1,256件;于9:30开始", "共1,256件；于9:30开始"),
        ("共１,２５６件;于９:３０开始", "共１,２５６件；于９:３０开始"),
        ("完成3,000.50元,增长1.5倍", "完成3,000.50元，增长1.5倍"),
        ("(一)纲要(2015-2020年)", "（一）纲要（2015-2020年）"),
        ("共(123)件", "共（123）件"),
        ("“放管服”,简政(2019),好!", "“放管服”，简政（2019），好！"),
        ("来源:长乐区?是!", "来源：长乐区？是！"),
        ("see http://a.cn:80/?a=1,2 (x)", "see http://a.cn:80/?a=1,2 (x)"),
        ("比例1:3", "比例1:3"),
        ("甲)乙", "甲)乙"),
        ("", ""),
    ],
)
def test_marks_are_restored_beside_chinese_only(written, restored):
    assert restore_marks(written) == restored


@given(TEXTS)
def test_restoring_exchanges_declared_marks_and_is_done_once(text):
    restored = restore_marks(text)
    assert len(restored) == len(text)
    assert all(new == old or RESTORED.get(old) == new for old, new in zip(text, restored, strict=True))
    assert restore_marks(restored) == restored


@given(TEXTS)
def test_what_is_copied_is_found_by_the_same_words(text):
    copied = inside_quotation(restore_marks(text))
    assert fold(copied) == fold(text)
    assert [c for c in copied if c.isalnum()] == [c for c in text if c.isalnum()]


@given(st.integers(0, 10**9), st.integers(0, 99), st.integers(0, 23), st.integers(0, 59), st.sampled_from("甲乙件"))
def test_numbers_stay_as_they_are(whole, decimals, hours, minutes, beside):
    for number in (f"{whole:,}", f"{whole:,}.{decimals:02d}%", f"{hours}:{minutes:02d}", f"{whole}:{decimals}"):
        assert restore_marks(f"{beside}{number}{beside},") == f"{beside}{number}{beside}，"


@pytest.mark.parametrize(
    ("inner", "turned"),
    [
        ("推行“双随机”", "推行‘双随机’"),
        ("“双随机”监管", "‘双随机’监管"),
        ("“双随机、一公开”", "‘双随机、一公开’"),
        ("他说“学习‘枫桥经验’”", "他说‘学习“枫桥经验”’"),
        ('推行"双随机"和"一公开"', "推行‘双随机’和‘一公开’"),
        ('"放管服"改革', "‘放管服’改革"),
        ('一个"孤零零', '一个"孤零零'),
        ("推行“双随机", "推行‘双随机"),
        ("双随机”监管", "双随机’监管"),
        ("it’s", "it’s"),
        ("", ""),
    ],
)
def test_quotation_marks_are_turned_inside_the_outer_ones(inner, turned):
    assert inside_quotation(inner) == turned


@given(TEXTS)
def test_turning_exchanges_quotation_marks_only(text):
    turned = inside_quotation(text)
    assert len(turned) == len(text)
    assert all(new == old or new in TURNED.get(old, "") for old, new in zip(text, turned, strict=True))
    curly = text.replace('"', "")
    assert inside_quotation(inside_quotation(curly)) == curly
