"""What lesson 06 says of its tables, for every seed."""

from __future__ import annotations

import pytest
from lesson_kernel import lesson_called, named_rows

LESSON = "06-both-ways-and-deeper"


@pytest.fixture
def done(finished):
    return finished(lesson_called(LESSON))


def test_it_is_the_direction_and_not_the_size_that_fills_a_hole(done):
    """Seed by seed: both ways, also the narrow one, before each network that reads one way."""
    found = named_rows(done, "ways-seeds")
    one_way = zip(found["forward"], found["backward"], found["forward, wider"], strict=True)
    both = zip(found["both ways"], found["both ways, narrower"], strict=True)
    for alone, together in zip(one_way, both, strict=True):
        assert max(together) < min(alone) - 0.05
    rows = named_rows(done, "ways-table")
    numbers = {name: row[2] for name, row in rows.items()}
    assert numbers["forward, wider"] > numbers["both ways"]
    assert numbers["both ways, narrower"] < 1.05 * numbers["forward"]


def test_each_direction_is_good_at_its_own_edge_and_both_ways_at_both(done):
    rows = {name: row[3:] for name, row in named_rows(done, "ways-table").items()}
    forward, backward, both = (rows[name] for name in ("forward", "backward", "both ways"))
    assert forward[0] < forward[-1] - 0.5
    assert backward[-1] < backward[0] - 0.5
    assert max(both[0], both[-1]) < both[3] - 0.3


def test_a_linear_filling_does_what_the_networks_do(done):
    rows = named_rows(done, "rival-table")
    straight, linear, both, deep = (row[:2] for row in rows.values())
    assert linear[0] < straight[0] - 0.1
    assert linear[0] < min(both[0], deep[0]) + 0.02
    assert linear[1] < both[1] / 5


def test_a_second_layer_gains_hardly_more_than_the_spread(done):
    rows = named_rows(done, "ways-table")
    assert abs(rows["both ways"][0] - rows["both ways, two layers"][0]) < 0.08
    assert rows["both ways, two layers"][2] > 3 * rows["both ways"][2]


def test_a_network_that_reads_one_way_does_not_answer_to_the_other_side(done):
    rows = named_rows(done, "depends-table")
    assert rows["forward"][4:] == [0, 0, 0, 0]
    assert rows["backward"][:4] == [0, 0, 0, 0]
    assert all(value != 0 for value in rows["both ways"])


def test_looking_ahead_is_a_leak_in_a_forecast_on_every_seed(done):
    rows = named_rows(done, "break-table")
    unchanged = rows.pop("as warm as today")[0]
    assert len(rows) == 6
    for name, (piece, evening) in rows.items():
        if name.startswith("forward"):
            assert abs(piece - evening) < 0.02
            assert evening < unchanged
        else:
            assert piece < 0.3
            assert evening > unchanged


def test_looking_ahead_gives_nothing_where_only_the_past_counts(done):
    rows = named_rows(done, "none-table")
    assert all(worst < 0.1 for *_, worst in rows.values())
    assert rows["forward"][0] < min(rows["both ways"][0], rows["two layers, both ways"][0]) + 0.01


def test_one_layer_guesses_however_wide_and_a_place_to_meet_is_enough(done):
    rows = named_rows(done, "meet-table")
    narrow, wide, deep, dense = rows.values()
    assert max(*narrow[1:], *wide[1:]) < 65
    assert min(*deep[1:], *dense[1:]) > 97
    assert deep[0] < dense[0] < wide[0]
