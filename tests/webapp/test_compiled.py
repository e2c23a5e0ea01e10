"""Templates hold their sentences in the language of the page, and escape what is put into them."""

import pytest
from flask import Flask
from jinja2 import DictLoader

from webapp.compiled import Templates

PAGES = {
    "plain.html": "<p title=\"{{ _('检索') }}\">{{ _('检索') }}</p>",
    "filled.html": '{{ _("%(place)s的下级地区", place=given) }}',
    "label.html": "{{ _(given) }}",
    "extending.html": '{% extends "outer.html" %}{% block inner %}{% include "plain.html" %}{% endblock %}',
    "outer.html": '{{ _("语法") }}{% block inner %}{% endblock %}',
}


@pytest.fixture
def pages(app: Flask) -> Templates:
    templates = app.jinja_env.overlay(loader=DictLoader(PAGES))
    assert isinstance(templates, Templates)
    templates.overlayed = False  # the application's own, which looks at the request
    vars(templates).pop("english", None)  # that of the application, if a test before this asked for it
    return templates


def said(app: Flask, pages: Templates, name: str, address: str = "/", **values: str) -> str:
    with app.test_request_context(address):
        return pages.get_template(name).render(values)


def test_one_template_speaks_the_language_of_each_request(app, pages):
    for _ in range(2):
        assert said(app, pages, "plain.html") == '<p title="检索">检索</p>'
        assert said(app, pages, "plain.html", "/?lang=en") == '<p title="Search">Search</p>'
        assert said(app, pages, "extending.html", "/?lang=en") == 'Syntax<p title="Search">Search</p>'
        assert said(app, pages, "extending.html") == '语法<p title="检索">检索</p>'


def test_what_is_put_into_a_sentence_is_escaped(app, pages):
    assert said(app, pages, "filled.html", given="<b>") == "&lt;b&gt;的下级地区"
    assert "&lt;b&gt;" in said(app, pages, "filled.html", "/?lang=en", given="<b>")


@pytest.mark.parametrize("address", ["/", "/?lang=en"])
def test_a_label_that_is_no_sentence_of_ours_is_escaped(app, pages, address):
    assert said(app, pages, "label.html", address, given="<b>100%</b>") == "&lt;b&gt;100%&lt;/b&gt;"


def test_a_label_is_said_in_the_language_of_the_page(app, pages):
    assert said(app, pages, "label.html", given="行政执法") == "行政执法"
    assert said(app, pages, "label.html", "/?lang=en", given="行政执法") != "行政执法"
