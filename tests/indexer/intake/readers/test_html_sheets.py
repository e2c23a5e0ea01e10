"""What the style sheets in a page hide and number."""

import time

import pytest

from indexer.intake.readers.html import read

PROSE = "全县法治政府建设取得新成效，行政执法更加规范，依法行政能力提升。"
LINE = f"<p class=b>{PROSE}</p>"


def lines(css: str, markup: str) -> list[str]:
    """Return the lines of some markup behind much prose, in a page with a style sheet."""
    page = f"<html><head><style>{css}</style></head><body>{f'<p>{PROSE}</p>' * 9}{markup}</body></html>"
    found = read(page.encode()).text.split("\n")
    assert found[:9] == [PROSE] * 9
    return found[9:]


@pytest.mark.parametrize(
    "css",
    [
        ".tip{display:none}",
        "p.tip { color: red; DISPLAY : NONE !important }",
        "#t{display:none}",
        "h1, p.tip , .x{display:none}",
        ".box .tip{display:none}",
        "div.box>p{display:none}",
        "p{display:block}.tip{display:none}",
        ".tip{display:none}p{display:block}",
        "p.tip{display:block}.tip{display:none!important}",
        ".tip{visibility:hidden}",
        "@media screen{.tip{display:none}}",
        "@media (min-width:768px){.tip{display:none}}",
        "@charset 'utf-8';@import url(a.css);.tip{display:none}",
        "@font-face{font-family:x;src:url(data:a;b)}.tip{display:none}",
        "<!-- /* p.tip{display:block!important} */ .tip{display:none} -->",
        ".tip{display:none",
        "}} .tip{display:none}",
    ],
)
def test_a_little_text_is_hidden_by_its_class(css):
    if css.endswith("none"):
        css += "}"
    assert lines(css, "<div class=box><p id=t class='a tip'>藏</p></div><p>后</p>") == ["后"]


@pytest.mark.parametrize(
    "css",
    [
        ".tip:hover{display:none}",
        ".tip:not(.a){display:none}",
        ".tip[data-x]{display:none}",
        "h1+.tip{display:none}",
        ".other .tip{display:none}",
        ".outer>.tip{display:none}",
        ".tip.b{display:none}",
        ".tip::before{display:none}",
        "@media print{.tip{display:none}}",
        "@media (max-width:768px){.tip{display:none}}",
        "@media screen and (orientation:portrait){.tip{display:none}}",
        "@keyframes x{from{display:none}}",
        "/* .tip{display:none} */",
        ".tip{display:none}p.tip{display:block}",
        ".tip{display:none}.tip{display:block}",
        ".tip{}",
        ".a:hover{ .tip{display:none} }",
    ],
)
def test_what_a_sheet_does_not_hide_for_certain_is_text(css):
    assert lines(css, "<div class=outer><div class=box><p class='a tip'>小</p></div></div>") == ["小"]


def test_an_element_outweighs_the_sheets():
    assert lines(".tip{display:none}", "<p class=tip style='display:block'>小</p>") == ["小"]
    assert lines(".tip{visibility:hidden}", "<p class=tip style='visibility:visible'>小</p>") == ["小"]
    assert lines("ol{list-style:none}", "<ol style='list-style:lower-alpha'><li>甲</ol>") == ["a. 甲"]


@pytest.mark.parametrize("holder", ["<!-- {} -->", "<noscript>{}</noscript>", "<textarea>{}</textarea>"])
def test_a_sheet_that_is_none_hides_nothing(holder):
    style = "<style>p{display:none}</style>"
    assert lines("", holder.format(style) + "<p>小</p>") == ["小"]
    assert lines("", style.replace("<style", "<style media=print") + "<p>小</p>") == ["小"]


def test_a_sheet_is_not_believed_to_hide_much():
    assert lines(".a{display:none}", f"<p class=a>{PROSE * 2}</p>") == [PROSE * 2]
    tabs = "".join(f"<div class=tab{at}>{PROSE}</div>" for at in range(5))
    css = "".join(f".tab{at}{{display:none}}" for at in range(5))
    assert len(lines(css, tabs)) == 4, "one of the tabs hides a tenth of the text"
    assert lines(".a{display:none}.b{display:none}", f"<div class=a><p class=b>藏</p>{PROSE * 2}</div>") == [PROSE * 2]


def test_what_a_script_may_show_in_time_is_text():
    markup = "<p class=wow>嘉鱼县人民政府</p>"
    assert lines(".wow{visibility:hidden}", markup) == []
    assert lines(".wow{visibility:hidden}", f"{markup}<script>new WOW()</script>") == ["嘉鱼县人民政府"]


def test_labels_that_unfold_on_a_click_are_read():
    markup = "<table class=more><tr><td>索引号</td><td>A1/2021</td></tr></table>"
    assert lines(".more{display:none}", markup) == []
    assert lines(".more{display:none}", f"{markup}<script>toggle()</script>") == ["| 索引号 | A1/2021 |"]


@pytest.mark.parametrize(
    ("css", "markup", "expected"),
    [
        ("#c ol{list-style-type:cjk-ideographic}", "<div id=c><ol><li>甲<li>乙</ol></div>", ["一、甲", "二、乙"]),
        (".n{list-style:simp-chinese-informal inside}", "<ol class=n><li>甲</ol><ol><li>乙</ol>", ["一、甲", "1. 乙"]),
        ("ol li{list-style-type:upper-alpha}", "<ol><li>甲</ol>", ["A. 甲"]),
        ("ol,ul{list-style:none}", "<ol><li>甲</ol>", ["甲"]),
        ("ul{list-style:inside}", "<ul><li>甲</ul>", ["甲"]),
        ("ul{list-style:url(a.gif)}", "<ul><li>甲</ul>", ["甲"]),
        ("ul.n{list-style:decimal}", "<ul class=n><li>甲</ul>", ["1. 甲"]),
        (
            """ol{counter-reset:i;list-style:none} ol>li{counter-increment:i}
            ol>li::before{content:counter(i, simp-chinese-informal) '、'}""",
            "<ol><li>甲<ol><li>丙</ol><li><p></p><p>乙</p></ol><ol><li>丁</ol>",
            ["一、甲", "一、丙", "二、乙", "一、丁"],
        ),
        (
            """li:before{counter-increment:s;content:"（" counter(s,cjk-ideographic) "\\ff09"}
            ol{list-style-type:none} div{counter-reset:s}""",
            "<div><ol><li>甲<li>乙</ol></div><div><ol><li>丙</ol></div>",
            ["（一）甲", "（二）乙", "（一）丙"],
        ),
        (
            "li::marker{content:'第' counter(list-item, cjk-ideographic) '条 '}",
            "<ol start=3><li>甲<li>乙</ol>",
            ["第三条 甲", "第四条 乙"],
        ),
        (
            """h2{counter-increment:h} h2::before{content:counter(h,cjk-ideographic)'、'} h3{counter-increment:k}
            h2{counter-reset:k} h3::before{content:counter(h)'.'counter(k)' '}""",
            "<h2>甲</h2><h3>乙</h3><h3>丙</h3><h2>丁</h2><h3>戊</h3>",
            ["一、甲", "1.1 乙", "1.2 丙", "二、丁", "2.1 戊"],
        ),
        (
            "ol{counter-reset:i;list-style:none}li{counter-increment:i}li::before{content:counters(i,'.')' '}",
            "<ol><li>甲<ol><li>乙<li>丙</ol><li>丁</ol>",
            ["1 甲", "1.1 乙", "1.2 丙", "2 丁"],
        ),
        (
            ".n{counter-increment:n 2}.n::before{content:counter(n)'.'}",
            "<p><span class=n></span>甲</p><p>乙</p>",
            ["2.甲", "乙"],
        ),
        ("p.m::before{content:'■'}", "<p class=m>甲</p>", ["甲"]),
        ("li::before{content:counter(list-item)'、'}", "<ol><li>一、甲</ol>", ["一、甲"]),
    ],
)
def test_numbers_that_a_sheet_writes(css, markup, expected):
    assert lines(css, markup) == expected


BOMBS = {
    "never closed": ("<style>" * 100_000, ""),
    "opened": ("<style " * 200_000, ""),
    "comments": (f"<style>{'/*' * 100_000}</style>", ""),
    "braces": (f"<style>{'a{' * 100_000}</style>", ""),
    "rules": (f"<style>{''.join(f'.a{at} .b{{display:none}}' for at in range(8_000))}</style>", LINE),
    "any": (f"<style>{'*{display:block}' * 5_000}</style>", LINE),
    "deep": ("<style>x y z p{display:none}</style>", f"<div><p>{PROSE}"),
    "classes": (f"<style>{'p' + '.a' * 90_000}{{display:none}}</style>", f"<p class=a>{PROSE}</p>"),
    "names": (
        f"<style>{'.a.b{display:none}' * 4_000}</style>",
        f"<p class='{' '.join(map(str, range(200)))}'>{PROSE}</p>",
    ),
    "counters": (
        f"<style>p{{counter-reset:{'i ' * 5_000}}}p::before{{content:{'counters(i,1)' * 5_000}}}</style>",
        f"<p>{PROSE}",
    ),
    "quotes": (f"<style>p::before{{content:counter{chr(34) * 50_001}}}</style>", LINE),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_sheet_made_to_break_a_reader(name):
    style, markup = BOMBS[name]
    start = time.process_time()
    found = read(f"<p>{PROSE}</p>{markup * 3_000}{style}".encode()).text
    assert time.process_time() - start < 8
    assert found.startswith(PROSE)
