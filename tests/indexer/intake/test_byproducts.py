"""What lies beside sources is passed over; what may be a source never is."""

import time

import pytest

from indexer.intake.byproducts import passed_over
from indexer.intake.sources import Rejection, walk

BESIDE = frozenset({"报告.htm", "b.HTML", "c.mhtml", "d.doc", "e.txt"})


@pytest.mark.parametrize("name", ["报告_files", "报告.files", "b_files", "d.files", "__MACOSX", "$RECYCLE.BIN", ".git"])
def test_folders_passed_over(name):
    assert passed_over(name, is_folder=True, siblings=BESIDE)


@pytest.mark.parametrize("name", ["e_files", "f_files", "files", "_files", "2021_files", "报告", "macosx"])
def test_folders_walked(name):
    assert not passed_over(name, is_folder=True, siblings=BESIDE)


@pytest.mark.parametrize(
    "name", ["desktop.ini", "Thumbs.db", ".DS_Store", "._a.txt", "~$报告.docx", ".~报告.docx", "e.meta.toml"]
)
def test_files_passed_over(name):
    assert passed_over(name, is_folder=False, siblings=BESIDE)


@pytest.mark.parametrize(
    "name", ["a.txt", "a.part", "a.docx.crdownload", "a.tmp", "meta.toml.txt", "~报告.docx", "__MACOSX"]
)
def test_files_that_are_sources_or_rejected(name):
    assert not passed_over(name, is_folder=False, siblings=BESIDE)


def test_a_sidecar_without_a_source_is_not_passed_over_in_silence(tmp_path):
    for name in ("a.Pdf", "a.meta.toml", "b.txt", "b.txt.meta.toml", "c.meta.toml", "B.meta.toml", "2021.12.meta.toml"):
        (tmp_path / name).write_bytes(b"")
    reasons = {found.path: found.reason for found in walk(tmp_path) if isinstance(found, Rejection)}
    assert reasons.keys() == {"a.Pdf", "b.txt", "c.meta.toml", "B.meta.toml", "2021.12.meta.toml"}
    assert "来源文件" in reasons["c.meta.toml"] and "空" in reasons["a.Pdf"]


def test_time_grows_no_faster_than_the_sidecars_without_a_source():
    names = frozenset(f"{number}.meta.toml" for number in range(50_000))
    start = time.process_time()
    assert not any(passed_over(name, is_folder=False, siblings=names) for name in names)
    assert time.process_time() - start < 10
