"""Packs of source files are shared with the generation before, and a damaged one is never taken for a sound one."""

import os
from pathlib import Path

import pytest

from indexer.engines.manifest import File, sha256
from indexer.engines.originals import OriginalsWriter

LARGE, SMALL = os.urandom(3000), os.urandom(100)  # so that the packs are not joined
PACKS = "originals-1.pack", "originals-2.pack"


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The folder of a generation with two packs."""
    first, second = tmp_path / "first", tmp_path / "second"
    carried(first, first, LARGE)
    carried(first, second, SMALL)
    return second


def carried(before: Path, folder: Path, *data: bytes, files: dict[str, File] | None = None) -> bool:
    """Carry the packs over from one folder to another, add `data` and tell whether that went well."""
    folder.mkdir()
    writer = OriginalsWriter(folder)
    moved = writer.carry(before, listed(before) if files is None else files)
    for each in data:
        writer.add(each)
    writer.close()
    return moved is not None


def listed(folder: Path) -> dict[str, File]:
    return {path.name: File(path.stat().st_size, sha256(path)) for path in folder.iterdir()}


def no_links(*_: object) -> None:
    raise PermissionError("links are not supported here")


@pytest.mark.parametrize("links", [True, False])
def test_packs_are_carried_over_with_and_without_links(before, tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    assert carried(before, tmp_path / "third")
    assert listed(tmp_path / "third") == listed(before)
    assert all((tmp_path / "third" / name).samefile(before / name) == links for name in PACKS)


@pytest.mark.parametrize("damaged", PACKS)
def test_a_damaged_pack_is_not_copied_where_there_are_no_links(before, tmp_path, monkeypatch, damaged):
    monkeypatch.setattr(os, "link", no_links)
    files = listed(before)
    whole = bytearray((before / damaged).read_bytes())
    whole[50] ^= 1
    (before / damaged).write_bytes(whole)
    assert not carried(before, tmp_path / "third", files=files)
    assert not list((tmp_path / "third").iterdir())
