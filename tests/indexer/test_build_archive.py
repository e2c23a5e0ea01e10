"""A run and the archive: both go on together, or both stay as they were."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.archive import open_archive
from indexer.build import run
from indexer.engines import archive_named, current_generation
from indexer.errors import IndexBusy, RunError
from tests.conftest import SEEDS, Silence
from tests.indexer import made_up
from tests.indexer.made_up import index, report


@pytest.fixture
def revised(tmp_path: Path) -> tuple[Path, Path]:
    """A folder indexed once, one of its two reports corrected since, and the index."""
    return made_up.revised(tmp_path)


class Fault(Exception):
    """Something that no one expects."""


def head(folder: Path) -> str:
    with open_archive(folder / "archive") as archive:
        return archive.head


BEFORE_COMMIT = [
    "indexer.cache.Cache.put",
    "indexer.build.identify",
    "indexer.archive.recording.Recording.record",
    "indexer.engines.whoosh.WhooshBuild.add",
    "indexer.archive.recording.Recording.settle",
    "indexer.archive.recording.Recording.histories",
    "indexer.engines.whoosh.WhooshBuild.remember",
    "indexer.engines.whoosh.WhooshBuild.keep",
    "indexer.engines.whoosh.WhooshBuild.finish",
    "indexer.archive.recording.Recording.commit",
]


@pytest.mark.parametrize("step", BEFORE_COMMIT, ids=lambda step: step.rpartition(".")[2])
def test_what_fails_before_the_archive_is_committed_leaves_all_as_it_was(revised, monkeypatch, step):
    sources, folder = revised
    before = current_generation(folder), head(folder)

    def fail(*_: object, **__: object) -> None:
        raise Fault

    with monkeypatch.context() as patched:
        patched.setattr(step, fail)
        with pytest.raises(Fault):
            index(sources, folder)
    assert (current_generation(folder), head(folder)) == before
    assert archive_named(folder) == head(folder)
    result = index(sources, folder)
    assert (result.changes.added, result.changes.revised, result.changes.withdrawn) == (0, 1, 0)
    assert archive_named(folder) == head(folder) != before[1]


def test_an_index_that_could_not_follow_its_archive_is_made_anew_by_the_next_run(revised, monkeypatch):
    sources, folder = revised
    generation, state = current_generation(folder), head(folder)

    def full(*_: object) -> None:
        raise RunError("磁盘空间不足")

    with monkeypatch.context() as patched:
        patched.setattr("indexer.engines.generations.publish", full)
        with pytest.raises(RunError, match="磁盘空间不足"):
            index(sources, folder)
    assert current_generation(folder) == generation
    assert archive_named(folder) == state != head(folder)
    (sources / "a.txt").write_bytes(report())  # what the index holds: by its sources alone nothing would have changed
    assert index(sources, folder).status is not None
    assert archive_named(folder) == head(folder)
    assert index(sources, folder).status is None


ENDED = """
import os, sys
from pathlib import Path
from indexer.archive.recording import Recording
from indexer.build import run
from indexer.engines import generations
from tests.conftest import Silence

def end(*_):
    os._exit(9)

Recording.commit, generations.publish = (end, end) if sys.argv[3] == "commit" else (Recording.commit, end)
run(Path(sys.argv[1]), Path(sys.argv[2]), Silence())
"""


@pytest.mark.parametrize("moment", ["commit", "publish"])
def test_a_run_that_is_killed_leaves_archive_and_index_usable(revised, moment):
    sources, folder = revised
    generation, state = current_generation(folder), head(folder)
    command = [sys.executable, "-c", ENDED, str(sources), str(folder), moment]
    assert subprocess.run(command, check=False, cwd=SEEDS.parent).returncode == 9
    assert current_generation(folder) == generation
    assert (head(folder) == state) is (moment == "commit")
    index(sources, folder)
    assert archive_named(folder) == head(folder)


@pytest.mark.parametrize("outdated", [False, True], ids=["index in use", "index of an older version"])
def test_an_index_whose_archive_has_gone_is_not_silently_made_without_its_past(revised, outdated):
    sources, folder = revised
    shutil.rmtree(folder / "archive")
    if outdated:
        manifest = folder / "generations" / str(current_generation(folder)) / "manifest.json"
        written = manifest.read_text(encoding="utf-8")
        manifest.write_text(written.replace('"schema_version": ', '"schema_version": 9'), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(RunError, match=r"存档不见了.*--new-archive"):
            index(sources, folder)
    assert not (folder / "archive").exists()
    assert run(sources, folder, Silence(), new_archive=True).status is not None
    assert archive_named(folder) == head(folder) != ""


def test_another_archive_is_not_taken_for_the_index_s_own(revised, tmp_path):
    sources, folder = revised
    index(SEEDS, tmp_path / "other")
    elsewhere = tmp_path / "other" / "archive"
    with open_archive(elsewhere) as archive:
        before = archive.head
    with pytest.raises(RunError, match="存档不见了"):
        run(sources, folder, Silence(), archive=elsewhere)
    with open_archive(elsewhere) as archive:
        assert archive.head == before


def test_an_archive_restored_from_a_backup_goes_on_where_the_index_is_lost_too(revised, tmp_path):
    sources, folder = revised
    shutil.copytree(folder / "archive", tmp_path / "backup")
    index(sources, folder)
    for path in (folder / "archive", folder / "generations"):
        shutil.rmtree(path)
    shutil.copytree(tmp_path / "backup", folder / "archive")
    (folder / "CURRENT").unlink()
    result = index(sources, folder)
    assert (result.changes.added, result.changes.revised) == (0, 1)


def test_a_second_run_on_the_same_archive_is_told_at_once(revised, monkeypatch, tmp_path):
    sources, folder = revised

    def never(*_: object) -> None:
        raise AssertionError("analysed in vain")

    monkeypatch.setattr("indexer.gathering.Gathering.gather", never)
    with open_archive(folder / "archive") as archive, archive.recording(datetime.now(UTC)), pytest.raises(IndexBusy):
        run(sources, tmp_path / "second", Silence(), archive=folder / "archive")


def test_an_empty_archive_gives_no_index(tmp_path):
    with pytest.raises(RunError):
        run(None, tmp_path, Silence())
    with open_archive(tmp_path / "archive"):
        pass
    with pytest.raises(RunError, match="存档里还没有"):
        run(None, tmp_path, Silence())
    assert current_generation(tmp_path) is None
