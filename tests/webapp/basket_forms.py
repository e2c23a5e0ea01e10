"""What the tests of the basket's pages share: a site, and a browser without scripts that fills its forms."""

import io
import re
from html import unescape
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse

from indexer.naming import citation_code
from tests.engines.corpus import make_document, make_engine
from webapp import create_app
from webapp.settings import Settings

DOCUMENT = make_document([f"第{n}项推行双随机。" for n in range(1, 231)])
CODES = [citation_code(paragraph.id) for paragraph in DOCUMENT.paragraphs]
A, B, C = CODES[:3]
HOSTILE = "</textarea><script>alert(1)</script>&\"'{{7*7}}"
Pairs = list[tuple[str, str]]


def site() -> Flask:
    """Return a site with two reports."""
    settings = Settings(base_url="http://fz.example.gov.cn", rate_limit_per_minute=0)
    return create_app(settings, engine=make_engine([DOCUMENT, make_document(["另一处双随机。"], year=2021)]))


def address(*pairs: tuple[str, str], path: str = "/basket") -> str:
    return f"{path}?{urlencode(pairs)}"


def form_of(page: str) -> Pairs:
    """Return what a browser would send of the basket's form, but for the button."""
    form = page[page.index('<form id="collected"') :]
    form = form[: form.index("</form>")]
    fields: Pairs = []
    for tag in re.finditer(r"<input [^>]*>|<textarea [^>]*>([^<]*)</textarea>", form):
        name, value = re.search(r'name="([^"]*)"', tag[0]), re.search(r'value="([^"]*)"', tag[0])
        written = tag[1].removeprefix("\n") if tag[1] is not None else value[1] if value else ""
        if name and 'type="file"' not in tag[0]:
            fields.append((name[1], unescape(written)))
    return fields


def shown(page: str) -> Pairs:
    fields = form_of(page)
    codes = [value for name, value in fields if name == "code"]
    return list(zip(codes, [value for name, value in fields if name == "note"], strict=True))


def press(client: FlaskClient, page: str, button: str, *, follow: bool = True, **fields: str) -> str:
    """Press a button of the basket's page, some of its fields filled in anew."""
    sent = {**fields, "do": button}
    pairs = [(name, sent.pop(name, value)) for name, value in form_of(page)]
    body = urlencode([*pairs, *sent.items()])
    kind = "application/x-www-form-urlencoded"
    return client.post("/basket", data=body, content_type=kind, follow_redirects=follow).text


def bring(client: FlaskClient, page: str, data: bytes) -> str:
    fields: dict[str, object] = {}
    for name, value in form_of(page):
        fields.setdefault(name, []).append(value)  # type: ignore[attr-defined]  # a list for each name
    fields |= {"do": "import", "file": (io.BytesIO(data), "basket.json")}
    return upload(client, "/basket", fields).text


def upload(client: FlaskClient, path: str, fields: dict[str, object]) -> TestResponse:
    builder = EnvironBuilder(path, method="POST", data=fields)
    environ = builder.get_environ()
    try:
        return client.open(environ, follow_redirects=True, buffered=True)
    finally:
        environ["wsgi.input"].close()
        builder.close()
