"""Lines that end where a page ended are put together; lines of authors stay as they are."""

import pytest

from indexer.intake.readers import extract
from indexer.intake.readers.hard_wrapped import unwrapped
from indexer.intake.readers.wrapping import is_wide
from indexer.naming import short_hash
from tests.conftest import SEEDS
from tests.indexer.invented import analysed, page

PARAGRAPHS = [
    "　　2021年，全县坚持以习近平法治思想为指导，扎实推进依法行政，法治政府建设取得新成效，群众对执法工作更加满意。",
    "　　一、主要工作",
    "　　（一）依法履行政府职能。深化“放管服”改革，办理政务服务事项12万件，压减材料三成以上，企业开办只要半天。",
    "　　（二）规范行政执法。落实行政执法三项制度，评查案卷120件，办理行政复议案件32件，其中纠错4件，调解结案11件。",
    "　　二、存在的问题",
    "　　一是部分单位依法行政意识不强，重大决策的程序走得不实。二是基层执法力量薄弱，人员与任务不相称，装备也不足。",
    "　　三、下一步打算",
    "　　2022年，全县将继续加强法治政府建设，加大普法力度，推进多元化解矛盾纠纷，让群众在每一起案件中感受到公平。",
]


def wrapped(paragraph: str, columns: int) -> list[str]:
    """Return a paragraph as a page that is so many columns wide breaks it; no mark begins a line."""
    lines, width = [""], 0
    for character in paragraph:
        takes = 2 if is_wide(character) else 1
        together = character in "，。；、：”）" or (character.isdigit() and lines[-1][-1:].isdigit())
        if width + takes > columns and not together:
            lines.append("")
            width = 0
        lines[-1] += character
        width += takes
    return lines


@pytest.mark.parametrize("columns", [32, 38, 44])
def test_a_wrapped_text_reads_as_its_author_wrote_it(columns):
    lines = [line for paragraph in PARAGRAPHS for line in wrapped(paragraph, columns)]
    assert len(lines) > len(PARAGRAPHS)
    assert unwrapped(lines) == PARAGRAPHS


def test_a_wrapped_report_has_the_paragraphs_of_the_report():
    title, signature = "嘉鱼县2021年度法治政府建设情况报告", "嘉鱼县人民政府\n2022年1月5日"
    whole = "\n".join([title, *PARAGRAPHS, signature])
    broken = "\n".join([title, *(line for each in PARAGRAPHS for line in wrapped(each, 40)), signature])
    found, wanted = analysed(broken), analysed(whole)
    assert found.document is not None
    assert wanted.document is not None
    assert [short_hash(p.text, 10) for p in found.document.paragraphs] == [
        short_hash(p.text, 10) for p in wanted.document.paragraphs
    ]


@pytest.mark.parametrize("path", sorted(SEEDS.iterdir()), ids=lambda path: path.name)
def test_what_an_author_broke_stays_broken(path):
    text = path.read_bytes()
    assert extract("a.txt", text).text.split("\n") == [
        line.removeprefix("\ufeff") for line in text.decode().replace("\r\n", "\n").split("\n")
    ]


def test_a_list_of_equal_lines_stays_a_list():
    lines = [f"　　办理第{number:03}号行政复议案件时，依法作出了维持的决定；" for number in range(40)]
    assert unwrapped(lines) == lines
    bare = [line.strip() for line in lines]
    assert unwrapped(bare) == bare


def test_short_files_are_left_alone():
    lines = page("嘉鱼县2021年度法治政府建设情况报告").split("\n")
    assert unwrapped(lines) == lines
    assert unwrapped([]) == []
