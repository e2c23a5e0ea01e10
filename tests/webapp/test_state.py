"""The engine in use is swapped without harm to requests under way, and trouble with an index passes by itself."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from indexer.errors import IndexDamaged, IndexMissing
from webapp.state import EngineState


@dataclass
class Engine:
    name: str
    closed: bool = False

    def status(self):
        assert not self.closed
        return self.name

    def close(self):
        assert not self.closed, "closed twice"
        self.closed = True


@dataclass
class Index:
    """A folder with an index as the state sees it; `at` is the time."""

    current: str | None = None
    broken: set[str] = field(default_factory=set)
    opened: list[Engine] = field(default_factory=list)
    at: float = 0.0

    def open(self):
        if self.current is None:
            raise IndexMissing("没有索引，请运行 xianli index")
        if self.current in self.broken:
            raise IndexDamaged("索引已损坏，请运行 xianli index")
        self.opened.append(Engine(self.current))
        return self.opened[-1]

    def state(self):
        return EngineState(lambda: self.current, self.open, clock=lambda: self.at)

    def publish(self, name):
        self.current = name
        self.at += 2


def answering(state):
    with state.borrow() as engine:
        return engine.name


def test_opens_when_first_needed_and_only_once():
    index = Index("a")
    state = index.state()
    assert not index.opened
    assert answering(state) == answering(state) == "a"
    assert len(index.opened) == 1


def test_a_new_generation_is_seen_and_the_old_engine_is_closed_after_its_last_request():
    index = Index("a")
    state = index.state()
    with state.borrow() as first, state.borrow() as second:
        index.publish("b")
        assert answering(state) == "b"
        assert first is second
        assert not first.closed
    assert first.closed
    assert answering(state) == "b"


def test_looks_for_a_new_generation_at_most_once_a_second():
    index = Index("a")
    state = index.state()
    answering(state)
    index.current = "b"
    assert answering(state) == "a"
    index.at += 1.01
    assert answering(state) == "b"


def test_without_an_index_requests_are_told_so_and_it_recovers_by_itself():
    index = Index()
    state = index.state()
    state.warm()
    with pytest.raises(IndexMissing, match="xianli index"):
        answering(state)
    index.publish("a")
    assert answering(state) == "a"
    assert state.trouble() is None


def test_a_damaged_new_generation_leaves_the_old_one_answering_and_is_reported():
    index = Index("a", broken={"b"})
    state = index.state()
    answering(state)
    index.publish("b")
    assert answering(state) == "a"
    assert isinstance(state.trouble(), IndexDamaged)
    index.publish("c")
    assert answering(state) == "c"
    assert state.trouble() is None


def test_a_generation_known_to_be_bad_is_not_opened_over_and_over():
    index = Index("a", broken={"b"})
    state = index.state()
    answering(state)
    index.publish("b")
    answering(state)
    index.broken.clear()  # would open now, which shows that it is not tried
    index.at += 2
    assert answering(state) == "a"


def test_an_index_taken_away_is_not_answered_from():
    index = Index("a")
    state = index.state()
    answering(state)
    index.publish(None)
    with pytest.raises(IndexMissing):
        answering(state)
    assert index.opened[0].closed


def test_closing_waits_for_the_requests_under_way():
    index = Index("a")
    state = index.state()
    with state.borrow() as engine:
        state.close()
        assert not engine.closed
    assert engine.closed


def test_many_threads_and_many_generations():
    """No request ever holds a closed engine, and none stays open but the last."""
    index = Index("0")
    state = index.state()
    done = threading.Event()

    def ask():
        asked = 0
        while not done.is_set():
            with state.borrow() as engine:
                engine.status()
            asked += 1
        return asked

    with ThreadPoolExecutor(8) as pool:
        counts = [pool.submit(ask) for _ in range(8)]
        for number in range(1, 300):
            index.publish(str(number))
            answering(state)
        done.set()
        assert all(count.result() > 0 for count in counts)
    index.at += 2  # whoever was opening an older one when the last was published has finished; the next request looks
    assert answering(state) == "299"
    assert [engine.name for engine in index.opened if not engine.closed] == ["299"]


def test_files_that_were_lost_later_are_reported_while_answers_go_on():
    index = Index("a")

    def check():
        if index.broken:
            raise IndexDamaged("索引的文件有缺损，请运行 xianli index")

    state = EngineState(lambda: index.current, index.open, check)
    assert state.trouble() is None
    index.broken.add("a")
    assert isinstance(state.trouble(), IndexDamaged)
    assert answering(state) == "a"
