"""Headings in the layouts that offices use."""

from indexer.contract import Line
from indexer.outline.outline import outline
from tests.indexer.outline.reports import headings, read, report


def _statuses(text: str) -> list[tuple[str, str]]:
    return [(heading.marker, heading.marker_status) for heading in read(text).headings]


# -- layouts ---------------------------------------------------------------------------------------------------------


def test_headings_on_lines_of_their_own() -> None:
    text = "一、主要做法\n（一）强化领导。\n1.健全机制。召开会议。\n（1）压实责任。签订责任书。\n2、加强督察。督察8家。"
    assert headings(text) == [
        (1, "一、", "主要做法"),
        (2, "（一）", "强化领导"),
        (3, "1.", "健全机制"),
        (4, "（1）", "压实责任"),
        (3, "2、", "加强督察"),
    ]


def test_closing_marks_are_no_part_of_a_heading() -> None:
    assert headings("一 、主要工作：\n( 一 )强化领导。\n召开会议。\n二：存在问题；\n力量不足。") == [
        (1, "一 、", "主要工作"),
        (2, "( 一 )", "强化领导"),
        (1, "二：", "存在问题"),
    ]


def test_items_inside_a_numbered_item_are_one_level_lower() -> None:
    text = "（一）履行职能\n1.深化改革。一是取消事项。取消12项。二是优化流程。减时一半。\n2.加强监管。检查30次。"
    assert [level for level, _, _ in headings(text)] == [2, 3, 4, 4, 3]


def test_the_whole_body_on_one_line() -> None:
    text = (
        "市人大常委会：2021年，我市成效明显。一、主要工作（一）强化领导，凝聚合力。召开会议。1.健全机制。出台文件。"
        "2.压实责任。签订责任书。（二）规范执法。评查案卷。二、存在的不足。执法力量不足。三、2022年安排。继续努力。特此报告。"
    )
    assert [(level, marker) for level, marker, _ in headings(text)] == [
        (1, "一、"),
        (2, "（一）"),
        (3, "1."),
        (3, "2."),
        (2, "（二）"),
        (1, "二、"),
        (1, "三、"),
    ]
    assert read(text).pieces[0].text.startswith("市人大常委会：")
    assert read(text).pieces[-1].text.endswith("特此报告。")


def test_lines_joined_by_blanks() -> None:
    text = (
        "2021年成效明显。 一、主要工作 （一）强化领导，凝聚合力 召开会议4次。"
        " （二）规范执法 评查案卷12卷。 二、存在问题 力量不足。"
    )
    assert [heading for _, _, heading in headings(text)] == ["主要工作", "强化领导，凝聚合力", "规范执法", "存在问题"]


def test_lines_joined_by_nothing() -> None:
    text = (
        "一、主要工作（一）深化改革，优化服务1.取消事项。取消12项。2.减少材料。减少49%。"
        "（二）规范执法一是评查案卷。评查120卷。二是培训人员。培训300人。"
        "二、存在的问题少数干部法治意识不强，基层执法力量薄弱，普法工作针对性不强，与上级要求相比还有一定差距。"
        "三、2022年工作安排深入推进依法行政，规范行政执法行为，化解行政争议，不断提升法治政府建设水平。"
    )
    assert [(marker, heading) for _, marker, heading in headings(text)] == [
        ("一、", "主要工作"),
        ("（一）", "深化改革，优化服务"),
        ("1.", "取消事项"),
        ("2.", "减少材料"),
        ("（二）", "规范执法"),
        ("一是", "评查案卷"),
        ("二是", "培训人员"),
        ("二、", "存在的问题"),
        ("三、", "2022年工作安排"),
    ]


def test_first_item_behind_a_comma_in_the_row_above() -> None:
    text = "一、存在不足\n取得了一定成效,但还存在不足,一是意识不强，重视不够。\n二是力量薄弱。\n三是能力不强。"
    assert [marker for _, marker, _ in headings(text)] == ["一、", "一是", "二是", "三是"]


def test_numerals_with_commas() -> None:
    text = "一，强化领导\n召开会议。\n二，规范执法\n评查案卷。\n四，化解纠纷\n调解纠纷。\n五，加强普法\n宣传宪法。"
    assert [marker for _, marker, _ in headings(text)] == ["一，", "二，", "四，", "五，"]


def test_part_headings_stand_above_the_sequences_under_them() -> None:
    text = "第一部分 2021年工作情况\n一、强化领导\n召开会议。\n第二部分 2022年工作计划\n一、规范执法\n评查案卷。"
    assert [(heading.level, heading.section) for heading in read(text).headings] == [
        (1, "general"),
        (1, "leadership"),
        (1, "plan"),
        (1, "plan"),
    ]
    assert read(text).pieces[1].heading_path == ("第二部分 2022年工作计划", "一、规范执法")


def test_unnumbered_headings_that_close_with_a_full_stop() -> None:
    text = (
        "2021年，我区成效明显。\n规范行政执法。\n评查案卷120卷，培训人员300人次，确认执法主体38个。\n"
        "强化权力监督：\n办理建议142件、提案112件，满意率98.5%，公开政府信息1.4万条。"
    )
    assert [heading for _, _, heading in headings(text)] == ["规范行政执法", "强化权力监督"]


def test_lines_broken_by_width_are_no_headings() -> None:
    text = (
        "2021年，我区深入推进依法行政，全面落实法治政府建设各项任务，不断提高行政效能和\n依法行政水平\n"
        "我区将继续推进这项工作，并在今后的工作中不断完善。"
    )
    assert headings(text) == []


def test_numerals_run_on_across_sections() -> None:
    text = (
        "（一）履行职能\n1.深化改革。取消事项。\n2.加强监管。检查30次。\n（二）完善制度\n"
        "3.审核文件。审核9件。\n4.清理文件。清理8件。"
    )
    assert [marker for _, marker, _ in headings(text)] == ["（一）", "1.", "2.", "（二）", "3.", "4."]
    assert {status for _, status in _statuses(text)} == {"ok"}


def test_first_second_and_circled_items() -> None:
    text = "一、执法\n第一，清理主体。确认38个。第二，开展评议。评议16个。\n二、服务\n①减时限。减半。\n②减材料。减49%。"
    assert [(level, marker) for level, marker, _ in headings(text)] == [
        (1, "一、"),
        (3, "第一，"),
        (3, "第二，"),
        (1, "二、"),
        (3, "①"),
        (3, "②"),
    ]


def test_repeated_skipped_and_lost_numerals_are_marked() -> None:
    text = "一、甲项工作\n二、乙项工作\n二、丙项工作\n五、丁项工作\n、戊项工作"
    assert _statuses(text) == [
        ("一、", "ok"),
        ("二、", "ok"),
        ("二、", "duplicate"),
        ("五、", "ok"),
        ("、", "numeral_lost"),
    ]


def test_items_with_lost_numerals_and_markers() -> None:
    text = (
        "（一）化解纠纷\n一是健全网络。设立18个。\n是用好调解。调解854件。\n擦亮品牌。培育3个。\n"
        "四是规范复议。办结58件。\n五是抓好信访。化解9件。"
    )
    found = read(text.replace("是用好", "是做好"))
    assert [heading.marker_status for heading in found.headings] == [
        "ok",
        "ok",
        "numeral_lost",
        "marker_lost",
        "ok",
        "ok",
    ]
    assert [piece.flags for piece in found.pieces] == [(), ("missing_char",), ("missing_char",), (), ()]


def test_full_stops_lost_after_headings_and_before_items() -> None:
    text = (
        "（一）化解纠纷\n一是健全调解组织网络紧扣枫桥经验,建成中心18个,覆盖全部乡镇街道和村居社区,实现应建尽建应调尽调\n"
        "二是规范复议。办结58件三是加强应诉工作。出庭率100%。"
    )
    assert [heading for _, _, heading in headings(text)] == ["化解纠纷", "健全调解组织网络", "规范复议", "加强应诉工作"]


def test_headings_without_numbers() -> None:
    text = (
        "2021年，我区成效明显。\n履行政府职能\n取消事项12项，承接事项9项，企业开办时间压减一半以上，群众满意率提高。\n"
        "存在的问题和2022年重点工作\n力量不足，能力不强，少数单位重视不够，普法针对性不强。"
    )
    assert headings(text) == [(1, "", "履行政府职能"), (1, "", "存在的问题和2022年重点工作")]
    assert _statuses(text) == [("", "none"), ("", "none")]


def test_headings_without_numbers_under_numbered_ones() -> None:
    text = (
        "一、主要做法\n（一）抓住重点\n强化党建引领，压实各方责任\n召开会议4次，研究事项12个，签订责任书38份，考核部门26家。\n"
        "优化政务服务\n取消事项12项，承接事项9项，企业开办时间压减一半以上，群众满意率提高。\n（二）化解纠纷\n调解纠纷300件。\n"
        "二、工作保障\n规范行政执法\n评查案卷120卷，培训人员300人次，确认执法主体38个。\n一是开展评议。评议16个。\n"
        "加强普法宣传\n宣传宪法、民法典，开展活动60场，发放资料3万份。\n三、存在问题\n力量不足。"
    )
    found = read(text)
    assert [(heading.level, heading.label) for heading in found.headings] == [
        (1, "一、主要做法"),
        (2, "（一）抓住重点"),
        (1, "强化党建引领，压实各方责任"),
        (1, "优化政务服务"),
        (2, "（二）化解纠纷"),
        (1, "二、工作保障"),
        (1, "规范行政执法"),
        (3, "一是 开展评议"),
        (1, "加强普法宣传"),
        (1, "三、存在问题"),
    ]
    assert {heading.marker_status for heading in found.headings} == {"ok", "none"}
    assert [piece.heading_path for piece in found.pieces] == [
        ("一、主要做法", "（一）抓住重点", "强化党建引领，压实各方责任"),
        ("一、主要做法", "（一）抓住重点", "优化政务服务"),
        ("一、主要做法", "（二）化解纠纷"),
        ("二、工作保障", "规范行政执法"),
        ("二、工作保障", "规范行政执法", "一是 开展评议"),
        ("二、工作保障", "加强普法宣传"),
        ("三、存在问题",),
    ]


def test_a_lone_short_line_or_a_list_under_a_number_is_no_heading() -> None:
    text = "一、主要做法\n优化政务服务\n取消事项12项，承接事项9项，群众满意率提高。\n二、规范执法\n评查案卷。"
    assert [heading for _, _, heading in headings(text)] == ["主要做法", "规范执法"]
    text = "一、执法主体\n加强市场监管局\n规范行政执法\n优化政务服务\n做好应急管理\n二、规范执法\n评查案卷。"
    assert [heading for _, _, heading in headings(text)] == ["执法主体", "规范执法"]
    text = (
        "一、主要做法\n2021年，我区深入推进依法行政，全面落实法治政府建设各项任务\n提升依法行政的水平\n"
        "规范全区各级各部门的行政执法行为，推动服务型执法，\n深化执法体制改革\n并且在全区十二个乡镇推开，效果良好。\n二、规范执法\n评查案卷。"
    )
    assert [heading for _, _, heading in headings(text)] == ["主要做法", "规范执法"]


def test_items_behind_a_run_in_heading_whose_second_is_skipped() -> None:
    text = "（一）依法履职，提升服务。一是优化窗口服务。进驻事项73项。三是规范合同管理。审查合同28份。\n（二）执法。"
    assert [marker for _, marker, _ in headings(text)] == ["（一）", "一是", "三是", "（二）"]


def test_an_unnumbered_heading_after_numbered_ones_has_lost_its_marker() -> None:
    text = "一、主要工作\n做了许多事。\n二、存在问题\n力量不足。\n2022年工作安排\n2022年，我县将继续努力。"
    assert _statuses(text)[-1] == ("", "marker_lost")


def test_a_whole_clause_is_the_heading_of_an_item_without_text() -> None:
    text = "一、存在的不足\n主要有：一是意识不够强，重视不够；二是力量薄弱，能力不强；三是普法针对性不强。"
    assert [heading for _, _, heading in headings(text)] == [
        "存在的不足",
        "意识不够强，重视不够",
        "力量薄弱，能力不强",
        "普法针对性不强",
    ]


def test_traditional_characters_are_read_and_kept() -> None:
    text = "一、強化組織領導\n召開會議。\n二、嚴格規範執法\n評查案卷。\n三、存在的問題\n力量不足。"
    assert [heading.text for heading in read(text).headings] == ["強化組織領導", "嚴格規範執法", "存在的問題"]
    assert [heading.section for heading in read(text).headings] == ["leadership", "enforcement", "problems"]


def test_zero_width_characters_do_not_hide_a_marker_and_count_in_offsets() -> None:
    (heading, *_) = read("\u200b　　一、强化\u200b领导\u200b\n做了许多事。").headings
    assert (heading.offset, heading.end, heading.text) == (3, 10, "强化领导")


def test_prose_makes_no_headings() -> None:
    text = (
        "2021年，我县成效明显。\n一、主要工作\n"
        "2021年，全县办件量\n一方面抓部署，二是抓落实。主要经验有两点，一是抓早，二是抓小，三是抓实。\n"
        "按照条例第二条第（一）项和（二）项，查处一、二级医院3家，占3.4%。\n"
        "金湖县黎城街道\n统计表\n1 | 行政许可 | 35\n2 | 行政处罚 | 12\n一要抓学习；二要抓改革。"
    )
    assert headings(text) == [(1, "一、", "主要工作")]


def test_title_and_other_lines_are_not_looked_at() -> None:
    lines = [Line(1, "title", "一、强化领导"), Line(2, "meta", "二、完善制度"), Line(3, "body", "三、规范执法")]
    assert [heading.text for heading in outline(lines).headings] == ["规范执法"]


def test_a_million_markers_are_read_in_reasonable_time() -> None:
    found = outline(report("一是加强。二是推进。" * 20_000))
    assert len(found.headings) == 10_000
    assert len(outline(report("“（一" * 100_000)).pieces) == 150
    assert len(outline(report("一、" * 100_000)).pieces) == 100


def test_beyond_a_limit_markers_are_prose() -> None:
    found = outline(report("一、\n" * 30_000))
    assert len(found.headings) == 10_000
    assert len(found.pieces) == 29_999  # the last heading leads the first line of prose
