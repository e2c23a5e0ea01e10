"""What an archive promises to a run: all or nothing, one at a time, and nothing that was written ever changes."""

import re
import subprocess
import sys
import time as clock
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from indexer.archive import identity, open_archive, schema
from indexer.archive.sighting import Sighting
from indexer.archive.sketches import sketch
from indexer.contract import Original
from indexer.errors import IndexBusy
from indexer.intake.sources import Source
from indexer.text import BREAK
from tests.indexer.archive.reports import sources
from tests.indexer.archive.runs import B_EDITED, A, B, C, D, file, run, time

ROOT = Path(__file__).parents[3]


@pytest.fixture
def archive(place):
    with open_archive(place()) as archive:
        yield archive


def rows(archive):
    with archive.database.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table))
            for table in schema.metadata.sorted_tables
        }


def test_a_new_archive_is_empty_and_whole(archive):
    assert archive.head == ""
    assert list(archive.sources()) == []
    assert archive.check() == ()


def test_every_run_has_its_own_head(place):
    where = place()
    with open_archive(where) as archive:
        heads = []
        for number in (1, 2):
            with archive.recording(time(number)) as recording:
                recording.settle()
                recording.commit()
            heads.append(archive.head)
            assert archive.head == recording.head
    assert len({"", *heads}) == 3
    with open_archive(where, create=False) as archive:
        assert archive.head == heads[1]


def test_a_run_that_does_not_commit_leaves_no_trace(archive):
    run(archive, 1, file([A, B]))
    before = rows(archive), archive.head
    edited = file([A, B_EDITED])
    with archive.recording(time(2)) as recording:
        found = Sighting(edited.document.report.path, {}, current=True)
        recording.record(edited.document, found, data=edited.data, natural_id=edited.natural_id)
        recording.settle()
        assert next(recording.histories())[0].versions[1].current
    assert (rows(archive), archive.head) == before


def test_a_second_run_is_told_at_once_and_readers_are_not_disturbed(place):
    where = place()
    with open_archive(where) as first, open_archive(where) as second:
        run(first, 1, file([A]))
        with first.recording(time(2)):
            began = clock.monotonic()
            with pytest.raises(IndexBusy, match=r"另一个任务正在写入存档.*重试"), second.recording(time(2)):
                pytest.fail("two at once")
            assert clock.monotonic() - began < 2
            assert second.head
            assert [source.path for source in second.sources()] == ["a.txt"]
            with open_archive(where) as third:
                assert third.head == second.head
        run(second, 2, file([A]))


def test_an_unchanged_report_costs_one_row(archive):
    run(archive, 1, file([A, B]))
    before = rows(archive)
    histories = run(archive, 2, file([A, B]))
    assert rows(archive) == before | {"runs": 2}
    (report, paragraphs) = next(iter(histories.values()))
    assert [(v.first_seen, v.last_seen, v.current) for v in report.versions] == [(time(1), time(2), True)]
    assert paragraphs == {}


def test_texts_that_stand_unchanged_are_kept_once(archive):
    run(archive, 1, file([A, B, C]))
    run(archive, 2, file([A, B_EDITED, C]))
    assert rows(archive)["texts"] == 4
    assert rows(archive)["paragraphs"] == 6


def test_nothing_that_was_written_is_written_again(archive, monkeypatch):
    """But for the number of the last run that saw a version where it is."""
    statements = []
    with archive.database.writing() as connection:
        event.listen(connection.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    run(archive, 1, file([A, B]), file([C], "b.txt", year=2021))
    run(archive, 2, file([A, B_EDITED]))
    run(archive, 3, file([A, B]), file([C], "c.txt", year=2021))
    run(archive, 4, file([A, B]), file([C], "c.txt", year=2021))
    changing = [s for s in statements if not s.startswith(("SELECT", "INSERT", "PRAGMA", "BEGIN", "SET LOCAL"))]
    assert changing
    assert all(re.match(r"UPDATE sightings SET last_run=\S+ WHERE ", statement) for statement in changing)


def test_the_number_of_statements_does_not_grow_with_the_paragraphs(place):
    def cost(count):
        statements = []
        with open_archive(place()) as archive:
            with archive.database.writing() as connection:
                event.listen(connection.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
            texts = [f"{A}第{i}次" for i in range(count)]
            run(archive, 1, file(texts))
            run(archive, 2, file([*texts[1:], B]))
        return len(statements)

    assert cost(10) == cost(800)


def test_sources_are_what_the_last_run_accepted(archive):
    overrides = {"source_url": "https://example.gov.cn/1", "fetched_at": date(2024, 4, 30), "report_year": 2020}
    run(archive, 1, file([A], "z.txt", overrides=overrides), file([C], "b/c.txt", year=2021), file([D], year=2022))
    kept = [file([C], "b/c.txt", year=2021), file([A], "z.txt", overrides=overrides)]
    run(archive, 2, *kept)
    wanted = [Source(f.document.report.path, f.data, f.document.report.sha256, dict(f.overrides)) for f in kept]
    assert sources(archive) == wanted


def test_a_file_in_two_places_is_two_sources_and_one_version(archive):
    one, other = file([A], "a.txt", current=False), file([A], "b.txt")
    histories = run(archive, 1, one, other)
    assert [source.path for source in archive.sources()] == ["a.txt", "b.txt"]
    ((report, _),) = histories.values()
    assert [(version.number, version.current, version.report.path) for version in report.versions] == [
        (1, True, "b.txt")
    ]


def test_originals_are_known_by_where_they_were_last(archive):
    old, new = file([A], "old.txt"), file([A, B], "new.txt")
    run(archive, 1, old)
    run(archive, 2, file([A], "moved.txt"))
    with archive.recording(time(3)) as recording:
        sighting = Sighting(new.document.report.path, {}, current=True)
        recording.record(new.document, sighting, data=new.data, natural_id=new.natural_id)
        recording.settle()
        found = list(recording.originals())
    wanted = [
        Original(old.document.report.sha256, "moved.txt", old.data, time(1)),
        Original(new.document.report.sha256, "new.txt", new.data, time(3)),
    ]
    assert found == sorted(wanted, key=lambda original: original.sha256)


def test_what_is_known_of_the_runs_before(archive):
    first, second = file([A, B], "a.txt"), file([C], "b.txt", year=2021, alias="421221-2019-gov")
    run(archive, 1, first, second)
    run(archive, 2, replace(file([A, B_EDITED], "a.txt"), natural_id="421221-2018-gov"))
    with archive.recording(time(3)) as recording:
        known: identity.Known = recording
        assert known.by_file(first.document.report.sha256) == (first.id, 1)
        assert known.by_file("0" * 64) is None
        assert (known.by_path("a.txt"), known.by_path("b.txt"), known.by_path("c.txt")) == (first.id, second.id, None)
        assert known.by_name(second.id) == known.by_name("421221-2019-gov") == second.id
        assert known.by_name("421221-2018-gov") is None
        assert known.by_natural_id("421221-2018-gov") == (first.id,)
        assert known.by_natural_id(first.id) == ()
        assert known.sketch(first.id) == sketch(A + BREAK + B_EDITED)
        assert known.sketch(second.id) == sketch(C)


def test_however_often_a_report_is_compared_its_text_is_read_once(archive):
    first = file([A, B])
    run(archive, 1, first)
    statements = []
    with archive.recording(time(2)) as recording:
        event.listen(recording._connection.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
        assert len({recording.sketch(first.id) for _file in range(100)}) == 1
    assert len(statements) == 1


def test_names_are_given_once(archive):
    run(archive, 1, file([A], alias="421221-2019-gov"), file([B], "b.txt", year=2021))
    for wrong in (
        file([C], "c.txt", year=2019),
        file([C], "c.txt", year=2022, alias=file([A]).id),
        file([C], "c.txt", year=2022, alias="421221-2019-gov"),
    ):
        with pytest.raises(ValueError, match="already names"):
            run(archive, 2, wrong)
    histories = run(archive, 2, file([A], alias="421221-2019-gov"))
    assert histories[file([A]).id][0].aliases == ("421221-2019-gov",)


def test_arguments_that_contradict_each_other_are_refused(archive):
    with pytest.raises(ValueError, match="not the bytes"):
        run(archive, 1, replace(file([A]), data=b"other"))
    with pytest.raises(ValueError, match="two current"):
        run(archive, 1, file([A]), file([B]))
    with pytest.raises(ValueError, match="no current"):
        run(archive, 1, file([A], current=False))
    with pytest.raises(ValueError, match="time zone"), archive.recording(datetime(2024, 1, 1)):  # noqa: DTZ001  # the point
        pytest.fail("a run at no time")
    assert archive.head == ""


def test_a_check_finds_every_kind_of_alteration(archive):
    run(archive, 1, file([A, B]), file([C], "c.txt", year=2021))
    run(archive, 2, file([A, B_EDITED]), file([C], "c.txt", year=2021))
    assert archive.check() == ()
    for statement, found in (
        ("UPDATE texts SET text = text || '。' WHERE text LIKE '全县%'", "段落文字"),
        ("UPDATE paragraphs SET rest = replace(rest, 'general', 'plan') WHERE version = 2", "第 2 版与记录时不同"),
        ("UPDATE paragraphs SET text_hash = '0000000000' WHERE report LIKE '%2021%'", "与引证码不符"),
        ("UPDATE versions SET record = replace(record, '嘉鱼', '金湖') WHERE number = 1", "第 1 版与记录时不同"),
    ):
        with archive.database.writing() as connection:
            connection.exec_driver_sql(statement.replace("%", "%%") if archive.database.file is None else statement)
            connection.commit()
        assert any(found in problem for problem in archive.check()), statement
    with archive.database.writing() as connection:
        connection.execute(schema.originals.update().values(data=b"other"))
        connection.commit()
    assert sum("原件" in problem for problem in archive.check()) == 3


WRITING = """
import sys, time
from indexer.archive import open_archive
from indexer.archive.sighting import Sighting
from tests.indexer.archive.runs import A, B, file, run, time as at
with open_archive(sys.argv[1]) as archive, archive.recording(at(2)) as recording:
    for year in range(1000, 1100):
        one = file([f"{A}{B}{i}" for i in range(100)], year=year)
        found = Sighting(one.document.report.path, {}, current=True)
        recording.record(one.document, found, data=one.data, natural_id=one.id)
    recording.settle()
    print("written", flush=True)
    time.sleep(60)
"""


def test_a_run_that_is_killed_leaves_no_trace(place):
    where = place()
    with open_archive(where) as archive:
        run(archive, 1, file([A, B]))
        before = rows(archive), archive.head
    child = subprocess.Popen([sys.executable, "-c", WRITING, str(where)], stdout=subprocess.PIPE, cwd=ROOT)
    assert child.stdout and child.stdout.readline() == b"written\n"
    child.kill()
    child.wait()
    child.stdout.close()
    with open_archive(where) as archive:
        assert (rows(archive), archive.head) == before
        assert archive.check() == ()
        run(archive, 2, file([A, B]))


def test_importing_the_package_loads_no_database_library():
    code = "import indexer.archive, sys; print([m for m in ('sqlalchemy', 'alembic', 'rapidfuzz') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
