"""Reports with a past: their versions, their archived files, their aliases, and what is left of withdrawn ones."""

import hashlib
from dataclasses import replace
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from indexer.contract import Original, ReportHistory, ReportVersion
from indexer.engines import MemoryEngine
from indexer.engines.history import MemoryHistory
from indexer.words import paragraph_words
from tests.engines.corpus import make_document
from tests.webapp.histories import Past, day, engine_with
from tests.webapp.test_permalinks import main, words
from webapp import create_app
from webapp.settings import Settings

NAME, GONE, REREAD = "421221-2020-gov", "421200-2019-gov", "320831-2021-gov"
ENGINE = engine_with(
    Past([make_document(["甲。"]), make_document(["甲。", "乙。"])], aliases=("421200-2020-gov",)),
    Past([make_document(["丙。"], place="421200", year=2019)], withdrawn=True, starts=3),
    Past(
        [
            make_document(["丁。"], place="320831", year=2021),
            make_document(["丁。", "戊。"], place="320831", year=2021),
        ],
        same_file=True,
    ),
    Past([make_document(["己。"], place="350112", year=2022)], starts=7),
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings(base_url="http://fz.example.gov.cn"), engine=ENGINE).test_client()


def file_of(name, number=0):
    known = ENGINE.history.report(name)
    assert known is not None
    return known.versions[number].report.sha256


def test_versions_are_listed_with_their_days_and_files(client):
    page = client.get(f"/r/{NAME}").text
    listed = words(page.partition('id="versions"')[2].partition("</section>")[0])
    assert listed.index("2026年3月2日 入库 现行") < listed.index("2026年3月1日")
    assert f"/r/{NAME}/original/{file_of(NAME, 0)}" in page
    assert f"/r/{NAME}/original/{file_of(NAME, 1)}" in page
    assert "存档原件（2026年3月2日入库）" in page


def test_a_report_of_one_version_lists_none(client):
    page = client.get("/r/350112-2022-gov").text
    assert 'id="versions"' not in page
    assert "存档原件（2026年3月8日入库）" in page


def test_a_version_of_the_same_file_is_said_to_be_read_anew(client):
    page = client.get(f"/r/{REREAD}").text
    assert page.count("文件未变，附加信息或识别规则有更新") == 1
    assert "存档原件（2026年3月1日入库）" in page


def test_a_withdrawn_report_is_410_with_its_versions_and_dates(client):
    response = client.get(f"/r/{GONE}")
    assert response.status_code == 410
    said = words(main(response))
    assert "咸宁市2019年法治政府建设情况报告" in said
    assert "2026年3月4日入库，2026年3月5日撤下" in said
    assert client.get(f"/r/{GONE}/original/{file_of(GONE)}").status_code == 200


def test_an_alias_leads_to_the_permanent_name_and_keeps_the_search(client):
    response = client.get("/r/421200-2020-gov?q=甲&view=raw")
    assert response.status_code == 302
    assert unquote(response.location) == f"/r/{NAME}?q=甲&view=raw"


def test_an_unknown_report_is_404(client):
    assert client.get("/r/421221-1999-gov").status_code == 404


# -- archived files ----------------------------------------------------------------------------------------------------


def test_an_archived_file_is_handed_out_byte_for_byte_and_never_shown(client):
    sha256 = file_of(NAME)
    response = client.get(f"/r/{NAME}/original/{sha256}")
    assert hashlib.sha256(response.data).hexdigest() == sha256
    assert response.content_length == len(response.data)
    assert response.mimetype == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["ETag"] == f'"{sha256}"'
    again = client.get(f"/r/{NAME}/original/{sha256}", headers={"If-None-Match": f'"{sha256}"'})
    assert (again.status_code, again.data) == (304, b"")


def test_a_file_is_only_handed_out_as_one_of_its_report(client):
    for address in (
        f"/r/{NAME}/original/{file_of(REREAD)}",
        f"/r/{NAME}/original/{'0' * 64}",
        f"/r/x/original/{'0' * 64}",
    ):
        response = client.get(address)
        assert response.status_code == 404
        assert "存档里没有" in response.text


@pytest.mark.parametrize(
    ("path", "plain_ending", "name"),
    [
        ("报告/嘉鱼县 2020年报告.txt", ".txt", "嘉鱼县 2020年报告.txt"),
        ('a/"x"\r\nSet-Cookie: a=b.html', ".html", "x__Set-Cookie_ a=b.html"),
        ("..", "", f"{NAME}-"),
        ("x/\u202etxt.exe", ".exe", "txt.exe"),
        ("x/" + "长" * 300 + ".pdf", ".pdf", "长" * 116 + ".pdf"),
        ("x/报告.文本", "", "报告.文本"),
    ],
)
def test_names_of_files_are_safe_and_chinese(path, plain_ending, name):
    data = b"<script>alert(1)</script>"
    sha256 = hashlib.sha256(data).hexdigest()
    document = make_document(["甲。"])
    document = replace(document, report=replace(document.report, path=path, sha256=sha256))
    version = ReportVersion(1, document.report, day(0), day(0), current=True)
    history = MemoryHistory(
        [(ReportHistory(NAME, (version,), day(0), None), [])], [Original(sha256, path, data, day(0))]
    )
    engine = MemoryEngine([(document, paragraph_words(document))], history=history)
    response = create_app(Settings(), engine=engine).test_client().get(f"/r/{NAME}/original/{sha256}")
    header = response.headers["Content-Disposition"]
    plain, star = header.removeprefix("attachment; ").split("; ")
    assert plain == f'filename="{NAME}-{sha256[:8]}{plain_ending}"'
    assert star.startswith("filename*=UTF-8''")
    assert unquote(star.removeprefix("filename*=UTF-8''")).startswith(name)
    assert response.data == data


def test_the_home_page_lists_what_was_added_last(client):
    page = client.get("/").text
    latest = page.partition("最近收录")[2]
    assert latest.index("长乐区2022年") < latest.index("金湖县2021年")
    assert "2026年3月8日入库" in latest
    assert "咸宁市2019年" not in latest
