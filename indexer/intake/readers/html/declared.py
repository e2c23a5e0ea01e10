"""What a page's markup says of the document and the site: <meta>, <link>, <title>, a browser's note of the address."""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from indexer.contract import Evidence
from indexer.intake.boilerplate import is_boilerplate
from indexer.intake.dates import find_date, find_years, western
from indexer.intake.labels import none_if_empty
from indexer.intake.readers.addresses import is_address
from indexer.intake.readers.html.layout import Page
from indexer.intake.titles import split_title, subject

_TITLES: Final = ("articletitle", "og:title", "dc.title", "dcterms.title")
_DATES: Final = (
    *("pubdate", "publishdate", "article:published_time", "og:published_time", "dc.date", "dcterms.issued"),
    *("firstpublishedtime", "publishedtime", "publish_date"),
)
_SOURCES: Final = ("contentsource", "article:source")
_SITES: Final = ("sitename", "og:site_name", "sitedomain")
_MAX_VALUE: Final = 200  # characters
_HEAD: Final = 4_096  # characters in which a browser notes where a page was saved from
_SAVED: Final = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)\s*(?P<address>\S+?)\s*-->", re.IGNORECASE)
_AFTER_TITLE: Final = re.compile(r"[-_—|–]+\s*(?P<site>[^-_—|–]{2,40})$")
_EARLIEST: Final = 1990
_LATEST: Final = 2100


def said_by(page: Page, text: str, location: str = "") -> Mapping[str, Evidence]:
    """Return what the markup says, under the keys of a sidecar.

    `text` is the page's source; `location` the address that an archive of the page gives for it.
    """
    found = {
        "title": next(_titles(page), None),
        "publication_date": next(_dates(page), None),
        "source": next(_metas(page, _SOURCES), None),
        "source_url": next(_addresses(page, text, location), None),
    }
    return {key: evidence for key, evidence in found.items() if evidence is not None}


def site_of(page: Page, address: str) -> str:
    """Return the names and the host of the site a page is from, each once."""
    names = [evidence.text for evidence in _metas(page, _SITES)]
    if address:
        names.append(urlsplit(address).hostname or "")
    behind = _AFTER_TITLE.search(" ".join(page.title.split())[:_MAX_VALUE])
    if behind:
        names.append(behind["site"].strip())
    return " ".join(dict.fromkeys(filter(None, names)))


def _metas(page: Page, names: tuple[str, ...]) -> Iterator[Evidence]:
    """Yield the values of <meta> elements with one of the names, the names in order."""
    for name in names:
        for meta in page.metas:
            key = "name" if meta.get("name") else "property"
            if (meta.get(key) or "").strip().lower() == name:
                value = none_if_empty(" ".join((meta.get("content") or "").split())[: _MAX_VALUE + 1])
                if value and len(value) <= _MAX_VALUE:
                    yield Evidence(f'<meta {key}="{(meta.get(key) or "").strip()}">', 0, value)


def _titles(page: Page) -> Iterator[Evidence]:
    """Yield titles of reports: what <meta> calls the title, then that of the browser's title bar.

    Last what <meta> calls an article's title, of whatever it is: it tells what kind of page this is.
    """
    for evidence in _metas(page, _TITLES):
        if title := _of_report(evidence.text):
            yield Evidence(evidence.rule, 0, title)
    if title := _of_report(" ".join(page.title.split())[:_MAX_VALUE]):
        yield Evidence("<title>", 0, title)
    yield from _metas(page, _TITLES[:1])


def _of_report(text: str) -> str:
    """Return the title of a report in `text`, "" if it has none: a column may be named 法治政府建设年度报告."""
    title = split_title(text)[0]
    whose = title and (subject(title) or any(True for _ in find_years(western(title))))
    return title if whose and not is_boilerplate(title) else ""


def _dates(page: Page) -> Iterator[Evidence]:
    for evidence in _metas(page, _DATES):
        day = find_date(evidence.text)
        if day and _EARLIEST <= day.year < _LATEST:
            yield Evidence(evidence.rule, 0, day.isoformat())


def _addresses(page: Page, text: str, location: str) -> Iterator[Evidence]:
    """Yield where the page is from, what is trusted most first."""
    found = [("归档文件", location)]
    found += [('<link rel="canonical">', link.get("href") or "") for link in page.links if _is_canonical(link)]
    found += [(evidence.rule, evidence.text) for evidence in _metas(page, ("og:url",))]
    saved = _SAVED.search(text, 0, _HEAD)
    found.append(("saved from url", saved["address"] if saved else ""))
    found.append(("<base>", page.base))
    for rule, address in found:
        if is_address(address.strip()):
            yield Evidence(rule, 0, address.strip())


def _is_canonical(link: Mapping[str, str]) -> bool:
    return (link.get("rel") or "").strip().lower() == "canonical"
