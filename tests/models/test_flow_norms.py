"""Jacobians of steps as what they do to vectors, and the norms that are taken from them."""

from __future__ import annotations

import itertools
import os
import re
import resource
import signal
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

import gatescope
from gatescope.tracing import flow_norms
from gatescope.tracing.flow import jacobian
from gatescope.tracing.flow_steps import StepJacobians

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
        jacobians = StepJacobians(layer)
        steps = np.arange(1, layer.steps - 1)
        matrices = [jacobian(jacobians, step) for step in steps]
        for step, matrix in zip(steps, matrices):
            rows = np.eye(jacobians.size)
            forward = jacobians.forward(np.full(len(rows), step), rows).T
            assert forward == pytest.approx(matrix, abs=1e-12)
        assert flow_norms.step_norms(jacobians, steps, lambda count: None) == pytest.approx(
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
    assert "directions" not in repr(whole)
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


def test_radii_that_are_left_out_are_told_in_the_view(monkeypatch):
    monkeypatch.setattr("gatescope.tracing.flow.MOST_EIGENVALUE_WORK", 10)
    flow = gatescope.gradient_flow(traced(MODULES["relu"]()))
    assert "radii" not in flow.to_bundle()["networks"][0]
    told = "The spectral radii of the steps of rnn are left out: those of 7 numbers of state at 12 steps"
    assert told in flow.to_bundle()["howToRead"] and told in repr(flow)


class _Work:
    """Counts what the norms tell of their work."""

    done = 0

    def advance(self, count):
        self.done += count


@pytest.mark.parametrize("most_work", [flow_norms.MOST_PRODUCT_WORK, 0])
@pytest.mark.parametrize("steps", [1, 2, 5, 33])
def test_the_bar_ends_where_the_work_does(steps, most_work, monkeypatch):
    monkeypatch.setattr(flow_norms, "MOST_PRODUCT_WORK", most_work)
    layer = traced(nn.LSTM(2, 30, batch_first=True).double(), steps=steps).record.layers[0]
    jacobians, work = StepJacobians(layer), _Work()
    after_first = np.arange(1, steps)
    flow_norms.step_norms(jacobians, after_first, work.advance)
    flow_norms.product_norms(jacobians, after_first[::-1], work.advance)
    assert work.done == flow_norms.work_of(jacobians.size, len(after_first), len(after_first))


def test_a_long_flow_draws_a_bar_and_can_be_interrupted(monkeypatch, capsys):
    run = traced(nn.LSTM(2, 16, batch_first=True), steps=40)
    # Every look at the clock is a second later.
    clock = itertools.count()
    monkeypatch.setattr("gatescope.tracing.progress.time.monotonic", lambda: next(clock))
    run.gradient_flow(progress=False)
    assert capsys.readouterr().err == ""
    run.gradient_flow(progress=True)
    drawn = capsys.readouterr().err
    assert re.search(r"█+░+ \d+%, \d+ s left", drawn)
    assert drawn.endswith("\r") and drawn.split("\r")[-2].strip() == ""
    done = []

    def interrupted(bar, count):
        done.append(count)
        if len(done) == 3:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr("gatescope.tracing.progress.Bar.advance", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.gradient_flow()
    assert len(done) < 6
    monkeypatch.undo()
    assert len(run.gradient_flow().networks) == 1
