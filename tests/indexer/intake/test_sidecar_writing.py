"""Answers are added to what a person wrote, which stays as it is."""

import codecs

import pytest

from indexer.errors import RunError
from indexer.intake.sidecar_writing import add_to_sidecar
from indexer.intake.sidecars import read_sidecar
from indexer.intake.values import Value

ANSWER: dict[str, Value] = {"jurisdiction": "421221", "report_year": 2020}


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    return path


def test_a_sidecar_is_made(source):
    path = add_to_sidecar(source, ANSWER | {"title": '“甲”\\"乙" é\u3000丙'})
    assert path.name == "a.meta.toml"
    assert path.read_text(encoding="utf-8").startswith('jurisdiction = "421221"\nreport_year = 2020\ntitle = ')
    assert read_sidecar(source, "a.txt") == ANSWER | {"title": '“甲”\\"乙" é 丙'}
    assert [each.name for each in source.parent.iterdir() if each.name.startswith(".")] == []


WRITTEN = '# 来源：县政府网\r\ntitle = "标题" # 已核\r\nreport_year = 2019'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_what_stands_there_stays_to_the_letter(source, encoding):
    path = source.with_name("a.meta.toml")
    path.write_bytes(WRITTEN.encode(encoding))
    add_to_sidecar(source, ANSWER)
    assert path.read_bytes().decode(encoding) == f'{WRITTEN}\r\njurisdiction = "421221"\r\n'
    assert path.read_bytes().startswith(WRITTEN.encode(encoding))
    assert read_sidecar(source, "a.txt") == {"title": "标题", "report_year": 2019, "jurisdiction": "421221"}


def test_an_empty_value_is_one_that_the_user_gave(source):
    path = source.with_name("a.meta.toml")
    path.write_bytes(b'jurisdiction = ""\nreport_year = 2019\n')
    add_to_sidecar(source, ANSWER)
    assert path.read_bytes() == b'jurisdiction = ""\nreport_year = 2019\n'


def test_the_sidecar_of_one_file_is_added_to_where_there_is_one(source):
    source.with_name("a.txt.meta.toml").write_bytes(codecs.BOM_UTF8)
    assert add_to_sidecar(source, ANSWER).name == "a.txt.meta.toml"
    assert not source.with_name("a.meta.toml").exists()


def test_rights_are_kept(source):
    path = source.with_name("a.meta.toml")
    path.write_bytes(b"")
    path.chmod(0o640)
    add_to_sidecar(source, ANSWER)
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("written", [b"title = \n", b"\xff\xfe\xfa", b"title = 'a'\ntitle = 'b'\n"])
def test_what_cannot_be_read_is_not_touched(source, written):
    path = source.with_name("a.meta.toml")
    path.write_bytes(written)
    with pytest.raises(RunError, match="没有改动"):
        add_to_sidecar(source, ANSWER)
    assert path.read_bytes() == written


def test_a_link_is_not_followed(source):
    outside = source.with_name("outside")
    outside.write_bytes(b"")
    source.with_name("a.meta.toml").symlink_to(outside)
    with pytest.raises(RunError, match="链接"):
        add_to_sidecar(source, ANSWER)
    assert outside.read_bytes() == b""


def test_where_nothing_can_be_written_the_old_file_stays(source, monkeypatch):
    path = source.with_name("a.meta.toml")
    path.write_bytes(b"# a\n")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RunError, match="磁盘空间不足"):
        add_to_sidecar(source, ANSWER)
    assert path.read_bytes() == b"# a\n"
    assert {each.name for each in source.parent.iterdir()} == {"a.txt", "a.meta.toml"}
