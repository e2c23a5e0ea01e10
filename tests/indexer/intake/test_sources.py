"""What is read from a folder, and what is not, with the reason."""

import os
import re
import socket
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import RunError
from indexer.intake import sources
from indexer.intake.names import printable
from indexer.intake.sources import Rejection, Source, walk


def found(folder: Path) -> dict[str, Any]:
    return {item.path: item for item in walk(folder)}


def test_files_come_in_order_with_paths_and_hashes(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_bytes(b"two")
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / ".hidden.txt").write_bytes(b"no")
    (tmp_path / "a.meta.toml").write_text("")
    items = list(walk(tmp_path))
    assert [item.path for item in items] == ["a.txt", "b/2.txt"]
    assert isinstance(items[0], Source)
    assert items[0].sha256 == "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"


def test_a_single_file_is_a_folder_of_one(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "b.txt").write_bytes(b"two")
    assert [item.path for item in walk(tmp_path / "a.txt")] == ["a.txt"]


def test_a_missing_folder_is_the_run_s_error(tmp_path):
    with pytest.raises(RunError, match="找不到"):
        list(walk(tmp_path / "none"))


def test_rejections(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_BYTES", 1_000_000)
    (tmp_path / "empty.txt").touch()
    (tmp_path / "page.xls").write_text("<p>")
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(1_000_001)
    os.mkfifo(tmp_path / "pipe.txt")
    plug = socket.socket(socket.AF_UNIX)
    plug.bind(str(tmp_path / "plug.txt"))
    plug.close()
    items = found(tmp_path)
    assert all(isinstance(item, Rejection) for item in items.values())
    assert "空" in items["empty.txt"].reason
    assert "不支持 .xls" in items["page.xls"].reason
    assert "1 MB" in items["big.txt"].reason
    assert "普通文件" in items["pipe.txt"].reason
    assert "普通文件" in items["plug.txt"].reason


def test_links_never_lead_out_and_never_round(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    inside = tmp_path / "inside"
    (inside / "sub").mkdir(parents=True)
    (inside / "real.txt").write_text("real")
    (inside / "out.txt").symlink_to(outside / "secret.txt")
    (inside / "up").symlink_to(outside)
    (inside / "sub" / "loop").symlink_to(inside)
    (inside / "same.txt").symlink_to(inside / "real.txt")
    (inside / "gone.txt").symlink_to(inside / "nothing")
    (inside / "ring.txt").symlink_to(inside / "ring.txt")
    items = found(inside)
    assert {path for path, item in items.items() if isinstance(item, Source)} == {"real.txt", "same.txt"}
    assert "文件夹之外" in items["out.txt"].reason
    assert "链接" in items["up"].reason
    assert "链接" in items["sub/loop"].reason
    assert {"gone.txt", "ring.txt"} <= items.keys()


def test_a_file_that_grows_while_read_is_left_for_the_next_run(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"half")
    original = os.fdopen

    def appended(*arguments, **given):
        with path.open("ab") as writer:
            writer.write(b" and half")
        return original(*arguments, **given)

    monkeypatch.setattr("indexer.intake.opening.os.fdopen", appended)
    (item,) = walk(path)
    assert isinstance(item, Rejection)
    assert "正在被写入" in item.reason


def test_what_may_not_be_read_is_a_row_and_not_the_end(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "b.txt").write_bytes(b"two")
    original = os.open

    def refused(path, *arguments):
        if Path(path).name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return original(path, *arguments)

    monkeypatch.setattr("indexer.intake.opening.os.open", refused)
    items = found(tmp_path)
    assert "权限" in items["a.txt"].reason
    assert isinstance(items["b.txt"], Source)


def test_names_are_shown_on_one_line(tmp_path):
    (tmp_path / "a\nb\x1b[31m.txt").write_bytes(b"x")
    (tmp_path / os.fsdecode(b"\xff.txt")).write_bytes(b"x")
    assert set(found(tmp_path)) == {"a\\nb\\x1b[31m.txt", "\\udcff.txt"}
    assert printable("嘉鱼县 2020.txt") == "嘉鱼县 2020.txt"


def test_a_sidecar_overrides(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "a.meta.toml").write_text(
        'source_url = "https://www.jiayu.gov.cn/a?b=1"\nfetched_at = 2021-02-03\nreport_year = 2020\ntitle = " 标题 "\n'
        'publication_date = "2021-01-13"\n'
    )
    (item,) = walk(tmp_path)
    assert isinstance(item, Source)
    assert item.overrides["source_url"] == "https://www.jiayu.gov.cn/a?b=1"
    assert str(item.overrides["fetched_at"]) == "2021-02-03"
    assert str(item.overrides["publication_date"]) == "2021-01-13"
    assert item.overrides["title"] == "标题"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('\nsource_url = "javascript:alert(1)"', "第 2 行 source_url"),
        ('source_url = "https://"', "第 1 行 source_url"),
        ('source_url = "http://a b/"', "第 1 行 source_url"),
        ('title = "a"\n\nyear = 2020', "第 3 行 year"),
        ("report_year = 20", "第 1 行 report_year"),
        ("report_year = true", "第 1 行 report_year"),
        ("title = 3", "第 1 行 title"),
        ('fetched_at = "gestern"', "第 1 行 fetched_at"),
        ('jurisdiction = "42"', "第 1 行 jurisdiction"),
        ('title = "a"\ntitle', "第 2 行"),
    ],
)
def test_a_fault_in_a_sidecar_names_file_line_and_key(tmp_path, written, said):
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "a.meta.toml").write_text(written)
    (item,) = walk(tmp_path)
    assert isinstance(item, Rejection)
    assert said in item.reason
    assert ".meta.toml" in item.reason


TABLE = """path,title,report_year,publication_date,jurisdiction,source_url
a.txt,标题甲,2020,2021/1/3,421221,https://www.example.gov.cn/a
sub/b.txt,"标题,乙",2021年度,2022-01-03,,

sub\\c.txt,无,,,,
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt", "sub/c.txt", "d.txt"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_overrides_for_a_folder_and_those_below(folder, encoding):
    (folder / "metadata.csv").write_bytes(TABLE.replace("\n", "\r\n").encode(encoding))
    items = found(folder)
    assert list(items) == ["a.txt", "d.txt", "sub/b.txt", "sub/c.txt"]
    assert items["a.txt"].overrides == {
        "title": "标题甲",
        "report_year": 2020,
        "publication_date": date(2021, 1, 3),
        "jurisdiction": "421221",
        "source_url": "https://www.example.gov.cn/a",
    }
    assert items["sub/b.txt"].overrides == {
        "title": "标题,乙",
        "report_year": 2021,
        "publication_date": date(2022, 1, 3),
    }
    assert items["sub/c.txt"].overrides == {"title": ""}
    assert items["d.txt"].overrides == {}
    (alone,) = walk(folder / "a.txt")
    assert alone == items["a.txt"]


def test_what_is_nearer_to_a_file_outweighs(folder):
    (folder / "metadata.csv").write_text("path,title,issuer,source\nsub/b.txt,远,远,远\n")
    (folder / "sub" / "metadata.csv").write_text("path,title,issuer\nb.txt,近,近\n")
    (folder / "sub" / "b.meta.toml").write_text('title = "旁"')
    assert found(folder)["sub/b.txt"].overrides == {"title": "旁", "issuer": "近", "source": "远"}


def test_a_row_without_a_file_is_told(folder):
    (folder / "sub" / "metadata.csv").write_text("path,title\nb.txt,乙\nno.txt,无\n../d.txt,丁\n")
    item = found(folder)["sub/metadata.csv"]
    assert isinstance(item, Rejection)
    assert item.reason.startswith("第 3、4 行 path")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("report_year\na.txt,20", "第 2 行 report_year"),
        ("report_year\na.txt,2999", "第 2 行 report_year"),
        ("publication_date\n\na.txt,昨天", "第 3 行 publication_date"),
        ("publication_date\na.txt,2021/13/1", "第 2 行 publication_date"),
        ("source_url\na.txt,javascript:alert(1)", "第 2 行 source_url"),
        ("jurisdiction\na.txt,42", "第 2 行 jurisdiction"),
    ],
)
def test_a_fault_in_a_cell_costs_its_file_and_names_line_and_column(folder, cells, said):
    (folder / "metadata.csv").write_text(f"path,{cells}\n")
    items = found(folder)
    assert f"metadata.csv {said}" in items["a.txt"].reason
    assert isinstance(items["d.txt"], Source)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("path,year\na.txt,2020", "第 1 行第 2 列 'year'"),
        ("title,issuer\na,b", "第 1 行：缺少 path"),
        ("path,title,title\na.txt,b,c", "第 1 行第 3 列 title"),
        ("path,title\na.txt,b,c", "第 2 行第 3 列"),
        ("path,title\n,b", "第 2 行 path"),
        ("path,title\na.txt,b\na.txt,c", "第 3 行 path：与第 2 行重复"),
        ('path,title\na.txt,"b\n', "行不是有效的 CSV"),
    ],
)
def test_a_table_that_cannot_be_read_stops_the_run(folder, table, said):
    (folder / "metadata.csv").write_text(table)
    with pytest.raises(RunError, match=re.escape(f"metadata.csv {said}" if said[0] == "第" else said)):
        list(walk(folder))
