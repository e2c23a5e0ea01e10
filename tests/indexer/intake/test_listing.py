"""What is listed of a folder before anything of it is read."""

import os
from pathlib import Path

import pytest

from indexer.intake.sources import Found, Rejection, listed, walk


def paths(folder: Path, **given: Path) -> list[str]:
    return [item.path for item in listed(folder, **given)]


def test_listing_opens_no_source(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_bytes(b"one")

    def refused(*_: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr("indexer.intake.opening.os.open", refused)
    (item,) = listed(tmp_path)
    assert isinstance(item, Found) and item.stamp is not None
    assert item.stamp.size == 3


def test_by_products_and_the_index_itself_are_passed_over(tmp_path):
    for name in ("a.html", "a_files/style.css", "Thumbs.db", "~$b.docx", "b.docx", "index/generations/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert paths(tmp_path, without=tmp_path / "index") == ["a.html", "b.docx"]
    assert paths(tmp_path) == ["a.html", "b.docx", "index/generations/x.txt"]


def test_folders_nested_deeper_than_calls_may_be(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # and back at the end
    for _ in range(1_100):
        os.mkdir("d")  # noqa: PTH102 - such a path is longer than the system takes at once
        os.chdir("d")
    Path("a.txt").write_bytes(b"x")
    try:
        (item,) = listed(tmp_path)
    finally:
        for _ in range(1_100):
            Path("a.txt").unlink(missing_ok=True)
            os.chdir("..")
            os.rmdir("d")  # noqa: PTH106 - as above
    assert item.path.count("/") > 500


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\nb.txt", "a\\nb.txt"),
        (b"a\x1b[31m\r.txt", "a\\x1b[31m\\r.txt"),
        (b"\xb1\xa8\xb8\xe6.txt", "\\udcb1\\udca8\\udcb8\\udce6.txt"),
        ("a\u202eb.txt".encode(), "a\\u202eb.txt"),
    ],
    ids=["newline", "terminal", "GBK", "right to left"],
)
def test_names_are_shown_on_one_line_and_the_file_is_read(tmp_path, name, shown):
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:  # noqa: PTH118, PTH123 - bytes are no Path
        file.write(b"x")
    (item,) = listed(tmp_path)
    assert item.path == shown
    assert isinstance(item, Found)
    read = item.read()
    assert not isinstance(read, Rejection)
    assert read[0].data == b"x"


def test_a_file_that_became_a_link_after_it_was_listed_is_not_read(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.txt").write_bytes(b"x")
    (item,) = listed(inside)
    assert isinstance(item, Found)
    (inside / "a.txt").unlink()
    (inside / "a.txt").symlink_to(tmp_path / "secret")
    read = item.read()
    assert isinstance(read, Rejection)
    assert "文件夹之外" in read.reason


def test_a_file_that_has_gone_since_is_a_row(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x")
    (item,) = listed(tmp_path)
    assert isinstance(item, Found)
    (tmp_path / "a.txt").unlink()
    assert isinstance(item.read(), Rejection)
    assert list(walk(tmp_path)) == []
