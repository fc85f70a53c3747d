"""What one answer hangs on: the derivative of an output by the input is that of the framework itself."""

from __future__ import annotations

import jax
import numpy as np
import pytest
import torch
from flax import nnx
from torch import nn

import gatescope
from gatescope.tracing import live
from gatescope.tracing.series import lines_of, place_of

X = np.random.default_rng(0).normal(size=(3, 6, 2)).astype("float32")


class Network(nn.Module):
    """Two answers at each step, or one after the last."""

    def __init__(self, *, once=False, batch_first=True):
        super().__init__()
        torch.manual_seed(4)
        self.once = once
        self.rnn = nn.LSTM(2, 4, batch_first=batch_first, bidirectional=True)
        self.drop = nn.Dropout(0.5)
        self.out = nn.Linear(8, 2)

    def forward(self, x):
        states = self.rnn(self.drop(x))[0]
        return self.out(states[:, -1] if self.once else states)


def slope_of(model, x, place):
    """By torch.autograd, without gatescope."""
    model.eval()
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(model(leaf)[place], leaf)[0]


@pytest.mark.parametrize(("output", "step"), [(0, 5), (1, 2)])
def test_of_a_pytorch_model_it_is_that_of_autograd(output, step):
    model, x = Network(), torch.tensor(X)
    run = gatescope.trace(model, x, sequence=1)
    found = run.output_gradient(output=output, step=step)
    assert found.shape == (6, 2)
    expected = slope_of(model, x, (1, step, output))[1]
    assert found == pytest.approx(expected.numpy(), abs=1e-6)
    other = run.at_sequence(2).output_gradient(output=output, step=step)
    assert other == pytest.approx(slope_of(model, x, (2, step, output))[2].numpy(), abs=1e-6)


def test_of_a_model_that_answers_once_it_is_of_that_answer():
    model, x = Network(once=True), torch.tensor(X[:1])
    run = gatescope.trace(model, x)
    assert run.output_gradient() == pytest.approx(slope_of(model, x, (0, 0))[0].numpy(), abs=1e-6)
    with pytest.raises(gatescope.GatescopeError, match="at which the network answers, got 2"):
        run.output_gradient(step=2)


def test_time_first_it_is_of_the_same_numbers():
    model, x = Network(batch_first=False), torch.tensor(X[0])[:, None]
    run = gatescope.trace(model, x)
    assert run.output_gradient(output=1, step=3) == pytest.approx(
        slope_of(model, x, (3, 0, 1))[:, 0].numpy(), abs=1e-6
    )


def test_it_is_of_the_run_with_its_edits_and_clamps():
    model, x = Network(), torch.tensor(X[:1])
    run = gatescope.trace(model, x)
    changed = x.clone()
    changed[0, 1, 0] = 3
    edited = run.edit(steps=1, feature=0, value=3)
    assert edited.output_gradient(step=5) == pytest.approx(
        slope_of(model, changed, (0, 5, 0))[0].numpy(), abs=1e-6
    )
    shut = run
    for layer in run.layers:
        shut = shut.clamp("o", 0, layer=layer.name)
    assert np.all(shut.output_gradient() == 0)


def test_an_edit_as_small_as_it_may_be_does_what_it_says():
    run = gatescope.trace(Network().double(), torch.tensor(X[:1], dtype=torch.float64))
    slope = run.output_gradient(output=0, step=5)
    at, by = 2, 1e-2
    before = float(run.record.input[at, 1])
    up, down = (
        run.edit(steps=at, feature=1, value=before + change).record.outputs[0].values[5]
        for change in (by, -by)
    )
    assert slope[at, 1] == pytest.approx((up - down) / (2 * by), abs=1e-5)


class Flax(nnx.Module):
    def __init__(self, rngs):
        self.rnn = nnx.RNN(nnx.GRUCell(2, 4, rngs=rngs))
        self.drop = nnx.Dropout(0.5, rngs=rngs)
        self.out = nnx.Linear(4, 2, rngs=rngs)

    def __call__(self, x):
        return self.out(self.drop(self.rnn(x)))


def test_of_a_flax_module_it_is_that_of_jax():
    model = Flax(nnx.Rngs(0))
    run = gatescope.trace(model, X, sequence=1)
    model.eval()

    def answer(x):
        # Inside a derivative only a copy made there may move its random streams on.
        return nnx.merge(*nnx.split(model), copy=True)(x)[1, 4, 1]

    expected = jax.grad(answer)(jax.numpy.asarray(X))[1]
    assert run.output_gradient(output=1, step=4) == pytest.approx(np.asarray(expected), abs=1e-6)


@pytest.mark.parametrize(
    ("shape", "row"),
    [((2, 5, 3), 1), ((5, 2, 3), 1), ((2, 3), 1), ((5, 3), 0), ((1, 5), 0), ((5,), 0), ((3,), 2), ((), 0), ((2, 5, 40), 1)],
)  # fmt: skip
def test_the_place_of_a_line_is_where_its_number_stands(shape, row):
    output = np.random.default_rng(2).normal(size=shape).astype("float32")
    lines = lines_of(output, 5, row, "output")
    assert lines
    for line, step in np.ndindex(len(lines), 5):
        place = place_of(output, 5, row, line=line, step=step)
        value = lines[line].values[step]
        assert (place is None) == bool(np.isnan(value))
        if place is not None:
            assert output[place] == value
    assert place_of(output, 5, row, line=len(lines), step=4) is None


def test_what_cannot_be_differentiated_is_refused_by_name():
    run = gatescope.trace(Network(), torch.tensor(X[:1]))
    with pytest.raises(gatescope.GatescopeError, match="output must be from 0 to 1, got 2"):
        run.output_gradient(output=2)
    with pytest.raises(gatescope.GatescopeError, match="step must be from 0 to 5, got 6"):
        run.output_gradient(step=6)
    with pytest.raises(gatescope.GatescopeError, match="step must be a whole number"):
        run.output_gradient(step=1.5)
    embedded = nn.Sequential(nn.Embedding(5, 2), nn.GRU(2, 3, batch_first=True))
    tokens = gatescope.trace(embedded, torch.tensor([[1, 2, 3]]))
    with pytest.raises(gatescope.GatescopeError, match="it is tokens"):
        tokens.output_gradient()


class Page:
    """A page that keeps what it is told."""

    comm_id = "influence"

    def __init__(self):
        self.told = []

    def send(self, data=None, buffers=None):
        self.told.append((data, buffers))


def asked(run, **params):
    live.shown_results.add(run)
    page, link = Page(), live.Link()
    link._receive(
        page,
        {
            "type": "request",
            "number": 1,
            "method": "influence",
            "params": {"id": run.id, **params},
        },
    )
    (answer,) = page.told
    return answer


def test_the_view_is_answered_over_the_link():
    run = gatescope.trace(Network(), torch.tensor(X))
    data, buffers = asked(run, output=1, step=3, sequence=2)
    gradient = data["result"]["gradient"]
    assert (gradient["dtype"], gradient["shape"]) == ("f64", [6, 2])
    numbers = np.frombuffer(buffers[gradient["buffer"]], "<f8").reshape(6, 2)
    expected = run.at_sequence(2).output_gradient(output=1, step=3)
    assert numbers == pytest.approx(expected, abs=1e-7)
    data, _ = asked(run, output=7, step=3)
    assert data["type"] == "failure" and "output must be from 0 to 1, got 7" in data["message"]
    data, _ = asked(run, output=0, step=3, replacement={"step": 0, "token": "x"})
    assert "cannot be replaced" in data["message"]


def test_what_was_shown_before_a_training_is_not_asked_about_after_it(monkeypatch):
    run = gatescope.trace(Network(), torch.tensor(X))
    live.shown_results.add(run)
    asked = {"id": run.id, "output": 0, "step": 3, "edits": [], "clamps": []}
    assert live.ANSWERS["influence"](asked)
    # The model counts one more change than when the run was made.
    made, counted = run._made_at, run._revision
    run._revision = lambda: made + 1
    assert run.stale
    for method in ("influence", "recompute"):
        # The copy is as it was.
        assert live.ANSWERS[method](asked)
        monkeypatch.setattr(run._again, "own", False)
        with pytest.raises(gatescope.GatescopeError, match="trained since this was shown"):
            live.ANSWERS[method](asked)
        monkeypatch.setattr(run._again, "own", True)
    run._revision = counted
