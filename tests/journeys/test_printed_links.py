"""Every link that leaves the house, in whatever file it is printed, opens when it is followed.

A real server on this machine answers, since links are read by other programs than ours.
"""

import csv
import io
import json
import re
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

import pytest
from werkzeug.serving import make_server

from indexer.contract import Document, SearchEngine
from indexer.naming import citation_code
from tests.engines.corpus import make_document
from tests.webapp.histories import Past, engine_with
from webapp import create_app
from webapp.basket.model import ITEM, MAX_ITEMS
from webapp.settings import Settings

ADDRESS = re.compile(r"https?://[^\s<>，。；\"}]+")
SOURCE = "http://www.example.gov.cn/"  # of a report whose address is recorded; nobody answers there


@dataclass(frozen=True)
class House:
    """A server and the codes of the paragraphs that it holds."""

    base: str
    codes: tuple[str, ...]
    followed: dict[str, tuple[int, str]] = field(default_factory=dict)

    def follow(self, link: str) -> tuple[int, str]:
        """Return status and page of a link, which is followed only once."""
        if link not in self.followed:
            status, body = self.get(link)
            self.followed[link] = status, body.decode()
        return self.followed[link]

    def get(self, address: str) -> tuple[int, bytes]:
        """Return status and body of the page that `address` leads to."""
        connection = HTTPConnection(urlsplit(self.base).netloc, timeout=30)
        try:
            for _ in range(5):
                assert address.startswith(self.base), f"{address} leaves the house"
                connection.request("GET", address.removeprefix(self.base))
                answer = connection.getresponse()
                body = answer.read()
                if answer.status not in (301, 302, 303, 307, 308):
                    return answer.status, body
                location = answer.headers["Location"]
                address = location if "://" in location else self.base + location
        finally:
            connection.close()
        raise AssertionError(f"{address} leads round in circles")

    def export(self, kind: str) -> bytes:
        """Return a basket of as many items as one can hold, as a file."""
        asked = urlencode([(ITEM, code) for code in self.codes[:MAX_ITEMS]])
        status, body = self.get(f"{self.base}/basket.{kind}?{asked}")
        assert status == 200
        return body


def made_up() -> Iterator[Document]:
    """Reports of other places and bodies, so that codes of every shape are among them."""
    for place, year in (("350112", 2019), ("421200", 2022), ("420000", 2021)):
        yield make_document([f"{year}年第{n}项工作扎实推进。" for n in range(1, 12)], place=place, year=year)
    yield make_document([f"教育局第{n}项工作。" for n in range(1, 12)], body="dept", year=2018)
    second = make_document([f"又一份报告的第{n}项工作。" for n in range(1, 12)], year=2018, second_title="又一份")
    yield replace(second, report=replace(second.report, source_url=f"{SOURCE}a.html"))
    yield make_document([f"不知何地的第{n}项工作。" for n in range(1, 12)], place="none", year=None)


@pytest.fixture(scope="module")
def house(seed_engine: SearchEngine) -> Iterator[House]:
    """A server over the seeds and the made-up reports, its base_url its own address."""
    seeds = [seed_engine.document(report.id) for report in seed_engine.reports()]
    documents = [document for document in (*seeds, *made_up()) if document is not None]
    listening = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = create_app(
        Settings(base_url=base, rate_limit_per_minute=0),
        engine=engine_with(*(Past([document]) for document in documents)),
    )
    server = make_server("127.0.0.1", 0, app, threaded=True, fd=listening.fileno())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    codes = [citation_code(paragraph.id) for document in documents for paragraph in document.paragraphs]
    yield House(base, tuple(reversed(codes)))  # the made-up ones first: a basket does not hold all
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    listening.close()
    assert not thread.is_alive()


def of_word(data: bytes) -> set[str]:
    """The addresses that can be clicked on."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        relations = ET.fromstring(parts.read("word/_rels/document.xml.rels"))
    return {relation.attrib["Target"] for relation in relations if relation.get("TargetMode") == "External"}


def printed_in_word(data: bytes) -> set[str]:
    """The addresses that can be read on paper."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        document = ET.fromstring(parts.read("word/document.xml"))
    return set(ADDRESS.findall("\n".join(node.text or "" for node in document.iter() if node.tag.endswith("}t"))))


def of_text(data: bytes) -> set[str]:
    return set(ADDRESS.findall(data.decode("utf-8-sig")))


def of_table(data: bytes) -> set[str]:
    return {row["链接"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))}


def of_json(data: bytes) -> set[str]:
    return {item["url"] for item in json.loads(data)["items"]}


def of_feed(data: bytes) -> set[str]:
    return {node.attrib["href"] for node in ET.fromstring(data).iter() if node.tag.endswith("}link")}


def of_csl(data: bytes) -> set[str]:
    return {address for item in json.loads(data) for address in ADDRESS.findall(json.dumps(item, ensure_ascii=False))}


@pytest.mark.parametrize(
    ("kind", "links_in"),
    [
        ("docx", of_word),
        ("docx", printed_in_word),
        ("md", of_text),
        ("txt", of_text),
        ("csv", of_table),
        ("json", of_json),
    ],
)
def test_every_link_of_a_full_basket_opens_the_paragraph_it_is_of(house, kind, links_in):
    links = links_in(house.export(kind)) - {f"{SOURCE}a.html"}
    assert links == {f"{house.base}/c/{code}" for code in house.codes[:MAX_ITEMS]}
    assert len(links) == MAX_ITEMS
    for link in links:
        status, page = house.follow(link)
        assert (status, link) == (200, link)
        assert link.rpartition("/")[2] in page


@pytest.mark.parametrize(
    ("file", "links_in"),
    [
        ("s.csv?q=%E5%B7%A5%E4%BD%9C", of_table),
        ("s.atom?q=%E5%B7%A5%E4%BD%9C", of_feed),
        ("s.ris?q=%E5%B7%A5%E4%BD%9C&n=50", of_text),
        ("s.bib?q=%E5%B7%A5%E4%BD%9C&n=50", of_text),
        ("s.csl.json?q=%E5%B7%A5%E4%BD%9C&n=50", of_csl),
    ],
)
def test_every_link_of_a_search_opens(house: House, file: str, links_in: Callable[[bytes], set[str]]) -> None:
    status, data = house.get(f"{house.base}/{file}")
    assert status == 200
    links = links_in(data) - {f"{SOURCE}a.html"}
    assert len(links) >= 40
    assert {link: house.follow(link)[0] for link in links} == dict.fromkeys(links, 200)
