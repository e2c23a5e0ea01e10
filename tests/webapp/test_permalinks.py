"""Where permanent names lead: to the text that was quoted, to what it became beside it, or to the memory of it."""

import html
import re

import pytest
from flask.testing import FlaskClient

from indexer.naming import citation_code, paragraph_id
from tests.engines.corpus import Text, make_document
from tests.webapp.histories import Past, engine_with
from webapp import create_app
from webapp.settings import Settings

NAME, OTHER, GONE = "421221-2020-gov", "350112-2021-gov", "421200-2019-gov"
PATH = ("三、行政执法", "（一）“双随机”监管")
INTRO = "2020年，法治政府建设取得新的进展。"
OLD = "由县长王建国任组长，建立事项清单224项，全年抽查3.5万次。"
LOOK_ALIKE = "由县长李建军任组长，建立事项清单224项，全年抽查35万次。"
LONG = "加强复议规范化建设。全年受理56件，审结54件。"
PARTS = ("加强复议规范化建设。", "全年受理56件，审结54件。")
SHORT = "实现公共法律服务三级全覆盖。"
AROUND = "一是健全体系。实现公共法律服务三级全覆盖。二是优化服务。"
DROPPED = "开展“七五”普法总结验收。"
MARKS, MARKS_NOW = "加强队伍建设,提高能力。", "加强队伍建设，提高能力。"
POINT, POINT_NOW = "投入经费3.5万元。", "投入经费35万元。"
SIGN, SIGN_NOW = "办结率增长5%。", "办结率增长5‰。"
HOSTILE, HOSTILE_NOW = "<script>alert(1)</script>甲乙丙丁", "<script>alert(1)</script>甲乙丙戊"

FIRST = make_document([INTRO, Text(OLD, "enforcement", PATH), LONG, SHORT, DROPPED, MARKS, POINT, SIGN, HOSTILE])
SECOND = make_document(
    [
        "新的一段。",
        INTRO,
        Text(LOOK_ALIKE, "enforcement", PATH),
        *PARTS,
        AROUND,
        MARKS_NOW,
        POINT_NOW,
        SIGN_NOW,
        HOSTILE_NOW,
    ]
)
SUCCESSORS = {OLD: [LOOK_ALIKE], LONG: PARTS, SHORT: [AROUND], HOSTILE: [HOSTILE_NOW]}
ENGINE = engine_with(
    Past([FIRST, SECOND], SUCCESSORS, aliases=("421200-2020-gov",)),
    Past([make_document(["开展普法工作。", OLD], place="421200", year=2019)], withdrawn=True),
    Past([make_document([DROPPED, "投入经费3.5万元。"], place="350112", year=2021)]),
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    settings = Settings(base_url="http://fz.example.gov.cn", rate_limit_per_minute=0)
    return create_app(settings, engine=ENGINE).test_client()


def address(text, report=NAME):
    return f"/p/{paragraph_id(report, text)}"


def code(text, report=NAME):
    return citation_code(paragraph_id(report, text))


def main(response):
    return response.text.partition("<main")[2].partition("</main>")[0]


def words(markup):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup)))


def section(response, name):
    return re.findall(rf'<section class="{name}[^>]*>(.*?)</section>', main(response), re.DOTALL)


def marked(markup, tag):
    return [words(found) for found in re.findall(rf"<{tag}[ >](?:[^>]*>)?(.*?)</{tag}>", markup)]


def quoted_text(markup):
    (found,) = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", markup, re.DOTALL)
    return words(found)


# -- same and moved ----------------------------------------------------------------------------------------------------


def test_a_text_that_stands_is_shown_without_a_word(client):
    response = client.get(address(DROPPED, OTHER))
    assert response.status_code == 200
    assert 'class="notice"' not in response.text
    assert "2026年3月1日" in words(main(response))


def test_a_text_that_moved_is_shown_and_the_page_says_where_it_stood(client):
    response = client.get(address(INTRO))
    assert response.status_code == 200
    assert "位置有变，文字未变：到2026年3月1日为止在第 1 段，现在在第 2 段。" in words(main(response))


def test_headings_are_part_of_where_a_text_stood():
    first = make_document([Text(INTRO, "overview", ("一、总体情况",))])
    engine = engine_with(Past([first, make_document([Text(INTRO, "overview", ("一、概况",))])]))
    page = create_app(Settings(), engine=engine).test_client().get(address(INTRO)).text
    assert "在第 1 段（一、总体情况），现在在第 1 段（一、概况）" in words(page)


def test_other_marks_are_told_and_shown_as_they_were(client):
    response = client.get(address(MARKS_NOW))
    assert response.status_code == 200
    (details,) = re.findall(r'<details class="former">(.*?)</details>', main(response), re.DOTALL)
    assert "标点与先前的版本不同，文字没有变" in words(main(response))
    assert (marked(details, "del"), marked(details, "ins")) == ([","], ["，"])


def test_a_code_leads_to_the_paragraph_that_stands(client):
    written = code(INTRO).lower().replace(".", " . ")
    response = client.get(f"/c/{written}")
    assert (response.status_code, response.location) == (302, address(INTRO))


# -- changed -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [address(OLD), f"/c/{code(OLD)}"])
def test_a_look_alike_stands_beside_the_quoted_text_and_never_for_it(client, where):
    response = client.get(where)
    assert response.status_code == 200
    assert "<h1>原文已变更</h1>" in main(response)
    (quoted,), (present,) = section(response, "quoted"), section(response, "present")
    assert main(response).index('class="quoted"') < main(response).index('class="present')
    assert quoted_text(quoted) == OLD
    assert quoted_text(present) == LOOK_ALIKE
    assert marked(quoted, "del") == ["王建国", "3.5"]
    assert marked(present, "ins") == ["李建军", "35"]
    assert "<mark>" not in main(response)


def test_a_changed_text_comes_with_its_citation_dates_and_file_as_they_were(client):
    response = client.get(address(OLD))
    said = words(main(response))
    assert "2026年3月1日入库，最后见于2026年3月1日" in said
    assert "第 3 段，2026年3月2日入库" in said
    known = ENGINE.history.report(NAME)
    assert known is not None
    sha256 = known.versions[0].report.sha256
    assert f'href="/r/{NAME}/original/{sha256}"' in main(response)
    assert sha256 in said
    (official,) = re.findall(r'<textarea id="cite-p1-official"[^>]*>(.*?)</textarea>', response.text, re.DOTALL)
    assert "全年抽查3.5万次" in official and "第2段" in official and code(OLD) in official
    assert f'href="{address(LOOK_ALIKE)}"' in main(response)


def test_a_decimal_point_that_went_is_a_changed_text_of_one_name(client):
    assert paragraph_id(NAME, POINT) == paragraph_id(NAME, POINT_NOW)
    response = client.get(address(POINT))
    assert "<h1>原文已变更</h1>" in main(response)
    assert quoted_text(section(response, "quoted")[0]) == POINT
    assert quoted_text(section(response, "present")[0]) == POINT_NOW
    assert "请看清您引用的是哪一种" in words(main(response))
    assert f'href="/r/{NAME}#{paragraph_id(NAME, POINT)[-10:]}"' in section(response, "present")[0]
    assert "第 8 段，2026年3月2日入库" in words(main(response))


def test_a_changed_sign_of_a_number_is_a_changed_text(client):
    response = client.get(address(SIGN))
    assert quoted_text(section(response, "quoted")[0]) == SIGN
    assert quoted_text(section(response, "present")[0]) == SIGN_NOW


def test_a_text_cut_into_several_is_said_to_be_unaltered(client):
    response = client.get(address(LONG))
    said = words(main(response))
    assert response.status_code == 200
    assert "原文已变更" not in said
    assert "一字未改，仍在报告里；它现在分在几个段落里" in said
    present = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", section(response, "present")[0], re.DOTALL)
    assert tuple(map(words, present)) == PARTS
    assert "<ins" not in main(response) and "<del" not in main(response)


def test_a_text_inside_a_longer_paragraph_is_said_to_be_unaltered(client):
    response = client.get(address(SHORT))
    assert "一字未改，仍在报告里；它现在是一个更长段落的一部分" in words(main(response))
    assert marked(section(response, "present")[0], "span") == ["一是健全体系。", "二是优化服务。", code(AROUND)]


def test_hostile_text_stays_text(client):
    response = client.get(address(HOSTILE))
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert quoted_text(section(response, "quoted")[0]) == HOSTILE


# -- gone and unknown --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [address(DROPPED), f"/c/{code(DROPPED)}"])
def test_a_text_that_is_gone_is_remembered(client, where):
    response = client.get(where)
    assert response.status_code == 410
    assert quoted_text(section(response, "quoted")[0]) == DROPPED
    assert "2026年3月1日入库，2026年3月2日撤下" in words(main(response))
    assert code(DROPPED) in re.findall(r"<textarea[^>]*>(.*?)</textarea>", response.text, re.DOTALL)[0]
    assert "/original/" in main(response)


def test_the_same_text_elsewhere_is_a_link_that_says_where(client):
    (other,) = section(client.get(address(DROPPED)), "same-text")
    assert re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', other) == [
        (address(DROPPED, OTHER), "福建省福州市长乐区 · 2021 年度 · 区政府")
    ]
    assert "不是引证码所指的那一份" in words(other)


def test_another_text_of_the_same_hash_is_not_the_same_text_elsewhere():
    first = make_document(["甲乙。", POINT_NOW])
    engine = engine_with(
        Past([first, make_document(["甲乙。"])]), Past([make_document([POINT], place="350112", year=2021)])
    )
    response = create_app(Settings(), engine=engine).test_client().get(address(POINT_NOW))
    assert response.status_code == 410
    assert 'class="same-text"' not in response.text


def test_a_text_of_a_withdrawn_report_is_gone_with_it(client):
    response = client.get(address("开展普法工作。", GONE))
    assert response.status_code == 410
    assert "所在的报告已经撤下" in words(main(response))
    assert f'href="/r/{GONE}"' not in main(response)


def test_what_was_never_here_is_unknown_and_says_what_is(client):
    response = client.get(f"/c/{code('从来没有的一段。')}")
    assert response.status_code == 404
    assert "报告里没有这一段" in words(main(response))
    assert f'href="/r/{NAME}"' in main(response)
    elsewhere = client.get(address(DROPPED, "421221-2018-gov"))
    assert elsewhere.status_code == 404
    assert "没有收录它所在的报告" in words(main(elsewhere))
    assert f'<a href="{address(DROPPED, OTHER)}">' in main(elsewhere)
    assert DROPPED not in words(main(elsewhere))


def test_a_mistyped_code_is_told_from_an_unknown_one(client):
    written = code(OLD)[:-1] + ("0" if code(OLD)[-1] != "0" else "1")
    response = client.get(f"/c/{written}")
    assert response.status_code == 404
    assert "校验位不符" in words(main(response))


# -- aliases, other forms of a name ------------------------------------------------------------------------------------


def test_an_alias_leads_to_the_permanent_name_and_the_page_says_so(client):
    text_hash = paragraph_id(NAME, INTRO)[-10:]
    response = client.get(f"/p/421200-2020-gov/{text_hash}")
    assert (response.status_code, response.location) == (302, f"{address(INTRO)}?was=421200-2020-gov")
    assert "所指的是同一份报告" in words(main(client.get(response.location)))
    by_code = client.get(f"/c/{citation_code(f'421200-2020-gov/{text_hash}')}")
    assert by_code.location == response.location


def test_nobody_can_put_an_alias_into_the_mouth_of_a_page(client):
    assert "同一份报告" not in client.get(f"{address(INTRO)}?was={OTHER}").text
    assert "同一份报告" not in client.get(f"{address(INTRO)}?was=<b>").text


def test_an_alias_of_a_changed_text_leads_there_too(client):
    where = f"/c/{citation_code(f'421200-2020-gov/{paragraph_id(NAME, OLD)[-10:]}')}"
    assert quoted_text(section(client.get(where), "quoted")[0]) == OLD


@pytest.mark.parametrize("form", ["{id}", "/p/{id}", "https://fz.example.gov.cn/p/{id}?q=甲#here"])
def test_a_name_in_the_search_box_leads_to_its_paragraph(client, form):
    written = form.format(id=paragraph_id(NAME, INTRO))
    response = client.get("/s", query_string={"q": written}, follow_redirects=True)
    assert response.request.path == address(INTRO)


def test_the_english_pages_keep_the_language(client):
    for text in (OLD, LONG, SHORT, DROPPED):
        assert "?lang=en" in main(client.get(f"{address(text)}?lang=en"))


def test_without_a_history_a_text_that_stands_is_just_shown(engine):
    plain = create_app(Settings(), engine=engine).test_client()
    response = plain.get(address("三是开展普法。"))
    assert response.status_code == 200
    assert "入库" not in main(response) and "存档原件" not in main(response)
