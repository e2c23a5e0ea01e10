"""What becomes of each quotation: the same, changed, not found, or not reached; and what its code has to do with it."""

import time
from dataclasses import replace

import pytest

from indexer.contract import Paragraph, Span
from indexer.engines import MemoryEngine
from indexer.errors import SearchTimeout
from indexer.naming import citation_code, paragraph_id
from indexer.words import paragraph_words
from tests.engines.corpus import Text, make_document, make_engine
from tests.webapp.histories import Past, engine_with
from webapp.citation.wording import inside_quotation, restore_marks
from webapp.quotations.checking import check
from webapp.quotations.keys import _COMPARED, Key
from webapp.quotations.model import Checked, Memo

FIRST = "全面推行“双随机、一公开”,推进“互联网+监管”系统建设(2020年版),完成抽查1,256次。"
SECOND = "办结率99.91%,纠错率8.6%。败诉率逐年下降！"
THIRD = "开展行政执法人员资格培训，组织考试12场，共3 500人次参加。"
HEADED = Text(
    "第一，落实第一责任人职责。", heading_path=("一、切实加强党的集中领导",), lead=("一、切实加强党的集中领导",)
)
ELSEWHERE = "深入推进行政复议体制改革，设立行政复议咨询委员会。"
HERE = make_document([FIRST, SECOND, THIRD, HEADED])
ENGINE = make_engine(
    [
        HERE,
        make_document([ELSEWHERE, "全市通用的一句话，各县照抄不误。"], place="421200"),
        make_document(["全市通用的一句话，各县照抄不误。"], place="350112", year=2021),
    ]
)
CODES = {paragraph.text: citation_code(paragraph.id) for paragraph in HERE.paragraphs}


def look(text: str, code: str = "", *, before: str = "", engine=ENGINE) -> Checked:
    """Check one quotation, in marks that nothing in it has."""
    memo = Memo(f"{before}「{text}」{f'（{code}）' if code else ''}")
    (checked,) = check(memo, engine).quotations
    return checked


def changes(checked: Checked) -> list[list[tuple[str, str]]]:
    return [[(p.kind, p.text) for p in pieces if p.kind != "same"] for pieces in checked.differences]


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        inside_quotation(restore_marks(FIRST)),
        "推进“互联网+监管”系统建设（2020年版），完成抽查1,256次",
        '推进"互联网+监管"系统 建设 (2020年版),\n完成抽查1,256次。',
        "推进『互联网＋监管』系统建设（2020年版），完成抽查",
        "99.91％，纠错率8．6％。败诉率逐年下降!",
        "系统建设(2020年版),完成抽查1,256次。办结率99.91%",  # over the end of a paragraph
        f"{FIRST}\n{SECOND}",
        "切实加强党的集中领导",
        "一、切实加强党的集中领导\n第一，落实第一责任人职责。",
        "全面推行“双随机……完成抽查1,256次。",
        "全面推行……完成抽查1,256次。……办结率99.91%",
    ],
)
def test_the_same_but_for_width_blanks_and_kinds_of_quotation_mark(text):
    checked = look(text)
    assert (checked.verdict, checked.warnings) == ("same", ())
    assert checked.passages[0].report == HERE.report


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (FIRST.replace("推行", "实行"), [[("deleted", "推"), ("inserted", "实")]]),
        (FIRST.replace("1,256", "1,265"), [[("deleted", "1,256"), ("inserted", "1,265")]]),
        (FIRST.replace("1,256", "1256"), [[("deleted", "1,256"), ("inserted", "1256")]]),
        (SECOND.replace("99.91", "9991"), [[("deleted", "99.91%"), ("inserted", "9991%")]]),
        (SECOND.replace("8.6", "86"), [[("deleted", "8.6%"), ("inserted", "86%")]]),
        (SECOND.replace("%。", "%，"), [[("deleted", "。"), ("inserted", "，")]]),
        (FIRST.replace("、", ""), [[("deleted", "、")]]),
        (FIRST.replace("“双随机、一公开”", "双随机、一公开"), [[("deleted", "“"), ("deleted", "”")]]),
        (THIRD.replace("3 500", "3500"), [[("deleted", "3 500"), ("inserted", "3500")]]),
        (THIRD.replace("执法人员", "执法 员"), [[("deleted", "人")]]),
        (FIRST.replace("随机", "隨機"), None),
        ("推进“互联网+监管”系统建设……完成抽查1,265次。", [[], [("deleted", "1,256"), ("inserted", "1,265")]]),
        (FIRST + SECOND.replace("逐年", "连年"), [[("deleted", "逐"), ("inserted", "连")]]),
        ("半" + FIRST[1:], [[("deleted", "全"), ("inserted", "半")]]),
        (FIRST[:-2] + "场。", [[("deleted", "次"), ("inserted", "场")]]),
    ],
)
def test_anything_else_is_a_change_and_is_shown(text, changed):
    checked = look(text)
    assert checked.verdict == "altered"
    assert checked.passages[0].report == HERE.report
    if changed is not None:
        assert changes(checked) == changed


def test_sentences_of_different_paragraphs_are_not_one():
    assert look("办结率99.91%,纠错率8.6%。共3 500人次参加。").verdict != "same"
    assert look(f"{THIRD}{SECOND}").verdict != "same"
    assert look("完成抽查1,256次。……全面推行“双随机、一公开”").verdict != "same"  # not in this order


def test_what_stands_nowhere_is_not_found():
    checked = look("推行行政执法全流程区块链存证，案件一键归档。")
    assert (checked.verdict, checked.passages, checked.differences) == ("absent", (), ())


def test_a_number_that_is_cut_is_told():
    checked = look("监管”系统建设(2020年版),完成抽查1")
    assert checked.verdict == "same"
    assert "1,256" in checked.warnings[0]


# -- codes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [FIRST, THIRD])
def test_the_right_code_needs_no_remark(text):
    checked = look(text, CODES[text])
    assert (checked.verdict, checked.warnings, checked.remarks) == ("same", (), ())
    assert citation_code(checked.passages[0].paragraph.id) == CODES[text]


def test_the_code_of_either_paragraph_will_do_where_it_runs_over_two():
    for text in (FIRST, SECOND):
        assert look(f"{FIRST}{SECOND}", CODES[text]).warnings == ()
    assert look(f"{FIRST}{SECOND}", CODES[THIRD]).warnings


def test_the_code_of_another_paragraph_is_told_with_the_right_one():
    checked = look(FIRST, CODES[THIRD])
    assert checked.verdict == "same"
    (warning,) = checked.warnings
    assert CODES[THIRD] in warning
    assert CODES[FIRST] in warning


def test_a_mistyped_code_is_told_with_the_one_that_was_meant():
    right = CODES[FIRST]
    checked = look(FIRST, right[:-1] + ("A" if right[-1] != "A" else "B"))
    assert checked.verdict == "same"
    assert "校验位不符" in checked.warnings[0]
    assert f"应为 {right}" in checked.warnings[0]


def test_a_code_cut_short_and_one_that_never_was_are_told():
    assert "不完整" in look(FIRST, CODES[FIRST][:-4]).warnings[0]
    unknown = citation_code(paragraph_id("110000-2020-gov", "没有这一段"))
    assert "查不到" in look(FIRST, unknown).warnings[0]


def test_a_quotation_that_is_not_under_its_code_is_told_so():
    assert "没有这段文字" in look("推行行政执法全流程区块链存证，案件一键归档。", CODES[FIRST]).warnings[0]


def test_a_text_much_changed_is_compared_with_what_its_code_leads_to():
    much = "全面推行双随机监管，建成“互联网+监管”平台，完成抽查1,300次。"
    assert look(much).verdict == "absent"
    checked = look(much, CODES[FIRST])
    assert (checked.verdict, checked.warnings) == ("altered", ())
    assert ("deleted", "1,256") in changes(checked)[0]


def test_of_several_places_the_one_that_the_memo_names():
    text = "全市通用的一句话，各县照抄不误。"
    assert look(text, before="福州市长乐区2021年提出：").passages[0].report.place == "350112"
    assert look(text, before="咸宁市提出：").passages[0].report.place == "421200"
    assert look(text).elsewhere == 1


# -- the archive -----------------------------------------------------------------------------------------------------

CHANGED = FIRST.replace("1,256", "1,265")
POINT = SECOND.replace("8.6", "86")
PAST = engine_with(
    Past([make_document([FIRST, SECOND, THIRD]), make_document([CHANGED, POINT])], {FIRST: [CHANGED]}),
    Past([make_document([ELSEWHERE], place="350112")], withdrawn=True),
)


def test_an_archived_text_is_the_same_though_the_source_has_changed_since():
    checked = look(FIRST, CODES[FIRST], engine=PAST)
    assert (checked.verdict, checked.archived) == ("same", "changed")
    assert checked.label == "一致（与存档旧版一致，原文后有变更）"
    assert checked.passages[0].paragraph.text == FIRST


def test_so_is_one_whose_decimal_point_alone_has_changed():
    assert look(SECOND, CODES[SECOND], engine=PAST).archived == "changed"
    assert look(POINT, CODES[SECOND], engine=PAST).archived is None


def test_what_the_change_did_not_touch_is_the_same_as_ever():
    checked = look("全面推行“双随机、一公开”", CODES[FIRST], engine=PAST)
    assert (checked.verdict, checked.archived) == ("same", None)
    assert checked.remarks


def test_a_withdrawn_text_is_the_same_as_the_archive_has_it():
    code = citation_code(paragraph_id("350112-2020-gov", ELSEWHERE))
    checked = look(ELSEWHERE, code, engine=PAST)
    assert (checked.verdict, checked.archived) == ("same", "gone")
    assert checked.label == "一致（与存档旧版一致，原文已撤下）"
    assert look(ELSEWHERE, engine=PAST).verdict == "absent"


def test_a_changed_quotation_of_an_archived_text_is_compared_with_that():
    checked = look(THIRD.replace("12场", "21场"), CODES[THIRD], engine=PAST)
    assert checked.verdict == "altered"
    assert checked.remarks
    assert changes(checked) == [[("deleted", "12"), ("inserted", "21")]]


# -- the whole memo --------------------------------------------------------------------------------------------------


def test_a_text_that_stands_twice_is_known_at_both_places():
    first, second = HERE.paragraphs[:2]
    twice = replace(first, also=(Span(9, 0, len(first.text)),))
    document = replace(HERE, paragraphs=(twice, second))
    engine = make_engine([document])
    assert look(f"{FIRST}{SECOND}", engine=engine).verdict == "same"
    assert look(f"{SECOND}{FIRST}", engine=engine).verdict == "same"


def test_what_is_not_reached_in_time_is_unchecked_not_left_out():
    memo = Memo(f"「{FIRST}」「{SECOND}」")
    assert [one.verdict for one in check(memo, ENGINE, deadline=time.monotonic() - 1).quotations] == ["unchecked"] * 2


class SlowEngine(MemoryEngine):
    """Takes too long from the second question on."""

    asked = 0

    def similar(self, folded: str, limit: int, *, deadline: float | None = None) -> tuple[Paragraph, ...]:
        self.asked += 1
        if self.asked > 1:
            raise SearchTimeout
        return super().similar(folded, limit, deadline=deadline)


def test_what_was_checked_in_time_is_kept():
    memo = Memo("".join(f"「{text}」" for text in (FIRST, SECOND, FIRST)))
    checking = check(memo, SlowEngine([(HERE, paragraph_words(HERE))]))
    assert [one.verdict for one in checking.quotations] == ["same", "unchecked", "unchecked"]
    assert [one.quotation.number for one in checking.quotations] == [1, 2, 3]
    assert checking.count("unchecked") == 2


def test_an_unclosed_quotation_is_checked_and_told():
    (checked,) = check(Memo(f"“{inside_quotation(FIRST)}"), ENGINE).quotations
    assert checked.verdict == "same"
    assert "没有配对" in checked.warnings[0]


# -- keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("甲，乙（1）：“丙”！", "甲,乙(1):'丙'!", True),
        ("甲 乙\u3000丙\u200b", "甲乙丙", True),
        ("甲。", "甲｡", True),
        ("１２", "12", False),
        ("1 2", "12", False),
        ("1\n2", "12", True),
        ("a b", "ab", False),
        ("甲 2", "甲2", True),
        ("甲.", "甲。", False),
        ("甲—乙", "甲-乙", False),
        ("Ａ", "A", False),
    ],
)
def test_what_counts(one, other, same):
    assert (Key(one).text == Key(other).text) is same


def test_a_key_leads_back_to_what_was_written():
    key = Key(" 甲 ， 乙 ")
    assert key.text == "甲,乙"
    assert key.original(0, 3) == "甲 ， 乙"
    assert key.original(1, 1) == ""


def test_rare_characters_are_compared_and_do_not_fill_the_memory():
    rare = "".join(map(chr, range(0x20000, 0x20100)))
    assert Key(rare).text == rare
    assert not any(code >= 0x10000 for code in _COMPARED)
