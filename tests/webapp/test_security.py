"""Every answer carries the rules, whatever it is, and requests that break them are refused."""

import pytest
from werkzeug.test import TestResponse

from webapp import create_app
from webapp.security import CONTENT_SECURITY_POLICY, HEADERS, MAX_ADDRESS_BYTES
from webapp.settings import Settings

ELSEWHERE = {"REMOTE_ADDR": "10.9.8.7"}

ANSWERS = {
    "/": 200,
    "/s?q=双随机": 200,
    "/s.json": 200,
    "/s.csv": 200,
    "/s?q=(": 400,
    "/s?page=0": 400,
    "/s?page=999": 404,
    "/nowhere": 404,
    "/static/app.css": 200,
    "/static/none.css": 404,
    "/healthz": 200,
    "/openapi.json": 200,
    "/api/v1/status": 200,
    "/api/v1/nothing": 404,
    "/c/FZ.421221.2020.G.0000000000-0": 404,
}


@pytest.mark.parametrize(("address", "status"), ANSWERS.items())
def test_headers_stand_on_every_answer_and_no_cookie_is_set(client, address, status):
    response = client.get(address, buffered=True)
    assert response.status_code == status
    for name, value in HEADERS.items():
        assert response.headers.getlist(name) == [value]
    assert "Set-Cookie" not in response.headers


def test_headers_stand_on_answers_to_methods_that_are_not_allowed(client):
    response = client.post("/")
    assert response.status_code == 405
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "GET" in response.headers["Allow"]


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline():
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))
    assert rules.pop("default-src") == "'none'"
    assert set(rules.values()) == {"'self'", "'none'"}
    assert {"base-uri", "form-action", "frame-ancestors"} <= set(rules)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:8000", "a@b", "fz.example.gov.cn.evil.example", "127.0.0.1.evil"]
)
def test_a_foreign_host_name_is_refused_and_repeated_nowhere(client, host):
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "主机名" in response.text
    assert "evil" not in response.text
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "fz.example.gov.cn"])
def test_our_own_host_names_are_served(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"), [("fz.gov.cn", 200), ("a.b.gov.cn", 200), ("gov.cn", 200), ("evilgov.cn", 400), ("cn", 400)]
)
def test_a_name_with_a_dot_before_it_stands_for_all_below_it(engine, host, status):
    client = create_app(Settings(trusted_hosts=(".gov.cn",)), engine=engine).test_client()
    assert client.get("/help/syntax", headers={"Host": host}).status_code == status


def test_forwarded_headers_are_not_believed(client):
    response = client.get("/p/none/none", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "1.2.3.4"})
    assert "evil" not in response.text


def test_an_address_over_8_kb_is_refused_with_help(client):
    for address in (f"/s?q={'a' * MAX_ADDRESS_BYTES}", f"/{'a' * MAX_ADDRESS_BYTES}"):
        response = client.get(address)
        assert response.status_code == 414
        assert "8 kB" in response.text
    assert client.get(f"/s?{'&'.join(['d=42'] * 1500)}").status_code == 200


def test_a_body_over_64_kb_is_refused(client):
    assert client.post("/", data=b"x" * 70_000).status_code in (405, 413)


@pytest.fixture
def limited(engine):
    return create_app(Settings(rate_limit_per_minute=3), engine=engine).test_client()


def ask(client, times: int, **more) -> list[TestResponse]:
    return [client.get("/help/syntax", **more) for _ in range(times)]


def test_too_many_requests_of_one_address_are_refused_with_help(limited):
    answers = ask(limited, 4, environ_base=ELSEWHERE)
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "稍等" in answers[-1].text
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert ask(limited, 1, environ_base={"REMOTE_ADDR": "10.9.8.6"})[0].status_code == 200


def test_a_forged_address_does_not_help(limited):
    answers = [
        limited.get("/help/syntax", headers={"X-Forwarded-For": f"1.2.3.{n}"}, environ_base=ELSEWHERE) for n in range(5)
    ]
    assert answers[-1].status_code == 429


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_this_machine_is_not_limited(limited, address):
    assert all(answer.status_code == 200 for answer in ask(limited, 9, environ_base={"REMOTE_ADDR": address}))


def test_static_files_and_health_are_not_limited(limited):
    ask(limited, 4, environ_base=ELSEWHERE)
    for address in ("/static/app.css", "/healthz"):
        assert limited.get(address, environ_base=ELSEWHERE, buffered=True).status_code == 200


def test_programs_are_refused_in_their_own_format(limited):
    answers = [limited.get("/api/v1/status", environ_base=ELSEWHERE) for _ in range(4)]
    assert answers[-1].status_code == 429
    assert answers[-1].content_type == "application/problem+json"
