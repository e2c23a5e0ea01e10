"""Which report a file is a version of, and under which name: today, after corrections, and whatever the order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.archive.identity import Card, Identity, NothingKnown, card_of, identify
from indexer.archive.sketches import containment, sketch
from indexer.naming import is_report_id, short_hash
from tests.indexer.archive.reports import Remembered, a_year_later, card, documents, texts

PLAIN = "421221-2020-gov"
NEXT = "421221-2021-gov"


def named(identities: Iterable[Identity]) -> dict[str, str]:
    """Return the report of each path."""
    return {one.path: identity.report_id for identity in identities for one in identity.cards}


def after(*runs: Sequence[Card]) -> Remembered:
    known = Remembered()
    for run in runs:
        known.remember(identify(run, known))
    return known


def corrected(number: int, by: int = 1) -> tuple[str, ...]:
    """Return a seed with its last paragraphs written anew."""
    anew = tuple(f"经研究，第{i}项内容更正为以本次公布的统计数字为准，此前公布的作废。" for i in range(by))
    return texts(number)[:-by] + anew


# -- names -----------------------------------------------------------------------------------------------------------


def test_without_an_archive_reports_are_named_by_what_they_say_of_themselves():
    cards = [card_of(document) for document in documents()]
    identities = identify(reversed(cards), NothingKnown())
    assert [identity.report_id for identity in identities] == sorted(document.report.id for document in documents())
    assert all(identity.alias is None for identity in identities)


def test_a_second_report_is_named_by_its_title():
    first, second = card(texts(0), published=date(2021, 1, 1)), card(texts(1), "b.txt", title="补充报告")
    assert named(identify([second, first], NothingKnown())) == {
        "a.txt": PLAIN,
        "b.txt": f"{PLAIN}-{short_hash('补充报告', 4)}",
    }


def test_the_archive_keeps_the_plain_name_for_whoever_had_it_first():
    known = after([card(texts(0), published=date(2021, 6, 1))])
    earlier = card(texts(1), "b.txt", published=date(2021, 1, 1))
    found = named(identify([card(texts(0), published=date(2021, 6, 1)), earlier], known))
    assert found["a.txt"] == PLAIN
    assert found["b.txt"].startswith(f"{PLAIN}-")


def test_the_name_of_a_withdrawn_report_is_given_to_no_other():
    known = after([card(texts(0))], [])
    (other,) = identify([card(texts(1), "b.txt")], known)
    assert other.report_id == f"{PLAIN}-{short_hash(card(texts(1)).title, 4)}"
    known.remember([other])
    (third,) = identify([card(texts(2), "c.txt")], known)  # the same title again
    assert third.report_id not in (PLAIN, other.report_id)
    assert is_report_id(third.report_id)


def test_an_alias_is_given_to_no_other():
    known = after([card(texts(0))], [card(texts(0), natural_id=NEXT)])
    assert known.names == {PLAIN: PLAIN, NEXT: PLAIN}
    (other,) = identify([card(texts(1), "b.txt", NEXT)], known)
    assert other.report_id.startswith(f"{NEXT}-")


# -- the same report -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["a.txt", "moved/b.txt"])
@pytest.mark.parametrize("natural_id", [PLAIN, NEXT, "421222-2020-sfj", "000000-0000-gov"])
def test_the_same_file_keeps_its_name_whatever_is_read_from_it(path, natural_id):
    (identity,) = identify([card(texts(0), path, natural_id)], after([card(texts(0))]))
    assert identity.report_id == PLAIN
    assert identity.alias == (natural_id if natural_id != PLAIN else None)


def test_a_name_that_is_taken_is_no_alias():
    known = after([card(texts(0)), card(texts(1), "b.txt", NEXT)])
    found = identify([card(texts(0), natural_id=NEXT), card(texts(1), "b.txt", NEXT)], known)
    assert [(one.report_id, one.alias) for one in found] == [(PLAIN, None), (NEXT, None)]


def test_of_two_reports_that_are_read_alike_only_one_gets_the_alias():
    known = after([card(texts(0)), card(texts(1), "b.txt", NEXT)])
    cards = [card(texts(0), natural_id="421221-2022-gov"), card(texts(1), "b.txt", "421221-2022-gov")]
    cards.append(card(texts(2), "c.txt", "421221-2022-gov"))  # and a new one does not
    found = {one.report_id: one.alias for one in identify(cards, known)}
    assert sorted(filter(None, found.values())) == ["421221-2022-gov"]
    assert "421221-2022-gov" not in found


@pytest.mark.parametrize("path", ["a.txt", "b.txt"])
@pytest.mark.parametrize("number", range(5))
def test_a_corrected_file_is_a_version(number, path):
    (identity,) = identify([card(corrected(number, by=5), path)], after([card(texts(number))]))
    assert (identity.report_id, len(identity.cards)) == (PLAIN, 1)


def test_a_corrected_file_of_a_second_report_is_a_version_of_that():
    cards = [card(texts(0), published=date(2021, 1, 1)), card(texts(1), "b.txt", title="补充报告")]
    known = after(cards)
    found = named(identify([cards[0], card(corrected(1), "c.txt", title="更正后的补充报告")], known))
    assert found["c.txt"] == known.by_path("b.txt")


def test_another_report_under_the_old_path_is_another():
    found = identify([card(texts(1))], after([card(texts(0))]))
    assert [one.report_id for one in found] == [f"{PLAIN}-{short_hash(card(texts(1)).title, 4)}"]


@pytest.mark.parametrize("number", range(5))
def test_the_year_corrected_in_the_file_is_a_version(number):
    title, lead, *rest = texts(number)
    again = (title.replace("2020", "2021"), lead.replace("2020", "2021"), *rest)
    (identity,) = identify([card(again, natural_id=NEXT)], after([card(texts(number))]))
    assert (identity.report_id, identity.alias) == (PLAIN, NEXT)


@pytest.mark.parametrize("path", ["a.txt", "b.txt"])
@pytest.mark.parametrize("number", range(5))
def test_next_year_s_report_is_no_version_even_if_it_is_the_last_one_brought_up_to_date(number, path):
    later = [a_year_later(text) for text in texts(number)]
    for place in range(1, len(later), 8):
        later[place] = texts((number + 1) % 5)[place % 18]  # something did happen in the year
    assert containment(card(later).sketch, card(texts(number)).sketch) > 0.5
    assert named(identify([card(later, path, NEXT)], after([card(texts(number))]))) == {path: NEXT}


def test_another_year_is_no_version_however_alike():
    assert named(identify([card(corrected(0), "b.txt", NEXT)], after([card(texts(0))]))) == {"b.txt": NEXT}


def test_where_place_or_year_is_unknown_most_of_the_text_is_not_enough():
    unknown = "421221-0000-gov"
    later = card([a_year_later(text) for text in texts(0)], "b.txt", unknown)
    assert containment(later.sketch, sketch("\n".join(texts(0)))) > 0.8
    assert len(identify([later, card(texts(0), natural_id=unknown)], NothingKnown())) == 2
    assert len(identify([later], after([card(texts(0), natural_id=unknown)]))) == 1
    assert identify([later], after([card(texts(0), natural_id=unknown)]))[0].report_id != unknown
    (found,) = identify([card(corrected(0, 3), natural_id=unknown)], after([card(texts(0), natural_id=unknown)]))
    assert found.report_id == unknown  # but under the same path it is


# -- versions in one run ---------------------------------------------------------------------------------------------


def test_the_version_published_last_is_current():
    old, new = card(texts(0), published=date(2021, 1, 1)), card(corrected(0), "0.txt", published=date(2021, 2, 1))
    for cards in ([old, new], [new, old]):
        (identity,) = identify(cards, NothingKnown())
        assert (identity.cards, identity.current) == ((old, new), new)
    (identity,) = identify([new, replace(old, published=None)], NothingKnown())
    assert identity.current.path == "a.txt"


def test_of_one_date_the_version_that_came_last_is_and_stays_current():
    for first, second in ((texts(0), corrected(0)), (corrected(0), texts(0))):
        old, new = card(first, "b.txt"), card(second, "a.txt")
        known = after([old])
        for _run in range(3):
            (identity,) = identify([new, old], known)
            assert identity.cards == (old, new)
            known.remember([identity])


@pytest.mark.parametrize("published", [None, date(2021, 2, 1)])
@pytest.mark.parametrize("number", range(5))
def test_a_copy_that_was_cut_short_never_takes_the_place_of_the_whole(number, published):
    whole, half = card(texts(number), published=date(2021, 1, 1)), texts(number)[: len(texts(number)) // 2]
    cut = card(half, "b.txt", published=published)
    for known in (NothingKnown(), after([whole]), after([cut]), after([whole], [whole, cut])):
        (identity,) = identify([cut, whole], known)
        assert (identity.report_id, identity.current) == (PLAIN, whole)
    (alone,) = identify([cut], after([whole]))
    assert (alone.report_id, alone.current) == (PLAIN, cut)


def test_a_short_text_made_of_a_report_is_another_beside_it():
    whole = card(texts(0), published=date(2021, 1, 1))
    summary = card((*texts(0)[3:6], *texts(1)[3:5]), "b.txt", title="报告摘要")
    assert 0.5 < containment(summary.sketch, whole.sketch) < 0.95
    for known in (NothingKnown(), after([whole])):
        assert named(identify([whole, summary], known)) == {
            "a.txt": PLAIN,
            "b.txt": f"{PLAIN}-{short_hash(summary.title, 4)}",
        }


def test_copies_of_a_file_are_one_version_whatever_is_said_of_them_elsewhere():
    copies = [card(texts(0)), card(texts(0), "b.txt"), card(texts(0), "c.txt", NEXT)]
    (identity,) = identify(copies, NothingKnown())
    assert len(identity.cards) == 3
    assert {identity.report_id} == set(named(identify(reversed(copies), after(copies))).values())


def test_of_two_that_could_be_an_archived_report_the_nearer_is():
    half = len(texts(0)) * 3 // 5
    one = card(texts(0)[:half] + texts(1)[: half + 3], "b.txt", title="甲")
    nearer = card(corrected(0, 2), "c.txt", title="乙")
    other = card(texts(0)[half - 3 :] + texts(2)[:25], "a.txt", title="丙")
    found = named(identify([one, nearer, other], after([card(texts(0))])))
    assert found["c.txt"] == PLAIN


def test_a_file_that_is_the_archived_one_goes_before_one_that_is_like_it():
    known = after([card(texts(0), published=date(2021, 1, 1))])
    again, like = card(texts(0), "new.txt", published=date(2021, 1, 1)), card(corrected(0, 2))
    (identity,) = identify([like, again], known)
    assert (identity.report_id, identity.cards) == (PLAIN, (again, like))
    overwritten = card([a_year_later(text) for text in texts(0)], "a.txt", NEXT)
    found = named(identify([overwritten, again], known))
    assert found == {"a.txt": NEXT, "new.txt": PLAIN}


def test_two_archived_reports_never_become_one():
    cards = [card(texts(0), published=date(2021, 1, 1)), card(texts(1), "b.txt", title="补充报告")]
    known = after(cards)
    both = card(texts(0) + texts(1), "c.txt")
    found = named(identify([*cards, both], known))
    assert (found["a.txt"], found["b.txt"]) == (known.by_path("a.txt"), known.by_path("b.txt"))
    assert found["c.txt"] in (found["a.txt"], found["b.txt"])


# -- any order, any history ------------------------------------------------------------------------------------------

FILES = [
    card(text, f"{number}{change}{natural_id}{published}.txt", natural_id, title=f"报告{number}", published=published)
    for number in range(3)
    for change, text in (("", texts(number)), ("更正", corrected(number, 2)))
    for natural_id in (PLAIN, NEXT)
    for published in (None, date(2021, 1, 1 + number))
]


@given(st.lists(st.sampled_from(FILES), unique=True), st.randoms(use_true_random=False))
def test_no_order_of_files_changes_a_name(cards, rng):
    shuffled = rng.sample(cards, len(cards))
    assert identify(cards, NothingKnown()) == identify(shuffled, NothingKnown())
    known = after(cards[::2])
    assert identify(cards, known) == identify(shuffled, known)


def names_of_old(cards: Iterable[Card]) -> dict[str, str]:
    """Return the names by the rule of the first release, for files of which those of one number are one report."""
    groups: dict[str, dict[str, Card]] = defaultdict(dict)
    for one in sorted(cards, key=lambda one: (one.published or date.max, one.text_hashes)):
        groups[one.natural_id][one.path[0]] = one
    names = {}
    for natural_id, group in groups.items():
        taken: set[str] = set()
        newest = sorted(group.values(), key=lambda one: (one.published or date.max, one.text_hashes))
        for place, one in enumerate(newest):
            suffix = short_hash(one.title, 4)
            names[natural_id + one.path[0]] = f"{natural_id}-{suffix}" if place else natural_id
            assert suffix not in taken
            taken.add(suffix)
    return names


@given(st.lists(st.sampled_from(FILES), unique_by=lambda one: one.sha256))
def test_without_an_archive_names_are_those_of_the_first_release(cards):
    found = {
        one.natural_id + one.path[0]: identity.report_id
        for identity in identify(cards, NothingKnown())
        for one in identity.cards
    }
    assert found == names_of_old(cards)


STEPS = st.tuples(st.integers(0, 2), st.sampled_from(["add", "correct", "move", "remove", "reread", "copy"]))


@given(st.lists(STEPS, max_size=12))
@settings(max_examples=60)
@example([(0, "add"), (0, "remove"), (1, "add"), (0, "add"), (1, "correct"), (1, "correct")])
def test_whatever_becomes_of_the_files_a_name_is_one_report_s_for_good(steps):
    known = Remembered()
    files: dict[int, list[Card]] = {number: [] for number in range(3)}
    names: dict[str, int] = {}
    of_report: dict[int, str] = {}
    for turn, (number, step) in enumerate(steps):
        files[number] = changed(files[number], number, step, turn)
        found = identify([one for of_number in files.values() for one in of_number], known)
        known.remember(found)
        for identity in found:
            (report,) = {int(one.title) for one in identity.cards}
            assert of_report.setdefault(report, identity.report_id) == identity.report_id
            for name in filter(None, (identity.report_id, identity.alias)):
                assert names.setdefault(name, report) == report
        assert len(found) == sum(map(bool, files.values()))


def changed(files: list[Card], number: int, step: str, turn: int) -> list[Card]:
    """Return the files of a report after `step`; its title is its number."""
    if step == "remove":
        return files[1:]
    if not files:
        return [card(texts(number), f"{number}-{turn}.txt", title=str(number))]
    last = files[-1]
    if step == "move":
        return [*files[:-1], replace(last, path=f"{number}-{turn}.txt")]
    if step == "reread":
        return [replace(one, natural_id=NEXT if one.natural_id == PLAIN else PLAIN) for one in files]
    new = card(corrected(number, 1 + turn % 4), last.path, last.natural_id, title=str(number), mark=str(turn))
    return [*files[:-1], new] if step == "correct" else [*files, replace(new, path=f"{number}-{turn}.txt")]


# -- sketches --------------------------------------------------------------------------------------------------------


def test_a_file_cut_or_typed_otherwise_is_recognised():
    text = "\n".join(texts(0))
    whole = sketch(text)
    assert containment(whole, sketch(text.replace("，", "、").replace("\n", "").replace("法", "灋"))) > 0.7
    assert containment(whole, sketch(" ".join(text))) > 0.95
    assert containment(whole, sketch(text[: len(text) // 2])) > 0.9
    assert containment(whole, sketch(text[::2])) < 0.1


@pytest.mark.parametrize("one", range(5))
@pytest.mark.parametrize("other", range(5))
def test_reports_of_different_places_have_little_in_common(one, other):
    likeness = containment(sketch("\n".join(texts(one))), sketch("\n".join(texts(other))))
    assert likeness == 1 if one == other else likeness < 0.2


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_has_a_sketch(one, other):
    assert 0 <= containment(sketch(one), sketch(other)) == containment(sketch(other), sketch(one)) <= 1
