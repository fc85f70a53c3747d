"""States that the model's own code changes between two steps: what each step was given counts."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

import gatescope
from gatescope.tracing.backward import gradients_by_parameter
from gatescope.tracing.terms import terms_of

SAID = "The model changes the state of cell between steps."
CELLS = {"lstm": nn.LSTMCell, "gru": nn.GRUCell, "rnn": nn.RNNCell, "a layer": nn.GRU}


class Mogrified(nn.Module):
    """Each step's h is scaled by what enters, as a Mogrifier (mogrifier 0.0.5, MIT) does."""

    def __init__(self, kind, scale=True):
        super().__init__()
        self.cell, self.scale = CELLS[kind](3, 4), nn.Linear(3, 4) if scale else None
        self.kind = kind

    def forward(self, x):
        h = c = x.new_zeros(x.shape[0], 4)
        found = []
        for step in x.unbind(1):
            given = h if self.scale is None else 2 * torch.sigmoid(self.scale(step)) * h
            if self.kind == "lstm":
                h, c = self.cell(step, (given, c))
            elif self.kind == "a layer":
                h = self.cell(step[None], given[None])[1][0]
            else:
                h = self.cell(step, given)
            found.append(h)
        return torch.stack(found, 1)


@pytest.mark.parametrize("kind", CELLS)
def test_the_derivatives_by_u_are_those_of_the_states_that_each_step_was_given(kind):
    torch.manual_seed(0)
    model, x = Mogrified(kind).double(), torch.randn(2, 6, 3, dtype=torch.float64)
    run = gatescope.trace(model, x, sequence=1, gradients_of=lambda out: out.square().sum())
    assert any(note.startswith(SAID) for note in run.record.notes)
    model(x[1:]).square().sum().backward()
    own = dict(model.cell.named_parameters())
    expected = next(of.grad for name, of in own.items() if name.startswith("weight_hh"))
    found = gradients_by_parameter(run["cell"].record, ())
    letters = {"lstm": "ifgo", "gru": "rzn", "a layer": "rzn"}.get(kind, "")
    parts = np.concatenate([found[f"U_{gate}"] for gate in letters]) if letters else found["U"]
    assert np.abs(parts - expected.numpy()).max() <= 1e-12 + 1e-9 * float(expected.abs().max())


def test_the_parts_of_a_gate_add_up_to_it():
    torch.manual_seed(0)
    run = gatescope.trace(Mogrified("lstm"), torch.randn(1, 5, 3))
    layer = run["cell"].record
    total = sum(part for channel, _, part in terms_of(layer) if channel == "f")
    assert 1 / (1 + np.exp(-total)) == pytest.approx(layer.channels["f"], abs=1e-6)


def test_a_state_that_is_handed_on_as_it_was_is_not_said_to_be_changed():
    class Leaving(Mogrified):
        def forward(self, x):
            h = x.new_zeros(len(x), 4)
            for step in x.unbind(1):
                h = h[: max(1, len(h) - 1)]  # a sequence is over
                h = self.cell(step[: len(h)], h)
            return h

    for model in (Mogrified("gru", scale=False), Leaving("gru")):
        with gatescope.record(model) as recording:
            model(torch.randn(4, 5, 3))
        assert recording.run["cell"].h.shape == (5, 4)
        assert recording.run.record.notes == []


def test_a_cell_of_flax_in_a_loop_is_given_what_the_loop_made_of_its_state():
    from flax import nnx

    class Halved(nnx.Module):
        def __init__(self, rngs):
            self.cell = nnx.GRUCell(3, 4, rngs=rngs)

        def __call__(self, x):
            h = np.zeros((x.shape[0], 4), "float32")
            for step in range(x.shape[1]):
                h, _ = self.cell(0.5 * h, x[:, step])
            return h

    x = np.random.default_rng(0).normal(size=(1, 4, 3)).astype("float32")
    layer = gatescope.trace(Halved(nnx.Rngs(0)), x)["cell"].record
    assert layer.before("h")[1:] == pytest.approx(0.5 * layer.channels["h"][:-1], abs=1e-6)
