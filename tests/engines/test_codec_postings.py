"""Walking the postings of a term block by block."""

import numpy as np
import pytest
from whoosh import formats
from whoosh.matching import ReadTooFar

from indexer.engines.whoosh.codec_postings import PostingsMatcher, TermPostings


class Weight:
    """Scores `unit` each time that the term stands in a paragraph."""

    def __init__(self, unit: float = 1.0) -> None:
        self.unit = unit

    def supports_block_quality(self):
        return True

    def score(self, matcher):
        return self.unit * matcher.weight()

    def block_quality(self, matcher):
        return self.unit * matcher.block_max_weight()


def matcher_of(*blocks: tuple[int, int], unit: float = 1.0) -> PostingsMatcher:
    """Return a matcher of paragraphs 0, 2, 4 …; a block's greatest frequency and least length are given."""
    rows = [(1, length + 7) for _, length in blocks for _ in range(128)]
    for block, (most, least) in enumerate(blocks):
        rows[128 * block + 5] = most, least
    frequencies, lengths = np.array(rows[:-3]).T.astype(np.uint8)  # the last block is not full
    docs = np.arange(len(lengths), dtype=np.uint16) * np.uint16(2)
    return PostingsMatcher(
        ("words", b"x"), TermPostings(docs, frequencies, lengths, None), formats.Frequency(), Weight(unit)
    )


def test_a_block_knows_its_extremes():
    matcher = matcher_of((9, 20), (3, 50), (5, 10))
    found = []
    begins = True
    while matcher.is_active():
        if begins:
            lengths = matcher.block_min_length(), matcher.block_max_length()
            found.append((matcher.block_min_id(), matcher.block_max_id(), matcher.block_max_weight(), *lengths))
        begins = matcher.next()
    assert found == [(0, 254, 9, 20, 27), (256, 510, 3, 50, 57), (512, 760, 5, 10, 17)]
    with pytest.raises(ReadTooFar):
        matcher.next()


def test_blocks_that_score_too_little_are_passed_over():
    matcher = matcher_of((9, 1), (3, 1), (5, 1), (9, 1))
    assert (matcher.skip_to_quality(8), matcher.id()) == (0, 0)
    matcher.skip_to(2 * 100)
    assert (matcher.skip_to_quality(9), matcher.is_active()) == (4, False)
    matcher.reset()
    matcher.skip_to(2 * 130)
    assert (matcher.skip_to_quality(2.9), matcher.id()) == (0, 2 * 130)
    assert (matcher.skip_to_quality(3), matcher.id()) == (1, 2 * 256)
    assert (matcher.skip_to_quality(5), matcher.id()) == (1, 2 * 384)


def test_skipping_does_not_stumble_over_rounding():
    """Whoosh sees that 0.1 + 0.4 is not above 0.5, and then asks for a skip over 0.5 - 0.4 until one is made."""
    minimum = (0.1 + 0.4) - 0.4
    assert minimum < 0.1
    assert matcher_of((1, 1), unit=0.1).skip_to_quality(minimum) == 1
