"""Pages show what they should, lead where they should, and show hostile text as text."""

import html
import re
from html.parser import HTMLParser

import pytest

from indexer.naming import citation_code, paragraph_id
from tests.webapp.conftest import HOSTILE

PARAGRAPH = paragraph_id("421221-2020-gov", "二是加强行政复议工作,推进体制改革。")
HOSTILE_PARAGRAPH = paragraph_id("421221-2020-gov", HOSTILE)

PAGES = [
    "/",
    "/s",
    "/s?q=双随机",
    "/s?q=双随机&d=42&y=2020&sec=enforcement&by=gov&u=report&sort=new&n=20",
    "/s?q=“绝无此语”&d=42&y=2020",
    "/s?d=99&y=abc&sec=nothing",
    f"/p/{PARAGRAPH}",
    "/r/421221-2020-gov?q=双随机",
    "/r/421221-2020-gov?view=raw",
    "/r/000000-0000-gov",
    "/d/42",
    "/d/4212",
    "/d/421221",
    "/d/420000",
    "/coverage",
    "/help/syntax",
    "/help/files",
    "/api/docs",
]


class Outline(HTMLParser):
    """Tags, attributes and links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def values(self, *names):
        return [value for _, name, value in self.attributes if name in names]


def get(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.text
    return response.text


def text_of(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_of_every_page_leads_somewhere(client, address, language):
    joint = "&" if "?" in address else "?"
    page = get(client, f"{address}{joint}lang=en" if language == "en" else address)
    outline = Outline(page)
    ids = set(outline.values("id"))
    for link in sorted(set(outline.values("href", "src", "action", "formaction"))):
        if link.startswith("#"):
            assert link[1:] in ids, link
        elif link.startswith("/"):
            assert client.get(link, follow_redirects=True, buffered=True).status_code == 200, link
        else:
            assert link.startswith("http://fz.example.gov.cn/"), link


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_labels_name_a_field(client, address):
    outline = Outline(get(client, address))
    ids = outline.values("id")
    assert len(ids) == len(set(ids))
    assert set(outline.values("for", "aria-labelledby", "data-copy")) <= set(ids)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_inline(client, address):
    outline = Outline(get(client, address))
    names = {name for _, name, _ in outline.attributes}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]
    assert "style" not in outline.tags
    assert outline.tags.count("script") == len([src for src in outline.values("src") if ".js" in src])


@pytest.mark.parametrize(
    "address",
    [
        "/s?q=双随机&n=50",
        f"/p/{HOSTILE_PARAGRAPH}?q=script",
        "/r/421221-2020-gov?q=alert",
        "/r/421221-2020-gov?view=raw",
        "/s?q=<script>alert(1)</script>",
        '/s?q="><img src=x onerror=alert(1)>&in=<b>',
        "/s?d=<script>&y=<script>&sec=\"'",
        "/r/421221-2020-gov?q=<script>",
    ],
)
def test_hostile_text_is_shown_as_text(client, address):
    response = client.get(address)
    assert response.status_code in (200, 400)
    page = response.text
    assert "<script>alert" not in page
    assert Outline(page).tags.count("script") == len([src for src in Outline(page).values("src") if ".js" in src])
    assert "img" not in Outline(page).tags
    assert "b" not in Outline(page.partition("<main")[0]).tags
    assert "49" not in page.partition("<main")[0]


def test_home_tells_what_the_index_holds(client):
    page = get(client, "/")
    words = text_of(page)
    assert "6 份报告" in words
    assert "2020—2022 年度" in words
    counts = re.findall(r'href="/d/42"[^>]*>湖北省</a><span class="count"><b>(\d+)</b>·(\d+)', page)
    assert counts == [("8", "4")]


def test_results_show_place_year_body_code_path_and_source(client):
    page = get(client, "/s?q=双随机一公开")
    words = text_of(page)
    assert "湖北省咸宁市嘉鱼县 · 2020 年度 · 县政府" in words
    assert "<mark>双随机、一公开</mark>" in page
    assert "二、行政执法 › 一是 推行监管" in words
    assert citation_code(paragraph_id("421221-2020-gov", "一是推行“双随机、一公开”监管。")) in words
    assert "来源网址未记录" in words


def test_ticked_boxes_chips_and_hidden_fields_keep_a_search_together(client):
    page = get(client, "/s?q=双随机&d=42&y=2020&sort=new&n=20&in=监管")
    boxes = re.findall(r'<input type="checkbox" name="(\w+)" value="(\w+)"[^>]* checked>', page)
    assert boxes == [("d", "42")]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)" form="search">', page)
    assert sorted(hidden) == [("in", "监管"), ("n", "20"), ("sort", "new"), ("y", "2020")]
    assert page.count("去掉 </span>") == 3


def test_any_order_of_parameters_has_one_canonical_address(client):
    pages = [get(client, f"/s?{query}") for query in ("q=双随机&d=42&y=2020", "y=2020&d=42&utm=1&q=双随机&lang=zh")]
    links = {link for page in pages for link in re.findall(r'<link rel="canonical" href="([^"]+)"', page)}
    assert len(links) == 1
    assert links.pop().startswith("http://fz.example.gov.cn/s?")


def test_nothing_found_says_what_to_drop_and_how_much_that_finds(client):
    page = get(client, "/s?q=双随机&d=42&y=2021")
    offers = re.findall(r'<li><a href="(/s[^"]*)">([^<]+)</a> <span class="count"><b>(\d+)</b>', page)
    assert offers
    for link, _label, count in offers:
        found = re.search(r"共 (\d+) 段", text_of(get(client, html.unescape(link))))
        assert found
        assert found[1] == count


def test_relaxed_hits_stand_below_a_line_and_are_not_counted(client):
    page = get(client, "/s?q=双随机 行政复议 普法")
    assert "共 0 段" in page
    assert page.index("只含部分检索词") < page.index('class="hits relaxed"') < page.index('class="hit"')


def test_what_would_find_nothing_either_is_no_link(client):
    page = get(client, "/s?q=“绝无此语”&d=42&y=2020")
    assert 'class="onward"' not in page
    assert "这样放宽也是 0 段：去掉“湖北省”、去掉“2020 年度”、去掉全部筛选" in text_of(page)


def test_relaxed_hits_are_folded_under_hits_and_open_in_place_of_them(client):
    assert '<details class="looser" open>' in get(client, "/s?q=双随机 行政复议 普法")
    page = get(client, "/s?q=行政复议 体制改革")
    assert re.search(r"共 [1-9]\d* 段", page)
    assert '<details class="looser">' in page


def test_a_code_typed_into_the_search_box_leads_to_its_paragraph(client):
    code = citation_code(PARAGRAPH)
    response = client.get(f"/s?q={code.lower()}", follow_redirects=True)
    assert response.request.path == f"/p/{PARAGRAPH}"


def test_a_paragraph_stands_between_its_neighbours_with_its_quotes(client):
    page = get(client, f"/p/{PARAGRAPH}?q=体制")
    words = text_of(page.partition('id="context"')[2].partition("</nav>")[0])
    assert words.index("一是推行“双随机") < words.index("二是加强") < words.index("三是开展普法")
    assert "推进<mark>体制</mark>改革" in page
    assert page.count("<textarea") == 6
    link = f"http://fz.example.gov.cn/c/{citation_code(PARAGRAPH)}"
    assert link in page
    assert "只在本机有效" not in page


def test_the_first_and_the_last_paragraph_have_one_neighbour(client):
    for name, neighbours in ((HOSTILE_PARAGRAPH, 1), (paragraph_id("420000-2021-gov", "概述全省工作。"), 0)):
        page = get(client, f"/p/{name}")
        assert len(re.findall(r'<a rel="(?:prev|next)"', page)) == neighbours


def test_a_code_leads_to_its_paragraph(client):
    response = client.get(f"/c/{citation_code(PARAGRAPH)}")
    assert response.status_code == 302
    assert response.location == f"/p/{PARAGRAPH}"


def test_a_link_pasted_into_the_search_box_leads_to_its_paragraph(client):
    link = f"http://fz.example.gov.cn/c/{citation_code(PARAGRAPH)}"
    assert client.get("/s", query_string={"q": f" {link} "}, follow_redirects=True).request.path == f"/p/{PARAGRAPH}"


CODE = citation_code(PARAGRAPH)


@pytest.mark.parametrize(
    "written",
    [
        CODE[:-1] + ("0" if CODE[-1] != "0" else "1"),  # the check character
        CODE[:-2],  # cut short
        CODE[:20] + CODE[21:],  # a character left out
        f"FZ.421221.2020.G.{CODE[18]}{CODE[17]}{CODE[19:]}",  # two changed places
        CODE.replace("2020", "2021"),  # another report
    ],
)
def test_a_code_with_a_mistake_leads_to_what_was_meant(client, written):
    response = client.get("/s", query_string={"q": written}, follow_redirects=True)
    assert response.status_code == 404
    assert f'<a href="/c/{CODE}">' in response.text
    assert f'name="q" type="search" value="{written}"' in response.text


def test_a_code_with_many_mistakes_leads_at_least_to_its_report(client):
    page = client.get("/c/FZ.421221.2020.G.0000000000-0").text
    assert '<a href="/r/421221-2020-gov">打开《' in page
    assert "是否是" not in page


@pytest.mark.parametrize("query", ["FZ", "fz 双随机", "FZ双随机"])
def test_words_that_begin_like_a_code_are_searched_for(client, query):
    assert client.get("/s", query_string={"q": query}).status_code == 200


def test_the_same_text_in_another_report_is_a_link_that_says_where_and_no_more(client):
    response = client.get(f"/c/{citation_code(f'421200-2019-gov/{PARAGRAPH[-10:]}')}")
    assert response.status_code == 404
    main = response.text.partition("<main")[2]
    assert f'<a href="/p/{PARAGRAPH}">' in main
    assert "湖北省咸宁市嘉鱼县 · 2020 年度 · 县政府" in main
    assert "体制改革" not in main


def test_a_report_shows_its_whole_text_once_and_steps_through_the_hits(client):
    page = get(client, "/r/421221-2020-gov?q=双随机")
    words = text_of(page.partition('class="body"')[2])
    for text in ("一是推行“双随机、一公开”监管。", "二是加强行政复议工作,推进体制改革。", "三是开展普法。"):
        assert words.count(text) == 1
    assert "有 2 处" in words or "有 2 处" in text_of(page)
    assert re.findall(r'id="(h\d)"', page) == ["h1", "h2"]
    assert "1/2" in words


def test_the_raw_view_shows_every_line_and_what_it_was_taken_for(client):
    page = get(client, "/r/421221-2020-gov?view=raw")
    assert len(re.findall(r'id="L\d+"', page)) == 5
    assert '<li class="is-title" id="L1">' in page


def test_the_raw_view_keeps_the_query_and_its_marks(client):
    page = get(client, "/r/421221-2020-gov?view=raw&q=双随机")
    assert "“<mark>双随机</mark>、一公开”" in page
    assert 'href="/r/421221-2020-gov?q=%E5%8F%8C%E9%9A%8F%E6%9C%BA"' in page
    assert re.search(r'href="/r/421221-2020-gov\?[^"]*view=raw', get(client, "/r/421221-2020-gov?q=双随机"))


def test_gaps_can_be_seen(client):
    page = get(client, "/d/421221")
    assert re.findall(r'<th scope="col">(\d+)</th>', page) == ["2020", "2021", "2022"]
    cells = [text_of(cell).strip() for cell in re.findall(r"<td>(.*?)</td>", page, re.DOTALL)]
    assert cells == ["政府", "—", "政府司法局"]


def test_places_lead_up_and_down(client):
    page = get(client, "/d/4212")
    assert "湖北省咸宁市" in page
    assert 'href="/d/42"' in page
    assert 'href="/d/421221"' in page
    assert 'href="/d/421221"' in get(client, "/d/42")


def test_a_city_without_reports_of_its_own_is_shown_with_all_that_is_in_it(client):
    response = client.get("/d/421200")
    assert response.status_code == 302
    assert response.location == "/d/4212"
    assert "湖北省（省本级）" in text_of(get(client, "/d/420000"))
    assert 'href="/d/42"' in get(client, "/d/420000")


def test_home_counts_reports_of_unknown_places_too(client):
    page = get(client, "/")
    assert '<a href="/s?d=none">地区不详</a>' in page
    counts = [int(n) for n in re.findall(r"·(\d+)</span>", page.partition("按章节浏览")[0])]
    assert sum(counts) == 6


def test_coverage_has_a_row_for_what_is_not_known(client):
    words = text_of(get(client, "/coverage"))
    assert "地区不详" in words
    assert "年度不详" in words


def test_without_base_url_pages_say_that_links_are_local(engine):
    from webapp import create_app
    from webapp.settings import Settings

    client = create_app(Settings(port=8123), engine=engine).test_client()
    for address in ("/", f"/p/{PARAGRAPH}"):
        page = get(client, address)
        assert "只在本机有效" in page
    assert "http://127.0.0.1:8123/c/" in page


def test_exports_hold_what_the_page_holds(client):
    response = client.get("/s.csv?q=双随机")
    assert response.headers["Content-Disposition"] == "attachment; filename=xianli.csv"
    total = client.get("/s.json?q=双随机").json["total"]["paragraphs"]
    assert response.data.decode().count("\r\n") == total + 1


def test_machines_are_served(client):
    assert client.get("/healthz").json["status"] == "ok"
    assert "Disallow: /s" in client.get("/robots.txt").text
    search = client.get("/opensearch.xml")
    assert search.mimetype == "application/opensearchdescription+xml"
    assert 'template="http://fz.example.gov.cn/s?q={searchTerms}"' in search.text
    assert client.get("/openapi.json").json["openapi"].startswith("3.1")


def test_a_large_tree_of_places_is_opened_part_by_part(client, monkeypatch):
    monkeypatch.setattr("webapp.search.facets.MOST_PLACES", 2)
    page = get(client, "/s?q=双随机")
    assert not re.search(r'name="d" value="421', page)
    buttons = re.findall(r'class="unfold" form="search" name="open-d" value="(\w+)"', page)
    assert "42" in buttons
    page = get(client, "/s?q=双随机&open-d=42")
    assert 'name="d" value="4212"' in page
    assert 'id="place-42"' in page
    assert 'name="d" value="421221"' not in page
    assert 'name="d" value="421221"' in get(client, "/s?q=双随机&open-d=4212")
    assert 'name="d" value="421221"' in get(client, "/s?q=双随机&find-d=嘉鱼&open-d=")


def test_a_long_facet_can_be_searched_without_scripts(client, monkeypatch):
    assert 'name="find-d"' not in get(client, "/s?q=双随机")
    monkeypatch.setattr("webapp.filtering.MANY", 2)
    page = get(client, "/s?q=双随机&d=35&find-d=嘉鱼")
    boxes = re.findall(r'<input type="checkbox" name="d" value="(\w+)"[^>]*?( checked)?>', page)
    assert dict(boxes) == {"35": " checked", "42": "", "4212": "", "421221": ""}
    assert 'name="find-d" form="search" value="嘉鱼"' in page
    assert "没有名称含" in get(client, "/s?q=双随机&find-d=不存在")
