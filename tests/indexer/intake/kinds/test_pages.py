"""Pages of all sorts that are no reports, and reports in odd guises, each judged by itself."""

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
