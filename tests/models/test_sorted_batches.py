"""Packed batches that the model's own code sorts: each row is the user's sequence, whatever its place."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

import gatescope

LENGTHS = torch.tensor([3, 6, 2, 5, 4])
X = torch.randn(5, 6, 2, generator=torch.Generator().manual_seed(0))
SORTS = {
    "of rows": lambda x, order: x[order],
    "of rows and all else": lambda x, order: x[order, :, ...],
    "by index_select": lambda x, order: x.index_select(0, order),
    "by a list": lambda x, order: x[order.tolist()],
    "by numpy": lambda x, order: x[order.numpy()],
    "time first": lambda x, order: x.transpose(0, 1)[:, order].transpose(0, 1),
    "by index_select with a name": lambda x, order: x.index_select(dim=0, index=order),
}


class Tagger(nn.Module):
    """bi-lstm-crf 0.2.1 (MIT), `BiRnnCrf`: it sorts by length, packs, and puts the answers back."""

    def __init__(self, sort):
        super().__init__()
        self.into = nn.Linear(2, 3)
        self.rnn = nn.LSTM(3, 4, bidirectional=True, batch_first=True)
        self.sort = sort

    def forward(self, x, lengths):
        longest_first, order = lengths.sort(descending=True)
        entering = self.sort(self.into(x), order)
        packed = pack_padded_sequence(entering, longest_first, batch_first=True)
        states, _ = pad_packed_sequence(self.rnn(packed)[0], batch_first=True)
        return states[order.sort()[1]]

    def loss(self, x, lengths):
        return self(x, lengths).square().sum()


@pytest.mark.parametrize("sort", SORTS.values(), ids=SORTS)
def test_each_row_of_many_sequences_is_the_sequence_that_was_given(sort):
    torch.manual_seed(0)
    model = Tagger(sort).eval()
    many = gatescope.samples(model, (X, LENGTHS))
    with torch.no_grad():
        states = model(X, LENGTHS).numpy()
    for layer, units in (("rnn.l0", slice(4)), ("rnn.l0_reverse", slice(4, 8))):
        for row, length in enumerate(LENGTHS.tolist()):
            expected = states[row, :length, units]
            assert np.abs(many[layer].h[row, :length] - expected).max() <= 1e-6
            assert np.isnan(many[layer].h[row, length:]).all()


def test_a_recording_of_training_shows_the_sequence_that_was_asked_for():
    torch.manual_seed(0)
    model = Tagger(SORTS["of rows"]).eval()
    for sequence, length in enumerate(LENGTHS.tolist()):
        with gatescope.record(model, sequence=sequence) as recording:
            for _ in range(2):
                loss = model.loss(X, LENGTHS)
                recording.backward(loss)
        run = recording.run
        alone = gatescope.trace(model, (X, LENGTHS), sequence=sequence)
        assert run.record.steps == length
        for layer in ("rnn.l0", "rnn.l0_reverse"):
            assert np.abs(run[layer].h - alone[layer].h).max() <= 1e-6


def test_a_batch_that_is_given_sorted_or_put_back_before_stays_as_it_is():
    class Shuffled(Tagger):
        def forward(self, x, lengths):
            order = torch.tensor([4, 2, 0, 1, 3])
            x = x[order][order.argsort()]
            return super().forward(x, lengths)

    torch.manual_seed(0)
    lengths = LENGTHS.sort(descending=True)[0]
    model = Shuffled(SORTS["of rows"]).eval()
    many = gatescope.samples(model, (X, lengths))
    with torch.no_grad():
        states = model(X, lengths).numpy()
    assert np.abs(many["rnn.l0"].h[0] - states[0, :, :4]).max() <= 1e-6
    assert np.abs(many["rnn.l0"].h[3, :3] - states[3, :3, :4]).max() <= 1e-6
