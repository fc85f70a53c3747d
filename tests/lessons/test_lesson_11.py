"""What lesson 11 says of its tables, for every search."""

from __future__ import annotations

import pytest
from lesson_kernel import cell_of, lesson_called, named_rows, table_of

LESSON = "11-choosing"


@pytest.fixture
def done(finished):
    return finished(lesson_called(LESSON))


def test_of_a_lead_in_four_weeks_most_goes_and_of_one_in_a_year_hardly_any(done):
    # Below the table stands the text of the search's picture.
    rows = [row for row in named_rows(done, "lead-table").values() if len(row) == 2]
    weeks, years = rows[::2], rows[1::2]
    assert len(weeks) == len(years) == 3
    for (there, fresh), (year, kept) in zip(weeks, years, strict=True):
        assert fresh < 0.65 * there
        assert kept > 0.8 * year
        assert kept > fresh - 15
    assert sum(fresh for _, fresh in weeks) < 0.5 * sum(there for there, _ in weeks)


def test_fewer_days_leave_less_of_a_lead_and_the_first_weeks_least(done):
    rows = named_rows(done, "lead-days")
    first, other, by_lot, spread, year = (mean for _, mean, _, _ in rows.values())
    assert first < min(other, by_lot) - 10
    assert max(other, by_lot) < spread < year - 20


def test_of_equal_forecasts_the_best_leads_where_it_was_chosen_and_nowhere_else(done):
    equal, seeds, settings = named_rows(done, "luck-table").values()
    assert equal[0] > 60
    assert abs(equal[1]) < 15
    assert all(abs(each) < 25 for each in equal[2:])
    for kind in (seeds, settings):
        assert kind[0] > 100
        assert kind[1] < 0.5 * kind[0]
    assert settings[1] > equal[1] + 15


def test_a_gain_that_was_chosen_on_the_test_is_flattered_in_every_search(done):
    rows = list(named_rows(done, "break-table").values())
    searches, by_lot, equals = rows[:3], rows[3:6], rows[6:]
    for reported, rest, _ in searches:
        assert rest < 0.7 * reported
    # The first weeks are New Year: other days lose less, and still something.
    for reported, rest, _ in by_lot:
        assert rest < 0.9 * reported
    for reported, rest, honest in equals:
        assert reported > 50
        assert max(abs(rest), abs(honest)) < 30


def test_the_honest_table_has_one_search_clearly_better_and_not_all(done):
    *searches, line = named_rows(done, "honest-table").values()
    on_test = [row[-1] for row in searches]
    assert min(on_test) < line[-1] - 20
    assert max(on_test) > line[-1]


def test_the_linear_model_beats_last_week_on_the_test(done):
    week, line = named_rows(done, "years-data").values()
    assert line[-1] < week[-1]


def test_shuffled_folds_promise_too_little_of_an_error_and_all_choose_alike(done):
    rows = named_rows(done, "grid-table")
    time, dealt, pieces = (
        rows[name] for name in ("in the order of time", "shuffled folds", "folds in one piece")
    )
    assert time[:2] == dealt[:2] == pieces[:2]
    fresh = time[3]
    assert dealt[2] < pieces[2] < fresh < time[2]


def test_what_is_held_out_in_time_follows_what_was_trained_on(done):
    rows = [
        [word for word in row if word.strip()] for row in table_of(cell_of(done, "grid-splits"))
    ]
    assert len(rows) == 3
    for _, first, last, held, until in rows:
        assert first.strip() < last.strip() < held.strip() < until.strip()
