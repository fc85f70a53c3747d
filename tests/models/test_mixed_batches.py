"""Models whose sequences change one another: what is shown of one is what it is in its batch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

import gatescope


class Pooled(nn.Module):
    """Takes from each sequence half of the mean over its batch."""

    def __init__(self, first):
        super().__init__()
        self.lstm, self.out = nn.LSTM(2, 4, batch_first=first), nn.Linear(4, 1)

    def forward(self, x):
        mean = x.mean(0 if self.lstm.batch_first else 1, keepdim=True)
        return self.out(self.lstm(x - 0.5 * mean)[0])


class Normed(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm, self.drop = nn.BatchNorm1d(2), nn.Dropout(0.5)
        self.lstm = nn.LSTM(2, 4, batch_first=True)

    def forward(self, x):
        return self.drop(self.lstm(self.norm(x.mT).mT)[0]).sum(-1)


@pytest.mark.parametrize("first", [True, False])
def test_a_sequence_that_its_batch_changes_is_traced_in_it(first):
    torch.manual_seed(1)
    model, x = Pooled(first), torch.randn(3, 6, 2)
    x = x if first else x.transpose(0, 1)
    y = torch.zeros(*x.shape[:2], 1)
    run = gatescope.trace(model, x, target=y, loss="mse_loss", sequence=1)
    h = model.lstm(x - 0.5 * x.mean(0 if first else 1, keepdim=True))[0]
    answer = model.out(h)
    (slope,) = torch.autograd.grad(nn.functional.mse_loss(answer, y), h)

    def row(tensor):
        return tensor.detach()[1] if first else tensor.detach()[:, 1]

    np.testing.assert_allclose(run["lstm"].h, row(h), atol=1e-6)
    np.testing.assert_allclose(run.record.outputs[0].values, row(answer)[:, 0], atol=1e-6)
    np.testing.assert_allclose(run.record.input, row(x))
    # Through the head alone, at the last step, from which nothing goes on.
    np.testing.assert_allclose(run["lstm"].gradients["h"][-1], row(slope)[-1], atol=1e-6)
    assert run.record.answers == (0, 1, 2, 3, 4, 5)
    assert run.record.notes[0].startswith("What a sequence of this model gives hangs on the others")
    # An edit is of the sequence that is shown, and what it depends on has its shape.
    assert run.edit(steps=2, feature=1, value=5).record.input[2, 1] == 5
    assert run.output_gradient().shape == (6, 2)
    assert run.at_sequence(2)["lstm"].h.shape == (6, 4)


def test_a_batch_norm_mixes_in_training_alone_and_dropout_never():
    model, x = Normed(), torch.randn(3, 6, 2)
    notes = {
        training: gatescope.trace(model, x, training=training).record.notes
        for training in (True, False)
    }
    assert notes[False] == []
    assert "hangs on the others" in notes[True][0]
    trained = gatescope.trace(model, x, training=True, sequence=2)
    model.drop.p = 0.0
    model.train()
    assert trained["lstm"].h == pytest.approx(
        model.lstm(model.norm(x.mT).mT)[0][2].detach().numpy(), abs=1e-5
    )
    model.norm = nn.Identity()
    model.drop.p = 0.5
    assert gatescope.trace(model, x, training=True).record.notes == []


def test_of_an_output_of_a_number_a_step_its_own_row_is_drawn():
    run = gatescope.trace(Normed(), torch.randn(3, 6, 2), training=True, sequence=1)
    assert [line.name for line in run.record.outputs] == ["output"]
    assert not np.isnan(run.record.outputs[0].values).any()
