"""Makes the pictures of the README: `python -m docs.screenshots`. Serves the seeds and looks at them with Chromium."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Final

from playwright.sync_api import Page, sync_playwright
from waitress.server import create_server

from indexer.build import run
from webapp import create_app
from webapp.settings import Settings

ROOT: Final = Path(__file__).parents[1]
IMAGES: Final = ROOT / "docs" / "images"
WIDE: Final = (1280, 900)
NARROW: Final = (390, 844)
PICTURES: Final = (
    ("results.png", "/s?q=双随机一公开", WIDE),
    ("report.png", "/r/421221-2020-gov?q=行政执法", WIDE),
    ("narrow.png", "/s?q=双随机一公开", NARROW),
)


class _Silence:
    def step(self, name: str, done: int, total: int) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Serve the seeds, indexed anew, and give the address."""
    with tempfile.TemporaryDirectory() as folder:
        run(ROOT / "seeds", Path(folder), _Silence())
        app = create_app(Settings(index_folder=Path(folder), base_url="http://fz.example.gov.cn"))
        server = create_server(app, host="127.0.0.1", port=0)
        threading.Thread(target=server.run, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.effective_port}"
        finally:
            server.close()


def take(page: Page, address: str, name: str, size: tuple[int, int]) -> None:
    """Take one picture of the part of a page that a window of `size` shows."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=IMAGES / name)
    print(IMAGES / name)


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    system = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(locale="zh-CN", device_scale_factor=1.5)
        for name, path, size in PICTURES:
            take(page, address + path, name, size)
        browser.close()


if __name__ == "__main__":
    main()
