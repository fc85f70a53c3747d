"""Layers that a user's own code calls a step at a time, in models that are public, against PyTorch."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch
from public_loops import (
    VRNN,
    Captioning,
    DartsRNN,
    DeepAR,
    Seq2Seq,
    Translation,
)
from torch import nn

import gatescope


def states_of(module, call):
    """The loss that `call` gives, and each h of a layer meanwhile as PyTorch gives it."""
    found = []
    handle = module.register_forward_hook(lambda _, __, output: found.append(output[1]))
    with torch.no_grad():
        loss = call()
    handle.remove()
    return float(loss), np.concatenate([each[-1, :1].numpy() for each in found])


def test_the_decoder_of_bentrevett_is_one_layer_of_all_its_steps_with_gradients():
    torch.manual_seed(0)
    model = Seq2Seq().eval()
    src, trg = torch.randint(0, 11, (7, 3)), torch.randint(0, 11, (6, 3))

    def loss(output, target):
        return nn.functional.cross_entropy(output[1:].reshape(-1, 11), target[1:].reshape(-1))

    run = gatescope.trace(
        model, (src, trg), target=trg, loss=loss, sequence=1, layers=["decoder.rnn"]
    )
    assert [layer.name for layer in run] == ["decoder.rnn"]
    expected, values = states_of(
        model.decoder.rnn, lambda: loss(model(src[:, 1:2], trg[:, 1:2]), trg[:, 1:2])
    )
    layer = run["decoder.rnn"]
    assert layer.h.shape == (5, 5)
    assert run.loss == pytest.approx(expected, rel=1e-6)
    assert np.abs(layer.h - values).max() <= 1e-6
    assert np.abs(layer.gradients["h"]).max(axis=1).all()
    assert run.clamp("z", 1, steps=2)["decoder.rnn"].h[2] == pytest.approx(values[1], abs=1e-6)


def test_the_gradient_of_a_joined_step_is_what_finite_differences_find():
    torch.manual_seed(1)
    model = Translation().double().eval()
    x, y = torch.randint(0, 9, (1, 4)), torch.randint(0, 9, (1, 5))

    def loss(output, target):
        return nn.functional.nll_loss(output.reshape(-1, 9), target.reshape(-1))

    run = gatescope.trace(model, (x, y), target=y, loss=loss, layers=["decoder.gru"])
    layer = run["decoder.gru"]
    assert layer.h.shape == (5, 6)
    for step in range(5):
        for unit in (0, 4):
            value = layer.h[step, unit]
            by = [
                run.clamp("h", float(value + move), units=unit, steps=step).loss
                for move in (1e-5, -1e-5)
            ]
            assert (by[0] - by[1]) / 2e-5 == pytest.approx(
                layer.gradients["h"][step, unit], abs=1e-8
            )


@pytest.mark.parametrize("layers", [1, 2])
def test_a_vrnn_is_one_layer_and_draws_the_same_noise_when_it_runs_again(layers):
    torch.manual_seed(2)
    model = VRNN(layers=layers)
    run = gatescope.trace(model, torch.rand(9, 4, 3), gradients_of=lambda out: (out**2).mean())
    assert [layer.name for layer in run] == (["rnn"] if layers == 1 else ["rnn.l0", "rnn.l1"])
    assert run.record.steps == 9
    assert run.record.batch == 4
    torch.rand(5)
    random.random()
    again = run.recompute()
    assert np.array_equal(again.layers[-1].h, run.layers[-1].h)
    assert again.loss == run.loss


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
@pytest.mark.parametrize("layers", [1, 2])
def test_a_forecast_of_darts_goes_on_with_the_layer_that_has_read_the_past(kind, layers):
    torch.manual_seed(3)
    model = DartsRNN(kind, layers=layers)
    past, future = torch.rand(2, 10, 2), torch.rand(2, 6, 1)
    run = gatescope.trace(
        model, (past, future), forward=lambda model, given: model.predict(*given), sequence=1
    )
    assert [layer.record.steps for layer in run] == [16] * layers
    hidden, state = [], None
    with torch.no_grad():
        out, state = model.rnn(past[1:2])
        hidden.append(out[0])
        before = model.V(out[:, -1:])
        for t in range(6):
            out, state = model.rnn(torch.cat([before, future[1:2, t : t + 1]], 2), state)
            hidden.append(out[0])
            before = model.V(out)
    assert np.abs(run.layers[-1].h - torch.cat(hidden).numpy()).max() <= 1e-6


def test_samples_of_deepar_go_on_from_the_past_and_the_picture_says_that_it_shows_the_first():
    torch.manual_seed(4)
    run = gatescope.trace(
        DeepAR(), torch.rand(2, 8, 1), gradients_of=lambda out: out.sum(), sequence=1
    )
    assert [layer.name for layer in run] == ["lstm.l0", "lstm.l1"]
    assert run.record.steps == 11
    assert any("7 sequences ran from step 9" in note for note in run.record.notes)


def test_sequences_that_leave_the_batch_are_as_long_as_they_are():
    torch.manual_seed(5)
    model = Captioning()
    captions, lengths = torch.randint(0, 8, (3, 6)), torch.tensor([6, 4, 2])
    run = gatescope.trace(model, (captions, lengths), gradients_of=lambda out: out.sum())
    assert run.record.steps == 6
    assert run.record.batch == 3
    assert run.at_sequence(1).record.steps == 4
    assert [layer.name for layer in run.at_sequence(2)] == ["decode_step"]


def test_a_cell_whose_state_is_masked_between_steps_is_one_layer():
    torch.manual_seed(6)
    cell = nn.GRUCell(2, 3)

    def forward(x):
        h = torch.zeros(x.shape[0], 3)
        for t in range(x.shape[1]):
            mask = (x[:, t, :1] > 0.2).float()
            h = mask * cell(x[:, t], h) + (1 - mask) * h
        return h

    run = gatescope.trace(forward, torch.rand(2, 8, 2), gradients_of=lambda out: out.sum())
    assert [layer.record.steps for layer in run] == [8]


def test_two_sequences_through_one_layer_are_two_layers():
    torch.manual_seed(7)
    start = nn.Parameter(torch.rand(1, 1, 3))
    lstm = nn.GRU(2, 3, batch_first=True)

    def siamese(one, other):
        ends = []
        for x in (one, other):
            h = start
            for t in range(x.shape[1]):
                _, h = lstm(x[:, t : t + 1], h)
            ends.append(h)
        return ends[0] - ends[1]

    run = gatescope.trace(siamese, (torch.rand(1, 5, 2), torch.rand(1, 5, 2)))
    assert [layer.name for layer in run] == ["gru", "gru (2)"]
    assert [layer.record.steps for layer in run] == [5, 5]


def test_two_sequences_by_turns_are_told_apart_by_their_states():
    torch.manual_seed(8)
    gru = nn.GRU(2, 3, batch_first=True)

    def by_turns(one, other):
        _, h = gru(one[:, :1])
        _, k = gru(other[:, :1])
        for t in range(1, one.shape[1]):
            _, h = gru(one[:, t : t + 1], h)
            _, k = gru(other[:, t : t + 1], k)
        return h - k

    one, other = torch.rand(1, 5, 2), torch.rand(1, 5, 2)
    run = gatescope.trace(by_turns, (one, other))
    with torch.no_grad():
        expected = [gru(x)[0][0].numpy() for x in (one, other)]
    for layer, values in zip(run, expected, strict=True):
        assert np.abs(layer.h - values).max() <= 1e-6


def test_a_recording_joins_the_calls_of_a_loop_as_well():
    torch.manual_seed(9)
    lstm, out = nn.LSTM(2, 3), nn.Linear(3, 1)
    with gatescope.record(lstm) as r:
        state = None
        for _ in range(6):
            y, state = lstm(torch.rand(1, 1, 2), state)
        r.backward(out(y).sum())
    assert [layer.record.steps for layer in r.run] == [6]
    assert np.abs(r.run.layers[0].gradients["h"][0]).max() > 0
