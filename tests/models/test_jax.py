"""flax nnx modules: outputs as flax computes them, gradients as finite differences find them."""

from __future__ import annotations

import numpy as np
import pytest
from flax import nnx

import gatescope
from gatescope.tracing.backward import gradients_by_parameter

X = np.random.default_rng(0).normal(size=(3, 6, 2)).astype("float32")
Y = np.random.default_rng(1).normal(size=(3, 6, 1)).astype("float32")


class Model(nnx.Module):
    def __init__(self, cell, both, rngs):
        def rnn():
            return nnx.RNN(cell(2, 4, rngs=rngs))

        self.rnn = nnx.Bidirectional(rnn(), rnn()) if both else rnn()
        self.drop = nnx.Dropout(0.5, rngs=rngs)
        self.out = nnx.Linear(8 if both else 4, 1, rngs=rngs)

    def __call__(self, x):
        return self.out(self.drop(self.rnn(x)))


def squared(output, target):
    return ((output - target) ** 2).mean()


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("cell", [nnx.LSTMCell, nnx.OptimizedLSTMCell, nnx.GRUCell, nnx.SimpleCell])
def test_a_flax_model_is_seen_as_it_runs(cell, both, faults):
    model = Model(cell, both, nnx.Rngs(0))
    model.eval()
    expected = np.asarray(model(X))[1, :, 0]
    run = gatescope.trace(model, X, Y, squared, sequence=1)
    assert run.record.outputs[0].values == pytest.approx(expected, abs=1e-6)
    assert faults(run.to_bundle()) == []
    other = run.at_sequence(0)
    assert other.record.outputs[0].values == pytest.approx(np.asarray(model(X))[0, :, 0], abs=1e-6)
    assert other.to_bundle()["batch"] == {"sequence": 0, "size": len(X), "shares": [0.1, 0.9]}
    layer, tiny = run.layers[-1], 1e-2
    channel = layer.channels[0]
    value = float(layer[channel][2, 0])
    up, down = (
        run.clamp(channel, value + by, units=0, steps=2, layer=layer.name).loss
        for by in (tiny, -tiny)
    )
    assert layer.gradients[channel][2, 0] == pytest.approx((up - down) / (2 * tiny), abs=2e-4)


def test_what_has_no_rnn_is_refused():
    with pytest.raises(gatescope.NothingToSee, match=r"no nnx\.RNN"):
        gatescope.trace(nnx.Linear(2, 3, rngs=nnx.Rngs(0)), X)


class Twice(nnx.Module):
    """One LSTM over x, and again over its own outputs."""

    def __init__(self, rngs):
        self.rnn = nnx.RNN(nnx.LSTMCell(2, 2, rngs=rngs))

    def __call__(self, x):
        return self.rnn(self.rnn(x))


def test_each_call_of_an_rnn_is_seen_by_its_own_name():
    model = Twice(nnx.Rngs(0))
    run = gatescope.trace(model, X, gradients_of=lambda output: (output**2).sum())
    assert [layer.name for layer in run.layers] == ["rnn", "rnn (2)"]
    first = model.rnn(X[:1])
    assert run["rnn"].h == pytest.approx(np.asarray(first)[0], abs=1e-6)
    assert run["rnn (2)"].h == pytest.approx(np.asarray(model.rnn(first))[0], abs=1e-6)
    for name in ("rnn", "rnn (2)"):
        value, tiny = float(run[name].f[2, 0]), 1e-2
        up, down = (
            run.clamp("f", value + by, units=0, steps=2, layer=name).loss for by in (tiny, -tiny)
        )
        gradient = float(run[name].gradients["f"][2, 0])
        assert gradient != 0
        assert gradient == pytest.approx((up - down) / (2 * tiny), rel=0.02)


@pytest.mark.parametrize("cell", [nnx.OptimizedLSTMCell, nnx.GRUCell])
def test_weights_have_their_gradients_by_gate_whatever_the_activations(cell):
    model = nnx.RNN(
        cell(2, 3, activation_fn=nnx.softplus, gate_fn=nnx.hard_sigmoid, rngs=nnx.Rngs(0))
    )
    x = np.random.default_rng(0).standard_normal((1, 5, 2)).astype("f4")
    run = gatescope.trace(model, x, gradients_of=lambda h: h.sum())
    zeros = np.zeros((1, 3), "f4")
    carry = zeros if cell is nnx.GRUCell else (zeros, zeros)
    by_jax = nnx.grad(lambda model: model(x, initial_carry=carry).sum())(model)
    found = gradients_by_parameter(run.layers[0].record)
    gates = "rzn" if cell is nnx.GRUCell else "ifgo"
    expected = np.asarray(by_jax["cell"]["dense_i"]["kernel"][...]).T
    assert np.concatenate([found[f"W_{gate}"] for gate in gates]) == pytest.approx(
        expected, abs=1e-5
    )
