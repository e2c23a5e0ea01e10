"""Error answers for programs: RFC 9457 problem details, application/problem+json."""

import logging
import secrets
from typing import Any, Final

from flask import Response, json, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from indexer.errors import IndexUnusable, QueryError, SearchTimeout
from webapp.search.errors import BadParameter, PageTooFar

CONTENT_TYPE: Final = "application/problem+json"
_RETRY_SECONDS: Final = 5
_TYPE: Final = "urn:xianli:problem:"

_log = logging.getLogger(__name__)

Problem = dict[str, Any]


def wanted() -> bool:
    """Tell whether the present request is a program's: by its address, or by what it accepts."""
    if request.path.startswith("/api/v") or request.path.endswith(".json"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json", CONTENT_TYPE])
    return best in ("application/json", CONTENT_TYPE)


def answer(error: Exception) -> Response:
    """Return the answer to a request that ended in `error`."""
    told = problem(error)
    response = Response(json.dumps(told), told["status"], content_type=CONTENT_TYPE)
    if told["status"] == 503:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def problem(error: Exception) -> Problem:  # noqa: PLR0911 - one return a kind of error
    """Return the problem details of `error`: type, title, status, detail, and what helps to mend it."""
    match error:
        case QueryError():
            found = _problem("bad-query", "看不懂这个检索式", 400, error.message)
            return found | {"position": error.position, "suggestion": error.suggestion}
        case BadParameter():
            return _problem("bad-parameter", "参数不对", 400, error.message) | {"parameter": error.parameter}
        case PageTooFar():
            found = _problem("page-too-far", "没有这一页", 404, error.message)
            return found | {"last_page": error.last_page, "last_url": error.last_url}
        case IndexUnusable():
            return _problem("index-unusable", "现在不能检索", 503, error.message)
        case SearchTimeout():
            return _problem("timeout", "检索用时过长，已经停止", 503, "请加一个词、选一个地区或年度，再试一次。")
        case HTTPException():
            return _http(error)
    number = secrets.token_hex(4)
    _log.error("error %s at %s", number, request.path.encode("unicode_escape").decode()[:200], exc_info=error)
    return _problem("internal", "程序出错了", 500, f"请稍后再试；如仍出错，请把编号 {number} 告诉管理员。")


def _http(error: HTTPException) -> Problem:
    status = error.code or 500
    title = {
        400: "看不懂这个请求",
        404: "没有这个资源",
        405: "这个地址不接受这样的请求",
        410: "已撤下",
        413: "提交的内容太大",
        414: "地址太长",
        429: "请求太频繁",
    }.get(status, "这个请求办不了")
    own = error.description if error.description and not error.description.isascii() else None
    return _problem("http", title, status, own or f"{title}。请对照 /api/docs 检查。")


def _problem(kind: str, title: str, status: int, detail: str) -> Problem:
    return {"type": _TYPE + kind, "title": title, "status": status, "detail": detail}
