"""Models that answer with a packed batch: what is shown of it is the sequence that was asked for."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import (
    PackedSequence,
    pack_padded_sequence,
    pack_sequence,
    pad_packed_sequence,
)

import gatescope

LENGTHS = [4, 7, 5]


class Tagger(nn.Module):
    """An answer for each step, packed as it came in."""

    def __init__(self, directions=1):
        super().__init__()
        both = directions == 2
        self.gru, self.out = nn.GRU(2, 3, bidirectional=both), nn.Linear(3 * directions, 2)

    def forward(self, packed):
        if not isinstance(packed, PackedSequence):
            x, lengths = packed
            packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        given = self.gru(packed)[0]
        return given._replace(data=self.out(given.data))


def batch():
    torch.manual_seed(0)
    return Tagger(), [torch.randn(length, 2) for length in LENGTHS]


@pytest.mark.parametrize("sequence", range(3))
def test_the_answers_of_a_sequence_are_its_own(sequence):
    model, sequences = batch()
    packed = pack_sequence(sequences, enforce_sorted=False)
    padded = nn.utils.rnn.pad_sequence(sequences, batch_first=True)
    with torch.no_grad():
        hidden = model.gru(sequences[sequence][:, None])[0]
        expected = model.out(hidden)[:, 0].numpy()
    for run in (
        gatescope.trace(model, packed, sequence=sequence),
        gatescope.trace(
            model,
            (padded, torch.tensor(LENGTHS)),
            forward=lambda own, given: own(given),
            sequence=sequence,
        ),
    ):
        found = np.stack([line.values for line in run.record.outputs], axis=1)
        assert found == pytest.approx(expected, abs=1e-6)


def error_of(output):
    return pad_packed_sequence(output, batch_first=True)[0].square().sum()


@pytest.mark.parametrize("sequence", range(3))
def test_one_answer_alone_sends_back_what_autograd_finds(sequence):
    model, sequences = batch()
    run = gatescope.trace(
        model,
        pack_sequence(sequences, enforce_sorted=False),
        gradients_of=error_of,
        sequence=sequence,
    )
    steps = LENGTHS[sequence]
    assert run.record.answers == tuple(range(steps))
    h = torch.zeros(1, 1, 3, requires_grad=True)
    for answer in (0, 2, steps - 1):
        states = [h]
        for step in sequences[sequence]:
            states.append(model.gru(step[None, None], states[-1])[1])
        loss = model.out(states[answer + 1]).square().sum()
        by = torch.autograd.grad(loss, states[1:], allow_unused=True)
        expected = [np.zeros(3) if each is None else each[0, 0].numpy() for each in by]
        layer = run.of_answer(answer).layers[0]
        assert layer.gradients["h"] == pytest.approx(np.stack(expected), abs=1e-6)


def test_a_check_looks_back_from_the_last_answer_of_each_sequence():
    class Forgetful(Tagger):
        """Each step keeps 0.62 of the state before it."""

        def __init__(self):
            super().__init__()
            self.gru = nn.RNN(2, 3, nonlinearity="relu")
            with torch.no_grad():
                self.gru.weight_hh_l0.copy_(0.62 * torch.eye(3))
                self.gru.weight_ih_l0.fill_(1.0)

    torch.manual_seed(0)
    lengths = [20, 30, 24]
    sequences = [torch.rand(length, 2) for length in lengths]
    packed = pack_sequence(sequences, enforce_sorted=False)
    # 0.62⁹ = 0.0135 and 0.62¹⁰ = 0.0084: ten steps count at least a hundredth.
    assert gatescope.check(Forgetful(), packed)["gru"].memory == 10
