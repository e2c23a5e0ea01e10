"""The questions: words by how common they are, alone, together, as phrases and filtered; phrases of characters.

The words are those of the laws; where a corpus lacks one, the word whose share of paragraphs is closest stands for it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

from indexer.contract import ParagraphWords
from indexer.text import BREAK, FENCE, units
from tests.bench.asking import Question
from tests.bench.tokens import Tokens

SAMPLE = 20_000  # paragraphs that questions are chosen from, spread over the corpus

_SHARES: dict[str, float] = {  # of the paragraphs of the laws that hold the word
    "规定": 0.349,
    "行政": 0.209,
    "行政复议": 0.0028,
    "执法": 0.027,
    "人民政府": 0.234,
    "应当": 0.577,
    "公开": 0.021,
    "处罚": 0.037,
    "监督": 0.102,
    "服务": 0.117,
    "管理": 0.266,
}
_YEARS = (2016, 2019)
_SECTION = "enforcement"
_LENGTHS = (2, 4, 8)  # characters
_RANKS = (1.0, 0.1, 0.01, 0.0)  # of a length's phrases: the commonest, and those so much rarer; the last stands thrice
_LACKING = 3  # paragraphs of the sample: a word in fewer is taken to be missing


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions about words, the same filtered, and phrases; and which words stand for which that are missing."""

    plain: tuple[Question, ...]
    filtered: tuple[Question, ...]
    phrases: tuple[Question, ...]
    replaced: Mapping[str, str]


def of_corpus(tokens: Path) -> Questions:
    """Return the questions for the tokenised corpus in `tokens`."""
    source = Tokens(tokens)
    provinces: Counter[str] = Counter()
    for document, words in source.documents():
        provinces[document.report.place[:2]] += len(words)
    return _choose(source.sample(SAMPLE), provinces)


def _choose(sample: Sequence[ParagraphWords], provinces: Mapping[str, int]) -> Questions:
    words, replaced = _words(sample)
    plain = tuple(_plain(words))
    province = max(provinces, key=lambda code: (provinces[code], code))
    filtered = tuple(_filtered(question, province, odd=bool(i % 2)) for i, question in enumerate(plain))
    return Questions(plain, filtered, tuple(_phrases(sample)), replaced)


def _words(sample: Sequence[ParagraphWords]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the word to ask for each wanted one, and those among them that differ."""
    holding = Counter(word for paragraph in sample for word in set(paragraph.words))
    taken: set[str] = {word for word in _SHARES if holding[word] >= _LACKING}
    chosen: dict[str, str] = {word: word for word in taken}
    others = sorted(
        (word for word in holding if len(word) > 1 and not word[0].isascii()), key=lambda word: (-holding[word], word)
    )
    for word, share in _SHARES.items():
        if word not in chosen:
            free = [other for other in others if other not in taken]
            chosen[word] = min(free, key=lambda other: abs(holding[other] / len(sample) - share))
            taken.add(chosen[word])
    return chosen, {word: other for word, other in chosen.items() if word != other}


def _plain(words: Mapping[str, str]) -> Iterator[Question]:
    def terms(*wanted: str) -> tuple[str, ...]:
        return tuple(words[word] for word in wanted)

    for one in ("规定", "行政", "行政复议"):
        yield Question(words[one], "all", terms(one))
    for several in (("行政", "执法"), ("人民政府", "应当", "公开")):
        yield Question(" AND ".join(terms(*several)), "all", terms(*several))
    five = terms("行政", "执法", "监督", "服务", "管理")
    yield Question(" OR ".join(five), "any", five)
    phrase = terms("行政", "处罚")
    yield Question(f"phrase {' '.join(phrase)}", "phrase", phrase)


def _filtered(question: Question, province: str, *, odd: bool) -> Question:
    if odd:
        name = f"{question.name}; {_YEARS[0]}–{_YEARS[1]}, place {province}…"
        return replace(question, name=name, years=_YEARS, province=province)
    name = f"{question.name}; {_YEARS[0]}–{_YEARS[1]}, section {_SECTION}"
    return replace(question, name=name, years=_YEARS, section=_SECTION)


def _phrases(sample: Sequence[ParagraphWords]) -> Iterator[Question]:
    """Yield phrases that stand in the sample, for each length from the commonest to one that hardly occurs."""
    for length in _LENGTHS:
        counts = Counter(phrase for paragraph in sample for phrase in _stretches(paragraph.body, length))
        standing = [phrase for phrase, count in counts.items() if count >= _LACKING]
        most = max(counts.values())
        seen: set[str] = set()
        for share in _RANKS:
            wanted = max(_LACKING, most * share)
            free = [phrase for phrase in standing if phrase not in seen]
            phrase = min(free, key=lambda phrase: (abs(counts[phrase] - wanted), crc32(phrase.encode())))
            seen.add(phrase)
            yield Question(phrase, "characters", tuple(units(phrase)))


def _stretches(body: str, length: int) -> set[str]:
    """Return the stretches of `length` characters that no break divides and no number or Latin word is in."""
    return {
        sentence[start : start + length]
        for run in body.split(BREAK)
        for sentence in run.split(FENCE)[::2]
        for start in range(len(sentence) - length + 1)
    }
