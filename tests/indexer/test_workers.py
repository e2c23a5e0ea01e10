"""Child processes: one that hangs, dies or eats memory costs the task it was at, and nothing else."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.errors import RunError
from indexer.limits import Limits
from indexer.workers import Failed, Workers
from tests.indexer.planted import work

SMALL = Limits(cpu_seconds=1, wall_seconds=20, memory_bytes=400_000_000)
linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems have not all of the limits")


def results(tasks: Iterable[str | int | Path], limits: Limits = SMALL, most: int = 2) -> dict[object, object]:
    with Workers(work, limits, most=most) as workers:
        return dict(workers.results((task, task) for task in tasks))


def fate(result: object) -> str:
    assert isinstance(result, Failed)
    return result.fate


def test_every_task_comes_back_with_its_result():
    assert results(range(40)) == {number: number * 2 for number in range(40)}


def test_no_task_needs_no_worker():
    before = multiprocessing.active_children()
    assert results([]) == {}
    assert multiprocessing.active_children() == before


@linux
@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ("loop", "cpu"),
        ("sleep", "clock"),
        ("eat", "memory"),
        ("eat slowly", "memory"),
        ("recurse", "depth"),
        ("crash", "died"),
        ("exit", "died"),
        ("fault", "fault"),
    ],
)
def test_what_goes_wrong_costs_its_task_alone_and_soon(task, expected):
    begun = time.monotonic()
    limits = replace(SMALL, wall_seconds=2) if task == "sleep" else SMALL
    found = results([1, task, 2, 3, 4, 5], limits)
    assert fate(found.pop(task)) == expected
    assert found == {number: number * 2 for number in range(1, 6)}
    assert time.monotonic() - begun < 30


def test_a_fault_says_where_and_a_death_how():
    found = results(["fault", "crash"])
    for task, said in (("fault", "a fault of ours"), ("crash", "SIGSEGV")):
        failed = found[task]
        assert isinstance(failed, Failed)
        assert said in failed.detail


@linux
def test_a_busy_machine_costs_no_task_its_computing_time():
    """The limit counts from the beginning of a task, not of its worker."""
    with Workers(work, Limits(cpu_seconds=2), most=1) as workers:
        spent = [(number, "spend") for number in range(4)]
        assert all(not isinstance(result, Failed) for _, result in workers.results(spent))


def test_a_worker_that_someone_else_kills_costs_nothing(tmp_path):
    assert results([tmp_path / "tries", 1], most=1) == {tmp_path / "tries": "done", 1: 2}


def test_workers_killed_at_any_moment_lose_nothing():
    ended = threading.Event()

    def kill() -> None:
        while not ended.wait(0.05):
            for child in multiprocessing.active_children()[:1]:
                if child.pid:
                    os.kill(child.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    with Workers(work, SMALL, most=2) as workers:
        coming = workers.results((number, number) for number in range(300))
        found = dict([next(coming)])
        killer.start()
        try:
            found |= dict(coming)
        except RunError:
            return  # all or nothing
        finally:
            ended.set()
            killer.join()
    assert all(result in (number * 2, Failed("died", "SIGKILL")) for number, result in found.items())
    assert found.keys() == set(range(300))


def test_workers_that_do_nothing_but_die_end_the_run():
    with pytest.raises(RunError, match="接连意外终止"), Workers(work, SMALL, most=2) as workers:
        list(workers.results((number, "crash") for number in range(100)))


def test_workers_that_cannot_start_end_the_run():
    with pytest.raises(RunError, match="不能启动"), Workers(Unpicklable(), SMALL, most=2) as workers:
        list(workers.results([(1, 1)]))


class Unpicklable:
    """Work that a child cannot take over."""

    def __call__(self, task: object) -> object:
        return task

    def __setstate__(self, state: object) -> None:
        os._exit(4)

    def __getstate__(self) -> object:
        return {"something": 1}


@linux
def test_a_worker_that_has_grown_is_replaced():
    grown = Limits(memory_bytes=500_000_000)
    with Workers(work, grown, most=1) as workers:
        pids = [result for _, result in workers.results((number, "grow") for number in range(4))]
    assert len(set(pids)) == 4


def test_few_tasks_are_read_ahead():
    taken = []

    def endless() -> Iterator[tuple[int, int]]:
        for number in range(1_000):
            taken.append(number)
            yield number, number

    with Workers(work, SMALL, most=2) as workers:
        coming = workers.results(endless())
        next(coming)
        assert len(taken) <= 5
        coming.close()


def test_a_task_that_takes_long_is_told():
    told: list[tuple[str, float]] = []
    with Workers(work, Limits(wall_seconds=2.5), most=1) as workers:
        assert fate(dict(workers.results([("slow", "sleep")], lambda *one: told.append(one)))["slow"]) == "clock"
    assert told[0][0] == "slow"
    assert told[-1][1] > 1


def test_leaving_ends_the_workers_whatever_they_are_at():
    before = multiprocessing.active_children()
    with Workers(work, Limits(), most=1) as workers:
        coming = workers.results([(1, 1), (2, "sleep")])
        next(coming)
        coming.close()
    assert multiprocessing.active_children() == before


def test_the_program_is_not_run_in_the_workers():
    assert results(["main"]) == {"main": None}
