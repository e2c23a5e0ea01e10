"""What stands behind the body of a file: the signature, what is attached, the site's lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from indexer.contract import LineKind
from indexer.intake import titles
from indexer.intake.boilerplate import is_boilerplate, turns_to_site
from indexer.intake.dates import western
from indexer.intake.forms import HEADING, is_meta, is_statement, is_text
from indexer.intake.labels import read_labels
from indexer.intake.signatures import is_date_line, is_organisation, is_seal, split_signature

_ATTACHED: Final = re.compile(r"^(?:附件|附表|附录|附)\s*[\d一二三四五六七八九十]{0,2}\s*(?::[^。]*)?$")
_LISTED: Final = re.compile(r"^\(?\d{1,2}\)?\s*[.、)][^。]*$")
_AGAIN_HEADINGS: Final = 2  # behind the site's own lines that make what stands there a text, not teasers of other pages
_AGAIN_SENTENCES: Final = 3
_SENTENCE: Final = 30  # characters
_PARAGRAPH: Final = 50  # characters of several sentences, as teasers do not have them


def read_tail(shown: Sequence[str], rest: Sequence[int]) -> dict[int, LineKind]:
    """Return the kinds of the lines behind the body; those not in it are body."""
    signed = signature_lines(shown, rest)
    last = _last_text(shown, rest, signed)
    kinds = _behind(shown, rest, last, signed)
    return kinds | dict.fromkeys(_signed_before(shown, rest[: last + 1]), "signature")


def _behind(shown: Sequence[str], rest: Sequence[int], last: int, signed: set[int]) -> dict[int, LineKind]:
    """Return the kinds of the lines behind the last line of text, those apart after which text comes again."""
    kinds: dict[int, LineKind] = {}
    turned = False
    for i in rest[last + 1 :]:
        text = shown[i]
        if i in signed:
            kinds[i] = "signature"
            turned = True
        elif is_meta(text) and not is_boilerplate(text) and not _names_staff(text):
            kinds[i] = "meta"
            turned = True
        elif turned or is_boilerplate(text) or _names_staff(text) or titles.is_title(text):
            kinds[i] = "boilerplate"
            turned = True
        elif i > max(signed, default=-1) and _is_attached(text, after_another=bool(kinds)):
            kinds[i] = "boilerplate"
        else:
            kinds.clear()  # text again: what stood before it is text too
    return kinds


def _signed_before(shown: Sequence[str], text: Sequence[int]) -> Iterator[int]:
    """Yield the lines of signatures that text follows: notes, an attachment, another report."""
    for at, i in enumerate(text):
        if is_date_line(shown[i]) and "年" in western(shown[i]):
            names = list(takewhile(lambda j: _is_signatory(shown[text[j]]), range(at - 1, max(at - 5, -1), -1)))
            closes = names and names[-1] > 0 and is_text(shown[text[names[-1] - 1]])
            if closes and any(is_organisation(shown[text[j]]) for j in names):
                yield from (i, *(text[j] for j in names))


def _is_attached(text: str, *, after_another: bool) -> bool:
    """Tell whether a line below the text names what is attached: 附件：1.统计表, and 2.清单 after it."""
    plain = western(text)
    return bool(_ATTACHED.match(plain) or (after_another and _LISTED.match(plain)))


def _names_staff(text: str) -> bool:
    """Tell whether a line at the foot says only who edited the page."""
    labels = read_labels(text)
    found = {label.kind for label in labels}
    if not labels or is_statement(text, labels):
        return False
    return bool(found & {"people", "visits", "tools"}) and found <= {"people", "visits", "tools", "unknown"}


def _last_text(shown: Sequence[str], rest: Sequence[int], signed: set[int]) -> int:
    """Return the index in `rest` of the last line that is plainly text, before the page turns to the site's own."""
    after_signature = max((at for at, i in enumerate(rest) if i in signed), default=-1)
    turn = next((at for at, i in enumerate(rest) if at > after_signature >= 0 and turns_to_site(shown[i])), len(rest))
    if _is_text_again([shown[i] for i in rest[turn:]]):
        turn = len(rest)
    for at in range(turn - 1, -1, -1):
        if rest[at] not in signed and is_text(shown[rest[at]]):
            return at
    return -1


def _is_text_again(lines: Sequence[str]) -> bool:
    """Tell whether a text goes on below a line of the site's: sentences under numbered headings, or long paragraphs."""
    own = [line for line in lines if is_text(line)]
    headings = sum(HEADING.match(western(line)) is not None for line in own)
    sentences = sum(len(line) >= _SENTENCE and "。" in western(line) for line in own)
    paragraphs = sum(len(line) >= _PARAGRAPH and western(line).count("。") > 1 and line.endswith("。") for line in own)
    return sentences >= _AGAIN_SENTENCES and (headings >= _AGAIN_HEADINGS or paragraphs >= _AGAIN_SENTENCES)


def signature_lines(shown: Sequence[str], rest: Sequence[int]) -> set[int]:
    """Return the lines of the last signature: organisations and a date side by side, one line with both, or a part."""
    for at in range(len(rest) - 1, -1, -1):
        if split_signature(shown[rest[at]]):
            return {rest[at]}
        if is_date_line(shown[rest[at]]):
            names = _names_beside(shown, rest, at)
            if names:
                return {rest[at], *names}
    for at in range(len(rest) - 1, 0, -1):
        if is_text(shown[rest[at]]):
            break
        own = "政府" in western(shown[rest[at]]) or at == len(rest) - 1  # an office's name below may be the site's
        if own and is_organisation(shown[rest[at]]) and is_text(shown[rest[at - 1]]):
            return {rest[at]}
    for at in range(len(rest) - 1, 0, -1):
        if is_date_line(shown[rest[at]]) and "年" in western(shown[rest[at]]) and is_text(shown[rest[at - 1]]):
            return {rest[at]}  # a date alone, as it is written in letters and not on pages, right below the text
    return set()


def _names_beside(shown: Sequence[str], rest: Sequence[int], at: int) -> list[int]:
    """Return the lines with organisations, and with notes of their seals, right above a date, else right below it."""
    for others in (range(at - 1, max(at - 5, -1), -1), range(at + 1, min(at + 5, len(rest)))):
        names = [rest[j] for j in takewhile(lambda j: _is_signatory(shown[rest[j]]), others)]
        if any(not is_seal(shown[i]) for i in names):
            return names
    return []


def _is_signatory(text: str) -> bool:
    return is_organisation(text) or is_seal(text)
