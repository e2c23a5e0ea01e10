"""The first half of a run: every source understood, from the cache where it is known, else by the workers."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from indexer import fingerprint
from indexer.archive.identity import Card
from indexer.cache import Cache, Kept, key
from indexer.contract import Document, ParagraphWords
from indexer.intake.sources import Found, Rejection, Source
from indexer.intake.values import Value
from indexer.limits import Limits
from indexer.preparing import Prepared, Refused, prepare
from indexer.workers import Failed, Fate, Workers

if TYPE_CHECKING:
    from indexer.archive import Recording

log = logging.getLogger(__name__)

LIMITS: Final = Limits()
ANY_KIND: Final = "any kind"  # an option: other yearly reports than those of law too
_LASTING: Final = ("cpu", "memory", "depth")  # fates that the same file has next time
_SKIPPED: Final[dict[Fate, str]] = {
    "cpu": "处理超过 {limits.cpu_seconds} 秒，已跳过；请检查文件是否完好，或另存为纯文本（.txt）",
    "clock": "处理超过 {limits.wall_seconds:.0f} 秒，已跳过；请检查文件是否完好，或另存为纯文本（.txt）",
    "memory": "处理时占用内存过多，已跳过；请拆分文件，或另存为纯文本（.txt）",
    "depth": "文件结构嵌套过深，已跳过；请另存为纯文本（.txt）",
    "died": "读取程序意外终止（{detail}），已跳过；请用 --rebuild 重试，仍如此时另存为纯文本（.txt）",
    "fault": "识别时发生内部错误，详见日志；请把文件另存为纯文本（.txt），或报告给维护者",
}


@dataclass(frozen=True, slots=True)
class _Task:
    """A source that nobody has understood yet, and what the result is kept under."""

    found: Found
    source: Source
    key: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the cache has what belongs to a card, what it says of it, and what was said beside its source."""

    key: str
    part: int
    kept: Kept
    overrides: Mapping[str, Value]


class Gathering:
    """What the sources of a run are, found out one by one.

    The bytes of what is accepted go to the archive at once if it does not have them: each file is read once at most,
    and one that the cache and the archive know not at all.
    """

    def __init__(self, cache: Cache, recording: "Recording", options: Sequence[str], *, fresh: bool) -> None:
        """Begin with nothing; `fresh` is to believe nothing that the cache says."""
        self.cards: list[Card] = []
        self.rejections: list[Rejection] = []
        self.described: list[tuple[str, str]] = []  # see fingerprint.of_source()
        self._places: dict[tuple[str, str], _Place] = {}  # by path and sha256: two names may be shown alike
        self._used: set[str] = set()
        self._cache = cache
        self._recording = recording
        self._options = options
        self._fresh = fresh

    def gather(
        self, found: Iterable[Found | Rejection], done: Callable[[], None], slow: Callable[[str, float], None]
    ) -> None:
        """Understand all that is `found`. Calls `done` after each, `slow` now and then for one that takes its time."""
        with Workers(partial(prepare, any_kind=ANY_KIND in self._options), LIMITS) as workers:
            tasks = ((task, task.source) for task in self._tasks(found, done))
            for task, result in workers.results(tasks, lambda task, seconds: slow(task.found.path, seconds)):
                self._settle(task, result)
                done()
        self.cards.sort(key=lambda card: card.path)  # workers are done in any order

    def take(self, card: Card) -> tuple[Document, Sequence[ParagraphWords]]:
        """Return the document and the words that belong to one of the cards."""
        place = self._places[card.path, card.sha256]
        return self._cache.take(place.key, place.part, card.path)

    def kept(self, card: Card) -> Kept:
        """Return what is known of one of the cards beside its text."""
        return self._places[card.path, card.sha256].kept

    def entry(self, card: Card, report_id: str) -> str:
        """Return a key of all that an index's entry of the report depends on, if it is named so."""
        place = self._places[card.path, card.sha256]
        return fingerprint.of_entry(place.key, place.part, card.path, report_id)

    def overrides(self, card: Card) -> Mapping[str, Value]:
        """Return what was said beside the source of one of the cards."""
        return self._places[card.path, card.sha256].overrides

    def settle(self, found: Iterable[Found | Rejection]) -> None:
        """Let the cache forget what no run over these sources needs."""
        files = [item.file for item in found if isinstance(item, Found) and item.file]
        self._cache.settle(files, self._used)

    def _tasks(self, found: Iterable[Found | Rejection], done: Callable[[], None]) -> Iterator[_Task]:
        """Yield those that have to be analysed; settle the others, first of all those that need not be read."""
        unread = []
        for item in found:
            if isinstance(item, Rejection):
                self._unreadable(item)
            elif not self._known_unread(item):
                unread.append(item)
                continue
            done()
        for one in unread:
            task = self._task(one)
            if task:
                yield task
            else:
                done()

    def _known_unread(self, found: Found) -> bool:
        content = None if self._fresh else known_content(found, self._cache)
        return content is not None and self._known(found, content, None)

    def _task(self, found: Found) -> _Task | None:
        """Settle a source that is known or cannot be read, else return the task of understanding it."""
        read = found.read()
        if isinstance(read, Rejection):
            self._unreadable(read)
            return None
        source, stamp = read
        if found.file and stamp:
            self._cache.saw(found.file, stamp, source.sha256)
        if not self._fresh and self._known(found, source.sha256, source):
            return None
        return _Task(found, source, self._key(found, source.sha256))

    def _known(self, found: Found, content: str, source: Source | None) -> bool:
        """Take a source with this content from the cache; tell whether all that is needed of it was at hand."""
        name = self._key(found, content)
        kept = self._cache.find(name)
        if kept is None:
            return False
        if isinstance(kept, Refused):
            self._refuse(found, content, kept)
            return True
        missing = [one for one in kept if not self._recording.has(one.card.sha256)]
        if any(one.own or source is None for one in missing):
            return False
        for one in missing:
            assert source is not None
            self._recording.keep(one.card.sha256, source.data)
        self._accept(found, content, name, kept)
        return True

    def _settle(self, task: _Task, result: tuple[Prepared, ...] | Refused | Failed) -> None:
        if isinstance(result, Failed):
            if result.detail:
                log.error("%s: %s", task.found.path, result.detail)
            lasting, result = result.fate in _LASTING, Refused(why(result))
        else:
            lasting = True
        if lasting:
            self._cache.put(task.key, result)
        content = task.source.sha256
        if isinstance(result, Refused):
            self._refuse(task.found, content, result)
            return
        for one in result:
            if not self._recording.has(one.card.sha256):
                self._recording.keep(one.card.sha256, task.source.data if one.data is None else one.data)
        kept = [Kept(one.card, one.summary, one.version, one.data is not None) for one in result]
        self._accept(task.found, content, task.key, kept)

    def _accept(self, found: Found, content: str, name: str, kept: Sequence[Kept]) -> None:
        self._used.add(name)
        self.described.append(fingerprint.of_source(found.path, content, found.overrides))
        for part, one in enumerate(kept):
            card = replace(one.card, path=found.path + one.card.path)
            self._recording.tell_sketch(card.sha256, one.version, card.sketch)
            self.cards.append(card)
            self._places[card.path, card.sha256] = _Place(name, part, one, found.overrides)

    def _refuse(self, found: Found, content: str, refused: Refused) -> None:
        self._used.add(self._key(found, content))
        self.described.append(fingerprint.of_source(found.path, content, found.overrides))
        self.rejections.append(Rejection(found.path, refused.reason))

    def _unreadable(self, rejection: Rejection) -> None:
        self.described.append((rejection.path, rejection.reason))
        self.rejections.append(rejection)

    def _key(self, found: Found, content: str) -> str:
        suffix = PurePosixPath(found.path).suffix.lower()
        return key(content, found.overrides, suffix, self._options, fingerprint.of_analysis())


def known_content(found: Found, cache: Cache) -> str | None:
    """Return the SHA-256 of a source where it is certain without reading it."""
    if found.sha256 is None and found.file and found.stamp:
        return cache.sha256(found.file, found.stamp)
    return found.sha256


def why(failed: Failed) -> str:
    """Return why a source came to nothing, and what to do, as a sentence for the run's table."""
    return _SKIPPED[failed.fate].format(limits=LIMITS, detail=failed.detail)
