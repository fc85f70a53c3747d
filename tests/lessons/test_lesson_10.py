"""What lesson 10 says of its tables, for every seed."""

from __future__ import annotations

import pytest
from lesson_kernel import cell_of, lesson_called, named_rows, number, table_of

LESSON = "10-one-vector-for-a-sentence"
SEEDS = (1, 2, 3)
ALL, THREE, FOUR, FIVE, SIX = range(5)


@pytest.fixture
def done(finished):
    return finished(lesson_called(LESSON))


def shares(done) -> dict[str, list[float]]:
    """Weights, then whole answers right: of all, and of three to six words; counting has no weights."""
    rows = [
        [word.strip() for word in row if word.strip()]
        for row in table_of(cell_of(done, "results-table"))
    ]
    return {row[0]: [number(word) for word in row[-5:]] for row in rows}


def weights(done) -> dict[str, float]:
    return {
        name: row[0] for name, row in named_rows(done, "results-table").items() if len(row) == 6
    }


def test_pieces_are_hard_to_beat_and_words_alone_fail_where_order_turns(done):
    rows = named_rows(done, "counts-table")
    assert rows["nearest"][ALL] == 0
    assert rows["word by word"][THREE] > 90
    assert rows["word by word"][SIX] == 0
    assert rows["pieces"][ALL] > 85


def test_one_vector_loses_with_length_and_gains_with_training(done):
    rows = named_rows(done, "one-vector-table")
    for seed in SEEDS:
        short, long = rows[f"6 epochs, seed {seed}"], rows[f"12 epochs, seed {seed}"]
        assert short[SIX] < short[THREE] - 10
        assert long[SIX] < long[THREE] - 10
        assert long[ALL] > short[ALL] + 10
        # More of six words were learned from than of three: it is not that they are rare.


def test_word_for_word_long_numbers_are_as_good_as_short_ones(done):
    """Whole answers fall with length at any rate of faults: they say nothing of a full vector."""
    whole = named_rows(done, "one-vector-table")
    for name, (three, *_, six) in named_rows(done, "one-vector-words").items():
        assert six > three - 4, name
        assert whole[name][THREE] - whole[name][SIX] > 10, name


def test_more_numbers_of_six_words_were_learned_from_than_of_three(done):
    text = "".join(
        output.data["text/plain"]
        for output in cell_of(done, "numbers-data").outputs
        if "data" in output
    )
    line = next(line for line in text.splitlines() if line.startswith("learned from"))
    _, _, three, four, five, six = [int(word) for word in line.split()[2:]]
    assert six > 2 * three
    assert min(four, six) > max(three, five)


def test_attention_is_right_at_every_length_and_ahead_of_counting(done):
    rows = shares(done)
    pieces = rows["pieces (counting)"]
    for seed in SEEDS:
        mine = rows[f"attention, seed {seed}"]
        assert min(mine[THREE:]) > 85
        assert mine[ALL] > pieces[ALL] + 4
        assert mine[ALL] - pieces[ALL] < mine[ALL] - rows[f"one vector, seed {seed}"][ALL] - 30


def test_choosing_brings_more_than_a_second_way_and_half_of_that_is_speed(done):
    """The controls: an even look, as many weights, the words backwards, twice the training for each."""
    rows, sizes = shares(done), weights(done)

    def of(name: str, seed: int) -> float:
        return rows[f"{name}, seed {seed}"][ALL]

    for seed in SEEDS:
        one, even, mine = (of(name, seed) for name in ("one vector", "even look", "attention"))
        assert one < even - 3
        assert mine - even > even - one
        assert of("one vector, backwards", seed) < one
        later = [
            of(f"{name}, twice the training", seed)
            for name in ("one vector", "even look", "attention")
        ]
        assert later[0] > one + 10
        assert later[1] > even + 10
        assert later[0] < later[1] - 5
        assert 0 < later[2] - later[1] < 0.55 * (mine - even)
        assert abs(sizes[f"one vector, seed {seed}"] / sizes[f"attention, seed {seed}"] - 1) < 0.05


def test_the_trained_networks_lean_on_their_look(done):
    for own, evenly, wrong_way, trained_evenly in named_rows(done, "held-table").values():
        assert own > 90
        assert max(evenly, wrong_way) < 10
        assert trained_evenly > evenly + 15


def test_number_words_hang_on_the_look_and_und_and_end_seldom_do(done):
    rows = named_rows(done, "moves-table")
    for seed in SEEDS:
        for kind in ("ones", "tens"):
            largest, changed = rows[f"{kind}, seed {seed}"]
            assert largest > 0.9
            assert changed > 85
        for kind in ("und", "end"):
            largest, changed = rows[f"{kind}, seed {seed}"]
            assert largest > 0.5
            assert changed < 20
        assert rows[f"hundert, seed {seed}"][1] < 40


def test_networks_that_write_the_same_look_elsewhere(done):
    rows = named_rows(done, "und-table")
    tens = [row[1] for row in rows.values()]
    assert min(row[0] for row in rows.values()) > 90
    assert max(tens) - min(tens) > 50
    # And yet all of them need the word: a look and a word are two things.
    assert min(row[-1] for row in rows.values()) > 80


def test_words_are_mostly_right_and_whole_answers_seldom(done):
    rows = named_rows(done, "fed-table")
    for seed in SEEDS:
        fed, own, whole = rows[f"one vector, seed {seed}"]
        assert 80 < own < fed
        assert fed - own < 5
        assert whole < 25
        assert min(rows[f"attention, seed {seed}"]) > 90


def test_a_beam_is_at_least_as_likely_and_hardly_right_oftener(done):
    rows = named_rows(done, "beam-table")
    for greedy, beam, right, right_by_beam in rows.values():
        assert beam >= greedy
        # Of sixty numbers one is 1.67 %.
        assert right_by_beam - right <= 5
