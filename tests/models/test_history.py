"""Training runs: Keras's history as the view reads it, and a log that is told while it runs."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

import gatescope
from gatescope.tracing import history as log
from gatescope.tracing.display import mime_bundle
from gatescope.tracing.live import link
from gatescope.tracing.registry import shown_results

KEPT = {
    "loss": [0.7, 0.5, 0.4],
    "val_loss": [0.8, 0.55, 0.6],
    "accuracy": [0.5, 0.7, 0.8],
    "learning_rate": [0.1, 0.1, 0.05],
}


def test_what_keras_kept_is_what_the_view_reads(faults):
    given = SimpleNamespace(history=KEPT, params={"epochs": 5})
    bundle = gatescope.history(given, title="Reviews").to_bundle()
    assert faults(bundle) == []
    assert bundle["status"] == "stopped"
    assert bundle["epochs"] == {"done": 3, "planned": 5}
    assert bundle["bestEpoch"] == 1
    assert [metric["name"] for metric in bundle["metrics"]] == ["loss", "accuracy"]
    assert bundle["metrics"][0]["validation"].values.tolist() == KEPT["val_loss"]
    assert bundle["learningRate"].values.tolist() == KEPT["learning_rate"]
    made = gatescope.history(KEPT)
    assert repr(made).startswith("finished after 3 of 3 epochs: loss 0.4")
    data, _ = mime_bundle(made, renderer="mime")
    assert "application/vnd.gatescope.history+json" in data
    assert "<svg" in data["image/svg+xml"]


@pytest.mark.parametrize(
    "given, words",
    [
        (3, "expected what model.fit of Keras returns"),
        ({}, "expected what model.fit of Keras returns"),
        ({"loss": "low"}, "'loss' must be a list of numbers"),
        ({"loss": [1, 2], "accuracy": [1]}, "one number an epoch"),
        ({"loss": [1], "val_error": [1]}, "there is no 'error'"),
    ],
)
def test_what_is_no_history_is_refused_by_name(given, words):
    with pytest.raises(gatescope.GatescopeError, match=words):
        gatescope.history(given)


class Page:
    """A page that hears events."""

    comm_id = "history page"

    def __init__(self):
        self.heard = []

    def send(self, data, buffers):
        self.heard.append(data)


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setattr(log, "BETWEEN", 0.0)
    opened = Page()
    link.hear(opened, {"type": "hello", "protocol": 1, "version": "0"})
    yield opened
    link.leave(opened)


def test_a_loop_is_told_to_the_page_while_it_runs(page, faults):
    training = gatescope.Training(epochs=2, batches=3, show=False)
    bundles = [training.to_bundle()]
    assert [metric["name"] for metric in bundles[0]["metrics"]] == ["loss"]
    for epoch in training:
        for batch in range(3):
            training.batch(torch.tensor(1.0 + epoch + batch, requires_grad=True))
            bundles.append(training.to_bundle())
        training.log(val_loss=np.float32(0.5 - epoch), learning_rate=0.1)
    events = [message["data"]["history"] for message in page.heard if message["type"] == "event"]
    assert [event["status"] for event in events][:-1] == ["running"] * (len(events) - 1)
    assert events[-1]["status"] == "finished"
    assert len(events) == 2 * 3 + 2 + 1
    assert events[1]["progress"]["batch"] == 2
    last = training.to_bundle()
    assert last["metrics"][0]["training"].values.tolist() == [2.0, 3.0]
    assert last["metrics"][0]["validation"].values.tolist() == [0.5, -0.5]
    assert last["batchLoss"].values.tolist() == [1, 2, 3, 2, 3, 4]
    assert faults(*bundles, last) == []


def test_the_reader_stops_a_loop_after_its_epoch(page):
    training = gatescope.Training(epochs=9, show=False)
    shown_results.add(training)
    for epoch in training:
        training.log(loss=1 / (epoch + 1))
        if epoch == 1:
            page_asks = {"type": "request", "number": 1, "method": "stop"}
            link.hear(page, {**page_asks, "params": {"id": training.id}})
    assert training.epochs == 2
    assert training.status == "stopped"
    assert page.heard[-1]["data"]["history"]["status"] == "stopped"


def test_a_loop_that_is_left_or_fails_is_not_said_to_run_for_ever():
    training = gatescope.Training(epochs=3, show=False)
    for _ in training:
        training.log(loss=1.0)
        break
    assert training.status == "stopped"
    with pytest.raises(gatescope.GatescopeError, match="loss must be one number"):
        training.log(loss=torch.zeros(2))
    with pytest.raises(gatescope.GatescopeError, match="epochs must be a whole number from 1"):
        gatescope.Training(epochs=0)


def test_thousands_of_batches_are_thinned(faults):
    training = gatescope.Training(epochs=1, show=False)
    for _ in training:
        for batch in range(5000):
            training.batch(float(batch))
    bundle = training.to_bundle()
    assert len(bundle["batchLoss"].values) <= log.MOST_BATCHES
    assert bundle["batchLoss"].values[-1] > 4900
    assert bundle["metrics"][0]["training"].values[0] == pytest.approx(2499.5)
    assert faults(bundle) == []


def test_a_metric_that_begins_late_has_no_number_before(faults):
    training = gatescope.Training(epochs=2, show=False)
    for epoch in training:
        training.log(loss=1.0, **({"val_f1": 0.5} if epoch else {}))
    bundle = training.to_bundle()
    late = bundle["metrics"][1]
    assert np.isnan(late["training"].values).all()
    assert late["validation"].values[1] == 0.5
    assert faults(bundle) == []


def test_a_history_goes_to_numpy_pandas_and_xarray():
    import pandas
    import xarray

    training = gatescope.Training(epochs=3, show=False)
    with pytest.raises(gatescope.GatescopeError, match="no epoch is finished yet"):
        training.to_pandas()
    for epoch in training:
        training.batch(1 / (epoch + 1))
        training.log(learning_rate=0.1 * (epoch + 1), **({"val_f1": 0.5} if epoch else {}))
    arrays, frame, data = training.to_numpy(), training.to_pandas(), training.to_xarray()
    np.testing.assert_array_equal(arrays["val_f1"], [np.nan, 0.5, 0.5])
    np.testing.assert_allclose(arrays["learning_rate"], [0.1, 0.2, 0.3])
    assert isinstance(frame, pandas.DataFrame) and frame.index.name == "epoch"
    assert frame.loc[2, "loss"] == pytest.approx(1 / 3)
    assert isinstance(data, xarray.Dataset) and float(data["loss"].sel(epoch=1)) == 0.5
    # A rate of some epochs alone cannot be told to which it belongs.
    training.learning_rates.pop()
    assert "learning_rate" not in training.to_numpy()
