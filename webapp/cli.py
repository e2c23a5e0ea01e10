"""The command `xianli`: the composition root.

It, archiving, inspected, options, reviewing, run_table and terminal alone know both sides.

Exit codes: 0 done; 1 with --strict if any source was rejected or any quotation is not in order, verify found damage,
or the machine failed; 2 wrong usage or query; 3 nothing published or no usable index; 130 interrupted.
"""

import errno
import json
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from indexer.contract import SECTIONS, UNKNOWN
from indexer.errors import IndexUnusable, QueryError, RunError, SourceError, XianliError, cause
from indexer.intake.names import printable
from webapp import archiving, reviewing, usage
from webapp.options import ARCHIVE, INDEX, JSON, KIND, place_of_archive
from webapp.search.errors import BadParameter

_WRONG_USAGE: Final = 2
_NOTHING_PUBLISHED: Final = 3
_UNFINISHED: Final = "已中断，原来的索引照常使用；再运行一次，会从中断处接着做。"
_INTERRUPTED: Final = 130  # as shells say it


class _Commands(usage.Group):
    """Turns every error that is no fault of ours into one Chinese sentence and an exit code."""

    def main(self, *args: Any, **extra: Any) -> Any:
        try:
            return super().main(*args, **{**extra, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            _fail(error.format_message(), _WRONG_USAGE)
        except click.UsageError as error:
            _fail(usage.said(error), _WRONG_USAGE)
        except (click.Abort, KeyboardInterrupt):
            _fail("已中断。", _INTERRUPTED)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except QueryError as error:
            hint = f"\n可改为：{error.suggestion}" if error.suggestion else ""
            _fail(f"{error.message}（第 {error.position + 1} 字）{hint}", _WRONG_USAGE)
        except SourceError as error:
            _fail(error.message, 1)
        except (RunError, IndexUnusable) as error:
            _fail(error.message, _NOTHING_PUBLISHED)
        except BadParameter as error:
            _fail(error.message, _WRONG_USAGE)
        except XianliError as error:
            _fail(error.message, 1)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read what is printed has gone; Click knows what to do
                raise
            name = f" {printable(str(error.filename))}" if error.filename else ""
            _fail(f"无法读写{name}：{cause(error)}。请检查磁盘和权限后重试。", 1)


def _fail(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="xianli", prog_name="xianli", help="显示版本。", message="先例 %(version)s")
@click.option("-v", "--verbose", is_flag=True, help="显示详细日志。")
def main(*, verbose: bool) -> None:
    """先例：检索各地法治政府建设情况报告。

    \b
    常用：
      xianli index 报告文件夹        建立或更新索引
      xianli serve                   打开检索页面
      xianli search 双随机一公开     在终端里检索
    """
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )


main.add_command(archiving.archive)
main.add_command(reviewing.review)


@main.command()
@click.argument("sources", type=click.Path(path_type=Path), required=False)
@INDEX
@ARCHIVE
@click.option("--from-archive", is_flag=True, help="不读文件夹，用存档中上次收录的来源文件重建索引。")
@click.option("--new-archive", is_flag=True, help="存档丢失且没有备份时：改用 --archive 处现有的或新建的存档。")
@click.option("--strict", is_flag=True, help="只要有来源文件被拒收，退出码就为 1。")
@click.option("--rebuild", is_flag=True, help="没有变化也重建，所有文件重新识别。")
@click.option("--allow-withdrawals", is_flag=True, help="来源里少了一半以上的报告时，仍撤下它们。")
@click.option("--watch", is_flag=True, help="运行后继续监视文件夹，有变化时自动更新；按 Ctrl+C 停止。")
@KIND
@click.pass_context
def index(  # noqa: PLR0913 - one parameter per option
    ctx: click.Context,
    sources: Path | None,
    index_folder: Path,
    archive_place: str | None,
    kind: str,
    *,
    from_archive: bool,
    new_archive: bool,
    strict: bool,
    rebuild: bool,
    allow_withdrawals: bool,
    watch: bool,
) -> None:
    """把文件夹 SOURCES 中的报告编入索引，并存档。

    文件夹里没有了的报告会撤下，存档里仍有，旧链接仍能打开。用 --kind any 收录过的其他报告，以后每次都要写 --kind any，
    否则也会撤下。

    \b
    例：
      xianli index seeds
      xianli index /data/报告 --index /data/索引 --strict
      xianli index --from-archive --index /data/索引
      xianli index /data/报告 --watch
    """
    from indexer.build import RunResult, run
    from indexer.watching import keep_in_step
    from webapp.run_table import print_run, told
    from webapp.terminal import Progress

    if sources is None and not from_archive:
        raise click.MissingParameter(ctx=ctx, param=ctx.command.params[0])
    if sources is not None and from_archive:
        _fail("--from-archive 从存档取来源文件，不能同时写 SOURCES。请去掉其中一个。", _WRONG_USAGE)
    if watch and (sources is None or strict):
        _fail("--watch 要监视 SOURCES 文件夹，不能与 --from-archive 或 --strict 同用。请去掉其中一个。", _WRONG_USAGE)

    last: list[RunResult] = []  # the one that changed something last, while watching

    def run_once() -> RunResult:
        first = not last
        with Progress() as progress:
            result = run(
                sources,
                index_folder,
                progress,
                archive=place_of_archive(archive_place, index_folder),
                new_archive=new_archive,
                rebuild=rebuild and first,
                any_kind=kind == "any",
                allow_withdrawals=allow_withdrawals and first,
            )
        print_run(result, index_folder, sources, whole=ctx.find_root().params["verbose"], known=told(last))
        if first or result.status:
            last[:] = [result]
        return result

    try:
        if watch and sources is not None:
            keep_in_step(sources, index_folder, run_once, click.echo)
        result = run_once()
    except KeyboardInterrupt:
        _fail("已停止监视，索引照常使用。" if last else _UNFINISHED, _INTERRUPTED)
    if strict and any(outcome.state == "rejected" for outcome in result.outcomes):
        sys.exit(1)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@KIND
@JSON
def inspect(file: Path, kind: str, *, as_json: bool) -> None:
    """说明程序怎样理解一个文件：标题、地区、年度、各行类别、提纲、段落。

    \b
    例：
      xianli inspect seeds/000_05e79aa8d8f0b748.txt
      xianli inspect 报告.txt --json
    """
    from indexer.inspection import inspect_file, parts_of_file
    from webapp.inspected import print_parts

    if as_json:
        _print_json(inspect_file(file, any_kind=kind == "any"))
    else:
        print_parts(file, parts_of_file(file, any_kind=kind == "any"))


@main.command()
@click.argument("query", default="")
@INDEX
@click.option("--place", multiple=True, metavar="代码", help="地区代码，可多次：42、4212、421221；421200 为市本级。")
@click.option("--year", multiple=True, metavar="年度", help="2020 或 2019-2023，可多次。")
@click.option(
    "--section",
    multiple=True,
    type=click.Choice(list(SECTIONS)),
    metavar="章节",
    help=f"章节，可多次：{'、'.join(f'{name} {label}' for name, label in SECTIONS.items())}。",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, metavar="数目", help="最多列出几段，默认 10。")
@JSON
def search(  # noqa: PLR0913, PLR0917 - one parameter per option
    query: str,
    index_folder: Path,
    place: tuple[str, ...],
    year: tuple[str, ...],
    section: tuple[str, ...],
    limit: int,
    *,
    as_json: bool,
) -> None:
    """在终端里检索；没有结果不算出错。

    \b
    例：
      xianli search 双随机一公开
      xianli search "“行政复议” 体制改革" --place 42 --year 2019-2023
      xianli search 败诉率 --section disputes --json
    """
    from indexer.engines import open_engine
    from webapp.search.json import search_json
    from webapp.search.params import from_pairs
    from webapp.search.service import SearchService
    from webapp.terminal import print_results

    pairs = [("q", query), ("n", str(limit))]
    pairs += (
        [("d", value) for value in place] + [("y", value) for value in year] + [("sec", value) for value in section]
    )
    engine = open_engine(index_folder)
    try:
        view = SearchService(engine).search(from_pairs(pairs, any_size=True))
        if as_json:
            _print_json(search_json(view))
        else:
            print_results(view)
    finally:
        engine.close()


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@INDEX
@JSON
@click.option("--strict", is_flag=True, help="只要有一处不是一致，或引证码等有误，退出码就为 1。")
def quotes(file: Path, index_folder: Path, *, as_json: bool, strict: bool) -> None:
    """核对文稿 FILE（.docx、.txt、.md）里的引文：一致、有改动、未找到。

    \b
    例：
      xianli quotes 调研报告.docx
      xianli quotes 材料.txt --index /data/索引 --json
    """
    from indexer.engines import open_engine
    from webapp.quotations.command import check_file, outcome_json, print_outcome

    engine = open_engine(index_folder)
    try:
        outcome = check_file(file, engine)
        if as_json:
            _print_json(outcome_json(outcome, engine))
        else:
            print_outcome(outcome)
    finally:
        engine.close()
    if strict and (outcome.warned or outcome.counts["same"] < len(outcome.quotations)):
        sys.exit(1)


@main.command()
@click.option(
    "--index",
    "index_folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="索引文件夹，默认为 index_data。",
)
@click.option("--host", metavar="地址", help="监听的地址，默认为 127.0.0.1。")
@click.option("--port", type=click.IntRange(1, 65535), metavar="端口", help="监听的端口，默认为 8000。")
@click.option("--base-url", metavar="网址", help="他人打开本系统的网址，写进引文和链接。")
@click.option(
    "--processes", type=click.IntRange(0, 64), metavar="数目", help="处理请求的进程数；默认按处理器的个数，最多 4。"
)
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), metavar="文件", help="TOML 设置文件。")
def serve(index_folder: Path | None, config: Path | None, **overrides: Any) -> None:
    """打开检索页面；按 Ctrl+C 停止。没有索引时也能启动，建好后自动可用。

    \b
    例：
      xianli serve
      xianli serve --index /data/索引 --host 0.0.0.0 --base-url http://fz.example.gov.cn
    """
    from webapp.server import serve as serve_app
    from webapp.settings import load_settings

    settings = load_settings(os.environ, config, index_folder=index_folder, **overrides)
    serve_app(settings, announce=click.echo)


@main.command()
@INDEX
@ARCHIVE
@JSON
def status(index_folder: Path, archive_place: str | None, *, as_json: bool) -> None:
    """索引里有什么：报告、段落、地区、年度；存档是否与它一致。

    \b
    例：
      xianli status
    """
    from indexer.engines import open_engine
    from indexer.review import unsettled

    engine = open_engine(index_folder)
    try:
        held = engine.status()
        unsettled_reports = sum(map(unsettled, engine.reports()))
    finally:
        engine.close()
    years = sorted(held.universe.years)
    kept = archiving.state(archive_place, index_folder)
    if as_json:
        counts = {"paragraphs": held.total.paragraphs, "reports": held.total.reports, "places": len(held.places)}
        _print_json(
            {"generation": held.generation, "built_at": held.built_at, **counts, "years": years, "archive": kept}
        )
        return
    built = datetime.fromisoformat(held.built_at).replace(tzinfo=UTC).astimezone()
    click.echo(f"索引代：{held.generation}（{built:%Y-%m-%d %H:%M} 建成）")
    spoken = "、".join("不详" if year == UNKNOWN else year for year in years)
    click.echo(f"{held.total.reports} 份报告，{held.total.paragraphs} 段，{len(held.places)} 个地区，年度：{spoken}")
    if unsettled_reports:
        click.echo(f"待核 {unsettled_reports} 份，可用 xianli review 报告文件夹 逐份回答。")
    click.echo(archiving.STATES.get(kept, kept))


@main.command()
@INDEX
@ARCHIVE
def verify(index_folder: Path, archive_place: str | None) -> None:
    """逐个文件核对索引、逐条核对存档是否完好；有损坏时退出码为 1。

    \b
    例：
      xianli verify --index index_data
    """
    from indexer import engines

    if engines.current_generation(index_folder) is None:
        engines.open_engine(index_folder)  # raises what is missing
    in_index = engines.verify(index_folder)
    in_archive = archiving.check(archive_place, index_folder)
    for problem in (*in_index, *(in_archive or ())):
        click.echo(problem)
    if in_archive:
        _fail(
            "存档已损坏，或不是原来的那一份。请移走它并从备份恢复，或用 xianli archive import 文件 从导出的副本恢复。",
            1,
        )
    if in_index:
        _fail(f"索引已损坏，请运行：xianli index 报告文件夹 --index {index_folder} --rebuild", 1)
    click.echo(f"索引完好。{archiving.STATES['none']}" if in_archive is None else "索引完好，存档完好。")


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
