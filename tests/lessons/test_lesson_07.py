"""What lesson 07 says of its tables, for every seed."""

from __future__ import annotations

import pytest
from lesson_kernel import lesson_called, named_rows, number, rows_of

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
    rows = rows_of(done, "understands-table")
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


def low_and_high(text: str) -> tuple[float, float]:
    """The ends of an interval, as a table writes it."""
    low, high = (number(word) for word in text.split(" to "))
    return low, high


def test_no_judge_is_apart_from_the_bag_by_more_than_chance(done):
    bag, *judges = rows_of(done, "order-intervals", 4)
    assert len(judges) == 3
    low, high = low_and_high(bag[2])
    for judge in judges:
        below, above = low_and_high(judge[4])
        assert below <= 0 <= above
        assert above - below < high - low + 1


def test_the_embedding_is_a_line_from_blame_to_praise_and_was_none_before(done):
    before, after, mixed = named_rows(done, "embedding-table").values()
    assert all(abs(side - 50) < 10 for side in before[:3])
    assert all(along < 15 for along in before[3:])
    for trained in (after, mixed):
        assert min(trained[:3]) > 95
        assert min(trained[3:]) > 50
    named, leans, _, neighbors = zip(*rows_of(done, "embedding-neighbors", 4), strict=True)
    near = dict(zip(named, neighbors, strict=True))
    assert abs(number(leans[3])) < 0.3 < 1 < -number(leans[1])
    assert "bad" in near["not"]
    assert not {"battery", "cell", "screen", "headset"} & set(near["phone"].split())


def test_how_many_words_are_kept_matters_more_than_which(done):
    for row in rows_of(done, "cut-table", 3):
        *shares, difference = row[3:]
        low, high = low_and_high(difference)
        assert low < 0 < high
        first, last, anywhere = map(number, shares)
        assert abs(anywhere - (first + last) / 2) < 3
    kept = [number(row[5]) for row in rows_of(done, "cut-table", 3)]
    assert kept[0] > kept[1] + 1 > kept[2] + 3


def test_dropping_words_lowers_the_loss_and_hardly_moves_the_share(done):
    none, *dropped = rows_of(done, "dropped-table", 5)
    for share in (1, 3):
        assert all(abs(number(row[share]) - number(none[share])) < 3 for row in dropped)
    losses = {row[0]: number(row[4]) for row in dropped}
    assert all(low_and_high(row[-1])[1] < -0.05 for row in dropped if "words" in row[0])
    assert max(losses, key=losses.get) == "state, drawn once a sentence"
    assert min(losses, key=losses.get) == "words and state, drawn once a sentence"
