"""A folder of reports among all that can lie in one: the run ends, reads nothing outside, and tells what it refused."""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.indexer.made_up import index, report, states, years

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names and kinds of files")

TEXT = report().decode()
DEEP_LISTS = "[" * 9_000
PIECES = "一是推进依法行政。\n二是规范执法行为。\n"


def with_body(body: str) -> bytes:
    return TEXT.replace("二、存在问题", f"{body}\n二、存在问题").encode()


FILES: dict[bytes, tuple[bytes, str]] = {
    "行数.txt".encode(): (with_body("\n" * 100_000), "一份报告不会有这么多"),
    "段数.txt".encode(): (with_body(PIECES * 5_001), "一份报告不会有这么多"),
    b"new\nline.txt": (b"x", "没有正文"),
    b"\xff\xfe.txt": (b"x", "没有正文"),
    "\u202etxt.exe.txt".encode(): (b"x", "没有正文"),
    b"a" * 251 + b".txt": (b"x", "没有正文"),
    b"entity.html": (b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;', "没有正文"),
    b"nested.mht": (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        + b"--b\nContent-Type: multipart/related; boundary=b\n\n" * 30_000,
        "分段太多",
    ),
    b"torn.docx": (b"PK\x03\x04word/" + b"PK\x05\x06" * 100_000, "Word"),
    b"loop.pdf": (
        (
            b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
            b"2 0 obj\n<< /Type /Pages /Count 1000000 /Kids [2 0 R 2 0 R] >>\nendobj\n"
            b"trailer\n<< /Root 1 0 R /Size 3 >>\nstartxref\n0\n%%EOF"
        ),
        "PDF",
    ),
}
SIDECARS = {
    "2015.meta.toml": "report_year = " + "9" * 5_000,
    "2016.meta.toml": f"title = {DEEP_LISTS}",
    "2017.meta.toml": f"{'.'.join('a' * 9_000)} = 1",
}


def special(folder: Path) -> dict[str, str]:
    """Make what is no regular file, and return what is said of it."""
    (folder / "out.txt").symlink_to("/etc/passwd")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "ring.txt").symlink_to("ring.txt")
    (folder / "round").symlink_to(".")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind(str(folder / "plug.txt"))
    return {
        "out.txt": "文件夹之外",
        "zero.txt": "文件夹之外",
        "ring.txt": "绕成了一圈",
        "round": "指向文件夹的链接",
        "pipe.txt": "不是普通文件",
        "plug.txt": "不是普通文件",
    }


_WATCHERS: list[Callable[[str], None]] = []


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        for watcher in _WATCHERS:
            watcher(os.fsdecode(arguments[0]))


@contextmanager
def opened() -> Iterator[list[str]]:
    """Give the paths that this process opens meanwhile; a hook cannot be taken away, so there is one for all."""
    paths: list[str] = []
    _WATCHERS.append(paths.append)
    sys.addaudithook(_audit)
    try:
        yield paths
    finally:
        _WATCHERS.clear()


def test_a_folder_of_all_that_is_bad_gives_its_reports_and_a_row_for_each_of_the_others(tmp_path):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, *range(2012, 2020))
    expected = special(sources)
    for name, (data, said) in FILES.items():
        with open(os.path.join(os.fsencode(sources), name), "wb") as file:  # noqa: PTH118, PTH123 - bytes are no Path
            file.write(data)
        expected[shown(os.fsdecode(name))] = said
    for sidecar, written in SIDECARS.items():
        (sources / sidecar).write_text(written)
        expected[sidecar.replace("meta.toml", "txt")] = sidecar
    with opened() as paths:
        result = index(sources, folder)
    reasons = {one.path: one.reasons[0] for one in result.outcomes if one.state == "rejected"}
    assert reasons.keys() == expected.keys()
    assert [(path, reasons[path]) for path, said in expected.items() if said not in reasons[path]] == []
    assert len(states(result)) == 8 - len(SIDECARS) + len(expected)
    assert not any(path.startswith(("/etc/passwd", "/dev/zero")) for path in paths)
    assert len((folder / "rejected.jsonl").read_text(encoding="utf-8").splitlines()) == len(expected)


def shown(name: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in name)
