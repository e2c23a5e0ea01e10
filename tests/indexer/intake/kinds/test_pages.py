"""Pages of all sorts that are no reports, and reports in odd guises, each judged by itself."""

from collections.abc import Iterator
from itertools import cycle, islice, product

import pytest

from tests.indexer.intake.kinds.pages import pages
from tests.indexer.invented import analysed

SAID = {
    "不像": "正文也不像",
    "信息公开": "信息公开年报",
    "公文": "其他公文",
    "公示": "其他公文",
    "列表": "报告目录或检索结果",
    "其他": "",
    "整改": "督察整改",
    "正文": "没有正文",
    "法治社会": "法治社会建设",
    "通知": "其他公文",
    "调研": "调研",
}
PASSED_OVER = (
    "navigation and nothing else",
    "a reply to a deputy's proposal",
    "enforcement in the year",
    "an essay of a school",
    "the rules of a mark",
    "a player of video",
)  # rejected, for another reason


@pytest.mark.parametrize(("about", "text"), [*pages("not_reports.txt"), *pages("later_not_reports.txt")])
def test_no_report(about, text, request):
    analysis = analysed(text)
    assert not analysis.is_report
    if not any(name in request.node.name for name in PASSED_OVER):
        assert SAID.get(about, about) in (analysis.reject_reason or "")


@pytest.mark.parametrize(("about", "text"), [*pages("reports.txt"), *pages("later_reports.txt")])
def test_report(about, text):
    analysis = analysed(text)
    assert analysis.is_report, analysis.reject_reason
    assert analysis.document is not None and analysis.document.report.kind == "law"


def frames() -> Iterator[tuple[str, str]]:
    """Yield what sites print above and below a page, every head with every tail; some pages have neither."""
    parts = [tuple(parameters.values) for parameters in pages("frames.txt")]
    heads = ["", *(text for part, text in parts if part == "head")]
    tails = ["", *(text for part, text in parts if part == "tail")]
    yield from product(heads, tails)


@pytest.mark.parametrize(
    ("names", "is_report"),
    [(("not_reports.txt", "later_not_reports.txt"), False), (("reports.txt", "later_reports.txt"), True)],
)
def test_what_a_site_prints_around_a_page_changes_nothing(names, is_report):
    """Every page in a few frames, the next page in the next ones."""
    around = cycle(frames())
    wrong = []
    for parameters in (one for name in names for one in pages(name)):
        for head, tail in islice(around, 3):
            analysis = analysed("\n".join((head, parameters.values[1].strip(), tail)))
            if analysis.is_report is not is_report:
                wrong.append((parameters.id, head, tail, analysis.reject_reason))
    assert not wrong
