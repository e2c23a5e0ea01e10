"""A run: from sources to the archive, and with it to a published generation.

    sources → analysed → spool → identified → recorded in the archive → generation finished → committed → published

Whatever goes wrong with one source costs that source. Whatever goes wrong with the run before the archive is committed
leaves archive and index as they were; after that the index is older than the archive, and the next run makes it anew.
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from indexer import archive as archives
from indexer import engines, fingerprint
from indexer.analysis import renamed
from indexer.archive.identity import Card, Identity, identify
from indexer.contract import IndexBuild, IndexStatus, Report
from indexer.errors import RunError, cause
from indexer.intake.sources import Rejection, Source, walk
from indexer.outcomes import Changes, Outcome, accepted, change, counted, earlier, rejected, with_withdrawn
from indexer.spool import Spool
from indexer.workers import analysed

if TYPE_CHECKING:
    from indexer.archive import Archive, Recording

_EMPTY_ARCHIVE: Final = (
    "存档里还没有报告。请先运行 xianli index 报告文件夹，或用 xianli archive import 文件 从导出的副本恢复存档。"
)
_NOTHING_TO_INDEX: Final = (
    "没有一份来源文件可以收录，索引未改动。请检查来源文件夹，或用 xianli inspect 文件名 查看原因。"
)

_Read = Callable[[], Iterable[Source | Rejection]]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did. `status` is None when nothing had changed; `outcomes` then lists what had been rejected."""

    outcomes: tuple[Outcome, ...]
    status: IndexStatus | None
    changes: Changes = field(default_factory=Changes)


class Progress(Protocol):
    """Told how far a run is; the command line draws it."""

    def step(self, name: str, done: int, total: int) -> None: ...


def run(  # noqa: PLR0913 - one parameter for each decision of whoever starts a run
    sources: Path | None,
    index: Path,
    progress: Progress,
    *,
    archive: Path | str | None = None,
    new_archive: bool = False,
    rebuild: bool = False,
) -> RunResult:
    """Index all reports under `sources` into `index` and publish, unless nothing changed since the last run.

    Without `sources` those that the archive's last run accepted are indexed. `archive` is a folder or a URL, by default
    a folder in `index`; `new_archive` agrees to another one than the index was made with, or to a new one. Raises
    RunError or IndexBusy, the old generation untouched.
    """
    place = archive if archive is not None else index / archives.FOLDER
    try:
        found = None if sources is None else _described(walk(sources), progress)
        with closing(_opened(place, index, new=new_archive, create=sources is not None)) as opened:
            read: _Read = opened.sources if sources is None else partial(walk, sources)
            found = _described(read(), progress) if found is None else found
            if sources is None and not found:
                raise RunError(_EMPTY_ARCHIVE)
            inputs = fingerprint.of_sources(found)
            before = engines.published(index)
            if not rebuild and before is not None and (before.inputs, before.archive) == (inputs, opened.head):
                return RunResult(rejected(before.rejected), None)
            return _Run(index, inputs, progress).build(read, len(found), opened)
    except OSError as error:
        raise RunError(
            f"读写文件时出错（{cause(error)}），索引未改动。请检查来源文件夹、磁盘空间和权限后重试。"
        ) from error


def _described(found: Iterable[Source | Rejection], progress: Progress) -> list[tuple[str, str]]:
    described = []
    for done, item in enumerate(found, 1):
        described.append(fingerprint.of_source(item))
        progress.step("读取", done, done)
    return described


def _opened(place: Path | str, index: Path, *, new: bool, create: bool) -> "Archive":
    """Open the archive. Raises RunError if the index was made with one that is not there, unless `new`."""
    named = "" if new else engines.archive_named(index)
    if not named:
        return archives.open_archive(place, create=create)
    lost = RunError(
        f"存档不见了：索引 {index} 所据的存档不在{f' {place}' if isinstance(place, Path) else '所给的数据库里'}。"
        "请从备份恢复它，或用 --archive 指明它在哪里。确实没有备份时，加 --new-archive 改用那里现有的或新建的存档；"
        "此前的旧版本和已撤下的报告将不再能查到。"
    )
    if isinstance(place, Path) and not archives.is_in(place):
        raise lost
    opened = archives.open_archive(place)
    if not opened.knows(named):
        opened.close()
        raise lost
    return opened


class _Run:
    """One run, with all that its steps share."""

    def __init__(self, index: Path, inputs: str, progress: Progress) -> None:
        self._index = index
        self._inputs = inputs
        self._progress = progress
        self._outcomes: list[Outcome] = []

    def build(self, read: _Read, expected: int, archive: "Archive") -> RunResult:
        """Record, build and publish. The locks are held from the start: a second run is told before its work."""
        at = datetime.now(UTC)
        with (
            engines.open_build(self._index, inputs=self._inputs) as build,
            archive.recording(at) as recording,
            tempfile.TemporaryFile(dir=self._index) as file,  # as large as the index; /tmp is often a disk in memory
        ):
            spool = Spool(file)
            cards = self._analyse(read, expected, spool)
            if not cards:
                raise RunError(_NOTHING_TO_INDEX)
            read_count = len(cards) + len(self._outcomes)
            self._record(identify(cards, recording), spool, recording, build)
            recording.settle()
            changes = self._remember(recording, build, at)
            status = build.finish(
                read=read_count,
                rejected={one.path: "；".join(one.reasons) for one in self._outcomes if one.state == "rejected"},
                earlier=sum(one.state == "earlier" for one in self._outcomes),
                archive=recording.head,
            )
            recording.commit()
            build.publish()
        return RunResult(tuple(sorted(self._outcomes, key=lambda outcome: outcome.path)), status, changes)

    def _analyse(self, read: _Read, expected: int, spool: Spool) -> list[Card]:
        cards: list[Card] = []
        with closing(analysed(read(), expected)) as results:
            for done, result in enumerate(results, 1):
                if isinstance(result, Rejection):
                    self._outcomes.append(Outcome(result.path, "rejected", (result.reason,)))
                else:
                    cards.append(result.card)
                    spool.put(result)
                self._progress.step("识别", done, max(expected, done))
        return cards

    def _record(self, identities: Sequence[Identity], spool: Spool, recording: "Recording", build: IndexBuild) -> None:
        """Record every version of every report, and index the last; `identities` are in order of their ids."""
        for done, identity in enumerate(identities, 1):
            newest = identity.current
            for card in identity.cards:
                taken = spool.take(card)
                document = renamed(taken.document, identity.report_id)
                current = card is newest
                recording.record(
                    document,
                    data=taken.data,
                    overrides=taken.overrides,
                    current=current,
                    natural_id=card.natural_id,
                    alias=identity.alias,
                )
                if current:
                    build.add(document, taken.words)
                self._outcomes.append(accepted(document) if current else earlier(card, newest))
            self._progress.step("建索引", done, len(identities))

    def _remember(self, recording: "Recording", build: IndexBuild, at: datetime) -> Changes:
        """Hand all that the archive knows to the generation, and find out what this run changed."""
        made = []
        withdrawn: list[Report] = []
        for done, (history, paragraphs) in enumerate(recording.histories(), 1):
            build.remember(history, paragraphs)
            made.append(change(history, at))
            if made[-1] == "withdrawn":
                withdrawn.append(history.versions[-1].report)
            self._progress.step("存档", done, done)
        for original in recording.originals():
            build.keep(original)
        self._outcomes = with_withdrawn(self._outcomes, withdrawn)
        return counted(made)
