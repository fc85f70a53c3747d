"""What lesson 15 says of its tables, for every seed."""

from __future__ import annotations

import pytest
from lesson_kernel import cell_of, lesson_called, named_rows, number, table_of, text_of

LESSON = "15-a-state-that-learns"
#: Columns where numbers change: all seeds at 6 and at 24 entries, and each seed at 6.
CHANGED, LONGER, SEEDS = 0, 1, slice(2, 5)


@pytest.fixture
def done(finished):
    return finished(lesson_called(LESSON))


@pytest.fixture
def changed(done):
    """The memories of the first table without its first column, in which each name comes once."""
    return {name: row[1:] for name, row in named_rows(done, "memory-table").items()}


def test_linear_attention_is_right_where_nothing_has_to_be_taken_out(done):
    rows = named_rows(done, "once-table")
    assert set(rows["linear attention"]) == {100}
    assert max(rows["LSTM"]) < min(rows["DeltaNet"])


def test_where_numbers_change_the_delta_rule_beats_a_sum_and_a_sum_is_a_bet(done, changed):
    often = named_rows(done, "rivals-table")["the number read most often with the name"][1:]
    adds, corrects, lstm = (changed[name] for name in ("linear attention", "DeltaNet", "LSTM"))
    for column in (CHANGED, LONGER):
        assert abs(adds[column] - often[column]) < 5
        assert corrects[column] > often[column] + 15
        assert lstm[column] < adds[column] - 5
    assert all(a < b - 10 for a, b in zip(adds[SEEDS], corrects[SEEDS], strict=True))


def words(done, id_: str) -> list[list[str]]:
    rows = table_of(cell_of(done, id_))
    return [[word.strip() for word in row if word.strip()] for row in rows]


def weights(done):
    return [(row[0], *map(number, row[2:])) for row in words(done, "weights-table")[:6]]


def test_an_older_entry_weighs_as_much_as_the_latest_in_a_sum_and_little_in_a_deltanet(done):
    rows = weights(done)
    assert [row[0] for row in rows] == ["linear attention"] * 3 + ["DeltaNet"] * 3
    for name, latest, older, other in rows:
        assert other < older
        if name == "DeltaNet":
            assert 2.5 * older < latest
        else:
            assert 0.8 * latest < older <= latest
    said = text_of(cell_of(done, "weights-table")).strip().splitlines()[-1]
    assert float(said.split()[-1]) < 1e-9


def test_a_step_is_one_of_gradient_descent(done):
    text = text_of(cell_of(done, "descent-table"))
    assert float(text.strip().split()[-1]) < 1e-10


def test_longer_keys_hold_more(done):
    rows = list(named_rows(done, "capacity-table").values())
    for column in (1, 2):
        scores = [row[column] for row in rows]
        assert scores == sorted(scores)
        assert scores[-1] > scores[0] + 20


def test_with_a_reach_of_two_a_deltanet_may_count_heads_and_with_one_it_guesses(done):
    rows = words(done, "parity-table")
    short, long = ([number(row[column]) for row in rows] for column in (2, 3))
    assert len(rows) == 6
    assert max(long[:3]) < 60
    assert sorted(min(pair) > 97 for pair in zip(short[3:], long[3:], strict=True)) == [
        False,
        True,
        True,
    ]


def test_without_the_one_subtraction_the_cell_is_no_better_than_a_bet(done):
    rows = named_rows(done, "break-table")
    ours, unerased = rows["my DeltaNet"], rows["nothing erased"]
    assert ours == pytest.approx(rows["DeltaNet"], abs=1)
    often = named_rows(done, "rivals-table")["the number read most often with the name"][1:]
    for column in (CHANGED, LONGER):
        assert unerased[column] < ours[column] - 15
        assert unerased[column] < often[column] + 2
    assert all(a < b - 10 for a, b in zip(unerased[SEEDS], ours[SEEDS], strict=True))


def test_a_sum_has_no_order(done):
    rows = named_rows(done, "order-table")
    assert min(rows["my DeltaNet"]) > 0.1
    for name in ("nothing erased", "linear attention"):
        assert max(rows[name]) < 1e-5
