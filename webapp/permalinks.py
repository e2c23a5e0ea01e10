"""The pages where permanent names lead: a paragraph by its name, and by its citation code."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from indexer.contract import Document, Paragraph
from indexer.naming import is_paragraph_id, is_report_id, parse_code
from webapp import searching
from webapp.codes import nearby
from webapp.errors import ErrorView, ways_on
from webapp.facts import Fact, brief_facts
from webapp.reading import Block, around, lay_out, neighbours
from webapp.search.model import PassageView
from webapp.state import engine
from webapp.templating import link

_LONG_BEFORE: Final = 160  # characters, four lines
_LONGEST_CODE: Final = 60

blueprint = Blueprint("permalinks", __name__)


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph between its neighbours."""

    passage: PassageView
    notices: tuple[str, ...]
    before: tuple[Block, ...]
    after: tuple[Block, ...]
    previous_url: str | None
    next_url: str | None
    place_in_source: str
    facts: tuple[Fact, ...]

    @property
    def before_is_long(self) -> bool:
        """Whether the text before would push the paragraph itself down the page."""
        return sum(len(block.text.text) for block in self.before) > _LONG_BEFORE


@blueprint.get("/p/<report_id>/<text_hash>")
def paragraph(report_id: str, text_hash: str) -> Response | str:
    """Show one paragraph in its place. A text that now stands in a report of another name is shown from there."""
    name = f"{report_id}/{text_hash.upper()}"
    if not is_paragraph_id(name):
        abort(404, _("“%(name)s”不是段落的名称，可能抄漏了几个字符。", name=name[:60]))
    found = engine().paragraph(name)
    if found is None:
        return _moved(name, text_hash.upper())
    document = engine().document(found.report_id)
    assert document is not None, found.report_id
    return render_template("paragraph.html", view=_paragraph_view(document, found))


@blueprint.get("/c/<code>")
def code(code: str) -> Response:
    """Lead from a citation code to its paragraph; for one with a mistake, show what may have been meant."""
    parsed = parse_code(code)
    if parsed is None:
        said = _("“%(code)s”不是引证码。引证码形如 FZ.421221.2020.G.7K2MQ4XA5D-3，请整条复制。", code=code[:60])
        return _miswritten(code, said)
    if not parsed.valid:
        said = _("引证码 %(code)s 的校验位不符，可能抄错了一个字符，请与原处核对。", code=code[:60])
        return _miswritten(code, said)
    report_id, _slash, text_hash = parsed.paragraph_id.partition("/")
    return redirect(link("permalinks.paragraph", report_id=report_id, text_hash=text_hash), 302)


def _miswritten(written: str, said: str) -> Response:
    near = nearby(written[:_LONGEST_CODE], engine())
    links = [(_("是否是 %(code)s", code=code), url_for("permalinks.code", code=code)) for code in near.codes]
    if near.report is not None:
        title = _("打开《%(title)s》", title=near.report.title)
        links.append((title, url_for("reports.report", report_id=near.report.id)))
    view = ErrorView(404, _("引证码有误"), (said,), links=(*links, *ways_on()), written=written[:_LONGEST_CODE])
    return make_response(render_template("error.html", error=view), 404)


def _moved(name: str, text_hash: str) -> Response:
    """Lead to the same text under another report's name, or say that it is not in this index."""
    others = engine().find_text(text_hash)
    if not others:
        abort(404, _("这一段不在现在的索引里。它所在的报告可能没有收录，或者收录后原文改动过。"))
    report_id, _slash, text_hash = others[0].partition("/")
    return redirect(
        link("permalinks.paragraph", report_id=report_id, text_hash=text_hash, was=name.partition("/")[0]), 302
    )


def _paragraph_view(document: Document, found: Paragraph) -> ParagraphView:
    before, _here, after = around(lay_out(document), found.id)
    previous, following = neighbours(document, found.id)
    was = request.args.get("was", "")
    notices = (_("这段文字原属名为 %(name)s 的报告，现在收在本报告里。", name=was),) if is_report_id(was) else ()
    return ParagraphView(
        passage=searching.passage(found, document.report, request.args.get("q", "")),
        notices=notices,
        before=before,
        after=after,
        previous_url=_url(previous),
        next_url=_url(following),
        place_in_source=_place_in_source(found),
        facts=brief_facts(document.report),
    )


def _url(paragraph: Paragraph | None) -> str | None:
    if paragraph is None:
        return None
    report_id, _slash, text_hash = paragraph.id.partition("/")
    return link("permalinks.paragraph", report_id=report_id, text_hash=text_hash, q=request.args.get("q"))


def _place_in_source(paragraph: Paragraph) -> str:
    spans = (paragraph.span, *paragraph.also)
    lines = "、".join(str(line) for line in dict.fromkeys(span.line for span in spans))
    return str(_("第 %(ordinal)s 段，文件第 %(lines)s 行", ordinal=paragraph.ordinal, lines=lines))
