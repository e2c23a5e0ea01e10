"""What a paragraph became: edited, cut, split and merged texts are found, others are not taken for them."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import analyse
from indexer.archive.lineage import align
from indexer.contract import Document, Paragraph
from indexer.intake.sources import Source
from indexer.naming import paragraph_id
from indexer.text import fold
from tests.indexer.archive import edits
from tests.indexer.archive.reports import documents, edited, text_hash, texts

A = "全县办理行政复议案件一百二十件，纠错率百分之十二，行政机关负责人出庭应诉率保持全市前列。"
B = "深化放管服改革，政务服务事项全部进驻大厅，企业开办时间压缩至半个工作日以内。"
C = "建立乡镇综合执法队伍十六支，配齐执法车辆和记录仪，评查案卷三百余卷。"
D = "完善公共法律服务网络，村居法律顾问全覆盖，全年解答群众咨询四千余人次。"
JIA = "甲局组织开展行政执法案卷评查12件，发现并整改问题，评查结果予以通报。"
YI = "乙局组织开展行政执法案卷评查15件，发现并整改问题，评查结果予以通报。"
BING = "丙局组织开展行政执法案卷评查31件，发现并整改问题，评查结果予以通报。"


def paragraphs(*wording: str) -> list[Paragraph]:
    return [edited(documents()[0].paragraphs[0], text) for text in wording]


def led(old: Sequence[str], new: Sequence[str]) -> dict[str, set[str]]:
    """Return which texts of `new` those of `old` lead to by an edge."""
    before, after = paragraphs(*old), paragraphs(*new)
    found: dict[str, set[str]] = {}
    for earlier, later in align(before, after):
        (source,) = [one.text for one in before if text_hash(one) == earlier]
        (target,) = [one.text for one in after if text_hash(one) == later]
        found.setdefault(source, set()).add(target)
    return found


# -- what is not changed ---------------------------------------------------------------------------------------------


def test_texts_that_stand_need_no_edge():
    assert led([A, B, C], [C, A, B]) == {}
    assert led([A, B], [A.replace("，", "、"), B, D]) == {}
    assert led([], [A]) == led([A], []) == {}


def test_a_text_that_stands_is_never_what_another_became():
    assert led([JIA, YI], [YI]) == {}
    assert led([A, A + B], [A + B]) == {}
    assert led([JIA, YI], [YI, BING]) == {JIA: {BING}}


def test_a_text_that_only_marks_change_is_the_same():
    assert led([A, A.replace("，", "；")], [B, A]) == {}


def test_a_text_of_another_name_is_the_same_where_a_search_finds_it_alike():
    traditional = A.replace("办", "辦").replace("复", "複")
    assert led([A, B], [traditional, B]) == {A: {traditional}}
    (before,) = paragraphs(A)
    exact = replace(before, id=paragraph_id(before.report_id, A, exact=True))  # since a text of its hash joined it
    assert align([before], [exact, *paragraphs(A.replace("，", "；") + "件")]) == (
        (text_hash(before), text_hash(exact)),
    )


# -- light edits -----------------------------------------------------------------------------------------------------

ADDED = "同时，组织法律顾问参与重大项目论证。"
LIGHT: dict[str, Callable[[str, Random], str]] = {
    "one character": edits.typo,
    "no marker": edits.without_marker,
    "a sentence added": lambda text, _: text + ADDED,
    "a sentence before": lambda text, _: ADDED + text,
    "the end cut": edits.cut,
    "the beginning cut": lambda text, _: text[len(text) * 3 // 10 :],
    "other numbers": edits.other_numbers,
    "another name and numbers": edits.look_alike,
}


@pytest.mark.parametrize("name", LIGHT)
@pytest.mark.parametrize("number", range(5))
def test_a_light_edit_of_one_paragraph_leads_to_it(name, number):
    before = documents()[number].paragraphs
    random = Random(number)
    for place, paragraph in enumerate(before):
        after = list(before)
        after[place] = edited(paragraph, LIGHT[name](paragraph.text, random))
        changed = text_hash(paragraph) != text_hash(after[place])
        assert align(before, after) == ((text_hash(paragraph), text_hash(after[place])),) * changed


@pytest.mark.parametrize("name", LIGHT)
@pytest.mark.parametrize("number", range(5))
def test_light_edits_of_all_paragraphs_lead_from_each_to_its_own(name, number):
    before = documents()[number].paragraphs
    random = Random(number)
    after = [edited(paragraph, LIGHT[name](paragraph.text, random)) for paragraph in before]
    pairs = {(text_hash(old), text_hash(new)) for old, new in zip(before, after, strict=True)}
    assert set(align(before, after)) == {(old, new) for old, new in pairs if old != new}


def revised(document: Document, chosen: Iterable[Paragraph], change: Callable[[str], str]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the report whose file had these changed where they stand."""
    lines = [line.text for line in document.lines]
    for one in sorted(chosen, key=lambda one: (one.span.line, one.span.start), reverse=True):
        line = lines[one.span.line - 1]
        lines[one.span.line - 1] = line[: one.span.start] + change(one.text) + line[one.span.end :]
    again = analyse(Source("a.txt", "\n".join(lines).encode(), "0" * 64, {})).document
    assert again is not None
    return again.paragraphs


def lost(before: Sequence[Paragraph], after: Sequence[Paragraph], edited_to: Mapping[str, str]) -> list[str]:
    """Return the texts that lead to nothing that is their edit, or is a part of it, or has it as a part."""
    present = {text_hash(one): fold(one.text) for one in after}
    found: dict[str, list[str]] = defaultdict(list)
    for earlier, later in align(before, after):
        found[earlier].append(present[later])

    def is_lost(one: Paragraph) -> bool:
        edit = fold(edited_to[one.text])
        return text_hash(one) not in present and not any(edit in text or text in edit for text in found[text_hash(one)])

    return [one.text for one in before if one.text in edited_to and is_lost(one)]


@pytest.mark.parametrize("name", ["one character", "no marker", "a sentence added", "the end cut"])
def test_light_edits_in_the_files_lead_to_the_edited_text_however_it_is_cut_then(name):
    for document in documents():
        random = Random(5)
        edited_to = {one.text: LIGHT[name](one.text, random) for one in document.paragraphs}
        after = revised(document, document.paragraphs, edited_to.__getitem__)
        assert lost(document.paragraphs, after, edited_to) == []


@pytest.mark.parametrize("first", [0, 1])
def test_texts_whose_end_is_cut_are_found_though_the_next_is_run_into_them(first):
    for document in documents():
        every_other = document.paragraphs[first::2]
        edited_to = {one.text: edits.cut(one.text, Random(0)) for one in every_other}
        after = revised(document, every_other, edited_to.__getitem__)
        assert lost(document.paragraphs, after, edited_to) == []


def test_a_short_text_is_recognised_by_its_neighbours():
    short, changed = "甲局办结12件。", "乙局办结15件。"
    assert led([A, short, B], [A, changed, B]) == {short: {changed}}
    assert led([A, short, B], [changed, A, B]) == {}
    assert led([A, short, B], [A, "另行通报情况。", B]) == {}
    assert led([A, "全年办结案件31件。", B], ["全年办结案件32件。", A, B]) == {
        "全年办结案件31件。": {"全年办结案件32件。"}
    }


# -- look-alikes -----------------------------------------------------------------------------------------------------


def test_another_name_and_number_is_a_change():
    assert led([A, JIA, B], [A, YI, B]) == {JIA: {YI}}


def test_two_look_alikes_are_ambiguous():
    assert led([A, JIA, B], [A, YI, BING, B]) == {}
    assert led([A, JIA, YI, B], [A, BING, B]) == {}


def test_one_character_against_a_short_name_and_a_number_is_ambiguous():
    assert led([A, JIA, B], [A, YI, B, JIA.replace("予以", "给以")]) == {}


def test_the_clearly_nearer_of_two_is_it():
    long = f"江南县财政局{JIA}"
    nearer, other = long.replace("予以", "给以"), long.replace("江南县财政", "河口市交通").replace("12", "15")
    assert led([A, long, B], [A, other, B, nearer]) == {long: {nearer}}
    assert led([A, long, other, B], [nearer, B, A]) == {long: {nearer}}


def test_look_alikes_that_are_all_edited_lead_each_to_its_own():
    old = [JIA, YI, BING]
    new = [text.replace("予以通报", "已通报") for text in (BING, JIA, YI)]
    assert led(old, new) == {JIA: {new[1]}, YI: {new[2]}, BING: {new[0]}}


def test_a_common_phrase_is_no_part():
    phrase = "推进法治政府建设。"
    assert led([phrase, A], [A, f"各级各部门{phrase}落实各项任务，接受社会各界监督。"]) == {}
    assert led([f"{B}{phrase}", A], [A, phrase]) == {}


# -- parts -----------------------------------------------------------------------------------------------------------


def test_a_split_text_leads_to_all_its_parts():
    assert led([A + B + C, D], [C, A, D, B]) == {A + B + C: {A, B, C}}
    assert led([A + B, D], [A, edits.typo(B, Random(1)), D])[A + B] == {A, edits.typo(B, Random(1))}


def test_merged_texts_lead_to_the_one_that_has_them():
    assert led([C, A, D, B], [A + B + C, D]) == {A: {A + B + C}, B: {A + B + C}, C: {A + B + C}}


def test_what_is_left_of_a_text_is_found_where_it_was_joined_to_another():
    left = f"{A[:-12]}{C}"
    assert led([A, C, B], [left, B]) == {A: {left}, C: {left}}


def test_a_split_goes_before_a_look_alike_of_the_whole():
    parts = f"江南县财政局{JIA}", f"江南县交通局{YI}"
    whole = parts[0] + parts[1]
    other = whole.replace("财政局", "公安局").replace("12", "15")
    assert led([whole, A], [parts[0], parts[1], A, other]) == {whole: set(parts)}


def test_a_text_that_stands_word_for_word_in_two_leads_to_both():
    assert led([A, D], [A + B, C + A, D]) == {A: {A + B, C + A}}


@pytest.mark.parametrize("number", range(5))
def test_another_way_of_cutting_loses_no_text(number):
    """All lines run together, or all sentences apart: each paragraph leads to what holds it."""
    before = documents()[number].paragraphs
    joined = [edited(before[0], "".join(one.text for one in before[i : i + 3])) for i in range(0, len(before), 3)]
    edges = set(align(before, joined))
    for place, paragraph in enumerate(before):
        expected = (text_hash(paragraph), text_hash(joined[place // 3]))
        assert expected[0] == expected[1] or expected in edges
    assert {(new, old) for old, new in edges} == set(align(joined, before))


# -- other texts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", range(5))
@pytest.mark.parametrize("new", range(5))
def test_no_edge_leads_to_another_report_s_text(old, new):
    if old != new:
        assert align(documents()[old].paragraphs, documents()[new].paragraphs) == ()


OPERATIONS = st.lists(st.sampled_from(sorted(edits.OPERATIONS)), min_size=1, max_size=15)


@given(st.integers(0, 4), st.lists(OPERATIONS, min_size=1, max_size=3), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_whatever_the_edits_an_edge_leads_to_what_was_made_of_the_text(number, rounds, random):
    foreign = [text for other in range(5) if other != number for text in texts(other)]
    draft = edits.Draft(texts(number), foreign, random)
    for operations in rounds:
        old = draft.pieces[:]
        draft.revise(operations)
        edges = align(*(paragraphs(*dict.fromkeys(one.text for one in each)) for each in (old, draft.pieces)))
        before, after = (
            edits.roots_of(each, lambda text: text_hash(*paragraphs(text))) for each in (old, draft.pieces)
        )
        assert all(before[earlier] & after[later] for earlier, later in edges)
        assert not {later for _earlier, later in edges} & before.keys()


@given(st.lists(st.text(max_size=30), max_size=6), st.lists(st.text(max_size=30), max_size=6))
def test_any_texts_can_be_compared(old, new):
    before, after = paragraphs(*old), paragraphs(*new)
    edges = align(before, after)
    assert edges == tuple(sorted(set(edges)))
    assert all(earlier != later for earlier, later in edges)


# -- time ------------------------------------------------------------------------------------------------------------


def long_report(size: int, random: Random) -> list[str]:
    """Return paragraphs made of clauses of the seeds."""
    clauses = [clause for number in range(5) for text in texts(number) for clause in re.split("[，,；。]", text)]
    return ["，".join(random.sample(clauses, random.randint(2, 10))) for _ in range(size)]


@pytest.mark.parametrize(("size", "seconds"), [(300, 0.5), (1000, 10)])
def test_long_reports_cost_little_time(size, seconds):
    old = long_report(size, Random(1))
    rewritten = long_report(size, Random(2))
    for new in ([edits.typo(text, Random(3)) for text in old], rewritten):
        before, after = paragraphs(*dict.fromkeys(old)), paragraphs(*dict.fromkeys(new))
        start = time.process_time()
        align(before, after)
        assert time.process_time() - start < seconds


def test_hundreds_of_look_alikes_cost_little_time():
    old, new = (
        [f"第{i}项工作已经完成，进展顺利，办结案件{i * 7 + add}件，成效明显。" for i in range(1000)] for add in (0, 3)
    )
    before, after = paragraphs(*old), paragraphs(*new)
    start = time.process_time()
    align(before, after)
    assert time.process_time() - start < 15
