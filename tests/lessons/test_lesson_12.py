"""What lesson 12 says of its tables, for every seed."""

from __future__ import annotations

import re
from statistics import fmean

import pytest
from lesson_kernel import cell_of, lesson_called, named_rows, table_of, text_of

LESSON = "12-which-one-when"
MODELS = ("linear", "RNN", "GRU", "LSTM", "convolution", "attention")
WINNERS = {
    "air": "linear",
    "dry": "RNN",
    "digit": "convolution",
    "wind": "GRU",
    "race": "LSTM",
    "key": "attention",
}


@pytest.fixture
def done(finished):
    return finished(lesson_called(LESSON))


def cells_of(notebook, id_):
    """The cells of each row of a table, by its first."""
    return {
        row[0].strip(): [word.strip() for word in row[1:] if word.strip()]
        for row in table_of(cell_of(notebook, id_))
    }


def scores(notebook, id_):
    return {
        task: dict(zip(MODELS, (float(word) for word in row[: len(MODELS)]), strict=True))
        for task, row in cells_of(notebook, id_).items()
    }


def test_each_of_six_wins_one_task_and_the_questions_say_so(done):
    rows = cells_of(done, "validation-table")
    assert {task: row[-1] for task, row in rows.items()} == WINNERS
    source = lesson_called(LESSON).sources()["winners-ask"]
    for task, winner in WINNERS.items():
        item = source[source.index(f"id: '{task}'") :]
        right = item[: item.index("right: true")].rsplit("text: '", 1)[1]
        assert right.startswith(f"{winner}'"), task


def test_the_winners_of_the_validation_lead_on_the_test_as_well(done):
    rows = cells_of(done, "test-table")
    for task, found in scores(done, "test-table").items():
        winner = WINNERS[task]
        others = [found[model] for model in MODELS if model != winner]
        if task == "dry":
            assert max(found["RNN"], found["GRU"], found["LSTM"]) < 2
            assert min(found["linear"], found["convolution"], found["attention"]) > 2
            continue
        # The worst of its seeds is ahead of the mean of every other model.
        assert float(rows[task][len(MODELS)]) < min(others), task


def test_longer_words_alone_make_the_gru_lose_and_not_the_lstm(done):
    rows = named_rows(done, "why-table")
    assert all(error < 5 for error in rows["race, GRU, words as learned"])
    assert all(error > 30 for error in rows["race, GRU, longer words"])
    assert all(error < 10 for error in rows["race, LSTM, longer words"])


def test_two_keys_are_kept_apart_and_eight_are_not_but_by_attention(done):
    rows = named_rows(done, "why-table")
    for cell in ("GRU", "LSTM"):
        for two, four, eight in zip(
            *(rows[f"{count} keys, {cell}"] for count in (2, 4, 8)), strict=True
        ):
            assert two < 10
            assert two < four < eight
            assert eight > 50
    assert all(error < 35 for error in rows["8 keys, attention"])


def test_with_more_examples_the_same_units_keep_eight_keys_apart(done):
    rows = named_rows(done, "why-table")
    assert max(rows["8 keys, GRU, 6,400 examples"]) < 0.7 * min(rows["8 keys, GRU"])


def test_the_convolution_stays_ahead_with_its_rows_in_another_order(done):
    rows = named_rows(done, "why-table")
    gru = rows["digit, GRU"]
    assert max(rows["digit, convolution, other order"]) < min(gru)
    assert max(rows["digit, convolution"]) < min(gru)
    # A GRU whose read-out sees all its states is where the convolution is.
    assert max(rows["digit, GRU, all states read"]) < min(gru)


def test_the_window_made_half_the_error_and_with_the_same_one_the_linear_model_leads(done):
    rows = named_rows(done, "break-table")
    ((two,), (same,)) = rows["linear, 2 months"], rows["linear, 24 months"]
    for cell in ("RNN", "GRU", "LSTM"):
        assert fmean(rows[f"{cell}, 24 months"]) < 0.55 * two
        assert min(rows[f"{cell}, 24 months"]) > same + 2
    for cell in ("RNN", "GRU"):
        assert all(error > 0.8 * two for error in rows[f"{cell}, 2 months"])


def test_no_contender_stands_at_the_end_of_the_rates_that_were_tried(done):
    rates = [float(word) for row in cells_of(done, "rates-table").values() for word in row]
    assert len(rates) == 5 * len(WINNERS)
    assert min(rates) > 0.0003
    assert max(rates) < 1.28


def test_a_sentence_of_ones_own_is_tried_on_trainings_that_just_ran(done):
    told = text_of(cell_of(done, "own-claim"))
    assert "“On dry, the RNN leaves more error than the GRU.”" in told
    # At the smaller rate after five epochs, at least.
    assert re.search(r"tried from 3 seeds at 4 places: true at [1-4],", told)


def test_a_recurrent_step_costs_the_same_whatever_came_before(done):
    rows = named_rows(done, "cost-table")
    for cell, blocks in (("RNN", 1), ("GRU", 3), ("LSTM", 4)):
        multiplications, year, kept, waits, _ = rows[cell]
        assert multiplications == year == blocks * (2 + 8) * 8 + 8
        assert kept == (16 if cell == "LSTM" else 8)
        assert waits == 21
    for model in ("linear", "convolution", "attention"):
        assert rows[model][1] > 5 * rows[model][0]
        assert rows[model][3] < 6


def test_each_brief_gets_what_the_question_says(done):
    rows = cells_of(done, "briefs-table")
    chosen = {who: row[1] for who, row in rows.items()}
    assert chosen["sensor"] == "RNN"
    assert chosen["station"] == "GRU"
    assert chosen["sorter"] == "convolution"
    assert chosen["observatory"] == "linear"
    # What the guard can pay leaves most of the error.
    assert float(rows["guard"][2]) > 50
    assert rows["guard"][3] == "attention"
