"""Keeping an index in step with a folder: a run at first, then one for each batch of changes.

A batch ends when nothing has changed for a while, and goes on for half a minute at most. What goes wrong with a run is
told, and tried again at the next change or after a pause; a folder that has gone is waited for.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from indexer.errors import RunError
from indexer.intake.byproducts import passed_over
from indexer.intake.opening import BEING_WRITTEN
from indexer.intake.sidecars import SUFFIX

if TYPE_CHECKING:
    from watchfiles import Change

    from indexer.build import RunResult

_QUIET_SECONDS: Final = 2.0  # without a change, that end a batch
_BATCH_SECONDS: Final = 30.0  # that it lasts at most
_PAUSE_SECONDS: Final = 30.0  # before a run that failed, or that met half a file, is tried again unasked
_LOOK_SECONDS: Final = 1.0  # between two looks whether the folder is there

Say = Callable[[str], None]


def keep_in_step(
    folder: Path, index: Path, run: "Callable[[], RunResult]", say: Say, *, quiet: float = _QUIET_SECONDS
) -> NoReturn:
    """Call `run` now and after every batch of changes in `folder`, until KeyboardInterrupt.

    `run` indexes the folder and tells what it did; a RunError of it is said and ends nothing. Batches end after `quiet`
    seconds. Raises RunError if watchfiles is not installed or there is no folder to begin with.
    """
    try:
        import watchfiles  # noqa: F401 - is it there?
    except ModuleNotFoundError as error:
        raise RunError("没有安装监视文件夹的组件，请运行：pip install 'xianli[watch]'") from error
    if not folder.is_dir():
        raise RunError(f"--watch 只能监视文件夹，{folder} 不是。请写报告所在的文件夹。")
    say(f"正在监视 {folder}，有变化时自动更新索引；按 Ctrl+C 停止。")
    while True:
        _while_there(folder, index, run, say, quiet)
        say(f"文件夹 {folder} 不在了，索引未改动；等它回来再继续。")
        while not folder.is_dir():
            time.sleep(_LOOK_SECONDS)
        say(f"文件夹 {folder} 又在了。")


def _while_there(folder: Path, index: Path, run: "Callable[[], RunResult]", say: Say, quiet: float) -> None:
    """Run at once, then after each batch; return when the folder has gone."""
    due: float | None = 0.0  # when to run even if nothing changes; the watch has begun before the first run does
    for changed in _batches(folder, index, quiet):
        if not folder.is_dir():
            return
        if changed or (due is not None and time.monotonic() >= due):
            due = None if _ran(run, say) else time.monotonic() + _PAUSE_SECONDS


def _ran(run: "Callable[[], RunResult]", say: Say) -> bool:
    """Run, and tell whether nothing is left to do: the end of writing to a file changes nothing that is seen."""
    try:
        result = run()
    except RunError as error:
        say(f"{error.message}（{time.strftime('%H:%M:%S')}；下次有变化时，或 {_PAUSE_SECONDS:.0f} 秒后重试）")
        return False
    return not any(BEING_WRITTEN in outcome.reasons for outcome in result.outcomes)


def _batches(folder: Path, index: Path, quiet: float) -> Iterator[bool]:
    """Yield at least every second whether a batch of changes has ended."""
    import watchfiles

    watched = folder.resolve()
    own = index.resolve()

    def counts(_change: "Change", path: str) -> bool:
        return _is_source(Path(path), watched, own)

    for changes in watchfiles.watch(
        watched,
        watch_filter=counts,
        debounce=int(_BATCH_SECONDS * 1000),
        step=int(quiet * 1000),
        rust_timeout=int(_LOOK_SECONDS * 1000),
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        yield bool(changes)


def _is_source(path: Path, watched: Path, own: Path) -> bool:
    """Tell whether a change of `path` can change the index, which does not lie there: sidecars can."""
    if path.is_relative_to(own) or not path.is_relative_to(watched):
        return False
    *folders, name = path.relative_to(watched).parts or ("",)
    hidden = any(passed_over(folder, is_folder=True, siblings=()) for folder in folders)
    return not hidden and (name.endswith(SUFFIX) or not passed_over(name, is_folder=False, siblings=()))
