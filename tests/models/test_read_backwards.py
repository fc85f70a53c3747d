"""Loops that read a series from its end: each step is drawn where it stands in what was read."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from test_own_starts import Named
from torch import nn

import gatescope

STEPS = 6


class Backwards(nn.Module):
    """A cell, or a layer, over what `order` makes of x."""

    def __init__(self, order, cell=None):
        super().__init__()
        self.order, self.cell = order, cell or nn.GRUCell(2, 3)

    def forward(self, x):
        h = torch.zeros(len(x), 3)
        for step in self.order(x):
            h = self.cell(step, h)
        return h


ORDERS = {
    "slices": lambda x: [x[:, t] for t in reversed(range(x.shape[1]))],
    "places from the end": lambda x: [x[:, -t - 1] for t in range(x.shape[1])],
    "slices of one step": lambda x: [
        x[:, t : t + 1].squeeze(1) for t in range(x.shape[1] - 1, -1, -1)
    ],
    "a flip": lambda x: torch.flip(x, [1]).unbind(1),
    "slices of a flip": lambda x: [x.flip(1)[:, t] for t in range(x.shape[1])],
    "a reversed list": lambda x: list(x.unbind(1))[::-1],
    "a reversed tensor": lambda x: reversed(x.transpose(0, 1)),
    "indices": lambda x: x[:, torch.arange(x.shape[1] - 1, -1, -1)].unbind(1),
    "indices of numpy": lambda x: x[:, np.arange(x.shape[1])[::-1].copy()].unbind(1),
    "parts": lambda x: [part[:, 0] for part in x.split(1, 1)][::-1],
    "picked": lambda x: [x.select(1, t) for t in reversed(range(x.shape[1]))],
}


def by_hand(cell, x):
    """h of each step of x, and dL/dh for L the sum of the last call's squares."""
    h, states = torch.zeros(1, 3, requires_grad=True), {}
    for t in reversed(range(len(x))):
        h = states[t] = cell(x[t][None], h)
    by = torch.autograd.grad(h.square().sum(), [states[t] for t in range(len(x))])
    return [
        torch.cat(each).detach().numpy()
        for each in ([states[t] for t in range(len(x))], list(by))
    ]  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
def test_a_step_has_the_state_and_the_gradient_of_the_call_that_read_it(order):
    torch.manual_seed(0)
    model, x = Backwards(ORDERS[order]), torch.randn(2, STEPS, 2)
    run = gatescope.trace(
        model, x, sequence=1, labels=list("abcdef"), gradients_of=lambda out: out.square().sum()
    )
    layer, (h, by) = run["cell"], by_hand(model.cell, x[1])
    assert layer.record.direction == "backward"
    assert layer.record.inputs == pytest.approx(x[1].numpy())
    assert layer.h == pytest.approx(h, abs=1e-6)
    assert layer.gradients["h"] == pytest.approx(by, abs=1e-6)
    assert layer.record.before("h")[-1] == pytest.approx(np.zeros(3))
    assert run.gradient_flow(progress=False).to_bundle()["lossStep"] == 0
    assert any("called with the last step first" in note for note in run.record.notes)
    assert run.clamp("z", 1, steps=2)["cell"].h[2] == pytest.approx(h[3], abs=1e-6)
    many = gatescope.samples(model, x)
    assert many["cell"].h[1] == pytest.approx(h, abs=1e-6)


def test_a_recording_is_in_the_order_of_what_was_read_as_well():
    torch.manual_seed(0)
    model, x = Backwards(ORDERS["slices"]), torch.randn(1, STEPS, 2)
    with gatescope.record(model) as r:
        r.backward(model(x).square().sum())
    h, by = by_hand(model.cell, x[0])
    assert r.run["cell"].h == pytest.approx(h, abs=1e-6)
    assert r.run["cell"].gradients["h"] == pytest.approx(by, abs=1e-6)


def test_a_layer_over_a_flipped_series_is_computed_backward():
    torch.manual_seed(0)
    gru, x = nn.GRU(2, 3, batch_first=True, bidirectional=True), torch.randn(1, STEPS, 2)
    run = gatescope.trace(lambda given: gru(given.flip(1))[0], x)
    alone = gatescope.trace(lambda given: gru(given)[0], x.flip(1))
    for layer, other in zip(run, alone, strict=True):
        assert layer.record.direction != other.record.direction
        assert layer.h == pytest.approx(other.h[::-1], abs=1e-6)


class Tokens(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.cell = nn.Embedding(9, 2), Named()

    def forward(self, tokens):
        h = torch.zeros(len(tokens), 3)
        for t in reversed(range(tokens.shape[1])):
            h = self.cell(self.embedding(tokens[:, t]), h)
        return h


def test_a_cell_written_by_hand_is_seen_in_the_order_of_its_tokens():
    torch.manual_seed(0)
    model, tokens = Tokens(), torch.tensor([[5, 1, 7, 2]])
    run = gatescope.trace(model, tokens)
    h, _ = by_hand(model.cell, model.embedding(tokens)[0].detach())
    assert run["cell"].h == pytest.approx(h, abs=1e-6)
    assert run.record.input[:, 0].tolist() == [5, 1, 7, 2]


FORWARD = {
    "as it is": lambda x: x.unbind(1),
    "flipped twice": lambda x: x.flip(1).flip(1).unbind(1),
    "beside its last step": lambda x: [step + x[:, -1] for step in x.unbind(1)],
    "beside its own flip": lambda x: (x + x.flip(1)).unbind(1),
}


@pytest.mark.parametrize("order", FORWARD)
def test_what_is_read_from_its_beginning_stays_so(order):
    run = gatescope.trace(Backwards(FORWARD[order]), torch.randn(2, STEPS, 2))
    assert run["cell"].record.direction == "forward"
    assert run.record.notes == []


def test_both_directions_by_hand_stand_beside_each_other():
    torch.manual_seed(0)

    class Both(nn.Module):
        def __init__(self):
            super().__init__()
            self.there = Backwards(FORWARD["as it is"])
            self.back = Backwards(ORDERS["slices"])

        def forward(self, x):
            return self.there(x) + self.back(x)

    model, x = Both(), torch.randn(1, STEPS, 2)
    there, back = gatescope.trace(model, x)
    assert (there.record.direction, back.record.direction) == ("forward", "backward")
    assert back.h == pytest.approx(by_hand(model.back.cell, x[0])[0], abs=1e-6)
