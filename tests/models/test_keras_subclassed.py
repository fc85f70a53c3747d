"""Keras models that are classes of the user's own: what they call is seen, whatever its attribute is called."""

from __future__ import annotations

import keras
import numpy as np
import pytest

import gatescope


def random(*shape):
    return np.random.default_rng(0).normal(size=shape).astype(np.float32)


class WithCell(keras.Model):
    """It keeps its cell beside the layer that runs it, as in TensorFlow's tutorial on time series."""

    def __init__(self, *, runs: bool) -> None:
        super().__init__()
        self.cell = keras.layers.LSTMCell(3)
        self.rnn, self.head = keras.layers.RNN(self.cell), keras.layers.Dense(1)
        self.runs = runs

    def call(self, x):
        return self.head(self.rnn(x) if self.runs else x[:, -1])


def test_a_model_with_an_attribute_cell_is_no_layer_of_that_cell():
    model, x = WithCell(runs=True), random(2, 6, 3)
    model(x)
    run = gatescope.trace(model, x)
    assert [layer.name for layer in run] == [model.rnn.name]
    assert run[model.rnn.name].h.shape == (6, 3)
    h = keras.ops.convert_to_numpy(model.rnn(x))
    np.testing.assert_allclose(run[model.rnn.name].h[-1], h[0], atol=1e-6)


def test_a_layer_that_was_not_called_is_named():
    model, x = WithCell(runs=True), random(2, 6, 3)
    model(x)
    model.runs = False
    with pytest.raises(gatescope.NothingToSee, match="no recurrent layer ran: the model has 'rnn"):
        gatescope.trace(model, x)
