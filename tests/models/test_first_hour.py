"""An hour with models that keep their own state or write their own cell, as their owners would use them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import numpy as np
import pytest
import torch
from public_hour import Gru4Rec, HierarchicalAttention, PointerNet, sessions
from public_more import Brits, Esim, Transition, gaps, sentences, world
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


@pytest.mark.parametrize("is_copied", [True, False])
def test_whatever_way_a_state_is_kept_a_recompute_begins_with_it(is_copied):
    model = Remembers()
    if not is_copied:
        # Nobody can copy a lock: the model itself is run, and put back.
        model.lock = threading.Lock()
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


class Given(nn.Module):
    """What users write who give the states themselves, `[layers, B, H]` whichever axis x has first."""

    def __init__(self, batch_first):
        super().__init__()
        self.lstm = nn.LSTM(2, 3, num_layers=2, batch_first=batch_first)

    def forward(self, x, h, c):
        return self.lstm(x, (h, c))[0]


@pytest.mark.parametrize("batch_first", [True, False])
@pytest.mark.parametrize(("batch", "steps"), [(4, 6), (2, 6), (6, 6)])
def test_states_beside_x_are_cut_along_their_own_axis(batch_first, batch, steps):
    shape = (batch, steps) if batch_first else (steps, batch)
    x, y = torch.randn(*shape, 2), torch.randn(*shape, 3)
    h, c = torch.randn(2, batch, 3), torch.randn(2, batch, 3)
    model = Given(batch_first)
    run = gatescope.trace(
        model, (x, h, c), target=y, loss=nn.MSELoss(), sequence=1, layers=["lstm.l0", "lstm.l1"]
    )
    with torch.no_grad():
        answer = model(x, h, c)
    one = (lambda each: each[1]) if batch_first else (lambda each: each[:, 1])
    np.testing.assert_allclose(run["lstm.l1"].h, one(answer), atol=1e-6)
    assert run.loss == pytest.approx(float(nn.functional.mse_loss(one(answer), one(y))), rel=1e-5)
    assert not any("whole batch" in note for note in run.record.notes)


def test_a_world_of_which_each_tensor_has_an_axis_of_its_own_is_cut_to_one_sequence():
    run = gatescope.trace(
        Transition(), world(), gradients_of=lambda out: out[0].pow(2).sum(), sequence=2
    )
    assert run["rnn"].h.shape == (7, 6)
    assert run.loss == pytest.approx(float(np.square(run["rnn"].h).sum()), rel=1e-5)


class Dropped(Transition):
    def forward(self, *given):
        return nn.functional.dropout(super().forward(*given)[0], 0.5)


def test_a_model_that_samples_is_not_said_for_certain_to_drop():
    def certainty(model):
        [found] = [
            each
            for each in gatescope.check(model, world(), progress=False).findings
            if each.kind == "dropout-on"
        ]
        return found.certainty

    # The first answer of the first is no state that is sampled, but all after it hangs on one.
    assert certainty(Transition()) == "possible"
    assert certainty(Dropped()) == "certain"


def test_weights_that_read_two_sentences_are_told_once():
    health = gatescope.check(Esim(), sentences(), progress=False)
    told = [each.layer for each in health.findings if each.kind == "forget-bias-zero"]
    assert len(told) == len(set(told)) > 0 and not any("(2)" in layer for layer in told)
    assert {"encoding._encoder (2).l0"} <= {layer.name for layer in health.layers}


def test_each_of_two_attentions_is_named():
    run = gatescope.trace(Esim(), sentences(), sequence=1)
    [note] = [each for each in run.record.notes if "looks at" in each]
    for reader, read in (("encoding._encoder", "encoding._encoder (2)"),) * 2:
        for one, other in ((reader, read), (read, reader)):
            assert f"{one}.l0_reverse looks at the steps of {other}.l0" in note
            assert run.attention(layer=f"{one}.l0_reverse").layers[0] == f"{other}.l0"
    assert note.endswith("run.attention(layer=…) shows where.")


def test_a_dict_of_answers_names_the_one_line_way():
    with pytest.raises(
        gatescope.GatescopeError,
        match=r"gives 3 outputs \('imputations', 'predictions' and 'loss'\) and loss could not take "
        r"them.*loss=lambda output, target: criterion\(output\['imputations'\], target\)",
    ):
        gatescope.trace(Brits(), gaps(), target=torch.ones(4, 1), loss=nn.BCELoss())


def test_an_influence_is_told_by_its_largest_numbers():
    run = gatescope.trace(Reader(), torch.randn(2, 5, 2))
    influence = gatescope.influence(run, step=4)
    step, feature = np.unravel_index(np.abs(influence.gradient).argmax(), (5, 2))
    largest = f"largest: x{feature} at {step} ({influence.gradient[step, feature]:.3g})"
    assert largest in repr(influence) and len(repr(influence)) < 200


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru, self.out = nn.GRU(2, 3, batch_first=True), nn.Linear(3, 1)

    def forward(self, x):
        return self.out(self.gru(x)[0])


def test_a_script_module_runs_as_a_plain_one_where_the_error_says_how(tmp_path):
    # TorchScript reads its functions from a file.
    (tmp_path / "script.py").write_text("""
import torch, gatescope
class Steps(torch.jit.ScriptModule):
    def __init__(self):
        super().__init__()
        self.gru = torch.nn.GRUCell(2, 3)
    @torch.jit.script_method
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = torch.zeros(x.size(0), 3)
        for step in range(x.size(1)):
            h = self.gru(x[:, step], h)
        return h
try:
    print(gatescope.trace(Steps(), torch.zeros(2, 4, 2))["gru"].h.shape)
except gatescope.NothingToSee as error:
    print(error)
""")
    said = {
        switch: subprocess.run(
            [sys.executable, str(tmp_path / "script.py")],
            env={**os.environ, "PYTORCH_JIT": switch},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for switch in ("0", "1")
    }
    assert "start Python with PYTORCH_JIT=0" in said["1"] and said["0"].strip() == "(4, 3)"
