"""The seeds served on a free port, and a browser that is told of nothing else."""

import threading
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress.server import create_server

from webapp import create_app
from webapp.settings import Settings

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(seed_index: Path) -> Iterator[str]:
    """The address of a server over the five seeds."""
    app = create_app(Settings(index_folder=seed_index, port=1))
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)
    app.extensions["xianli"].close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the system's if there is one, else playwright's own."""
    system = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=switches)
        yield browser
        browser.close()


class Visit:
    """A browser context that keeps all it asked for and all it complained of."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.requests: list[str] = []
        self.complaints: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(message.text)


@pytest.fixture
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh visit, by options given as parameter; it must end without a word on the console."""
    options = {"viewport": WIDE, "base_url": address, "locale": "zh-CN", **getattr(request, "param", {})}
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    visit = Visit(context)
    yield visit
    context.close()
    assert visit.complaints == []
    assert [url for url in visit.requests if not url.startswith(address)] == []


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit.context.new_page()


without_scripts = pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True, ids=["no-scripts"])
on_a_phone = pytest.mark.parametrize("visit", [{"viewport": NARROW}], indirect=True, ids=["phone"])
