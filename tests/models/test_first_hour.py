"""An hour with models that keep their own state or write their own cell, as their owners would use them."""

from __future__ import annotations

import os

import numpy as np
import pytest
import torch
from public_hour import Gru4Rec, HierarchicalAttention, PointerNet, sessions
from torch import nn

import gatescope

os.environ.setdefault("KERAS_BACKEND", "torch")

POINTS = torch.rand(3, 5, 2, generator=torch.Generator().manual_seed(0))
DOCUMENTS = torch.randint(0, 12, (2, 3, 5), generator=torch.Generator().manual_seed(0))
CLICKS = torch.randint(0, 7, (6, 3), generator=torch.Generator().manual_seed(0))


@pytest.fixture(autouse=True)
def _same_weights():
    torch.manual_seed(0)


def test_a_model_that_keeps_its_state_runs_again_from_where_it_was():
    model = HierarchicalAttention()
    model(DOCUMENTS)  # its state is now of another document
    expected = model.word_state.clone()
    run = gatescope.trace(
        model, DOCUMENTS, target=torch.tensor([1, 2]), loss="cross_entropy", sequence=1
    )
    assert torch.equal(model.word_state, expected)
    clamped = [run.clamp("z", 0.5, layer=run.layers[0].name).loss for _ in range(2)]
    assert clamped == [clamped[0]] * 2
    assert run.at_sequence(0).loss == run.loss, "the loss is the batch's"
    with torch.no_grad():
        loss = nn.functional.cross_entropy(model(DOCUMENTS), torch.tensor([1, 2]))
    assert run.loss == pytest.approx(float(loss), rel=1e-6)


def test_a_state_that_a_model_keeps_is_no_dropout():
    model = HierarchicalAttention()
    health = gatescope.check(model, DOCUMENTS, progress=False)
    assert [each.kind for each in health.at_least("likely")] == []
    assert not model.word_state.any()


class Remembers(nn.Module):
    """What users write who keep a state: made at the first call, a list that grows, changed in place."""

    def __init__(self):
        super().__init__()
        self.gru, self.state, self.seen = nn.GRU(2, 3, batch_first=True), None, []
        self.total = torch.zeros(3)

    def forward(self, x):
        found, self.state = self.gru(x, self.state)
        self.seen.append(found)
        self.total += found.detach().sum((0, 1))
        return found + self.total


def test_whatever_way_a_state_is_kept_a_recompute_begins_with_it():
    model = Remembers()
    run = gatescope.trace(model, POINTS[:1], gradients_of=lambda out: out.sum())
    assert (model.state, model.seen, bool(model.total.any())) == (None, [], False)
    edited = [run.edit(steps=0, value=float(POINTS[0, 0, 0])).loss for _ in range(2)]
    assert edited == [run.loss, run.loss]


def test_a_pointer_network_shows_the_cell_that_its_owner_names():
    model = PointerNet(names=True)
    chosen = torch.tensor([[0, 1, 2, 3, 4]] * 3)

    def loss(output, target):
        return nn.functional.nll_loss(output[0].log().flatten(0, 1), target.flatten())

    run = gatescope.trace(model, POINTS, target=chosen, loss=loss, sequence=1)
    assert [(layer.name, layer.record.form.kind) for layer in run] == [
        ("encoder", "lstm"),
        ("decoder", "custom"),
    ]
    with torch.no_grad():
        scores, _ = model(POINTS[1:2])
        assert run.loss == pytest.approx(float(loss((scores,), chosen[:1])), rel=1e-5)
    forgets = run.clamp("f", 0.0, layer="decoder")
    assert not forgets["decoder"].f.any()
    assert np.abs(forgets["decoder"].c - run["decoder"].c).max() > 1e-3
    many = gatescope.samples(model, POINTS, progress=False)
    assert many["decoder"].h[1] == pytest.approx(run["decoder"].h, abs=1e-6)


def test_a_loss_that_is_constant_says_that_no_gradient_arrives():
    run = gatescope.trace(
        nn.LSTM(2, 3, batch_first=True), POINTS, gradients_of=lambda out: out[0].sum() * 0
    )
    assert "no gradient reaches this layer" in repr(run.gradient_flow())
    assert "nan" not in repr(run.gradient_flow())


def test_clicks_of_many_sessions_are_one_layer_over_all_steps():
    model = Gru4Rec()
    run = gatescope.trace(model, CLICKS, forward=sessions)
    assert {layer.name: layer.record.steps for layer in run} == {"gru": 6}
    with gatescope.record(model) as recording:
        answers = sessions(model, CLICKS)
        recording.backward(
            nn.functional.cross_entropy(answers[:-1].flatten(0, 1), CLICKS[1:].flatten())
        )
    assert recording.run["gru"].h == pytest.approx(run["gru"].h, abs=1e-6)
    assert gatescope.check(model, CLICKS, forward=sessions, progress=False).ok
    many = gatescope.samples(model, CLICKS, forward=sessions, progress=False)
    assert many["gru"].h[0] == pytest.approx(run["gru"].h, abs=1e-6)


class Closed(nn.Module):
    """ncps 1.0.1 (Apache 2.0), `CfC` without a backbone: a cell that its layer calls by `forward`."""

    class Cell(nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.second = nn.Linear(5, 3), nn.Linear(5, 3)
            self.a, self.b = nn.Linear(5, 3), nn.Linear(5, 3)

        def forward(self, x, h, time):
            both = torch.cat([x, h], 1)
            first, second = torch.tanh(self.first(both)), torch.tanh(self.second(both))
            share = torch.sigmoid(self.a(both) * time + self.b(both))
            new = first * (1 - share) + share * second
            return new, new

    def __init__(self):
        super().__init__()
        self.rnn_cell, self.fc = self.Cell(), nn.Linear(3, 1)

    def forward(self, x):
        h, found = x.new_zeros(len(x), 3), []
        for step in x.unbind(1):
            out, h = self.rnn_cell.forward(step, h, 1.0)
            found.append(self.fc(out))
        return torch.stack(found, 1), h


def test_a_cell_of_a_package_is_named_by_a_subclass_of_it():
    torch.manual_seed(0)
    model, x = Closed(), torch.randn(2, 6, 2)
    expected = model(x)
    with pytest.raises(gatescope.NothingToSee, match="no recurrent layer ran"):
        gatescope.trace(model, x)

    class Named(type(model.rnn_cell)):
        def forward(self, *given):
            h = gatescope.channel("h", super().forward(*given)[0])
            return h, h

    model.rnn_cell.__class__ = Named
    run = gatescope.trace(model, x, sequence=1, gradients_of=lambda out: out[0].sum())
    (layer,) = run.layers
    assert layer.h[-1] == pytest.approx(expected[1][1].detach().numpy(), abs=1e-6)
    assert np.abs(layer.gradients["h"]).min() > 0
    held = run.clamp("h", 0.5, steps=2)[layer.name].h
    with torch.no_grad():
        (after, _) = model.rnn_cell(x[1:, 3], torch.full((1, 3), 0.5), 1.0)
    assert held[2] == pytest.approx(0.5) and held[3] == pytest.approx(after[0].numpy(), abs=1e-6)


def test_a_model_that_wants_more_arguments_says_how_they_are_given():
    class Reader(nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn = nn.LSTM(3, 4, batch_first=True)

        def forward(self, strokes, text):
            return self.rnn(strokes)[0] + text.sum()

    strokes, text = torch.randn(2, 5, 3), torch.zeros(2, 4)
    for given in (strokes, [strokes, text]):
        with pytest.raises(
            gatescope.GatescopeError, match=r"'text'; x is one argument unless it is a tuple"
        ):
            gatescope.trace(Reader(), given)
    for given in ((strokes, text), {"strokes": strokes, "text": text}):
        assert gatescope.trace(Reader(), given)["rnn"].h.shape == (5, 4)


def test_a_bidirectional_layer_of_keras_is_asked_for_by_its_own_name_and_a_batch_is_asked_for():
    import keras

    x = keras.Input((6,), dtype="int32")
    first = keras.layers.Bidirectional(keras.layers.LSTM(3, return_sequences=True), name="below")
    second = keras.layers.Bidirectional(keras.layers.GRU(2), name="above")
    model = keras.Model(x, second(first(keras.layers.Embedding(9, 4)(x))))
    ids = np.arange(12).reshape(2, 6) % 9
    names = [layer.name for layer in gatescope.trace(model, ids, layers=["above"])]
    assert names == [second.forward_layer.name, second.backward_layer.name]
    run = gatescope.trace(model, ids)
    assert run[names[0]].h == pytest.approx(
        gatescope.trace(model, ids, layers=[names[0]])[names[0]].h
    )
    with pytest.raises(
        gatescope.GatescopeError, match=r"\[B, 6\], got \[6\]; one sequence is x\[None\]"
    ):
        gatescope.trace(model, ids[0])
    # Keras adds the last axis of one number a step by itself.
    numbers = keras.Sequential([keras.Input((None, 1)), keras.layers.LSTM(2)])
    assert len(gatescope.trace(numbers, np.ones((2, 6), "float32"))) == 1
