"""The Word memo, unzipped: official layout, Chinese fonts everywhere, the source's words, links that lead there."""

import io
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.document import Document
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.naming import citation_code
from tests.engines.corpus import make_document
from tests.webapp.baskets import SITE, SOURCE_URL, TODAY, WRITTEN, make_view, with_unknown
from tests.webapp.histories import Past, engine_with
from webapp.basket import layout, memo, wording
from webapp.basket.model import MAX_ITEMS, MAX_NOTE, Basket, Item
from webapp.basket.view import BasketView, lay_out
from webapp.search.model import Site

W = f"{{{layout.W}}}"
R = f"{{{layout.R}}}"
CHINESE = re.compile("[\u2014\u2018-\u201d\u2026\u00b7\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
APOSTROPHE = re.compile("(?<=[A-Za-z])’(?=[A-Za-z])")


def written(view: BasketView, site: Site = SITE) -> dict[str, ET.Element]:
    """The parts of a memo by name, each parsed."""
    with zipfile.ZipFile(io.BytesIO(memo.docx(view, site, TODAY))) as parts:
        return {name: ET.fromstring(parts.read(name)) for name in parts.namelist()}


def text_of(paragraph: ET.Element) -> str:
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(marks.get(node.tag, node.text or "") for node in paragraph.iter() if _is_text(node))


def _is_text(node: ET.Element) -> bool:
    return node.tag in (f"{W}t", f"{W}br") or (node.tag == f"{W}tab" and not node.attrib)


def paragraphs(document: ET.Element) -> Iterator[tuple[str, str]]:
    """The style and the text of every paragraph."""
    for paragraph in document.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        assert style is not None
        yield style.attrib[f"{W}val"], text_of(paragraph)


def of_style(view: BasketView, style: layout.Style) -> list[str]:
    return [text for name, text in paragraphs(written(view)["word/document.xml"]) if name == style.id]


def relations(parts: dict[str, ET.Element]) -> dict[str, str]:
    return {
        relation.attrib["Id"]: relation.attrib["Target"]
        for relation in parts["word/_rels/document.xml.rels"]
        if relation.attrib["Type"].endswith("/hyperlink")
    }


NOTES = ("可供参考：“双随机”——见第2条……\n第二行 it’s fine", "", "=1+1")


def test_every_run_names_its_east_asian_font_and_chinese_marks_are_chinese():
    parts = written(with_unknown(make_view(NOTES, "关于“双随机”的摘编"), "FZ.1", "查无"))
    seen = ""
    for name in ("word/document.xml", "word/footer1.xml", "word/footer2.xml"):
        for run in parts[name].iter(f"{W}r"):
            fonts = run.find(f"{W}rPr/{W}rFonts")
            assert fonts is not None
            assert {f"{W}{script}" for script in ("ascii", "hAnsi", "eastAsia")} <= set(fonts.attrib)
            text = text_of(run)
            seen += text
            if CHINESE.search(APOSTROPHE.sub("", text)):
                assert fonts.attrib[f"{W}hint"] == "eastAsia", text
                assert fonts.attrib[f"{W}ascii"] == fonts.attrib[f"{W}eastAsia"], text
    assert set("“”‘’…—") <= set(seen)


def test_latin_letters_and_digits_are_in_their_own_font():
    document = written(make_view())["word/document.xml"]
    fonts = {text_of(run): run.find(f"{W}rPr/{W}rFonts") for run in document.iter(f"{W}r")}
    number = fonts["1,256"]
    assert number is not None and number.attrib[f"{W}ascii"] == "Times New Roman"


def test_every_style_names_its_east_asian_font_and_none_comes_from_a_theme():
    parts = written(make_view())
    styles = parts["word/styles.xml"]
    for style in styles.findall(f"{W}style[@{W}type='paragraph']"):
        fonts = style.find(f"{W}rPr/{W}rFonts")
        assert fonts is not None and fonts.attrib[f"{W}eastAsia"] in {face.name for face in layout.FACES}
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert defaults is not None
    language, fonts = defaults.find(f"{W}lang"), defaults.find(f"{W}rFonts")
    assert language is not None and language.attrib[f"{W}eastAsia"] == "zh-CN"
    assert fonts is not None and fonts.attrib[f"{W}eastAsia"] == "仿宋"
    for name, part in parts.items():
        assert "theme" not in name
        for node in part.iter():
            assert not any("Theme" in attribute or "theme" in attribute for attribute in node.attrib), name
            assert not {"minorEastAsia", "majorEastAsia"} & set(node.attrib.values()), name
    used = {style for style, _ in paragraphs(parts["word/document.xml"])}
    assert used <= {style.attrib[f"{W}styleId"] for style in styles.iter(f"{W}style")}


def test_a_typeface_that_is_not_installed_has_stand_ins():
    table = written(make_view())["word/fontTable.xml"]
    others = {
        font.attrib[f"{W}name"]: name.attrib[f"{W}val"].split(",")
        for font in table.iter(f"{W}font")
        if (name := font.find(f"{W}altName")) is not None
    }
    assert "SimSun" in others["方正小标宋简体"]
    assert "仿宋_GB2312" in others["仿宋"]


def test_the_page_is_a4_with_official_margins_and_numbers_on_the_outer_side():
    parts = written(make_view())
    page = parts["word/document.xml"].find(f"{W}body/{W}sectPr")
    assert page is not None
    size, margins = page.find(f"{W}pgSz"), page.find(f"{W}pgMar")
    assert size is not None and margins is not None
    assert [size.attrib[f"{W}{side}"] for side in ("w", "h")] == ["11906", "16838"]
    for side, millimetres in {"top": 37, "bottom": 35, "left": 28, "right": 26}.items():
        assert int(margins.attrib[f"{W}{side}"]) == pytest.approx(millimetres * 1440 / 25.4, abs=1), side
    kinds = {footer.attrib[f"{W}type"] for footer in page.iter(f"{W}footerReference")}
    assert kinds == {"default", "even"}
    assert parts["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None
    for name, side in (("word/footer1.xml", "right"), ("word/footer2.xml", "left")):
        assert text_of(parts[name]) == "— 1 —"
        field, placed = parts[name].find(f".//{W}fldSimple"), parts[name].find(f".//{W}jc")
        assert field is not None and field.attrib[f"{W}instr"] == "PAGE"
        assert placed is not None and placed.attrib[f"{W}val"] == side


def test_title_and_body_have_official_sizes_lines_and_indents():
    styles = {style.attrib[f"{W}styleId"]: style for style in written(make_view())["word/styles.xml"].iter(f"{W}style")}
    normal, body, title = styles["Normal"], styles["BodyText"], styles["Title"]

    def value(style: ET.Element, path: str, attribute: str) -> str:
        found = style.find("/".join(f"{W}{step}" for step in path.split("/")))
        assert found is not None, path
        return found.attrib[f"{W}{attribute}"]

    assert [value(normal, "pPr/spacing", name) for name in ("line", "lineRule")] == ["560", "exact"]
    assert value(body, "rPr/sz", "val") == "32"
    assert value(body, "pPr/ind", "firstLineChars") == "200"
    assert value(title, "rPr/sz", "val") == "44"
    assert value(title, "pPr/jc", "val") == "center"
    assert styles["Heading1"].find(f"{W}pPr/{W}keepNext") is not None
    assert styles["Heading2"].find(f"{W}pPr/{W}keepNext") is not None


def test_the_quote_is_the_source_but_for_restored_marks():
    found = of_style(make_view(), layout.BODY)
    assert found[:2] == [
        "“全面推行‘双随机、一公开’，推进‘互联网+监管’系统建设（2020年版）。”[1]",
        "“办理行政复议案件1,256件——办结率99.91%……”[2]",
    ]
    back = str.maketrans("‘’，（）", "“”,()")
    assert [text[1:-4].translate(back) for text in found[:2]] == [text.text for text in WRITTEN[:2]]


def test_headings_sections_notes_and_title():
    view = make_view(NOTES, "关于“双随机”的摘编")
    assert of_style(view, layout.TITLE) == ["关于“双随机”的摘编"]
    assert of_style(view, layout.DATE) == ["（2026年11月22日）"]
    headings = of_style(view, layout.HEADING_1)
    assert headings[0] == "一、湖北省咸宁市嘉鱼县（2020年度，县政府）"
    assert headings[3:] == ["四、湖北省咸宁市嘉鱼县（2020年度，县司法局）", "资料来源"]
    assert of_style(view, layout.HEADING_2)[:2] == [
        "行政执法（原标题：二、执法／一是监管，执法）",
        "矛盾纠纷化解（原标题：三、复议）",
    ]
    assert of_style(view, layout.NOTE) == ["批注：可供参考：“双随机”——见第2条……", "第二行 it’s fine", "批注：=1+1"]
    assert of_style(make_view(), layout.TITLE) == ["法治政府建设情况报告材料摘编"]


def test_sources_are_numbered_and_their_links_lead_to_the_quote_and_to_its_source():
    view = make_view()
    parts = written(view)
    sources = [text for style, text in paragraphs(parts["word/document.xml"]) if style == layout.SOURCE.id]
    passages = [entry.passage for entry in view.entries if entry.passage is not None]
    code, link = passages[0].code, passages[0].permalink
    assert sources[0] == (
        f"[1]\t嘉鱼县人民政府：《嘉鱼县2020年法治政府建设情况报告》，2021年1月13日公开，第1段，引证码 {code}。"
        f"\n链接：{link}\n原文：{SOURCE_URL}"
    )
    assert sources[3].endswith(f"\n链接：{passages[3].permalink}\n来源网址未记录")
    assert "公开日期不详" in sources[3]
    targets = relations(parts)
    links = [
        (text_of(node), targets[node.attrib[f"{R}id"]])
        for node in parts["word/document.xml"].iter(f"{W}hyperlink")
        if f"{R}id" in node.attrib
    ]
    assert links[0] == (link, link)
    assert links[1] == (SOURCE_URL, "http://www.jiayu.gov.cn/2021/a.html?id=1&p=%E2%80%9C%E4%BA%8C%E2%80%9D")
    assert {link for _, link in links} == set(targets.values())
    addresses = [address for one in passages for address in (one.permalink, one.report.source_url) if address]
    assert [text for text, _ in links] == addresses


def test_each_number_behind_a_quote_leads_to_its_source():
    document = written(make_view())["word/document.xml"]
    places = [mark.attrib[f"{W}name"] for mark in document.iter(f"{W}bookmarkStart")]
    leading = {
        text_of(node): node.attrib[f"{W}anchor"] for node in document.iter(f"{W}hyperlink") if node.get(f"{W}anchor")
    }
    assert leading == {f"[{number}]": place for number, place in enumerate(places, start=1)}
    assert len(places) == 4
    raised = [node for node in document.iter(f"{W}vertAlign") if node.attrib[f"{W}val"] == "superscript"]
    assert len(raised) == 4


def test_a_text_that_was_changed_or_withdrawn_is_quoted_as_it_was_and_says_so():
    old, new = "办结行政复议案件12件。", "办结行政复议案件21件。"
    edited = Past([make_document([old]), make_document([new])], successors={old: [new]})
    withdrawn = Past([make_document(["推行双随机。"], place="350112", title="旧报告")], withdrawn=True)
    names = [past.versions[0].paragraphs[0].id for past in (edited, withdrawn)]
    basket = Basket("", tuple(Item(citation_code(name)) for name in names))
    view = lay_out(basket, engine_with(edited, withdrawn), SITE, TODAY)
    assert of_style(view, layout.BODY) == [f"“{old}”[1]", "“推行双随机。”[2]"]
    changed, gone = of_style(view, layout.STATUS)
    assert changed.startswith("【原文已变更：")
    assert gone.startswith("【已于 2026-03-02 撤下：")
    assert "《旧报告》" in of_style(view, layout.SOURCE)[1]
    texts = [text for _, text in paragraphs(written(view)["word/document.xml"])]
    assert texts.index(changed) == texts.index(f"“{old}”[1]") + 1


def test_a_code_that_leads_nowhere_is_not_lost():
    view = with_unknown(make_view(), "FZ.421221.2020.G.7K2MQ4XA5D-9", "这是谁的？")
    assert of_style(view, layout.HEADING_1)[4] == "五、未查到的引证码 FZ.421221.2020.G.7K2MQ4XA5D-9"
    assert of_style(view, layout.NOTE) == ["批注：这是谁的？"]
    assert of_style(view, layout.STATUS) == [f"【{view.entries[4].status_note}】"]
    assert of_style(view, layout.SOURCE)[4] == "[5]\t引证码 FZ.421221.2020.G.7K2MQ4XA5D-9，未查到出处。"


def test_a_lost_character_is_said_to_be_the_source_s():
    view = make_view()
    passage = view.entries[0].passage
    assert passage is not None
    flawed = replace(passage, paragraph=replace(passage.paragraph, flags=("missing_char",)))
    view = replace(view, entries=(replace(view.entries[0], passage=flawed),))
    assert "，原文如此，疑有缺字，引证码" in of_style(view, layout.SOURCE)[0]


@pytest.mark.parametrize(("permanent", "warned"), [(True, False), (False, True)])
def test_links_that_work_here_only_say_so(permanent, warned):
    parts = written(make_view(), Site("http://127.0.0.1:8000", "", permanent))
    remark = [text for style, text in paragraphs(parts["word/document.xml"]) if style == layout.REMARK.id]
    assert remark[0].startswith("说明：引文的文字、数字均照录原文，标点恢复为全角")
    assert ("只在生成本文的电脑上有效" in remark[0]) is warned


def test_what_xml_cannot_hold_is_shown_as_a_box_and_nothing_else_is_lost():
    view = make_view(["甲\x00乙\ud800丙\ufffe丁\x0b戊\u2028己&<庚>"], "题\x01目\n二")
    assert of_style(view, layout.NOTE) == ["批注：甲□乙□丙□丁", "戊", "己&<庚>"]
    assert of_style(view, layout.TITLE) == ["题□目 二"]
    passage = view.entries[0].passage
    assert passage is not None
    odd = replace(passage, paragraph=replace(passage.paragraph, text="甲\x0c\udfff乙", heading_path=("一\x00",)))
    view = replace(view, entries=(replace(view.entries[0], passage=odd),))
    assert of_style(view, layout.BODY) == ["“甲\n□乙”[1]"]


ANYTHING = st.text(st.characters(), max_size=60)


@given(title=ANYTHING, notes=st.lists(ANYTHING, max_size=4))
@example(title="]]>&amp;\t", notes=["\r\n\r", " \t ", "\ufdd0\U0001fffe", "’’ ’a’"])
def test_whatever_is_noted_stands_in_the_memo(title, notes):
    view = make_view(notes, title)
    parts = written(view)
    expected = []
    for note in filter(None, map(wording.printable, notes)):
        expected += f"批注：{note}".split("\n")
    stands = [text for style, text in paragraphs(parts["word/document.xml"]) if style == layout.NOTE.id]
    assert stands == expected
    core = parts["docProps/core.xml"].findtext("{http://purl.org/dc/elements/1.1/}title")
    assert core == wording.title(view)
    reopened = docx.Document(io.BytesIO(memo.docx(view, SITE, TODAY)))
    assert reopened.paragraphs[0].text == wording.title(view)


def test_a_memo_says_when_it_was_made_and_not_by_whom():
    about = docx.Document(io.BytesIO(memo.docx(make_view(title="题" * 300), SITE, TODAY))).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.language == "zh-CN"
    assert about.created == datetime(2026, 11, 22, tzinfo=UTC)
    assert about.title == "题" * 255


def test_the_same_basket_gives_the_same_bytes():
    first = memo.docx(make_view(NOTES), SITE, TODAY)
    assert memo.docx(make_view(NOTES), SITE, TODAY) == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_time_grows_with_the_basket_and_not_faster():
    view = make_view()
    long = replace(view.entries[0].item, note="批注 2026，" * (MAX_NOTE // 8))

    def seconds(items: int) -> float:
        entries = tuple(replace(view.entries[n % 4], number=n + 1, item=long) for n in range(items))
        began = time.process_time()  # of this process alone: other tests share the machine
        memo.docx(replace(view, entries=entries), SITE, TODAY)
        return time.process_time() - began

    seconds(1)  # loads what is needed
    assert seconds(MAX_ITEMS) < 20 * seconds(MAX_ITEMS // 10)


def test_python_docx_is_loaded_only_when_a_memo_is_made():
    code = "import sys, webapp.basket.memo, webapp.basket.exports; print('docx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a memo, and what LibreOffice made of it: text, another .docx and a PDF."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed; apt-get install libreoffice-writer")
    folder = tmp_path_factory.mktemp("office")
    (folder / "memo.docx").write_bytes(memo.docx(make_view(NOTES), SITE, TODAY))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for wanted in ("txt:Text (encoded):UTF8", "docx:MS Word 2007 XML", "pdf"):
        command = [program, profile, "--headless", "--convert-to", wanted, "--outdir", str(folder / wanted[:3])]
        subprocess.run([*command, str(folder / "memo.docx")], check=True, capture_output=True, timeout=120)
    return folder


def addresses(document: Document) -> list[str]:
    return [unquote(link.address) for each in document.paragraphs for link in each.hyperlinks if link.address]


def test_libreoffice_opens_it_and_the_text_survives_the_round_trip(office):
    ours = docx.Document(str(office / "memo.docx"))
    theirs = docx.Document(str(office / "doc" / "memo.docx"))
    assert [paragraph.text for paragraph in theirs.paragraphs] == [paragraph.text for paragraph in ours.paragraphs]
    assert addresses(theirs) == addresses(ours) != []
    text = (office / "txt" / "memo.txt").read_text(encoding="utf-8-sig")
    for line in of_style(make_view(NOTES), layout.BODY):
        assert line in text


def test_libreoffice_keeps_page_and_fonts(office):
    assert (office / "pdf" / "memo.pdf").read_bytes().startswith(b"%PDF")
    section = docx.Document(str(office / "doc" / "memo.docx")).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin is not None] == [37, 35, 28, 26]
    with zipfile.ZipFile(office / "doc" / "memo.docx") as parts:
        styles = parts.read("word/styles.xml").decode()
    assert 'w:eastAsia="方正小标宋简体"' in styles
    assert 'w:eastAsia="仿宋"' in styles
