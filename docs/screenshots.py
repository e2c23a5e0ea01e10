"""Makes the pictures of the README: `python -m docs.screenshots`. Serves the seeds and looks at them with Chromium.

For the picture of a changed text a report is corrected between two runs, as its authors might.
"""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import which
from typing import Final

from playwright.sync_api import Page, sync_playwright
from waitress.server import create_server

from indexer.build import run
from indexer.engines import open_engine
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
CORRECTED: Final = "000_05e79aa8d8f0b748.txt"
CORRECTIONS: Final = (("事项224项", "事项242项"), ("执法检查416人次,检查203家次,", "执法检查416人次,"))


class _Silence:
    def step(self, name: str, done: int, total: int) -> None:
        """Say nothing."""

    def slow(self, path: str, seconds: float) -> None:
        """Say nothing."""


@contextmanager
def served(sources: Path, index: Path) -> Iterator[str]:
    """Serve `sources`, indexed into `index`, and give the address."""
    run(sources, index, _Silence())
    app = create_app(Settings(index_folder=index, base_url="http://fz.example.gov.cn"))
    server = create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()


def corrected(sources: Path, index: Path) -> str:
    """Correct a report, index it again, and return the address of a paragraph as it was quoted before."""
    found = _paragraph_with(index, CORRECTIONS[0][0])
    path = sources / CORRECTED
    text = path.read_text(encoding="utf-8")
    for before, after in CORRECTIONS:
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    run(sources, index, _Silence())
    return f"/p/{found}"


def _paragraph_with(index: Path, words: str) -> str:
    with closing(open_engine(index)) as engine:
        documents = (engine.document(report.id) for report in engine.reports())
        return next(
            paragraph.id
            for document in documents
            if document
            for paragraph in document.paragraphs
            if words in paragraph.text
        )


def take(page: Page, address: str, name: str, size: tuple[int, int]) -> None:
    """Take one picture of the part of a page that a window of `size` shows."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=IMAGES / name)
    print(IMAGES / name)


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    system = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sources, index = Path(folder, "sources"), Path(folder, "index")
        shutil.copytree(ROOT / "seeds", sources)
        browser = playwright.chromium.launch(executable_path=system, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(locale="zh-CN", device_scale_factor=1.5)
        with served(sources, index) as address:
            for name, path, size in PICTURES:
                take(page, address + path, name, size)
        changed = corrected(sources, index)
        with served(sources, index) as address:
            take(page, address + changed, "changed.png", WIDE)
        browser.close()


if __name__ == "__main__":
    main()
