"""What lesson 08 says of its tables, for every seed."""

from __future__ import annotations

import pytest
from lesson_kernel import lesson_called, named_rows

LESSON = "08-what-comes-next"
SEEDS = (1, 2, 3)


@pytest.fixture
def done(finished):
    return finished(lesson_called(LESSON))


def test_the_order_is_chosen_by_validation_and_longer_contexts_hold_learned_names(done):
    rows = named_rows(done, "counts-table")
    chosen = rows["order 6"][1]
    assert chosen == min(row[1] for row in rows.values())
    (learned, new), (learned_longer, new_longer) = rows["order 5"], rows["order 6"]
    assert learned - learned_longer > 0.2
    assert new - new_longer < 0.1


def test_every_network_expects_two_vowels_and_the_counts_are_surer(done):
    rows = named_rows(done, "qu-table")
    for seed in SEEDS:
        _, e, i, *others = rows[f"network, seed {seed}"]
        assert min(e, i) > max(rows[f"network, seed {seed}"][0], *others[:2])
        assert others[-1] > 2 * rows["counts of order 6"][5]
        assert max(e, i) < max(rows["counts of order 6"]) - 20


def test_networks_are_ahead_of_short_counts_and_behind_long_ones(done):
    rows = {name: row[0] for name, row in named_rows(done, "results-table").items()}
    for seed in SEEDS:
        mine = rows[f"network, seed {seed}"]
        assert mine < rows["counts of order 3"] - 0.5
        assert mine > max(rows["counts of order 5"], rows["counts of order 6"]) + 0.4


def test_units_shut_at_dots_and_those_alone_are_needed_there(done):
    for at_dots, at_letters, _, its_dots, its_letters, plain, shut, others in named_rows(
        done, "ends-table"
    ).values():
        assert at_dots < at_letters - 0.1
        assert its_dots < 0.1
        assert its_letters > 0.7
        harm, control = shut - plain, others - plain
        assert harm > 0.8
        assert control < 0.25 * harm


def test_the_colder_the_more_copies_with_every_seed_and_the_hot_writes_no_names(done):
    rows = named_rows(done, "break-table")
    drawn = [rows[name] for name in ("0.25", "0.5", "1", "2", "3")]
    for seed in (2, 3, 4):
        copies = [row[seed] for row in drawn]
        assert copies == sorted(copies, reverse=True)
        assert copies[0] > 4 * copies[2] > 8 * copies[4]
    assert rows["0 (greedy)"][0] < 5
    assert rows["0 (greedy)"][-1] == 0
    assert rows["3"][-1] > 30 > rows["1"][-1] * 5


def test_the_lowest_loss_copies_most(done):
    rows = named_rows(done, "original-table")
    best = rows["counts of order 6"]
    assert best[1] == min(row[1] for row in rows.values())
    assert best[2] == max(row[2] for row in rows.values())
    for name in ("counts of order 5", "counts of order 6"):
        assert rows[name][4] > 2
        for seed in SEEDS:
            assert rows[name][2] > 2.5 * rows[f"network, 15 epochs, seed {seed}"][2]
            assert rows[name][4] > 1.4 * rows[f"network, 15 epochs, seed {seed}"][4]


def test_more_training_copies_more_and_is_no_better(done):
    rows = named_rows(done, "original-table")
    for seed in SEEDS:
        early, middle, late = (
            rows[f"network, {epochs}, seed {seed}"]
            for epochs in ("1 epoch", "15 epochs", "30 epochs")
        )
        assert early[2] < 0.6 * middle[2]
        assert middle[2] < 0.9 * late[2]
        assert late[1] > middle[1]


def test_six_hundred_names_are_remembered_and_most_names_are_not(done):
    rows = named_rows(done, "original-table")
    for seed in SEEDS:
        few = rows[f"network, 600 names, seed {seed}"]
        middle = rows[f"network, 15 epochs, seed {seed}"]
        assert few[0] == min(few[0], *(row[0] for name, row in rows.items() if "600" not in name))
        assert few[1] > max(row[1] for name, row in rows.items() if "600" not in name)
        assert few[4] > 3
        assert middle[4] < 2


def test_bits_compare_what_perplexity_does_not_and_unknown_words_have_to_be_spelled(done):
    rows = named_rows(done, "levels-table")
    letters, pieces, words, spelled = rows.values()
    assert pieces[4] > 5 * letters[4]
    assert abs(pieces[5] - letters[5]) < 0.1
    assert words[2] > 10
    assert words[5] < letters[5] - 0.5
    assert abs(spelled[-1] - letters[5]) < 0.1


def test_networks_that_write_reviews_are_level_with_counts_and_copy_less_than_people(done):
    rows = named_rows(done, "reviews-table", 6)
    people = rows["people (the test sentences)"]
    three = rows["counts of order 3"]
    for seed in SEEDS:
        network = rows[f"network, seed {seed}"]
        assert abs(network[0] - three[0]) < 3
        assert 2 * network[2] < three[2] < people[1]
