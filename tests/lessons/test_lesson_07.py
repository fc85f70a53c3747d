"""What lesson 07 says of its tables, for every seed."""

from __future__ import annotations

import pytest
from lesson_kernel import cell_of, lesson_called, named_rows, number, table_of

LESSON = "07-words-in-order"


@pytest.fixture
def done(finished):
    return finished(lesson_called(LESSON))


def by_seed(row: list[float]) -> list[float]:
    """After the mean, one number a seed."""
    return row[1:4]


def test_on_the_sentences_the_order_is_worth_next_to_nothing_and_the_bag_stands(done):
    rows = named_rows(done, "order-table")
    bag, ordered, mixed = list(rows.values())[:3]
    assert bag[0] > 80
    assert ordered[0] < bag[0] + 1
    assert abs(ordered[0] - mixed[0]) < 2
    assert all(abs(a - b) < 4 for a, b in zip(by_seed(ordered), by_seed(mixed), strict=True))


def test_what_is_left_to_learn_by_heart_is_sure_of_its_mistakes(done):
    rows = list(named_rows(done, "order-table").values())
    ordered, heart = rows[1], rows[3]
    assert heart[4] > 99
    assert heart[0] < ordered[0] + 1
    assert heart[5] > 1.5 * ordered[5]


def test_where_order_decides_the_network_uses_it_on_every_seed(done):
    bag, ordered, mixed = named_rows(done, "matters-table").values()
    assert bag == [50]
    for right, shuffled in zip(by_seed(ordered), by_seed(mixed), strict=True):
        assert right > 62
        assert abs(shuffled - 50) < 6


def test_all_networks_call_not_bad_at_all_blame(done):
    rows = [
        [word.strip() for word in row if word.strip()]
        for row in table_of(cell_of(done, "understands-table"))
    ]
    praise, blame = ([number(word) for word in row[2:]] for row in rows[2:4])
    assert [row[1] for row in rows[2:4]] == ["praise", "blame"]
    assert praise[0] == blame[0]
    assert all(a != b for a, b in zip(praise[1:], blame[1:], strict=True))
    assert max(praise + blame) < 50


def test_zeros_behind_the_words_harm_and_zeros_before_them_do_not(done):
    masked, behind, before = named_rows(done, "break-table").values()
    for kept, lost, early in zip(by_seed(masked), by_seed(behind), by_seed(before), strict=True):
        assert lost < min(kept, early) - 5
        assert abs(kept - early) < 5


def test_stopped_later_a_network_without_a_mask_gets_part_of_it_back(done):
    stopped, later, masked = named_rows(done, "break-longer").values()
    assert later[0] > stopped[0] + 4
    assert masked[0] > later[0] + 2
    # The mask had nothing to wait for.
    assert abs(masked[0] - next(iter(named_rows(done, "break-table").values()))[0]) < 3
