"""`gatescope.record` around a loop over batches keeps a bounded part, and says which."""

from __future__ import annotations

import gc

import pytest
import torch

import gatescope
from gatescope.tracing.torch_passes import MOST_CALLS


def network():
    torch.manual_seed(0)
    return torch.nn.LSTM(2, 4, batch_first=True)


def tensors():
    gc.collect()
    return sum(1 for each in gc.get_objects() if type(each) is torch.Tensor)


def batches(count):
    return torch.randn(count, 3, 5, 2, generator=torch.Generator().manual_seed(1))


def test_of_a_training_loop_the_last_pass_is_kept_with_its_own_gradients():
    model, data = network(), batches(12)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    kept = []
    with gatescope.record(model) as r:
        for x in data:
            weights = {name: w.clone() for name, w in model.state_dict().items()}
            loss = model(x)[0].square().mean()
            r.backward(loss)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            kept.append(tensors())
    assert [layer.name for layer in r.run] == ["lstm"]
    assert r.run.record.notes[0].startswith("12 passes ran, each with its own backward")
    assert kept[-1] - kept[2] < 20, kept
    model.load_state_dict(weights)
    with gatescope.record(model) as alone:
        alone.backward(model(data[-1])[0].square().mean())
    for name, gradient in alone.run["lstm"].gradients.items():
        assert r.run["lstm"].gradients[name] == pytest.approx(gradient)
    assert r.run.loss == pytest.approx(alone.run.loss) and not alone.run.record.notes


def test_of_a_loop_without_a_backward_the_last_calls_are_kept():
    model, data = network(), batches(30)
    kept = []
    with gatescope.record(model) as r:
        for x in data:
            model(x)
            kept.append(tensors())
    assert kept[-1] - kept[MOST_CALLS + 2] < 20, kept
    assert len(r.run) == MOST_CALLS and r.run.layers[-1].name == "lstm (30)"
    assert f"lstm ran 30 times. The last {MOST_CALLS} are kept." in r.run.record.notes
    expected = gatescope.trace(model, data[-1])["lstm"]
    assert r.run["lstm (30)"].h == pytest.approx(expected.h, abs=1e-6)


def test_several_calls_before_one_loss_are_all_kept():
    model, data = network(), batches(3)
    with gatescope.record(model) as r:
        anchor, other, far = (model(x)[0][:, -1] for x in data)
        r.backward((anchor - other).square().sum() - (anchor - far).square().sum())
    assert [layer.name for layer in r.run] == ["lstm", "lstm (2)", "lstm (3)"]
    assert all(abs(layer.gradients["h"]).max() > 0 for layer in r.run)


def test_a_loop_of_single_steps_stays_one_layer():
    cell = torch.nn.LSTMCell(2, 4)
    with gatescope.record(cell) as r:
        state = (torch.zeros(1, 4), torch.zeros(1, 4))
        for step in range(20):
            state = cell(torch.ones(1, 2) * step, state)
        r.backward(state[0].sum())
    assert len(r.run) == 1 and r.run.record.steps == 20
    assert not [note for note in r.run.record.notes if "ran" in note]
