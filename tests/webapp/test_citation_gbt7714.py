"""References by GB/T 7714: the standards' own examples, and what becomes of parts that are not known."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indexer.contract import Report
from tests.engines.corpus import make_document
from webapp.citation import cite_report, quotes
from webapp.citation.gbt7714 import Edition, Entry, written

TODAY = date(2026, 11, 22)
BASE = "http://fz.example.gov.cn"

# From GB/T 7714—2025, 7.6 and 8.10, and GB/T 7714—2015, 4.6.2.
EXAMPLES: list[tuple[Edition, Entry, str]] = [
    (
        2025,
        Entry(
            author="许振超",
            title="“好好干，当一个好工人”",
            updated=date(2025, 2, 17),
            accessed=date(2025, 6, 22),
            access_path="https://cpc.people.com.cn/n1/2025/0217/c443712-40419790.html",
        ),
        (
            "许振超. “好好干，当一个好工人”[EB/OL]. （2025-02-17）[2025-06-22]. "
            "https://cpc.people.com.cn/n1/2025/0217/c443712-40419790.html."
        ),
    ),
    (
        2025,
        Entry(
            author="高等教育文献保障系统",
            title="馆际互借与文献传递服务",
            accessed=date(2025, 6, 21),
            access_path="http://home.calis.edu.cn/pages/list.html?id=4101e184-7f64-4798-a5e1-8e37aa6994fc",
        ),
        (
            "高等教育文献保障系统. 馆际互借与文献传递服务[EB/OL]. [2025-06-21]. "
            "http://home.calis.edu.cn/pages/list.html?id=4101e184-7f64-4798-a5e1-8e37aa6994fc."
        ),
    ),
    (
        2025,
        Entry(
            title="[《昨日之歌》图书封面]",
            updated=date(2023, 3, 6),
            accessed=date(2025, 6, 22),
            access_path="http://www.luxunmuseum.com.cn/uploads/allimg/150813/1-150Q31952110-L.jpg",
        ),
        (
            "[《昨日之歌》图书封面][EB/OL]. （2023-03-06）[2025-06-22]. "
            "http://www.luxunmuseum.com.cn/uploads/allimg/150813/1-150Q31952110-L.jpg."
        ),
    ),
    (
        2025,
        Entry(title="中国国家博物馆", accessed=date(2025, 5, 6), access_path="https://www.chnmuseum.cn/"),
        "中国国家博物馆[EB/OL]. [2025-05-06]. https://www.chnmuseum.cn/.",
    ),
    (
        2015,
        Entry(
            author="中国互联网络信息中心",
            title="第29次中国互联网络发展现状统计报告",
            kind="R/OL",
            updated=date(2012, 1, 16),
            accessed=date(2013, 3, 26),
            access_path="http://www.cnnic.net.cn/hlwfzyj/hlwxzbg/201201/P020120709345264469680",
        ),
        (
            "中国互联网络信息中心. 第29次中国互联网络发展现状统计报告[R/OL]. (2012-01-16)[2013-03-26]. "
            "http://www.cnnic.net.cn/hlwfzyj/hlwxzbg/201201/P020120709345264469680."
        ),
    ),
    (
        2015,
        Entry(
            author="HOPKINSON A",
            title="UNIMARC and metadata: Dublin Core",
            updated=date(2009, 4, 22),
            accessed=date(2013, 3, 27),
            access_path="http://archive.ifla.org/IV/ifla64/138-161e.htm",
        ),
        (
            "HOPKINSON A. UNIMARC and metadata: Dublin Core[EB/OL]. (2009-04-22)[2013-03-27]. "
            "http://archive.ifla.org/IV/ifla64/138-161e.htm."
        ),
    ),
    (
        2015,
        Entry(
            author="Online Computer Library Center, Inc.",
            title="About OCLC: history of cooperation",
            accessed=date(2012, 3, 27),
            access_path="http://www.oclc.org/about/cooperation.en.html",
        ),
        (
            "Online Computer Library Center, Inc. About OCLC: history of cooperation[EB/OL]. [2012-03-27]. "
            "http://www.oclc.org/about/cooperation.en.html."
        ),
    ),
]


@pytest.mark.parametrize(("edition", "entry", "printed"), EXAMPLES)
def test_the_standards_own_examples(edition, entry, printed):
    assert written(entry, edition) == printed


def report(**known: Any) -> Report:
    return replace(make_document(["甲"]).report, **known)


def cited(of: Report) -> tuple[str, str]:
    found = cite_report(of, base=BASE, today=TODAY)
    return found.gbt7714_2025, found.gbt7714_2015


def test_a_report_with_its_source():
    source = "http://www.jiayu.gov.cn/xxgk/1.html"
    assert cited(report(source_url=source)) == (
        (
            "嘉鱼县人民政府. 嘉鱼县2020年法治政府建设情况报告[EB/OL]. （2021-01-13）[2026-11-22]. "
            f"{source}. 报告编号：421221-2020-gov，{BASE}/r/421221-2020-gov."
        ),
        (
            "嘉鱼县人民政府. 嘉鱼县2020年法治政府建设情况报告[EB/OL]. (2021-01-13)[2026-11-22]. "
            f"{source}. 报告编号: 421221-2020-gov, {BASE}/r/421221-2020-gov."
        ),
    )


def test_a_paragraph_without_source_says_so_and_gives_our_code():
    document = make_document(["甲"])
    found = quotes(document.paragraphs[0], document.report, permalink=f"{BASE}/c/CODE", today=TODAY)
    assert found.gbt7714_2025 == (
        "嘉鱼县人民政府. 嘉鱼县2020年法治政府建设情况报告[EB/OL]. （2021-01-13）[2026-11-22]. 来源网址未记录. "
        f"引证码：{found.number}，{BASE}/c/CODE."
    )
    assert found.gbt7714_2015 == (
        "嘉鱼县人民政府. 嘉鱼县2020年法治政府建设情况报告[EB/OL]. (2021-01-13)[2026-11-22]. 来源网址未记录. "
        f"引证码: {found.number}, {BASE}/c/CODE."
    )


def test_a_proposed_title_stands_in_brackets():
    for printed in cited(report(title_missing=True)):
        assert printed.startswith("嘉鱼县人民政府. [嘉鱼县2020年法治政府建设情况报告][EB/OL]. ")


def test_without_any_date_only_the_day_of_looking_it_up_is_given():
    for printed in cited(report(publication_date=None)):
        assert "报告[EB/OL]. [2026-11-22]. 来源" in printed


def test_a_signature_does_not_date_what_is_on_the_web():
    for printed in cited(report(publication_date=None, signature_date=date(2020, 12, 17))):
        assert "报告[EB/OL]. 2020-12-17[2026-11-22]. 来源" in printed


def test_an_unknown_author_is_left_out():
    document = make_document(["甲"], place="none", year=None, published=None, title="法治政府建设情况报告")
    for printed in cited(document.report):
        assert printed.startswith("法治政府建设情况报告[EB/OL]. [2026-11-22]. ")


def test_a_broken_title_is_still_one_line():
    for printed in cited(report(title="甲\r\n乙\u2028 丙")):
        assert ". 甲 乙 丙[EB/OL]. " in printed
