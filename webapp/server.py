"""Serves the application by waitress, in one process or several, with limits fit for a small machine."""

import gc
import logging
import mmap
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from waitress.server import create_server

from indexer import text
from indexer.errors import XianliError, cause
from webapp.app import build
from webapp.processes import Processes, how_many
from webapp.security import MAX_UPLOAD_BYTES
from webapp.settings import Settings
from webapp.sharing import Share, SharedSocket
from webapp.state import engine_state

_CONNECTIONS: Final = 100  # of a process
_WAITING: Final = 1024  # connections that no process has taken yet
_IDLE_SECONDS: Final = 30
_HEADER_BYTES: Final = 16 * 1024
_NEW_OBJECTS: Final = 20_000  # made before garbage is looked for: about those of a page


def serve(settings: Settings, *, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; `announce` is told the address once requests are taken."""
    sockets = _bound(settings)
    text.warm()  # here, so that the processes share the dictionary
    _look_for_garbage_rarely()

    def started() -> None:
        announce(f"先例已启动：{settings.public_url}/ （按 Ctrl+C 停止）")
        if settings.links_are_local:
            announce("没有设置 base_url：引文中的链接只在本机有效。")

    processes = how_many(settings.processes)
    if processes == 1:
        _answer(settings, sockets, started)
        return
    # Each counts the requests it gets, and an address comes to any of them.
    limited = replace(settings, rate_limit_per_minute=-(-settings.rate_limit_per_minute // processes))
    counts = memoryview(mmap.mmap(-1, processes))

    def work(place: int, first: bool, ready: Callable[[], object]) -> None:  # noqa: FBT001 - Processes passes its arguments by position
        share = Share(counts, place)
        _answer(limited, [SharedSocket(bound, share) for bound in sockets], ready, quiet=not first)

    Processes(processes, work).run(started)


def _bound(settings: Settings) -> list[socket.socket]:
    """Return sockets that take connections from now on, one for each address of the host."""
    host = None if settings.host in ("", "*") else settings.host.strip("[]")
    try:
        found = socket.getaddrinfo(host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        addresses = dict.fromkeys((family, address) for family, _type, _protocol, _name, address in found)
        return [socket.create_server(address, family=family, backlog=_WAITING) for family, address in addresses]
    except OSError as error:
        raise XianliError(
            f"不能在 {settings.host}:{settings.port} 上提供服务：{cause(error)}。"
            "请用 --port 换一个端口，或检查 --host。"
        ) from error


def _answer(
    settings: Settings, sockets: Sequence[socket.socket], ready: Callable[[], object], *, quiet: bool = False
) -> None:
    """Answer requests in this process until interrupted; `quiet` if another tells what is wrong with the index."""
    app = build(settings, None)
    server = create_server(
        app,
        sockets=sockets,
        threads=settings.threads,
        connection_limit=_CONNECTIONS,
        channel_timeout=_IDLE_SECONDS,
        max_request_header_size=_HEADER_BYTES,
        max_request_body_size=MAX_UPLOAD_BYTES,
        expose_tracebacks=False,
        ident="",
    )
    with app.app_context():
        state = engine_state()
    logging.disable(logging.WARNING if quiet else logging.NOTSET)
    state.warm()
    logging.disable(logging.NOTSET)
    app.test_client().get("/s?q=法治")  # compiles the templates, so that the first reader does not wait for it
    ready()
    try:
        server.run()
    finally:
        state.close()


def _look_for_garbage_rarely() -> None:
    """Spare pages a tenth of their time: what is held before any index stays, and pages leave few cycles behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
