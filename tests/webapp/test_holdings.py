"""What an index holds, asked of all its reports at once."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.search.holdings import Titles

WORDS = st.text("甲乙丙\n", max_size=6)


@given(st.lists(WORDS, max_size=8), st.lists(WORDS.filter(bool), min_size=1, max_size=3))
def test_titles_are_found_as_if_each_were_looked_at(titles, needles):
    expected = [number for number, title in enumerate(titles) if all(needle in title for needle in needles)]
    assert list(Titles(titles).holding(needles)) == expected
