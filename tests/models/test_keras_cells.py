"""Keras cells that are called a step at a time, several in one layer or of a user's own.

Each back end in a process of its own (`keras_cells_program.py`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

PROGRAM = Path(__file__).with_name("keras_cells_program.py")
LAYERS = {
    "loop": {"gru": 5, "writes": 4},
    "goes on": {"rnn": 9},
    "stacked": {"one": 5, "two": 5},
    "masked": {"lstm_cell": 5, "gru_cell": 5},
    "backward": {"one": 5, "two": 5},
    "own": {"own": 5},
    "named": {"own": 5},
    "one by one": {"lstm": 5},
    "by hand": {"hand": 5},
    "at once": {"hand": 5},
    "matrix": {"hand": 5},
}


@pytest.mark.parametrize("model", LAYERS)
def test_a_cell_is_seen_in_all_of_its_steps(found, model):
    seen = found[model]
    if model == "loop":
        assert seen["layers"] == {"gru": 5}
        assert seen["notes"] == [
            "Layers over other steps are left out: writes (4 steps); name them with layers=[…]."
        ]
    else:
        assert seen["layers"] == LAYERS[model]
        assert seen["notes"] == []
    assert seen["checked"] == list(LAYERS[model])


@pytest.mark.parametrize("model", LAYERS)
def test_a_trace_gives_the_models_own_numbers_and_gradients(found, model):
    seen = found[model]
    assert seen["loss"][0] == pytest.approx(seen["loss"][1], rel=1e-5)
    differences, gradient = seen["slope"]
    assert gradient != 0
    assert differences == pytest.approx(gradient, rel=0.03)
    assert seen["apart"] < 1e-6


def test_a_state_stands_still_in_padding_whatever_the_layer_runs(found):
    seen = found["masked"]
    assert seen["mask"] == [0, 0, 1, 1, 1]
    h = np.array(seen["h"])
    assert not h[:2].any()
    assert h[2:].all()


def test_of_a_cell_of_ones_own_the_states_are_seen_and_what_it_names(found):
    assert found["own"]["channels"] == found["own"]["states"] == ["h"]
    assert found["named"]["channels"] == ["f", "h"]
    assert found["named"]["states"] == ["h"]


def test_a_state_that_a_scan_gave_has_the_derivative_of_its_loop(found):
    assert found["at once"]["channels"] == ["z", "b", "h"]
    for numbers in ("h", "dh"):
        assert np.allclose(found["at once"][numbers], found["by hand"][numbers], atol=1e-5)
    assert np.abs(found["by hand"]["dh"]).max() > 0


def test_a_matrix_keeps_its_axes(found):
    assert np.shape(found["matrix"]["h"]) == np.shape(found["matrix"]["dh"]) == (5, 2, 3)
    h = np.array(found["matrix"]["h"])
    assert np.array_equal(h[:, 0], -h[:, 1])


def test_a_layer_of_pictures_is_said_to_be_left_out(found):
    assert found["pictures"] == ["Left out: frames, whose states are pictures and not units."]
