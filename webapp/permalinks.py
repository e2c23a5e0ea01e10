"""The pages where permanent names lead: the paragraph, the text that it was changed into, or what is left of it.

Another text is never shown for the one that was quoted, and no name leads to another report: where the same text
stands elsewhere, a link says where. The answer is 200 where the report still holds the text, changed or not, since the
page then gives what the link promises; 410 where it was withdrawn; 404 where it is not known.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from indexer.contract import Paragraph
from indexer.naming import citation_code, is_paragraph_id, parse_code
from webapp import searching, versions
from webapp.codes import LONGEST, nearby
from webapp.days import day_in_china
from webapp.differences import Piece, differences
from webapp.errors import ErrorView, ways_on
from webapp.facts import Fact, brief_facts
from webapp.past import elsewhere, past_page
from webapp.reading import Block, around, lay_out, neighbours
from webapp.resolving import Quoted, Resolution, resolve
from webapp.search.model import PassageView
from webapp.state import engine
from webapp.templating import day, link
from webapp.versions import Archived, VersionView

_LONG_BEFORE: Final = 160  # characters, four lines
_MOST_ELSEWHERE: Final = 10

blueprint = Blueprint("permalinks", __name__)


@dataclass(frozen=True, slots=True)
class FormerWording:
    """How a paragraph was written before, its words the same, and what leads from that to the present text."""

    last_seen: date | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph between its neighbours."""

    passage: PassageView
    notices: tuple[str, ...]
    former: tuple[FormerWording, ...]
    before: tuple[Block, ...]
    after: tuple[Block, ...]
    previous_url: str | None
    next_url: str | None
    place_in_source: str
    facts: tuple[Fact, ...]
    first_seen: date | None  # 入库
    archived: Archived | None
    versions: tuple[VersionView, ...]

    @property
    def before_is_long(self) -> bool:
        """Whether the text before would push the paragraph itself down the page."""
        return sum(len(block.text.text) for block in self.before) > _LONG_BEFORE


@blueprint.get("/p/<report_id>/<text_hash>")
def paragraph(report_id: str, text_hash: str) -> Response | str:
    """Show what a paragraph's name leads to. An alias of its report leads to the name of today."""
    name = f"{report_id}/{text_hash.upper()}"
    if not is_paragraph_id(name):
        abort(404, _("“%(name)s”不是段落的名称，可能抄漏了几个字符。", name=name[:LONGEST]))
    found = resolve(engine(), name)
    if found.paragraph_id != name:
        return redirect(_url(found.paragraph_id, was=report_id), 302)
    if found.status in ("same", "moved"):
        return render_template("paragraph.html", view=_paragraph_view(found))
    return _otherwise(found)


@blueprint.get("/c/<code>")
def code(code: str) -> Response:
    """Lead from a citation code to its paragraph; say what has become of it; with a mistake, what may be meant."""
    parsed = parse_code(code)
    if parsed is None:
        said = _("“%(code)s”不是引证码。引证码形如 FZ.421221.2020.G.7K2MQ4XA5D-3，请整条复制。", code=code[:LONGEST])
        return _miswritten(code, said)
    if not parsed.valid:
        said = _("引证码 %(code)s 的校验位不符，可能抄错了一个字符，请与原处核对。", code=code[:LONGEST])
        return _miswritten(code, said)
    found = resolve(engine(), parsed.paragraph_id)
    if found.status in ("same", "moved"):
        alias = parsed.paragraph_id != found.paragraph_id
        return redirect(_url(found.paragraph_id, was=parsed.paragraph_id.partition("/")[0] if alias else None), 302)
    return _otherwise(found)


def _otherwise(found: Resolution) -> Response:
    """Answer for a name whose text does not stand in its report now."""
    if found.status == "unknown":
        return _unknown(found)
    template, status = ("changed.html", 200) if found.status == "changed" else ("gone.html", 410)
    return make_response(render_template(template, page=past_page(found)), status)


def _unknown(found: Resolution) -> Response:
    code = citation_code(found.paragraph_id)
    if found.report is not None:
        said = [_("引证码 %(code)s 没有写错，但它所指的报告里没有这一段，以前也不曾收录。", code=code)]
    else:
        said = [_("引证码 %(code)s 没有写错，但这里没有收录它所在的报告。", code=code)]
    said.append(_("可以用引文里的一句原话检索，或向给出这个引证码的人核对。"))
    links = []
    if found.report is not None:
        title = _("打开《%(title)s》", title=found.report.title)
        links.append((title, url_for("reports.report", report_id=found.report.id)))
    others = elsewhere(found.elsewhere[:_MOST_ELSEWHERE])
    if others:
        said.append(_("同样的文字另见下列报告。它们不是引证码所指的那一份，引用前请核对。"))
    links += [(_("同文：%(label)s（%(code)s）", label=one.label, code=one.code), one.url) for one in others]
    view = ErrorView(404, _("没有收录这一段"), tuple(said), links=(*links, *ways_on()), written=code)
    return make_response(render_template("error.html", error=view), 404)


def _miswritten(written: str, said: str) -> Response:
    near = nearby(written[:LONGEST], engine())
    links = [(_("是否是 %(code)s", code=code), url_for("permalinks.code", code=code)) for code in near.codes]
    if near.report is not None:
        title = _("打开《%(title)s》", title=near.report.title)
        links.append((title, url_for("reports.report", report_id=near.report.id)))
    view = ErrorView(404, _("引证码有误"), (said,), links=(*links, *ways_on()), written=written[:LONGEST])
    return make_response(render_template("error.html", error=view), 404)


def _paragraph_view(found: Resolution) -> ParagraphView:
    (here,) = found.present
    document = engine().document(here.report_id)
    assert document is not None, here.report_id
    history = engine().history.report(here.report_id)
    before, _here, after = around(lay_out(document), here.id)
    previous, following = neighbours(document, here.id)
    first_seen = min((one.first_seen for one in found.quoted if one.first_seen), default=None)
    return ParagraphView(
        passage=searching.passage(here, document.report, request.args.get("q", "")),
        notices=tuple(_notices(found, here)),
        former=tuple(_former(one, here) for one in found.former),
        before=before,
        after=after,
        previous_url=_neighbour_url(previous),
        next_url=_neighbour_url(following),
        place_in_source=_place_in_source(here),
        facts=brief_facts(document.report),
        first_seen=day_in_china(first_seen) if first_seen else None,
        archived=versions.archived(history, document.report.sha256),
        versions=versions.listed(history) if history else (),
    )


def _notices(found: Resolution, here: Paragraph) -> list[str]:
    """Return what a reader who comes by a link of long ago should know."""
    notices = []
    was = request.args.get("was", "")
    known = engine().history.report(was) if was else None
    if known is not None and known.id == here.report_id and was != known.id:
        notices.append(_("链接里的报告名 %(was)s 现在写作 %(name)s，所指的是同一份报告。", was=was, name=known.id))
    if found.status == "moved":
        elsewhere_then = [one for one in found.quoted if _place(one.paragraph) != _place(here)]
        notices.append(_moved(elsewhere_then[-1], here))
    if found.former:
        notices.append(_("标点与先前的版本不同，文字没有变。"))
    return notices


def _moved(then: Quoted, here: Paragraph) -> str:
    until = day(day_in_china(then.last_seen)) if then.last_seen else ""
    said = _(
        "位置有变，文字未变：到%(until)s为止在%(then)s，现在在%(now)s。",
        until=until,
        then=_standing(then.paragraph),
        now=_standing(here),
    )
    return str(said)


def _standing(paragraph: Paragraph) -> str:
    if not paragraph.heading_path:
        return str(_("第 %(n)s 段", n=paragraph.ordinal))
    return str(_("第 %(n)s 段（%(path)s）", n=paragraph.ordinal, path=" › ".join(paragraph.heading_path)))


def _place(paragraph: Paragraph) -> tuple[int, tuple[str, ...]]:
    return paragraph.ordinal, paragraph.heading_path


def _former(then: Quoted, here: Paragraph) -> FormerWording:
    last_seen = day_in_china(then.last_seen) if then.last_seen else None
    return FormerWording(last_seen, differences(then.paragraph.text, here.text))


def _neighbour_url(paragraph: Paragraph | None) -> str | None:
    return _url(paragraph.id, q=request.args.get("q")) if paragraph else None


def _url(paragraph_id: str, **values: str | None) -> str:
    report_id, _slash, text_hash = paragraph_id.partition("/")
    return link("permalinks.paragraph", report_id=report_id, text_hash=text_hash, **values)


def _place_in_source(paragraph: Paragraph) -> str:
    spans = (paragraph.span, *paragraph.also)
    lines = "、".join(str(line) for line in dict.fromkeys(span.line for span in spans))
    return str(_("第 %(ordinal)s 段，文件第 %(lines)s 行", ordinal=paragraph.ordinal, lines=lines))
