"""Weights by gate: PyTorch's own numbers, and gradients that autograd finds."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from torch import nn

import gatescope
from gatescope.tracing.arrays import encode
from gatescope.tracing.backward import gradients_by_parameter, input_gradient
from gatescope.tracing.display import mime_bundle
from gatescope.tracing.records import Clamp
from gatescope.tracing.thin import thin

MODULES = {
    "lstm": lambda: nn.LSTM(2, 3, batch_first=True),
    "without bias": lambda: nn.LSTM(2, 3, batch_first=True, bias=False),
    "gru": lambda: nn.GRU(2, 3, batch_first=True),
    "rnn": lambda: nn.RNN(2, 3, batch_first=True),
    "relu": lambda: nn.RNN(2, 3, batch_first=True, nonlinearity="relu"),
    "stacked both ways": lambda: nn.LSTM(2, 3, batch_first=True, num_layers=2, bidirectional=True),
    "projected": lambda: nn.LSTM(2, 5, batch_first=True, proj_size=3),
    "gru both ways": lambda: nn.GRU(2, 3, batch_first=True, bidirectional=True),
}


def trace(module):
    torch.manual_seed(0)
    x = torch.randn(1, 6, 2, dtype=next(module.parameters()).dtype)
    return gatescope.trace(module, x, gradients_of=lambda o: o[0].pow(2).sum())


@pytest.mark.parametrize("name", MODULES)
def test_gradients_from_those_of_the_gates_are_what_autograd_finds(name):
    module = MODULES[name]().double()
    run = trace(module)
    torch.manual_seed(0)
    module(torch.randn(1, 6, 2, dtype=torch.float64))[0].pow(2).sum().backward()
    gates = {"LSTM": "ifgo", "GRU": "rzn"}.get(type(module).__name__, "")
    names = {"W": "weight_ih", "U": "weight_hh", "b": "bias_ih", "P": "weight_hr"}
    for layer in run.record.layers:
        found = gradients_by_parameter(layer)
        assert set(found) == set(layer.weights)
        end = layer.name.partition(".")[2] or "l0"
        for letter, gradient in found.items():
            kind, _, gate = letter.partition("_")
            stem = "bias_hh" if gate.startswith("h") else names[kind]
            whole = getattr(module, f"{stem}_{end}").grad
            parts = dict(zip(gates, whole.chunk(len(gates)))) if gates else {}
            expected = parts.get(gate.removeprefix("h"), whole)
            assert gradient == pytest.approx(expected.numpy(), abs=1e-12), letter


@pytest.mark.parametrize("name", MODULES)
def test_what_comes_back_to_x_is_what_autograd_finds(name):
    module = MODULES[name]().double()
    torch.manual_seed(0)
    x = torch.randn(1, 6, 2, dtype=torch.float64, requires_grad=True)
    module(x)[0].pow(2).sum().backward()
    layers = trace(module).record.layers
    first = [layer for layer in layers if layer.inputs.shape[1] == 2]
    found = sum(input_gradient(layer) for layer in first)
    assert found == pytest.approx(x.grad[0].numpy(), abs=1e-12)


def test_nothing_comes_back_to_x_through_what_is_held_and_the_trace_says_so():
    run = trace(nn.LSTM(2, 3, batch_first=True).double())
    (layer,) = run.record.layers
    (plain,) = run.to_bundle()["layers"]
    assert plain["enteringGradient"].values == pytest.approx(input_gradient(layer))
    gates = [Clamp(layer.name, gate, 0.5, steps=(2,)) for gate in "figo"]
    found = run.recompute(clamps=gates).to_bundle()["layers"][0]["enteringGradient"].values
    assert np.all(found[2] == 0)
    assert np.all(found[[0, 1]] != 0)
    one = input_gradient(layer, [Clamp(layer.name, "f", 0.5, units=(1,), steps=(2,))])
    assert np.any(one[2] != input_gradient(layer)[2])
    assert np.all(one[3] == input_gradient(layer)[3])


def test_the_view_reads_every_kind(faults):
    bundles = [gatescope.weights(trace(make())).to_bundle() for make in MODULES.values()]
    assert faults(*bundles) == []


def test_each_weight_stands_once_with_its_norm_and_its_counts():
    module = nn.LSTM(2, 3, batch_first=True)
    weights = gatescope.weights(trace(module), title="All of them")
    (layer,) = weights.to_bundle()["layers"]
    assert [p["name"] for p in layer["parameters"]][:4] == ["W_f", "b_f", "U_f", "b_hf"]
    shown = sum(int(p["weights"]["histogram"].values.sum()) for p in layer["parameters"])
    assert shown == sum(parameter.numel() for parameter in module.parameters())
    squares = sum(p["weights"]["norm"] ** 2 for p in layer["parameters"])
    assert squares == pytest.approx(
        sum(float(p.detach().pow(2).sum()) for p in module.parameters())
    )
    forget = next(p for p in layer["parameters"] if p["name"] == "U_f")
    rows = module.weight_hh_l0.detach().numpy()[3:6]
    assert forget["weights"]["array"].values == pytest.approx(rows.T)
    kernels = [p for p in layer["parameters"] if p["part"] == "recurrent"]
    largest = float(module.weight_hh_l0.detach().abs().max())
    assert [p["weights"]["scale"] for p in kernels] == pytest.approx([largest] * 4)
    assert "U_f [3, 3]" in repr(weights)
    data, _ = mime_bundle(weights, renderer="mime")
    assert "application/vnd.gatescope.weights+json" in data
    assert "U_f" in data["image/svg+xml"]


def test_where_nan_began_is_counted_and_draws():
    module = nn.GRU(2, 3, batch_first=True)
    run = trace(module)
    run.record.layers[0].weights["U_r"][1, 1] = np.nan
    weights = gatescope.weights(run)
    bad = {p["name"]: p["weights"]["notFinite"] for p in weights.layers[0]["parameters"]}
    assert {name for name, count in bad.items() if count} == {"U_r"}
    assert "1 not finite" in repr(weights)
    assert "<svg" in mime_bundle(weights)[0]["image/svg+xml"]


def test_a_model_is_traced_and_what_is_asked_wrongly_is_named():
    module = nn.LSTM(2, 3, batch_first=True)
    x = torch.zeros(1, 4, 2)
    assert len(gatescope.weights(module, x).layers) == 1
    with pytest.raises(gatescope.GatescopeError, match="a model needs an input"):
        gatescope.weights(module)
    with pytest.raises(gatescope.GatescopeError, match="go with a model, not with a run"):
        gatescope.weights(trace(module), x)


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
def test_the_flow_of_a_backward_direction_is_that_of_the_turned_sequence(kind, faults):
    both = getattr(nn, kind)(2, 3, batch_first=True, bidirectional=True).double()
    one = getattr(nn, kind)(2, 3, batch_first=True).double()
    backward = {n[: -len("_reverse")]: p for n, p in both.named_parameters() if "reverse" in n}
    one.load_state_dict(backward)
    x = torch.randn(1, 7, 2, dtype=torch.float64)
    last = gatescope.trace(one, x, gradients_of=lambda o: o[0][:, -1].sum()).gradient_flow()
    flow = gatescope.trace(
        both, x.flip(1), gradients_of=lambda o: o[0][:, 0, 3:].sum() + o[0][:, -1, :3].sum()
    ).gradient_flow()
    (there,) = last.networks
    ahead, here = flow.networks
    assert (flow.loss_step, here["lossStep"], here["direction"]) == (6, 0, "backward")
    assert ahead["direction"] is None
    for name in ("hidden", "factors", "radii", "product"):
        found = here[name].values[::-1]
        assert found == pytest.approx(there[name].values, rel=1e-9, nan_ok=True), name
    assert here["effectiveMemory"] == there["effectiveMemory"]
    assert "‖dL/dh‖ at step 6 is" in repr(flow)
    assert faults(flow.to_bundle()) == []


@pytest.mark.parametrize("name", MODULES)
def test_what_weights_multiply_spreads_over_a_batch_as_numpy_finds(name, faults):
    module = MODULES[name]()
    x = torch.randn(9, 6, 2)
    bundle = gatescope.trace(module, x, sequence=4).weights().to_bundle()
    assert faults(bundle) == []
    assert (bundle["batch"], bundle["time"]["steps"]) == (
        {"sequence": 4, "size": 9, "shares": [0.1, 0.9]},
        6,
    )
    runs = [gatescope.trace(module, x[at : at + 1]) for at in range(9)]
    for at, layer in enumerate(bundle["layers"]):
        for entering in layer["entering"]:
            records = [run.record.layers[at] for run in runs]
            letter = entering["parameters"][0][0]
            read = {"W": lambda r: r.inputs, "U": lambda r: r.before("h")}.get(
                letter, lambda r: r.channels["m"]
            )
            values = np.stack([read(record) for record in records])
            assert entering["array"].values == pytest.approx(values[4], abs=1e-6)
            for which, share in (("low", 0.1), ("median", 0.5), ("high", 0.9)):
                expected = np.quantile(values, share, axis=0)
                assert entering["spread"][which].values == pytest.approx(expected, abs=1e-6)


def test_padding_of_other_sequences_is_no_number_that_enters():
    class Packed(nn.Module):
        def __init__(self):
            super().__init__()
            self.gru = nn.GRU(2, 3, batch_first=True)

        def forward(self, x, lengths):
            pack = nn.utils.rnn.pack_padded_sequence(x, lengths, True, enforce_sorted=False)
            return self.gru(pack)[1]

    x = torch.randn(5, 6, 2)
    run = gatescope.trace(Packed(), (x, torch.tensor([6, 3, 6, 2, 6])))
    from_input, _ = run.weights().to_bundle()["layers"][0]["entering"]
    long = x[[0, 2, 4]].numpy()
    assert from_input["spread"]["median"].values[4] == pytest.approx(np.median(long[:, 4], 0))
    assert run.at()["gru"].inputs[1, :3] == pytest.approx(x[1, :3].numpy())
    assert np.isnan(run.at()["gru"].inputs[1, 3:]).all()
    assert run.at([3, 1])["gru"].inputs[1, 0] == pytest.approx(x[1, 0].numpy())


def test_one_sequence_a_changed_run_and_samples_without_inputs_have_no_such_spread():
    module, x = nn.GRU(2, 3, batch_first=True), torch.randn(4, 6, 2)
    for run in (gatescope.trace(module, x[:1]), gatescope.trace(module, x).clamp("z", 1)):
        bundle = run.weights().to_bundle()
        assert "batch" not in bundle and "entering" not in bundle["layers"][0]
    with pytest.raises(gatescope.GatescopeError, match="was not kept; give samples inputs=True"):
        _ = gatescope.samples(module, x)["gru"].inputs


def test_a_saved_copy_leaves_out_the_sequences_then_the_derivatives_then_the_weights():
    module, x = nn.GRU(8, 16, batch_first=True), torch.randn(4, 30, 8)
    run = gatescope.trace(module, x, gradients_of=lambda o: o[0].pow(2).sum())
    whole = run.weights().to_bundle()
    size = len(json.dumps(encode(whole)))
    said = []
    for limit in (size, size - 1, size // 2, size // 4):
        small = thin(whole, limit)
        (layer,) = small["layers"]
        kept = ["entering"] if "entering" in layer else []
        kept += [
            each for each in ("gradient", "weights") if "array" in layer["parameters"][0][each]
        ]
        said.append((kept, small.get("thinned", "")))
        assert "norm" in layer["parameters"][0]["gradient"]
    assert [kept for kept, _ in said] == [
        ["entering", "gradient", "weights"],
        ["gradient", "weights"],
        ["weights"],
        [],
    ]
    assert "no room for the other sequences" in said[1][1] and "norms and histograms" in said[3][1]
