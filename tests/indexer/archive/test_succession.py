"""What became of a paragraph, along the tree of a report's versions."""

from indexer.archive.succession import VersionTree

# 1 ── 2 ── 3
# └─── 4         4 follows 1, which was put back
TREE = VersionTree(
    {1: None, 2: 1, 3: 2, 4: 1},
    {1: ["A", "B", "C", "LONG"], 2: ["A", "B2", "C", "X", "Y"], 3: ["Y", "A", "B3", "X"], 4: ["B4", "A", "YX", "C"]},
    [
        (2, "B2", "B"),
        (2, "X", "LONG"),
        (2, "Y", "LONG"),
        (3, "B3", "B2"),
        (4, "B4", "B"),
        (4, "YX", "LONG"),
    ],
)


def test_a_text_that_stands_is_itself():
    assert TREE.successors("A", 1) == {1: ("A",), 2: ("A",), 3: ("A",), 4: ("A",)}


def test_edits_are_followed_down_and_up_the_tree():
    assert TREE.successors("B", 1) == {1: ("B",), 2: ("B2",), 3: ("B3",), 4: ("B4",)}
    assert TREE.successors("B3", 3) == {3: ("B3",), 2: ("B2",), 1: ("B",), 4: ("B4",)}


def test_a_split_is_followed_to_all_parts_in_order_and_a_merge_back():
    assert TREE.successors("LONG", 1) == {1: ("LONG",), 2: ("X", "Y"), 3: ("Y", "X"), 4: ("YX",)}
    assert TREE.successors("X", 3)[4] == ("YX",)
    assert TREE.successors("YX", 4)[3] == ("Y", "X")


def test_what_is_lost_on_the_way_stays_lost():
    assert TREE.successors("C", 1) == {1: ("C",), 2: ("C",), 3: (), 4: ("C",)}
    assert TREE.successors("X", 2)[1] == ("LONG",)


def test_a_report_with_one_version():
    assert VersionTree({1: None}, {1: ["A"]}, []).successors("A", 1) == {1: ("A",)}
