"""Quotations sampled from the seeds: exact ones are the same, changed ones changed, others not found; none is wrong."""

import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest

from indexer.contract import Paragraph, SearchEngine
from indexer.naming import citation_code
from webapp.basket import exports, memo
from webapp.basket.model import MAX_ITEMS, Basket, Item
from webapp.basket.view import lay_out
from webapp.citation.quoting import quotes
from webapp.citation.wording import inside_quotation, restore_marks
from webapp.quotations.checking import check
from webapp.quotations.documents import as_memo, read
from webapp.quotations.keys import Key
from webapp.quotations.model import FEWEST_CHARACTERS, Checked
from webapp.search.model import Site

LAYOUTS = Path(__file__).parents[1] / "layouts"
SITE = Site("http://fz.example.gov.cn", "", permanent=True)
TODAY = date(2026, 11, 22)
SAMPLES = 100
Change = Callable[[Random, str, str], str]


def characters(text: str) -> int:
    return sum(map(str.isalnum, text))


@pytest.fixture(scope="module")
def paragraphs(seed_engine: SearchEngine) -> list[Paragraph]:
    documents = [seed_engine.document(report.id) for report in seed_engine.reports()]
    return [paragraph for document in documents if document for paragraph in document.paragraphs]


@pytest.fixture(scope="module")
def sampled(paragraphs: list[Paragraph]) -> list[tuple[Paragraph, str]]:
    """Clauses, sentences and runs of sentences, with the paragraphs they are from."""
    random = Random(11)
    found: list[tuple[Paragraph, str]] = []
    while len(found) < SAMPLES:
        paragraph = random.choice(paragraphs)
        pieces = re.split(random.choice(("(?<=[。；])", "(?<=[。；，,])")), paragraph.text)
        first = random.randrange(len(pieces))
        text = "".join(pieces[first : first + random.randint(1, 3)]).strip()
        if characters(text) > FEWEST_CHARACTERS and text.count("“") == text.count("”"):
            found.append((paragraph, text))
    return found


def verdicts(engine: SearchEngine, texts: list[str]) -> list[Checked]:
    checked = check(as_memo("\n".join(f"某地提出：“{inside_quotation(text)}”。" for text in texts)), engine).quotations
    assert len(checked) == len(texts)
    return list(checked)


def test_exact_quotations_are_the_same(seed_engine, sampled):
    for (_, text), checked in zip(sampled, verdicts(seed_engine, [text for _, text in sampled]), strict=True):
        assert (checked.verdict, checked.warnings) == ("same", ()), text


def test_so_they_are_with_their_marks_restored_and_lines_broken(seed_engine, sampled):
    texts = [re.sub("(.{17})", "\\1\n", restore_marks(text)) for _, text in sampled]
    for text, checked in zip(
        texts, verdicts(seed_engine, [re.sub("\n(?=[“”])", "", text) for text in texts]), strict=True
    ):
        assert checked.verdict == "same", text


def other(random: Random, han: str, not_this: str) -> str:
    return random.choice([character for character in han if character != not_this])


def replaced(random: Random, text: str, han: str) -> str:
    at = random.choice([i for i, character in enumerate(text) if character in han])
    return text[:at] + other(random, han, text[at]) + text[at + 1 :]


def deleted(random: Random, text: str, han: str) -> str:
    at = random.choice([i for i, character in enumerate(text[1:-2], start=1) if character in han])
    return text[:at] + text[at + 1 :]


def inserted(random: Random, text: str, han: str) -> str:
    at = random.randrange(1, len(text) - 1)
    return text[:at] + random.choice(han) + text[at:]


def digit_replaced(random: Random, text: str, _han: str) -> str:
    places = [match.start() for match in re.finditer("[0-9]", text)]
    if not places:
        return text
    at = random.choice(places)
    return text[:at] + other(random, "0123456789", text[at]) + text[at + 1 :]


def mark_replaced(_random: Random, text: str, _han: str) -> str:
    return re.sub("[，,](?=.)", "。", text, count=1)


@pytest.mark.parametrize("change", [replaced, deleted, inserted, digit_replaced, mark_replaced])
def test_quotations_with_one_character_changed_are_changed(seed_engine, paragraphs, sampled, change: Change):
    random = Random(13)
    han = "".join(sorted({c for p in paragraphs for c in p.text if "\u4e00" <= c <= "\u9fff"}))
    everything = "\n".join(Key(paragraph.text).text for paragraph in paragraphs)
    changed = [(paragraph, change(random, text, han)) for paragraph, text in sampled]
    changed = [(paragraph, text) for paragraph, text in changed if Key(text).text not in everything]
    assert len(changed) > SAMPLES // 5
    for (paragraph, text), checked in zip(changed, verdicts(seed_engine, [text for _, text in changed]), strict=True):
        assert checked.verdict == "altered", text
        assert any(piece.kind != "same" for piece in checked.differences[0]), text
        if len(text) > 30:
            assert paragraph.id in {passage.paragraph.id for passage in checked.passages}, text


def test_sentences_of_different_paragraphs_joined_are_not_the_same(seed_engine, paragraphs):
    random = Random(17)
    everything = "".join(Key(paragraph.text).text for paragraph in paragraphs)
    joined: list[str] = []
    while len(joined) < SAMPLES:
        both = [random.choice(re.split("(?<=[。；])", one.text)) for one in random.sample(paragraphs, 2)]
        text = "".join(both)
        balanced = text.count("“") == text.count("”")
        if min(map(characters, both)) >= 6 and balanced and Key(text).text not in everything:
            joined.append(text)
    assert [checked.verdict for checked in verdicts(seed_engine, joined)].count("same") == 0


def test_sentences_of_other_reports_are_not_found(seed_engine, paragraphs):
    """Of the same kind of report, in the same phrases; those that differ by a word are left to the reader's eye."""
    held = {text[i : i + 12] for p in paragraphs for text in [Key(p.text).text] for i in range(len(text))}
    sentences = {
        sentence.strip()
        for path in sorted(LAYOUTS.glob("*.txt"))
        for sentence in re.split("(?<=[。；])|\n", path.read_text(encoding="utf-8", errors="replace"))
    }
    foreign = sorted(
        sentence
        for sentence in sentences
        if characters(sentence) >= 15
        and sentence.endswith("。")
        and sentence.count("“") == sentence.count("”")
        and not set("‘’—…") & set(sentence)
        if not any(text[i : i + 12] in held for text in [Key(sentence).text] for i in range(len(text) - 11))
    )
    chosen = Random(19).sample(foreign, 4 * SAMPLES)
    for text, checked in zip(chosen, verdicts(seed_engine, chosen), strict=True):
        assert checked.verdict == "absent", text


def test_whatever_we_hand_out_is_the_same_with_its_code(seed_engine, paragraphs):
    for paragraph in paragraphs:
        report = seed_engine.report(paragraph.report_id)
        code = citation_code(paragraph.id)
        handed = quotes(paragraph, report, permalink=f"{SITE.base}/c/{code}", today=TODAY)
        for form in (handed.official, handed.plain, handed.markdown):
            if characters(paragraph.text) < FEWEST_CHARACTERS:
                continue
            (checked,) = check(as_memo(form), seed_engine).quotations
            assert (checked.verdict, checked.warnings) == ("same", ()), form
            assert checked.quotation.code == code
            assert citation_code(checked.passages[0].paragraph.id) == code


def test_so_is_a_whole_basket_in_every_form(seed_engine, paragraphs):
    items = tuple(Item(citation_code(one.id)) for one in paragraphs if characters(one.text) >= FEWEST_CHARACTERS)
    view = lay_out(Basket("", items[:MAX_ITEMS]), seed_engine, SITE, TODAY)
    for name, data in (
        ("memo.docx", memo.docx(view, SITE, TODAY)),
        ("memo.md", exports.markdown(view, SITE, TODAY).encode()),
        ("memo.txt", exports.plain(view, SITE, TODAY).encode()),
    ):
        checked = check(read(data, name), seed_engine).quotations
        assert [one.quotation.code for one in checked] == [item.code for item in items[:MAX_ITEMS]], name
        assert {(one.verdict, one.warnings) for one in checked} == {("same", ())}, name


def test_a_memo_of_the_largest_size_is_checked_soon(seed_engine, paragraphs):
    texts = [
        text for p in paragraphs for text in (inside_quotation(restore_marks(p.text)), p.text[3:90].replace("”", ""))
    ]
    lines = [f"某地提出：“{re.sub('[“”]', '', text)}”。" for text in texts]
    text = ("\n".join(lines) * 5).encode()[:199_000].decode(errors="ignore")
    begun = time.process_time()
    checked = check(as_memo(text), seed_engine).quotations
    assert time.process_time() - begun < 4  # half of it on an idle machine
    assert len(checked) > 300
