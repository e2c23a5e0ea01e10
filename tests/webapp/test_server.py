"""`xianli serve` as it is started: one process or several, how they end, and that none is left behind."""

import http.client
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from webapp.processes import how_many
from webapp.sharing import Share, SharedSocket

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for the children in /proc")

ROOT = Path(__file__).parents[2]
PROGRAM = """
import signal
from webapp.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
main()
"""
SOON = 20.0  # seconds that anything may take on a busy machine


class Server:
    """A running `xianli serve`."""

    def __init__(self, index: Path, *options: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        command = [sys.executable, "-c", PROGRAM, "serve"]
        command += ["--index", str(index), "--port", str(self.port), *options]
        self.process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        assert self.process.stdout
        self.greeting = self.process.stdout.readline()

    def children(self) -> list[int]:
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in task.read_text(encoding="ascii").split()]

    def healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.client.OK
        finally:
            connection.close()

    def end(self, how: signal.Signals) -> tuple[int, str, str]:
        """Send a signal to this process alone; return the exit code and what was printed after the greeting."""
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=SOON)  # to the end of all that hold the pipes
        return self.process.returncode, out, err


@pytest.fixture
def serve(seed_index: Path) -> Iterator[Callable[..., Server]]:
    started: list[Server] = []

    def start(*options: str, index: Path = seed_index) -> Server:
        started.append(Server(index, *options))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.end(signal.SIGKILL)


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def test_two_processes_answer_on_one_port_and_say_so_once(serve):
    server = serve("--processes", "2")
    assert "先例已启动" in server.greeting and str(server.port) in server.greeting
    first, second = server.children()
    for stopped, other in ((first, second), (second, first)):  # the other one must answer alone
        os.kill(stopped, signal.SIGSTOP)
        assert server.healthy(), other
        os.kill(stopped, signal.SIGCONT)
    code, out, err = server.end(signal.SIGTERM)
    assert code == -signal.SIGTERM
    assert "先例已启动" not in out and err == ""
    assert is_free(server.port)


def test_a_child_that_dies_is_started_again_while_the_other_answers(serve):
    server = serve("--processes", "2")
    assert within(SOON, lambda: len(server.children()) == 2)
    before = server.children()
    os.kill(before[0], signal.SIGKILL)
    assert server.healthy()
    assert within(SOON, lambda: len(server.children()) == 2 and before[0] not in server.children())
    os.kill(before[1], signal.SIGKILL)
    assert server.healthy()  # by the one that was started again
    code, _out, err = server.end(signal.SIGINT)
    assert code == 0
    assert f"进程 {before[0]} 意外退出" in err and "Traceback" not in err
    assert is_free(server.port)


def test_no_child_outlives_a_parent_that_is_killed(serve):
    server = serve("--processes", "3")
    assert len(server.children()) == 3
    server.process.kill()
    assert within(3, lambda: is_free(server.port))
    server.process.communicate(timeout=SOON)  # which waits for all that hold the pipes


def test_ctrl_c_in_a_terminal_ends_all_quietly(serve, tmp_path):
    server = serve("--processes", "3", index=tmp_path)  # what is missing is told once
    os.killpg(server.process.pid, signal.SIGINT)  # as a terminal does
    out, err = server.process.communicate(timeout=SOON)
    assert server.process.returncode == 0
    assert out.count("先例已启动") == 0 and "Traceback" not in err
    assert err.count("xianli index") == 1
    assert is_free(server.port)


def test_the_process_with_fewer_connections_takes_the_next():
    counts = memoryview(bytearray(2))
    shares = [Share(counts, place) for place in (0, 1)]
    with socket.create_server(("127.0.0.1", 0)) as bound:
        address = bound.getsockname()
        with SharedSocket(bound, shares[0]) as listening:
            assert not shares[0].is_largest()
            with socket.create_connection(address), listening.accept()[0]:
                assert shares[0].is_largest()
                assert not shares[1].is_largest()
            assert not shares[0].is_largest()  # what is closed does not count


def test_one_process_has_no_children(serve):
    server = serve("--processes", "1")
    assert server.children() == []
    assert server.healthy()
    assert server.end(signal.SIGTERM)[0] == -signal.SIGTERM


@pytest.mark.parametrize(("ready", "said"), [("ready()", "接连意外退出"), ("pass", "没有启动起来")])
def test_processes_that_do_not_last_are_given_up(ready, said):
    program = f"""
import sys
from webapp import processes
from webapp.cli import main

def work(place, first, ready):
    {ready}
    sys.exit(7)

processes._PAUSE_SECONDS = 0.01
main.commands["serve"].callback = lambda **_: processes.Processes(2, work).run(lambda: print("started"))
main(["serve"])
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=SOON)
    assert done.returncode == 1
    assert said in done.stderr and "Traceback" not in done.stderr
    assert done.stderr.count("（7）") == (6 if ready == "ready()" else 0)
    assert done.stdout.count("started") == (1 if ready == "ready()" else 0)


def test_there_are_as_many_as_processors_but_not_too_many(monkeypatch):
    for processors, expected in ((1, 1), (2, 2), (64, 4)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _pid, n=processors: range(n))
        assert how_many(0) == expected
        assert how_many(6) == 6
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    assert how_many(0) == how_many(6) == 1
