"""Files that become something else, or are written, between being looked at and being read."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.errors import SourceError
from indexer.intake.opening import read_regular
from indexer.intake.sources import Found, Rejection, listed

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell who writes a file")


def only(folder: Path) -> Found:
    (item,) = listed(folder)
    assert isinstance(item, Found)
    return item


@linux
def test_a_copy_that_pauses_is_not_taken_for_the_whole(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as writer:
        writer.write(b"half")
        writer.flush()
        read = only(tmp_path).read()
        assert isinstance(read, Rejection)
        assert "正在被写入" in read.reason
        writer.write(b" and half")
    read = only(tmp_path).read()
    assert not isinstance(read, Rejection)
    assert read[0].data == b"half and half"


@linux
def test_a_file_that_is_merely_open_in_an_editor_is_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"whole")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    with path.open("r+b"):
        assert read_regular(path, 100) == b"whole"


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "pipe").replace(path)
    with pytest.raises(SourceError, match="普通文件"):
        read_regular(path, 100)


def test_a_folder_that_becomes_a_link_while_a_file_is_opened_leads_nowhere(tmp_path, monkeypatch):
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    (inside / "sub").mkdir(parents=True)
    outside.mkdir()
    (inside / "sub" / "a.txt").write_bytes(b"x")
    (outside / "a.txt").write_bytes(b"secret")
    item = only(inside)
    opened = os.open

    def swapped(path, *arguments):
        (inside / "sub").rename(inside / "aside")
        (inside / "sub").symlink_to(outside)
        file = opened(path, *arguments)
        (inside / "sub").unlink()
        (inside / "aside").rename(inside / "sub")
        return file

    monkeypatch.setattr("indexer.intake.opening.os.open", swapped)
    read = item.read()
    assert isinstance(read, Rejection)
    assert "文件夹之外" in read.reason


@linux
def test_a_writer_that_comes_meanwhile_ends_nothing(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    write = f"import time\nend = time.time() + 1\nwhile time.time() < end: open({str(path)!r}, 'r+b').close()"
    with subprocess.Popen([sys.executable, "-c", write]) as writer:
        while writer.poll() is None:
            with suppress(SourceError):  # it is being written
                assert read_regular(path, 100) == b"x"
    assert read_regular(path, 100) == b"x"
