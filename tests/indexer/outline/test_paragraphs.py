"""Where paragraphs begin and end, what stands above them, and what they are about."""

from indexer.outline.outline import Piece
from tests.indexer.outline.reports import read


def _pieces(text: str) -> list[tuple[str, str]]:
    return [(piece.section, piece.text) for piece in read(text).pieces]


def _only(text: str) -> Piece:
    (piece,) = read(text).pieces
    return piece


def test_a_run_in_heading_followed_by_text_opens_a_paragraph_at_its_marker() -> None:
    text = "一、强化领导。召开会议4次。一是健全机制。出台文件。二是压实责任。签订责任书。"
    assert [piece.text for piece in read(text).pieces] == [
        "一、强化领导。召开会议4次。",
        "一是健全机制。出台文件。",
        "二是压实责任。签订责任书。",
    ]


def test_a_heading_without_text_leads_the_first_paragraph_under_it() -> None:
    first, second = read("一、强化领导，提升能力。一是健全机制。出台文件。二是压实责任。签订责任书。").pieces
    assert first.lead == ("一、强化领导，提升能力",)
    assert first.heading_path == ("一、强化领导，提升能力", "一是 健全机制")
    assert second.lead == ()
    assert second.heading_path == ("一、强化领导，提升能力", "二是 压实责任")


def test_all_headings_above_the_first_paragraph_lead_it() -> None:
    assert _only("一、主要工作\n（一）强化领导\n1.健全机制。出台文件。").lead == ("一、主要工作", "（一）强化领导")


def test_a_heading_with_nothing_under_it_is_a_paragraph() -> None:
    found = read("一、主要工作\n（一）强化领导\n（二）规范执法\n评查案卷。\n二、存在问题")
    assert [(piece.text, piece.lead) for piece in found.pieces] == [
        ("（一）强化领导", ("一、主要工作",)),
        ("评查案卷。", ("（二）规范执法",)),
        ("二、存在问题", ()),
    ]


def test_an_item_of_one_sentence_is_a_paragraph() -> None:
    found = read("一、存在问题\n一是力量薄弱。\n二是能力不强。")
    assert [piece.text for piece in found.pieces] == ["一是力量薄弱。", "二是能力不强。"]


def test_text_without_a_heading_keeps_its_padding_in_the_span() -> None:
    piece = _only("　　2021年，我县成效明显。　")
    assert (piece.start, piece.end, piece.text) == (0, 16, "2021年，我县成效明显。")


def test_what_stands_before_the_first_heading_is_overview() -> None:
    text = "2021年，我县办理行政复议58件。\n普法成效明显。\n一、规范执法\n评查案卷。"
    assert [section for section, _ in _pieces(text)] == ["overview", "overview", "enforcement"]


def test_without_any_heading_text_decides_after_the_first_paragraph() -> None:
    text = (
        "2021年，我县成效明显。\n新收行政复议58件，调解纠纷300件。\n虽有成绩，但还存在执法力量不足等问题。\n"
        "2022年，我县将继续努力。"
    )
    assert [section for section, _ in _pieces(text)] == ["overview", "disputes", "problems", "plan"]


def test_problems_that_turn_into_plans_are_cut() -> None:
    text = "一、规范执法\n评查案卷。\n尽管取得成绩,但还存在亮点不够等问题。2022年,我县将继续努力,推进改革。"
    assert _pieces(text)[1:] == [
        ("problems", "尽管取得成绩,但还存在亮点不够等问题。"),
        ("plan", "2022年,我县将继续努力,推进改革。"),
    ]


def test_one_heading_for_problems_and_plans_has_its_paragraphs_told_apart() -> None:
    text = (
        "二、存在问题及下一步工作计划\n虽有成绩，但还存在差距。下一步，我局将加强整改：\n"
        "一是推进示范创建。对标指标。\n二是化解行政争议。压降败诉率。"
    )
    found = read(text)
    assert [(piece.section, piece.topic) for piece in found.pieces] == [
        ("problems", "problems"),
        ("plan", "plan"),
        ("plan", "leadership"),
        ("plan", "disputes"),
    ]
    assert [heading.section for heading in found.headings] == ["problems", "plan", "plan"]


def test_items_under_one_heading_for_problems_and_plans_are_told_apart() -> None:
    text = "二、存在问题和下步打算\n（一）存在问题\n一是执法力量薄弱。\n（二）下步打算\n一是加强执法培训。办班3期。"
    assert [section for section, _ in _pieces(text)] == ["problems", "plan"]


COMBINED = "二、存在问题及下步打算\n"


def _sections(text: str) -> list[str]:
    return [heading.section for heading in read(text).headings]


def test_under_a_heading_for_problems_items_are_problems_whatever_their_words() -> None:
    items = "1.台账更新慢。底数模糊。\n2.窗口人少事多。流动性大。\n3.加强培训的办法老套。\n4.村级普法手段软。\n"
    text = (
        COMBINED + "（一）存在的问题\n" + items + "（二）下步打算\n1.台账更新。每季一次。\n2.普法手段更新。不断创新。"
    )
    assert _sections(text) == ["problems"] * 6 + ["plan"] * 3


def test_after_text_that_announces_problems_items_are_problems() -> None:
    text = (
        COMBINED + "工作还存在以下问题：一是数据共享没有打通。二是完善网络的资金靠借。三是落实责任打折扣。\n"
        "一是加快数据共享。打通平台3个。二是人员轮训。每年两次。"
    )
    assert _sections(text) == ["problems"] * 4 + ["plan"] * 2


def test_items_that_intend_something_turn_problems_into_plans() -> None:
    text = (
        COMBINED
        + "（一）调解员老龄化。\n（二）平台粗糙。\n（三）进一步充实调解员。招聘5人。\n（四）平台升级。年内完成。"
    )
    assert _sections(text) == ["problems", "problems", "problems", "plan", "plan"]
    assert _sections(COMBINED + "1.普法单一。\n2.将开展以案释法。\n3.个案研究。")[2:] == ["plan", "plan"]


def test_a_fault_told_with_the_words_of_an_intention_is_a_fault() -> None:
    text = COMBINED + (
        "1.推进力度不均衡。\n2.规范性文件审核粗放。\n3.落实普法责任制有温差。个别部门重视不够。\n4.提升空间较大。\n"
        "5.健全机制仍需努力。\n6.加强督导。每季通报。"
    )
    assert _sections(text)[1:] == ["problems"] * 5 + ["plan"]


def test_the_last_item_of_problems_is_cut_where_plans_begin() -> None:
    text = "存在不足：一是普法单一；二是力量薄弱。下一步，我镇将做好以下工作：\n一是招录人员。\n二是创新形式。"
    assert _pieces(COMBINED + text)[-4:] == [
        ("problems", "二是力量薄弱。"),
        ("plan", "下一步，我镇将做好以下工作："),
        ("plan", "一是招录人员。"),
        ("plan", "二是创新形式。"),
    ]
    text = "1.普法单一。下一步，将创新形式。\n2.力量薄弱。下一步，将招录人员。\n（三）加强保障。\n增加经费。"
    assert [section for section, _ in _pieces(COMBINED + text)][:2] == ["problems", "problems"]


def test_text_that_intends_something_turns_problems_into_plans() -> None:
    text = COMBINED + "少数干部习惯于老办法，案卷粗糙。\n进一步加强培训，全面评查案卷，压实部门责任。"
    assert [section for section, _ in _pieces(text)] == ["problems", "plan"]


def test_a_heading_for_plans_under_one_for_problems_is_heeded() -> None:
    text = "三、存在的问题\n（一）执法力量薄弱。仅有12人。\n（二）下一步工作打算\n招聘执法人员，开展培训。"
    assert _sections(text) == ["problems", "problems", "plan"]
    assert _pieces(text)[-1][0] == "plan"


def test_under_problems_and_plans_the_text_tells_the_topic_where_the_heading_does_not() -> None:
    text = "三、2022年工作安排\n1.攻坚克难。新收行政复议案件繁简分流，开展行政调解。\n2.稳扎稳打。"
    assert [piece.topic for piece in read(text).pieces] == ["disputes", "general"]


def test_under_problems_and_plans_the_topic_says_of_what() -> None:
    text = "三、2022年工作安排\n（一）规范行政执法。评查案卷。\n（二）加强普法工作。宣传民法典。"
    assert [(piece.section, piece.topic) for piece in read(text).pieces] == [
        ("plan", "enforcement"),
        ("plan", "capacity"),
    ]


def test_closing_paragraphs_do_not_belong_to_the_last_heading() -> None:
    text = "九、加强普法\n宣传民法典。\n总体来看，成效明显，但仍存在一些差距。\n今年，我们要继续推进依法行政。"
    pieces = read(text).pieces
    assert [(piece.section, piece.heading_path) for piece in pieces] == [
        ("capacity", ("九、加强普法",)),
        ("problems", ()),
        ("plan", ()),
    ]


def test_a_container_passes_to_the_headings_below() -> None:
    text = "一、2021年主要工作完成情况\n（一）规范行政执法\n评查案卷。\n（二）公开政府信息\n公开1132条。"
    assert [heading.section for heading in read(text).headings] == ["general", "enforcement", "oversight"]


def test_long_text_is_cut_at_a_sentence_before_the_limit() -> None:
    sentence = "我县扎实推进依法行政工作。"
    pieces = read("一、主要工作\n" + sentence * 400).pieces
    assert [piece.lead for piece in pieces] == [("一、主要工作",), (), ()]
    assert all(len(piece.text) <= 2000 and piece.text.endswith("。") for piece in pieces)
    assert "".join(piece.text for piece in pieces) == sentence * 400


def test_long_text_without_a_sentence_is_cut_at_the_limit() -> None:
    assert [len(piece.text) for piece in read("法" * 4500).pieces] == [2000, 2000, 500]


def test_salutation_and_closing_formula_are_no_paragraphs() -> None:
    text = "县委、县人大常委会：\n2021年，成效明显。\n特此报告。"
    assert _only(text).text == "2021年，成效明显。"
    assert _only("各位代表：\n请大家监督。\n妥否，请批示。").text == "请大家监督。"
    assert _only("以上报告，请审议。\n我县成效明显。").text == "我县成效明显。"


def test_text_stands_under_a_short_item_that_closes_with_a_full_stop() -> None:
    text = (
        "（一）改革\n1.精简事项。\n取消审批12项，承接9项，下放7项，调整3项。\n"
        "2.压减时限。\n平均压减49%，当场办结率达到六成以上。"
    )
    assert [(piece.text[:4], piece.lead[-1:]) for piece in read(text).pieces] == [
        ("取消审批", ("1.精简事项",)),
        ("平均压减", ("2.压减时限",)),
    ]
    text = "二、存在问题\n1.重视不够。\n2.力量薄弱。\n下一步，我县将加强培训，充实力量，推动执法规范化。"
    assert [piece.text[:6] for piece in read(text).pieces] == ["1.重视不够", "2.力量薄弱", "下一步，我县"]


def test_the_row_after_items_does_not_stand_under_the_last_of_them() -> None:
    text = "一、规范执法\n我县一是评查案卷，整改到位；二是培训人员，提升能力。\n2021年3月，我县印发方案。"
    pieces = read(text).pieces
    assert [(piece.text, piece.lead) for piece in pieces[1:]] == [
        ("二是培训人员，提升能力。", ()),
        ("2021年3月，我县印发方案。", ()),
    ]
    assert pieces[-1].heading_path == ("一、规范执法",)


def test_text_stands_under_an_item_that_has_its_row_to_itself() -> None:
    piece = _only("1.规范执法\n评查案卷。")
    assert (piece.text, piece.lead, piece.heading_path) == ("评查案卷。", ("1.规范执法",), ("1.规范执法",))
