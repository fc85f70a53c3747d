"""Gates, states and gradients of PyTorch models, against PyTorch itself and finite differences."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.parametrizations import weight_norm
from torch.nn.utils.rnn import (
    pack_padded_sequence,
    pack_sequence,
    pad_packed_sequence,
)

import gatescope
from gatescope.tracing.backward import gradients_by_parameter

CASES = [
    (kind, layers, both, projection, bias, first, dtype)
    for kind, layers, both, projection, bias, first, dtype in itertools.product(
        ["LSTM", "GRU", "RNN", "RELU"],
        [1, 2],
        [False, True],
        [0, 2],
        [True, False],
        [True, False],
        [torch.float32, torch.float64],
    )
    if kind == "LSTM" or projection == 0
]


def module(kind, layers, both, projection, bias, first, dtype):
    options = {
        "num_layers": layers,
        "bidirectional": both,
        "bias": bias,
        "batch_first": first,
        "dtype": dtype,
    }
    if kind == "RELU":
        return nn.RNN(3, 4, nonlinearity="relu", **options)
    if projection:
        options["proj_size"] = projection
    return getattr(nn, kind)(3, 4, **options)


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(str(part) for part in case))
@pytest.mark.filterwarnings("ignore:LSTM with projections")
def test_outputs_and_gradients_are_those_of_the_fused_call(case):
    torch.manual_seed(3)
    kind, layers, _, _, _, first, dtype = case
    fused = module(*case)
    x = torch.randn(2, 6, 3, dtype=dtype) if first else torch.randn(6, 2, 3, dtype=dtype)
    tolerance = 1e-6 if dtype == torch.float32 else 1e-12
    run = gatescope.trace(fused, x, gradients_of=lambda out: (out[0] ** 2).sum(), sequence=1)

    cut = (x[1:2] if first else x[:, 1:2]).requires_grad_(True)
    output = fused(cut)[0]
    (output**2).sum().backward()
    last = [layer for layer in run if layers == 1 or f".l{layers - 1}" in layer.name]
    hidden = np.concatenate([layer.h for layer in last], axis=1)
    expected = (output[0] if first else output[:, 0]).detach().numpy()
    assert np.abs(hidden - expected).max() <= tolerance

    # Weights of the first layer: its gradient has gone through everything behind it.
    gate, at = {"LSTM": ("f", 1), "GRU": ("z", 1)}.get(kind, ("", 0))
    name = f"W_{gate}" if gate else "W"
    ours = gradients_by_parameter(run.layers[0].record)[name]
    theirs = fused.weight_ih_l0.grad[at * 4 : at * 4 + 4].numpy()
    assert np.abs(ours - theirs).max() <= tolerance * 10 * max(1, np.abs(theirs).max())


class Regression(nn.Module):
    def __init__(self, kind="LSTM", dtype=torch.float64):
        super().__init__()
        self.recurrent = getattr(nn, kind)(2, 3, batch_first=True, dtype=dtype)
        self.out = nn.Linear(3, 1, dtype=dtype)

    def forward(self, x):
        return self.out(self.recurrent(x)[0])


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
def test_the_gradient_of_every_channel_is_what_finite_differences_find(kind):
    torch.manual_seed(5)
    model = Regression(kind)
    x, y = torch.randn(4, 7, 2).double(), torch.randn(4, 7, 1).double()
    run = gatescope.trace(model, x, y, nn.MSELoss(), sequence=2)
    layer = run["recurrent"]
    for channel, step in itertools.product(layer.channels, (0, 3, 6)):
        value, tiny = layer[channel][step, 1], 1e-6
        up = run.clamp(channel, value + tiny, units=1, steps=step).loss
        down = run.clamp(channel, value - tiny, units=1, steps=step).loss
        expected = (up - down) / (2 * tiny)
        assert layer.gradients[channel][step, 1] == pytest.approx(expected, rel=1e-5, abs=1e-9)


def test_one_sequence_of_a_batch_has_its_own_loss():
    torch.manual_seed(0)
    model = Regression()
    x, y = torch.randn(4, 7, 2).double(), torch.randn(4, 7, 1).double()
    run = gatescope.trace(model, x, y, "mse_loss", sequence=3)
    assert run.loss == pytest.approx(float(nn.MSELoss()(model(x[3:4]), y[3:4])), rel=1e-12)
    assert run.record.input == pytest.approx(x[3].numpy())
    assert run.record.targets[0].values == pytest.approx(y[3, :, 0].numpy())


class Classifier(nn.Module):
    """The last hidden states of both directions of a packed two-layer LSTM."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(20, 5, padding_idx=0)
        self.lstm = nn.LSTM(5, 4, batch_first=True, bidirectional=True, num_layers=2, dropout=0.3)
        self.out = nn.Linear(8, 1)

    def forward(self, tokens, lengths):
        packed = pack_padded_sequence(
            self.embedding(tokens), lengths, batch_first=True, enforce_sorted=False
        )
        _, (hidden, _) = self.lstm(packed)
        return self.out(torch.cat([hidden[-2], hidden[-1]], 1))


def batch_of_tokens():
    torch.manual_seed(1)
    tokens, lengths = torch.randint(1, 20, (4, 9)), torch.tensor([9, 5, 7, 3])
    for row, length in enumerate(lengths):
        tokens[row, length:] = 0
    return tokens, lengths


@pytest.mark.parametrize("sequence", range(4))
def test_a_packed_classifier_is_seen_as_it_ran(sequence):
    tokens, lengths = batch_of_tokens()
    model, truth = Classifier(), torch.ones(4, 1)
    run = gatescope.trace(
        model, (tokens, lengths), truth, nn.BCEWithLogitsLoss(), sequence=sequence
    )
    assert model.training
    model.eval()
    expected = nn.BCEWithLogitsLoss()(model(tokens, lengths)[sequence : sequence + 1], truth[:1])
    assert run.loss == pytest.approx(float(expected), rel=1e-6)
    assert [layer.name for layer in run] == [
        "lstm.l0",
        "lstm.l0_reverse",
        "lstm.l1",
        "lstm.l1_reverse",
    ]
    assert run.record.steps == int(lengths[sequence])
    assert run.record.input[:, 0].tolist() == tokens[sequence, : lengths[sequence]].tolist()
    # The reverse layer starts at the last valid step: its state there came from zeros.
    reverse = run["lstm.l0_reverse"].record
    assert np.allclose(reverse.before("h")[-1], 0)


def test_a_packed_batch_as_x_shows_the_sequence_that_was_asked_for():
    torch.manual_seed(2)
    sequences = [torch.randn(length, 2) for length in (3, 6, 4)]
    gru = nn.GRU(2, 3)
    packed = pack_sequence(sequences, enforce_sorted=False)
    run = gatescope.trace(
        gru,
        packed,
        gradients_of=lambda out: pad_packed_sequence(out[0])[0].pow(2).sum(),
        sequence=2,
    )
    alone = gru(sequences[2][:, None])[0][:, 0].detach().numpy()
    assert run["gru"].h == pytest.approx(alone, abs=1e-6)


class Loop(nn.Module):
    def __init__(self, cell):
        super().__init__()
        self.cell = cell
        self.out = nn.Linear(3, 1)

    def forward(self, x):
        state, outputs = None, []
        for step in range(x.shape[1]):
            state = self.cell(x[:, step], state)
            outputs.append(self.out(state[0] if isinstance(state, tuple) else state))
        return torch.stack(outputs, 1)


@pytest.mark.parametrize(
    "cell", [nn.LSTMCell(2, 3), nn.GRUCell(2, 3), nn.RNNCell(2, 3), nn.RNNCell(2, 3, bias=False)]
)
def test_a_loop_over_a_cell_is_one_layer(cell):
    torch.manual_seed(4)
    model, x = Loop(cell), torch.randn(3, 5, 2)
    run = gatescope.trace(model, x, torch.zeros(3, 5, 1), nn.MSELoss(), sequence=1)
    assert run["cell"].h.shape == (5, 3)
    assert run.record.outputs[0].values == pytest.approx(
        model(x)[1, :, 0].detach().numpy(), abs=1e-6
    )


class ByHand(nn.Module):
    """A minimal gated unit whose channels are named in its step."""

    def __init__(self):
        super().__init__()
        self.gate, self.candidate = nn.Linear(5, 3), nn.Linear(5, 3)

    def forward(self, x):
        h = torch.zeros(x.shape[0], 3)
        for step in range(x.shape[1]):
            both = torch.cat([x[:, step], h], 1)
            f = gatescope.channel("f", torch.sigmoid(self.gate(both)), role="gate")
            h = gatescope.channel("h", (1 - f) * h + f * torch.tanh(self.candidate(both)))
        return h


def test_a_cell_written_by_hand_names_its_own_channels():
    model, x = ByHand(), torch.randn(2, 4, 2)
    run = gatescope.trace(model, x, gradients_of=lambda h: h.sum())
    assert run["byhand"].channels == ("f", "h")
    assert run["byhand"].h[-1] == pytest.approx(model(x)[0].detach().numpy(), abs=1e-6)
    held = run.clamp("f", 0.0)
    assert np.allclose(held["byhand"].h, 0)
    # Outside a trace the call costs nothing and changes nothing.
    assert gatescope.channel("f", 3) == 3


def test_a_forward_and_loss_of_ones_own_are_recorded():
    model, x = Loop(nn.LSTMCell(2, 3)), torch.randn(3, 5, 2)
    with gatescope.record(model) as recording:
        loss = (model(x) ** 2).mean()
        recording.backward(loss)
        loss.backward()
    assert model.out.weight.grad is not None
    run = recording.run
    assert run.loss == pytest.approx(float(loss.detach()))
    assert np.abs(run["cell"].gradients["c"]).max() > 0
    with pytest.raises(gatescope.GatescopeError, match="cannot be run again"):
        run.clamp("f", 0)


class Subclass(nn.LSTM):
    def forward(self, x, hx=None):
        output, state = super().forward(x * 2, hx)
        return output + 1, state


def variants():
    yield "a subclass with its own forward", Subclass(2, 3, batch_first=True)
    yield "a weight-normed module", weight_norm(nn.LSTM(2, 3, batch_first=True), "weight_hh_l0")
    frozen = nn.LSTM(2, 3, batch_first=True)
    frozen.requires_grad_(False)
    yield "frozen weights", frozen
    yield "a data-parallel wrapper", nn.DataParallel(nn.LSTM(2, 3, batch_first=True))


@pytest.mark.parametrize(
    "name, model", list(variants()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_kinds_of_modules(name, model):
    torch.manual_seed(6)
    x = torch.randn(2, 5, 2)
    run = gatescope.trace(model, x, gradients_of=lambda out: out[0].pow(2).sum())
    output = model(x)[0][0].detach().numpy()
    hidden = run.layers[0].h + (1 if isinstance(model, Subclass) else 0)
    assert hidden == pytest.approx(output, abs=1e-6)
    assert np.abs(run.layers[0].gradients["f"]).max() > 0


def test_a_callable_and_a_functional_call_are_seen():
    lstm = nn.LSTM(2, 3, batch_first=True)
    other = {name: torch.zeros_like(p) for name, p in lstm.named_parameters()}
    run = gatescope.trace(
        lambda x: torch.func.functional_call(lstm, other, (x,)),
        torch.randn(1, 4, 2),
        gradients_of=lambda out: out[0].sum(),
    )
    assert np.allclose(run.layers[0].f, 0.5)


def test_autocast_and_half_precision_are_shown_in_single():
    model = nn.LSTM(2, 3, batch_first=True)
    x = torch.randn(1, 4, 2)

    def forward(module, value):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return module(value)

    run = gatescope.trace(model, x, gradients_of=lambda o: o[0].float().sum(), forward=forward)
    assert run["lstm"].f.dtype == np.float32
    assert run["lstm"].h == pytest.approx(model(x)[0][0].detach().numpy(), abs=2e-2)
    half = nn.LSTM(2, 3, batch_first=True).bfloat16()
    run = gatescope.trace(half, x.bfloat16(), gradients_of=lambda o: o[0].float().sum())
    assert np.isfinite(run["lstm"].gradients["c"]).all()


def test_a_caller_without_gradients_gets_them_all_the_same():
    model, x = Regression(), torch.randn(1, 5, 2).double()
    with torch.no_grad():
        quiet = gatescope.trace(model, x, gradients_of=lambda y: y.sum())
    with torch.inference_mode():
        inferred = gatescope.trace(
            model, torch.randn(1, 5, 2).double(), gradients_of=lambda y: y.sum()
        )
    for run in (quiet, inferred):
        assert np.abs(run["recurrent"].gradients["h"]).max() > 0


class WithBatchNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm, self.drop = nn.BatchNorm1d(5), nn.Dropout(0.5)
        self.lstm = nn.LSTM(2, 3, batch_first=True, num_layers=2, dropout=0.2)

    def forward(self, x):
        return self.drop(self.lstm(self.norm(x))[0])


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("copyable", [True, False])
def test_the_users_model_is_left_as_it_was(training, copyable):
    model = WithBatchNorm()
    model.drop.eval()
    if not copyable:
        model.something = torch.ones(1, requires_grad=True) * 2  # deepcopy refuses it
    modes = [module.training for module in model.modules()]
    state = {name: value.clone() for name, value in model.state_dict().items()}
    hooks = [(len(m._forward_hooks), len(m._forward_pre_hooks)) for m in model.modules()]
    random = torch.random.get_rng_state()
    gatescope.trace(
        model,
        torch.randn(3, 5, 2, generator=torch.Generator()),
        gradients_of=lambda y: y.sum(),
        training=training,
    )
    assert torch.equal(random, torch.random.get_rng_state())
    assert modes == [module.training for module in model.modules()]
    assert all(torch.equal(state[name], value) for name, value in model.state_dict().items())
    assert hooks == [(len(m._forward_hooks), len(m._forward_pre_hooks)) for m in model.modules()]
    assert all(parameter.grad is None for parameter in model.parameters())


def test_after_training_a_run_says_that_it_is_of_the_past():
    model, x = Regression(), torch.randn(2, 5, 2).double()
    run = gatescope.trace(model, x, gradients_of=lambda y: y.sum())
    assert not run.stale
    before = run.clamp("f", 1.0).loss
    with torch.no_grad():
        model.recurrent.weight_hh_l0.data.mul_(1.5)
    assert run.stale
    # What if goes on with the network as it was when it was traced.
    assert run.clamp("f", 1.0).loss == before


def test_what_shows_several_runs_is_of_the_past_with_the_first_that_is():
    models = [Regression(), Regression()]
    x, target = torch.randn(3, 5, 2).double(), torch.randn(3, 5, 1).double()
    runs = [
        gatescope.trace(model, x, target=target, loss=nn.functional.mse_loss) for model in models
    ]
    shown = [gatescope.compare(*runs), gatescope.gradient_flow(*runs), gatescope.weights(runs[1])]
    assert not any(each.stale for each in shown)

    def asked():
        flow = gatescope.gradient_flow(*runs, loss_step=2).to_bundle()
        return [
            runs[1].at_sequence(2)["recurrent"].h,
            [each["hidden"].values for each in flow["networks"]],
        ]

    before = asked()
    with torch.no_grad():
        models[1].recurrent.weight_hh_l0.data.mul_(1.5)
    assert all(each.stale for each in shown)
    # What is asked later is of the weights that the picture beside it has.
    for now, then in zip(asked(), before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
@pytest.mark.parametrize("seed", range(4))
def test_a_change_at_a_step_changes_nothing_before_it_in_the_layers_own_time(kind, seed):
    rng = np.random.default_rng(seed)
    steps = int(rng.integers(2, 12))
    at = int(rng.integers(steps))
    network = getattr(nn, kind)(2, 3, bidirectional=True, batch_first=True).double()
    run = gatescope.trace(
        network, torch.randn(1, steps, 2).double(), gradients_of=lambda y: y[0].sum()
    )
    for layer in run:
        reverse = layer.record.direction == "backward"
        untouched = slice(at + 1, None) if reverse else slice(None, at)
        edited = run.edit(steps=at, feature=1, value=9.0)
        clamped = run.clamp("h", 0.5, steps=at, layer=layer.record.name)
        for changed in (edited, clamped):
            (same,) = [
                each
                for each in changed.record.layers
                if (each.name, each.direction) == (layer.record.name, layer.record.direction)
            ]
            for channel, values in layer.record.channels.items():
                np.testing.assert_array_equal(
                    same.channels[channel][untouched], values[untouched], err_msg=channel
                )


def test_a_clamp_is_a_constant_that_no_gradient_passes():
    model, x = Regression(), torch.randn(1, 6, 2).double()
    run = gatescope.trace(model, x, gradients_of=lambda y: y[:, -1].sum())
    held = run.clamp("h", 0.25, steps=3)
    assert np.allclose(held["recurrent"].h[3], 0.25)
    # h_3 is all that step 4 hears of h; c goes on past it.
    cut = held.clamp("c", "mean", steps=3)
    mean = run["recurrent"].c.mean(axis=0)
    assert cut["recurrent"].c[3] == pytest.approx(mean)
    assert np.allclose(cut["recurrent"].gradients["f"][:3], 0)


def test_an_edit_of_the_input_is_the_run_over_the_edited_input():
    model, x = Regression(), torch.randn(2, 6, 2).double()
    run = gatescope.trace(model, x, gradients_of=lambda y: y.sum(), sequence=1)
    changed = x.clone()
    changed[1, 2, 1] = 7.5
    expected = gatescope.trace(model, changed, gradients_of=lambda y: y.sum(), sequence=1)
    edited = run.edit(steps=2, feature=1, value=7.5)
    assert edited.loss == pytest.approx(expected.loss, rel=1e-12)
    assert edited.record.input[2, 1] == 7.5


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
def test_step_jacobians_are_those_of_autograd(kind):
    torch.manual_seed(8)
    model, x = Regression(kind), torch.randn(1, 5, 2).double()
    run = gatescope.trace(model, x, gradients_of=lambda y: y[:, -1].sum())
    flow = run.gradient_flow()
    layer = run["recurrent"]
    single = getattr(nn, f"{kind}Cell")(2, 3, dtype=torch.float64)
    with torch.no_grad():
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            getattr(single, name).copy_(getattr(model.recurrent, f"{name}_l0"))
    parts = ["h", "c"] if kind == "LSTM" else ["h"]
    state = torch.tensor(np.concatenate([layer[part][2] for part in parts]))

    def step(both):
        if kind == "LSTM":
            h, c = single(x[0, 3:4], (both[None, :3], both[None, 3:]))
            return torch.cat([h[0], c[0]])
        return single(x[0, 3:4], both[None])[0]

    jacobian = torch.autograd.functional.jacobian(step, state).numpy()
    assert flow.networks[0]["factors"].values[3] == pytest.approx(
        np.linalg.norm(jacobian, 2), rel=1e-10
    )
    hidden = np.linalg.norm(layer.gradients["h"], axis=1)
    assert flow.networks[0]["hidden"].values == pytest.approx(hidden)
