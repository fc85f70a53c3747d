"""Models that do what few do: they differentiate in their forward, or live in inference mode."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

import gatescope


class Differentiates(nn.Module):
    """Gives the gradient of its own layer, as physics-informed and saliency models do."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, batch_first=True)

    def forward(self, x):
        x = x.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(self.lstm(x)[0].sum(), x, create_graph=True)
        return gradient


def test_a_forward_that_differentiates_by_itself_is_seen():
    torch.manual_seed(3)
    model, x = Differentiates(), torch.randn(2, 4, 3)
    run = gatescope.trace(model, x, gradients_of=torch.sum, sequence=1)
    fused = model.lstm(x)[0][1].detach().numpy()
    np.testing.assert_allclose(run["lstm"].h, fused, atol=1e-6)


def test_weights_made_in_inference_mode_are_seen():
    torch.manual_seed(3)
    with torch.inference_mode():
        model, x = nn.LSTM(3, 4, batch_first=True), torch.randn(1, 4, 3)
        run = gatescope.trace(model, x)
        fused = model(x)[0][0].numpy()
    np.testing.assert_allclose(run["lstm"].h, fused, atol=1e-6)
    assert run["lstm"].f.shape == (4, 4)


class ManyAnswers(nn.Module):
    """Twenty outputs at each step; step 0 answers one by a little, others rise higher later."""

    def __init__(self) -> None:
        super().__init__()
        self.recurrent = nn.GRU(2, 3, batch_first=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.recurrent(x)
        answers = torch.arange(20.0).repeat(1, x.shape[1], 1)
        answers[:, 0] = 0.0
        answers[:, 0, 2] = 0.1
        return answers


def test_of_many_outputs_the_largest_of_each_step_is_drawn_and_its_target():
    x = torch.zeros(1, 4, 2)
    run = gatescope.trace(ManyAnswers(), x, target=torch.ones(1, 4, 20), loss=nn.MSELoss())
    for lines in (run.record.outputs, run.record.targets):
        names = [line.name.split()[-1] for line in lines]
        assert len(names) == 12
        assert "2" in names and "19" in names
    # What is left out is told.
    assert run.to_bundle()["outputCount"] == 20
