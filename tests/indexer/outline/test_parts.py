"""Where problems are told, where they turn into plans, and what only sounds like either."""

import pytest

from tests.indexer.outline.reports import read

_DONE = "全年办理行政复议案件32件，审查规范性文件12件，群众满意度进一步提升。"
_WRONG = "部分单位依法行政意识不强，基层执法力量薄弱，执法不规范现象仍有发生。"
_NEXT = "我县将加强执法培训，完善工作机制，推动法治政府建设再上新台阶。"


def _roles(text: str) -> list[str]:
    """Return the section of each paragraph behind the first, done where it is neither problems nor plan."""
    found = read(f"一、主要做法\n{_DONE}\n{text}").pieces[1:]
    return [piece.section if piece.section in ("problems", "plan") else "done" for piece in found]


@pytest.mark.parametrize(
    "text",
    [
        f"二、存在问题及下一步打算\n{_WRONG}\n下一步，{_NEXT}",
        f"二、存在问题及下一步打算\n{_WRONG}下一步，{_NEXT}",
        f"二、存在问题及下一步打算\n存在的问题：{_WRONG}\n下一步打算：{_NEXT}",
        f"二、困难和建议\n{_WRONG}\n建议：{_NEXT}",
        f"二、短板与不足\n{_WRONG}\n三、2022年展望\n{_NEXT}",
        f"二、面临的形势和挑战\n{_WRONG}\n三、谋划长远，持续提升\n{_NEXT}",
        f"存在的问题：\n{_WRONG}\n下一步工作打算：\n{_NEXT}",
        f"虽然取得了一定成绩，但也存在一些问题：{_WRONG}下一步，{_NEXT}",
    ],
)
def test_problems_turn_into_plans(text):
    assert _roles(text) == ["problems", "plan"]


def test_problems_told_with_what_is_done_about_each():
    items = (f"（一）意识不强。{_WRONG}整改措施：{_NEXT}", f"（二）力量薄弱。{_WRONG}整改措施：{_NEXT}")
    assert _roles("\n".join(("二、存在的问题及整改措施", *items))) == ["problems", "plan", "problems", "plan"]


def test_clauses_of_problems_turn_into_clauses_of_plans_in_one_line():
    text = "二、不足\n一是意识不强；二是力量薄弱。针对以上问题，我们将：一是加强培训；二是强化监督。"
    assert _roles(text) == ["problems", "problems", "plan", "plan", "plan"]


@pytest.mark.parametrize(
    "heading",
    [
        "聚焦突出问题，规范行政执法",
        "坚持问题导向，深化改革",
        "抓好督察反馈问题整改",
        "开展执法领域突出问题专项整治",
        "制定年度工作计划",
        "落实法治政府建设规划",
        "2021年重点工作推进情况",
    ],
)
def test_what_only_sounds_like_problems_or_plans(heading):
    assert _roles(f"二、{heading}\n{_DONE}") == ["done"]


@pytest.mark.parametrize("turn", ["２０２２年，我们将加强培训", "2022年，我县将加强培训", "今后，我们将加强培训"])
def test_a_last_paragraph_turns_from_problems_to_plans_where_nothing_has_headings(turn: str) -> None:
    faults = "在总结成绩的同时，也要看到不足。有的单位重视不够；执法力量薄弱。"
    done = "组织执法人员培训4期，评查案卷120件，整改问题18个，执法水平稳步提高。"
    pieces = read(f"{done}\n{done}\n{faults}{turn}，推动依法行政再上台阶。").pieces[-2:]
    assert [piece.text for piece in pieces] == [faults, f"{turn}，推动依法行政再上台阶。"]
    assert [piece.section for piece in pieces] == ["problems", "plan"]
