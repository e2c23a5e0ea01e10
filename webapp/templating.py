"""What templates may call: links that keep the language, versioned static files, marks, dates."""

import hashlib
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, current_app, request, url_for
from flask_babel import format_date
from jinja2 import StrictUndefined

from indexer.contract import BODIES, KINDS, SECTIONS
from webapp.days import chinese_date
from webapp.i18n import DEFAULT_LANGUAGE, language, local
from webapp.search.labels import source_label
from webapp.search.model import Marked, Site
from webapp.settings import Settings

_ADDRESSES: Final = 256  # far more than there are
_YEAR_SECONDS: Final = 365 * 24 * 3600


def prepare(app: Flask) -> None:
    """Set up the template environment of `app`."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {
        "link": link,
        "address": address,
        "site": site,
        "static_url": static_url,
        "settings": settings,
        "SECTIONS": SECTIONS,
        "BODIES": BODIES,
        "KINDS": KINDS,
    }
    app.jinja_env.filters |= {"unmarked": Marked, "day": day, "source": source_label}
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _YEAR_SECONDS  # static_url() changes whenever the file does


def settings() -> Settings:
    """Return the settings of the application that serves this request."""
    found: Settings = current_app.config["XIANLI"]
    return found


def site() -> Site:
    """Return where this request's pages stand."""
    return Site(base=settings().public_url, root=request.script_root, permanent=not settings().links_are_local)


def link(endpoint: str, *, anchor: str | None = None, **values: Any) -> str:
    """Return the address of one of our pages, in the language of this one; empty values are left out.

    For links by the hundred, Site has what is quicker.
    """
    given = {name: value for name, value in values.items() if value not in (None, "")}
    if given or anchor is not None:
        return local(url_for(endpoint, _anchor=anchor, **given))
    return local(address(endpoint))


def address(endpoint: str) -> str:
    """Return the path of a page that needs nothing else to be named, or is a form's target."""
    return _address(request.script_root, endpoint)


def static_url(name: str) -> str:
    """Return the path of a static file, another one whenever the file is another."""
    return _address(request.script_root, "static", filename=name, v=_fingerprint(current_app.static_folder, name))


@lru_cache(maxsize=_ADDRESSES)
def _address(root: str, endpoint: str, **values: Any) -> str:  # noqa: ARG001 - url_for() finds it in the request
    """Return a path under `root`, where this request's pages stand; every page has a dozen of the same ones."""
    return url_for(endpoint, **values)


@cache
def _fingerprint(folder: str | None, name: str) -> str:
    return hashlib.sha256(Path(str(folder), name).read_bytes()).hexdigest()[:8]


def day(value: date | None) -> str:
    """Return a date as it is written in the page's language: 2021年1月13日."""
    if value is None:
        return ""
    if language() == DEFAULT_LANGUAGE:
        return chinese_date(value)
    return str(format_date(value, "d MMMM y"))
