"""Automatic numbers: written out as Word shows them, counted as Word counts them."""

import pytest

from indexer.intake.readers import docx
from indexer.intake.readers.numerals import written
from tests.indexer.intake.readers.word_files import definition, level, listed, numbered, p, table, word

OUTLINE = definition(
    1,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4"),
)


def lines(body: str, numbering: str, **others: str) -> list[str]:
    return docx.read(word(body, numbering=numbering, **others)).text.split("\n")


def items(*at: int, list_id: int = 1) -> str:
    return "".join(p("工作", properties=numbered(list_id, one)) for one in at)


def markers(body: str, numbering: str, **others: str) -> list[str]:
    """Return what stands before 工作 in each line."""
    return [line.removesuffix("工作") for line in lines(body, numbering, **others)]


def override(at: int, inside: str) -> str:
    return f'<w:lvlOverride w:ilvl="{at}">{inside}</w:lvlOverride>'


def start(value: int) -> str:
    return f'<w:startOverride w:val="{value}"/>'


FORMS = [
    ("decimal", 12, "12"),
    ("decimalZero", 3, "03"),
    ("decimalFullWidth", 12, "１２"),
    ("chineseCounting", 10, "十"),
    ("chineseCounting", 21, "二十一"),
    ("chineseCounting", 120, "一二○"),
    ("chineseCountingThousand", 12, "十二"),
    ("chineseCountingThousand", 20, "二十"),
    ("chineseCountingThousand", 101, "一百零一"),
    ("chineseCountingThousand", 110, "一百一十"),
    ("chineseCountingThousand", 120, "一百二十"),
    ("chineseCountingThousand", 1_005, "一千零五"),
    ("chineseCountingThousand", 20_300, "二万零三百"),
    ("chineseCountingThousand", 120_000, "十二万"),
    ("japaneseCounting", 12, "十二"),
    ("japaneseCounting", 120, "百二十"),
    ("taiwaneseCounting", 15, "十五"),
    ("taiwaneseCountingThousand", 20_001, "二萬零一"),
    ("ideographDigital", 120, "一二〇"),
    ("taiwaneseDigital", 20, "二○"),
    ("chineseLegalSimplified", 16, "拾陆"),
    ("ideographLegalTraditional", 22, "貳拾貳"),
    ("ideographTraditional", 3, "丙"),
    ("ideographTraditional", 11, "11"),
    ("ideographZodiac", 12, "亥"),
    ("ideographZodiacTraditional", 61, "甲子"),
    ("ideographEnclosedCircle", 2, "㈡"),
    ("decimalEnclosedCircle", 20, "⑳"),
    ("decimalEnclosedCircleChinese", 21, "㉑"),
    ("decimalEnclosedCircle", 51, "51"),
    ("decimalEnclosedParen", 3, "⑶"),
    ("decimalEnclosedFullstop", 3, "⒊"),
    ("upperLetter", 28, "BB"),
    ("lowerLetter", 2, "b"),
    ("upperRoman", 1_949, "MCMXLIX"),
    ("lowerRoman", 4, "iv"),
    ("upperRoman", 0, "0"),
    ("lowerLetter", 900_000_000, "900000000"),
    ("chineseCountingThousand", 0, "零"),
    ("ideographDigital", -3, "-3"),
    ("of next year", 7, "7"),
]


@pytest.mark.parametrize(("form", "value", "shown"), FORMS, ids=[f"{form} {value}" for form, value, _ in FORMS])
def test_a_number_is_written_in_its_form(form, value, shown):
    assert written(value, form) == shown


def test_counting_in_words_never_repeats_itself():
    for form in ("chineseCountingThousand", "japaneseCounting", "chineseLegalSimplified", "chineseCounting"):
        assert len({written(value, form) for value in range(20_000)}) == 20_000


def test_numbers_count_level_by_level():
    found = markers(items(0, 1, 2, 2, 3, 1, 2, 0, 1), OUTLINE + listed(1, 1))
    assert found == ["一、", "（一）", "1.", "2.", "①", "（二）", "1.", "二、", "（一）"]


def test_numbers_stand_close_to_the_text_where_a_mark_parts_them():
    chapter = definition(2, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert lines(items(0, 1), chapter + listed(1, 2)) == ["第一章 工作", "1.1 工作"]
    close = definition(2, level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'))
    assert lines(items(0), close + listed(1, 2)) == ["1工作"]
    body = p("2021年，全县推进。", properties=numbered(1, 2))
    assert lines(body, OUTLINE + listed(1, 1)) == ["1. 2021年，全县推进。"]
    assert lines(p("　　强化领导", properties=numbered(1)), OUTLINE + listed(1, 1)) == ["一、强化领导"]


def test_lists_of_one_definition_count_on_together():
    numbering = OUTLINE + listed(1, 1) + listed(2, 1) + listed(3, 1, override(0, start(8)))
    body = items(0, 0) + items(0, list_id=2) + items(0, list_id=3) + items(0) + items(0, list_id=3)
    assert markers(body, numbering) == ["一、", "二、", "三、", "八、", "九、", "十、"]


def test_a_start_of_its_own_holds_each_time_the_level_begins_anew():
    numbering = OUTLINE + listed(1, 1, override(1, start(3)))
    assert markers(items(0, 1, 1, 0, 1), numbering) == ["一、", "（三）", "（四）", "二、", "（三）"]


def test_a_level_of_its_own_replaces_the_definition_s():
    numbering = OUTLINE + listed(1, 1, override(0, level(0, "upperLetter", "%1)", start=2)))
    assert markers(items(0, 0, 1), numbering) == ["B)", "C)", "（一）"]


def test_levels_restart_as_they_say():
    def three(restart: str) -> str:
        last = level(2, "decimal", "%3.", restart)
        return definition(2, level(0, "decimal", "%1、"), level(1, "decimal", "(%2)"), last) + listed(1, 2)

    body = items(0, 1, 2, 1, 2, 0, 2)
    assert [one for one in markers(body, three("")) if one.endswith(".")] == ["1.", "1.", "1."]
    assert [one for one in markers(body, three('<w:lvlRestart w:val="0"/>')) if one.endswith(".")] == ["1.", "2.", "3."]
    assert [one for one in markers(body, three('<w:lvlRestart w:val="1"/>')) if one.endswith(".")] == ["1.", "2.", "1."]


def test_a_higher_level_that_was_never_used_shows_its_start():
    numbering = definition(2, level(0, "decimal", "%1", start=4), level(1, "decimal", "%1.%2")) + listed(1, 2)
    assert markers(items(1, 1, 0), numbering) == ["4.1 ", "4.2 ", "4 "]


def test_bullets_are_no_text_but_words_are():
    numbering = definition(2, level(0, "bullet", ""), level(1, "none", ""), level(2, "bullet", "附：")) + listed(1, 2)
    assert markers(items(0, 1, 2), numbering) == ["", "", "附："]


def style(name: str, *inside: str, default: bool = False, kind: str = "paragraph") -> str:
    flag = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}"{flag} w:styleId="{name}"><w:name w:val="{name}"/>{"".join(inside)}</w:style>'


def styled(*names: str, more: str = "") -> str:
    return "".join(p("工作", properties=f'<w:pStyle w:val="{name}"/>{more}') for name in names)


def by_style(list_id: int | None, at: int | None = None) -> str:
    inside = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    inside += "" if list_id is None else f'<w:numId w:val="{list_id}"/>'
    return f"<w:pPr><w:numPr>{inside}</w:numPr></w:pPr>"


def based(name: str) -> str:
    return f'<w:basedOn w:val="{name}"/>'


def test_styles_number_their_paragraphs():
    of_style = '<w:pStyle w:val="{}"/>'.format
    numbering = definition(
        2, level(0, "chineseCounting", "%1、", of_style("h1")), level(1, "chineseCounting", "（%2）", of_style("h2"))
    )
    styles = (
        style("h1", by_style(1))
        + style("h2", based("h1"), by_style(None, 1))
        + style("h2own", based("h2"))
        + style("off", based("h1"), by_style(0))
    )
    body = styled("h1", "h2", "h2own", "off", "h1") + styled("h1", more=numbered(0)) + styled("h2")
    found = markers(body, numbering + listed(1, 2), styles=styles)
    assert found == ["一、", "（一）", "（二）", "", "二、", "", "（一）"]


def test_the_default_style_numbers_paragraphs_without_one():
    styles = style("a", by_style(1), default=True) + style("b")
    assert markers(p("工作") + styled("b") + p("工作"), OUTLINE + listed(1, 1), styles=styles) == ["一、", "", "二、"]


def test_a_definition_may_leave_its_levels_to_a_style():
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="公文"/></w:abstractNum>'
    styles = style("公文", by_style(1), kind="numbering")
    assert markers(items(0, list_id=2), OUTLINE + linked + listed(1, 1) + listed(2, 5), styles=styles) == ["一、"]


@pytest.mark.parametrize(
    "styles",
    [
        style("a", based("b"), by_style(None, 0)) + style("b", based("a")),
        style("a", based("a"), by_style(9)),
        style("a", by_style(2), kind="numbering"),
    ],
)
def test_what_refers_to_itself_or_to_nothing_has_no_number(styles):
    ring = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="a"/></w:abstractNum>' + listed(2, 5)
    assert markers(styled("a") + items(0, list_id=2) + items(7, 99, list_id=1), ring, styles=styles) == [""] * 4


def test_empty_paragraphs_are_counted_and_deleted_ones_are_not():
    mark = "<w:rPr><w:del/></w:rPr>"
    deleted = p("<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", properties=numbered(1) + mark)
    body = items(0) + p("", properties=numbered(1)) + deleted + items(0)
    assert [line for line in markers(body, OUTLINE + listed(1, 1)) if line] == ["一、", "三、"]


def test_rows_of_a_table_are_numbered():
    body = table((p("受理", properties=numbered(1, 2)), "32"), (p("审结", properties=numbered(1, 2)), "30"))
    assert lines(body, OUTLINE + listed(1, 1)) == ["| 1.受理 | 32 |", "| 2.审结 | 30 |"]


@pytest.mark.parametrize("value", ["-1", "9", "99999999999999999999", "x", "", "１"])
def test_absurd_numbers_in_the_file_do_no_harm(value):
    numbering = f'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="{value}"/>'
    numbering += f'<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%9.%0{"%1" * 10_000}"/></w:lvl></w:abstractNum>'
    body = p("工作", properties=f'<w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="1"/></w:numPr>') + items(0)
    assert all(line.endswith("工作") and len(line) < 500 for line in lines(body, numbering + listed(1, 1)))
