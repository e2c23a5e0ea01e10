"""What the archive tells of reports and paragraphs after every kind of run."""

from dataclasses import replace

import pytest

from indexer.archive import open_archive
from indexer.naming import TEXT_HASH_LENGTH, short_hash
from tests.engines.corpus import Text
from tests.indexer.archive.runs import B_EDITED, A, B, C, D, file, run, time

R = "421221-2020-gov"
HALF = len(A) // 2


@pytest.fixture
def archive(place):
    with open_archive(place()) as archive:
        yield archive


def name(text):
    return f"{R}/{short_hash(text, TEXT_HASH_LENGTH)}"


def fate(histories, text):
    """The successors of a text of R, and when it was gone."""
    paragraph = histories[R][1][name(text)]
    return paragraph.successors, paragraph.gone


def stood(histories, text):
    """The versions in which a text of R stood the same, and its ordinal in them."""
    return [(state.versions, state.paragraph.ordinal) for state in histories[R][1][name(text)].states]


def test_one_version_needs_no_paragraphs(archive):
    (report, paragraphs) = run(archive, 1, file([A, B]))[R]
    assert (report.first_seen, report.withdrawn, report.aliases) == (time(1), None, ())
    (version,) = report.versions
    assert version.report == file([A, B]).document.report
    assert (version.number, version.current, version.first_seen, version.last_seen) == (1, True, time(1), time(1))
    assert paragraphs == {}


def test_an_edited_paragraph_leads_to_what_it_became(archive):
    run(archive, 1, file([A, B, C]))
    histories = run(archive, 2, file([A, B_EDITED, C]))
    report, paragraphs = histories[R]
    assert [(v.number, v.current, v.first_seen, v.last_seen) for v in report.versions] == [
        (1, False, time(1), time(1)),
        (2, True, time(2), time(2)),
    ]
    assert set(paragraphs) == {name(text) for text in (A, B, C, B_EDITED)}
    assert fate(histories, A) == ((name(A),), None)
    assert fate(histories, B) == ((name(B_EDITED),), None)
    assert fate(histories, B_EDITED) == ((name(B_EDITED),), None)
    assert stood(histories, A) == [((1, 2), 1)]
    old = paragraphs[name(B)]
    assert [state.paragraph.text for state in old.states] == [B]
    assert (old.first_seen, old.last_seen) == (time(1), time(1))
    assert (paragraphs[name(A)].first_seen, paragraphs[name(A)].last_seen) == (time(1), time(2))


def test_an_edit_is_followed_over_many_versions(archive):
    run(archive, 1, file([A, B, C]))
    run(archive, 2, file([A, B_EDITED, C]))
    run(archive, 3, file([A, B_EDITED, C, D]))
    last = B_EDITED.replace("大厅", "市民中心")
    histories = run(archive, 4, file([D, A, last, C]))
    assert fate(histories, B) == fate(histories, B_EDITED) == ((name(last),), None)
    assert stood(histories, D) == [((3,), 4), ((4,), 1)]
    assert stood(histories, B_EDITED) == [((2, 3), 2)]


def test_a_split_paragraph_leads_to_its_parts_in_order(archive):
    long = A + B
    run(archive, 1, file([long, C]))
    histories = run(archive, 2, file([C, A, B]))
    assert fate(histories, long) == ((name(A), name(B)), None)
    histories = run(archive, 3, file([long, C]))
    assert fate(histories, A) == fate(histories, B) == ((name(long),), None)


def test_a_removed_paragraph_is_gone_since_the_run_that_missed_it(archive):
    run(archive, 1, file([A, B, C]))
    run(archive, 2, file([A, B_EDITED, C]))
    assert fate(run(archive, 3, file([A, C])), B) == ((), time(3))
    histories = run(archive, 4, file([A, C, D]))
    assert fate(histories, B) == fate(histories, B_EDITED) == ((), time(3))
    assert fate(histories, C) == ((name(C),), None)


def test_a_file_put_back_is_the_version_that_it_was(archive):
    run(archive, 1, file([A, B, C]))
    run(archive, 2, file([A, B_EDITED]))
    histories = run(archive, 3, file([A, B, C]))
    report, _ = histories[R]
    assert [(v.number, v.current, v.first_seen, v.last_seen) for v in report.versions] == [
        (1, True, time(1), time(3)),
        (2, False, time(2), time(2)),
    ]
    assert fate(histories, B) == fate(histories, B_EDITED) == ((name(B),), None)
    assert fate(histories, C) == ((name(C),), None)
    # What follows it is aligned with it, not with the version of the highest number.
    last = B.replace("全部", "已全部")
    histories = run(archive, 4, file([A, last, C]))
    assert fate(histories, B) == fate(histories, B_EDITED) == ((name(last),), None)
    assert fate(histories, C) == ((name(C),), None)
    assert histories[R][0].versions[2].number == 3


def test_a_withdrawn_report_keeps_everything_it_said(archive):
    other = file([D], "d.txt", year=2021)
    run(archive, 1, file([A, B, C]), other)
    run(archive, 2, file([A, C]), other)
    run(archive, 3, other)
    histories = run(archive, 4, other)
    report, paragraphs = histories[R]
    assert (report.withdrawn, report.current, len(report.versions)) == (time(3), None, 2)
    assert fate(histories, A) == ((), time(3))
    assert fate(histories, B) == ((), time(2))
    assert paragraphs[name(A)].last_seen == time(2)
    assert paragraphs[name(A)].states[0].paragraph.text == A
    assert histories[other.id] == (histories[other.id][0], {})
    # Found again, it is what it was; B was missing all the time.
    histories = run(archive, 5, file([A, C]), other)
    assert histories[R][0].withdrawn is None
    assert fate(histories, A) == ((name(A),), None)
    assert fate(histories, B) == ((), time(2))


def test_one_version_withdrawn_tells_its_paragraphs(archive):
    run(archive, 1, file([A, B]))
    histories = run(archive, 2, file([D], "d.txt", year=2021))
    assert fate(histories, B) == ((), time(2))
    assert [state.versions for state in histories[R][1][name(B)].states] == [(1,)]


def test_earlier_versions_that_come_in_one_run_are_followed(archive):
    histories = run(archive, 1, file([A, B], current=False), file([A, B_EDITED], "new.txt"))
    report, _ = histories[R]
    assert [(v.number, v.current, v.report.path) for v in report.versions] == [
        (1, False, "a.txt"),
        (2, True, "new.txt"),
    ]
    assert fate(histories, B) == ((name(B_EDITED),), None)
    # An old draft that turns up later was never in the index: what only stood there is gone from the first day.
    histories = run(
        archive, 2, file([A, B], current=False), file([A, D], "old.txt", current=False), file([A, B_EDITED], "new.txt")
    )
    assert [version.current for version in histories[R][0].versions] == [False, True, False]
    assert fate(histories, D) == ((), time(2))


def test_two_new_versions_in_one_run_follow_one_another(archive):
    run(archive, 1, file([A, B, C]))
    middle = B.replace("压缩至半个工作日以内", "压缩到了半天之内")
    last = middle.replace("政务服务事项全部进驻大厅", "各类事项都进驻中心")
    histories = run(archive, 2, file([A, middle, C], current=False), file([A, last, C], "b.txt"))
    assert fate(histories, B) == ((name(last),), None)


def test_a_paragraph_that_only_moved_has_a_state_for_each_place(archive):
    run(archive, 1, file([A, Text(B, heading_path=("一、工作",))]))
    run(archive, 2, file([C, A, Text(B, heading_path=("一、工作",))]))
    histories = run(archive, 3, file([C, A, Text(B, "plan", heading_path=("一、工作",))]))
    assert stood(histories, B) == [((1,), 2), ((2, 3), 3)]
    assert histories[R][1][name(B)].states[1].paragraph.section == "plan"


def test_texts_of_one_name_that_differ_in_marks_are_states(archive):
    pointed = A.replace("百分之十二", "1.2%")
    other = pointed.replace("1.2", "12")
    assert name(pointed) == name(other)
    run(archive, 1, file([pointed]))
    histories = run(archive, 2, file([other]))
    assert [state.paragraph.text for state in histories[R][1][name(other)].states] == [pointed, other]
    assert fate(histories, other) == ((name(other),), None)


def test_another_reading_of_the_same_file_is_another_version_of_the_same_name(archive):
    one = file([A, B])
    run(archive, 1, one)
    read = replace(one.document.report, year=2019, title="嘉鱼县2019年法治政府建设情况报告")
    corrected = replace(one, document=replace(one.document, report=read), natural_id="421221-2019-gov")
    histories = run(archive, 2, replace(corrected, alias="421221-2019-gov"))
    report, _ = histories[R]
    assert [(version.report.id, version.report.year) for version in report.versions] == [(R, 2020), (R, 2019)]
    assert report.aliases == ("421221-2019-gov",)
    assert fate(histories, B) == ((name(B),), None)


def test_a_moved_file_is_the_same_version_at_its_new_path(archive):
    run(archive, 1, file([A, B]))
    histories = run(archive, 2, file([A, B], "2020/报告.txt"))
    (version,) = histories[R][0].versions
    assert (version.report.path, version.first_seen, version.last_seen) == ("2020/报告.txt", time(1), time(2))


def test_reports_come_in_order_of_their_names_however_many(archive):
    years = range(1980, 2400)
    histories = run(archive, 1, *(file([A], f"{year}.txt", year=year) for year in reversed(years)))
    assert list(histories) == [f"421221-{year}-gov" for year in years]
    assert all(len(report.versions) == 1 for report, _ in histories.values())
