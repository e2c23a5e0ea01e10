"""What places and bodies are called: as people in these offices say it, nothing made up."""

from dataclasses import replace

import pytest

from indexer.contract import Body, Level, Place, Report
from tests.engines.corpus import make_document
from webapp.search.labels import authority, body_label, own_label, subject


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
