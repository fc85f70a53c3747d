"""Keras models: what is traced is what Keras computes, on each of its back ends.

A back end is chosen when Keras is imported, so each runs in a process of its own (`keras_program.py`).
"""

from __future__ import annotations

from pathlib import Path

PROGRAM = Path(__file__).with_name("keras_program.py")


def test_the_loss_is_the_models_own(found):
    assert found["layers"] >= 13
    assert found["loss"] < 5e-6


def test_gradients_are_what_finite_differences_find(found):
    assert found["gradient"] < 2e-3


def test_the_derivative_of_an_answer_by_the_input_is_what_finite_differences_find(found):
    assert 0 < found["slope"] < 2e-3
    assert "it is tokens" in found["tokenSlope"]


def test_the_model_is_left_as_it_was(found):
    assert found["unchanged"] is True


def test_padding_is_masked_and_tokens_are_not_numbers_to_edit(found):
    assert found["mask"] == [1, 1, 1, 0, 0, 0]
    assert found["answeredAt"] == [2]
    assert found["tokens"] == [["token"], False]


def test_a_compiled_model_brings_its_loss_and_training_makes_a_run_stale(found):
    assert found["compiled"] == "binary_crossentropy"
    assert found["stale"] is True


def test_a_training_is_logged_by_a_callback_as_keras_keeps_it(found):
    status, planned, losses = found["training"]
    assert (status, planned) == ("finished", 2)
    assert losses == found["history"]
    assert len(losses) == 2


def test_weights_have_their_gradients_by_gate(found):
    # 12 of an LSTM; 12 of each of a Bidirectional's GRUs, whose biases are two.
    assert found["weights"] == [12, 12, 12]


def test_what_is_wrong_is_named(found):
    assert (
        "no SimpleRNN, LSTM or GRU layer in the model. Found: 1 InputLayer, 1 Dense"
        in found["none"]
    )
    assert "sequence must be from 0 to 0, got 1" in found["sequence"]
    assert "loss must be one of Keras's losses, got 'nope'" in found["lossName"]
