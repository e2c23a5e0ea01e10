"""The page and the address of the API that check the quotations of a memo. Nothing of it is kept or logged."""

import io
import time
from typing import Final

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.formparser import FormDataParser

from webapp.quotations import documents
from webapp.quotations.checking import DEADLINE_SECONDS, check
from webapp.quotations.errors import DocumentError, TooLarge
from webapp.quotations.model import FEWEST_CHARACTERS, SYMBOLS, VERDICTS, Memo
from webapp.quotations.view import CheckingView, as_json, lay_out
from webapp.security import MAX_UPLOAD_BYTES
from webapp.state import engine
from webapp.templating import site

_MAX_JSON_BYTES: Final = 8 * documents.MAX_TEXT_BYTES  # \u1234 takes twice what a character does, and more
_MAX_PARTS: Final = 8  # of a form; the page's own has two
_URLENCODED: Final = "application/x-www-form-urlencoded"

# Flask's own parser puts large files on the disk.
_PARSER: Final = FormDataParser(
    stream_factory=lambda *_, **__: io.BytesIO(),
    max_form_memory_size=MAX_UPLOAD_BYTES,
    max_content_length=MAX_UPLOAD_BYTES,
    max_form_parts=_MAX_PARTS,
)

blueprint = Blueprint("quotes", __name__)


@blueprint.get("/quotes")
def page() -> str:
    """Show where to put a memo."""
    return _rendered()


@blueprint.post("/quotes")
def checked() -> Response:
    """Check the memo that the form holds, as a file or as text."""
    text, name = "", ""
    try:
        form, files = _sent()
        uploaded = files.get("file")
        name = (uploaded.filename or "") if uploaded else ""
        text = form.get("text", "")
        memo = documents.read(uploaded.read(), name) if uploaded and name else documents.as_memo(text)
        return _fresh(_rendered(view=_view(memo), text="" if name else text, name=name))
    except RequestEntityTooLarge:
        return _fresh(_rendered(error=_("提交的内容超过 12 MB。请去掉图片，或只粘贴要核对的文字。")), 413)
    except TooLarge as error:
        return _fresh(_rendered(error=error.message, text=text, name=name), 413)
    except DocumentError as error:
        return _fresh(_rendered(error=error.message, text=text, name=name), 400)


def _sent() -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
    """Return the fields and files of the form. Raises RequestEntityTooLarge, before a million fields are read."""
    if request.mimetype == _URLENCODED:
        request.max_content_length = request.max_form_memory_size = _MAX_JSON_BYTES
        if request.get_data().count(b"&") >= _MAX_PARTS:
            raise RequestEntityTooLarge
        return request.form, MultiDict()
    _stream, form, files = _PARSER.parse_from_environ(request.environ)
    return form, files


@blueprint.post("/api/v1/quotes")
def api() -> Response:
    """Check the quotations of a text."""
    request.max_content_length = _MAX_JSON_BYTES
    if not request.is_json:
        raise UnsupportedMediaType('请用 Content-Type: application/json 发送 {"text": "…"}。')
    try:
        sent = request.get_json()
    except BadRequest:
        raise BadRequest('内容不是合法的 JSON。请发送 {"text": "…"}。') from None
    text = sent.get("text") if isinstance(sent, dict) else None
    if not isinstance(text, str):
        raise BadRequest('缺少 text：要核对的文字。请发送 {"text": "…"}。')
    try:
        memo = documents.as_memo(text)
    except TooLarge as error:
        raise RequestEntityTooLarge(error.message) from None
    except DocumentError as error:
        raise BadRequest(error.message) from None
    response = jsonify(as_json(_view(memo), engine().status().generation))
    response.headers["Cache-Control"] = "no-store"
    return response


def _view(memo: Memo) -> CheckingView:
    return lay_out(check(memo, engine(), deadline=time.monotonic() + DEADLINE_SECONDS), site())


def _rendered(*, view: CheckingView | None = None, error: str = "", text: str = "", name: str = "") -> str:
    return render_template(
        "quotes.html",
        view=view,
        error=error,
        text=text,
        name=name,
        verdicts=VERDICTS,
        symbols=SYMBOLS,
        fewest=FEWEST_CHARACTERS,
    )


def _fresh(page: str, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
