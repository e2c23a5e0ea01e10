"""What of a Word text is text, and in which order: it reads with all changes accepted."""

import pytest

from indexer.errors import SourceError
from indexer.intake.readers import docx
from tests.indexer.intake.readers.word_files import STRICT, members, p, part, r, relations, table, word, zipped

TEXT = p("2021年，全县扎实推进依法行政。")


def lines(body: str, **others: str) -> list[str]:
    return docx.read(word(body, **others)).text.split("\n")


def field(instruction: str, result: str | None = None) -> str:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    shown = "" if result is None else sign("separate") + (result if result.startswith("<") else r(result))
    return f"{sign('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}{sign('end')}"


def box(*paragraphs: str) -> str:
    """Return a text box as Word writes it: twice."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def in_run(*elements: str) -> str:
    return f"<w:r>{''.join(elements)}</w:r>"


PARAGRAPHS = {
    "runs": (p("依法", "行政"), "依法行政"),
    "hyperlink": (p("见", '<w:hyperlink r:id="x" xmlns:r="r">', r("通知"), "</w:hyperlink>", "。"), "见通知。"),
    "smart tag": (p("<w:smartTag>" + r("2021年") + "</w:smartTag>", "底"), "2021年底"),
    "content control": ("<w:sdt><w:sdtContent>" + p("全县") + "</w:sdtContent></w:sdt>", "全县"),
    "prompt": (
        p(
            "甲",
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("单击输入") + "</w:sdtContent></w:sdt>",
        ),
        "甲",
    ),
    "inserted": (p("甲", f"<w:ins>{r('乙')}</w:ins>"), "甲乙"),
    "deleted": (p("甲", "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"), "甲"),
    "moved": (p("甲", f"<w:moveFrom>{r('乙')}</w:moveFrom>", "丙", f"<w:moveTo>{r('乙')}</w:moveTo>"), "甲丙乙"),
    "hidden": (p("甲", r("乙", "<w:vanish/>"), r("丙", '<w:vanish w:val="0"/>')), "甲丙"),
    "tab": (p("甲", in_run("<w:tab/>"), "乙", properties='<w:tabs><w:tab w:val="left"/></w:tabs>'), "甲 乙"),
    "hyphens": (p("甲", in_run("<w:noBreakHyphen/>"), "乙", in_run("<w:softHyphen/>"), "丙"), "甲-乙丙"),
    "symbol": (p(in_run('<w:sym w:font="Wingdings" w:char="F082"/>'), "健全"), "②健全"),
    "plain symbol": (p(in_run('<w:sym w:font="宋体" w:char="2460"/>'), "健全"), "①健全"),
    "drawing": (p(in_run('<w:sym w:font="Webdings" w:char="F041"/>'), "健全"), "健全"),
    "ruby": (
        p(
            in_run(
                f"<w:ruby><w:rt>{r('qiú')}</w:rt><w:rubyBase>{r('裘')}</w:rubyBase></w:ruby>",
            ),
            "某",
        ),
        "裘某",
    ),
    "ruby by a field": (p(field(r"EQ \* jc2 \o\ad(\s\up 9(qiú),裘)"), "某"), "裘某"),
    "ring by a field": (p(field(r"eq \o\ac(○,11)"), "健全"), "⑪健全"),
    "field": (p("至", field("REF x", "第三条"), "止"), "至第三条止"),
    "simple field": (p('<w:fldSimple w:instr=" TITLE ">', r("题目"), "</w:fldSimple>"), "题目"),
    "page": (p("第", field(" PAGE ", "3"), "页"), "第页"),
    "field in an instruction": (p("甲", field("IF " + field("PAGE", "3") + " = 3", "乙"), "丙"), "甲乙丙"),
    "field in a result": (p(field("HYPERLINK x", r("甲") + field("REF y", "乙") + r("丙"))), "甲乙丙"),
    "comment": (p('<w:commentRangeStart w:id="0"/>', "甲", in_run('<w:commentReference w:id="0"/>')), "甲"),
    "formula": (p("占", "<m:oMath><m:r><m:t>98.5%</m:t></m:r></m:oMath>"), "占98.5%"),
    "former properties": (
        p("甲", properties='<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'),
        "甲",
    ),
    "indented markup": ("<w:p>\n <w:r>\n  <w:t>\n 甲\n 乙 </w:t>\n </w:r>\n</w:p>", "甲  乙"),
}


@pytest.mark.parametrize(("body", "text"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_a_paragraph_reads_as_it_is_shown(body, text):
    assert lines(body + TEXT)[0] == text


def test_text_hidden_by_its_styles_is_left_out():
    def style(name: str, kind: str, more: str) -> str:
        return f'<w:style w:type="{kind}" w:styleId="{name}">{more}</w:style>'

    hidden = "<w:rPr><w:vanish/></w:rPr>"
    styles = (
        style("h", "paragraph", hidden)
        + style("h2", "paragraph", '<w:basedOn w:val="h"/>')
        + style("shown", "paragraph", '<w:basedOn w:val="h"/><w:rPr><w:vanish w:val="false"/></w:rPr>')
        + style("c", "character", hidden)
    )
    body = (
        p("甲", properties='<w:pStyle w:val="h2"/>')
        + p("乙", r("丙", '<w:rStyle w:val="c"/>'))
        + p("丁", properties='<w:pStyle w:val="shown"/>')
    )
    assert [line for line in lines(body, styles=styles) if line] == ["乙", "丁"]


def test_paragraphs_whose_mark_is_deleted_or_hidden_are_one_with_the_next():
    mark = "<w:rPr><w:del/></w:rPr>"
    assert lines(p("全县", properties=mark) + p("扎实", properties=mark) + p("推进。") + TEXT)[0] == "全县扎实推进。"
    separator = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    assert lines(p("一、强化领导。", properties=separator) + p("全县推进。"))[0] == "一、强化领导。全县推进。"
    assert lines(TEXT + p("末尾", properties=mark))[-1] == "末尾"
    gone = p("<w:del><w:r><w:delText>没有了</w:delText></w:r></w:del>", properties=mark)
    assert lines(gone + TEXT) == lines(TEXT)


def test_ten_thousand_paragraphs_may_be_one():
    mark = "<w:rPr><w:del/></w:rPr>"
    counts = [f"{i * i}件" for i in range(10_000)]
    body = "".join(p(count, properties=mark) for count in counts) + TEXT
    assert lines(body)[0] == "".join(counts) + lines(TEXT)[0]


def test_a_text_box_stands_once_where_it_hangs():
    at_the_head = p(box(p("嘉鱼县2021年度法治政府建设情况报告")), "正文。")
    assert lines(at_the_head) == ["嘉鱼县2021年度法治政府建设情况报告", "正文。"]
    behind = p("正文。", box(p("嘉鱼县人民政府"), p("2022年1月5日")))
    assert lines(behind) == ["正文。", "嘉鱼县人民政府", "2022年1月5日"]
    old = p(
        "<w:r><w:pict><v:textbox><w:txbxContent>" + p("旧") + "</w:txbxContent></v:textbox></w:pict></w:r>", "正文。"
    )
    assert lines(old) == ["旧", "正文。"]


def test_an_alternative_is_read_where_the_first_has_no_text():
    choice = '<mc:Choice Requires="x"><w:drawing/></mc:Choice>'
    body = f"<w:r><mc:AlternateContent>{choice}<mc:Fallback><w:t>甲</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    assert lines(p(body, "乙"))[0] == "甲乙"


BREAK = in_run("<w:br/>")


def test_a_soft_break_parts_lines():
    assert lines(p("嘉鱼县人民政府", BREAK, "关于2021年度法治政府建设情况的报告") + TEXT)[:2] == [
        "嘉鱼县人民政府",
        "关于2021年度法治政府建设情况的报告",
    ]
    assert lines(p("一、强化领导", BREAK, "　　2021年，全县推进。", BREAK, "二、优化环境"))[1] == "2021年，全县推进。"
    assert lines(p("甲。", '<w:r><w:br w:type="page"/></w:r>', "乙。")) == ["甲。", "乙。"]


def test_soft_breaks_at_one_width_part_nothing():
    text = (
        "2021年，全县坚持以习近平法治思想为指导，扎实推进依法行政，深化“放管服”改革，办理服务事项12万件，环境持续优化。"
    )
    wrapped = BREAK.join(r(text[i : i + 24]) for i in range(0, len(text), 24))
    body = p("一、主要工作", BREAK, wrapped, BREAK, "二、存在的问题")
    assert lines(body) == ["一、主要工作", text, "二、存在的问题"]


def test_a_table_of_contents_is_left_out():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    first = p(begin, "一、主要工作", in_run("<w:tab/>"), field("PAGEREF _1 \\h", "1"))
    second = p("二、存在的问题", in_run("<w:tab/>"), field("PAGEREF _2 \\h", "3"))
    last = p('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    found = [line for line in lines(first + second + last + p("一、主要工作") + TEXT) if line]
    assert found == ["一、主要工作", *lines(TEXT)]
    gallery = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    assert lines(f"{gallery}<w:sdtContent>{p('目录')}{first}{last}</w:sdtContent></w:sdt>{TEXT}") == lines(TEXT)
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    entry = p("一、主要工作\t1", properties='<w:pStyle w:val="11"/>')
    assert lines(entry + TEXT, styles=styles) == lines(TEXT)


def test_a_field_that_is_never_closed_hides_nothing_more():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    assert lines(p(begin, "没有") + TEXT)[-1] == lines(TEXT)[0]
    assert lines(p(begin, separate, "目录") + TEXT)[-1] == lines(TEXT)[0]


# -- tables ----------------------------------------------------------------------------------------------------------


def cell(inside: str, properties: str) -> str:
    return f"<w:tcPr>{properties}</w:tcPr>{p(inside)}"


def test_rows_stand_between_bars():
    body = table(("索引号", "01105619X/2021-02947"), ("发文单位", ""), ("名称", p("法治政府建设") + p("情况报告")))
    assert lines(body + TEXT)[:3] == [
        "| 索引号 | 01105619X/2021-02947 |",
        "| 发文单位 |  |",
        "| 名称 | 法治政府建设 情况报告 |",
    ]


def test_merged_cells_stand_once():
    start, again = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table((cell("复议", start), "受理", "32"), (cell("复议", again), "审结", "30"), ("",) * 3)
    assert lines(body + TEXT)[:3] == ["| 复议 | 受理 | 32 |", "|  | 审结 | 30 |", lines(TEXT)[0]]
    wide = table(("受理", "审结"), (cell("合计三十件", '<w:gridSpan w:val="2"/>'),))
    assert lines(wide + TEXT)[1] == "| 合计三十件 |"


def test_deleted_rows_and_cells_are_left_out():
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("旧") + "</w:tc></w:tr>"
    body = table(("受理", "32"), (cell("审结", "<w:cellDel/>"), "30")).replace("</w:tbl>", f"{row}</w:tbl>")
    assert lines(body + TEXT)[:3] == ["| 受理 | 32 |", "|  | 30 |", lines(TEXT)[0]]


def test_tables_that_lay_out_a_page_are_lines():
    report = p("一、主要工作") + TEXT * 30
    framed = table(
        ("索引号", "0146"), (cell("嘉鱼县2021年度法治政府建设情况报告", '<w:gridSpan w:val="2"/>'),), (report,)
    )
    assert lines(framed)[:4] == [
        "| 索引号 | 0146 |",
        "嘉鱼县2021年度法治政府建设情况报告",
        "一、主要工作",
        lines(TEXT)[0],
    ]
    beside = table(("首页", report))
    assert lines(beside)[:2] == ["首页", "一、主要工作"]
    assert lines(table((table(("受理", "32")),), (TEXT,))) == ["| 受理 | 32 |", lines(TEXT)[0]]


# -- notes -----------------------------------------------------------------------------------------------------------


def notes(kind: str, *texts: str) -> str:
    rule = f'<w:{kind} w:type="separator" w:id="0">{p("——")}</w:{kind}>'
    return rule + "".join(f'<w:{kind} w:id="{i}">{p(text)}</w:{kind}>' for i, text in enumerate(texts, 1))


def reference(kind: str, number: int, mark: str = "") -> str:
    follows = f'w:customMarkFollows="1"/><w:t>{mark}</w:t>' if mark else "/>"
    return f'<w:r><w:{kind}Reference w:id="{number}" {follows}</w:r>'


def test_a_note_follows_its_paragraph_and_leaves_it_as_it_is():
    body = (
        p("一、主要工作", reference("footnote", 1))
        + p("办理案件32件", reference("endnote", 1), "，均按期办结。")
        + TEXT
    )
    found = lines(body, footnotes=notes("footnote", "截至12月底。"), endnotes=notes("endnote", "注释：含诉前调解"))
    assert found == [
        "一、主要工作",
        "办理案件32件，均按期办结。",
        "注：截至12月底。",
        "注释：含诉前调解",
        lines(TEXT)[0],
    ]


def test_notes_part_neither_head_nor_rows_nor_signature():
    title, signed = (
        "嘉鱼县2021年度法治政府建设情况报告",
        p("嘉鱼县人民政府", reference("footnote", 3)) + p("2022年1月5日"),
    )
    rows = table((p("受理", reference("footnote", 2)), "32"), ("审结", "30"))
    footnotes = notes("footnote", "以本报告为准", "含上年结转", "加盖公章", "没有人提到")
    found = lines(
        p(title, reference("footnote", 1, "*")) + TEXT + rows + p("以上均已办结。") + signed, footnotes=footnotes
    )
    assert found == [
        title,
        lines(TEXT)[0],
        "注：以本报告为准",
        "| 受理 | 32 |",
        "| 审结 | 30 |",
        "以上均已办结。",
        "注：含上年结转",
        "注：加盖公章",
        "嘉鱼县人民政府",
        "2022年1月5日",
    ]


def test_deleted_and_hidden_notes_are_left_out():
    hidden = reference("footnote", 1).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    deleted = f"<w:del>{reference('footnote', 2)}</w:del>"
    assert lines(p("正文。", hidden, deleted), footnotes=notes("footnote", "甲", "乙")) == ["正文。"]


# -- the file --------------------------------------------------------------------------------------------------------


def test_strict_files_and_templates_are_read():
    assert docx.read(word(TEXT, STRICT)).text == lines(TEXT)[0]


def test_the_body_is_found_by_its_relation_and_without_any():
    elsewhere = {
        "_rels/.rels": relations(officeDocument="/doc/main.xml"),
        "doc/main.xml": members(TEXT)["word/document.xml"],
    }
    assert docx.read(zipped(elsewhere)).text == lines(TEXT)[0]
    assert docx.read(zipped({"word/document.xml": members(TEXT)["word/document.xml"]})).text == lines(TEXT)[0]
    assert docx.read(zipped({"WORD\\Document.XML": members(TEXT)["word/document.xml"]})).text == lines(TEXT)[0]


def properties(title: str) -> dict[str, str | bytes]:
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    listed = str(relations(officeDocument="word/document.xml")).replace(
        "</Rel", f'<Relationship Id="c" Type="{kind}" Target="docProps/core.xml"/></Rel'
    )
    core = f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>某</dc:creator></c>'
    return {"_rels/.rels": listed, "docProps/core.xml": core}


def said(title: str, body: str = TEXT) -> str | None:
    found = docx.read(zipped(members(body) | properties(title))).said
    assert found.keys() <= {"title"}
    return found["title"].text if found else None


def test_the_title_in_the_properties_counts_where_the_text_has_none():
    title = "嘉鱼县2021年度法治政府建设情况报告"
    assert said(title) == title
    assert said(title, p(title) + TEXT) is None
    assert said("嘉鱼县2020年度法治政府建设情况报告") is None
    assert said("Microsoft Word 文档") is None
    assert said("") is None


@pytest.mark.parametrize(
    ("root", "reason"),
    [
        ('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>', "表格"),
        ('<presentation xmlns="http://schemas.openxmlformats.org/presentationml/2006/main"/>', "演示文稿"),
        ("<html/>", "没有 Word 正文"),
        (part("document", "<w:body/>"), "没有文字"),
        (part("document", f"<w:body>{TEXT}<w:altChunk/></w:body>"), "嵌有别的文件"),
        (part("document", f"<w:body>{p(in_run('<w:drawing/>'))}</w:body>"), "没有文字"),
    ],
)
def test_other_files_are_refused_with_the_reason(root, reason):
    with pytest.raises(SourceError, match=reason):
        docx.read(zipped({"_rels/.rels": relations(officeDocument="main.xml"), "main.xml": root}))


def test_a_file_without_a_body_is_refused():
    with pytest.raises(SourceError, match="没有 Word 正文"):
        docx.read(zipped({"content.xml": "<a/>"}))
