"""Samples of encodings as collections have them: each read exactly right or refused with a reason, never mojibake."""

import codecs
import contextlib
import sys
import time

import pytest

from indexer.errors import SourceError
from indexer.intake.decoding import decode

PLAIN = (
    "嘉鱼县2021年度法治政府建设情况报告\n\n2021年，我县坚持以人民为中心，把依法行政贯穿政府工作全过程，各项任务有序推进。\n"
    "一、主要举措和成效\n（一）优化法治化营商环境。取消证明事项26项，“双随机、一公开”抽查覆盖率达到100%。\n"
    "（二）规范行政执法。开展案卷评查，抽查案卷318件，发现并整改问题41个，群众满意度明显提升。\n"
    "二、存在的不足\n一是基层执法力量仍显薄弱；二是普法形式还不够新颖。\n嘉鱼县人民政府\n2022年1月20日\n"
)
SHORT = "全面推行行政执法公示制度。\n"
TRADITIONAL = (
    "2019年度法治政府建設情況報告\n全市堅持依法行政，加強執法監督，深化『放管服』改革，化解矛盾糾紛一千餘件。\n"
    "一、主要做法\n嚴格規範公正文明執法，舉辦培訓班十二期，組織應訴案件六十三宗，出庭率百分之九十八。\n"
    "二、下一步工作\n繼續完善重大行政決策程序，推動領導幹部學法用法。\n"
)
SHORT_TRADITIONAL = "嚴格規範公正文明執法。\n"
HONG_KONG = "深水埗與赤鱲角兩地的調解員就鄰里糾紛交流經驗，法例由律政司負責解釋，並嘅咗啲喺口語紀錄中保留原字。\n" * 2
RARE = "区司法局局长禤䶮、调解员䜣㛃和𬭎在会上发言，强调规范性文件须经合法性审核，并报上一级人民政府备案。\n"
PARTS = "姓氏用字鿏龴龵䶮须按身份证件登记，行政机关不得以录入困难为由拒绝办理，也不得要求群众改名。\n"
NAMES = "参会单位：濉溪、涡阳、亳州、鄱阳、醴陵、衢州、歙县、黟县、阆中、邛崃、郫都、犍为、綦江、潼南、璧山、梓潼。\n"
TABLE = "┌──┬──┐\n│案件│件数│\n├──┼──┤\n│复议│３２│\n└──┴──┘\n行政复议案件数量比上年有所下降，调解结案占三成。\n"
LATIN = "本市代表团访问了 Besançon 与 Göteborg，介绍 Wi‑Fi 免费服务；气温25℃±2℃，预算€3万，详见§4。\n"
UYGHUR = "قانۇن بويىچە مەمۇرىي باشقۇرۇش\n全区坚持依法行政，双语公开政务信息，方便各族群众办事。\n"
FOREIGN = (
    f"Русский язык · Официальный сайт народного правительства\n{''.join(map(chr, range(0xE600, 0xE640)))}\n{PLAIN}"
)
LONG = PLAIN * 12  # where one lost character is less than half of one per cent
LONG_TRADITIONAL = TRADITIONAL * 16


def utf16(text: str, bom: bytes, encoding: str) -> bytes:
    return bom + text.encode(encoding)


def without(data: bytes, at: bytes, lost: int) -> bytes:
    """Return the data with `lost` bytes missing inside the first place where `at` stands."""
    start = data.index(at)
    return data[: start + len(at) - lost] + data[start + len(at) :]


RIGHT: dict[str, tuple[bytes, str | None, str]] = {
    "utf-8": (PLAIN.encode(), None, PLAIN),
    "utf-8, BOM": (codecs.BOM_UTF8 + PLAIN.encode(), None, PLAIN),
    "utf-8, short": (SHORT.encode(), None, SHORT),
    "utf-8, traditional": (TRADITIONAL.encode(), None, TRADITIONAL),
    "utf-8, Hong Kong": (HONG_KONG.encode(), None, HONG_KONG),
    "utf-8, rare characters": (RARE.encode(), None, RARE),
    "utf-8, rare names": (NAMES.encode(), None, NAMES),
    "utf-8, table": (TABLE.encode(), None, TABLE),
    "utf-8, letters with accents": (LATIN.encode(), None, LATIN),
    "utf-8, two scripts": (UYGHUR.encode(), None, UYGHUR),
    "utf-8, other languages and icons": (FOREIGN.encode(), None, FOREIGN),
    "utf-8, a rare name beside a lost character": (
        LONG.encode() + "禤䶮\ufffd䜣㛃。\n".encode(),
        None,
        f"{LONG}禤䶮\ufffd䜣㛃。\n",
    ),
    "utf-8, BOM in the middle": (SHORT.encode() + codecs.BOM_UTF8 + PLAIN.encode(), None, f"{SHORT}\ufeff{PLAIN}"),
    "utf-8, Windows line ends": (PLAIN.replace("\n", "\r\n").encode(), None, PLAIN),
    "utf-8, old Mac line ends": (PLAIN.replace("\n", "\r").encode(), None, PLAIN),
    "utf-8, declared gb2312": (PLAIN.encode(), "gb2312", PLAIN),
    "utf-8, declared big5": (PLAIN.encode(), "big5", PLAIN),
    "utf-8, declared iso-8859-1": (PLAIN.encode(), "iso-8859-1", PLAIN),
    "utf-8, BOM, declared gbk": (codecs.BOM_UTF8 + PLAIN.encode(), "gbk", PLAIN),
    "gb2312": (SHORT.encode("gb2312"), None, SHORT),
    "gb18030": (PLAIN.encode("gb18030"), None, PLAIN),
    "gb18030, BOM": (b"\x84\x31\x95\x33" + PLAIN.encode("gb18030"), None, PLAIN),
    "gb18030, short": (SHORT.encode("gb18030"), None, SHORT),
    "gb18030, very short": ("依法行政".encode("gb18030"), None, "依法行政"),
    "gb18030, traditional": (TRADITIONAL.encode("gb18030"), None, TRADITIONAL),
    "gb18030, short traditional": (SHORT_TRADITIONAL.encode("gb18030"), None, SHORT_TRADITIONAL),
    "gb18030, four-byte characters": (RARE.encode("gb18030"), None, RARE),
    "gb18030, characters of no number once": (PARTS.encode("gb18030"), None, PARTS),
    "gb18030, rare names": (NAMES.encode("gb18030"), None, NAMES),
    "gb18030, table": (TABLE.encode("gb18030"), None, TABLE),
    "gb18030, letters with accents": (LATIN.encode("gb18030"), None, LATIN),
    "gbk, Windows line ends": (PLAIN.replace("\n", "\r\n").encode("gbk"), None, PLAIN),
    "gbk, declared gb2312": (PLAIN.encode("gbk"), "gb2312", PLAIN),
    "gbk, declared GBK": (PLAIN.encode("gbk"), " GBK ", PLAIN),
    "gb18030, declared x-gbk": (RARE.encode("gb18030"), "x-gbk", RARE),
    "gb18030, declared gb_2312-80": (PLAIN.encode("gb18030"), "gb_2312-80", PLAIN),
    "gbk, declared utf-8": (PLAIN.encode("gbk"), "utf-8", PLAIN),
    "gbk, declared big5": (PLAIN.encode("gbk"), "big5", PLAIN),
    "gbk, declared big5, short": (SHORT.encode("gbk"), "big5", SHORT),
    "gbk, declared windows-1252": (PLAIN.encode("gbk"), "windows-1252", PLAIN),
    "gbk, declared nonsense": (PLAIN.encode("gbk"), "../../etc/passwd\0", PLAIN),
    "gbk, declared a codec that is none": (PLAIN.encode("gbk"), "rot13", PLAIN),
    "big5": (TRADITIONAL.encode("big5"), None, TRADITIONAL),
    "big5, short": (SHORT_TRADITIONAL.encode("big5"), None, SHORT_TRADITIONAL),
    "big5, very short": ("執法監督".encode("big5"), None, "執法監督"),
    "big5, a few words on lines": ("測試。\n  (二)優".encode("big5"), None, "測試。\n  (二)優"),
    "big5, declared": (TRADITIONAL.encode("big5"), "big5", TRADITIONAL),
    "big5, declared gb2312": (TRADITIONAL.encode("big5"), "gb2312", TRADITIONAL),
    "big5, declared utf-8": (TRADITIONAL.encode("big5"), "utf-8", TRADITIONAL),
    "big5-hkscs": (HONG_KONG.encode("big5hkscs"), None, HONG_KONG),
    "big5-hkscs, declared": (HONG_KONG.encode("big5hkscs"), "Big5-HKSCS", HONG_KONG),
    "cp950": ((TRADITIONAL + "廣告費€50\n").encode("cp950"), None, TRADITIONAL + "廣告費€50\n"),
    "utf-16-le, BOM": (utf16(PLAIN, codecs.BOM_UTF16_LE, "utf-16-le"), None, PLAIN),
    "utf-16-be, BOM": (utf16(PLAIN, codecs.BOM_UTF16_BE, "utf-16-be"), None, PLAIN),
    "utf-16-le": (PLAIN.encode("utf-16-le"), None, PLAIN),
    "utf-16-be": (PLAIN.encode("utf-16-be"), None, PLAIN),
    "utf-16-le, no ASCII": ("依法行政全面推进".encode("utf-16-le"), None, "依法行政全面推进"),
    "utf-16-be, traditional": (TRADITIONAL.encode("utf-16-be"), "big5", TRADITIONAL),
    "utf-16-le, rare characters": (utf16(RARE, codecs.BOM_UTF16_LE, "utf-16-le"), None, RARE),
    "utf-32-le, BOM": (codecs.BOM_UTF32_LE + PLAIN.encode("utf-32-le"), None, PLAIN),
    "utf-32-be, BOM": (codecs.BOM_UTF32_BE + PLAIN.encode("utf-32-be"), None, PLAIN),
    "hz": (SHORT.encode("hz"), None, SHORT),
    "utf-7": (SHORT.encode("utf-7"), None, SHORT),
    "ascii": (b"<p>annual report</p>\n", None, "<p>annual report</p>\n"),
}


@pytest.mark.parametrize("sample", RIGHT, ids=str)
def test_right(sample):
    data, declared, text = RIGHT[sample]
    assert decode(data, declared) == text


REFUSED: dict[str, bytes] = {
    "utf-8 read as GBK and saved": PLAIN.encode().decode("gbk", "replace").encode(),
    "utf-8 read as GBK and saved as GBK": PLAIN.encode().decode("gbk", "ignore").encode("gb18030"),
    "utf-8 read as Latin-1 and saved": PLAIN.encode().decode("latin-1").encode(),
    "utf-8 read as cp1252 and saved": PLAIN.encode().decode("cp1252", "ignore").encode(),
    "utf-8 read as Big5 and saved": PLAIN.encode().decode("big5", "ignore").encode(),
    "GBK read as Latin-1 and saved": PLAIN.encode("gbk").decode("latin-1").encode(),
    "GBK read as cp437 and saved": PLAIN.encode("gbk").decode("cp437").encode(),
    "GBK read as Big5 and saved": PLAIN.encode("gbk").decode("big5", "ignore").encode(),
    "GBK read as Shift-JIS and saved": PLAIN.encode("gbk").decode("shift_jis", "ignore").encode(),
    "Big5 read as GBK and saved": TRADITIONAL.encode("big5").decode("gb18030", "ignore").encode(),
    "a part of it read as GBK and saved": (PLAIN + SHORT.encode().decode("gbk", "ignore") * 2 + PLAIN).encode(),
    "saved as question marks of Unicode": PLAIN.encode("gbk").decode("utf-8", "replace").encode(),
    "the same, saved once more": ("锟斤拷" * 40 + PLAIN).encode(),
    "half UTF-8, half GBK": PLAIN.encode() + PLAIN.encode("gbk"),
    "a clause of GBK in UTF-8": (PLAIN + SHORT).encode() + SHORT.encode("gbk") + PLAIN.encode(),
    "a paragraph of GBK in a long UTF-8 text": LONG.encode() + (SHORT * 3).encode("gbk") + LONG.encode(),
    "half GBK, half UTF-8": PLAIN.encode("gbk") + PLAIN.encode(),
    "half GBK, half Big5": PLAIN.encode("gbk") + TRADITIONAL.encode("big5"),
    "a byte of GBK missing": without(PLAIN.replace("\n", "").encode("gbk"), "坚持".encode("gbk"), 1),
    "many bytes of UTF-8 missing": PLAIN.encode().replace("行".encode(), b"\xe8\xa1"),
    "a UTF-8 text whose lines were cut at bytes": b"\n".join(
        PLAIN.encode()[i : i + 40] for i in range(0, len(PLAIN.encode()), 40)
    ),
    "a short UTF-8 text cut inside a character": SHORT.strip().encode()[:-1],
    "Shift-JIS": "行政手続における特定の個人を識別するための番号の利用等に関する法律\n".encode("shift_jis") * 3,
    "EUC-JP": "行政手続における特定の個人を識別するための番号の利用等に関する法律\n".encode("euc_jp") * 3,
    "EUC-KR": "행정절차에 관한 공통적인 사항을 규정하여 국민의 권익을 보호한다\n".encode("euc_kr") * 3,
    "KOI8-R": "Об утверждении правил внутреннего распорядка\n".encode("koi8_r") * 3,
    "windows-1251": "Об утверждении правил внутреннего распорядка\n".encode("cp1251") * 3,
    "Latin-1": "L'administration générale a été créée à l'été\n".encode("latin-1") * 3,
    "EBCDIC": b"The annual report of the government\n".decode().encode("cp037") * 3,
    "ISO-2022-JP": "行政手続".encode("iso2022_jp") * 3,
    "ISO-2022-CN": b"\x1b$)A\x0eN*;$\x0f\n" * 3,
    "a UTF-16 text cut inside a character, no BOM": PLAIN.encode("utf-16-le")[:-1],
    "binary": bytes(range(256)) * 40,
    "binary without zeros": bytes(range(1, 256)) * 40,
    "a text with zeros": SHORT.encode() + b"\0" * 40,
    "compressed": b"\x1f\x8b\x08\x00" + bytes((i * 197 + i // 7) % 251 + 1 for i in range(4000)),
    "a BOM that is wrong": codecs.BOM_UTF16_LE + PLAIN.encode(),
    "a BOM of UTF-8 before GBK": codecs.BOM_UTF8 + PLAIN.encode("gbk"),
}


@pytest.mark.parametrize("sample", REFUSED, ids=str)
@pytest.mark.parametrize("declared", [None, "gb2312", "big5", "utf-8"])
def test_refused(sample, declared):
    with pytest.raises(SourceError, match=r"另存|不是文本"):
        decode(REFUSED[sample], declared)


DAMAGED: dict[str, tuple[bytes, str]] = {
    "utf-8, the last character cut": (LONG.strip().encode()[:-1], LONG.strip()[:-1]),
    "utf-8, a byte missing": (without(LONG.encode(), "坚持".encode(), 1), LONG),
    "utf-8, a few characters of GBK": (LONG.encode().replace("嘉鱼".encode(), "嘉鱼".encode("gbk"), 1), LONG),
    "utf-8, letters that were two bytes of GBK": (
        LONG.encode().replace("坚持".encode(), "路程".encode("gbk"), 1),
        LONG,
    ),
    "gbk, the last character cut": (LONG.strip().encode("gbk")[:-1], LONG.strip()[:-1]),
    "gbk, a byte that is none": (
        LONG.encode("gbk").replace("我县".encode("gbk"), b"\xff" + "我县".encode("gbk"), 1),
        LONG,
    ),
    "big5, the last character cut": (LONG_TRADITIONAL.strip().encode("big5")[:-1], LONG_TRADITIONAL.strip()[:-1]),
    "utf-16, BOM, the last character cut": (codecs.BOM_UTF16_LE + LONG.encode("utf-16-le")[:-1], LONG[:-1]),
}


@pytest.mark.parametrize("sample", DAMAGED, ids=str)
def test_a_few_lost_characters_are_shown_as_lost_and_nothing_else_is_changed(sample):
    data, text = DAMAGED[sample]
    read = decode(data)
    lost = read.count("\ufffd")
    assert 1 <= lost <= 0.005 * len(read)
    before, _, rest = read.partition("\ufffd")
    assert text.startswith(before)
    after = rest.rpartition("\ufffd")[2]
    assert text.endswith(after)
    assert len(text) - len(before) - len(after) <= 3


def test_the_detector_is_loaded_for_nothing_else(monkeypatch):
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    for data, declared, text in RIGHT.values():
        assert decode(data, declared) == text


@pytest.mark.parametrize(
    "data",
    [
        "é".encode() * 400_000 + b"x\xff",
        b"\xff" + "é".encode() * 400_000,
        b"\xff" * 400_000,
        b"\xb5\xc4" * 400_000 + b"\xff",
        b"~{" * 400_000,
        b"+AAA" * 200_000,
        b"\x1b$" * 400_000,
    ],
    ids=lambda data: repr(data[:4]),
)
def test_no_pattern_runs_away(data):
    began = time.process_time()
    with contextlib.suppress(SourceError):
        decode(data)
    assert time.process_time() - began < 5
