"""Nothing of the user's is changed by a look at it, whatever the model keeps between its calls."""

from __future__ import annotations

import random
from collections import deque

import numpy as np
import pytest
import torch
from torch import nn

import gatescope


class Store:
    """An object of the model's own file."""

    def __init__(self):
        self.h = torch.zeros(3, 4)
        self.calls = 0


class Keeping(nn.Module):
    """Goes on from its last call, which it keeps in every place that people use."""

    def __init__(self, copyable):
        super().__init__()
        self.cell, self.out = nn.GRUCell(2, 4), nn.Linear(4, 1)
        self.norm, self.drop = nn.BatchNorm1d(4), nn.Dropout(0.5)
        self.register_buffer("h", torch.full((3, 4), 0.3))
        self.register_buffer("direct", torch.zeros(3, 4))
        self.mean = nn.Parameter(torch.zeros(4), requires_grad=False)
        self.store, self.plain, self.several = Store(), torch.zeros(4), [torch.zeros(2)]
        self.past, self.by_name, self.numbers = deque(maxlen=3), {"c": torch.ones(2)}, np.zeros(2)
        self.noise = torch.Generator().manual_seed(3)
        self.own = None if copyable else torch.ones(1, requires_grad=True) * 2
        self.calls = 0

    def forward(self, x):
        x.mul_(0.5)
        h = self.h[: len(x)].clone()
        for step in x.unbind(1):
            h = self.cell(step + 0.1 * torch.rand(2, generator=self.noise), h)
        self.h[: len(x)].copy_(h.detach())
        self.direct[: len(x)].copy_(h)
        self.store.h = self.store.h + h.mean()
        self.store.calls += 1
        self.calls += 1
        with torch.no_grad():
            self.mean.add_(h.mean(0))
            self.out.bias.data.add_(1e-3)
            self.plain.data.add_(1)
        self.several[0] += 1
        self.several.append(h.detach())
        self.past.append(h.detach())
        self.by_name["h"] = h.detach()
        self.numbers += 1
        self.out.weight.requires_grad_(not self.out.weight.requires_grad)
        self.cell.register_forward_hook(lambda *_: None)
        random.random(), np.random.rand()
        with torch.enable_grad():
            error = nn.functional.mse_loss(self.out(h), torch.ones(len(x), 1))
        if error.requires_grad:
            error.backward(retain_graph=True)
        return self.out(self.drop(self.norm(h + self.direct[: len(x)])))


def everything(model):
    """All that may not move, as plain values."""
    own = [model.store.h, model.plain, *model.several, *model.past, *model.by_name.values()]
    return {
        "state": {name: (value.tolist(), value.is_leaf) for name, value in model.state_dict(keep_vars=True).items()},
        "gradients": [
            (part.requires_grad, None if part.grad is None else part.grad.tolist())
            for part in model.parameters()
        ],
        "modes": [module.training for module in model.modules()],
        "hooks": [
            [len(part) for name, part in vars(module).items() if name.endswith("_hooks")]
            for module in model.modules()
        ],
        "own": [value.tolist() for value in own],
        "counts": (model.calls, model.store.calls, model.numbers.tolist(), list(vars(model))),
        "draws": (
            torch.get_rng_state().tolist(),
            random.getstate(),
            np.random.get_state()[1].tolist(),
            model.noise.get_state().tolist(),
        ),
        "grad mode": (torch.is_grad_enabled(), torch.is_inference_mode_enabled()),
    }  # fmt: skip


def traced(model, x, **options):
    return gatescope.trace(model, x, torch.ones(3, 1), nn.MSELoss(), **options)


def recorded(model, x):
    """The call is the user's own, so what it changes is; the rest is as it was."""
    with gatescope.record(model.cell) as r:
        h = model.cell(x[:, 0])
        r.backward(model.cell(x[:, 1], h).sum())
    return r.run.weights()


CALLS = {
    "trace": traced,
    "trace in training": lambda model, x: traced(model, x, training=True),
    "trace of a callable": lambda model, x: traced(lambda given: model(given), x),
    "trace by a forward": lambda model, x: traced(
        model, x, forward=lambda own, given: model(given)
    ),
    "recompute": lambda model, x: traced(model, x).recompute(),
    "clamp and edit": lambda model, x: traced(model, x).clamp("z", 0.5).edit(steps=1, value=2),
    "at_sequence": lambda model, x: traced(model, x).at_sequence(2).save,
    "at": lambda model, x: traced(model, x).at(),
    "gradient_flow": lambda model, x: gatescope.gradient_flow(traced(model, x)),
    "weights": lambda model, x: gatescope.weights(model, x, torch.ones(3, 1), nn.MSELoss()),
    "influence": lambda model, x: gatescope.influence(traced(model, x)),
    "compare": lambda model, x: gatescope.compare(traced(model, x), traced(model, x)),
    "bundle": lambda model, x: traced(model, x).to_bundle(),
    "show": lambda model, x: gatescope.show(model, x, over_sequences=True),
    "samples": lambda model, x: gatescope.samples(model, x, torch.ones(3, 1)),
    "samples held": lambda model, x: gatescope.samples(model, x, torch.ones(3, 1)).clamp("h", 1),
    "check": lambda model, x: gatescope.check(model, x, torch.ones(3, 1), nn.MSELoss()),
    "watch": lambda model, x: gatescope.HealthWatch(model, x, say=None).look(),
    "record": recorded,
}


@pytest.mark.parametrize("copyable", [True, False], ids=["a copy runs", "it runs itself"])
@pytest.mark.parametrize("call", CALLS)
def test_a_call_changes_nothing(call, copyable):
    torch.manual_seed(0)
    model, x = Keeping(copyable), torch.randn(3, 5, 2)
    model(x.clone()).sum().backward()
    model.drop.eval()
    before, data = everything(model), x.clone()
    CALLS[call](model, x)
    after = everything(model)
    assert [name for name in before if before[name] != after[name]] == []
    assert torch.equal(x, data)


@pytest.mark.parametrize("copyable", [True, False], ids=["a copy runs", "it runs itself"])
def test_a_model_that_goes_on_from_a_buffer_gives_the_same_answer_again(copyable):
    torch.manual_seed(0)
    model, x = Keeping(copyable), torch.randn(3, 5, 2)
    run = traced(model, x, sequence=1)
    again = run.recompute()
    for layer, other in zip(run, again, strict=True):
        assert np.array_equal(layer.h, other.h)
        assert np.array_equal(layer.gradients["h"], other.gradients["h"])
    cell, noise = model.cell, model.noise.get_state()
    h, expected = torch.full((1, 4), 0.3), []
    for step in 0.5 * x[1]:
        drawn = torch.rand(2, generator=model.noise)
        h = cell((step + 0.1 * drawn)[None], h)
        expected.append(h[0].tolist())
    assert run.layers[0].h[:5] == pytest.approx(np.array(expected), abs=1e-6)
    assert not torch.equal(noise, model.noise.get_state())
