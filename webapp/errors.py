"""Error answers for people: a page that says what happened and what to do next. Programs get problems.py's answers."""

import logging
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Flask, Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from indexer.errors import IndexUnusable, QueryError, SearchTimeout
from webapp import problems
from webapp.search.errors import BadParameter, PageTooFar
from webapp.search.model import Marked

_RETRY_SECONDS: Final = 5
_SHOWN_QUERY: Final = 200  # characters of a query that an error page repeats

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What an error page says. `links` are (label, path) within the site."""

    status: int
    heading: str
    sentences: tuple[str, ...]
    where: Marked | None = None  # the query, the place of the mistake marked
    links: tuple[tuple[str, str], ...] = ()
    retry_seconds: int | None = None
    written: str = ""  # what the search box should hold, to be mended there

    @property
    def query(self) -> str:
        """What the search box should hold."""
        return self.written or (self.where.text if self.where else "") or request.args.get("q", "")[:_SHOWN_QUERY]


def handle_errors(app: Flask) -> None:
    """Let every error of `app` end in an answer that helps."""
    app.register_error_handler(Exception, _answer)


def _answer(error: Exception) -> Response:
    if isinstance(error, SecurityError):  # no link can be built for a host that is not ours
        return _bare(_untrusted_host())
    if problems.wanted():
        return problems.answer(error)
    view = _view(error)
    response = make_response(render_template("error.html", error=view), view.status)
    if view.retry_seconds is not None:
        response.headers.setdefault("Retry-After", str(view.retry_seconds))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def _view(error: Exception) -> ErrorView:
    if isinstance(error, QueryError):
        view = _bad_query(error)
    elif isinstance(error, BadParameter):
        view = ErrorView(400, _("地址里有一项不对"), (error.message,), links=ways_on())
    elif isinstance(error, PageTooFar):
        last = (_("到最后一页（第 %(page)s 页）", page=error.last_page), error.last_url)
        view = ErrorView(404, _("没有这一页"), (error.message,), links=(last, *ways_on()))
    elif isinstance(error, IndexUnusable):
        said = (error.message, _("索引建好以后刷新本页即可，不必重启。"))
        view = ErrorView(503, _("现在不能检索"), said, retry_seconds=_RETRY_SECONDS)
    elif isinstance(error, SearchTimeout):
        advice = _("请加一个词、选一个地区或年度，再试一次。")
        view = ErrorView(503, _("检索用时过长，已经停止"), (advice,), links=ways_on(), retry_seconds=_RETRY_SECONDS)
    elif isinstance(error, HTTPException):
        view = _http(error)
    else:
        view = _unexpected(error)
    return view


def _bad_query(error: QueryError) -> ErrorView:
    query = request.args.get("q", "")
    said = [error.message]
    links: list[tuple[str, str]] = []
    if error.suggestion:
        others = [(name, value) for name, value in request.args.items(multi=True) if name not in ("q", "page")]
        repaired = urlencode([("q", error.suggestion), *others])
        links.append((_("改为检索：%(query)s", query=error.suggestion), f"{url_for('pages.results')}?{repaired}"))
    where = None
    if len(query) <= _SHOWN_QUERY and error.position < len(query):
        where = Marked(query, ((error.position, error.position + 1),))
        said.append(_("问题在第 %(position)s 个字。", position=error.position + 1))
    return ErrorView(400, _("看不懂这个检索式"), tuple(said), where, (*links, *ways_on()))


def _http(error: HTTPException) -> ErrorView:
    status = error.code or 500
    heading, sentence = {
        400: (_("看不懂这个请求"), _("地址可能抄漏了或改动过。请回到首页重新检索。")),
        404: (_("没有这一页"), _("地址可能抄漏了一段。可以用地址里的文字或引证码检索。")),
        405: (_("这个地址不接受这样的请求"), _("请从首页开始，在页面上点选。")),
        413: (_("提交的内容太大"), _("请减少内容后再试。")),
        414: (_("地址太长"), _("检索条件太多，地址超过 8 kB，会在途中丢失。请减少几个条件，或缩短检索式。")),
        429: (_("请求太频繁"), _("请稍等一分钟再试。多人共用一个地址时，可请管理员调高 rate_limit_per_minute。")),
    }.get(status, (_("这个请求办不了"), _("请回到首页重新开始。")))
    if error.description and status == 404 and _is_ours(error.description):
        sentence = error.description
    return ErrorView(status, heading, (sentence,), links=ways_on())


def _is_ours(description: str) -> bool:
    """Tell our own sentences from werkzeug's English ones."""
    return not description.isascii()


def _unexpected(error: Exception) -> ErrorView:
    """Log the error under a number that the page shows, and tell nothing else of it."""
    number = secrets.token_hex(4)
    _log.error("error %s at %s", number, request.path.encode("unicode_escape").decode()[:200], exc_info=error)
    said = (
        _("这是程序的错误，不是您的操作有误。请稍后再试。"),
        _("如仍出错，请把编号 %(number)s 告诉管理员，日志里有对应的记录。", number=number),
    )
    return ErrorView(500, _("程序出错了"), said, links=ways_on())


def ways_on() -> tuple[tuple[str, str], ...]:
    """Return the links with which an error page lets nobody stand still."""
    return (
        (_("回首页"), url_for("pages.home")),
        (_("收录了哪些报告"), url_for("pages.coverage")),
        (_("检索语法"), url_for("pages.syntax")),
    )


def _untrusted_host() -> ErrorView:
    said = (
        _("本系统没有设置为可以用这个主机名访问。请改用管理员给出的网址。"),
        _("管理员可以用设置 base_url 或 trusted_hosts 加上这个主机名。"),
    )
    return ErrorView(400, _("主机名不对"), said)


def _bare(view: ErrorView) -> Response:
    return make_response(render_template("error_bare.html", error=view), view.status)
