"""Right or rejected with a reason, never mojibake."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.intake.decoding import decode
from tests.indexer.invented import page

SIMPLE = page("嘉鱼县2021年度法治政府建设情况报告", "嘉鱼县人民政府\n2022年1月5日\n")
TRADITIONAL = "開平市2019年度法治政府建設情況報告\n全市堅持依法行政，加強執法監督，化解糾紛一千件。\n" * 3


@pytest.mark.parametrize("bom", [codecs.BOM_UTF8, b""])
def test_utf8(bom):
    assert decode(bom + SIMPLE.encode()) == SIMPLE


@pytest.mark.parametrize(("bom", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
@pytest.mark.parametrize("with_bom", [True, False])
def test_utf16(bom, encoding, with_bom):
    assert decode((bom if with_bom else b"") + SIMPLE.encode(encoding)) == SIMPLE


@pytest.mark.parametrize("encoding", ["gb18030", "gbk"])
@pytest.mark.parametrize("text", [SIMPLE, f"〔2021〕5号 ① — · “双随机、一公开”\n{SIMPLE}"])
def test_gb(encoding, text):
    assert decode(text.encode(encoding)) == text


def test_big5():
    assert decode(TRADITIONAL.encode("big5")) == TRADITIONAL


def test_line_ends_become_lf():
    assert decode("一\r\n二\r三\n".encode()) == "一\n二\n三\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t",
        codecs.BOM_UTF8,
        "\u3000\n".encode(),
        bytes(range(256)) * 50,
        b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 500,
        "依法行政".encode() + b"\x00" * 40,
        ("\ufffd" * 3 + "依法行政" * 20).encode(),
        SIMPLE.encode().decode("latin-1").encode(),  # read once as Latin-1 and saved
        SIMPLE.encode().decode("gbk", errors="replace").encode(),  # read once as GBK and saved
        ("锟斤拷" * 40).encode(),
        codecs.BOM_UTF16_LE + b"\x00\xd8" * 60,
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_text_is_rejected_in_chinese(data):
    with pytest.raises(SourceError) as caught:
        decode(data)
    assert any("\u4e00" <= character <= "\u9fff" for character in caught.value.message)


def test_a_few_lost_characters_are_bearable():
    data = SIMPLE.encode().replace("县".encode(), b"\xe5\x8e", 1)
    assert "\ufffd" in decode(data)


CHINESE = st.text(alphabet="依法行政建设政府报告工作情况县市区人民，。、：0123456789\n ", min_size=30).filter(
    lambda text: sum(character > "\x7f" for character in text) > 20
)


@given(CHINESE, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_round_trip(text, encoding):
    assert decode(text.encode(encoding)) == text


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_reason(data):
    try:
        text = decode(data)
    except SourceError:
        return
    assert "\0" not in text
    assert text.strip()
