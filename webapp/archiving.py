"""The command `xianli archive`, and what other commands say of the archive."""

from pathlib import Path
from typing import Final

import click

from indexer.errors import RunError
from webapp import usage
from webapp.options import ARCHIVE, INDEX, place_of_archive

STATES: Final = {
    "same": "存档与索引一致。",
    "other": "存档与索引不一致：上次运行没有完成，或存档换过。请再运行一次 xianli index。",
    "none": "没有找到存档；可用 --archive 指明它在哪里。",
}


@click.group(cls=usage.Group)
def archive() -> None:
    """存档的副本：导出成一个文件，或从这样的文件恢复。

    \b
    例：
      xianli archive export 存档.jsonl
      xianli archive import 存档.jsonl --index /data/索引
    """


@archive.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@INDEX
@ARCHIVE
def export_(file: Path, index_folder: Path, archive_place: str | None) -> None:
    """把整个存档写成一个 JSONL 文件，含全部版本和来源文件。

    \b
    例：
      xianli archive export 存档.jsonl --index /data/索引
    """
    from indexer.archive import export_archive, open_archive

    with open_archive(place_of_archive(archive_place, index_folder), create=False) as opened:
        if not opened.head:  # it would take the place of an earlier export, perhaps the only copy left
            raise RunError(f"存档 {opened.database.name} 里还没有内容，没有导出。请用 --archive 指明存档在哪里。")
        lines = export_archive(opened, file)
    click.echo(f"存档已导出到 {file}，共 {lines} 行。")


@archive.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@INDEX
@ARCHIVE
def import_(file: Path, index_folder: Path, archive_place: str | None) -> None:
    """从导出的文件恢复存档；只能恢复到还没有内容的存档里。

    \b
    例：
      xianli archive import 存档.jsonl --index /data/索引
    """
    from indexer.archive import import_archive, open_archive

    with open_archive(place_of_archive(archive_place, index_folder)) as opened:
        lines = import_archive(opened, file)
    same = "，--archive 与这次相同" if archive_place else ""
    click.echo(f"存档已恢复，共 {lines} 行。接着请运行 xianli index --from-archive --index {index_folder}{same}。")


def state(archive_place: str | None, index: Path) -> str:
    """Return how the archive stands to the index: a key of STATES, or in a sentence why that cannot be told."""
    from indexer import engines
    from indexer.archive import is_in, open_archive

    place = place_of_archive(archive_place, index)
    if isinstance(place, Path) and not is_in(place):
        return "none"
    try:
        with open_archive(place, create=False) as opened:
            return "same" if opened.head == engines.archive_named(index) else "other"
    except RunError as error:
        return error.message


def check(archive_place: str | None, index: Path) -> tuple[str, ...] | None:
    """Return what is wrong with the archive, in sentences; None if there is none where it should be."""
    from indexer import engines
    from indexer.archive import is_in, open_archive

    place = place_of_archive(archive_place, index)
    if isinstance(place, Path) and not is_in(place):
        return None
    named = engines.archive_named(index)
    with open_archive(place, create=False) as opened:
        if named and not opened.knows(named):
            return (f"存档 {opened.database.name} 不是这个索引所据的那一份：它较旧，或被清空、换过。", *opened.check())
        return opened.check()
