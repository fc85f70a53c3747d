"""Keras layers that are called twice, carry their state or look ids up, and the model as it was.

A back end is chosen when Keras is imported, so each runs in a process of its own
(`keras_calls_program.py`).
"""

from __future__ import annotations

from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("keras_calls_program.py")
MODELS = ("LSTM", "Bidirectional", "own")


def agree(slopes):
    differences, gradient = slopes
    assert gradient != 0
    assert differences == pytest.approx(gradient, rel=0.02)


def test_each_call_of_a_layer_is_seen_by_its_own_name(found):
    assert found["twice"]["names"] == ["lstm", "lstm (2)"]
    assert max(found["twice"]["apart"]) < 1e-6
    for slopes in found["twice"]["slopes"]:
        agree(slopes)


@pytest.mark.parametrize("model", MODELS)
def test_a_trace_goes_on_from_the_state_that_a_stateful_layer_carries(found, model):
    seen = found["stateful"][model]
    assert seen["initial"] == 0
    traced, *rest = seen["losses"]
    assert rest == pytest.approx([traced] * len(rest), rel=1e-4)
    assert seen["other"][0] == pytest.approx(seen["other"][1], rel=1e-4)
    agree(seen["slopes"])


@pytest.mark.parametrize("model", MODELS)
def test_a_stateful_model_is_left_as_it_was_and_recomputes_do_not_move(found, model):
    seen = found["stateful"][model]
    assert seen["unchanged"] is True
    assert seen["moved"] is True, "the model's own call moves it"
    traced, again, late, _ = seen["losses"]
    assert [again, late] == [traced, traced]


@pytest.mark.parametrize("model", MODELS)
def test_a_check_of_a_stateful_model_begins_each_batch_with_its_states(found, model):
    seen = found["stateful"][model]
    assert seen["apart"] < 1e-6
    assert not {"dropout-on", "not-finite"} & set(seen["checked"])


@pytest.mark.parametrize("length", [None, 4])
def test_as_many_answers_as_steps_are_a_series_where_they_grow_with_them(found, length):
    assert found["forecasts"][f"at the end, {length}"] == [4, []]
    assert found["forecasts"][f"each step, {length}"] == [1, [0, 1, 2, 3]]


def test_numbers_of_16_bits_are_tables_of_32(found):
    assert {kind for kinds in found["narrow"] for kind in kinds} <= {"float32", "float64"}


def test_dropout_draws_the_same_again(found):
    assert len(set(found["dropped"]["losses"])) == 1
    assert found["dropped"]["unchanged"] is True


def test_an_id_without_a_row_is_named_by_its_place_in_the_batch(found):
    said = (
        "trace: x must hold whole numbers from 0 to 8, the ids of the embedding 'embed' of size 9; "
        "got 9 at [1, 2]"
    )
    assert found["ids"]["said"] == [said] * 3
    assert found["ids"]["apart"] < 1e-6


def test_states_that_are_not_there_or_of_another_batch_are_named(found):
    assert "is not built yet; call the model on x once" in found["unbuilt"]
    assert "trace: x must have 3 sequences, as the stateful layer" in found["batch"]
    assert found["batch"].endswith("was built for, got 2")


def test_a_decoder_over_other_steps_is_said_to_be_left_out_and_drawn_by_its_name(found):
    seen = found["addition"]
    assert seen["layers"] == ["encoder"]
    assert seen["notes"] == [
        "Layers over other steps are left out: decoder (4 steps); name them with layers=[…]."
    ]
    assert seen["decoder"] == [4]
    assert seen["its notes"] == []


@pytest.mark.parametrize("attention", ["dot", "additive", "heads", "by hand"])
def test_a_decoder_looks_at_its_encoder_as_the_attention_layer_says(found, attention):
    seen = found["looking"][attention]
    assert seen["layers"] == [["reads", "writes"]] * 2
    assert seen["shape"] == [5, 7]
    assert seen["apart"] <= 1e-6


def test_an_attention_that_pools_is_seen_and_an_answer_of_probabilities_is_none(found):
    assert found["pooled"]["looks"] == [["reads", None]]
    assert found["pooled"]["apart"] <= 1e-6
