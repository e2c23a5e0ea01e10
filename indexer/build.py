"""A run: from sources to the archive, and with it to a published generation.

    sources → understood, or known from the cache → identified → recorded in the archive → generation finished
            → committed → published

Whatever goes wrong with one source costs that source. Whatever goes wrong with the run before the archive is committed
leaves archive and index as they were; after that the index is older than the archive, and the next run makes it anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from indexer import archive as archives
from indexer import cache as caches
from indexer import engines, fingerprint, refusals
from indexer.analysis import renamed
from indexer.archive.identity import Card, Identity, identify
from indexer.archive.sighting import Sighting
from indexer.cache import Cache, CacheDamaged
from indexer.contract import IndexBuild, IndexStatus, Report
from indexer.errors import RunError, cause
from indexer.gathering import ANY_KIND, Gathering, known_content
from indexer.intake.sources import Found, Rejection, Stamp, check_there, listed
from indexer.outcomes import Changes, Outcome, change, counted, earlier, held, rejected, with_withdrawn
from indexer.summaries import found_as
from indexer.workers import begin_loading

if TYPE_CHECKING:
    from indexer.archive import Archive, Recording

_EMPTY_ARCHIVE: Final = (
    "存档里还没有报告。请先运行 xianli index 报告文件夹，或用 xianli archive import 文件 从导出的副本恢复存档。"
)
_NOTHING_TO_INDEX: Final = (
    "没有一份来源文件可以收录，索引未改动。原因见 {refusals}。请检查来源文件夹，或用 xianli inspect 文件名 查看详情。"
)
_MANY_WITHDRAWN: Final = 5  # reports; more, and more than half of all, are not withdrawn unasked


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did. `status` is None when nothing had changed; `outcomes` then lists what had been rejected."""

    outcomes: tuple[Outcome, ...]
    status: IndexStatus | None
    changes: Changes = field(default_factory=Changes)


class Progress(Protocol):
    """Told how far a run is; the command line draws it."""

    def step(self, name: str, done: int, total: int) -> None: ...

    def slow(self, path: str, seconds: float) -> None:
        """Hear now and then of a source that has taken so long; nothing for most."""
        ...


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What whoever started a run decided."""

    rebuild: bool
    allow_withdrawals: bool
    options: tuple[str, ...] = ()  # of analysing


def run(  # noqa: PLR0913 - one keyword for each option of `xianli index`; a class of them would only repeat the list
    sources: Path | None,
    index: Path,
    progress: Progress,
    *,
    archive: Path | str | None = None,
    new_archive: bool = False,
    rebuild: bool = False,
    allow_withdrawals: bool = False,
    any_kind: bool = False,
) -> RunResult:
    """Index all reports under `sources` into `index` and publish, unless nothing changed since the last run.

    Without `sources` those that the archive's last run accepted are indexed. `archive` is a folder or a URL, by default
    a folder in `index`; `new_archive` agrees to another one than the index was made with, or to a new one. `rebuild`
    reads and analyses all anew; `allow_withdrawals` agrees to withdraw most of the reports; with `any_kind` other
    yearly reports are indexed beside those of law. Raises RunError or IndexBusy, the old generation untouched.
    """
    place = archive if archive is not None else index / archives.FOLDER
    wishes = _Wishes(rebuild, allow_withdrawals, (ANY_KIND,) if any_kind else ())
    try:
        if sources is not None:
            check_there(sources)
        there = None if sources is None else _listed(sources, index, progress)
        if there and not caches.seems_complete(index, _files(there)):
            begin_loading()  # it takes as long as all else that a run over few new files has to do
        with closing(_opened(place, index, new=new_archive, create=sources is not None)) as opened:
            found = opened.sources() if there is None else there
            if sources is None and not found:
                raise RunError(_EMPTY_ARCHIVE)
            try:
                return _Run(index, wishes, progress).build(found, opened)
            except CacheDamaged as error:
                caches.throw_away(index, str(error))
                return _Run(index, wishes, progress).build(found, opened)
    except OSError as error:
        raise RunError(
            f"读写文件时出错（{cause(error)}），索引未改动。请检查来源文件夹、磁盘空间和权限后重试。"
        ) from error


def _listed(sources: Path, index: Path, progress: Progress) -> list[Found | Rejection]:
    found = []
    for done, item in enumerate(listed(sources, without=index), 1):
        found.append(item)
        progress.step("查看", done, done)
    return found


def _files(found: Iterable[Found | Rejection]) -> Iterator[tuple[Path, Stamp]]:
    for item in found:
        if isinstance(item, Found) and item.file and item.stamp:
            yield item.file, item.stamp


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

    def __init__(self, index: Path, wishes: _Wishes, progress: Progress) -> None:
        self._index = index
        self._wishes = wishes
        self._progress = progress
        self._outcomes: list[Outcome] = []

    def build(self, found: Sequence[Found | Rejection], archive: "Archive") -> RunResult:
        """Record, build and publish. The locks are held from the start: a second run is told before its work."""
        at = datetime.now(UTC)
        head = archive.head
        with engines.open_build(self._index) as build, Cache(self._index, fingerprint.of_analysis()) as cache:
            before = None if self._wishes.rebuild else engines.published(self._index)
            current = before.inputs if before and before.archive == head else ""
            unchanged = RunResult(rejected(before.rejected) if before else (), None)
            if current and current == self._inputs_unread(found, cache):
                return unchanged
            with archive.recording(at) as recording:
                gathering = self._gathered(found, cache, recording)
                inputs = fingerprint.of_sources(gathering.described, self._wishes.options)
                if current == inputs:
                    return unchanged
                status, changes = self._publish(gathering, recording, build, inputs, at)
            gathering.settle(found)
        refusals.write(self._index, gathering.rejections)
        return RunResult(tuple(sorted(self._outcomes, key=lambda outcome: outcome.path)), status, changes)

    def _inputs_unread(self, found: Sequence[Found | Rejection], cache: Cache) -> str | None:
        """Return the fingerprint of the sources if it is certain without reading any of them."""
        described = []
        for item in found:
            if isinstance(item, Rejection):
                described.append((item.path, item.reason))
                continue
            content = known_content(item, cache)
            if content is None:
                return None
            described.append(fingerprint.of_source(item.path, content, item.overrides))
        return fingerprint.of_sources(described, self._wishes.options)

    def _gathered(self, found: Sequence[Found | Rejection], cache: Cache, recording: "Recording") -> Gathering:
        gathering = Gathering(cache, recording, self._wishes.options, fresh=self._wishes.rebuild)
        done = 0

        def one_more() -> None:
            nonlocal done
            done += 1
            self._progress.step("识别", done, len(found))

        gathering.gather(found, one_more, self._progress.slow)
        self._outcomes = [Outcome(one.path, "rejected", (one.reason,)) for one in gathering.rejections]
        if not gathering.cards:
            written = refusals.write(self._index, gathering.rejections)
            raise RunError(_NOTHING_TO_INDEX.format(refusals=written))
        return gathering

    def _publish(
        self, gathering: Gathering, recording: "Recording", build: IndexBuild, inputs: str, at: datetime
    ) -> tuple[IndexStatus, Changes]:
        identities = identify(gathering.cards, recording)
        self._check_withdrawals(identities, recording)
        self._record(identities, gathering, recording, build)
        recording.settle()
        changes = self._remember(recording, build, at, len(identities))
        status = build.finish(
            read=len(gathering.cards) + len(gathering.rejections),
            rejected={one.path: "；".join(one.reasons) for one in self._outcomes if one.state == "rejected"},
            earlier=sum(one.state == "earlier" for one in self._outcomes),
            archive=recording.head,
            inputs=inputs,
        )
        recording.commit()
        build.publish()
        return status, changes

    def _check_withdrawals(self, identities: Sequence[Identity], recording: "Recording") -> None:
        """Raise RunError where most reports would go, unless that is wanted: a folder may not have been mounted."""
        held = recording.held
        gone = len(held - {identity.report_id for identity in identities})
        if gone > max(_MANY_WITHDRAWN, len(held) / 2) and not self._wishes.allow_withdrawals:
            raise RunError(
                f"索引中的 {len(held)} 份报告，有 {gone} 份不在这次的来源里，将被撤下；为防误撤，索引未改动。"
                "请检查来源文件夹是否写对、网络盘是否已连接；确要撤下时，加 --allow-withdrawals 重新运行。"
            )

    def _record(
        self, identities: Sequence[Identity], gathering: Gathering, recording: "Recording", build: IndexBuild
    ) -> None:
        """Record every version of every report, and index the last; `identities` are in order of their ids."""
        for done, identity in enumerate(identities, 1):
            for card in identity.cards:
                self._settle(card, identity, gathering, recording, build)
            self._progress.step("建索引", done, len(identities))

    def _settle(
        self, card: Card, identity: Identity, gathering: Gathering, recording: "Recording", build: IndexBuild
    ) -> None:
        """Record and index one file of a report; its text is not looked at where archive and index have it."""
        report_id, newest = identity.report_id, identity.current
        current = card is newest
        kept = gathering.kept(card)
        sighting = Sighting(card.path, gathering.overrides(card), current, identity.alias)
        known = recording.again(report_id, kept.version, sighting)
        key = gathering.entry(card, report_id)
        indexed = not current or (not self._wishes.rebuild and build.carry(report_id, key))
        if not (known and indexed):
            taken, words = gathering.take(card)
            document = renamed(taken, report_id)
            if not known:
                recording.record(document, sighting, natural_id=card.natural_id)
            if not indexed:
                build.add(document, words, key=key)
        summary = found_as(kept.summary, report_id, card.path)
        self._outcomes.append(held(summary) if current else earlier(card, newest))

    def _remember(self, recording: "Recording", build: IndexBuild, at: datetime, expected: int) -> Changes:
        """Hand what the archive knows to the generation, all or what it lacks, and find out what this run changed."""
        # Where clocks were set back, the time of this run does not tell what it saw from what others did.
        key = fingerprint.of_code() if recording.goes_on else ""
        carried = build.carry_past(at, "" if self._wishes.rebuild or not key else recording.before, key)
        made = []
        withdrawn: list[Report] = []
        for done, (history, paragraphs) in enumerate(recording.histories(changed=carried), 1):
            build.remember(history, paragraphs)
            made.append(change(history, at))
            if made[-1] == "withdrawn":
                withdrawn.append(history.versions[-1].report)
            self._progress.step("存档", done, done if carried else max(done, expected))
        for original in recording.originals(changed=carried):
            build.keep(original)
        self._outcomes = with_withdrawn(self._outcomes, withdrawn)
        return counted(made)
