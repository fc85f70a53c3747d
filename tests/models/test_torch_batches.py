"""What people have in hand when they trace a model: batches of loaders, estimators, arrays, targets."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

import gatescope


class RNNModel(nn.Module):
    """pytorch/examples (BSD), word_language_model: the target of a batch is flat."""

    def __init__(self, words=11):
        super().__init__()
        self.encoder, self.rnn = nn.Embedding(words, 3), nn.LSTM(3, 4, 2)
        self.decoder, self.words = nn.Linear(4, words), words

    def forward(self, x, hidden):
        output, hidden = self.rnn(self.encoder(x), hidden)
        decoded = self.decoder(output).view(-1, self.words)
        return nn.functional.log_softmax(decoded, dim=1), hidden


class Regression(nn.Module):
    def __init__(self, first=True):
        super().__init__()
        self.lstm, self.out = nn.LSTM(2, 3, batch_first=first), nn.Linear(3, 1)

    def forward(self, x):
        h = self.lstm(x)[0]
        return self.out(h[:, -1] if self.lstm.batch_first else h[-1])


def test_the_flat_target_of_word_language_model_is_cut_with_its_sequence():
    torch.manual_seed(0)
    model = RNNModel()
    text = torch.randint(0, 11, (36, 20))
    data, target = text[:-1], text[1:].reshape(-1)
    hidden = (torch.zeros(2, 20, 4), torch.zeros(2, 20, 4))
    run = gatescope.trace(
        model,
        (data, hidden),
        target=target,
        loss=lambda output, target: nn.functional.nll_loss(output[0], target),
        sequence=3,
    )
    cut = tuple(part[:, 3:4] for part in hidden)
    expected = nn.functional.nll_loss(model(data[:, 3:4], cut)[0], text[1:, 3])
    assert run.loss == pytest.approx(float(expected), rel=1e-6)
    assert run.record.steps == 35
    assert run.record.batch == 20


def test_a_loss_that_cannot_take_several_outputs_is_answered_with_the_line_that_can():
    with pytest.raises(gatescope.GatescopeError, match=r"loss=lambda output, target: mse_loss\(ou"):
        gatescope.trace(nn.LSTM(2, 3), torch.zeros(4, 1, 2), torch.zeros(4, 1, 3), "mse_loss")
    with pytest.raises(gatescope.GatescopeError, match="gradients_of=lambda output: criterion"):
        gatescope.trace(nn.LSTM(2, 3), torch.zeros(4, 1, 2), gradients_of=lambda o: o.sum())


def test_a_loader_is_no_batch_and_the_message_takes_one_of_it():
    loader = DataLoader(TensorDataset(torch.zeros(4, 5, 2)))
    with pytest.raises(gatescope.GatescopeError, match=r"batch = next\(iter\(loader\)\)"):
        gatescope.trace(Regression(), loader)


def test_arrays_of_numpy_are_taken_in_the_precision_of_the_weights():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(4, 6, 2)), rng.normal(size=(4, 1))
    model = Regression()
    run = gatescope.trace(model, x, target=y, loss="mse_loss", sequence=2)
    expected = gatescope.trace(
        model, torch.tensor(x).float(), torch.tensor(y).float(), "mse_loss", sequence=2
    )
    assert run.loss == expected.loss
    with pytest.raises(gatescope.GatescopeError, match="must be numbers, got an array of <U1"):
        gatescope.trace(model, np.array(["a"]))


class OfDict(nn.Module):
    """As pytorch-forecasting's networks: one dict, in it covariates that may be none."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(2, 3, batch_first=True)

    def forward(self, x: dict[str, torch.Tensor]) -> torch.Tensor:
        return self.lstm(torch.cat([x["encoder_cat"], x["encoder_cont"]], dim=-1))[0]


def test_a_dict_that_a_model_takes_whole_is_given_whole_and_empty_covariates_are_none():
    batch = {"encoder_cat": torch.zeros(4, 20, 0), "encoder_cont": torch.rand(4, 20, 2)}
    run = gatescope.trace(OfDict(), batch, gradients_of=lambda out: out.sum(), sequence=1)
    assert run.record.input == pytest.approx(batch["encoder_cont"][1].numpy())
    edited = run.edit(steps=3, feature=1, value=5)
    assert edited.record.input[3, 1] == 5
    assert run.output_gradient().shape == (20, 2)


@dataclass
class Batch:
    values: torch.Tensor
    name: str = "train"


class OfData(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(2, 3, batch_first=True)

    def forward(self, batch):
        return self.gru(batch.values)[0]


def test_a_dataclass_is_a_batch():
    batch = Batch(torch.rand(3, 7, 2))
    run = gatescope.trace(OfData(), batch, sequence=2)
    assert run.record.batch == 3
    assert run.record.input == pytest.approx(batch.values[2].numpy())


class Estimator:
    """As skorch keeps the module that it has trained."""

    def __init__(self, module):
        self.module_ = module

    def fit(self):
        raise AssertionError


def test_an_estimator_of_skorch_is_its_module():
    model, x = Regression(), torch.rand(2, 5, 2)
    run = gatescope.trace(Estimator(model), x)
    assert np.array_equal(run["lstm"].h, gatescope.trace(model, x)["lstm"].h)


class Compiled(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = torch.compile(nn.LSTM(2, 3, batch_first=True), backend=self.never)
        self.squash = torch.compile(torch.tanh, backend=self.never)

    @staticmethod
    def never(*_):
        raise AssertionError("compiled for a trace")

    def forward(self, x):
        return self.squash(self.lstm(x)[0])


def test_what_is_compiled_inside_a_model_is_run_as_it_stands():
    run = gatescope.trace(Compiled(), torch.rand(2, 4, 2), gradients_of=lambda out: out.sum())
    assert [layer.name for layer in run] == ["lstm"]
    assert run.clamp("f", 1).loss != run.loss


@pytest.mark.parametrize(
    ("first", "shape", "rows", "said"),
    [
        (False, (50, 16, 2), (50, 1), "50 steps of 16 sequences"),
        (True, (16, 50, 2), (50, 1), "50 steps of 16 sequences"),
        (True, (50, 16, 2), (50, 1), None),
        (False, (16, 50, 2), (50, 1), None),
    ],
)
def test_a_batch_that_is_taken_for_time_is_suspected_by_the_rows_of_the_target(
    first, shape, rows, said
):
    run = gatescope.trace(
        Regression(first),
        torch.rand(shape),
        target=torch.zeros(rows),
        loss=lambda output, target: ((output - target[:1]) ** 2).mean(),
    )
    notes = [note for note in run.record.notes if "taken for time" in note]
    assert len(notes) == (said is not None)
    assert said is None or said in notes[0]


class Seen(nn.Module):
    """Notes how many sequences each call of its head has."""

    def __init__(self):
        super().__init__()
        self.lstm, self.out, self.sequences = nn.LSTM(2, 5, batch_first=True), nn.Linear(5, 1), []

    def forward(self, x):
        h = self.lstm(x)[0]
        self.sequences.append(len(h))
        return self.out(h)


def test_a_large_batch_opens_without_running_the_layer_over_all_of_it():
    torch.manual_seed(0)
    seen: list[list[int]] = []
    x, y = torch.randn(12, 7, 2), torch.randn(12, 7, 1)

    def forward(model, given):
        output = model(given)
        seen.append(list(model.sequences))
        model.sequences.clear()
        return output

    model = Seen()
    run = gatescope.trace(model, x, target=y, loss="mse_loss", forward=forward, sequence=9)
    assert (run.record.batch, run.record.steps) == (12, 7)
    # Two at most: a sequence beside another one, to know whether that changes it.
    assert {count for counts in seen for count in counts} == {1, 2}
    own = nn.functional.mse_loss(Seen.forward(model, x[9:10]), y[9:10])
    assert run.loss == pytest.approx(float(own.detach()))


class WarmUp(nn.Module):
    """Reads a start in one call and goes on a step at a time, with the same weights."""

    def __init__(self, loose=False):
        super().__init__()
        self.rnn, self.out, self.loose = nn.GRU(1, 4, batch_first=True), nn.Linear(4, 1), loose

    def forward(self, x):
        begun, state = self.rnn(x)
        found = [begun]
        for _ in range(5):
            after, state = self.rnn(self.out(found[-1][:, -1:]), state)
            found.append(after)
        answers = self.out(torch.cat(found, 1))
        return answers if self.loose else answers.reshape(-1, 1)


@pytest.mark.parametrize("loose", [False, True])
def test_a_layer_that_goes_on_after_its_first_call_is_cut_with_its_flat_target(loose):
    torch.manual_seed(0)
    model, x = WarmUp(loose), torch.randn(3, 4, 1)
    y = torch.randn(*((3, 9, 1) if loose else (27, 1)))
    run = gatescope.trace(model, x, target=y, loss="mse_loss", sequence=1)
    assert (run.record.batch, run.record.steps) == (3, 9)
    assert not any("whole batch" in note for note in run.record.notes)
    truth = y[1:2] if loose else y[9:18]
    assert run.loss == pytest.approx(float(nn.functional.mse_loss(model(x[1:2]), truth).detach()))


def test_a_batch_that_a_model_can_only_take_whole_runs_whole():
    torch.manual_seed(0)

    class Fixed(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(2, 3, batch_first=True)

        def forward(self, x):
            return self.lstm(x)[0].reshape(4, -1)

    run = gatescope.trace(Fixed(), torch.randn(4, 5, 2), sequence=2)
    assert any("The whole batch ran" in note for note in run.record.notes)


def test_a_trace_does_not_import_the_compiler():
    code = (
        "import sys, torch, gatescope; gatescope.trace(torch.nn.GRU(1, 2), torch.zeros(3, 1, 1)); "
        "sys.exit('torch._dynamo' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0
