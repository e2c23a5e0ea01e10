"""Questions of five kinds, chosen by how many paragraphs hold their words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from indexer.contract import And, Node, Or, ParagraphWords, Phrase, Term
from indexer.text import FENCE, fold

EACH = 12  # of each kind


def questions(paragraphs: Sequence[ParagraphWords]) -> Mapping[str, list[Node]]:
    """Return questions by kind, for a corpus of which `paragraphs` are a sample."""
    random = Random(3)
    holding = Counter(word for paragraph in paragraphs for word in set(paragraph.words) if _is_word(word))
    ranked = [word for word, _ in holding.most_common()]
    common = ranked[: EACH * 3]

    def several(words: Iterable[str]) -> tuple[Term, ...]:
        return tuple(Term(word, fold(word)) for word in words)

    return {
        "common word": list(several(common[:EACH])),
        "rare word": list(several(ranked[-EACH:])),
        "AND of 2": [And(several(random.sample(common, 2))) for _ in range(EACH)],
        "OR of 5": [Or(several(random.sample(common, 5))) for _ in range(EACH)],
        "phrase": [Phrase(text, text) for text in _phrases(paragraphs)],
    }


def _is_word(word: str) -> bool:
    return len(word) > 1 and not word[0].isascii()


def _phrases(paragraphs: Sequence[ParagraphWords]) -> list[str]:
    """Return the commonest stretches of six characters, no two of them from the same place."""
    counts: Counter[str] = Counter()
    for paragraph in paragraphs:
        for sentence in paragraph.body.split("\n"):
            counts.update({sentence[i : i + 6] for i in range(0, len(sentence) - 5, 3)})
    found = [text for text, _ in counts.most_common(EACH * 20) if FENCE not in text]
    return found[:EACH]
