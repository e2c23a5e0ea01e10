"""Reports made up for tests: own prose between a head and a tail."""

from collections.abc import Mapping

from indexer.analysis import Analysis, analyse
from indexer.contract import Report
from indexer.intake.sources import Source
from indexer.intake.values import Value

TEXT = """　　2021年，{we}坚持以习近平法治思想为指导，扎实推进依法行政，法治政府建设取得新成效。现将有关情况报告如下：
　　一、主要工作
　　（一）依法履行政府职能。深化“放管服”改革，办理政务服务事项12万件，优化营商环境。
　　（二）规范行政执法。落实行政执法三项制度，评查案卷120件，办理行政复议案件32件。
　　二、存在的问题
　　一是部分单位依法行政意识不强。二是基层执法力量薄弱。
　　三、下一步打算
　　2022年，{we}将继续加强法治政府建设，加大普法力度，推进多元化解矛盾纠纷。"""


def text(we: str = "全县", **replaced: str) -> str:
    """Return the body of a report that speaks of itself as `we`, with words replaced."""
    body = TEXT.format(we=we)
    for old, new in replaced.items():
        assert old in body
        body = body.replace(old, new)
    return body


def page(head: str = "", tail: str = "", we: str = "全县", **replaced: str) -> str:
    """Return a file with a report: the lines of `head`, the body, the lines of `tail`."""
    return "\n".join(part for part in (head, text(we, **replaced), tail) if part)


def analysed(content: str | bytes, overrides: Mapping[str, Value] | None = None) -> Analysis:
    data = content if isinstance(content, bytes) else content.encode()
    return analyse(Source("made/up.txt", data, "0" * 64, overrides or {}))


def report(content: str | bytes, overrides: Mapping[str, Value] | None = None) -> Report:
    """Return the report that was understood; fails if it was taken for none."""
    analysis = analysed(content, overrides)
    assert analysis.document is not None, analysis.reject_reason
    return analysis.document.report


def names(found: Report) -> list[str]:
    return [place.name for place in found.jurisdiction]


def kinds(content: str) -> list[str]:
    """Return the kind of every line that is not blank, one letter each: t m b x s (x is body)."""
    letters = {"title": "t", "meta": "m", "boilerplate": "b", "body": "x", "signature": "s"}
    return [letters[line.kind] for line in analysed(content).lines if line.kind != "blank"]
