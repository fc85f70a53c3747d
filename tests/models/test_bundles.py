"""What Python writes is what the views read, and says what the TypeScript engine would say."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from said import number_words
from torch import nn

import gatescope
from gatescope.tracing.arrays import float32
from gatescope.tracing.cells import known_form
from gatescope.tracing.display import mime_bundle
from gatescope.tracing.expressions import parts_of, text_of
from gatescope.tracing.picture import bundle_picture
from gatescope.tracing.terms import terms_of, value_of
from gatescope.tracing.thin import thin


def trace(module, steps=6, **options):
    torch.manual_seed(0)
    return gatescope.trace(
        module,
        torch.randn(1, steps, module.input_size),
        gradients_of=lambda o: o[0].pow(2).sum(),
        **options,
    )


MODULES = {
    "lstm": lambda: nn.LSTM(2, 3, batch_first=True),
    "lstm without bias": lambda: nn.LSTM(2, 3, batch_first=True, bias=False),
    "projected": lambda: nn.LSTM(2, 4, batch_first=True, proj_size=2),
    "gru": lambda: nn.GRU(2, 3, batch_first=True),
    "gru without bias": lambda: nn.GRU(2, 3, batch_first=True, bias=False),
    "rnn": lambda: nn.RNN(2, 3, batch_first=True),
    "relu": lambda: nn.RNN(2, 3, batch_first=True, nonlinearity="relu"),
    "stacked both ways": lambda: nn.LSTM(2, 3, batch_first=True, num_layers=2, bidirectional=True),
}


@pytest.mark.filterwarnings("ignore:LSTM with projections")
def test_the_views_read_every_kind_of_run(faults):
    runs = [trace(make()) for make in MODULES.values()]
    bundles = [run.to_bundle() for run in runs]
    bundles += [run.gradient_flow().to_bundle() for run in runs[3:7]]
    bundles.append(gatescope.compare(runs[0], runs[3]).to_bundle())
    bundles.append(runs[0].clamp("f", "mean", units=[0, 2]).edit(steps=1, value=3).to_bundle())
    assert faults(*bundles) == []


@pytest.mark.parametrize("name", [name for name in MODULES if name not in ("projected",)])
def test_the_summands_of_an_equation_add_up_to_what_the_step_computed(name):
    for layer in trace(MODULES[name]()).record.layers:
        sums: dict[str, np.ndarray] = {}
        for channel, text, value in terms_of(layer):
            if text.startswith(("U_n h[t−1] +",)):
                continue  # inside another summand
            sums[channel] = sums.get(channel, 0) + value
        undo = {
            "sigmoid": lambda a: np.log(a / (1 - a)),
            "tanh": np.arctanh,
            "relu": lambda a: a,
        }
        for channel, total in sums.items():
            expression = dict(layer.form.equations)[channel]
            got = layer.channels[channel].astype(np.float64)
            if expression["kind"] == "call":
                function = expression["name"]
                expected = np.maximum(total, 0) if function == "relu" else total
                assert undo[function](got) == pytest.approx(expected, abs=2e-4)
            else:
                assert got == pytest.approx(total, abs=1e-5)


@pytest.mark.parametrize(
    "form",
    [
        *(known_form(kind, bias) for kind in ("rnn", "lstm") for bias in (0, 1, 2)),
        # flax's one bias stands in another place of the sum, whose summands are known alike.
        *(known_form("gru", bias) for bias in (0, 2)),
        *(known_form("gru", bias, reset_after=False) for bias in (0, 1)),
        known_form("lstm", projected=True),
        known_form("lstm", activation="relu", gate_activation="hardSigmoid"),
    ],
)
def test_something_comes_back_to_each_part_of_an_equation(form):
    parts = {text_of(part) for _, tree in form.equations for part in parts_of(tree)}
    known = {text for texts, _ in form.adjoints for text in texts}
    matrices = {part for part in parts if re.fullmatch(r"[WUP](_\w+)?", part)}
    assert parts - matrices - known <= {"1", "x", "h", "c", "h[t−1]", "c[t−1]"}
    assert known - parts <= {*form.channels}


@pytest.mark.parametrize("name", ["lstm", "lstm without bias", "gru", "gru without bias"])
def test_what_comes_back_to_each_gate_is_what_autograd_says(name):
    run = trace(MODULES[name]())
    (layer,) = run.to_bundle()["layers"]
    adjoints = {text: each["expression"] for each in layer["adjoints"] for text in each["of"]}
    (record,) = run.record.layers
    gradients = {f"dL/d{channel}": value for channel, value in record.gradients.items()}
    known = replace(record, channels={**record.channels, **gradients})
    for channel in set(record.form.channels) - set(record.form.states):
        value = value_of(adjoints[channel], known)
        assert np.allclose(value, gradients[f"dL/d{channel}"], atol=1e-6), channel


def test_each_summand_is_named_once_and_none_as_a_channel(faults):
    run = trace(nn.LSTM(2, 3, batch_first=True))
    (layer,) = run.record.layers
    equations = list(layer.form.equations)
    gates = dict(equations)
    states = [channel for channel, expression in equations if expression["kind"] != "call"]
    gate = next(channel for channel in gates if channel not in states)
    summands = gates[gate]["args"][0]["args"]
    symbol = {"kind": "symbol", "name": gate, "role": "channel"}
    alike = {"kind": "operation", "name": "add", "args": [*summands, symbol]}
    twice = tuple((name, alike if name in states else of) for name, of in equations)
    layer.form = replace(layer.form, equations=twice)
    names = [name for _, name, _ in terms_of(layer)]
    assert names
    assert len(names) == len(set(names))
    assert not set(names) & set(layer.channels)
    assert faults(run.to_bundle()) == []


def test_the_parameters_shown_are_those_of_the_module():
    for make in MODULES.values():
        module = make()
        if module.num_layers > 1:
            continue
        count = sum(parameter.numel() for parameter in module.parameters())
        shown = trace(module).to_bundle()["layers"][0]["parameters"]
        assert shown["count"] == count
        python = re.sub(r"(\d)\(", r"\1*(", shown["arithmetic"]).replace("·", "*")
        assert eval(python) == count


def test_a_long_run_is_thinned_for_the_notebook_and_keeps_its_steps(faults):
    run = trace(nn.LSTM(2, 64, batch_first=True), steps=900)
    small = thin(run.to_bundle(), 400_000)
    assert faults(small) == []
    kept = small["time"]["kept"]
    assert small["time"]["steps"] == 900
    assert kept[0] == 0 and kept[-1] == 899
    channel = small["layers"][0]["channels"][0]
    assert channel["array"].values == pytest.approx(run["lstm"].f[kept])
    assert "<svg" in bundle_picture(small)


def test_words_of_the_user_stay_words_in_a_picture():
    run = trace(nn.LSTM(2, 3, batch_first=True), title="<script>alert(1)</script>")
    data, _ = mime_bundle(run)
    assert "<script>" not in data["image/svg+xml"]
    assert data["text/plain"].startswith("<script>")
    assert "application/vnd.gatescope.trace+json" in data


def test_a_saved_picture_is_of_the_view_that_was_asked_for():
    run = trace(nn.LSTM(2, 3, batch_first=True))
    bundle = run.to_bundle()
    channel = {c["name"]: c["array"].values for c in bundle["layers"][0]["channels"]}

    def drawn(**view):
        return bundle_picture({**bundle, "view": view})

    def words(name, step, unit):
        return number_words(float(channel[name][step, unit]))

    gates = drawn(unit=1, step=4)
    assert "How to read: " in gates
    assert f"Unit 1 at step 4: f {words('f', 4, 1)}, " in gates
    cell = drawn(view="cell", unit=2, step=3)
    assert "</tspan> = σ(W_f x + " in cell
    assert f">{words('c', 3, 2)}</text>" in cell
    assert f">{words('c', 2, 2)}</text>" in cell
    chain = drawn(view="unrolled", unit=0, step=5)
    for step in range(6):
        assert f">{words('h', step, 0)}</text>" in chain
    flow = drawn(view="gradients")
    assert "‖Σ dL/dh‖" in flow
    assert "is what the 6 answers send back to this step together" in flow


def test_each_saved_picture_is_read_scaled_and_framed():
    run = trace(nn.LSTM(2, 3, batch_first=True), names=["rain", "wind"])
    bundle = run.to_bundle()
    x = bundle["input"]["array"].values

    def drawn(**view):
        return bundle_picture({**bundle, "view": view})

    for view in ("gates", "cell", "unrolled", "gradients"):
        assert "How to read: " in drawn(view=view), view
    cell = drawn(view="cell", unit=2, step=3)
    assert f"Input: rain {number_words(float(x[3, 0]))}, wind " in cell
    chain = drawn(view="unrolled", unit=0, step=2)
    assert chain.count('stroke-width="2.25"') == 1, "the cell of the step is framed"
    assert [f">{step}</text>" in chain for step in range(4)] == [True] * 4
    flow = drawn(view="gradients", step=4)
    norm = np.linalg.norm(
        next(c for c in bundle["layers"][0]["channels"] if c["name"] == "dL/dh")["array"].values[4]
    )
    [[mantissa, power]] = re.findall(
        r"step 4: ([\d.]+)(?: × 10(\S+))? is what the 6 answers", flow
    )[:1]
    power = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)
    assert float(mantissa) * 10**power == pytest.approx(norm, rel=0.06)
    weights = bundle_picture(gatescope.weights(run).to_bundle())
    # A map for each of W, U and the two biases of four gates, and the scale of their colors.
    assert weights.count("<image ") == 17
    assert "How to read: " in bundle_picture(run.gradient_flow().to_bundle())


def test_a_saved_picture_gives_no_number_of_a_gate_at_padding():
    import keras

    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.layers.Masking(-7), keras.layers.LSTM(2)])
    x = np.array([[[1.0], [0.5], [-7.0]]], np.float32)
    model(x)
    run = gatescope.trace(model, x, gradients_of=lambda y: keras.ops.sum(y**2))
    bundle = run.to_bundle()
    h = next(c for c in bundle["layers"][0]["channels"] if c["name"] == "h")["array"].values

    def said(view, step):
        drawn = bundle_picture({**bundle, "view": {"view": view, "unit": 0, "step": step}})
        return re.search("<title>([^<]*)", drawn)[1]

    for view in ("gates", "cell"):
        assert re.search(r"\bf –.*\bi –", said(view, 2)), view
        assert f"h {number_words(float(h[2, 0]))}" in said(view, 2), view
        assert re.search(r"\bf 0\.\d\d", said(view, 1)), view
    assert "is padding: lstm computes nothing there" in said("gradients", 2)
    assert re.search(r"effective memory of (?:all )?\d", said("gradients", 1))


def test_the_steps_of_a_saved_picture_do_not_run_into_each_other():
    drawn = bundle_picture(trace(nn.LSTM(2, 3, batch_first=True), steps=40).to_bundle())
    ends = [
        (float(x) - 3.5 * len(label), float(x) + 3.5 * len(label))
        for x, label in re.findall(
            r'<text [^>]*?x="([\d.]+)"[^>]*?text-anchor="middle"[^>]*>(\d+)<', drawn
        )
    ]
    assert len(ends) > 5
    assert all(right < left for (_, right), (left, _) in pairwise(ends))


def test_a_layer_that_reads_backward_has_its_start_after_the_last_step():
    run = trace(nn.LSTM(2, 3, batch_first=True, bidirectional=True))
    bundle = run.to_bundle()
    back = next(layer for layer in bundle["layers"] if layer["direction"] == "backward")
    h = next(c for c in back["channels"] if c["name"] == "h")["array"].values
    view = {"view": "cell", "layer": back["name"], "unit": 1}
    cell = bundle_picture({**bundle, "view": {**view, "step": 3}})
    assert f">{number_words(float(h[4, 1]))}</text>" in cell
    last = bundle_picture({**bundle, "view": {**view, "step": 5}})
    assert ">0.00</text>" in last
    chain = bundle_picture({**bundle, "view": {**view, "view": "unrolled", "step": 5}})
    assert ">0.00</text>" in chain, "h before the first step that it reads"


def test_a_picture_stands_where_something_happens():
    bundle = trace(nn.LSTM(2, 3, batch_first=True)).to_bundle()
    state = next(c for c in bundle["layers"][0]["channels"] if c["name"] == "c")["array"].values
    unit = int(np.argmax(np.abs(state).max(axis=0)))
    assert f"Unit {unit} at step " in bundle_picture(bundle)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        # The last change is at zero; the last of a value that is worth a look, before it.
        ([0.1, 0.9, 1.0, 0.5, 0.1, 0.0], 3),
        # It creeps up by less than is looked for: its largest value.
        ([0.91, 0.92, 0.93, 0.94, 0.95, 0.94], 4),
        ([0.0] * 6, 5),
    ],
)
def test_a_saved_picture_stands_where_the_state_holds_much(state, step):
    bundle = trace(nn.RNN(2, 2, batch_first=True)).to_bundle()
    [layer] = bundle["layers"]
    given = {
        "array": float32(np.stack([np.zeros(6), state], axis=1)),
        "initial": float32([0.0, state[0]]),
    }
    channels = [{**c, **given} if c["name"] == "h" else c for c in layer["channels"]]
    drawn = bundle_picture({**bundle, "layers": [{**layer, "channels": channels}]})
    assert f"Unit {0 if not any(state) else 1} at step {step}: " in drawn


def test_numbers_that_32_bits_cannot_hold_take_64():
    from gatescope.tracing.arrays import floats

    assert floats(np.array([1.0, 0.1, np.nan, np.inf, 0.0])).dtype == "f32"
    assert floats(np.array([1.0, 3.5e38])).dtype == "f64"
    assert floats(np.array([1.0, -1e-60])).dtype == "f64"
    module = nn.RNN(1, 1, nonlinearity="relu", bias=False, batch_first=True).double()
    with torch.no_grad():
        module.weight_ih_l0.fill_(1.0)
        module.weight_hh_l0.fill_(10.0)
    x = torch.zeros(1, 60, 1, dtype=torch.float64)
    x[0, 0] = 1.0
    bundle = gatescope.trace(module, x).to_bundle()
    (h,) = [each for each in bundle["layers"][0]["channels"] if each["name"] == "h"]
    np.testing.assert_allclose(h["array"].values[:, 0], 10.0 ** np.arange(60))


def test_a_layer_that_reads_the_other_way_says_that_other_numbers_enter_it(monkeypatch):
    import keras

    monkeypatch.setattr("gatescope.tracing.bundle.MOST_TERM_VALUES", 1)

    def marked(*between):
        model = keras.Sequential([keras.layers.Embedding(3, 3), *between, keras.layers.Dense(1)])
        x = np.array([[0, 1, 2, 1, 0]])
        model(x)
        layers = gatescope.trace(model, x).to_bundle()["layers"]
        assert not any("entering" in layer for layer in layers)
        return ["otherInput" in layer for layer in layers]

    def gru(backward):
        return keras.layers.GRU(3, return_sequences=True, go_backwards=backward)

    assert marked(gru(False), gru(True)) == [False, True]
    assert marked(keras.layers.Bidirectional(gru(False))) == [False, False]
