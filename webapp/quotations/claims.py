"""What the citation code beside a quotation claims: the texts it stands for, or why it stands for none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from indexer.contract import Paragraph, SearchEngine
from indexer.naming import citation_code, parse_code
from webapp.quotations.model import Passage
from webapp.resolving import Resolution, resolve
from webapp.search.messages import say

_ALIKE: Final = 0.9


@dataclass(frozen=True)
class Claim:
    """A code as it was written, None where there is none; `resolution` is None where it leads nowhere, and why."""

    written: str | None = None
    resolution: Resolution | None = None
    flaw: str | None = None

    @cached_property
    def present(self) -> tuple[Passage, ...]:
        """What it leads to now."""
        if self.resolution is None or self.resolution.report is None:
            return ()
        return tuple(Passage(paragraph, self.resolution.report) for paragraph in self.resolution.present)

    @cached_property
    def past(self) -> tuple[Passage, ...]:
        """The texts that a memo may have copied, the last one first."""
        quoted = self.resolution.quoted if self.resolution else ()
        return tuple(Passage(one.paragraph, one.report) for one in reversed(quoted))

    @property
    def is_gone(self) -> bool:
        return self.resolution is not None and self.resolution.status == "gone"

    @property
    def is_changed(self) -> bool:
        return self.resolution is not None and self.resolution.status == "changed"

    def names(self, paragraphs: Iterable[Paragraph]) -> bool:
        """Tell whether one of `paragraphs` is what the code stands for."""
        own = {passage.paragraph.id for passage in self.present} | (
            {self.resolution.paragraph_id} if self.resolution else set()
        )
        return not own.isdisjoint(paragraph.id for paragraph in paragraphs)

    def warnings(self, found: Sequence[Passage]) -> tuple[str, ...]:
        """Return what is wrong with the code, of a quotation that was found at `found` and not where the code leads."""
        if self.written is None or self.names(passage.paragraph for passage in found):
            return ()
        right = citation_code(found[0].paragraph.id) if found else None
        if self.flaw:
            if right and _alike(self.written, right):
                return (say("%(flaw)s这里应为 %(code)s。", flaw=self.flaw, code=right),)
            return (self.flaw,)
        if right:
            return (say("引证码 %(code)s 指的是另一段；这段引文应注 %(right)s。", code=self.written, right=right),)
        return (say("引证码 %(code)s 所指的段落里没有这段文字。", code=self.written),)


def claim(engine: SearchEngine, written: str) -> Claim:
    """Return what the code `written` stands for in the index and the archive."""
    parsed = parse_code(written)
    if parsed is None:
        return Claim(written, flaw=say("引证码 %(code)s 不完整或写错了，请与原处核对。", code=written))
    if not parsed.valid:
        said = say("引证码 %(code)s 的校验位不符，可能抄错了一个字符，请与原处核对。", code=written)
        return Claim(written, flaw=said)
    resolution = resolve(engine, parsed.paragraph_id)
    if resolution.status == "unknown":
        return Claim(written, flaw=say("引证码 %(code)s 在现有索引和存档里都查不到。", code=written))
    return Claim(written, resolution)


def _alike(written: str, code: str) -> bool:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity("".join(written.split()).upper(), code) >= _ALIKE
