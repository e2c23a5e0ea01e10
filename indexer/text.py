"""The one text path: clean() at intake, fold() for matching, tokens() for ranking.

Index side and query side call the same functions, so that a query folds and cuts exactly as the text did.
Nothing here reads files other than the two frozen tables beside it, and nothing here knows reports.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import add
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import jieba

TEXT_RULES_VERSION: Final = 1  # part of every index; raise it whenever fold() or tokens() answers differently

FENCE: Final = "\x1f"  # stands on both sides of a number or Latin word in folded text, so that no part of it matches
BREAK: Final = (
    "\n"  # every 。；！？ and line end in folded text; no phrase crosses it unless the phrase has a break too
)

_SPACES: Final = frozenset("\t\v\f\x1c\x1d\x1e\x1f\x85")
_BREAKS: Final = frozenset("。｡;!?\n‼⁇⁈⁉")
_CIRCLE_ZERO: Final = re.compile(r"(?<=[〇零一二三四五六七八九十])[○◯Ｏ]|[○◯Ｏ](?=[〇零一二三四五六七八九])")

# Over the "shape" of a text, one letter a character: d digit, w letter of an alphabet, u any other letter or
# ideograph, n break, "." and "," themselves, _ anything else.
_UNITS: Final = re.compile(r"(?<![d.])d+\.d+(?!\.?d)|(?<![d.,])d{1,3}(?:,d{3})+(?!,?d)(?:\.d+(?!\.?d))?|d+|w+|u+|n")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text fit to be shown and indexed, with the way back to its source.

    `offsets` has one entry per character of `text` plus one: the offset of that character in the source line.
    """

    text: str
    offsets: tuple[int, ...]


def clean(source: str) -> Cleaned:
    """Return `source` in NFC, without control, zero-width and other unseen characters; every kind of blank is a space.

    Wording is never touched. Lone surrogates are dropped: they cannot be written as UTF-8.
    """
    if unicodedata.is_normalized("NFC", source):
        kept_all = list(map(_cleaned, source))
        if "" not in kept_all:  # as nearly always
            return Cleaned("".join(kept_all), tuple(range(len(source) + 1)))
    characters: list[str] = []
    offsets: list[int] = []
    for start, cluster in _clusters(source):
        for character in unicodedata.normalize("NFC", cluster):
            kept = _cleaned(character)
            if kept:
                characters.append(kept)
                offsets.append(start)
    offsets.append(len(source))
    return Cleaned("".join(characters), tuple(offsets))


def _clusters(source: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, characters) such that NFC of each cluster joined is NFC of the whole."""
    if unicodedata.is_normalized("NFC", source):
        yield from enumerate(source)
        return
    start = 0
    for i in range(1, len(source) + 1):
        if i == len(source) or not (unicodedata.combining(source[i]) or "\u1160" <= source[i] <= "\u11ff"):
            yield start, source[start:i]
            start = i


@cache
def _cleaned(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if character in _SPACES or category in ("Zs", "Zl", "Zp"):
        return " "
    if category in ("Cc", "Cf", "Cs") or "\ufe00" <= character <= "\ufe0f":
        return ""
    return character


@dataclass(frozen=True, slots=True)
class Folded:
    """Text as it is matched, with the way back: character i of `text` came from [starts[i], ends[i])."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def find_all(self, needle: str) -> list[tuple[int, int]]:
        """Return the ranges of the original text where folded `needle` stands, left to right, not overlapping."""
        found = []
        at = self.text.find(needle) if needle else -1
        while at >= 0:
            last = at + len(needle) - 1
            found.append((self.starts[at], self.ends[last]))
            at = self.text.find(needle, at + len(needle))
        return found


def fold(text: str) -> str:
    """Return `text` as it is matched.

    NFKC, lower case, traditional characters made simplified one by one, marks and blanks removed but for breaks.
    A number (1,256 is 1256; 99.91 is one) or a word of an alphabet stands between two FENCE characters. Folded text
    contains folded phrase, as strings, exactly when the phrase stands in the text.
    """
    plain, _ = _plain(text)
    return "".join(piece for piece, _, _ in _units(plain))


def fold_with_map(text: str) -> Folded:
    """Return fold(text) with the offsets in `text` of each of its characters."""
    plain, origin = _plain(text)
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in _units(plain):
        characters.append(piece)
        if piece[0] == FENCE:
            starts += [_origin(origin, start)] * len(piece)
            ends += [_origin(origin, end - 1) + 1] * len(piece)
        elif origin is None:
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        else:
            sources = origin[start:end]
            starts += sources
            ends += [source + 1 for source in sources]
    return Folded("".join(characters), tuple(starts), tuple(ends))


def units(folded: str) -> list[str]:
    """Return the units of folded text: a Han character, a fenced number or word, or a BREAK."""
    return _FOLDED_UNIT.findall(folded)


def grams(folded: str) -> Iterator[str]:
    """Yield every unit but breaks, and every pair of neighbouring units that no break divides."""
    for sentence in folded.split(BREAK):
        of_sentence = units(sentence)
        yield from of_sentence
        yield from map(add, of_sentence, of_sentence[1:])


_FOLDED_UNIT: Final = re.compile(f"{FENCE}[^{FENCE}]+{FENCE}|[^{FENCE}]")


def _plain(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return the text after NFKC, case and script folding, marks still in, and the origin of each character.

    The origin is None where the characters correspond one to one, which is nearly always.
    """
    if "○" in text or "◯" in text or "Ｏ" in text:  # rare, and looked for much faster than replaced
        text = _CIRCLE_ZERO.sub("〇", text)
    plain = text.translate(_PLAIN)
    if len(plain) == len(text):
        return plain, None
    origin = tuple(i for i, character in enumerate(text) for _ in character.translate(_PLAIN))
    return plain, origin


def _origin(origin: tuple[int, ...] | None, i: int) -> int:
    return i if origin is None else origin[i]


def _units(plain: str) -> Iterator[tuple[str, int, int]]:
    """Yield (folded piece, start, end in `plain`): runs of ideographs, fenced numbers and words, breaks."""
    shape = plain.translate(_SHAPE)
    for match in _UNITS.finditer(shape):
        start, end = match.span()
        kind = shape[start]
        if kind == "u":
            yield plain[start:end], start, end
        elif kind == "n":
            yield BREAK, start, end
        else:
            yield FENCE + plain[start:end].replace(",", "") + FENCE, start, end


class _PlainTable(dict[int, str]):
    """What each character becomes, worked out when first met; never empty, so that most texts keep their length."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character).lower()
        simplified = _simplified()
        plain = "".join(simplified.get(c, c) for c in plain)
        if unicodedata.decimal(character, None) is not None:
            plain = str(unicodedata.decimal(character))
        self[code] = plain or character
        return self[code]


def simplify(text: str) -> str:
    """Return `text` in simplified characters and narrow forms, one for one, so that offsets stay; for recognition."""
    return text.translate(_SIMPLE)


class _SimpleTable(dict[int, str]):
    """What simplify() makes of each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        narrow = chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else chr(code)
        self[code] = _simplified().get(narrow, narrow)
        return self[code]


_SIMPLE: Final = _SimpleTable()


class _ShapeTable(dict[int, str]):
    """The shape letter of each plain character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if "0" <= character <= "9":
            shape = "d"
        elif character in _BREAKS:
            shape = "n"
        elif character in ".,":
            shape = character
        elif character.isalpha() and character.upper() != character.lower():
            shape = "w"
        elif unicodedata.category(character)[0] in "LN":
            shape = "u"
        else:
            shape = "_"
        self[code] = shape
        return shape


_PLAIN: Final = _PlainTable()
_SHAPE: Final = _ShapeTable()


def tokens(text: str, *, subwords: bool) -> list[str]:
    """Return the words of `text` for ranking: jieba's, numbers and Latin words whole, nothing for breaks.

    With `subwords` (the index side), a word of three or more characters is followed by the words of two or three
    characters that the dictionary knows inside it, so that 行政 also ranks 行政复议. New words are not guessed
    (no HMM): the best cut of a stretch between two word boundaries is then the same alone as in its sentence.
    """
    return words_of(fold(text), subwords=subwords)


def words_of(folded: str, *, subwords: bool) -> list[str]:
    """Return tokens() of a text that is folded already."""
    words: list[str] = []
    for run in _RUNS.findall(folded):
        if run[0] == FENCE:
            words.append(run[1:-1])
            continue
        for word in _jieba().cut(run, HMM=False):
            words.append(word)
            if subwords and len(word) > 2:
                words += _known_inside(word)
    return words


_RUNS: Final = re.compile(f"{FENCE}[^{FENCE}]+{FENCE}|[^{FENCE}{BREAK}]+")


@cache
def _known_inside(word: str) -> tuple[str, ...]:
    frequencies = _jieba().FREQ
    return tuple(
        word[i : i + size]
        for size in (2, 3)
        if size < len(word)
        for i in range(len(word) - size + 1)
        if frequencies.get(word[i : i + size])
    )


@cache
def _jieba() -> "jieba.Tokenizer":
    """Load jieba with the project's dictionary, without jieba's cache file (shared, unchecked, and no faster)."""
    import jieba  # and half a million words: only when words are needed

    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        tokenizer.FREQ, tokenizer.total = _prefix_dictionary(file.read().decode())
    tokenizer.initialized = True
    for term in _data_lines("dictionary.txt"):
        tokenizer.add_word(term)
    return tokenizer


def _prefix_dictionary(lines: str) -> tuple[dict[str, int], int]:
    """Return what jieba's gen_pfdict() makes of lines of word, frequency and part of speech, in half its time.

    That is the frequency of every word, 0 for what words begin with, and the sum of the frequencies.
    """
    columns = lines.split()
    words, frequencies = columns[::3], [*map(int, columns[1::3])]
    known = dict(zip(words, frequencies, strict=True))
    for word in words:
        start = word[:-1]
        while start and start not in known:
            known[start] = 0
            start = start[:-1]
    return known, sum(frequencies)


def warm() -> None:
    """Load the dictionary now, so that the first search is not slower than the others."""
    _jieba()


@cache
def text_rules_hash() -> str:
    """Return what an index must share with the running code: rules, tables, dictionary, jieba, Unicode."""
    import jieba

    versions = f"{TEXT_RULES_VERSION} jieba {jieba.__version__} Unicode {unicodedata.unidata_version}"
    digest = hashlib.sha256(versions.encode())
    for name in ("traditional.txt", "dictionary.txt"):
        digest.update("\n".join(_data_lines(name)).encode())
    return digest.hexdigest()


@cache
def _simplified() -> dict[str, str]:
    return {pair[0]: pair[1] for line in _data_lines("traditional.txt") for pair in line.split()}


def _data_lines(name: str) -> list[str]:
    text = resources.files("indexer.data").joinpath(name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
