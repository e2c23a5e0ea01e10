"""Scores of words are those of Whoosh's own BM25F, where it is given the same idf and the same constants."""

from random import Random

import numpy as np
import pytest
from whoosh import index, query, scoring

from indexer.engines import ranking
from indexer.engines.ranking import Clues
from indexer.engines.whoosh import WhooshEngine
from indexer.engines.whoosh.best import Scorer
from tests.engines.conftest import build
from tests.engines.corpus import make_document

WORDS = ("执法", "复议", "调解", "公开", "审批", "监督", "普法")


class SameIdf(scoring.BM25F):  # type: ignore[misc]  # a Whoosh extension point is a class to derive from, and Whoosh has no types
    """Whoosh's BM25F with the idf that cannot fall below zero."""

    def idf(self, searcher, fieldname, text):
        parent = searcher.get_parent()
        return ranking.rarity(parent.doc_count_all(), parent.doc_frequency(fieldname, text))


@pytest.mark.parametrize("seed", range(4))
def test_scores_are_those_of_whoosh(tmp_path, seed):
    random = Random(seed)
    documents = [
        make_document(["，".join(random.choices(WORDS, k=random.randint(1, 40))) for _ in range(12)], year=year)
        for year in range(2015, 2021)
    ]
    build(tmp_path, documents)
    (folder,) = tmp_path.glob("generations/*/whoosh")
    engine = WhooshEngine.open(tmp_path)
    searcher = engine._searcher
    with index.open_dir(folder).searcher(weighting=SameIdf(B=0.3, K1=1.2)) as stock:
        for _ in range(20):
            words = random.sample(WORDS, random.randint(1, 4))  # none of them stands in a title
            hits = stock.search(query.Or([query.Term("words", word) for word in words]), limit=None)
            right = {hit.docnum: hit.score for hit in hits}
            ids = sorted(right)
            ours = Scorer(searcher.parts, searcher.statistics, Clues(tuple(words), (), ()))
            assert ours.exact(np.array(ids)).tolist() == pytest.approx([right[number] for number in ids], rel=1e-4)
    engine.close()
