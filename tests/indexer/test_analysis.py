"""One source to one document: names, places in the text, overrides, and what hostile files cost."""

import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import analyse, renamed
from indexer.errors import SourceError
from indexer.intake.sources import Source, walk
from indexer.naming import is_paragraph_id, is_report_id, paragraph_id
from indexer.text import clean
from tests.conftest import SEEDS
from tests.indexer.invented import analysed, page, report, text

TITLE = "嘉鱼县2021年度法治政府建设情况报告"


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_paragraphs_are_the_source_s_own_text(path):
    (source,) = walk(path)
    assert isinstance(source, Source)
    analysis = analyse(source)
    document = analysis.document
    assert document is not None
    assert is_report_id(document.report.id)
    assert analyse(source) == analysis
    for number, paragraph in enumerate(document.paragraphs, 1):
        line = document.lines[paragraph.span.line - 1]
        assert line.kind == "body"
        assert clean(line.text[paragraph.span.start : paragraph.span.end]).text.strip() == paragraph.text
        assert paragraph.ordinal == number
        assert paragraph.id == paragraph_id(document.report.id, paragraph.text)
        assert (paragraph.topic is not None) is (paragraph.section in ("problems", "plan"))


def test_names_of_the_seeds():
    found = [report(path.read_bytes()).id for path in sorted(SEEDS.glob("*.txt"))]
    assert found == ["421221-2020-gov", "350112-2020-gov", "320831-2024-gov", "440800-2020-gov", "330700-2021-sfj"]


def test_an_equal_text_twice_is_one_paragraph_with_two_places():
    again = "　　加强宣传，营造学法用法守法的浓厚氛围，推动全社会法治意识提升。"
    analysis = analysed(page(TITLE, f"{again}\n　　四、其他工作\n{again}"))
    assert analysis.document is not None
    (paragraph,) = [p for p in analysis.document.paragraphs if p.text == again.strip()]
    assert [span.line for span in paragraph.also] == [paragraph.span.line + 2]
    assert sum(p.text == again.strip() for p in analysis.occurrences) == 2
    assert [p.ordinal for p in analysis.document.paragraphs] == list(range(1, len(analysis.document.paragraphs) + 1))


SAME_LETTERS = (
    "全县一般公共预算收入增长3.5%，行政复议案件全部按期办结。",
    "全县一般公共预算收入增长35%，行政复议案件全部按期办结。",
    "全县一般公共预算收入增长3.5%。行政复议案件全部按期办结。",
    "全县一般公共预算收入增长3.5‰，行政复议案件全部按期办结。",
)


def names_of(texts: Iterable[str]) -> dict[str, str]:
    """Return what a report with these paragraphs names each of them."""
    lines = "\n　　四、其他工作\n" + "\n".join(f"　　{one}" for one in texts)
    document = analysed(page(TITLE, lines)).document
    assert document is not None
    return {paragraph.text: paragraph.id for paragraph in document.paragraphs}


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_texts_that_only_marks_set_apart_are_each_found_under_a_name_of_their_own(order):
    named = names_of(SAME_LETTERS[i] for i in order)
    assert set(SAME_LETTERS) <= named.keys()
    assert len({named[one] for one in SAME_LETTERS}) == 4
    assert all(is_paragraph_id(name) for name in named.values())
    assert named == names_of(SAME_LETTERS)  # whatever the order of the text


def test_a_text_whose_look_alike_is_in_another_report_keeps_its_name():
    for one in SAME_LETTERS:
        assert names_of([one])[one] == paragraph_id("421221-2021-gov", one)


def test_texts_of_one_name_that_are_found_alike_stay_one_paragraph():
    quoted = SAME_LETTERS[0].replace("行政复议", "“行政复议”")
    document = analysed(
        page(TITLE, f"　　四、其他工作\n　　{quoted}\n　　{SAME_LETTERS[1]}\n　　{SAME_LETTERS[0]}")
    ).document
    assert document is not None
    assert sorted(p.text for p in document.paragraphs if "公共预算" in p.text) == sorted([quoted, SAME_LETTERS[1]])
    (both,) = [p for p in document.paragraphs if p.text == quoted]
    assert len(both.also) == 1
    assert names_of([SAME_LETTERS[0], SAME_LETTERS[1], quoted])[quoted] == both.id


def test_renaming_a_report_leaves_the_names_of_its_texts():
    document = analysed(page(TITLE, "　　四、其他工作\n" + "\n".join(SAME_LETTERS))).document
    assert document is not None
    other = renamed(document, "421221-2021-gov-7K2M")
    assert [p.id.rpartition("/")[2] for p in other.paragraphs] == [p.id.rpartition("/")[2] for p in document.paragraphs]


def test_a_report_is_renamed_with_its_paragraphs():
    document = analysed(page(TITLE)).document
    assert document is not None
    other = renamed(document, "421221-2021-gov-7K2M")
    assert other.report.id == "421221-2021-gov-7K2M"
    assert renamed(other, other.report.id) is other
    for old, new in zip(document.paragraphs, other.paragraphs, strict=True):
        assert is_paragraph_id(new.id)
        assert new.report_id == other.report.id
        assert (new.text, new.id.rpartition("/")[2]) == (old.text, old.id.rpartition("/")[2])


def test_a_sidecar_overrides_what_the_rules_found():
    found = report(
        page(TITLE, "嘉鱼县人民政府\n2022年1月5日"),
        {
            "title": "另一标题",
            "jurisdiction": "421222",
            "report_year": 2019,
            "department": "嘉鱼县司法局",
            "signature": "",
            "publication_date": date(2022, 2, 1),
            "source_url": "https://www.jiayu.gov.cn/",
            "fetched_at": date(2023, 1, 1),
        },
    )
    assert found.title == "另一标题"
    assert (found.place, found.year, found.body, found.department) == ("421222", 2019, "sfj", "嘉鱼县司法局")
    assert found.id == "421222-2019-sfj"
    assert found.signature is None
    assert found.signature_date == date(2022, 1, 5)
    assert found.publication_date == date(2022, 2, 1)
    assert found.source_url == "https://www.jiayu.gov.cn/"
    assert found.fetched_at == date(2023, 1, 1)
    assert "no_source_url" not in found.flags
    assert (found.evidence["title"].rule, found.evidence["title"].line) == ("附带文件", 0)


def test_a_sidecar_settles_a_tie():
    assert report(page("鼓楼区2021年法治政府建设情况报告"), {"jurisdiction": "320106"}).place == "320106"
    assert report(page(TITLE), {"jurisdiction": ""}).place == "none"


def test_a_sidecar_with_a_code_of_no_place():
    with pytest.raises(SourceError, match="行政区划代码"):
        analysed(page(TITLE), {"jurisdiction": "999999"})


def test_title_and_place_unknown():
    found = report(text("各级各部门"))
    assert found.title == "2021年度法治政府建设情况报告"
    assert set(found.flags) >= {"title_missing", "place_unknown"}
    assert found.id == "000000-2021-gov"


def test_two_reports_in_one_file_are_flagged():
    second = page("嘉鱼县2020年度法治政府建设情况报告", "嘉鱼县人民政府\n2021年1月5日")
    assert "second_report" in report(page(TITLE, second)).flags
    assert "second_report" not in report(page(f"关于{TITLE}的公示\n现予公示，接受监督，欢迎提出意见。\n{TITLE}")).flags
    assert "second_report" not in report(page(TITLE, "相关文章\n嘉鱼县2020年度法治政府建设情况报告")).flags


HOSTILE = {
    "one line of 10 MB": "的" * 3_300_000,
    "a long item": page(TITLE, "一是加强行政执法，" * 50_000),
    "empty lines": page(TITLE) + "\n" * 300_000,
    "blank lines": "\n".join([page(TITLE), *["　" * 20] * 50_000]),
    "labels": "索引号：" * 20_000,
    "lone labels": "\n".join(["索引号："] * 50_000),
    "blanks in a label": ("索" + " " * 5_000 + "引" + " " * 5_000 + "号\n") * 20,
    "brackets": "(" * 100_000 + "\n" + "((" * 20_000,
    "crumbs": ("a>" * 140 + "。\n") * 1_000,
    "years": "2021年" * 30_000,
    "halves of titles": ("法治政府建设" * 19 + "\n") * 5_000,
    "names": page(TITLE, "\n".join([("人" * 38) + "局"] * 5_000)),
    "those addressed": page(TITLE, ("局和" * 38 + "：\n") * 3_000),
    "headings alone": "一、\n" * 50_000,
    "places": page("鼓楼区2021年法治政府建设情况报告", ("徐州、江苏、福州市鼓楼区，和县。" * 100 + "\n") * 500),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_cost_little_time(name):
    start = time.process_time()
    with suppress(SourceError):
        analysed(HOSTILE[name])
    assert time.process_time() - start < 10


PIECES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(page("索引号：1/2\n嘉鱼县2021年度\n法治政府建设情况报告", "县政府\n2022年1月5日").split("\n")),
)


@given(st.lists(PIECES, max_size=25))
def test_any_text_is_understood_or_rejected(pieces):
    content = "\n".join(pieces)
    try:
        analysis = analysed(content.encode("utf-8", "surrogatepass"))
    except SourceError:
        return
    assert analysis.is_report is (analysis.document is not None) is (analysis.reject_reason is None)
    if analysis.document:
        assert analysis.document.paragraphs
        assert all(paragraph.text for paragraph in analysis.occurrences)
