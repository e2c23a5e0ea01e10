"""The address of a search: frozen names, one canonical form, changes that take a condition away in every spelling."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.contract import SECTIONS, Filters
from webapp.search import params as parameters
from webapp.search.addresses import FilterUrls, PlaceUrls
from webapp.search.errors import BadParameter
from webapp.search.params import (
    Params,
    add,
    canonical,
    clear,
    from_pairs,
    narrow,
    remove,
    to_pairs,
    url,
    without_term,
)


def read(query: str) -> Params:
    return from_pairs(parse_qsl(query))


def test_the_names_are_frozen():
    assert parameters.NAMES == ("q", "in", "d", "y", "sec", "by", "k", "u", "sort", "n", "page")
    assert parameters.SIZES == (10, 20, 50)
    assert parameters.WINDOW == 1000


def test_every_parameter_is_read():
    params = read(
        "q=甲&in=乙&in=丙&d=42&d=none&y=2020&y=none&sec=plan&by=sfj&k=work&k=law&k=x&u=report&sort=new&n=20&page=3"
    )
    assert params == Params(
        q="甲",
        within=("乙", "丙"),
        places=("42", "none"),
        years=((2020, 2020), None),
        sections=("plan",),
        bodies=("sfj",),
        kinds=("law", "work"),
        unit="report",
        sort="new",
        size=20,
        page=3,
        ignored=(("k", "x"),),
    )
    assert params.filters == Filters(("42", "none"), ((2020, 2020), None), ("plan",), ("sfj",), ("law", "work"))


def test_nothing_is_required():
    assert read("") == Params()
    assert canonical(Params()) == ""
    assert url(Params(), "/xianli") == "/xianli/s"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("d=42&q=甲&y=2020", "y=2020&q=甲&d=42&utm=x&page=1&n=10&sort=rel&u=paragraph"),
        ("y=2019-2021", "y=2021&y=2019&y=2020"),
        ("y=2019-2021", "y=2021..2019"),
        ("y=2019-2021", "y=２０１９—2021年"),
        ("d=42", "d=42&d=4212&d=421221&d=420000&d=42"),
        ("sec=rules&sec=plan", "sec=plan&sec=rules&sec=plan"),
        ("q=甲", "q= 甲 &q=乙&in=&d="),
    ],
)
def test_spellings_have_one_canonical_form(one, other):
    assert canonical(read(one)) == canonical(read(other))


def test_what_means_nothing_is_kept_apart():
    params = read("d=湖北&d=421&d=42&y=20&sec=nope&by=x&sort=up&n=37&u=page")
    assert params.places == ("42",)
    assert params.ignored == (
        ("d", "湖北"),
        ("d", "421"),
        ("y", "20"),
        ("sec", "nope"),
        ("by", "x"),
        ("u", "page"),
        ("sort", "up"),
        ("n", "37"),
    )
    assert canonical(params) == "d=42"


@pytest.mark.parametrize("page", ["0", "-1", "abc", "1.5", "9" * 30])
def test_a_page_that_is_no_number_is_refused(page):
    with pytest.raises(BadParameter) as refusal:
        from_pairs([("page", page)])
    assert refusal.value.parameter == "page"


def test_too_much_narrowing_is_refused():
    with pytest.raises(BadParameter):
        from_pairs([("in", str(n)) for n in range(11)])


def test_programs_may_ask_for_any_size_up_to_the_window():
    assert from_pairs([("n", "1000")], any_size=True).size == 1000
    assert from_pairs([("n", "1001")], any_size=True).ignored == (("n", "1001"),)
    assert from_pairs([("n", "x")], any_size=True).ignored == (("n", "x"),)


def test_removing_takes_out_every_spelling():
    assert remove(read("d=42&d=4212&d=35&page=3"), "d", "42") == read("d=35")
    assert remove(read("y=2019-2021&y=2023"), "y", "2020") == read("y=2019&y=2021&y=2023")
    assert remove(read("y=2019-2021&y=2023&y=none"), "y", "2019-2021") == read("y=2023&y=none")
    assert remove(read("y=2019&y=none"), "y", "none") == read("y=2019")
    assert remove(read("sec=plan&sec=rules"), "sec", "plan") == read("sec=rules")
    assert remove(read("by=gov"), "by", "gov") == Params()
    assert without_term(read("in=甲&in=乙&page=2"), "甲") == read("in=乙")


def test_adding_and_narrowing():
    assert add(read("d=421221&page=2"), "d", ["42"]) == read("d=42")
    assert add(read("y=2019"), "y", ["2020"]) == read("y=2019-2020")
    assert add(read("by=sfj"), "by", ["gov"]) == read("by=gov&by=sfj")
    assert narrow(read("d=42&d=35"), "4212") == read("d=35&d=4212")
    assert clear(read("q=甲&d=42&y=2020&sec=plan&by=gov&page=2")) == read("q=甲")
    assert clear(read("d=42&y=2020"), "d") == read("y=2020")


VALUES = st.one_of(
    st.tuples(st.just("q"), st.text(max_size=8)),
    st.tuples(st.just("in"), st.text(max_size=4)),
    st.tuples(st.just("d"), st.sampled_from(["42", "4212", "421200", "421221", "35", "none", "4408z7K2M", "x"])),
    st.tuples(st.just("y"), st.sampled_from(["2019", "2020", "2019-2021", "2023..2022", "none", "x"])),
    st.tuples(st.just("sec"), st.sampled_from([*SECTIONS, "x"])),
    st.tuples(st.just("by"), st.sampled_from(["gov", "sfj", "dept", "x"])),
    st.tuples(st.sampled_from(["u", "sort", "n", "other"]), st.sampled_from(["report", "new", "20", "place", "x"])),
)


@given(st.lists(VALUES, max_size=10), st.randoms(use_true_random=False))
def test_canonical_is_stable_and_free_of_order(pairs, random):
    params = from_pairs(pairs)
    again = read(canonical(params))
    assert to_pairs(again) == to_pairs(params)
    assert canonical(params) == "&".join(sorted(canonical(params).split("&"))) or len(params.within) > 1 or params.q
    filters = [pair for pair in pairs if pair[0] not in ("q", "in", "u", "sort", "n")]
    shuffled = random.sample(filters, len(filters))
    assert canonical(from_pairs(shuffled)) == canonical(from_pairs(filters))


@given(st.lists(VALUES, max_size=8), st.sampled_from(["42", "4212", "421221", "421200", "35", "none", "4408z7K2M"]))
def test_the_quick_addresses_of_places_are_the_slow_ones(pairs, place):
    params = from_pairs(pairs)
    quick = PlaceUrls(params, "/x")
    assert quick.remove(place) == url(remove(params, "d", place), "/x")
    if place not in params.places and place.startswith(params.places):
        assert quick.narrow(place) == url(narrow(params, place), "/x")
    if not place.startswith(params.places):
        assert quick.add(place) == url(add(params, "d", [place]), "/x")


@given(st.lists(VALUES, max_size=8), st.sampled_from([("y", "2020"), ("sec", "plan"), ("by", "sfj"), ("k", "work")]))
def test_the_quick_addresses_of_other_facets_are_the_slow_ones(pairs, chosen):
    params, (name, value) = from_pairs(pairs), chosen
    assert FilterUrls(params, name, "/x").only(value) == url(add(clear(params, name), name, [value]), "/x")


def test_an_address_with_hundreds_of_conditions_is_refused():
    pairs = [("d", str(n)) for n in range(100, 100 + parameters.MAX_PAIRS)]
    assert from_pairs([*pairs, ("unknown", "1"), ("y", " ")])
    with pytest.raises(BadParameter):
        from_pairs([*pairs, ("y", "2020")])


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("d=42", "d=4212&d=421300&d=35", "d=4212&d=421300"),
        ("d=4212&d=35", "d=42", "d=4212"),
        ("d=42", "", "d=42"),
        ("", "y=2020", "y=2020"),
        ("y=2018-2020&y=none", "y=2020-2024&y=none", "y=2020&y=none"),
        ("sec=plan&sec=rules", "sec=rules&sec=general", "sec=rules"),
        ("d=42&y=2020", "by=gov", "by=gov&d=42&y=2020"),
    ],
)
def test_conditions_of_two_searches_hold_together(one, other, both):
    assert canonical(parameters.both(read(one), read(other))) == both


@pytest.mark.parametrize(("one", "other"), [("d=42", "d=35"), ("y=2020", "y=none"), ("sec=plan", "sec=rules")])
def test_conditions_that_exclude_each_other_leave_nothing(one, other):
    with pytest.raises(ValueError, match="nothing"):
        parameters.both(read(one), read(other))
