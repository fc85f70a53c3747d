"""A run is of the moment in which it was made: of its autocast, of its weights, of its states."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_sequence

import gatescope

X = torch.randn(3, 6, 2, generator=torch.Generator().manual_seed(4))


def half():
    return torch.autocast("cpu", dtype=torch.bfloat16)


def test_a_run_is_made_again_under_the_autocast_that_it_was_made_under():
    torch.manual_seed(0)
    lstm = nn.LSTM(2, 4, batch_first=True)
    plain = gatescope.trace(lstm, X)
    with half():
        narrow = gatescope.trace(lstm, X)
        again, many = plain.recompute(), plain.at()
    assert np.array_equal(again["lstm"].h, plain["lstm"].h)
    assert many["lstm"].h[0] == pytest.approx(plain["lstm"].h, abs=1e-6)
    # Outside of it, too, what is held changes this run and not its precision.
    assert np.array_equal(narrow.recompute()["lstm"].h, narrow["lstm"].h)
    assert not np.array_equal(narrow["lstm"].h, plain["lstm"].h)
    held = narrow.clamp("f", 0.5, steps=3)
    assert np.array_equal(held["lstm"].h[:3], narrow["lstm"].h[:3])


@pytest.mark.parametrize("kind", ["layer", "cell"])
def test_a_recording_over_training_steps_has_the_weights_that_gave_its_gates(kind):
    torch.manual_seed(0)
    lstm = nn.LSTM(2, 4, batch_first=True) if kind == "layer" else nn.LSTMCell(2, 4)
    optimizer = torch.optim.SGD(lstm.parameters(), lr=1.0)

    def forward():
        if kind == "layer":
            return lstm(X)[0].sum()
        state = (torch.zeros(3, 4), torch.zeros(3, 4))
        for frame in X.unbind(1):
            state = lstm(frame, state)
        return state[0].sum()

    with gatescope.record(lstm) as recording:
        for _ in range(3):
            loss = forward()
            recording.backward(loss)
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        for parameter in lstm.parameters():
            parameter.zero_()
    layer = recording.run.layers[0]
    w = layer.weights
    inside = X[0, 0].numpy() @ w["W_f"].T + w["b_f"] + w["b_hf"]
    np.testing.assert_allclose(layer.f[0], 1 / (1 + np.exp(-inside)), atol=1e-6)


def test_a_state_of_one_row_is_refused_as_pytorch_does():
    gru = nn.GRU(2, 4)
    packed = pack_sequence([torch.randn(length, 2) for length in (6, 4, 3)])

    def functional(state):
        weights = list(gru._flat_weights)
        return torch.gru(
            packed.data, packed.batch_sizes, state, weights, True, 1, 0.0, False, False
        )

    with pytest.raises(RuntimeError, match="broadcast"):
        functional(torch.zeros(1, 1, 4))
    said = r"must have a row for each of its 3 sequences, \[1, 3, 4\], got \[1, 1, 4\]"
    with pytest.raises(gatescope.GatescopeError, match=said):
        gatescope.trace(functional, torch.zeros(1, 1, 4))
    with pytest.raises(gatescope.GatescopeError, match="'gru' is given must have a row for each"):
        gatescope.trace(lambda x: torch.gru_cell(x[:, 0], torch.zeros(1, 4), *gru._flat_weights), X)


@pytest.mark.parametrize("library", ["tf_keras.src.models", "tensorflow.python.module", "mlx.nn"])
@pytest.mark.parametrize("look", [gatescope.trace, gatescope.check, gatescope.samples])
def test_a_model_of_another_library_is_refused_by_its_name(library, look):
    other = type("Model", (), {"__module__": library, "__call__": lambda self, x: x})
    name = library.partition(".")[0]
    with pytest.raises(gatescope.NothingToSee, match=f"got a Model of {name}, which|whose"):
        look(other(), X)


class Forecast(nn.Module):
    """As many numbers as the sequence has steps: one at each, or all of them at its end."""

    def __init__(self, way):
        super().__init__()
        self.way, self.lstm = way, nn.LSTM(2, 4, batch_first=True)
        self.out = nn.Linear(24 if way == "flat" else 4, 1 if way == "each step" else 6)

    def forward(self, x):
        h = self.lstm(x)[0]
        if self.way == "each step":
            return self.out(h).squeeze(-1)
        return self.out(h.flatten(1) if self.way == "flat" else h[:, -1])


@pytest.mark.parametrize("way", ["each step", "at the end", "flat"])
def test_as_many_answers_as_steps_are_a_series_where_they_grow_with_them(way):
    model = Forecast(way)
    run = gatescope.trace(model, X, target=torch.zeros(3, 6), loss="mse_loss", sequence=1)
    series = way == "each step"
    for lines in (run.record.outputs, run.record.targets):
        assert len(lines) == (1 if series else 6)
        assert [bool(np.isnan(line.values[0])) for line in lines] == [not series] * len(lines)
    assert run.record.answers == ((0, 1, 2, 3, 4, 5) if series else ())
    held = run.clamp("f", 0.5)
    assert [line.name for line in held.record.outputs] == [line.name for line in run.record.outputs]
    x = X[1:2].clone().requires_grad_()
    (slope,) = torch.autograd.grad(model(x)[0, 5], x)
    found = run.output_gradient(output=0 if series else 5, step=5)
    np.testing.assert_allclose(found, slope[0], atol=1e-6)
