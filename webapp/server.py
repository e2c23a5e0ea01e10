"""Serves the application by waitress, with limits fit for a small machine."""

import gc
from collections.abc import Callable
from typing import Final

from flask import Flask
from waitress.server import create_server

from indexer import text
from indexer.errors import XianliError, cause
from webapp.security import MAX_UPLOAD_BYTES
from webapp.settings import Settings
from webapp.state import engine_state

_CONNECTIONS: Final = 100
_IDLE_SECONDS: Final = 30
_HEADER_BYTES: Final = 16 * 1024
_NEW_OBJECTS: Final = 20_000  # made before garbage is looked for: about those of a page


def serve(app: Flask, settings: Settings, *, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; `announce` is told the address once requests are taken."""
    try:
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            connection_limit=_CONNECTIONS,
            channel_timeout=_IDLE_SECONDS,
            max_request_header_size=_HEADER_BYTES,
            max_request_body_size=MAX_UPLOAD_BYTES,
            expose_tracebacks=False,
            ident="",
        )
    except OSError as error:
        raise XianliError(
            f"不能在 {settings.host}:{settings.port} 上提供服务：{cause(error)}。"
            "请用 --port 换一个端口，或检查 --host。"
        ) from error
    with app.app_context():
        state = engine_state()
    text.warm()
    _look_for_garbage_rarely()
    state.warm()
    app.test_client().get("/s?q=法治")  # compiles the templates, so that the first reader does not wait for it
    announce(f"先例已启动：{settings.public_url}/ （按 Ctrl+C 停止）")
    if settings.links_are_local:
        announce("没有设置 base_url：引文中的链接只在本机有效。")
    try:
        server.run()
    finally:
        state.close()


def _look_for_garbage_rarely() -> None:
    """Spare pages a tenth of their time: what is held before any index stays, and pages leave few cycles behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
