"""The language of the interface: Chinese, or English with ?lang=en, which every link then carries (no cookies).

So does the basket of a reader without scripts; see webapp/basket/carried.py.

Chinese sentences in the code and templates are the message ids; `webapp/catalogue.py` keeps the English ones current.
What the search says (webapp/search/messages.py) is translated where a template prints it.
"""

from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from flask import Flask, has_request_context, request
from flask_babel import Babel, gettext

from webapp.basket import carried
from webapp.search.messages import translated

DEFAULT_LANGUAGE: Final = "zh"
OTHER_LANGUAGE: Final = "en"
PARAMETER: Final = "lang"


def speak(app: Flask) -> None:
    """Let pages of `app` speak the language asked for."""
    Babel(app, default_locale=DEFAULT_LANGUAGE, locale_selector=language)
    app.jinja_env.filters |= {"local": local, "said": said}
    app.jinja_env.globals["language"] = language
    app.jinja_env.globals["here_in_language"] = here_in_language


def language() -> str:
    """Return the language of this request's page."""
    if not has_request_context() or PARAMETER not in request.args:  # asked a hundred times a page
        return DEFAULT_LANGUAGE
    return OTHER_LANGUAGE if request.args[PARAMETER] == OTHER_LANGUAGE else DEFAULT_LANGUAGE


def said(value: object) -> object:
    """Return a message of the search in the language of this request's page, and anything else as it is."""
    return value if language() == DEFAULT_LANGUAGE else translated(value, gettext)


def local(url: str) -> str:
    """Return a link within the site, so that it leads to a page in the same language, with the same basket."""
    return carried.carrying(url) if language() == DEFAULT_LANGUAGE else in_language(url, language())


def here_in_language(wanted: str) -> str:
    """Return the address of this request's page in `wanted`, its path written so that it stays on this host."""
    query = request.query_string.decode(errors="replace")
    return in_language(f"{quote(request.script_root + request.path)}?{query}", wanted)


def in_language(url: str, wanted: str) -> str:
    """Return the address of the same page in `wanted`, with this request's basket."""
    parts = urlsplit(url)
    set_anew = {PARAMETER, *carried.NAMES}
    pairs = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in set_anew]
    if wanted != DEFAULT_LANGUAGE:
        pairs.append((PARAMETER, wanted))
    pairs += carried.carried_pairs()
    return urlunsplit(parts._replace(query=urlencode(pairs)))
