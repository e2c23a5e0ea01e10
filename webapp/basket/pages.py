"""The basket's pages: it is looked at, changed by forms, and taken away as a file. Nothing of it is kept here."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flask import Blueprint, abort, make_response, redirect, render_template, request, send_file
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from indexer.naming import citation_code
from webapp.basket import exports, files, memo
from webapp.basket.carried import BACK, Extent, bare, carried, carried_pairs, carry, extent, here, without_notes
from webapp.basket.changes import Outcome, change, imported, joined, read_removed
from webapp.basket.model import ITEM, MAX_ITEMS, MAX_NOTE, MAX_TITLE, TITLE, Basket, Read, from_pairs, to_pairs
from webapp.basket.view import BasketView, lay_out
from webapp.days import today
from webapp.search.model import Site
from webapp.security import MAX_ADDRESS_BYTES, MAX_UPLOAD_BYTES
from webapp.state import engine
from webapp.templating import link, site

Form = MultiDict[str, str]
Export = Callable[[BasketView, Site, date], bytes]

EXPORTS: Final[Mapping[str, tuple[str, Export]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", memo.docx),
    "md": ("text/markdown", lambda *what: exports.markdown(*what).encode()),
    "txt": ("text/plain", lambda *what: exports.plain(*what).encode()),
    "csv": ("text/csv", exports.csv),
    "json": ("application/json", lambda view, *_: files.write(view, datetime.now(UTC))),
}
_STAY: Final = "stay"  # in forms that a script sends: it keeps the basket, so that no address has to
_MAX_PARTS: Final = 2000  # fields of a form: three for each item, and a few more
_MAX_BACK: Final = 1000  # bytes of an address
_URLENCODED: Final = "application/x-www-form-urlencoded"
_WITHIN_SITE: Final = re.compile(r"/(?![/\\])[!-\[\]-~]*")  # no other host, nothing that a browser leaves out
_NOT_IN_FILE_NAMES: Final = re.compile(r'[\\/:*?"<>|\s]+')

blueprint = Blueprint("basket", __name__)


@dataclass(frozen=True, slots=True)
class Page:
    """The basket as its page shows it. `shared` is its address, `shared_bare` the same without notes, None if too long.

    `onward` is how much of it the links of the page hand on, for readers without scripts.
    """

    view: BasketView
    outcome: Outcome
    back: str | None
    shared: str | None
    shared_bare: str | None
    onward: Extent


@blueprint.record_once
def prepare(setup: BlueprintSetupState) -> None:
    """Let the templates of all pages hand the basket on and add to it."""
    setup.app.jinja_env.filters["citation_code"] = citation_code
    setup.app.jinja_env.globals |= {
        "carried_basket": carried,
        "carried_pairs": carried_pairs,
        "here": here,
        "MAX_ITEMS": MAX_ITEMS,
        "MAX_NOTE": MAX_NOTE,
        "MAX_TITLE": MAX_TITLE,
        "MAX_FILE_BYTES": MAX_UPLOAD_BYTES,
    }


@blueprint.route("/basket", methods=["GET", "POST"])
def page() -> Response:
    """Show the basket that the address or the form holds, after the change that a button asks for."""
    sent, too_large = _sent()
    given = _given(sent)
    if too_large:
        carry(given.basket)
        said = _("提交的内容超过 12 MB，没有收进来。材料篮文件不会有这么大，请核对选的文件。")
        return make_response(_show(Outcome(given.basket, (said,)), sent), 413)
    outcome = _changed(given.basket, sent)
    carry(Basket() if _STAY in sent else outcome.basket)
    settled = not (given.notices or outcome.notices or outcome.asking or _STAY in sent)
    if request.method == "POST" and settled and extent(outcome.basket) == "all":
        address = _address(outcome, sent)
        if len(address) <= MAX_ADDRESS_BYTES:
            return redirect(address, 303)
    return make_response(_show(replace(outcome, notices=(*given.notices, *outcome.notices)), sent))


@blueprint.route("/basket.<kind>", methods=["GET", "POST"])
def export(kind: str) -> Response:
    """Return the basket as a file: docx, md, txt, csv or json."""
    if kind not in EXPORTS:
        abort(404)
    sent, too_large = _sent()
    if too_large:
        abort(413)
    basket = _given(sent).basket
    carry(basket)
    if not basket.items:
        said = _("材料篮是空的，没有可导出的。请先加入段落。")
        return make_response(_show(Outcome(basket, (said,)), sent), 400)
    media_type, written = EXPORTS[kind]
    data = written(_view(basket), site(), today())
    name = _NOT_IN_FILE_NAMES.sub("_", basket.title)[:60].strip("._") or "材料篮"
    response = send_file(io.BytesIO(data), media_type, as_attachment=True, download_name=f"{name}.{kind}")
    response.headers["Cache-Control"] = "no-store"  # it holds the reader's notes, and what the texts are today
    return response


def _sent() -> tuple[Form, bool]:
    """Return the form that was sent, and whether it is too large to be read; others may not be as large as this."""
    request.max_content_length = request.max_form_memory_size = MAX_UPLOAD_BYTES
    request.max_form_parts = _MAX_PARTS
    try:
        return (ImmutableMultiDict(), True) if _has_too_many_fields() else (request.form, False)
    except RequestEntityTooLarge:
        return ImmutableMultiDict(), True


def _has_too_many_fields() -> bool:
    """Count the fields of a form without files before it is read: of these Werkzeug takes any number."""
    return request.mimetype == _URLENCODED and request.get_data().count(b"&") >= _MAX_PARTS


def _given(sent: Form) -> Read:
    """Return the basket of the page's own form; of other requests, that of the address and what they add."""
    if TITLE not in sent:
        return from_pairs([*request.args.items(multi=True), *sent.items(multi=True)])
    return from_pairs(sent.items(multi=True), zip(sent.getlist("code"), sent.getlist("note"), strict=False))


def _changed(basket: Basket, sent: Form) -> Outcome:
    action = sent.get("do", "")
    if action == "import":
        uploaded = request.files.get("file")
        return imported(basket, uploaded.read() if uploaded else b"")
    if action == "merge":
        values = [(ITEM, value) for value in sent.getlist("with")]
        return joined(basket, from_pairs([(TITLE, sent.get("with-title", "")), *values]))
    return change(basket, action, read_removed(sent.get("removed") or request.args.get("removed", "")))


def _address(outcome: Outcome, sent: Form) -> str:
    removed = outcome.removed.written() if outcome.removed else None
    return link("basket.page", removed=removed, **{BACK: _back(sent)})


def _show(outcome: Outcome, sent: Form) -> str:
    basket = outcome.basket
    whole, bare = _shared(basket), _shared(without_notes(basket))
    page = Page(
        view=_view(basket),
        outcome=outcome,
        back=_back(sent),
        shared=whole,
        shared_bare=bare if bare != whole else None,
        onward="all" if _STAY in sent else extent(basket),
    )
    return render_template("basket.html", page=page)


def _view(basket: Basket) -> BasketView:
    return lay_out(basket, engine(), site(), today())


def _shared(basket: Basket) -> str | None:
    if not basket.items or extent(basket) != "all":
        return None
    return f"{site().base}/basket?{urlencode(to_pairs(basket))}"


def _back(sent: Form) -> str | None:
    """Return the page that the reader came from, within this site."""
    asked = sent.get(BACK) or request.args.get(BACK) or _page_before()
    address, _hash_mark, fragment = asked.partition("#")
    path, _question_mark, query = address.partition("?")
    asked = bare(path, parse_qsl(query, keep_blank_values=True))
    if ITEM in sent:  # to the button that was pressed
        fragment = f"keep-{quote(sent.getlist(ITEM)[-1])}"
    if fragment:
        asked += f"#{fragment}"
    if len(asked) > _MAX_BACK or not _WITHIN_SITE.fullmatch(asked):
        return None
    return None if asked.startswith("/basket") else asked


def _page_before() -> str:
    """Return the page of this site that a link was followed from, without the site's root; "" if there is none."""
    came = urlsplit(request.referrer or "")
    root = f"{request.script_root}/"
    if came.netloc != request.host or not came.path.startswith(root):
        return ""
    return f"/{came.path.removeprefix(root)}?{came.query}"
