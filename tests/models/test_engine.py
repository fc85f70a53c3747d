"""The TypeScript engine and Python: each runs what the other wrote, and both see the same.

The engine runs twice, in one process each time: it writes networks as Python code and a run; later it
loads the weights and runs that Python wrote.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

import gatescope

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def written(engine, folder):
    """Networks as Python code with their outputs; a run in a file with its numbers."""
    networks, run = engine([{"do": "export"}, {"do": "save", "path": str(folder / "ours.json")}])
    return {"networks": networks, "run": run}


@pytest.fixture(scope="module")
def in_keras(written, folder):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(HERE / "keras_engine_program.py")],
        env={**os.environ, "KERAS_BACKEND": "jax"},
        input=json.dumps(
            {
                "written": written["networks"],
                "folder": str(folder),
            }
        ),
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


class Network(nn.Module):
    """A recurrent module with an output at each step."""

    def __init__(self, kind, layers, both, bias, projection):
        super().__init__()
        options = {"num_layers": layers, "bidirectional": both, "bias": bias, "batch_first": True}
        if kind == "RELU":
            self.recurrent = nn.RNN(2, 3, nonlinearity="relu", **options)
        elif projection:
            self.recurrent = nn.LSTM(2, 3, proj_size=projection, **options)
        else:
            self.recurrent = getattr(nn, kind)(2, 3, **options)
        self.out = nn.Linear((projection or 3) * (2 if both else 1), 1)

    def forward(self, x):
        return self.out(self.recurrent(x)[0])


#: Kind, layers, both directions, bias, and the size of a projected h.
SHAPES = [
    *product(["RNN", "RELU", "LSTM", "GRU"], [1, 2], [False, True], [True, False], [0]),
    ("LSTM", 1, False, True, 2),
]


def _entry(shape, level):
    """A layer of a stack as the engine is told of it."""
    kind, _, both, bias, projection = shape
    options = {
        "units": 3,
        "returnSequences": True,
        "convention": "pytorch",
        "useBias": bias,
        "activation": "relu" if kind == "RELU" else "tanh",
    }
    if projection:
        options["projection"] = projection
    if level == 0:
        options["inputShape"] = [None, 2]
    names = {"RNN": "simpleRNN", "RELU": "simpleRNN", "LSTM": "lstm", "GRU": "gru"}
    return {"type": names[kind], "both": both, "options": options}


def _write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        numbers = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(numbers)],
        }
        data += numbers
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


@pytest.fixture(scope="module")
def traced(folder):
    """What PyTorch models did, with the jobs for the engine to do the same."""
    found = []
    for shape in SHAPES:
        torch.manual_seed(len(found))
        model = Network(*shape)
        x, target = torch.randn(1, 6, 2), torch.randn(1, 6, 1)
        run = gatescope.trace(model, x, target, nn.MSELoss())
        path = folder / f"{len(found)}.safetensors"
        _write_safetensors(path, model.state_dict())
        job = {
            "do": "trace",
            "layers": [_entry(shape, level) for level in range(shape[1])]
            + [{"type": "dense", "options": {"units": 1}}],
            "weights": str(path),
            "x": x[0].tolist(),
            "target": target[0].tolist(),
        }
        found.append((shape, run, job))
    return found


@pytest.fixture(scope="module")
def answers(engine, traced, in_keras, folder):
    """What the engine makes of all that Python wrote."""
    runs = [run for _, run, _ in traced]
    paths = [run.save(folder / f"{at}.json") for at, run in enumerate(runs)]
    jobs = [
        [job for _, _, job in traced],
        [trace["job"] for trace in in_keras["traces"]],
        [{"do": "load", "path": str(path)} for path in paths],
    ]
    done = iter(engine([job for part in jobs for job in part]))
    torch_, keras, loaded = ([next(done) for _ in part] for part in jobs)
    return {"torch": torch_, "keras": keras, "loaded": loaded}


def test_networks_written_for_pytorch_answer_as_the_engine_does(written):
    cases = written["networks"]
    assert len(cases) >= 80
    for case in cases:
        expected = np.asarray(case["output"])
        for code, dtype, tolerance in zip(
            case["torch"], (torch.float32, torch.float64), (1e-5, 1e-12), strict=True
        ):
            space: dict = {}
            exec(compile(code, case["name"], "exec"), space)
            x = torch.tensor(case["x"], dtype=torch.int64 if case["tokens"] else dtype)
            with torch.no_grad():
                output = space["model"](x).numpy()
            assert output.shape == expected.shape, case["name"]
            error = float(np.abs(output - expected).max() / max(1, np.abs(expected).max()))
            assert error <= tolerance, (case["name"], dtype, error)


def test_the_loss_of_a_network_written_for_pytorch_is_that_of_the_engine(written):
    cases = [case for case in written["networks"] if "y" in case]
    assert len(cases) >= 18
    for case in cases:
        space: dict = {}
        exec(compile(case["torch"][1], case["name"], "exec"), space)
        x = torch.tensor(case["x"], dtype=torch.float64)
        y = torch.tensor(case["y"], dtype=torch.int64 if case["ids"] else torch.float64)
        model = space["model"]
        output = model(x)
        mask = [model.mask] if "without padding" in case["name"] else []
        loss = float(space["loss"](output, y, *mask))
        assert abs(loss - case["loss"]) <= 1e-6, (case["name"], loss, case["loss"])
    named = [case["torch"][0] for case in cases if "of logits" in case["name"]]
    assert all("WithLogits" in code or "CrossEntropyLoss" in code for code in named)
    assert all("the output is logits" in code for code in named)


def test_a_written_network_goes_on_learning_and_what_was_frozen_stays_so(written):
    code = next(case["torch"][0] for case in written["networks"] if "frozen" in case["name"])
    space: dict = {}
    exec(code, space)
    model = space["model"]
    assert not model.training
    model(torch.ones(1, 5, 2)).sum().backward()
    learned = {name for name, weight in model.named_parameters() if weight.grad is not None}
    frozen = {name for name, weight in model.named_parameters() if not weight.requires_grad}
    assert learned == {
        name for name in dict(model.named_parameters()) if not name.startswith("layer_train")
    }
    assert len(frozen) == 4 and learned


def test_networks_written_for_keras_answer_as_the_engine_does(written, in_keras):
    saved = [name for name in in_keras["errors"] if name.endswith(", and opened")]
    assert len(in_keras["errors"]) - len(saved) == len(written["networks"]) >= 80
    assert len(saved) == 4
    assert {name: error for name, error in in_keras["errors"].items() if error > 1e-5} == {}
    assert len(in_keras["losses"]) >= 18
    assert {name: error for name, error in in_keras["losses"].items() if error > 1e-5} == {}


def _worst(ours, theirs, what):
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape, what
    return float(np.abs(ours - theirs).max())


def test_the_engine_sees_in_pytorch_networks_what_python_sees(traced, answers):
    for (shape, run, _), found in zip(traced, answers["torch"], strict=True):
        assert abs(run.loss - found["loss"]) <= 1e-5, shape
        assert len(run.layers) == len(found["layers"]) == shape[1] * (2 if shape[2] else 1)
        for ours, theirs in zip(run.layers, found["layers"], strict=True):
            assert ours.record.direction == theirs["direction"]
            assert set(ours.channels) == set(theirs["channels"])
            assert set(ours.gradients) == set(theirs["gradients"])
            for channel in ours.channels:
                what = (shape, ours.name, channel)
                assert _worst(ours[channel], theirs["channels"][channel], what) <= 1e-5, what
            for channel, values in ours.gradients.items():
                what = (shape, ours.name, f"dL/d{channel}")
                assert _worst(values, theirs["gradients"][channel], what) <= 1e-5, what


def test_the_engine_finds_the_same_derivative_of_the_last_answer_by_the_input(traced, answers):
    for (shape, run, _), found in zip(traced, answers["torch"], strict=True):
        # All units of a small ReLU network may be at rest.
        assert shape[0] == "RELU" or np.abs(run.output_gradient()).max() > 1e-4, shape
        assert _worst(run.output_gradient(), found["slope"], shape) <= 1e-5, shape


def test_the_engine_sees_in_keras_networks_what_python_sees(in_keras, answers):
    assert len(in_keras["traces"]) == 6
    for trace, found in zip(in_keras["traces"], answers["keras"], strict=True):
        assert len(trace["layers"]) == len(found["layers"])
        for ours, theirs in zip(trace["layers"], found["layers"], strict=True):
            assert ours["direction"] == theirs["direction"]
            assert set(ours["channels"]) == set(theirs["channels"])
            for channel, values in ours["channels"].items():
                what = (trace["name"], theirs["name"], channel)
                assert _worst(values, theirs["channels"][channel], what) <= 1e-5, what


def test_runs_that_python_saves_open_in_the_engine(traced, answers):
    for (shape, run, _), found in zip(traced, answers["loaded"], strict=True):
        assert found["steps"] == run.record.steps
        assert found["loss"] == pytest.approx(run.loss, rel=1e-12)
        assert "a saved run" in found["text"] and run.layers[0].name in found["text"]
        opened = {layer["name"]: layer for layer in found["layers"]}
        for layer in run.layers:
            # A projected h stands beside its layer, by its own width.
            parts = [opened[layer.name], opened.get(f"{layer.name}/h", {"channels": {}})]
            channels = {name: part for each in parts for name, part in each["channels"].items()}
            assert set(channels) == set(layer.channels), shape
            for channel, values in channels.items():
                assert (np.float32(values) == np.float32(layer[channel])).all(), (shape, channel)


def test_a_run_that_the_engine_saves_opens_in_python(written, folder):
    run = gatescope.load(folder / "ours.json")
    assert run.title == "from TypeScript"
    assert run.loss == pytest.approx(written["run"]["loss"], rel=1e-12)
    assert run.record.mask.tolist() == [0, 0, 1, 1, 1]
    assert not run.recomputable
    assert [(c.layer, c.channel, c.value, c.units) for c in run.record.clamps] == [
        ("gru", "z", 0.5, (1,))
    ]
    assert [layer.name for layer in run] == [layer["name"] for layer in written["run"]["layers"]]
    for ours, theirs in zip(run.layers, written["run"]["layers"], strict=True):
        assert set(ours.channels) == set(theirs["channels"])
        for channel in ours.channels:
            assert (ours[channel] == np.float32(theirs["channels"][channel])).all()
        for channel, values in ours.gradients.items():
            assert np.allclose(values, theirs["gradients"][channel], rtol=1e-12, atol=0)
        assert set(ours.gradients) == {"h", "c"} & set(ours.channels)
    again = run.save(folder / "again.json")
    assert (gatescope.load(again)["gru"].h == run["gru"].h).all()
    # What enters a layer, the loss's derivative by it, and the way back are handed on as they came.
    before, after = (json.loads(file.read_text("utf-8")) for file in (folder / "ours.json", again))
    for theirs, ours in zip(before["layers"], after["layers"], strict=True):
        for key in ("entering", "enteringGradient", "adjoints"):
            assert ours.get(key) == theirs.get(key), (theirs["name"], key)
    for key in ("enteringGradient", "adjoints"):
        assert any(key in layer for layer in after["layers"])
