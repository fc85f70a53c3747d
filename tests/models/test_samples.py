"""Many sequences at once: the numbers of `trace`, sums that stream, and questions with a control."""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

os.environ.setdefault("KERAS_BACKEND", "torch")
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent))

from said import number_words

import gatescope
from gatescope.sampling.clamped import accuracy
from gatescope.tracing.arrays import encode
from gatescope.tracing.picture import bundle_picture
from gatescope.tracing.thin import thin
from gatescope.tracing.torch_tape import LayerTape


class Reader(torch.nn.Module):
    """Unit 2 of its GRU holds the sign of the first number, and it alone is read."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.gru = torch.nn.GRU(2, 6, batch_first=True)
        self.out = torch.nn.Linear(6, 1)
        with torch.no_grad():
            for weight in (self.gru.weight_ih_l0, self.gru.weight_hh_l0):
                weight[2::6] = 0
            self.gru.bias_ih_l0[[2, 8, 14]] = torch.tensor([0.0, 20.0, 0.0])
            self.gru.bias_hh_l0[2::6] = 0
            # Feature 1 is 1 at the first step alone, and opens the update gate there.
            self.gru.weight_ih_l0[8, 1] = -40
            self.gru.weight_ih_l0[14, 0] = 4
            self.out.weight.zero_()
            self.out.weight[0, 2] = 5
            self.out.bias.zero_()

    def forward(self, x):
        return self.out(self.gru(x)[0][:, -1]).squeeze(-1)


def signs(count=60, steps=8, seed=0):
    random = np.random.default_rng(seed)
    x = random.normal(size=(count, steps, 2)).astype(np.float32)
    x[:, :, 1] = np.arange(steps) == 0
    return torch.tensor(x), torch.tensor((x[:, 0, 0] > 0).astype(np.int64))


def test_one_pass_gives_the_numbers_of_every_trace():
    x, _ = signs(12)
    run = gatescope.trace(Reader(), x, sequence=3)
    many = run.at()
    assert many["gru"].h.shape == (12, 8, 6) and len(many) == many.seen == 12
    for at in (0, 3, 11):
        one = run.at_sequence(at)["gru"]
        for name in one.channels:
            np.testing.assert_allclose(many["gru"][name][at], one[name], atol=1e-6)
    few = run.at([7, 2])
    assert few.sequences.tolist() == [7, 2]
    np.testing.assert_array_equal(few["gru"].h, many["gru"].h[[7, 2]])
    assert few["gru"].highest(1, count=1)[0].sequence in (0, 1)


def test_a_drawn_run_holds_the_quantiles_of_the_traces_of_its_batch(tmp_path):
    x, _ = signs(12)
    run = gatescope.trace(Reader(), x, sequence=3)
    alone = [run.at_sequence(at)["gru"] for at in range(12)]
    for bundle in (run.to_bundle(), run.at_sequence(5).to_bundle()):
        assert bundle["batch"]["shares"] == [0.1, 0.9]
        for channel in bundle["layers"][0]["channels"]:
            if channel["role"] in ("term", "gradient"):
                assert "spread" not in channel
                continue
            each = np.array([layer[channel["name"]] for layer in alone], np.float64)
            low, median, high = np.quantile(each, [0.1, 0.5, 0.9], axis=0)
            for which, expected in (("low", low), ("median", median), ("high", high)):
                np.testing.assert_allclose(
                    channel["spread"][which].values, expected, atol=1e-6, err_msg=which
                )
    plain = [
        run.clamp("h", 0.0),
        gatescope.load(run.save(tmp_path / "run.json")),
        gatescope.trace(Reader(), x, training=True),
        gatescope.trace(Reader(), x[:1]),
    ]
    assert all("spread" not in str(each.to_bundle()) for each in plain)
    compared = gatescope.compare(run, run.at_sequence(1)).to_bundle()
    assert "spread" not in str(compared)


def test_samples_are_drawn_as_one_sequence_before_the_band_of_all():
    x, _ = signs(12)
    many = gatescope.samples(Reader(), x, progress=False)
    run = many.run(4)
    bundle = run.to_bundle()
    assert bundle["batch"] == {"sequence": 4, "size": 12, "shares": [0.1, 0.9]}
    np.testing.assert_array_equal(run["gru"].z, many["gru"].z[4])
    bands = many["gru"].bands("z")
    spread = bundle["layers"][0]["channels"][0]["spread"]
    for which in ("low", "median", "high"):
        np.testing.assert_allclose(spread[which].values, getattr(bands, which), atol=1e-6)
    np.testing.assert_array_equal(run.at_sequence(7)["gru"].h, many["gru"].h[7])
    with pytest.raises(gatescope.GatescopeError, match="cannot be run again"):
        run.clamp("h", 0)
    few = many.only([3, 8])
    with pytest.raises(gatescope.GatescopeError, match="of those that were kept, 3 and 8, got 0"):
        few.run(0)
    assert gatescope.show(many, over_sequences=True).to_bundle()["batch"]["size"] == 12


def test_of_samples_that_keep_some_channels_those_are_drawn():
    many = gatescope.samples(Reader(), signs(5)[0], channels=["z", "h"], progress=False)
    for bundle in (many.run().to_bundle(), many.comparison().to_bundle()["traces"][0]):
        (layer,) = bundle["layers"]
        assert [each["name"] for each in layer["channels"]] == ["z", "h"]
        assert layer["cell"] == "custom" and layer["equations"] == []


def test_who_asks_for_the_spread_of_a_large_batch_gets_it(monkeypatch):
    monkeypatch.setattr("gatescope.tracing.spread.MOST_VALUES", 1000)
    x = torch.randn(60, 7, 2)
    run = gatescope.trace(Reader(), x)
    assert "shares" not in run.to_bundle()["batch"]
    gatescope.show(run, over_sequences=True)
    assert run.to_bundle()["batch"]["shares"] == [0.1, 0.9]
    assert run.at_sequence(1).to_bundle()["batch"]["shares"] == [0.1, 0.9]


def test_a_picture_without_the_extension_has_the_band_and_its_numbers():
    x, _ = signs(12)
    run = gatescope.trace(Reader(), x, sequence=3)
    bands = {name: run.at()["gru"].bands(name) for name in ("z", "h")}
    view = {"overSequences": True, "unit": 5, "step": 6}
    drawn = bundle_picture({**run.to_bundle(), "view": view})
    band = 'fill-opacity="0.22"'
    assert drawn.count(band) == len(run["gru"].channels)
    assert "the thick line is unit 5 in sequence 4; over all 12 sequences the band runs" in drawn
    title = drawn[: drawn.index("</title>")]
    for name, of in bands.items():
        numbers = (number_words(getattr(of, each)[6, 5]) for each in ("low", "median", "high"))
        assert f"{name} {', '.join(numbers)}" in title
    assert band not in bundle_picture({**run.to_bundle(), "view": {"unit": 5}})


def test_a_saved_copy_leaves_out_the_spread_before_any_step():
    x, _ = signs(12)
    bundle = gatescope.trace(Reader(), x).to_bundle()
    whole = len(json.dumps(encode(bundle)))
    smaller = (thin(bundle, limit) for limit in range(whole, 0, -50))
    small = next(each for each in smaller if "shares" not in each["batch"])
    assert "kept" not in small["time"]
    assert "spread over the batch" in small["thinned"]
    assert not any("spread" in c for layer in small["layers"] for c in layer["channels"])


def test_a_packed_batch_has_nothing_where_a_sequence_is_over():
    class Packed(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = torch.nn.LSTM(2, 3, batch_first=True, bidirectional=True)

        def forward(self, x, lengths):
            packed = torch.nn.utils.rnn.pack_padded_sequence(
                x, lengths, batch_first=True, enforce_sorted=False
            )
            return self.lstm(packed)[1][0]

    model, x, lengths = Packed(), torch.randn(3, 6, 2), torch.tensor([2, 6, 4])
    many = gatescope.samples(model, (x, lengths))
    layer = many["lstm.l0"]
    assert layer.valid.sum(axis=1).tolist() == [2, 6, 4]
    assert np.isnan(layer.h[0, 2:]).all() and not np.isnan(layer.h[0, :2]).any()
    hidden = model(x, lengths).detach().numpy()
    np.testing.assert_allclose(layer.last("h"), hidden[0], atol=1e-6)
    np.testing.assert_allclose(many["lstm.l0_reverse"].last("h"), hidden[1], atol=1e-6)
    bands = layer.bands("h")
    np.testing.assert_allclose(bands.mean[5], layer.h[1, 5], atol=1e-6)
    assert bands.count.tolist() == [3, 3, 2, 2, 1, 1]


def test_what_streams_within_a_bound_has_the_sums_of_all_and_says_what_it_kept():
    x, _ = signs(60)
    model = Reader()
    whole = gatescope.samples(model, x)
    parts = gatescope.samples(model, list((part,) for part in x.split(7)), most_bytes=40_000)
    assert parts.seen == 60 and 1 < len(parts) < 60
    assert f"{len(parts)} of 60 sequences is kept" in parts.notes[0] and parts.notes[0] in repr(
        parts
    )
    layer, other = whole["gru"], parts["gru"]
    np.testing.assert_allclose(other.bands("h").mean, layer.bands("h").mean, atol=1e-6)
    assert other.highest(1) == layer.highest(1) and other.lowest(4, "z") == layer.lowest(4, "z")
    np.testing.assert_allclose(other.h, layer.h[parts.sequences], atol=1e-6)
    with pytest.raises(gatescope.GatescopeError, match="name fewer channels"):
        gatescope.samples(model, x, most_bytes=1000)
    alone = gatescope.samples(model, x, channels=["h"])
    assert alone["gru"].channels == ("h",)


def test_the_tape_of_a_batch_is_let_go_with_its_batch():
    # In a circle it would stay until Python looks for those: gigabytes, of wide layers.
    x, _ = signs(12)
    gc.collect()
    gc.disable()
    try:
        many = gatescope.samples(Reader(), [(part, None) for part in x.split(4)], channels=["h"])
        assert len(many) == 12
        assert [each for each in gc.get_objects() if isinstance(each, LayerTape)] == []
    finally:
        gc.enable()


def test_bands_and_places_are_those_that_numpy_finds():
    x, _ = signs(40)
    layer = gatescope.samples(Reader(), x)["gru"]
    bands = layer.bands("z", low=0.2, high=0.7)
    np.testing.assert_allclose(bands.low, np.quantile(layer.z, 0.2, axis=0), atol=1e-6)
    np.testing.assert_allclose(bands.high, np.quantile(layer.z, 0.7, axis=0), atol=1e-6)
    first = layer.highest(0, count=3)
    most = layer.h[:, :, 0].max(axis=1)
    assert [each.sequence for each in first] == np.argsort(-most)[:3].tolist()
    assert layer.h[first[0].sequence, first[0].step, 0] == pytest.approx(first[0].value)
    away = layer.h[:, :, 5] - layer.h[:, :, 5].mean(axis=0)
    odd = int(np.square(away).mean(axis=1).argmax())
    assert layer.unlike(5, count=1)[0].sequence == odd


def test_the_unit_that_holds_the_label_is_the_selective_one_and_the_one_that_matters():
    x, y = signs(200)
    many = gatescope.samples(Reader(), x, y)
    found = many.selectivity(y)
    assert found.units[0] == 2 and found.score[2] > 0.8 and found.p[2] < 0.01
    assert found.score[2] > found.limit > found.shuffled.mean()
    assert "unit 2" in repr(found)
    nothing = many.selectivity(np.random.default_rng(3).integers(0, 3, 200))
    assert nothing.units == [] and nothing.p.min() > 0.05
    held = many.clamp("h", 2)
    assert held.as_it_was > 0.97 and held.score < 0.7 and len(held.random) == 5
    assert held.random.min() > 0.97 and held.lower == 0
    assert many.clamp("h", [0, 1], 0.0, beside=4).score == held.as_it_was
    share = many.clamp(
        "h", 2, beside=0, score=lambda output, right: np.equal(output > 0, right).mean()
    )
    assert share.cost == pytest.approx(held.cost) and np.isnan(share.lower)


def test_labels_of_steps_are_turned_round_with_their_sequence():
    x, _ = signs(30)
    many = gatescope.samples(Reader(), x)
    first = np.zeros((30, 8), int)
    first[:, 0] = 1
    assert many.selectivity(first, "z", layer="gru").units[0] == 2
    assert many.selectivity(first, "z").counts.tolist() == [210, 30]


@pytest.mark.parametrize("framework", ["keras", "jax"])
def test_keras_and_flax_are_seen_and_clamped_alike(framework):
    import health_zoo as zoo

    member = zoo.fresh("gru", 4, 0)
    member = zoo.replace(member, framework=framework, name="alike")
    model, x, target, loss = zoo.built(member)
    truth = zoo.torch_model(member)
    run = gatescope.trace(model, x, target, loss)
    many = run.at()
    (layer,) = many.layers
    expected = gatescope.samples(truth, x, target, "mse_loss")
    assert many.loss == pytest.approx(expected.loss, rel=1e-5)
    for name in layer.channels:
        np.testing.assert_allclose(layer[name], expected["layers.0"][name], atol=1e-5)

    def score(output, right):
        return float(np.square(output - right).mean())

    held = many.clamp("h", [1, 3], 0.25, beside=0, score=score)
    torch_held = expected.clamp("h", [1, 3], 0.25, beside=0, score=score)
    assert held.score == pytest.approx(torch_held.score, rel=1e-5)
    assert held.score != pytest.approx(held.as_it_was, rel=1e-3)


def test_the_bands_are_drawn_as_three_runs_with_one_cursor():
    x, _ = signs(20)
    many = gatescope.samples(Reader(), x)
    shown = gatescope.show(many)
    assert [run.title for run in shown.runs] == [
        "10% of 20 sequences", "mean of 20 sequences", "90% of 20 sequences"
    ]  # fmt: skip
    np.testing.assert_allclose(shown.runs[1]["gru"].z, many["gru"].bands("z").mean, atol=1e-6)
    bundle = shown.to_bundle()
    assert bundle["kind"] == "comparison" and not any(run.recomputable for run in shown.runs)


def test_numbers_go_to_numpy_pandas_and_xarray():
    x, _ = signs(5)
    run = gatescope.trace(Reader(), x, gradients_of=lambda out: out.sum())
    many = run.at()
    assert set(run.to_numpy()) >= {"gru.z", "gru.h", "gru.dL/dh"}
    assert many.to_numpy()["gru.h"].shape == (5, 8, 6)
    import pandas
    import xarray

    frame = many.to_pandas()
    assert frame.loc[("gru", 3, 7, 2), "h"] == many["gru"].h[3, 7, 2]
    assert run.to_pandas().loc[("gru", 7, 2), "z"] == run["gru"].z[7, 2]
    assert isinstance(many.selectivity([0, 1, 0, 1, 1]).to_pandas(), pandas.DataFrame)
    assert many["gru"].bands("h").to_pandas().shape == (8 * 6, 4)
    data = many.to_xarray()
    assert data["gru.h"].dims == ("sequence", "step", "gru.unit")
    assert float(data["gru.h"].sel(sequence=3, step=7)[2]) == many["gru"].h[3, 7, 2]
    assert isinstance(many.selectivity([0, 1, 0, 1, 1]).to_xarray(), xarray.Dataset)


def test_what_is_said_of_a_network_goes_to_tables_too():
    import pandas
    import xarray

    model, (x, y) = Reader(), signs(6)
    run = gatescope.trace(model, x, gradients_of=lambda out: out.sum())
    health = gatescope.check(model, x, progress=False)
    clamped = gatescope.samples(model, x, y, progress=False).clamp("h", 3, beside=2)
    flow, weights = run.gradient_flow(), run.weights()
    watch = gatescope.HealthWatch(model, x, every=2, say=None)
    watch.step()
    watch.step()
    influence = gatescope.influence(run, step=7)
    both = gatescope.compare(run, run.clamp("z", 1))
    many = run.at()
    for result in (
        *(run, run["gru"], flow, weights, health, health["gru"], clamped),
        *(watch, influence, both, many["gru"]),
    ):
        arrays = result.to_numpy()
        assert arrays and all(isinstance(each, np.ndarray) for each in arrays.values())
        assert isinstance(result.to_pandas(), pandas.DataFrame)
        assert isinstance(result.to_xarray(), xarray.Dataset)
    felt = np.linalg.norm(run["gru"].gradients["h"], axis=1)
    np.testing.assert_allclose(flow.to_pandas().loc["gru", "dL/dh"], felt, rtol=1e-6)
    assert flow.to_xarray()["gru.product of Jacobians"].dims == ("step",)
    kernel = weights.to_pandas().xs(("gru", "W_z"))
    assert kernel.loc[(0, 2), "weights"] == run["gru"].weights["W_z"][2, 0]
    assert set(kernel) == {"weights", "gradient"}
    table = health.to_pandas()
    assert table.loc[("gru", "z", 4), "mean"] == health["gru"].channels["z"]["mean"][4]
    assert clamped.to_pandas().loc["3", "score"] == clamped.score
    table = watch.to_pandas()
    assert list(table.index) == [("gru", 1), ("gru", 2)]
    assert table.loc[("gru", 2), "z"] == pytest.approx(many["gru"].z.mean(), abs=1e-5)
    assert (
        influence.to_pandas().loc[(4, influence.names[0]), "gradient"] == influence.gradient[4, 0]
    )
    np.testing.assert_array_equal(influence.gradient, run.output_gradient(step=7))
    with pytest.raises(gatescope.GatescopeError, match="influence: expected a run"):
        gatescope.influence(model)
    assert (both.to_pandas().loc["2"]["z"] == 1).all()
    assert both.to_numpy()["1.gru.h"].shape == (8, 6)
    assert many["gru"].to_xarray()["h"].dims == ("sequence", "step", "unit")


def test_layers_over_other_steps_are_in_one_table():
    class Halves(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.second = (torch.nn.GRU(2, size, batch_first=True) for size in (3, 4))

        def forward(self, x):
            return self.first(x)[0][:, -1], self.second(x[:, ::2])[0][:, -1]

    many = gatescope.samples(Halves(), torch.randn(5, 8, 2), progress=False)
    assert {name: each.shape for name, each in many.to_numpy().items() if name.endswith(".h")} == {
        "first.h": (5, 8, 3),
        "second.h": (5, 4, 4),
    }
    table, data = many.to_pandas(), many.to_xarray()
    assert len(table) == 5 * (8 * 3 + 4 * 4)
    assert table.loc[("second", 4, 3, 1), "h"] == many["second"].h[4, 3, 1]
    assert data["second.h"].dims == ("sequence", "second.step", "second.unit")
    assert float(data["first.z"].sel(sequence=2)[7, 0]) == many["first"].z[2, 7, 0]


def test_without_pandas_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "xarray", None)
    many = gatescope.samples(Reader(), signs(4)[0])
    with pytest.raises(
        gatescope.GatescopeError, match="to_pandas: needs pandas: pip install pandas"
    ):
        many.to_pandas()
    with pytest.raises(
        gatescope.GatescopeError, match="to_xarray: needs xarray: pip install xarray"
    ):
        many.to_xarray()


def test_accuracy_reads_scores_of_classes_logits_and_probabilities():
    scores = np.array([[1.0, 2.0], [3.0, 0.0], [0.0, 1.0]])
    assert accuracy(scores, np.array([1, 0, 0])) == (2 / 3, 3)
    assert accuracy(scores, np.array([1, -100, 0])) == (1 / 2, 2)
    assert accuracy(np.array([-1.0, 3.0]), np.array([0, 1])) == (1.0, 2)
    assert accuracy(np.array([[0.4], [0.6]]), np.array([1, 1])) == (0.5, 2)
    tokens = np.zeros((2, 3, 4))  # PyTorch's order, three classes over four steps
    tokens[:, 1] = 1
    assert accuracy(tokens, np.ones((2, 4), int)) == (1.0, 8)
    with pytest.raises(gatescope.GatescopeError, match="give score="):
        accuracy(np.zeros(3), np.array([0.2, 0.5, 0.1]))


def mistakes():
    x, y = signs(6)
    many = gatescope.samples(Reader(), x, y)
    layer, once = many["gru"], gatescope.samples(Reader(), iter([(x, y)]))
    run = gatescope.trace(Reader(), x)
    no_targets = gatescope.samples(Reader(), x)
    return [
        (lambda: gatescope.samples(Reader(), x, channels=["c"]), "channels has 'c'"),
        (lambda: gatescope.samples(Reader(), x, layers=["lstm"]), "layers has 'lstm'"),
        (lambda: gatescope.samples(Reader(), []), "samples: data has no batch"),
        (lambda: gatescope.samples(torch.nn.Linear(2, 1), x), "samples: no recurrent layer ran"),
        (
            lambda: gatescope.samples(Reader(), x, batches=0),
            "batches must be a whole number from 1",
        ),
        (lambda: many["lstm"], "no layer 'lstm'"),
        (lambda: layer["c"], "no channel 'c'"),
        (lambda: layer.bands("h", low=0.9, high=0.1), "low and high must be"),
        (lambda: layer.highest(6), "unit must be a whole number from 0 to 5, got 6"),
        (lambda: layer.unlike(1, count=0), "count must be a whole number from 1"),
        (lambda: many.selectivity([0, 1]), "labels must be one for each of 6 sequences"),
        (lambda: many.selectivity([0] * 6), "labels must name 2 classes or more"),
        (lambda: many.selectivity(y, at="first"), "at must be 'last'"),
        (lambda: many.selectivity(y, shuffles=1), "shuffles must be a whole number from 20"),
        (lambda: many.clamp("h", 9), "units must be from 0 to 5"),
        (lambda: many.clamp("h", 1, "most"), "value must be a finite number or 'mean'"),
        (lambda: many.clamp("h", 1, besides=3), "did you mean 'beside'"),
        (lambda: once.clamp("h", 1), "can be read only once"),
        (lambda: no_targets.clamp("h", 1), "a score needs targets"),
        (lambda: many.only([9]), "sequences must be of the 6 that are kept, got 9"),
        (lambda: run.at([6]), "sequences must be from 0 to 5, got 6"),
    ]


def test_a_mistake_is_answered_by_the_name_of_the_argument():
    for call, message in mistakes():
        with pytest.raises(gatescope.GatescopeError) as raised:
            call()
        assert message in str(raised.value), str(raised.value)
