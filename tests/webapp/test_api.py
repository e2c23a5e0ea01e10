"""The API: every route described, every answer as described, every refusal a problem that helps."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from indexer.contract import Document, Evidence, Heading, ResultPage, SearchRequest
from indexer.engines import MemoryEngine
from indexer.errors import IndexMissing, SearchTimeout
from indexer.words import paragraph_words
from tests.engines.corpus import Text, make_document
from webapp import create_app, problems
from webapp.search.json import search_json
from webapp.search.params import NAMES, SIZES, from_pairs
from webapp.search.service import SearchService
from webapp.settings import Settings

FILE = Path(__file__).parents[2] / "webapp" / "openapi.json"
API: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
JSON = "application/json"


def rich_document() -> Document:
    """Make a report with a heading, evidence and a doubtful place, so that every kind of value is answered."""
    document = make_document(
        [Text("推行“双随机、一公开”监管。", "problems", ("一、监管",), ("一、监管",)), "双随机抽查。"]
    )
    report = replace(
        document.report,
        evidence={"year": Evidence("title", 1, "2020")},
        flags=("no_source_url", "missing_char"),
        source_url=None,
    )
    heading = Heading(2, 0, 4, 1, "一、", "ok", "监管", "enforcement", "enforcement")
    first = replace(document.paragraphs[0], topic="enforcement", flags=("missing_char",))
    return Document(report, document.lines, (heading,), (first, *document.paragraphs[1:]))


DOCUMENTS = [
    rich_document(),
    make_document(["双随机抽查。", "开展普法。"], place="350112", year=2019),
    make_document(["行政复议"], place="none", year=None, body="sfj", published=None),
]


class Engine(MemoryEngine):
    """An engine that can be told to fail."""

    trouble: Exception | None = None

    def search(self, request: SearchRequest, *, deadline: float | None = None) -> ResultPage:
        if self.trouble:
            raise self.trouble
        return super().search(request, deadline=deadline)


@pytest.fixture
def engine() -> Engine:
    return Engine((document, paragraph_words(document)) for document in DOCUMENTS)


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    return create_app(Settings(), engine=engine).test_client()


def schema(reference: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with the components at hand, so that its references resolve."""
    return {**reference, "components": API["components"]}


def check(response: TestResponse, path: str) -> Any:
    """Hold an answer to the description of `path` and return it."""
    described = API["paths"][path]["get"]["responses"][str(response.status_code)]
    while "$ref" in described:
        described = API["components"]["responses"][described["$ref"].rpartition("/")[2]]
    content = described["content"][response.mimetype]
    body = json.loads(response.text)
    Draft202012Validator(schema(content["schema"])).validate(body)
    return body


PARAGRAPH = DOCUMENTS[0].paragraphs[0].id
GOOD = {
    "/api/v1/search": [
        "?q=双随机",
        "?q=双随机一公开&d=42&y=2020&n=1000",
        "?q=怎样推行双随机抽查工作",
        "?q=没有&d=42&sec=x",
        "?u=report",
        "",
    ],
    "/s.json": ["?q=双随机&n=20", ""],
    "/api/v1/reports": ["", "?d=42", "?y=2019-2020&by=gov&n=1&page=2", "?y=none"],
    "/api/v1/reports/{report_id}": ["421221-2020-gov"],
    "/api/v1/paragraphs/{report_id}/{text_hash}": [
        PARAGRAPH,
        PARAGRAPH.replace(PARAGRAPH[-10:], PARAGRAPH[-10:].lower()),
    ],
    "/api/v1/resolve": [f"?code={PARAGRAPH}"],
    "/api/v1/places": [""],
    "/api/v1/status": [""],
    "/healthz": [""],
}


def test_the_description_is_valid_openapi():
    validate(API)
    assert API["openapi"].startswith("3.1")


def test_the_description_and_the_routes_are_one(client):
    rules = [rule.rule for rule in client.application.url_map.iter_rules()]
    served = {re.sub("<(?:[a-z]+:)?([a-z_]+)>", r"{\1}", rule) for rule in rules}
    machine = {rule for rule in served if rule.startswith(("/api/v1/", "/s.")) or rule == "/healthz"}
    assert machine - {"/api/v1/{path}"} == set(API["paths"])


def test_the_parameters_described_are_those_read():
    described = [p["$ref"].rpartition("/")[2] for p in API["paths"]["/api/v1/search"]["get"]["parameters"]]
    assert tuple(described) == NAMES
    assert API["paths"]["/s.csv"]["get"]["parameters"] == API["paths"]["/api/v1/search"]["get"]["parameters"]


@pytest.mark.parametrize(("path", "rest"), [(path, rest) for path, rests in GOOD.items() for rest in rests])
def test_every_answer_is_as_described(client, path, rest):
    response = client.get(path.partition("{")[0] + rest)
    assert response.status_code == 200
    check(response, path)


def test_a_hit_has_what_tools_rely_on(client):
    answer = client.get("/api/v1/search?q=双随机一公开").json
    assert (answer["query"], answer["total"]) == ("双随机一公开", {"paragraphs": 1, "reports": 1})
    (hit,) = answer["hits"]
    assert hit["url"] == f"/p/{PARAGRAPH}" and hit["id"] == PARAGRAPH
    assert [hit["text"][start:end] for start, end in hit["ranges"]] == ["双随机、一公开"]
    assert [hit["snippet"]["text"][start:end] for start, end in hit["snippet"]["ranges"]] == ["双随机、一公开"]
    assert hit["flags"] == ["missing_char", "no_source_url"]
    assert hit["report"]["published"] == "2021-01-13" and hit["report"]["source_url"] is None
    assert hit["selector"]["exact"] == hit["text"]
    assert answer["relaxed"] is None or answer["relaxed"]["total"] == len(answer["relaxed"]["hits"])


def test_the_api_the_page_and_the_command_say_the_same(client, engine):
    query = "?q=双随机&d=42"
    from_service = search_json(SearchService(engine).search(from_pairs([("q", "双随机"), ("d", "42")])))
    assert client.get("/api/v1/search" + query).json == client.get("/s.json" + query).json == from_service


def test_sizes_beyond_the_pages_are_for_programs_only(client):
    assert 33 not in SIZES
    assert client.get("/api/v1/search?n=33").json["notices"] == []
    assert client.get("/s.json?n=33").json["notices"] == ["每页条数“33”不认识，这个条件没有用上。"]


def test_a_code_leads_to_its_paragraph(client):
    paragraph = client.get(f"/api/v1/paragraphs/{PARAGRAPH}").json
    response = client.get("/api/v1/search", query_string={"q": paragraph["code"].lower()})
    assert (response.status_code, response.headers["Location"]) == (303, f"/api/v1/paragraphs/{PARAGRAPH}")
    assert paragraph["code"] in paragraph["citations"]["official"]
    assert paragraph["permalink"].endswith("/c/" + paragraph["code"])


def test_the_same_text_under_the_name_of_another_report_is_not_given_for_it(client):
    response = client.get(f"/api/v1/paragraphs/429999-2020-gov/{PARAGRAPH[-10:]}")
    assert response.status_code == 404
    check(response, "/api/v1/paragraphs/{report_id}/{text_hash}")


BAD = {
    "/api/v1/search?q=(甲 OR 乙": ("/api/v1/search", 400, {"position": 0, "suggestion": "(甲 OR 乙)"}),
    "/s.json?q=甲 OR": ("/s.json", 400, {"position": 2, "suggestion": "甲"}),
    "/api/v1/search?page=0": ("/api/v1/search", 400, {"parameter": "page"}),
    "/api/v1/search?in=-甲": ("/api/v1/search", 400, {"parameter": "in"}),
    "/api/v1/search?q=双随机&page=99": (
        "/api/v1/search",
        404,
        {"last_page": 1, "last_url": "/s?q=%E5%8F%8C%E9%9A%8F%E6%9C%BA"},
    ),
    "/api/v1/reports?page=9&n=1": ("/api/v1/reports", 404, {"last_page": 3, "last_url": "/api/v1/reports?n=1&page=3"}),
    "/api/v1/reports/421221-1999-gov": ("/api/v1/reports/{report_id}", 404, {}),
    "/api/v1/reports/nonsense": ("/api/v1/reports/{report_id}", 404, {}),
    "/api/v1/paragraphs/421221-2020-gov/0000000000": ("/api/v1/paragraphs/{report_id}/{text_hash}", 404, {}),
    "/api/v1/resolve": ("/api/v1/resolve", 400, {"parameter": "code"}),
    "/api/v1/resolve?code=双随机": ("/api/v1/resolve", 400, {"parameter": "code"}),
    "/api/v1/paragraphs/x/y": ("/api/v1/paragraphs/{report_id}/{text_hash}", 404, {}),
}


@pytest.mark.parametrize("url", BAD)
def test_a_refusal_is_a_problem_that_helps(client, url):
    path, status, more = BAD[url]
    response = client.get(url)
    assert response.status_code == status
    problem = check(response, path)
    assert problem | more == problem
    assert problem["status"] == status and problem["detail"].endswith("。")


def test_an_unknown_address_is_a_problem_too(client):
    response = client.get("/api/v1/nope/more")
    assert (response.status_code, response.mimetype) == (404, problems.CONTENT_TYPE)
    assert client.post("/api/v1/search").status_code == 405


@pytest.mark.parametrize("make", [lambda: SearchTimeout("慢"), lambda: IndexMissing("请运行 xianli index。")])
def test_trouble_is_503_and_says_when_to_come_back(client, engine, make: Callable[[], Exception]):
    engine.trouble = make()
    response = client.get("/api/v1/search?q=甲")
    assert response.status_code == 503 and response.headers["Retry-After"]
    check(response, "/api/v1/search")


def test_a_failure_of_ours_tells_a_number_and_nothing_else(client, engine):
    engine.trouble = ZeroDivisionError("secret")
    response = client.get("/api/v1/search?q=甲")
    assert response.status_code == 500 and "secret" not in response.text
    assert re.search("编号 [0-9a-f]{8}", json.loads(response.text)["detail"])


def test_programs_that_ask_for_json_get_problems_everywhere(client):
    assert client.get("/r/nonsense", headers={"Accept": JSON}).mimetype == problems.CONTENT_TYPE
    assert client.get("/r/nonsense", headers={"Accept": "text/html,*/*"}).mimetype == "text/html"


def test_the_table_is_served(client):
    response = client.get("/s.csv?q=双随机")
    assert response.mimetype == "text/csv"
    assert response.data.startswith(b"\xef\xbb\xbf")
    assert len(response.text.strip().split("\r\n")) == 1 + 3


def test_the_description_is_served(client):
    assert client.get("/openapi.json").json == API
    docs = client.get("/api/docs")
    assert docs.status_code == 200
    assert all(path in docs.text for path in API["paths"])
