"""What sidecars say is taken as meant, or refused with file, line and key."""

import codecs
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.intake.sidecars import read_sidecar, sidecar_names
from indexer.intake.values import KEYS, said_value


def said(tmp_path, written, name="a.txt"):
    path = tmp_path / "a.meta.toml"
    path.write_bytes(written if isinstance(written, bytes) else written.encode())
    return read_sidecar(tmp_path / name, f"报告/{name}")


EVERY = """
title = "嘉鱼县2020年度法治政府建设情况报告"
kind = "law"
body = "sfj"
department = "嘉鱼县司法局"
jurisdiction = "421221"
zone = "嘉鱼经济开发区"
report_year = 2020
issuer = "嘉鱼县人民政府"
signature = "嘉鱼县司法局"
signature_date = 2021-01-20
publication_date = "2021年1月31日"
index_number = "011378428/2021-00001"
doc_number = "嘉政发〔2021〕1号"
source = "嘉鱼县人民政府网"
source_url = "https://www.example.gov.cn/a?b=1"
fetched_at = "2021/2/3"
"""


def test_every_field_of_a_report_can_be_said(tmp_path):
    values = said(tmp_path, EVERY)
    assert len(values) == 16
    assert values["kind"] == "law"
    assert values["body"] == "sfj"
    assert values["zone"] == "嘉鱼经济开发区"
    assert values["publication_date"] == date(2021, 1, 31)
    assert values["fetched_at"] == date(2021, 2, 3)


@pytest.mark.parametrize(
    "encoded",
    [
        EVERY.encode(),
        codecs.BOM_UTF8 + EVERY.encode(),
        EVERY.encode("gbk"),
        EVERY.encode("utf-16"),
        EVERY.replace("\n", "\r\n").encode(),
        EVERY.replace("\n", "\r\n").encode("gbk"),
        b"# \xe6\xb3\xa8\r\n" + EVERY.encode(),
    ],
)
def test_any_editor_may_have_written_it(tmp_path, encoded):
    assert said(tmp_path, encoded) == said(tmp_path, EVERY)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-01-03", date(2021, 1, 3)),
        ("2021-01-03T23:30:00", date(2021, 1, 3)),
        ("2021-01-03T23:30:00Z", date(2021, 1, 4)),
        ("2021-01-03T00:30:00+08:00", date(2021, 1, 3)),
        ("2021-01-03T22:00:00-07:00", date(2021, 1, 4)),
        ('"2021-01-03 10:00:00"', date(2021, 1, 3)),
        ('"2021.1.3"', date(2021, 1, 3)),
        ('" 2021年1月3日 "', date(2021, 1, 3)),
    ],
)
def test_days_are_china_s(tmp_path, written, day):
    assert said(tmp_path, f"fetched_at = {written}") == {"fetched_at": day}


def test_an_empty_text_takes_a_value_away(tmp_path):
    written = 'title = ""\nreport_year = ""\nsignature_date = " "\njurisdiction = ""\nsource_url = ""\n'
    assert set(said(tmp_path, written).values()) == {""}


def test_texts_are_one_clean_line(tmp_path):
    written = '''title = """
嘉鱼县\\u200b2020年度
 报告\\u0000"""\nsource = 'e\u0301'\nissuer = "\u3000县政府\\t"'''
    assert said(tmp_path, written) == {"title": "嘉鱼县2020年度  报告", "source": "é", "issuer": "县政府"}


def test_nothing_is_said_by_an_empty_file_or_by_none(tmp_path):
    assert read_sidecar(tmp_path / "a.txt", "a.txt") == {}
    assert said(tmp_path, b"") == {}
    assert said(tmp_path, codecs.BOM_UTF8) == {}
    assert said(tmp_path, "# 待补\r\n") == {}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[title]\nx = 1", "第 1 行 title：应为带引号"),
        ("\n[ title ]", "第 2 行 title：应为带引号"),
        ("[[source]]\nx = 1", "第 1 行 source：应为带引号"),
        ("title = {zh = 'a'}", "第 1 行 title：应为带引号"),
        ("title.zh = 'a'", "第 1 行 title：应为带引号"),
        ("title = ['a']", "第 1 行 title：应为带引号"),
        ("title = 2021-01-01", "第 1 行 title：应为带引号"),
        ("title = 1.5", "第 1 行 title：应为带引号"),
        ("title = inf", "第 1 行 title：应为带引号"),
        ("report_year = 2020.0", "第 1 行 report_year：应为四位年份"),
        ("report_year = '2020'", "第 1 行 report_year：应为四位年份"),
        ("report_year = 99999999999999999999", "第 1 行 report_year：应为四位年份"),
        ("fetched_at = 07:32:00", "第 1 行 fetched_at：应为日期"),
        ("fetched_at = 20210103", "第 1 行 fetched_at：应为日期"),
        ("fetched_at = '2021-02-30'", "第 1 行 fetched_at：应为日期"),
        ("fetched_at = 0001-01-01", "第 1 行 fetched_at：应为日期"),
        ("fetched_at = 9999-12-31T23:59:59-12:00", "第 1 行 fetched_at：应为日期"),
        ("fetched_at = 0001-01-01T00:00:00+14:00", "第 1 行 fetched_at：应为日期"),
        ("kind = 'gov'", "第 1 行 kind：应为其中之一：law（"),
        ("body = ''", "第 1 行 body：应为其中之一：gov（政府）"),
        ("jurisdiction = 421221", "第 1 行 jurisdiction：应为带引号"),
        ("jurisdiction = '999999'", "第 1 行 jurisdiction：999999 不是现行"),
        ("source_url = 'file:///etc/passwd'", "第 1 行 source_url：应为 http"),
        ("source_url = 'http://[::1'", "第 1 行 source_url：应为 http"),
        ("title = 'a'\nissuer = 'b'\ntitle = 'c'", "第 3 行 title：重复了"),
        ("[title]\n[title]", "第 2 行 title：重复了"),
        ("title = 嘉鱼县", "第 1 行 title：不是有效的 TOML"),
        ("issuer = 'b'\ntitle = “嘉鱼县”", "第 2 行 title：不是有效的 TOML"),
        ("title = 'a", "第 1 行 title：不是有效的 TOML"),
        ("标题 = 'a'", "第 1 行 标题：不是有效的 TOML"),
        ("'标题' = 'a'", "第 1 行 标题：没有这一项"),
        ("title = 'a\0b'", "第 1 行 title：不是有效的 TOML"),
        ("title = " + "[" * 15_000, "第 1 行 title：不是有效的 TOML"),
        ("report_year = " + "9" * 5_000, "第 1 行 report_year：不是有效的 TOML"),
        (".".join("a" * 5_000) + " = 1", "第 1 行 a：没有这一项"),
        ('"' + "a" * 9_000 + '" = 1', f"第 1 行 {'a' * 40}：没有这一项"),
        ('"a\\nb\\u202E" = 1', "第 1 行 a\\nb\\u202e：没有这一项"),
        ("title = '" + "县" * 1_001 + "'", "第 1 行 title：超过"),
        ("title = '" + "a" * 20_000 + "'", "过大"),
        (b"title = '\xff\xfe\xfa'", "不是 UTF-8 编码"),
        (codecs.BOM_UTF16_LE + b"a", "不是 UTF-8 编码"),
    ],
)
def test_a_fault_names_file_line_and_key(tmp_path, written, expected):
    with pytest.raises(SourceError) as caught:
        said(tmp_path, written)
    assert caught.value.message.startswith("报告/a.meta.toml ")
    assert expected in caught.value.message


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("a.txt", ("a.meta.toml", "a.txt.meta.toml")),
        ("a.PDF", ("a.meta.toml", "a.PDF.meta.toml")),
        ("嘉鱼县2021.12", ("嘉鱼县2021.12.meta.toml",)),
        ("index.php?id=3", ("index.php?id=3.meta.toml",)),
    ],
)
def test_names_of_sidecars(name, names):
    assert sidecar_names(name) == names


def test_the_sidecar_of_one_file_outweighs_that_of_all_of_its_name(tmp_path):
    (tmp_path / "a.pdf.meta.toml").write_text('title = "只说 PDF"')
    both = 'title = "都说"\nissuer = "都说"'
    assert said(tmp_path, both, "a.pdf") == {"title": "只说 PDF", "issuer": "都说"}
    assert said(tmp_path, both, "a.txt") == {"title": "都说", "issuer": "都说"}


def test_links_and_folders_are_no_sidecars(tmp_path):
    (tmp_path / "secret").write_text('title = "a"')
    (tmp_path / "a.meta.toml").symlink_to(tmp_path / "secret")
    (tmp_path / "a.txt.meta.toml").mkdir()
    assert read_sidecar(tmp_path / "a.txt", "a.txt") == {}


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_values_or_a_fault(tmp_path_factory, data):
    folder = tmp_path_factory.getbasetemp()
    (folder / "any.meta.toml").write_bytes(data)
    try:
        found = str(read_sidecar(folder / "any.txt", "any.txt"))
    except SourceError as error:
        found = error.message
    assert found.startswith(("any.meta.toml ", "{"))


@given(st.sampled_from(sorted(KEYS)), st.text(max_size=60) | st.integers() | st.dates() | st.datetimes())
def test_any_value_is_taken_or_refused(key, value):
    try:
        taken: object = said_value(key, value, "第 1 行")
    except SourceError as error:
        taken = error.message
    assert type(taken) in (str, int, date)


@pytest.mark.parametrize("length", [236, 240, 245, 251])
def test_a_name_as_long_as_names_may_be_has_no_sidecar_and_no_fault(tmp_path, length):
    path = tmp_path / f"{'a' * length}.txt"
    path.write_bytes(b"x")
    assert read_sidecar(path, path.name) == {}
