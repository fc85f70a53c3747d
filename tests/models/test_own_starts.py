"""Several sequences through one cell, each with a start of its own: each is a layer of its own steps."""

from __future__ import annotations

import pytest
import torch
from torch import nn

import gatescope


class Named(nn.Module):
    """A cell written by hand, whose channels have names."""

    def __init__(self):
        super().__init__()
        self.gate, self.new = nn.Linear(5, 3), nn.Linear(5, 3)

    def forward(self, x, h):
        both = torch.cat([x, h], 1)
        f = gatescope.channel("f", torch.sigmoid(self.gate(both)), role="gate")
        return gatescope.channel("h", f * h + (1 - f) * torch.tanh(self.new(both)))


class Starting(nn.Module):
    """Two agents over the two halves of x; `turns`: step by step, else one after the other."""

    def __init__(self, cell, turns, change):
        super().__init__()
        self.cell, self.start = cell, nn.Linear(2, 3)
        self.turns, self.change = turns, change

    def forward(self, x):
        halves = x.chunk(2, 1)
        steps = halves[0].shape[1]
        states = [[self.start(half[:, 0])] for half in halves]
        order = [(agent, t) for agent in (0, 1) for t in range(steps)]
        for agent, t in sorted(order, key=lambda each: each[1]) if self.turns else order:
            own = states[agent]
            own.append(
                self.cell(
                    halves[agent][:, t],
                    self.change(own[-1], states[1 - agent][min(t, len(states[1 - agent]) - 1)]),
                )
            )
        self.seen = [[h.detach() for h in own[1:]] for own in states]
        return states[0][-1] - states[1][-1]


CHANGES = {
    "kept": lambda h, _: h,
    "cut": lambda h, _: h.detach(),
    "scaled": lambda h, _: 0.9 * h,
    "told of the other": lambda h, other: h + 0.01 * other.detach(),
}


@pytest.mark.parametrize("turns", [True, False], ids=["by turns", "one after the other"])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("cell", [nn.GRUCell, Named], ids=["of PyTorch", "by hand"])
def test_each_agent_is_a_layer_of_its_own(cell, turns, change):
    torch.manual_seed(0)
    model = Starting(cell(2, 3) if cell is nn.GRUCell else cell(), turns, CHANGES[change])
    x = torch.randn(1, 8, 2)
    run = gatescope.trace(model, x, gradients_of=lambda out: out.sum())
    assert [layer.name for layer in run] == ["cell", "cell (2)"]
    model(x)
    for layer, expected in zip(run, model.seen, strict=True):
        assert layer.h == pytest.approx(torch.cat(expected).numpy(), abs=1e-6)
    by = run["cell (2)"].gradients["h"]
    assert by[-1] == pytest.approx(-1, abs=1e-6)


class Ring(nn.Module):
    """Three agents, each with more of the other two than of itself."""

    def __init__(self, cell):
        super().__init__()
        self.cell = cell

    def forward(self, x):
        states = [torch.full((len(x), 3), start) for start in (0.1, 0.2, 0.3)]
        self.seen = [[] for _ in states]
        for each in x.unbind(1):
            told = [own + 0.6 * (sum(states) - own) for own in states]
            states = [self.cell(each * k, h) for k, h in enumerate(told, 1)]
            for steps, h in zip(self.seen, states):
                steps.append(h)
        return sum(states)


@pytest.mark.parametrize("cell", [nn.GRUCell, Named], ids=["of PyTorch", "by hand"])
def test_agents_that_hear_much_of_one_another_are_told_apart_by_whose_turn_it_is(cell):
    torch.manual_seed(0)
    model = Ring(cell(2, 3) if cell is nn.GRUCell else cell())
    x = torch.randn(1, 6, 2)
    run = gatescope.trace(model, x, gradients_of=lambda out: out.square().sum())
    loss = model(x).square().sum()
    assert [layer.name for layer in run] == ["cell", "cell (2)", "cell (3)"]
    for layer, steps in zip(run, model.seen, strict=True):
        assert layer.h == pytest.approx(torch.cat(steps).detach().numpy(), abs=1e-6)
        right = torch.cat(torch.autograd.grad(loss, steps, retain_graph=True)).numpy()
        assert layer.gradients["h"] == pytest.approx(right, rel=1e-4, abs=1e-5)


class Layer(nn.Module):
    """A forward that loops over the steps."""

    def __init__(self, reads_state):
        super().__init__()
        self.gate, self.reads_state = nn.Linear(3, 3), reads_state

    def forward(self, x):
        h, steps = torch.zeros(len(x), 3), []
        for each in x.unbind(1):
            f = torch.sigmoid(self.gate(each + h if self.reads_state else each))
            f = gatescope.channel("f", f, role="gate")
            h = gatescope.channel("h", f * h + (1 - f) * each)
            steps.append(h)
        return torch.stack(steps, 1)


@pytest.mark.parametrize("reads_state", [True, False], ids=["reads its state", "reads x alone"])
@pytest.mark.parametrize("over", ["its own answer", "another series"])
def test_a_layer_that_is_applied_again_begins_again(reads_state, over):
    torch.manual_seed(0)
    layer, x = Layer(reads_state), torch.randn(1, 5, 3)
    again = (lambda first: first) if over == "its own answer" else (lambda _: -x)
    run = gatescope.trace(lambda given: layer(again(layer(given))), x)
    assert [each.name for each in run] == ["layer", "layer (2)"]
    first = layer(x)
    for found, right in zip(run, (first, layer(again(first))), strict=True):
        assert found.h == pytest.approx(right[0].detach().numpy(), abs=1e-6)


class Encoder(nn.Module):
    """A loop inside of a forward, from zeros."""

    def __init__(self):
        super().__init__()
        self.step = Named()

    def forward(self, x):
        h = torch.zeros(len(x), 3)
        for each in x.unbind(1):
            h = self.step.forward(each, h)
        return h


def test_a_named_cell_that_reads_two_sequences_has_both():
    torch.manual_seed(0)
    encoder, x = Encoder(), torch.randn(1, 8, 2)
    run = gatescope.trace(lambda given: encoder(given[:, :4]) - encoder(given[:, 4:]), x)
    assert [(layer.name, len(layer.h)) for layer in run] == [("encoder", 4), ("encoder (2)", 4)]
    for layer, half in zip(run, (x[:, :4], x[:, 4:]), strict=True):
        assert layer.h[-1] == pytest.approx(encoder(half)[0].detach().numpy(), abs=1e-6)


class Light(nn.Module):
    """The gate of an SRU or a minGRU does not read the state."""

    def __init__(self, kept):
        super().__init__()
        self.gate, self.new, self.kept, self.h = nn.Linear(2, 3), nn.Linear(2, 3), kept, None

    def forward(self, x, h=None):
        before = self.h if self.kept and self.h is not None else h
        before = x.new_zeros(len(x), 3) if before is None else before
        f = gatescope.channel("f", torch.sigmoid(self.gate(x)), role="gate")
        self.h = gatescope.channel("h", f * before + (1 - f) * self.new(x))
        return self.h


@pytest.mark.parametrize("kept", [False, True], ids=["handed on", "kept by the module"])
def test_a_gate_that_does_not_read_the_state_begins_no_sequence(kept):
    cell = Light(kept)

    def forward(x):
        h = None
        for step in x.unbind(1):
            h = cell(step) if kept else cell(step, h)
        return h

    run = gatescope.trace(forward, torch.randn(2, 5, 2))
    assert [(layer.name, len(layer.h)) for layer in run] == [("light", 5)]
