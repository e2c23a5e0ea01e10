"""What headings and texts announce: problems, plans, both or neither."""

import pytest

from indexer.outline.roles import Role, heading_roles, text_role
from indexer.text import simplify


@pytest.mark.parametrize(
    ("heading", "roles"),
    [
        ("存在的主要问题", ("problems",)),
        ("存在问题", ("problems",)),
        ("问题与不足", ("problems",)),
        ("面临的困难和挑战", ("problems",)),
        ("推进法治政府建设存在的不足和原因", ("problems",)),
        ("聚焦问题导向，2021年工作中存在的主要不足", ("problems",)),
        ("存在的主要差距及薄弱环节", ("problems",)),
        ("短板弱项", ("problems",)),
        ("主要短板与弱项", ("problems",)),
        ("需要改进的方面", ("problems",)),
        ("有待进一步加强的地方", ("problems",)),
        ("工作中的困难和瓶颈", ("problems",)),
        ("问题分析", ("problems",)),
        ("不足之处", ("problems",)),
        ("制约法治建设的主要因素", ("problems",)),
        ("存在问题及下一步工作打算", ("problems", "plan")),
        ("问题与改进", ("problems", "plan")),
        ("短板弱项及整改措施", ("problems", "plan")),
        ("主要问题和改进方向", ("problems", "plan")),
        ("存在不足及对策建议", ("problems", "plan")),
        ("存在的不足和2022年工作思路", ("problems", "plan")),
        ("下一步工作打算", ("plan",)),
        ("2022年工作安排", ("plan",)),
        ("2022年度推进法治政府建设的主要安排", ("plan",)),
        ("聚焦目标任务，扎实做好2022年法治政府建设工作", ("plan",)),
        ("今后工作方向", ("plan",)),
        ("工作思路", ("plan",)),
        ("整改措施", ("plan",)),
        ("下一步改进措施", ("plan",)),
        ("几点建议", ("plan",)),
        ("努力方向", ("plan",)),
        ("2021年工作情况", ()),
        ("2021年主要工作", ()),
        ("2021年重点工作任务完成情况", ()),
        ("2021年度推进法治政府建设的主要举措和成效", ()),
        ("着力解决群众反映突出的问题", ()),
        ("开展突出问题专项整治", ()),
        ("抓好督察反馈存在问题整改", ()),
        ("狠抓督察反馈意见整改措施落实", ()),
        ("认真办理意见建议", ()),
        ("办好人大代表建议和政协提案", ()),
        ("着力补齐短板弱项", ()),
        ("聚焦短板弱项精准发力", ()),
        ("改进执法方式", ()),
        ("落实工作计划完成情况", ()),
    ],
)
def test_headings_announce_problems_and_plans(heading: str, roles: tuple[Role, ...]) -> None:
    assert heading_roles(simplify(heading), 2021) == roles


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("总体来看，我市法治政府建设取得明显成效，但仍存在一些差距和不足。", "problems"),
        ("虽然取得了成绩，但与上级要求相比，还存在执法力量不足等问题。", "problems"),
        ("今年，我们要以习近平法治思想为指导，继续推进改革。", "plan"),
        ("2022年，我县将继续推进依法行政。", "plan"),
        ("下一步，我局将加强整改。", "plan"),
        ("2021年，我县将法治政府建设纳入考核。", None),
        ("今年以来，我县将法治宣传列入要点。", None),
        ("着力解决存在的问题，办结率100%。", None),
    ],
)
def test_paragraphs_open_problems_and_plans(text: str, role: Role | None) -> None:
    assert text_role(simplify(text), 2021) == role
