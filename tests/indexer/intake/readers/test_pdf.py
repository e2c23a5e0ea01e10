"""What a reader of a PDF makes of what is drawn on its pages, piece by piece."""

import pytest

from indexer.errors import SourceError
from indexer.intake.readers import extract
from indexer.intake.readers.pdf import read
from indexer.intake.readers.pdf.radicals import unify
from tests.indexer.intake.readers.pdf_files import EM, FONT, LEFT, PROSE, down, drawn, pdf_of, show, stream

PAGE = down([PROSE + "。", "一、组织领导", PROSE + "。"])


def lines(data: bytes) -> list[str]:
    return read(data).text.split("\n")


def test_a_pdf_is_known_by_its_content_and_read():
    assert PROSE in extract("report.bin.pdf", pdf_of(PAGE)).text


def test_characters_of_fonts_by_the_encodings_of_the_field():
    gbk = FONT.replace("UniGB-UTF16-H", "GBK-EUC-H")
    drawn_in_gbk = f"BT /F1 12 Tf 72 700 Td <{(PROSE + 'A1。').encode('gbk').hex()}> Tj ET"
    assert lines(pdf_of(drawn_in_gbk, font=gbk)) == [PROSE + "A1。"]


MAP = b"""1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfchar <0001> <2F8F> endbfchar 2 beginbfrange <0002> <0003> <653F> <0004> <0005> [<590D> <8BAE>] endbfrange"""
MAPPED = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 10 0 R /DescendantFonts [<< >>] >>"
)


def test_a_map_to_unicode_by_characters_ranges_and_lists():
    content = "BT /F1 12 Tf 72 700 Td <00010002000400050002> Tj <" + "0002" * 20 + "> Tj ET"
    assert lines(pdf_of(content, font=MAPPED, others=[stream(MAP)])) == ["行政复议政" + "政" * 20]


def test_radicals_become_the_characters_they_were():
    assert unify("⼀⾏⼈⺠⻓⻔⻥⻩，一行") == "一行人民长门鱼黄，一行"
    assert lines(pdf_of(down([PROSE, "⼀、⾏政复议"]))) == [PROSE, "一、行政复议"]


def test_what_a_producer_writes_beside_the_glyphs_is_the_text():
    actual = f"/Span << /ActualText <feff{'鱼'.encode('utf-16-be').hex()}> >> BDC {show('⻥')} EMC"
    content = f"BT /F1 12 Tf 72 700 Td {show(PROSE + '嘉')} {actual} {show('县')} ET"
    assert lines(pdf_of(content)) == [PROSE + "嘉鱼县"]


def test_glyphs_set_one_by_one_make_words():
    placed = [(LEFT + i * (EM + 1.5), 700, character) for i, character in enumerate(PROSE)]
    assert lines(pdf_of(placed)) == [PROSE]


def test_spaced_out_characters_are_joined_and_meant_blanks_stay():
    spaced = " ".join("行政复议决定书的送达")
    assert lines(pdf_of(down([PROSE, spaced, "县  长  张 三"]))) == [PROSE, "行政复议决定书的送达", "县  长  张 三"]


def test_parts_of_a_line_that_stand_apart_are_kept_apart():
    placed = [*down([PROSE]), (LEFT, 700, "发布机构：县司法局"), (400, 700, "文号：无")]
    assert lines(pdf_of(placed))[1].split() == ["发布机构：县司法局", "文号：无"]


def test_text_drawn_twice_for_bold_counts_once():
    twice = [*down([PROSE]), (LEFT, 700, "一、组织领导"), (LEFT + 0.4, 700.1, "一、组织领导")]
    assert lines(pdf_of(twice)) == [PROSE, "一、组织领导"]


def test_a_watermark_across_the_page_is_left_out():
    watermark = f"BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm {show('内部资料')} ET"
    assert lines(pdf_of(drawn(down([PROSE])) + "\n" + watermark)) == [PROSE]


@pytest.mark.parametrize(
    ("turn", "matrix"), [(90, "0 1 -1 0 600 20"), (180, "-1 0 0 -1 600 800"), (270, "0 -1 1 0 20 800")]
)
def test_a_turned_page_is_read_as_it_is_held(turn, matrix):
    content = f"q {matrix} cm {drawn([(20, 60, PROSE), (20, 30, '完毕')])} Q"
    assert lines(pdf_of(content, page=f"/Rotate {turn}")) == [PROSE, "完毕"]


def test_text_in_a_form_is_read_and_forms_in_themselves_end():
    form = stream(f"{drawn(down([PROSE]))} /X1 Do".encode(), "/Type /XObject /Subtype /Form")
    assert PROSE in lines(pdf_of("/X1 Do", others=[form]))


def ruled(rows: list[float], columns: list[float]) -> str:
    across = [f"{columns[0]} {y} m {columns[-1]} {y} l S" for y in rows]
    upright = [f"{x} {rows[-1]} m {x} {rows[0]} l S" for x in columns]
    return "\n".join(across + upright)


def test_cells_between_rules_are_the_cells_of_a_row():
    cells = [
        (75, 685, "索引号"), (175, 685, "0146/2021"), (275, 692, "关于法治政府"), (275, 676, "建设情况的报告"),
        (75, 655, "文号"), (275, 655, "主题分类"),
    ]  # fmt: skip
    content = drawn([(LEFT, 760, PROSE), *cells, (LEFT, 600, "一、组织领导")])
    data = pdf_of(content + "\n" + ruled([705, 670, 650], [70, 170, 270, 400]))
    assert lines(data) == [
        PROSE, "| 索引号 | 0146/2021 | 关于法治政府建设情况的报告 |", "| 文号 |  | 主题分类 |", "一、组织领导",
    ]  # fmt: skip


def test_a_box_around_the_text_is_no_table():
    content = drawn(down([PROSE, "一、组织领导"])) + "\n60 400 500 400 re S"
    assert lines(pdf_of(content)) == [PROSE, "一、组织领导"]


def test_of_two_columns_the_left_is_read_first():
    left, right = [PROSE[i : i + 18] for i in range(10)], [PROSE[i : i + 18] for i in range(10, 0, -1)]
    across = [(LEFT, 720 - 20 * i, text) for i, text in enumerate(left)]
    beside = [(LEFT + 20 * EM, 720 - 20 * i, text) for i, text in enumerate(right)]
    found = read(pdf_of([(200, 780, "嘉鱼县人民政府公报"), *across, *beside])).text
    assert found == "嘉鱼县人民政府公报\n" + "".join(left + right)


def test_labels_side_by_side_are_no_columns():
    placed = [(x, 700 - 20 * i, f"标签{i}：值") for i in range(9) for x in (LEFT, LEFT + 20 * EM)]
    assert lines(pdf_of([*down([PROSE]), *placed]))[1].split() == ["标签0：值", "标签0：值"]


# -- furniture -------------------------------------------------------------------------------------------------------


def book(count, head="", foot="{}", *, extra=()):
    """Return a PDF whose pages all have a head and a foot."""
    pages = []
    for n in range(1, count + 1):
        text = [f"{n}页之上" + PROSE, *(PROSE + "，" for _ in range(3)), PROSE[:9] + "。"]
        edge = [(300, 30, foot.format(n, n, count))] if foot else []
        top = [(LEFT, 800, head.format(n))] if head else []
        pages.append([*top, *down(text), *extra, *edge])
    return pdf_of(*pages)


@pytest.mark.parametrize(
    "foot", ["— {} —", "- {} -", "－{}－", "第 {} 页", "第{}页 共4页", "{1}/{2}", "Page {1} of {2}", "{}", "·{}·"]
)
def test_page_numbers_are_no_text(foot):
    found = read(book(4, foot=foot)).text
    assert found == read(book(4, foot="")).text


def test_numbers_that_count_no_pages_stay():
    pages = [[*down([PROSE + "。"]), (300, 30, number)] for number in ("2020", "14", "7")]
    assert [line for line in lines(pdf_of(*pages)) if line.isdigit()] == ["2020", "14", "7"]


def test_running_heads_are_no_text():
    assert read(book(4, head="嘉鱼县人民政府公报 2021年第{}期")).text == read(book(4)).text


def test_the_same_sentences_on_every_page_are_text():
    assert read(pdf_of(PAGE, PAGE)).text.count(PROSE) == 4


def test_a_line_on_two_of_many_pages_is_text():
    pages = [[*([(LEFT, 800, "附表说明")] if n < 2 else []), *down([PROSE[n:]])] for n in range(6)]
    assert lines(pdf_of(*pages)).count("附表说明") == 2


URL = "https://www.example.gov.cn/zwgk/2022/art_1.html"


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_browser_prints_around_a_page_tells_where_it_was(count):
    pages = [
        [
            (30, 820, "2022/1/5 10:03"),
            (300, 820, "县政府"),
            *down([PROSE[n:]]),
            (30, 20, URL),
            (580, 20, f"{n}/{count}"),
        ]
        for n in range(count)
    ]
    extracted = read(pdf_of(*pages))
    assert extracted.text.split("\n") == [PROSE[n:] for n in range(count)]
    assert extracted.said["source_url"].text == URL
    assert extracted.said["source_url"].rule == "页眉页脚"


def test_an_address_cut_short_is_none():
    page = [(30, 820, "2022/1/5 10:03"), *down([PROSE]), (30, 20, URL + "…"), (580, 20, "1/1")]
    assert "source_url" not in read(pdf_of(page)).said


def test_an_address_that_is_none_is_not_believed():
    page = [(30, 820, "2022/1/5 10:03"), *down([PROSE]), (30, 20, 'http://a.gov.cn/\x1b[2J"'), (580, 20, "1/1")]
    assert "source_url" not in read(pdf_of(page)).said


# -- what the file says of itself ------------------------------------------------------------------------------------


TITLE = "嘉鱼县2020年度法治政府建设情况报告"


def info(title: str, producer: str) -> str:
    return f"/Title <feff{title.encode('utf-16-be').hex()}> /Producer ({producer})"


@pytest.mark.parametrize(
    ("title", "producer", "found"),
    [
        (TITLE, "Skia/PDF m120", TITLE),
        (TITLE + "_政府文件_嘉鱼县人民政府", "Skia/PDF m120", TITLE),
        (TITLE, "Microsoft Word", None),  # perhaps last year's, which this one was written over
        ("Microsoft Word - 文档1.docx", "Microsoft Word", None),
        ("政府信息公开", "Skia/PDF m120", None),
    ],
)
def test_a_title_among_the_properties_counts_where_it_can_be_trusted(title, producer, found):
    said = read(pdf_of(down([PROSE]), info=info(title, producer))).said
    assert (said["title"].text if "title" in said else None) == found


def test_a_title_that_also_stands_in_the_text_counts():
    page = [*down([TITLE[:8], TITLE[8:], PROSE])]
    assert read(pdf_of(page, info=info(TITLE, "WPS"))).said["title"].text == TITLE


# -- what cannot be read ---------------------------------------------------------------------------------------------


IMAGE = stream(
    b"\0" * 30, "/Type /XObject /Subtype /Image /Width 5 /Height 6 /BitsPerComponent 8 /ColorSpace /DeviceGray"
)
UNMAPPED = MAPPED.replace("/ToUnicode 10 0 R", "")
XFA = "/AcroForm << /XFA 10 0 R >>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_of("q 500 0 0 700 50 50 cm /X1 Do Q", others=[IMAGE]), "扫描件"),
        (pdf_of(down(["第1页"]), down(["第2页"])), "扫描件"),
        (pdf_of("BT /F1 12 Tf 72 700 Td <0041004200430044> Tj ET", font=UNMAPPED), "乱码"),
        (pdf_of(down([PROSE + "\ue001\ue002\ue003"])), "乱码"),
        (pdf_of(down(["no Chinese at all here " * 3] * 20)), "取不出中文"),
        (pdf_of(down(["Please wait..."]), root=XFA, others=[stream(b"<xdp/>")]), "XFA"),
        (pdf_of(down([PROSE]), root="/Collection << >>"), "文件包"),
        (pdf_of(*[""] * 2_001), "太大"),
        (pdf_of(PAGE).replace(b"/Contents 11 0 R", b"/Contents 99 0 R"), "第 1 页的内容缺失"),
        (pdf_of(PAGE)[:-60].replace(b"startxref", b""), "不完整"),
        (b"%PDF-1.7\n" + b"nothing " * 99, "损坏"),
        (b"", "损坏"),
    ],
    ids=[
        "image", "no text", "no map", "private", "English", "XFA", "portfolio", "pages", "lost page", "cut", "junk",
        "empty",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_the_reason(data, reason):
    with pytest.raises(SourceError, match=reason):
        read(data)
