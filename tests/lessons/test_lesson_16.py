"""What lesson 16 says of its tables, for every seed."""

from __future__ import annotations

import pytest
from lesson_kernel import cell_of, lesson_called, named_rows, number, table_of, text_of

LESSON = "16-attention-without-recurrence"
#: Columns of the table of rounds: weights, letters right, sequences without an error, each seed.
WEIGHTS, LETTERS, WHOLE, SEEDS = 0, 1, 2, slice(3, 6)


@pytest.fixture
def done(finished):
    return finished(lesson_called(LESSON))


@pytest.fixture
def again(done):
    return named_rows(done, "again-table")


def words(done, id_: str) -> list[list[str]]:
    rows = table_of(cell_of(done, id_))
    return [[word.strip() for word in row if word.strip()] for row in rows]


def test_the_cell_all_steps_at_once_and_the_library_agree(done):
    said = text_of(cell_of(done, "at-once-table")).strip().splitlines()[-2:]
    assert [float(line.split()[-2]) < 1e-12 for line in said] == [True, True]


def test_a_swap_changes_nothing_at_the_last_step_where_nothing_tells_the_place(done):
    rows = named_rows(done, "order-table")
    assert max(rows["nothing tells the place"]) < 1e-15
    for place in ("sines added to the input", "queries and keys turned"):
        assert min(rows[place]) > 1e-6


def test_with_places_a_letter_three_steps_ago_is_named_at_the_length_of_training_alone(done):
    rows = named_rows(done, "delay-table")
    assert 25 < rows["none"][0] < 50
    for place in ("sines", "turned"):
        short, long, *seeds = rows[place]
        assert short == 100
        assert long < 75
        assert max(seeds) < 80


def test_two_looks_continue_a_pattern_and_one_does_not(again):
    lstm, one, two = (
        again[name] for name in ("LSTM, 32 units", "one layer of attention", "two layers")
    )
    assert max(one[SEEDS]) < min(lstm[SEEDS]) - 20
    assert min(two[SEEDS]) > max(lstm[SEEDS]) + 3
    assert lstm[WEIGHTS] > 2 * two[WEIGHTS]
    assert 20 < lstm[WHOLE] < 45
    assert two[WHOLE] > 75


def test_one_look_is_nearer_to_a_guess_than_to_the_rule(done, again):
    guess, rule = named_rows(done, "rivals-table").values()
    assert rule[0] == 100
    assert guess[0] < again["one layer of attention"][LETTERS] < (guess[0] + rule[0]) / 2


def test_without_places_two_layers_differ_widely_from_seed_to_seed(again):
    seeds = again["two layers, no positions"][SEEDS]
    assert max(seeds) - min(seeds) > 20
    assert min(seeds) > max(again["one layer of attention"][SEEDS])


def test_two_of_three_networks_have_an_induction_head_and_the_other_has_none(done):
    rows = [[number(word) for word in row] for row in words(done, "maps-table")]
    assert [row[0] for row in rows] == [1, 2, 3]
    for seed, before, itself, copied, right in rows:
        assert right > 95
        if seed == 2:
            assert copied < 0.3
        else:
            assert copied > 0.85
            assert before + itself > 0.7
            assert min(before, itself) > 0.3


def test_the_earlier_copy_decides_though_the_map_hardly_shows_it(done):
    rows = named_rows(done, "break-table")
    shown, copy, other = (
        rows[name]
        for name in (
            "the letter that is the answer",
            "the earlier copy",
            "a letter that is neither",
        )
    )
    assert max(copy[0], other[0]) < 0.1
    assert min(shown[2:]) > 95
    assert min(copy[2:]) > 80
    assert max(other[2:]) < 5


def test_two_looks_take_two_heads_and_four_are_not_ahead_at_their_better_rate(done):
    rows = named_rows(done, "heads-table")
    assert len({row[0] for row in rows.values()}) == 1
    means = {name: row[1] for name, row in rows.items()}
    assert max(means["1, 0.01"], means["1, 0.02"]) < 30
    assert max(means["2, 0.01"], means["2, 0.02"]) > 90
    assert max(means["4, 0.01"], means["4, 0.02"]) > 90
    # Which number is ahead is another one at each rate.
    assert means["2, 0.02"] > means["4, 0.02"] + 10
    assert means["4, 0.01"] > means["2, 0.01"] + 10
    assert max(means["4, 0.01"], means["4, 0.02"]) < max(means["2, 0.01"], means["2, 0.02"])
    # Two are enough, and not from every seed.
    assert min(rows["2, 0.01"][2:]) < 30 < 99 < max(rows["2, 0.01"][2:])


def test_a_state_follows_a_coin_and_two_looks_do_not(done):
    rows = named_rows(done, "parity-table")
    lstm, looks = rows["LSTM, 6 units"], rows["Transformer, two blocks"]
    assert looks[0] > 5 * lstm[0]
    assert min(lstm[4::2]) > 97
    assert max(looks[4::2]) < 60
    assert sorted(each > 80 for each in looks[3::2]) == [False, True, True]


def test_a_cache_grows_with_each_step_and_a_state_does_not(done):
    rows = [[number(word) for word in row] for row in words(done, "carried-table")]
    for steps, scores, looks, state in rows:
        assert scores == 2 * steps
        assert looks == 64 * steps
        assert state == 64
