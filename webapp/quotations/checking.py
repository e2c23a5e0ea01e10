"""Checks the quotations of a memo one by one: under the code that goes with each, then in the whole index."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from indexer.contract import Report, SearchEngine
from indexer.errors import SearchTimeout
from webapp.quotations import matching
from webapp.quotations.claims import Claim, claim
from webapp.quotations.finding import find
from webapp.quotations.keys import Key
from webapp.quotations.library import Library, Source
from webapp.quotations.matching import Alteration, Range, Wanted
from webapp.quotations.model import Checked, Checking, Memo, Quotation
from webapp.search.labels import place_name
from webapp.search.messages import say

DEADLINE_SECONDS: Final = 4.0  # for one memo on a page; what is not reached is told, never left out

_REPORTS: Final = 3  # to read whole for one quotation
_CLOSELY: Final = 2  # sources to be aligned with a quotation
_HARDLY: Final = 0.4  # how alike it must be to be aligned at all
_AROUND: Final = 120  # characters of the memo in which a place may be named


def check(memo: Memo, engine: SearchEngine, *, deadline: float | None = None) -> Checking:
    """Check every quotation of `memo`; those not reached when time.monotonic() passes `deadline` are unchecked."""
    checker = _Checker(memo, engine, deadline)
    quotations = find(memo)
    checked: list[Checked] = []
    try:
        for quotation in quotations:
            checked.append(checker.check(quotation))  # noqa: PERF401 - what is done when time is up must be kept
    except SearchTimeout:
        checked += [Checked(quotation, "unchecked") for quotation in quotations[len(checked) :]]
    return Checking(memo, tuple(checked))


class _Checker:
    """Checks quotations of one memo; what is said twice is looked up once."""

    def __init__(self, memo: Memo, engine: SearchEngine, deadline: float | None) -> None:
        self._memo = memo
        self._engine = engine
        self._deadline = deadline
        self._library = Library(engine, deadline)
        self._claims: dict[str, Claim] = {}
        self._checked: dict[tuple[tuple[str, ...], str | None], Checked] = {}

    def check(self, quotation: Quotation) -> Checked:
        """Return what becomes of `quotation`. Raises SearchTimeout."""
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise SearchTimeout
        same = quotation.parts, quotation.code
        if same not in self._checked:
            wanted = Wanted(tuple(map(Key, quotation.parts)))
            inquiry = _Inquiry(quotation, wanted, self._claim(quotation.code), self._library, self._around(quotation))
            self._checked[same] = inquiry.answer()
        known = replace(self._checked[same], quotation=quotation)
        if quotation.unclosed:
            known = replace(known, warnings=(say("引号没有配对，引文到哪里为止是推测的。"), *known.warnings))
        return known

    def _claim(self, written: str | None) -> Claim:
        if written is None:
            return Claim()
        if written not in self._claims:
            self._claims[written] = claim(self._engine, written)
        return self._claims[written]

    def _around(self, quotation: Quotation) -> str:
        text = self._memo.text
        before = text[max(0, quotation.start - _AROUND) : quotation.start]
        return before + text[quotation.end : quotation.end + _AROUND]


@dataclass(frozen=True)
class _Inquiry:
    """One quotation with its claim, and what stands around it in the memo."""

    quotation: Quotation
    wanted: Wanted
    claim: Claim
    library: Library
    around: str

    def answer(self) -> Checked:
        """Return the verdict: what it stands in, else what it was changed from, else that neither was found."""
        return (
            self._as_claimed()
            or self._elsewhere()
            or self._altered()
            or Checked(self.quotation, "absent", warnings=self.claim.warnings(()))
        )

    @cached_property
    def _claimed(self) -> tuple[Source, ...]:
        return tuple(self.library.paragraph(passage) for passage in (*self.claim.present, *self.claim.past))

    @cached_property
    def _candidates(self) -> tuple[Source, ...]:
        return self.library.like(self.wanted)

    # -- the same ----------------------------------------------------------------------------------------------------

    def _as_claimed(self) -> Checked | None:
        """Return the verdict if it stands in what its code leads to, now or in the archive."""
        for number, source in enumerate(self._claimed):
            ranges = self.wanted.stands(source.stretch)
            if ranges and number < len(self.claim.present):
                said = say("引证码所指的段落入库后有过变更，这段引文没有受影响。")
                return self._same(source, ranges, remarks=(said,) if self.claim.is_changed else ())
            if ranges:
                return replace(self._same(source, ranges), archived="gone" if self.claim.is_gone else "changed")
        for passage in self.claim.present[:1]:
            over = self._in_report(passage.report)
            if over and self.claim.names(passage.paragraph for passage in over.passages):
                return over
        return None

    def _elsewhere(self) -> Checked | None:
        """Return the verdict if it stands anywhere in the index; of several places, in the one that the memo names."""
        standing = [source for source in self._candidates if self.wanted.stands(source.stretch)]
        found: Checked | None = None
        if standing:
            best = max(standing, key=lambda source: self._names(source.report))
            found = replace(self._same(best, self.wanted.stands(best.stretch) or ()), elsewhere=len(standing) - 1)
        else:
            for report in self._reports(self._candidates):
                found = found or self._in_report(report)
        return replace(found, warnings=(*self.claim.warnings(found.passages), *found.warnings)) if found else None

    def _in_report(self, report: Report) -> Checked | None:
        """Return the verdict if it stands in the paragraphs of `report` joined."""
        source = self.library.report(report)
        ranges = self.wanted.stands(source.stretch) if source else None
        if source is None or not ranges:
            return None
        number = len(source.passages(ranges))
        said = say("引文出自同一报告的 %(n)s 段，连起来与原文一致。", n=number)
        return self._same(source, ranges, remarks=(said,) if number > 1 else ())

    def _same(self, source: Source, ranges: Sequence[Range], remarks: tuple[str, ...] = ()) -> Checked:
        cut = matching.cut_numbers(source.stretch, ranges)
        warnings = tuple(say("引文的开头或结尾截断了原文的“%(whole)s”。", whole=whole) for whole in cut)
        return Checked(self.quotation, "same", source.passages(ranges), warnings=warnings, remarks=remarks)

    def _names(self, report: Report) -> tuple[bool, bool]:
        """Tell whether the memo names the place of `report` beside the quotation, and its year."""
        name = place_name(report)
        return bool(name) and name in self.around, report.year is not None and f"{report.year}年" in self.around

    def _reports(self, sources: Iterable[Source]) -> list[Report]:
        """Return the reports of `sources` in which the quotation may run over several paragraphs."""
        likely = {source.report.id: source.report for source in sources if self.wanted.may_run_over(source.stretch)}
        return list(likely.values())[:_REPORTS]

    # -- changed -----------------------------------------------------------------------------------------------------

    def _altered(self) -> Checked | None:
        """Return the verdict if it is like what its code leads to, or else like anything in the index."""
        own = self._closest(self._claimed)
        if own and own[0].likeness >= matching.CLAIMED_LIKENESS:
            alteration, source = own
            passages = source.passages(alteration.ranges)
            is_past = not self.claim.names(passage.paragraph for passage in passages) or not self.claim.present
            said = say("引证码所指的原文后来有变更，这里与存档的旧版比较。")
            remarks = (said,) if is_past else ()
            return Checked(self.quotation, "altered", passages, differences=alteration.pieces, remarks=remarks)
        other = self._like_enough(self._candidates) or self._like_enough(self.library.more_like(self.wanted))
        if other is None:
            return None
        alteration, source = other
        passages = source.passages(alteration.ranges)
        warnings = self.claim.warnings(passages)
        return Checked(self.quotation, "altered", passages, differences=alteration.pieces, warnings=warnings)

    def _like_enough(self, sources: Iterable[Source]) -> tuple[Alteration, Source] | None:
        """Return what it is most like, if it is so much like it that it will have been made from it."""
        closest = self._closest(sources)
        if closest is None:
            return None
        named, _year = self._names(closest[1].report)
        return closest if closest[0].likeness >= matching.least_likeness(self.wanted.length, named=named) else None

    def _closest(self, sources: Iterable[Source]) -> tuple[Alteration, Source] | None:
        """Return what it is most like, aligned."""
        rated = [(self.wanted.likeness(source.stretch), source) for source in sources]
        rated = sorted((pair for pair in rated if pair[0] >= _HARDLY), key=lambda pair: -pair[0])[:_CLOSELY]
        near = [source for _, source in rated]
        near += filter(None, map(self.library.report, self._reports(near)))
        aligned = [(matching.alteration(self.wanted, source.stretch), source) for source in near]
        return max(aligned, key=lambda pair: pair[0].likeness, default=None)
