"""The words of paragraphs as they are kept from run to run."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.contract import ParagraphWords
from indexer.text import BREAK, clean, fold, words_of
from indexer.words import read, written

TEXT = st.one_of(st.text(max_size=60), st.text("行政复议 、，。12.%aＡ\n\u3000\t双随机", max_size=60))


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=4))
def test_words_are_read_as_they_were_written(texts):
    each = []
    for texts_of_one in texts:
        body, headings, title = (fold(clean(text).text) for text in texts_of_one)
        lists = [tuple(words_of(folded, subwords=True)) for folded in (body, headings, title)]
        each.append(ParagraphWords(body, BREAK.join((headings, title)), *lists))
    assert read([written(words) for words in each]) == tuple(each)
