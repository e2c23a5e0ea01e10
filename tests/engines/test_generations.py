"""An index is published whole or not at all, and a damaged or outdated one is told apart from a good one."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import engines
from indexer.contract import Phrase, SearchRequest
from indexer.engines import generations, manifest, open_build, open_engine
from indexer.engines.arrays import ArraysWriter, open_arrays
from indexer.engines.reports import ReportsWriter
from indexer.engines.whoosh import bulk
from indexer.errors import IndexBusy, IndexDamaged, IndexMissing, IndexOutdated, RunError
from indexer.words import paragraph_words
from tests.engines.conftest import build
from tests.engines.corpus import make_document

OLD = make_document(["全面推行“双随机、一公开”。", "行政复议体制改革"])
NEW = make_document(["执法人员持证上岗"], year=2021)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index that holds OLD."""
    build(tmp_path / "index", [OLD])
    return tmp_path / "index"


def generation(folder: Path) -> Path:
    name = engines.current_generation(folder)
    assert name is not None
    return folder / "generations" / name


def held(folder: Path) -> set[str]:
    engine = open_engine(folder)
    try:
        return {report.id for report in engine.reports()}
    finally:
        engine.close()


def publish(folder, documents, *, words, read=None, rejected=None) -> None:
    with open_build(folder) as made:
        for document, of_document in zip(documents, words, strict=True):
            made.add(document, of_document)
        made.finish(read=len(documents) if read is None else read, rejected=rejected or {})
        made.publish()


def test_an_index_that_was_never_built_says_how_to_build_it(tmp_path):
    with pytest.raises(IndexMissing, match=f"xianli index 报告文件夹 --index {tmp_path}"):
        open_engine(tmp_path)
    assert engines.current_generation(tmp_path) is None
    assert engines.published(tmp_path) is None


def test_publishing_replaces_what_was_there_and_keeps_one_generation_before_it(folder):
    for number in range(3):
        build(folder, [OLD, replace(NEW, report=replace(NEW.report, title=str(number)))])
    assert held(folder) == {OLD.report.id, NEW.report.id}
    assert len(list((folder / "generations").iterdir())) == 2
    assert engines.verify(folder) == []


def test_a_file_that_cannot_be_removed_keeps_nothing_else_of_its_generation(folder, monkeypatch):
    unlink = os.unlink

    def unlink_what_is_not_open(path, **options):
        if os.fspath(path).endswith(".arrays"):
            raise PermissionError("in use")
        unlink(path, **options)

    oldest = generation(folder)
    build(folder, [OLD, NEW])
    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", unlink_what_is_not_open)
        generations._prune(folder, "none of them")
    assert {path.suffix for path in oldest.rglob("*") if path.is_file()} == {".arrays"}
    build(folder, [NEW])
    assert not oldest.exists()
    assert held(folder) == {NEW.report.id}


def test_the_manifest_tells_what_went_in(folder):
    with open_build(folder) as made:
        made.add(OLD, paragraph_words(OLD))
        status = made.finish(read=2, rejected={"a.txt": "不是报告"}, inputs="fingerprint")
        made.publish()
    told = engines.published(folder)
    assert told is not None
    assert (told.generation, told.inputs) == (status.generation, "fingerprint")
    assert (told.read, told.reports, told.paragraphs) == (2, 1, 2)
    assert told.rejected == {"a.txt": "不是报告"}


def test_an_exception_publishes_nothing_and_leaves_nothing_behind(folder):
    before = sorted(folder.rglob("*"))
    with pytest.raises(ValueError, match="shorter"):
        publish(folder, [NEW], words=[])
    assert sorted(folder.rglob("*")) == before
    assert held(folder) == {OLD.report.id}


@pytest.mark.parametrize(
    "documents",
    [
        [NEW, OLD],  # not in order
        [OLD, OLD],
        [replace(NEW, paragraphs=(replace(NEW.paragraphs[0], section="nowhere"),))],
        [replace(NEW, paragraphs=(NEW.paragraphs[0], NEW.paragraphs[0]))],
        [replace(NEW, paragraphs=(replace(NEW.paragraphs[0], id="x"),))],
        [replace(NEW, report=replace(NEW.report, id="../x"))],
    ],
)
def test_a_wrong_report_stops_the_build_before_it_spoils_its_neighbours(folder, documents):
    with pytest.raises(RunError, match="索引未建立"):
        publish(folder, documents, words=[paragraph_words(OLD)[:1] * len(d.paragraphs) for d in documents])
    assert held(folder) == {OLD.report.id}


def test_counts_must_add_up(folder):
    with pytest.raises(RunError, match="数目不符"):
        publish(folder, [NEW], words=[paragraph_words(NEW)], read=3, rejected={"a": ""})
    assert held(folder) == {OLD.report.id}


def test_nothing_to_index_keeps_the_old_index(folder):
    with (
        pytest.raises(RunError, match="没有可收入索引的报告"),
        open_build(folder) as made,
    ):
        made.finish(read=0, rejected={})
    assert held(folder) == {OLD.report.id}


@pytest.mark.parametrize("fault", ["commit", "write", "texts", "reports", "fsync", "rename", "replace"])
def test_a_failing_disk_keeps_the_old_index(folder, monkeypatch, fault):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    def full(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    target = {
        "fsync": (os, "fsync"),
        "replace": (Path, "replace"),
        "rename": (Path, "rename"),
        "write": (Path, "write_bytes"),
        "commit": (bulk, "write_toc"),
        "texts": (ArraysWriter, "add"),
        "reports": (ReportsWriter, "add"),
    }
    monkeypatch.setattr(*target[fault], full if fault == "reports" else fail)
    with pytest.raises(RunError, match="磁盘空间不足"):
        build(folder, [OLD, NEW])
    monkeypatch.undo()
    assert held(folder) == {OLD.report.id}
    build(folder, [OLD, NEW])
    assert held(folder) == {OLD.report.id, NEW.report.id}


def test_everything_is_on_the_disk_before_current_names_it(folder, monkeypatch):
    synced: list[str] = []
    descriptors = {}
    really_open, really_replace = os.open, Path.replace

    def opened(path, *args, **kwargs):
        descriptors[descriptor := really_open(path, *args, **kwargs)] = Path(path)
        return descriptor

    def replaced(path, target):
        synced.append("CURRENT")
        return really_replace(path, target)

    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(descriptors.get(descriptor, Path()).name))
    monkeypatch.setattr(Path, "replace", replaced)
    build(folder, [NEW])
    monkeypatch.undo()
    names = {path.name for path in generation(folder).rglob("*")}
    assert names <= set(synced[: synced.index("CURRENT")])
    assert {"generations", "whoosh"} <= set(synced[: synced.index("CURRENT")])


def test_every_file_counts(folder):
    """A file that is missing or cut short stops the opening; a changed one is found by verify at the latest."""
    whole = folder.parent / "whole"
    shutil.copytree(folder, whole)
    names = [path.relative_to(generation(whole)) for path in generation(whole).rglob("*") if path.is_file()]
    assert len(names) >= 8
    for name in names:
        for harm in ("missing", "cut", "flipped"):
            shutil.rmtree(folder)
            shutil.copytree(whole, folder)
            path = generation(folder) / name
            content = path.read_bytes()
            if harm == "missing":
                path.unlink()
            elif harm == "cut":
                path.write_bytes(content[:-1])
            else:
                middle = len(content) // 2
                path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
            assert engines.verify(folder) != [], (name, harm)
            if harm != "flipped":
                with pytest.raises((IndexDamaged, IndexOutdated), match="xianli index 报告文件夹"):
                    open_engine(folder)
                assert engines.published(folder) is None


def test_a_planted_pickle_is_not_run(folder):
    """What opening would unpickle is hashed first."""
    (toc,) = generation(folder).rglob("*.toc")
    planted = b"cos\nsystem\n(S'touch " + str(folder / "touched").encode() + b"'\ntR."
    toc.write_bytes((planted + bytes(toc.stat().st_size))[: toc.stat().st_size])
    with pytest.raises(IndexDamaged):
        open_engine(folder)
    toc.with_name("_MAIN_99.toc").write_bytes(planted)
    toc.unlink()
    with pytest.raises(IndexDamaged):
        open_engine(folder)
    assert not (folder / "touched").exists()


@pytest.mark.parametrize(
    "column", ["slot", "slot_report", "slot_section", "report_place", "report_body", "report_kind"]
)
def test_a_column_that_points_at_nothing_is_damage(folder, column):
    path = generation(folder) / "columns.arrays"
    arrays = {name: array.copy() for name, array in open_arrays(path).items()}
    arrays[column][-1] ^= 1 << 7
    with ArraysWriter(path) as altered:
        for name, array in arrays.items():
            altered.add(name, array)
    with pytest.raises(IndexDamaged):
        open_engine(folder)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"../../elsewhere\n", b"20200101T000000000Z-00000000\n"])
def test_a_current_that_names_nothing_is_damage(folder, content):
    (folder / "CURRENT").write_bytes(content)
    with pytest.raises(IndexDamaged, match="xianli index 报告文件夹"):
        open_engine(folder)
    build(folder, [NEW])
    assert held(folder) == {NEW.report.id}


def test_an_index_that_may_not_be_read_says_so(folder, monkeypatch):
    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(manifest, "sha256", refuse)
    with pytest.raises(IndexDamaged, match="没有权限"):
        open_engine(folder)


def test_a_folder_that_may_not_be_written_says_so(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(RunError, match=r"不是文件夹.*--index"), open_build(tmp_path / "file" / "index"):
        pass


@pytest.mark.parametrize("other", [{"schema_version": 0}, {"text_rules_hash": ""}])
def test_an_index_of_other_rules_is_refused(folder, other):
    known = engines.published(folder)
    assert known is not None
    manifest.write(generation(folder), replace(known, **other))
    with pytest.raises(IndexOutdated, match="xianli index 报告文件夹"):
        open_engine(folder)
    assert engines.published(folder) is None


def test_a_second_writer_is_told_who_writes(folder):
    with (
        generations.write_lock(folder),
        pytest.raises(IndexBusy, match=str(os.getpid())),
        open_build(folder),
    ):
        pass
    build(folder, [NEW])


WRITER = """
import sys, time
from pathlib import Path
from indexer.engines import generations, open_build
from indexer.words import paragraph_words
from tests.engines.corpus import make_document

folder, moment = Path(sys.argv[1]), sys.argv[2]
stop = lambda *_: (print("ready", flush=True), time.sleep(60))
document = make_document(["执法人员持证上岗"], year=2021)
if moment != "adding":
    setattr(generations, moment, stop)
with open_build(folder) as build:
    build.add(document, paragraph_words(document))
    if moment == "adding":
        stop()
    build.finish(read=1, rejected={})
    build.publish()
"""


@pytest.mark.parametrize("moment", ["adding", "free_name", "_sync_tree", "_sync", "_prune"])
def test_a_killed_writer_leaves_a_whole_index_and_no_lock(folder, moment):
    """SIGKILL while adding, before the manifest, before fsync, after renaming, and after CURRENT was replaced."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), moment], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        with pytest.raises(IndexBusy, match=str(writer.pid)):
            build(folder, [OLD])
        writer.send_signal(signal.SIGKILL)
        writer.wait(10)
    assert held(folder) == ({NEW.report.id} if moment == "_prune" else {OLD.report.id})
    assert engines.verify(folder) == []
    build(folder, [OLD, NEW])
    assert held(folder) == {OLD.report.id, NEW.report.id}
    assert not list((folder / "generations").glob(".building-*"))


def test_a_reader_keeps_its_generation_until_it_lets_go(folder):
    engine = open_engine(folder)
    for _ in range(3):
        build(folder, [NEW])
    found = engine.search(SearchRequest(Phrase("双随机", "双随机")))
    assert [hit.paragraph.text for hit in found.hits] == [OLD.paragraphs[0].text]
    assert engine.document(OLD.report.id) == OLD
    engine.close()


@pytest.mark.skipif(sys.platform != "linux", reason="counts descriptors in /proc")
def test_nothing_leaks(folder):
    """Opening, failing to open, searching and closing gives every descriptor back."""

    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    def once() -> None:
        engine = open_engine(folder)
        engine.search(SearchRequest(Phrase("双随机", "双随机")))
        engine.document(OLD.report.id)
        engine.close()
        (folder / "CURRENT").rename(folder / "away")
        with pytest.raises(IndexMissing):
            open_engine(folder)
        (folder / "away").rename(folder / "CURRENT")

    once()
    before = descriptors()
    for _ in range(20):
        once()
    build(folder, [NEW])
    assert descriptors() <= before


def test_looking_for_a_new_generation_is_cheap(folder):
    start = time.perf_counter()
    for _ in range(100):
        engines.current_generation(folder)
    assert time.perf_counter() - start < 0.5
