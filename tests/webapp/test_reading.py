"""A report is laid out whole: headings, paragraphs and the lines between them, nothing twice."""

from indexer.contract import Document, Heading, Line, LineKind, Paragraph, Report, Span
from tests.engines.corpus import make_document
from webapp.reading import around, lay_out, neighbours
from webapp.search.model import Marked

REPORT: Report = make_document(["x"]).report
LINES = (
    "嘉鱼县2020年度法治政府建设情况报告",
    "县人大常委会：",
    "一、强化领导。一是健全体系。建立制度。二是明晰职责。",
    "（一）加强学习",
    "  学习\u200b培训。",
    "嘉鱼县人民政府",
)
KINDS: tuple[LineKind, ...] = ("title", "body", "body", "body", "body", "signature")


def heading(line, offset, end, level, label):
    marker, text = label.split("|")
    return Heading(line, offset, end, level, marker, "ok", text, "general", "general")


def paragraph(name, ordinal, span, text, also=()):
    return Paragraph(f"{REPORT.id}/{name}", REPORT.id, ordinal, span, "general", None, (), (), text, also=also)


HEADINGS = (
    heading(3, 0, 6, 1, "一、|强化领导"),
    heading(3, 7, 13, 3, "一是|健全体系"),
    heading(3, 19, 25, 3, "二是|明晰职责"),
    heading(4, 0, 7, 2, "（一）|加强学习"),
)
PARAGRAPHS = (
    paragraph("A", 1, Span(3, 7, 19), "一是健全体系。建立制度。"),
    paragraph("B", 2, Span(3, 19, 26), "二是明晰职责。"),
    paragraph("C", 3, Span(5, 2, 8), "学习培训。"),
)
DOCUMENT = Document(
    REPORT,
    tuple(Line(n, kind, text) for n, (kind, text) in enumerate(zip(KINDS, LINES, strict=True), 1)),
    HEADINGS,
    PARAGRAPHS,
)


def test_all_of_the_text_is_there_once_and_in_order():
    blocks = lay_out(DOCUMENT).blocks
    assert [(block.kind, block.text.text) for block in blocks] == [
        ("line", "县人大常委会："),
        ("heading", "一、强化领导"),
        ("paragraph", "一是健全体系。建立制度。"),
        ("paragraph", "二是明晰职责。"),
        ("heading", "（一）加强学习"),
        ("paragraph", "学习培训。"),
        ("signature", "嘉鱼县人民政府"),
    ]
    assert [block.tag for block in blocks if block.kind == "heading"] == ["h2", "h3"]


def test_contents_lead_to_anchors_that_are_there():
    layout = lay_out(DOCUMENT)
    anchors = {block.anchor for block in layout.blocks}
    assert [(entry.label, entry.level) for entry in layout.contents] == [("一、强化领导", 1), ("（一）加强学习", 2)]
    assert {entry.anchor for entry in layout.contents} <= anchors


def test_a_heading_without_one_above_it_skips_no_step():
    document = Document(REPORT, DOCUMENT.lines, HEADINGS[3:], PARAGRAPHS[2:])
    assert [block.tag for block in lay_out(document).blocks if block.kind == "heading"] == ["h2"]


def test_a_text_that_stands_twice_is_shown_twice_with_one_anchor():
    lines = (Line(1, "body", "重复的话。"), Line(2, "body", "重复的话。"))
    twice = paragraph("A", 1, Span(1, 0, 5), "重复的话。", also=(Span(2, 0, 5),))
    blocks = lay_out(Document(REPORT, lines, (), (twice,))).blocks
    assert [block.anchor for block in blocks] == ["A", None]


def test_hits_are_numbered_in_order():
    layout = lay_out(DOCUMENT, lambda text: Marked(text, ((0, 1),) if "学习" in text else ()))
    assert layout.hits == 2
    assert [block.text.text for block in layout.blocks if block.number] == ["（一）加强学习", "学习培训。"]


def test_around_a_paragraph_stand_its_neighbours_and_what_is_between():
    before, here, after = around(lay_out(DOCUMENT), PARAGRAPHS[1].id)
    assert [block.text.text for block in before] == ["一是健全体系。建立制度。"]
    assert here.paragraph == PARAGRAPHS[1]
    assert [block.text.text for block in after] == ["（一）加强学习", "学习培训。"]
    before, _, _ = around(lay_out(DOCUMENT), PARAGRAPHS[0].id)
    assert [block.text.text for block in before] == ["县人大常委会：", "一、强化领导"]


def test_neighbours_are_those_of_the_report():
    assert neighbours(DOCUMENT, PARAGRAPHS[0].id) == (None, PARAGRAPHS[1])
    assert neighbours(DOCUMENT, PARAGRAPHS[2].id) == (PARAGRAPHS[1], None)
    assert neighbours(DOCUMENT, "elsewhere") == (None, None)
