"""How alike texts are: of one with many at once as of two alone."""

from random import Random

import pytest

from indexer.archive.sketches import Sketches, shared, sketch


def text(random: Random, sentences: list[str]) -> str:
    return "".join(random.choices(sentences, k=random.choice((0, 1, 3, 20, 60, 120))))


@pytest.mark.parametrize("seed", range(3))
def test_all_at_once_is_each_alone(seed):
    random = Random(seed)
    sentences = ["".join(chr(random.randint(0x4E00, 0x5200)) for _ in range(60)) for _ in range(90)]
    each = [sketch(text(random, sentences)) for _ in range(60)] + [sketch(""), sketch("法治政府建设")]
    at_once = Sketches(each)
    for number, one in enumerate(each):
        of_one, of_other = at_once.shared(number)
        assert [*zip(of_one.tolist(), of_other.tolist(), strict=True)] == [shared(one, other) for other in each]
