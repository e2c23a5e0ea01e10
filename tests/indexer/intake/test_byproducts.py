"""What lies beside sources is passed over; what may be a source never is."""

import pytest

from indexer.intake.byproducts import passed_over

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
