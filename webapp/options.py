"""Options that several commands of `xianli` have."""

import re
import shlex
from pathlib import Path

import click

INDEX = click.option(
    "--index",
    "index_folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("index_data"),
    metavar="文件夹",
    help="索引文件夹，默认为 index_data。",
)
ARCHIVE = click.option(
    "--archive",
    "archive_place",
    envvar="XIANLI_ARCHIVE",
    metavar="位置",
    help="存档的位置：文件夹，或 postgresql:// 网址；默认为索引文件夹下的 archive。"
    "也可写在环境变量 XIANLI_ARCHIVE 里；网址带密码时应当如此。",
)
KIND = click.option(
    "--kind",
    type=click.Choice(("law", "any")),
    default="law",
    metavar="种类",
    help="law 只收法治政府建设年度报告（默认）；any 连同政府工作报告、政府信息公开年报等其他年度报告。",
)
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用。")


def place_of_archive(named: str | None, index: Path) -> Path | str:
    """Return where the archive of an index is, as --archive says; a URL stays text."""
    from indexer import archive

    if not named:
        return index / archive.FOLDER
    return named if "://" in named else Path(named)


def for_shell(path: Path) -> str:
    """Return a path as it is typed in a command, in quotes only where it has more than letters and ./-."""
    written = str(path)
    return shlex.quote(written) if re.search(r"[^\w./-]", written) else written
