"""Cells and loops written by hand are what their own autograd says, named or not."""

from __future__ import annotations

import os

import hand_written_cells as zoo
import numpy as np
import pytest
import torch

import gatescope

NIGHT = bool(os.environ.get("GATESCOPE_NIGHT"))
SEED = int(os.environ.get("GATESCOPE_SEED", "28"))
#: Every cell in every way that it can be written.
CASES = {
    **{
        f"{way.__name__} {cell.__name__}": lambda way=way, cell=cell: way(cell())
        for way in (zoo.Named, zoo.AsModule, zoo.WithAnswer)
        for cell in zoo.CELLS
    },
    **{
        f"Scanned {cell.__name__}": lambda cell=cell: zoo.Scanned(cell())
        for cell in zoo.CELLS
        if hasattr(cell, "scanned")
    },
    **{
        way.__name__: way
        for way in (zoo.Dataclass, zoo.Keywords, zoo.Stacked, zoo.Nested, zoo.Turns)
    },
}


def objective(answers):
    return answers[:, -1].square().sum() + answers[:, 2].sum()


def made(make):
    """A model in float64, and three sequences."""
    torch.manual_seed(SEED)
    model, x = make().double(), torch.randn(3, 6, zoo.X, dtype=torch.float64)
    model(x)  # LazyLinear
    return model, x


def found(run, name):
    """`[T, …]` and dL/d of a state that the loop kept as `layer/state`, or as its state alone."""
    layer, _, channel = name.rpartition("/")
    of = run[layer] if layer else next(each for each in run if channel in each.channels)
    return of[channel], of.gradients[channel]


@pytest.mark.parametrize("name", list(CASES) if NIGHT else list(CASES)[:: len(CASES) // 9])
def test_a_cell_written_by_hand_is_what_its_own_autograd_says(name):
    model, x = made(CASES[name])
    run = gatescope.trace(model, x, gradients_of=objective, sequence=1)
    values, slopes = zoo.own_autograd(model, x[1:2], objective)
    assert len(run) == len({name.rpartition("/")[0] for name in values})
    assert values and run.record.steps == 6
    for state, value in values.items():
        ours, slope = found(run, _named(run, state, list(values)))
        np.testing.assert_allclose(ours, value, atol=1e-12, err_msg=state)
        np.testing.assert_allclose(slope, slopes[state], atol=1e-12, err_msg=f"dL/d{state}")
    assert bool(next(iter(slopes.values())).any())


def _named(run, state, states):
    """States that go in and out in a list have no names: the first is h, others are counted."""
    channels = run.layers[0].channels
    if "/" in state or state in channels:
        return state
    own = [each for each in channels if each != "y"]
    return own[[each for each in states if each != "y"].index(state)]


class Loop(torch.nn.Module):
    """One cell over the steps, whose state is `h`."""

    def __init__(self, cell):
        super().__init__()
        self.cell = cell

    def forward(self, x):
        h = x.new_zeros(len(x), zoo.H)
        for frame in x.unbind(1):
            h = self.cell(frame, h)
        return h


def loop():
    torch.manual_seed(SEED)
    return Loop(zoo.Flat(zoo.Gru())).double(), torch.randn(3, 6, zoo.X, dtype=torch.float64)


def stepped(model, x, held=None):
    """The states of the first sequence; `held` is put in the place of the first step's."""
    h, states = x.new_zeros(1, zoo.H), []
    for at in range(x.shape[1]):
        h = model.cell.inner.step(x[:1, at], h)[0]
        h = torch.full_like(h, held) if at == 0 and held is not None else h
        states.append(h[0].detach())
    return torch.stack(states).numpy()


def test_a_clamp_reaches_the_first_step_of_a_cell_that_names_nothing():
    model, x = loop()
    held = gatescope.trace(model, x).clamp("h", 0.5, steps=0)
    np.testing.assert_allclose(held["cell"].h, stepped(model, x, 0.5), atol=1e-12)


def test_frozen_weights_of_such_a_cell_change_no_derivative():
    model, x = loop()
    learned = gatescope.trace(model, x, gradients_of=torch.sum)["cell"].gradients["h"]
    model.requires_grad_(False)
    frozen = gatescope.trace(model, x, gradients_of=torch.sum)["cell"].gradients["h"]
    np.testing.assert_allclose(frozen, learned, atol=1e-12)


def test_such_a_cell_is_recorded_checked_and_seen_over_many_sequences():
    model, x = loop()
    with gatescope.record(model) as recording:
        recording.backward(model(x).sum())
    np.testing.assert_allclose(recording.run["cell"].h, stepped(model, x), atol=1e-12)
    assert bool(recording.run["cell"].gradients["h"].any())
    many = gatescope.samples(model, x, torch.tensor([0, 1, 1]))
    np.testing.assert_allclose(many["cell"].h[0], stepped(model, x), atol=1e-12)
    assert many.clamp("h", 1, beside=0).as_it_was >= 0
    assert [layer.name for layer in gatescope.check(model, x).layers] == ["cell"]


class Blocks(torch.nn.Module):
    """One block, applied to its own output, around a recurrent layer."""

    def __init__(self):
        super().__init__()
        self.block, self.gru = torch.nn.Linear(2, 2), torch.nn.GRU(2, 3, batch_first=True)

    def forward(self, x):
        for _ in range(4):
            x = self.block(x)
        return self.gru(x)[0] if self.gru is not None else x


def test_a_block_that_is_applied_again_and_again_is_no_layer_beside_one():
    model = Blocks()
    run = gatescope.trace(model, torch.randn(3, 4, 2))
    assert [layer.name for layer in run] == ["gru"]
    assert run.record.notes == []
    assert [layer.name for layer in gatescope.check(model, torch.randn(3, 4, 2)).layers] == ["gru"]
    model.gru = None
    assert [layer.name for layer in gatescope.trace(model, torch.randn(3, 2))] == ["block"]


class Matrix(torch.nn.Module):
    """A state of keys × values."""

    def __init__(self, axes=None):
        super().__init__()
        self.cell, self.axes = zoo.DeltaNet(), axes

    def forward(self, x):
        (S,) = self.cell.begin(x)
        for frame in x.unbind(1):
            S = gatescope.channel("S", self.cell.step(frame, S)[0], axes=self.axes)
        return S


def test_axes_behind_the_batch_keep_their_names_in_arrays_and_tables(faults):
    x = torch.randn(2, 5, zoo.X)
    run = gatescope.trace(Matrix(("key", "value")), x, gradients_of=torch.sum)
    layer = run["matrix"]
    assert (
        layer.S.shape == layer.gradients["S"].shape == run.to_numpy()["matrix.S"].shape == (5, 3, 4)
    )
    assert dict(layer.to_xarray().sizes) == {"step": 5, "key": 3, "value": 4}
    assert run.to_xarray()["matrix.S"].dims == ("step", "matrix.key", "matrix.value")
    assert gatescope.compare(run, run).to_numpy()["1.matrix.S"].shape == (5, 3, 4)
    # A picture and a row of a table have one unit for each place.
    assert run.to_pandas().loc["matrix", 4, 7]["S"] == layer.S[4, 1, 3]
    assert np.array_equal(run.clamp("S", 0, units=7)["matrix"].S[:, 1, 3], np.zeros(5))
    assert faults(run.to_bundle()) == []
    assert gatescope.trace(Matrix(), x)["matrix"].to_xarray()["S"].dims[1:] == (
        "S axis 1",
        "S axis 2",
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            dict(value=torch.zeros(2, 3, 4), axes=("key",)),
            "axes must name the 2 axes of 'S' behind",
        ),
        (dict(value=torch.zeros(()), steps=None), "value must be a tensor"),
        (dict(value=torch.zeros(2, 3), steps=1), r"of one number a step give value\[..., None\]"),
        (dict(value=torch.zeros(2, 3, 4), steps=3), "with steps=3"),
        (dict(value=torch.zeros(2, 3, 4), steps=-1), "steps must be the number of the axis"),
        (
            dict(value=torch.zeros(2, 3), added=torch.zeros(2, 3)),
            "added goes with a whole sequence",
        ),
        (
            dict(value=torch.zeros(2, 3, 4), steps=1, added=torch.zeros(2, 3)),
            "a tensor of its shape",
        ),
    ],
)
def test_a_channel_of_another_shape_than_it_says_is_refused(given, said):
    with pytest.raises(gatescope.GatescopeError, match=said):
        gatescope.trace(lambda x: gatescope.channel("S", **given), torch.zeros(2, 3))


def scan(added):
    """h[t] = a h[t−1] + b[t], computed as one; `added` chooses what is called b."""
    a = torch.tensor(0.5, dtype=torch.float64)
    return lambda x: _scan(a, x.requires_grad_() * 3, added)


def _scan(a, b, added):
    kept = a ** torch.arange(b.shape[1])[:, None]
    h = kept * torch.cumsum(b / kept, 1)
    return gatescope.channel("h", h, steps=1, added=added(b) if added else None)


def test_of_a_scan_that_says_what_it_adds_the_derivative_is_total():
    x = torch.randn(2, 4, 3, dtype=torch.float64)
    run = gatescope.trace(scan(lambda b: b), x, gradients_of=lambda h: h[:, -1].sum())
    expected = np.repeat([[0.125], [0.25], [0.5], [1.0]], 3, axis=1)
    np.testing.assert_allclose(run.layers[0].gradients["h"], expected)
    assert run.record.notes == []


def test_without_it_the_view_says_that_the_derivative_is_direct_only():
    x = torch.randn(2, 4, 3, dtype=torch.float64)
    run = gatescope.trace(scan(None), x, gradients_of=lambda h: h[:, -1].sum())
    assert run.layers[0].gradients["h"].any(axis=1).tolist() == [False, False, False, True]
    (channels,) = [layer["channels"] for layer in run.to_bundle()["layers"]]
    assert channels[-1]["label"] == "direct gradient of the hidden state"
    assert run.to_bundle()["howToRead"].startswith("Direct gradients only")
    with pytest.raises(gatescope.GatescopeError, match="clamp what the scan is made of"):
        run.clamp("h", 0)


def test_what_is_not_added_is_not_taken_for_it():
    x = torch.randn(2, 4, 3, dtype=torch.float64)
    with pytest.raises(gatescope.GatescopeError, match="the last h by the last b is not 1"):
        gatescope.trace(scan(lambda b: b * 2 / 2 + 0 * b), x, gradients_of=lambda h: h.sum())


def test_a_module_that_gives_two_whole_sequences_is_two_layers():
    both = lambda x: (scan(None)(x), scan(None)(x.detach() * 2))  # noqa: E731
    run = gatescope.trace(both, torch.ones(1, 4, 3, dtype=torch.float64))
    assert [(layer.name, layer.record.steps) for layer in run] == [("cell", 4), ("cell (2)", 4)]
    assert np.array_equal(run["cell (2)"].h, run["cell"].h * 2)
