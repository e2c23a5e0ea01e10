"""The feed of a search, as Atom: /s.atom with the parameters of /s."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from indexer.naming import citation_code
from webapp import searching
from webapp.search import params as parameters
from webapp.search.labels import authority, report_label
from webapp.search.latest import Entry, latest
from webapp.templating import site

MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold

blueprint = Blueprint("feed", __name__)


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry; `name` is its code, and its id wherever it is served."""

    name: str
    title: str
    author: str
    text: str
    url: str
    added: str


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed; `search` is the canonical query part of its address."""

    search: str
    title: str
    page_url: str
    feed_url: str
    updated: str
    entries: tuple[EntryView, ...]


@blueprint.get("/s.atom")
def feed() -> Response:
    """Return the paragraphs added last that the search of the same address finds."""
    found = latest(searching.service(), searching.params())
    base = site().base
    view = FeedView(
        search=parameters.canonical(found.params),
        title=_fit(f"先例：{found.understood}"),
        page_url=parameters.url(found.params, base),
        feed_url=parameters.url(found.params, base, ".atom"),
        updated=_time(found.updated),
        entries=tuple(_entry(entry) for entry in found.entries),
    )
    response = make_response(render_template("feed.xml", feed=view))
    response.headers["Content-Type"] = MEDIA_TYPE
    response.add_etag()
    return response.make_conditional(request)


def _entry(entry: Entry) -> EntryView:
    paragraph, report = entry.paragraph, entry.report
    code = citation_code(paragraph.id)
    whose = report_label(report)
    title = f"{whose}：{paragraph.heading_path[-1]}" if paragraph.heading_path else whose
    return EntryView(
        name=code,
        title=_fit(title),
        author=_fit(authority(report)),
        text=_fit(paragraph.text),
        url=site().permalink(code),
        added=_time(entry.added),
    )


def _fit(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
