"""Reports that share a file become reports of their own; what is one report stays whole."""

import hashlib

from indexer.contract import Report
from indexer.intake.sources import Source
from indexer.parts import Part, parts
from tests.indexer.invented import page, text

FIRST = page("嘉鱼县2021年度法治政府建设情况报告", "嘉鱼县人民政府\n2022年1月5日\n扫一扫在手机打开当前页")
SECOND = page(
    "索引号：011 发布机构：崇阳县人民政府 发布日期：2022-01-20\n崇阳县2021年度法治政府建设情况报告",
    "崇阳县人民政府\n2022年1月12日",
)


def divided(content: str, **overrides: str) -> tuple[Part, ...]:
    data = content.encode()
    return parts(Source("全市/合订.txt", data, hashlib.sha256(data).hexdigest(), overrides))


def report(part: Part) -> Report:
    assert part.analysis.document is not None
    return part.analysis.document.report


def ids(found: tuple[Part, ...]) -> list[str]:
    return [report(part).id for part in found]


def test_two_reports_become_two_sources():
    found = divided(f"{FIRST}\n\n{SECOND}")
    assert [part.source.path for part in found] == ["全市/合订.txt#1.txt", "全市/合订.txt#2.txt"]
    assert ids(found) == ["421221-2021-gov", "421223-2021-gov"]
    assert "second_report" not in report(found[0]).flags
    second = report(found[1])
    assert (second.index_number, str(second.publication_date)) == ("011", "2022-01-20")
    assert second.signature == "崇阳县人民政府"


def test_every_line_is_in_one_part_and_each_part_is_a_source():
    content = f"{FIRST}\n\n{SECOND}"
    found = divided(content)
    assert "\n".join(part.source.data.decode() for part in found) == content
    assert content.split("\n")[found[1].first_line - 1] == found[1].analysis.lines[0].text
    for part in found:
        assert hashlib.sha256(part.source.data).hexdigest() == part.source.sha256
        again = parts(part.source)
        assert ids(again) == ids((part,))


def test_two_years_of_one_place():
    later = FIRST.replace("2021年度", "2022年度").replace("2022年1月5日", "2023年1月9日")
    assert ids(divided(f"{FIRST}\n{later}")) == ["421221-2021-gov", "421221-2022-gov"]


def test_a_title_over_two_lines_begins_a_part():
    second = SECOND.replace("崇阳县2021年度法治政府建设情况报告", "崇阳县人民政府关于2021年度\n法治政府建设情况的报告")
    assert ids(divided(f"{FIRST}\n{second}")) == ["421221-2021-gov", "421223-2021-gov"]


def test_where_it_is_not_certain_the_file_stays_whole_and_is_marked():
    nowhere = page("本地2021年度法治政府建设情况报告", "县人民政府\n2022年1月5日")
    (found,) = divided(f"{FIRST}\n{nowhere}")
    assert found.source.path == "全市/合订.txt"
    assert "second_report" in report(found).flags


def test_a_sidecar_that_says_whose_it_is_keeps_a_file_whole():
    assert len(divided(f"{FIRST}\n{SECOND}", title="嘉鱼县2021年度法治政府建设情况报告")) == 1
    assert len(divided(f"{FIRST}\n{SECOND}", jurisdiction="421221")) == 1


def test_the_address_of_a_file_is_that_of_its_parts():
    found = divided(f"{FIRST}\n{SECOND}", source_url="https://www.example.gov.cn/1.html")
    assert {report(part).source_url for part in found} == {"https://www.example.gov.cn/1.html"}


def test_a_notice_with_its_report_is_one():
    notice = "关于公布嘉鱼县2021年度法治政府建设情况报告的公示\n" + text().split("\n")[0]
    assert len(divided(f"{notice}\n{FIRST}")) == 1
