"""Tables as spreadsheets write them; what is wrong in them is named by file, line and column."""

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import RunError, SourceError
from indexer.intake.folder_metadata import read_folder_metadata


def table(tmp_path, written):
    data = written if isinstance(written, bytes) else written.encode()
    (tmp_path / "metadata.csv").write_bytes(data)
    return read_folder_metadata(tmp_path)


SHEET = "path,title,jurisdiction,report_year\r\n嘉鱼县.txt,嘉鱼县报告,421221,2020\r\n"
SAID = {"title": "嘉鱼县报告", "jurisdiction": "421221", "report_year": 2020}


@pytest.mark.parametrize(
    "written",
    [
        SHEET.encode(),
        codecs.BOM_UTF8 + SHEET.encode(),
        SHEET.encode("gbk"),
        SHEET.replace(",", "\t").encode("utf-16"),
        SHEET.replace(",", ";").encode(),
        SHEET.replace("\r\n", "\r").encode(),
        b"sep=,\r\n" + SHEET.encode(),
        b"\r\n,,,\r\n" + SHEET.encode(),
        SHEET.replace("\r\n", ",,\r\n").encode(),
        SHEET.replace("421221", '"=""421221"""').encode(),
        SHEET.replace("421221", "'421221").encode(),
        SHEET.replace("嘉鱼县.txt", '" 嘉鱼县.txt "').encode(),
    ],
)
def test_any_spreadsheet_may_have_written_it(tmp_path, written):
    assert table(tmp_path, written).of("嘉鱼县.txt") == SAID


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("./a.txt", "a.txt"),
        ("sub\\a.txt", "sub/a.txt"),
        (".\\sub\\a.txt", "sub/a.txt"),
        ("A.TXT", "a.txt"),
        ("Sub/a.txt", "sub/A.txt"),
        (unicodedata.normalize("NFD", "é가.txt"), "é가.txt"),
        ("é가.txt", unicodedata.normalize("NFD", "é가.txt")),
    ],
)
def test_a_path_is_found_however_systems_write_it(tmp_path, written, path):
    read = table(tmp_path, f"path,title\n{written},甲\n")
    assert read.of(path) == {"title": "甲"}
    assert read.missing({path}) is None


def test_capitals_count_where_they_must(tmp_path):
    read = table(tmp_path, "path,title\na.txt,甲\nA.txt,乙\n")
    assert read.of("a.txt") == {"title": "甲"}
    assert read.of("A.txt") == {"title": "乙"}
    assert read.of("A.TXT") == {}


def test_cells_may_have_several_lines_and_faults_the_line_they_begin_on(tmp_path):
    read = table(tmp_path, 'path,title,source_url\na.txt,"甲\n乙\n丙",\nb.txt,丁,ftp://x\n\n\nc.txt,戊,ftp://x\n')
    assert read.of("a.txt") == {"title": "甲 乙 丙"}
    for path, line in (("b.txt", 5), ("c.txt", 8)):
        with pytest.raises(SourceError, match=f"第 {line} 行 source_url"):
            read.of(path)


def test_formulas_are_words(tmp_path):
    read = table(tmp_path, "path,title,source,issuer\na.txt,=1+1,@SUM(A1),-2\n")
    assert read.of("a.txt") == {"title": "=1+1", "source": "@SUM(A1)", "issuer": "-2"}


def test_nothing_and_no_value_differ(tmp_path):
    read = table(tmp_path, "path,title,report_year,fetched_at\na.txt,,无,无\n")
    assert read.of("a.txt") == {"report_year": "", "fetched_at": ""}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("title\na.txt,甲\0", None),
        ("title\na.txt," + "甲" * 1_001, "第 2 行 title：超过"),
        ("kind\na.txt,gov", "第 2 行 kind：应为其中之一"),
        ("jurisdiction\na.txt,42122", "第 2 行 jurisdiction"),
        ("jurisdiction\na.txt,421299", "第 2 行 jurisdiction：421299 不是现行"),
        ("report_year\na.txt,２０２０", "第 2 行 report_year"),
        ("fetched_at\na.txt,44197", "第 2 行 fetched_at"),
    ],
)
def test_a_fault_in_a_cell_costs_its_file_alone(tmp_path, cells, said):
    read = table(tmp_path, f"path,{cells}\n")
    assert read.of("b.txt") == {}
    if said is None:
        assert read.of("a.txt") == {"title": "甲"}
        return
    with pytest.raises(SourceError, match=f"metadata.csv {said}"):
        read.of("a.txt")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('path,title\na.txt,"甲\nb.txt,乙\n', "第 2 行不是有效的 CSV"),
        ('path,title\na.txt,"甲"乙\n', "第 2 行不是有效的 CSV"),
        ("path,title\na.txt," + "甲" * 10_000_000 + "\n", "过大"),
        ("path,title\na.txt," + "a" * 10_000_000 + "\n", "第 2 行不是有效的 CSV"),
        ("path,title\n" + unicodedata.normalize("NFD", "é.txt") + ",甲\né.txt,乙\n", "第 3 行 path：与第 2 行重复"),
        ("path," + "x" * 500 + "\n", "第 1 行第 2 列 '" + "x" * 40 + "'：没有这一项"),
        ("path,,title\n", "第 1 行第 2 列 ''：没有这一项"),
        (b"path,title\na.txt,\xff\xfe\xfa\n", "不是 UTF-8 编码"),
    ],
)
def test_a_table_that_cannot_be_read_names_the_line(tmp_path, written, said):
    with pytest.raises(RunError) as caught:
        table(tmp_path, written)
    assert f"metadata.csv {said}" in caught.value.message
    assert caught.value.message.endswith("索引未改动。")


def test_no_table_and_an_empty_one_say_nothing(tmp_path):
    assert read_folder_metadata(tmp_path).of("a.txt") == {}
    assert table(tmp_path, b"").of("a.txt") == {}


ROWS = st.lists(st.text(alphabet='path,title\t;"\n\r a.tx=\0é无', max_size=40), max_size=6).map("\n".join)


@given(st.binary(max_size=200) | ROWS.map(lambda rows: f"path,title,report_year\n{rows}".encode()))
def test_any_bytes_are_a_table_or_a_fault(tmp_path_factory, data):
    folder = tmp_path_factory.getbasetemp()
    try:
        read = table(folder, data)
        read.missing({"a.txt"})
        read.of("a.txt")
        said = "metadata.csv"
    except (RunError, SourceError) as error:
        said = error.message
    assert "metadata.csv" in said
