"""Jacobians of steps as what they do to vectors, and the norms that are taken from them."""

from __future__ import annotations

import resource
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

import gatescope
from gatescope.tracing import flow_norms
from gatescope.tracing.flow import jacobian
from gatescope.tracing.flow_steps import step_jacobians

MODULES = {
    "LSTM": lambda: nn.LSTM(2, 7, batch_first=True),
    "LSTM with projection": lambda: nn.LSTM(2, 7, batch_first=True, proj_size=3),
    "GRU": lambda: nn.GRU(2, 7, batch_first=True),
    "GRU without bias": lambda: nn.GRU(2, 7, batch_first=True, bias=False),
    "relu": lambda: nn.RNN(2, 7, batch_first=True, nonlinearity="relu"),
    "both ways": lambda: nn.LSTM(2, 7, batch_first=True, bidirectional=True),
}


def traced(module, steps=12, inputs=2):
    torch.manual_seed(1)
    x = torch.randn(1, steps, inputs, dtype=next(module.parameters()).dtype)
    return gatescope.trace(module, x, gradients_of=lambda out: out[0][:, -1].sum())


@pytest.mark.parametrize("name", MODULES)
def test_a_jacobian_and_its_transpose_are_of_one_matrix_and_its_norm_is_numpys(name):
    torch.manual_seed(0)
    for layer in traced(MODULES[name]().double()).record.layers:
        jacobians = step_jacobians(layer)
        steps = np.arange(1, layer.steps - 1)
        matrices = [jacobian(jacobians, step) for step in steps]
        for step, matrix in zip(steps, matrices):
            rows = np.eye(jacobians.size)
            forward = jacobians.forward(np.full(len(rows), step), rows).T
            assert forward == pytest.approx(matrix, abs=1e-12)
        assert flow_norms.step_norms(jacobians, steps) == pytest.approx(
            [np.linalg.norm(matrix, 2) for matrix in matrices], rel=1e-9
        )


@pytest.mark.parametrize("name", ["LSTM", "GRU", "relu"])
def test_products_that_are_followed_in_few_directions_have_the_norms_of_the_whole(
    name, monkeypatch
):
    torch.manual_seed(2)
    width = {"LSTM": nn.LSTM, "GRU": nn.GRU, "relu": nn.RNN}[name]
    module = width(3, 48, batch_first=True).double()
    with torch.no_grad():
        module.weight_hh_l0 *= 3
    run = traced(module, steps=60, inputs=3)
    whole = run.gradient_flow()
    assert whole.notes == []
    monkeypatch.setattr(flow_norms, "MOST_PRODUCT_WORK", 0)
    bounded = run.gradient_flow()
    assert "directions" in repr(bounded)
    assert "directions" in bounded.to_bundle()["howToRead"]
    exact, close = (flow.networks[0]["product"].values for flow in (whole, bounded))
    assert (close <= exact * (1 + 1e-9)).all()
    assert close == pytest.approx(exact, rel=0.02)


def test_no_matrix_of_a_step_is_kept_for_a_long_sequence_of_a_wide_layer():
    run = traced(nn.LSTM(4, 128, batch_first=True), steps=400, inputs=4)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    flow = run.gradient_flow()
    # A matrix a step would be 210 MB, three of them while they are made.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000
    assert np.isfinite(flow.networks[0]["factors"].values[1:]).all()


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_a_step_behind_padding_begins_with_the_last_state_that_was_computed(direction):
    record = traced(MODULES["GRU"]()).record.layers[0]
    states = np.arange(1.0, 6)[:, None]
    layer = replace(
        record,
        direction=direction,
        inputs=np.zeros((5, 1)),
        # A padded step has whatever the framework left there.
        channels={"h": states * np.array([[1], [1], [-100], [1], [1]])},
        initial={"h": np.array([9.0])},
        mask=np.array([1, 1, 0, 1, 1]),
    )
    before = layer.before("h")[layer.computed, 0]
    assert before.tolist() == ([9, 1, 2, 4] if direction == "forward" else [9, 5, 4, 2])


def test_a_run_that_became_nan_has_no_norms_from_there_and_no_raw_error():
    module = nn.LSTM(1, 3, batch_first=True)
    run = gatescope.trace(module, torch.randn(1, 8, 1), gradients_of=lambda out: out[0][:, 3].sum())
    for values in run.record.layers[0].channels.values():
        values[5:] = np.nan
    (network,) = gatescope.gradient_flow(run).to_bundle()["networks"]
    factors, radii = (network[name].values for name in ("factors", "radii"))
    for values in (factors, radii):
        assert np.isfinite(values[1:5]).all() and np.isnan(values[6:]).all()


def test_weights_that_are_not_finite_are_named():
    module = nn.RNN(1, 3, batch_first=True)
    run = gatescope.trace(
        module, torch.randn(1, 4, 1), gradients_of=lambda out: out[0][:, -1].sum()
    )
    run.record.layers[0].weights["U"] = np.full((3, 3), np.nan)
    with pytest.raises(gatescope.GatescopeError, match="the weights U of rnn must be finite"):
        gatescope.gradient_flow(run)


def test_radii_that_are_left_out_are_told(monkeypatch):
    monkeypatch.setattr("gatescope.tracing.flow.MOST_EIGENVALUE_WORK", 10)
    with pytest.warns(UserWarning, match="spectral radii of the 12 steps of rnn are left out"):
        gatescope.gradient_flow(traced(MODULES["relu"]()))
