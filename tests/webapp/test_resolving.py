"""What a permanent name resolves to, in the API as in the code."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from indexer.contract import SearchEngine
from indexer.engines import MemoryEngine
from indexer.engines.history import MemoryHistory
from indexer.naming import citation_code, paragraph_id
from indexer.words import paragraph_words
from tests.engines.corpus import make_document
from tests.webapp.histories import Past, day, engine_with
from tests.webapp.test_api import API, check, schema
from tests.webapp.test_permalinks import (
    DROPPED,
    ENGINE,
    GONE,
    INTRO,
    LONG,
    LOOK_ALIKE,
    MARKS,
    MARKS_NOW,
    NAME,
    OLD,
    OTHER,
    PARTS,
    POINT,
    POINT_NOW,
    SHORT,
)
from webapp import create_app
from webapp.resolving import resolve
from webapp.settings import Settings

PATH = "/api/v1/resolve"
UNKNOWN = f"{NAME}/0000000000"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings(base_url="http://fz.example.gov.cn"), engine=ENGINE).test_client()


def ask(client, written):
    response = client.get(PATH, query_string={"code": written})
    return response.status_code, check(response, PATH)


def old_text(answer):
    return "".join(text for kind, text in answer["difference"] if kind != "inserted")


def new_text(answer):
    return "".join(text for kind, text in answer["difference"] if kind != "deleted")


@pytest.mark.parametrize(
    ("name", "http", "status", "manner"),
    [
        (paragraph_id(OTHER, DROPPED), 200, "same", None),
        (paragraph_id(NAME, INTRO), 200, "moved", None),
        (paragraph_id(NAME, MARKS), 200, "moved", None),
        (paragraph_id(NAME, OLD), 200, "changed", "edited"),
        (paragraph_id(NAME, POINT), 200, "changed", "edited"),
        (paragraph_id(NAME, SHORT), 200, "changed", "within"),
        (paragraph_id(NAME, LONG), 200, "changed", "divided"),
        (paragraph_id(NAME, DROPPED), 410, "gone", None),
        (paragraph_id(GONE, OLD), 410, "gone", None),
        (UNKNOWN, 404, "unknown", None),
    ],
)
def test_every_outcome_has_its_status_and_is_as_described(client, name, http, status, manner):
    code, answer = ask(client, name)
    assert (code, answer["status"], answer["manner"]) == (http, status, manner)
    assert (answer["id"], answer["code"]) == (name, citation_code(name))
    assert answer["permalink"] == f"http://fz.example.gov.cn/c/{citation_code(name)}"


@pytest.mark.parametrize(
    "form",
    ["{id}", "{code}", " {low} ", "http://fz.example.gov.cn/c/{code}", "http://other/p/{id}?lang=en", "/c/{code}"],
)
def test_a_name_is_read_in_any_of_its_forms(client, form):
    name = paragraph_id(NAME, OLD)
    code = citation_code(name)
    _status, answer = ask(client, form.format(id=name, code=code, low=code.lower().replace(".", "．")))
    assert answer["id"] == name


def test_a_changed_text_comes_with_what_is_needed_to_prove_it(client):
    _status, answer = ask(client, paragraph_id(NAME, OLD))
    (quoted,), (present,) = answer["quoted"], answer["present"]
    assert (quoted["text"], quoted["ordinal"]) == (OLD, 2)
    assert (quoted["first_seen"], quoted["last_seen"]) == ("2026-03-01T02:00:00+00:00", "2026-03-01T12:00:00+00:00")
    assert OLD in quoted["citations"]["plain"]
    assert (present["text"], present["id"]) == (LOOK_ALIKE, paragraph_id(NAME, LOOK_ALIKE))
    assert (old_text(answer), new_text(answer)) == (OLD, LOOK_ALIKE)
    original = client.get(quoted["source"]["original_url"])
    assert original.status_code == 200 and OLD in original.text


def test_several_texts_of_one_name_are_all_given(client):
    _status, answer = ask(client, paragraph_id(NAME, POINT_NOW))
    assert [quoted["text"] for quoted in answer["quoted"]] == [POINT, POINT_NOW]
    assert (old_text(answer), new_text(answer)) == (POINT, POINT_NOW)


def test_parts_come_in_their_order_and_marks_are_told(client):
    _status, answer = ask(client, paragraph_id(NAME, LONG))
    assert tuple(present["text"] for present in answer["present"]) == PARTS
    _status, answer = ask(client, paragraph_id(NAME, MARKS))
    assert (old_text(answer), new_text(answer)) == (MARKS, MARKS_NOW)


def test_a_gone_text_says_since_when_and_where_else_it_stands(client):
    _status, answer = ask(client, paragraph_id(NAME, DROPPED))
    assert answer["gone"] == "2026-03-02T02:00:00+00:00"
    assert [other["id"] for other in answer["elsewhere"]] == [paragraph_id(OTHER, DROPPED)]
    assert (answer["present"], answer["difference"]) == ([], [])


def test_an_alias_is_answered_under_the_permanent_name(client):
    _status, answer = ask(client, paragraph_id("421200-2020-gov", OLD))
    assert answer["id"] == paragraph_id(NAME, OLD)


def test_a_mistyped_code_is_refused_with_what_may_be_meant(client):
    code = citation_code(paragraph_id(NAME, LOOK_ALIKE))
    status, problem = ask(client, code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert status == 400
    assert "校验位不符" in problem["detail"] and code in problem["detail"]


def test_paragraphs_that_stand_no_more_lead_to_what_became_of_them(client):
    for text in (OLD, DROPPED, POINT):
        response = client.get(f"/api/v1/paragraphs/{paragraph_id(NAME, text)}")
        assert response.status_code == 303
        assert client.get(response.location).json["id"] == paragraph_id(NAME, text)
    alias = client.get(f"/api/v1/paragraphs/{paragraph_id('421200-2020-gov', INTRO)}")
    assert (alias.status_code, alias.location) == (302, f"/api/v1/paragraphs/{paragraph_id(NAME, INTRO)}")


def test_reports_by_an_alias_and_withdrawn_ones(client):
    alias = client.get("/api/v1/reports/421200-2020-gov")
    assert (alias.status_code, alias.location) == (302, f"/api/v1/reports/{NAME}")
    gone = client.get(f"/api/v1/reports/{GONE}")
    assert gone.status_code == 410
    check(gone, "/api/v1/reports/{report_id}")


def test_the_examples_are_as_described():
    answers = API["paths"][PATH]["get"]["responses"]
    for status in ("200", "404", "410"):
        content = answers[status]["content"]["application/json"]
        for example in content["examples"].values():
            Draft202012Validator(schema(content["schema"])).validate(example["value"])


def test_former_texts_are_those_that_stand_no_more():
    found = resolve(ENGINE, paragraph_id(NAME, POINT))
    assert [one.paragraph.text for one in found.quoted] == [POINT, POINT_NOW]
    assert [one.paragraph.text for one in found.former] == [POINT]


def brought_back() -> SearchEngine:
    """Make an engine over a report whose first file came back in place of the second, before it was withdrawn."""
    first = make_document([POINT], title="报告", published=date(2021, 1, 13))
    second = make_document([POINT_NOW], title="报告（更正）", published=date(2021, 2, 1))
    past = engine_with(Past([first, second], withdrawn=True)).history
    history, paragraph = past.report(first.report.id), past.paragraph(first.paragraphs[0].id)
    assert history
    assert paragraph
    one, two = history.versions
    one = replace(one, last_seen=two.last_seen + timedelta(days=1))
    known = [(replace(history, versions=(one, two), withdrawn=day(9)), [paragraph])]
    other = make_document(["开展普法。"], place="350112")
    return MemoryEngine([(other, paragraph_words(other))], history=MemoryHistory(known))


def test_of_several_texts_the_one_read_last_comes_last_also_if_it_was_there_before():
    name = paragraph_id(NAME, POINT)
    engine = brought_back()
    found = resolve(engine, name)
    assert [(one.paragraph.text, one.report.title) for one in found.quoted] == [
        (POINT_NOW, "报告（更正）"),
        (POINT, "报告"),
    ]
    history = engine.history.report(NAME)
    assert history
    assert history.latest.report.title == "报告"
    client = create_app(Settings(), engine=engine).test_client()
    for address in (f"/p/{name}.ris", f"/basket.txt?b={citation_code(name)}"):
        written = client.get(address).text
        assert POINT in written
        assert POINT_NOW not in written
    for address in (f"/r/{NAME}.ris", f"/r/{NAME}"):
        assert "更正" not in client.get(address).text.partition("</h1>")[0]
