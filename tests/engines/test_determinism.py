"""The same reports are the same index, whatever the order of their files and of Python's hashes."""

import json
import os
import subprocess
import sys

ORDER = """
import json, sys
from pathlib import Path
from random import Random
from indexer.engines import open_engine
from tests.engines.conftest import build
from tests.engines.strategies import corpus, request

documents = corpus(Random(5))
questions = [request(Random(n), documents) for n in range(100)]
Random(sys.argv[2]).shuffle(documents)
build(Path(sys.argv[1]), documents)
engine = open_engine(sys.argv[1])
pages = [engine.search(question) for question in questions]
print(json.dumps([[[hit.paragraph.id, hit.score] for hit in (*page.hits, *page.relaxed)] for page in pages]))
print(engine.status().generation.partition("-")[2])
"""


def test_order_of_files_and_hash_seed_change_nothing(tmp_path):
    """The same reports give the same ids, order and scores for 100 questions, on any run."""
    answers = set()
    for seed in ("0", "1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", ORDER, str(tmp_path / seed), seed]
        answers.add(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)
    assert len(answers) == 1
    assert len(json.loads(answers.pop().splitlines()[0])) == 100
