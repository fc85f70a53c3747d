"""Loops that cut their own gradient between two steps: nothing of a picture goes on through the cut."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

import gatescope

CELLS = {"lstm": nn.LSTMCell, "gru": nn.GRUCell, "rnn": nn.RNNCell, "a layer": nn.LSTM}
STEPS, CUTS = 12, (4, 8)


def alike(state, change):
    return tuple(map(change, state)) if isinstance(state, tuple) else change(state)


class Truncated(nn.Module):
    """Back-propagation through time in windows of four steps."""

    def __init__(self, kind, cuts=CUTS, how=torch.detach):
        super().__init__()
        self.cell, self.cuts, self.how = CELLS[kind](2, 3).double(), cuts, how

    def step(self, x, state):
        if isinstance(self.cell, nn.LSTM):
            return self.cell(x[None], state)[1]
        return self.cell(x, state)

    def states(self, x, state=None, first=0):
        found = []
        for t in range(first, x.shape[1]):
            if t in self.cuts:
                state = alike(state, self.how)
            state = self.step(x[:, t], state)
            found.append(state)
        return found

    def forward(self, x):
        last = self.states(x)[-1]
        return last[0] if isinstance(last, tuple) else last


def products(model, x):
    """`[T]`: ‖∂s_T/∂s_t‖ by autograd, each from a state of step t that is an input."""
    with torch.no_grad():
        states = model.states(x)
    found = [1.0]
    for t in reversed(range(x.shape[1] - 1)):
        parts = states[t] if isinstance(states[t], tuple) else (states[t],)

        def end(*given, t=t):
            state = given if len(given) > 1 else given[0]
            last = model.states(x, state, t + 1)[-1]
            return torch.cat([each.reshape(-1) for each in (last if len(given) > 1 else (last,))])

        rows = torch.autograd.functional.jacobian(end, parts)
        whole = torch.cat([each.reshape(each.shape[0], -1) for each in rows], 1)
        found.append(float(torch.linalg.matrix_norm(whole, 2)))
    return np.array(found[::-1])


def flow_of(run):
    return run.gradient_flow(progress=False).to_bundle()["networks"][0]


@pytest.mark.parametrize("kind", CELLS)
def test_products_of_jacobians_end_where_the_chain_is_cut(kind):
    torch.manual_seed(0)
    model, x = Truncated(kind), torch.randn(1, STEPS, 2, dtype=torch.float64)
    run = gatescope.trace(model, x, gradients_of=lambda out: out.sum())
    flow = flow_of(run)
    assert flow["product"].values == pytest.approx(products(model, x), abs=1e-9)
    assert [step for step in range(1, STEPS) if flow["factors"].values[step] == 0] == list(CUTS)
    (said,) = run.record.notes
    assert "(detach, no_grad, stop_gradient) where steps 4, 8 begin" in said


def test_a_state_of_which_one_half_is_cut_goes_on_through_the_other():
    class Half(Truncated):
        def states(self, x, state=None, first=0):
            found = []
            for t in range(first, x.shape[1]):
                if t in self.cuts:
                    state = state[0].detach(), state[1]
                state = self.cell(x[:, t], state)
                found.append(state)
            return found

    torch.manual_seed(0)
    model, x = Half("lstm"), torch.randn(1, STEPS, 2, dtype=torch.float64)
    run = gatescope.trace(model, x, gradients_of=lambda out: out.sum())
    flow = flow_of(run)
    assert flow["product"].values == pytest.approx(products(model, x), abs=1e-9)
    assert (flow["product"].values > 0).all()
    assert run.record.layers[0].cut == dict.fromkeys(CUTS, ("h",))


def changed(state):
    return 0.5 * state + 0.1


@pytest.mark.parametrize("how", [changed, torch.clone], ids=["changed", "copied"])
def test_a_state_that_is_only_changed_is_not_cut(how):
    torch.manual_seed(0)
    model, x = Truncated("lstm", how=how), torch.randn(1, STEPS, 2, dtype=torch.float64)
    run = gatescope.trace(model, x, gradients_of=lambda out: out.sum())
    assert run.record.layers[0].cut == {}


def test_steps_without_gradients_are_cut_one_from_the_other():
    class BurnedIn(Truncated):
        def forward(self, x):
            with torch.no_grad():
                state = self.cell(x[:, :5].transpose(0, 1))[1]
            return self.cell(x[:, 5:].transpose(0, 1), state)[0][-1]

    torch.manual_seed(0)
    x = torch.randn(1, STEPS, 2, dtype=torch.float64)
    run = gatescope.trace(BurnedIn("a layer"), x, gradients_of=lambda out: out.sum())
    product = flow_of(run)["product"].values
    assert (product[:5] == 0).all() and (product[5:] > 0).all()
    assert np.all(run.layers[0].gradients["h"][:5] == 0)


def keras_run():
    import keras

    class Loop(keras.Model):
        def __init__(self):
            super().__init__()
            self.cell = keras.layers.SimpleRNNCell(1)

        def call(self, x):
            h = keras.ops.ones((len(x), 1))
            for t in range(x.shape[1]):
                h = keras.ops.stop_gradient(h) if t in CUTS else h
                h, _ = self.cell(x[:, t], [h])
            return h

    keras.utils.set_random_seed(0)
    model, x = Loop(), np.ones((1, STEPS, 2), np.float32)
    model(x)
    return gatescope.trace(model, x, gradients_of=keras.ops.sum)


def flax_run():
    import jax
    from flax import nnx

    class Loop(nnx.Module):
        def __init__(self):
            self.cell = nnx.SimpleCell(2, 1, rngs=nnx.Rngs(0))

        def __call__(self, x):
            h = jax.numpy.ones((len(x), 1))
            for t in range(x.shape[1]):
                h = jax.lax.stop_gradient(h) if t in CUTS else h
                h, _ = self.cell(h, x[:, t])
            return h

    return gatescope.trace(
        Loop(), np.ones((1, STEPS, 2), np.float32), gradients_of=lambda h: h.sum()
    )


@pytest.mark.parametrize("made", [keras_run, flax_run], ids=["keras", "flax"])
def test_a_stop_gradient_of_keras_and_jax_is_told_by_its_numbers(made):
    run = made()
    flow = flow_of(run)
    # Of one unit the product is what the framework's own gradient became on its way.
    hidden = flow["hidden"].values
    assert flow["product"].values == pytest.approx(hidden / hidden[-1], rel=1e-4)
    assert (hidden[: CUTS[-1]] == 0).all() and (hidden[CUTS[-1] :] > 0).all()
    assert "where step 8 begins" in run.record.notes[0]
