"""What places and bodies are called: as people in these offices say it, nothing made up."""

from dataclasses import replace

import pytest

from indexer.contract import Body, Level, Place, Report
from indexer.review import unsettled
from tests.engines.corpus import make_document
from webapp.search.labels import OPEN, authority, body_label, open_questions, own_label, source_label, subject


def report(*names: str, body: Body = "gov", department: str | None = None) -> Report:
    levels: tuple[Level, ...] = ("province", "prefecture", "county")
    path = tuple(Place(level, name, "420000") for level, name in zip(levels, names, strict=False))
    if names and names[-1].endswith("新区"):
        path = (*path[:-1], Place("zone", names[-1], None))
    made = make_document(["甲"], body=body).report
    return replace(made, jurisdiction=path, department=department)


@pytest.mark.parametrize(
    ("made", "said", "whose", "answers"),
    [
        (report("湖北省", "咸宁市", "嘉鱼县"), "县政府", "嘉鱼县", "嘉鱼县人民政府"),
        (report("福建省", "福州市", "长乐区"), "区政府", "福州市长乐区", "福州市长乐区人民政府"),
        (report("湖北省"), "省政府", "湖北省", "湖北省人民政府"),
        (report("广西壮族自治区"), "自治区政府", "广西壮族自治区", "广西壮族自治区人民政府"),
        (report("北京市"), "市政府", "北京市", "北京市人民政府"),
        (report("西藏自治区", "阿里地区"), "行署", "阿里地区", "阿里地区行政公署"),
        (report("内蒙古自治区", "兴安盟"), "盟行署", "兴安盟", "兴安盟行政公署"),
        (report("湖北省", body="sfj"), "省司法厅", "湖北省司法厅", "湖北省司法厅"),
        (report("北京市", body="sfj"), "市司法局", "北京市司法局", "北京市司法局"),
        (report("浙江省", "金华市", body="sfj", department="市司法局"), "市司法局", "金华市司法局", "金华市司法局"),
        (report("浙江省", "金华市", body="sfj", department="金华市司法局"), "市司法局", "金华市司法局", "金华市司法局"),
        (
            report("湖北省", "咸宁市", "嘉鱼县", body="dept", department="县教育局"),
            "县教育局",
            "嘉鱼县教育局",
            "嘉鱼县教育局",
        ),
        (report("湖南省", "岳阳市", "南湖新区"), "管委会", "岳阳市南湖新区", "岳阳市南湖新区"),
        (report(), "政府", "", "发布机关不详"),
    ],
)
def test_bodies_are_named_as_people_name_them(made, said, whose, answers):
    assert (body_label(made), subject(made), authority(made)) == (said, whose, answers)


@pytest.mark.parametrize(
    ("name", "label"),
    [("湖北省", "省本级"), ("咸宁市", "市本级"), ("恩施州", "州本级"), ("宁夏回族自治区", "自治区本级")],
)
def test_own_reports_are_told_from_those_below(name, label):
    assert own_label(Place("prefecture", name, "420000")) == label


@pytest.mark.parametrize(
    ("path", "called"),
    [
        ("市/合订.docx#2.txt", "市/合订.docx（其中第 2 份报告）"),
        ("报告#1.txt", "报告#1.txt"),
        ("市/报告.txt", "市/报告.txt"),
        ("与 甲.html#1.txt 内容相同。", "与 甲.html（其中第 1 份报告） 内容相同。"),
    ],
)
def test_reports_that_share_a_file_are_called_by_their_place_in_it(path, called):
    assert source_label(path) == called


def test_what_is_open_is_what_the_review_asks_for():
    made = make_document(["甲"]).report
    for flag in OPEN:
        assert unsettled(replace(made, flags=(flag,)))
        assert len(open_questions(replace(made, flags=(flag, "no_source_url")))) == 1
    assert open_questions(replace(made, flags=("missing_char", "no_source_url"))) == ()
