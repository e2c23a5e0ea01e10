"""On the real seeds: a quoted phrase finds exactly what looking through the text finds; every stretch of text is found.

The oracle here is written anew: it compares lists of characters, numbers and words, and knows nothing of the engine.
"""

import random
import re
import unicodedata
from typing import Any

import pytest

from indexer.contract import Document, Paragraph, SearchEngine
from indexer.text import fold
from webapp.search.json import search_json
from webapp.search.params import from_pairs
from webapp.search.service import SearchService

PHRASES = (
    "行政复议体制改革 行政复议 复议 双随机 双随机一公开 双随机、一公开 第一责任人 述法 合法性审查 合法性审核 "
    "三项制度 放管服 法律顾问 败诉率 零败诉 枫桥经验 12345 一件事一次办 人民调解 基层立法联系点 告知承诺 包容审慎 "
    "规范性文件 重大行政决策 司法所 执法案卷评查 98 99.91% 优化营商环境 营商环境"
).split()
ATOM = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+|[。;!?]|\w")
SAMPLE = 500


def atoms(text: str) -> list[str]:
    """Characters, whole numbers, whole Latin words and breaks, marks and blanks left out."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return ["。" if atom in ";!?" else atom.replace(",", "") for atom in ATOM.findall(plain)]


def stands_in(needle: list[str], hay: list[str]) -> bool:
    return any(hay[i : i + len(needle)] == needle for i in range(len(hay) - len(needle) + 1))


@pytest.fixture(scope="module")
def documents(seed_engine: SearchEngine) -> list[Document]:
    found = [seed_engine.document(report.id) for report in seed_engine.reports()]
    return [document for document in found if document is not None]


def first_under(document: Document, line: int, offset: int) -> Paragraph:
    return next(p for p in document.paragraphs if (p.span.line, p.span.end) > (line, offset))


def look_through(documents: list[Document], phrase: str) -> set[str]:
    """The ids of the paragraphs that hold the phrase, or that a heading which holds it leads to."""
    needle = atoms(phrase)
    found = {p.id for document in documents for p in document.paragraphs if stands_in(needle, atoms(p.text))}
    for document in documents:
        for heading in document.headings:
            if stands_in(needle, atoms(heading.marker + heading.text)):
                found.add(first_under(document, heading.line, heading.offset).id)
    return found


def answer(engine: SearchEngine, query: str) -> dict[str, Any]:
    return search_json(SearchService(engine).search(from_pairs([("q", query), ("n", "1000")], any_size=True)))


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_quoted_phrase_finds_exactly_what_looking_finds(seed_engine, documents, phrase):
    expected = look_through(documents, phrase)
    for quoted in (f'"{phrase}"', f"“{phrase}”", f"「{phrase}」"):
        found = answer(seed_engine, quoted)
        assert {hit["id"] for hit in found["hits"]} == expected
        assert found["total"]["paragraphs"] == len(expected)


@pytest.mark.parametrize(
    "spelling", ["双随机、一公开", "“双随机、一公开”", "双随机,一公开", "双随机\u3000一公开".replace("\u3000", "、")]
)
def test_spellings_of_one_phrase_find_the_same_and_mark_one_run(seed_engine, spelling):
    hits = answer(seed_engine, spelling)["hits"]
    assert len(hits) == 3
    for hit in hits:
        marked = [hit["text"][start:end] for start, end in hit["ranges"]]
        assert marked and {fold(mark) for mark in marked} == {"双随机一公开"}


def test_traditional_characters_find_simplified_text(seed_engine):
    ids = {hit["id"] for hit in answer(seed_engine, "行政複議體制改革")["hits"]}
    assert ids == {hit["id"] for hit in answer(seed_engine, "行政复议体制改革")["hits"]} != set()


def test_every_character_of_the_seeds_is_found(seed_engine, documents):
    holders: dict[str, set[str]] = {}
    for document in documents:
        for paragraph in document.paragraphs:
            for character in {c for c in paragraph.text if "\u4e00" <= c <= "\u9fff"}:
                holders.setdefault(character, set()).add(paragraph.id)
    service = SearchService(seed_engine)
    for character, expected in holders.items():
        found = {hit.paragraph.id for hit in service.window(from_pairs([("q", character)])).hits}
        assert expected <= found, character


def samples(documents: list[Document]) -> list[tuple[str, str]]:
    """(stretch, id of the paragraph it leads to): 2 to 12 characters that cut no number, word or break."""
    chance = random.Random(20201)
    places = [(p.text, p.id) for document in documents for p in document.paragraphs]
    places += [
        (heading.text, first_under(document, heading.line, heading.offset).id)
        for document in documents
        for heading in document.headings
    ]
    drawn: list[tuple[str, str]] = []
    while len(drawn) < SAMPLE:
        text, leads_to = chance.choice(places)
        size = chance.randint(2, 12)
        start = chance.randrange(max(1, len(text) - size))
        stretch = text[start : start + size]
        whole = stands_in(atoms(stretch), atoms(text)) and not re.search(r"[。；;！!？?()（）|\"“”]", stretch)
        if whole and len(atoms(stretch)) > 1:
            drawn.append((stretch, leads_to))
    return drawn


@pytest.mark.parametrize("quoted", [False, True], ids=["unquoted", "quoted"])
def test_no_stretch_of_text_is_missed(seed_engine, documents, quoted):
    service = SearchService(seed_engine)
    missed = []
    for stretch, leads_to in samples(documents):
        query = f'"{stretch}"' if quoted else re.sub(r"[-\s:：]+", " ", stretch)
        found = service.search(from_pairs([("q", query), ("n", "1000")], any_size=True))
        hits = {hit.passage.paragraph.id: hit for hit in found.hits}
        if leads_to not in hits:
            missed.append(stretch)
            continue
        for hit in hits.values():
            for start, end in hit.passage.text.ranges:
                mark = fold(hit.passage.text.text[start:end])
                assert mark in {fold(part) for part in query.strip('"').split()} | {fold(stretch)}
    assert missed == []
