"""What is open in a file, what speaks for which answer, and what a typed answer means."""

import hashlib
import re
from datetime import date

import pytest

from indexer.intake.sources import Source
from indexer.review import Candidate, Question, answers, examined, open_items, places_called
from tests.indexer import planted
from tests.indexer.invented import page

BODY = page("", "").strip()


def item(written, path="a.txt", **said):
    found = examined(Source(path, written.encode(), "0" * 64, said))
    assert found is not None
    return found


def titled(title, end=""):
    """Return a report that says its year nowhere but in its title and end."""
    return re.sub(r"\d{4}年", "今年", page("标题", "")).replace("标题", title) + end


def test_a_clear_report_and_what_is_none_raise_no_question():
    clear = titled("嘉鱼县2021年度法治政府建设情况报告", "嘉鱼县人民政府\n2022年1月5日\n")
    assert examined(Source("a.txt", clear.encode(), "0" * 64, {})) is None
    assert examined(Source("a.txt", "关于开会的通知\n请准时到会。\n".encode(), "0" * 64, {})) is None
    assert examined(Source("a.txt", b"\xff" * 100, "0" * 64, {})) is None


def test_a_tie_has_all_that_bear_the_name_and_shows_what_names_their_city():
    (question,) = item(titled("鼓楼区2021年度法治政府建设情况报告"), "江苏徐州/鼓楼区.txt").questions
    assert (question.key, question.flag) == ("jurisdiction", "place_tie")
    assert {candidate.value for candidate in question.candidates} == {"320106", "320302", "350102", "410204"}
    told = {candidate.value: candidate.evidence for candidate in question.candidates}
    assert told["320302"] is not None and told["320302"].rule == "文件名"
    assert told["410204"] is None


def test_an_unknown_place_has_those_that_the_file_names_and_its_name():
    written = titled("2021年度法治政府建设情况报告").replace("我县", "我们")
    (question,) = item(written, "嘉鱼县/2021.txt").questions
    assert question.flag == "place_unknown"
    assert [candidate.label for candidate in question.candidates] == ["湖北省咸宁市嘉鱼县 421221"]
    assert question.candidates[0].evidence is not None and question.candidates[0].evidence.text == "嘉鱼县/2021.txt"


def test_an_open_year_has_those_that_the_file_names():
    (question,) = item(titled("嘉鱼县2019—2020年法治政府建设情况报告"), "嘉鱼县2020年.txt").questions
    assert (question.key, question.flag) == ("report_year", "year_tie")
    assert 2020 in [candidate.value for candidate in question.candidates]


def test_a_missing_title_has_the_proposed_one():
    written = "2021年，嘉鱼县坚持依法行政，加强法治政府建设，全面推进依法治县，各项任务有序推进。\n" + BODY
    found = item(f"{written}\n嘉鱼县人民政府\n2022年1月20日\n")
    titles = [question for question in found.questions if question.key == "title"]
    assert titles and "法治政府建设情况报告" in str(titles[0].candidates[0].value)
    assert found.opening[0][0] == 1


def test_further_titles_are_shown_with_their_lines():
    both = titled("嘉鱼县2020年度法治政府建设情况报告") + "\n\n" + titled("咸安区法治政府建设情况报告")
    found = item(both)
    assert found.questions == ()
    ((number, text),) = found.further
    assert both.split("\n")[number - 1] == text == "咸安区法治政府建设情况报告"


def test_a_report_of_another_kind_is_asked_about_where_it_is_indexed():
    written = re.sub(r"\d{4}年", "今年", page("鼓楼区2021年政府工作报告", "")).replace("今年政府", "2021年政府")
    source = Source("a.txt", written.encode(), "0" * 64, {})
    assert examined(source) is None
    found = examined(source, any_kind=True)
    assert found is not None
    assert [question.key for question in found.questions] == ["jurisdiction"]


def test_what_the_markup_says_speaks_for_an_answer():
    body = titled("法治政府建设情况报告").replace("全县", "我局").replace("\n", "</p><p>")
    written = f"<meta name=ContentSource content='嘉鱼县政府网'><div id=zoom><p>{body}</p></div>"
    departments = [question for question in item(written, "a.html").questions if question.key == "department"]
    assert [candidate.value for question in departments for candidate in question.candidates] == ["嘉鱼县政府网", ""]


def test_what_a_person_said_is_not_asked_again():
    written = titled("鼓楼区法治政府建设情况报告")
    assert {question.key for question in item(written).questions} == {"jurisdiction", "report_year"}
    (question,) = item(written, jurisdiction="320302").questions
    assert question.key == "report_year"
    assert examined(Source("a.txt", written.encode(), "0" * 64, {"jurisdiction": "", "report_year": ""})) is None


def test_a_folder_is_examined_but_for_what_is_known_to_be_clear(tmp_path):
    (tmp_path / "b.txt").write_text(titled("鼓楼区2021年度法治政府建设情况报告"), encoding="utf-8")
    (tmp_path / "a.txt").write_text(titled("嘉鱼县法治政府建设情况报告"), encoding="utf-8")
    (tmp_path / "c.xls").write_bytes(b"x")
    told = []
    items = open_items(tmp_path, frozenset(), lambda done, total: told.append((done, total)))
    assert [each.path for each in items] == ["a.txt", "b.txt"]
    assert items[0].file == tmp_path / "a.txt"
    assert told == [(1, 2), (2, 2)]
    known = {("a.txt", hashlib.sha256((tmp_path / "a.txt").read_bytes()).hexdigest())}
    assert [each.path for each in open_items(tmp_path, known, lambda *_: None)] == ["b.txt"]


TWO = (Candidate("320106", "甲"), Candidate("320302", "乙"))


@pytest.mark.parametrize(
    ("key", "typed", "values"),
    [
        ("jurisdiction", "2", ["320302"]),
        ("jurisdiction", "3", []),
        ("jurisdiction", "0", []),
        ("jurisdiction", " 421221 ", ["421221"]),
        ("jurisdiction", "999999", []),
        ("jurisdiction", "嘉鱼县", ["421221"]),
        ("jurisdiction", "", []),
        ("report_year", "1", ["320106"]),
        ("report_year", "2020", [2020]),
        ("report_year", "2020年度", [2020]),
        ("report_year", "1949", []),
        ("report_year", "20200", []),
        ("report_year", "二〇二〇", []),
        ("title", "2", ["320302"]),
        ("title", " 嘉鱼县\u200b报告 ", ["嘉鱼县报告"]),
        ("title", "9", []),
        ("title", "", []),
    ],
)
def test_answers(key, typed, values):
    question = Question(key, "", TWO)
    assert [candidate.value for candidate in answers(question, typed)] == values


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("湖北省咸宁市嘉鱼县", {"421221"}),
        ("湖北嘉鱼县", {"421221"}),
        ("湖北 嘉鱼", {"421221"}),
        ("嘉鱼", {"421221"}),
        ("開平市", {"440783"}),
        ("徐州鼓楼区", {"320302"}),
        ("徐州市鼓楼", {"320302"}),
        ("鼓楼区", {"320106", "320302", "350102", "410204"}),
        ("湖北", {"420000"}),
        ("北京市朝阳区", {"110105"}),
        ("长乐市", {"350112"}),
        ("嘉", set()),
        ("没有这个县", set()),
        ("江苏嘉鱼县", set()),
        ("42122a", set()),
    ],
)
def test_places_called(typed, codes):
    assert {area.code for area in places_called(typed)} == codes


def test_the_beginning_of_names_is_enough_where_no_name_is_whole():
    assert {"嘉鱼县"} == {area.name for area in places_called("嘉鱼")}
    begun = {area.name for area in places_called("黔东南")}
    assert begun == {"黔东南苗族侗族自治州"}


def test_days_are_hints_for_years():
    written = titled("嘉鱼县法治政府建设情况报告", "嘉鱼县人民政府\n2022年6月20日\n")
    found = item(written, publication_date=date(2022, 6, 20))
    (question,) = found.questions
    assert {2021, 2022} <= {candidate.value for candidate in question.candidates}


def test_a_file_that_kills_its_parser_is_named(tmp_path, monkeypatch, caplog):
    (tmp_path / "报告.txt").write_text("planted: crash", encoding="utf-8")
    monkeypatch.setattr("indexer.review.examined", planted.prepare)
    assert open_items(tmp_path, (), lambda _done, _total: None) == []
    assert "报告.txt" in caplog.text
