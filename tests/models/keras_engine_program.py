"""Runs what the engine wrote as Keras code, and traces Keras models for the engine to compare with.

Reads from standard input the written networks and a folder for weights; prints what was found as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers as L

import gatescope

given = json.load(sys.stdin)
folder = Path(given["folder"])
found = {"errors": {}, "losses": {}, "traces": []}

for case in given["written"]:
    space: dict = {}
    exec(compile(case["keras"], case["name"], "exec"), space)
    x = np.asarray(case["x"], "int32" if case["tokens"] else "float32")
    answer = space["model"](x)
    output = np.asarray(keras.ops.convert_to_numpy(answer))
    expected = np.asarray(case["output"])
    assert output.shape == expected.shape, (case["name"], output.shape, expected.shape)
    error = np.abs(output - expected).max() / max(1, np.abs(expected).max())
    found["errors"][case["name"]] = float(error)
    if "saved" in case["name"]:
        path = folder / "written.keras"
        space["model"].save(path)
        again = keras.ops.convert_to_numpy(keras.models.load_model(path)(x))
        found["errors"][f"{case['name']}, and opened"] = float(np.abs(again - output).max())
    # Of CTC without padding Keras has no loss.
    if "loss" in space:
        y = np.asarray(case["y"], "int32" if case["ids"] else "float32")
        found["losses"][case["name"]] = abs(float(space["loss"](y, answer)) - case["loss"])

keras.utils.set_random_seed(2)
rng = np.random.default_rng(2)
x = rng.normal(size=(5, 2))


def layer(kind, *, both=False, first=False, **options):
    """A layer of Keras and the engine's description of the same."""
    names = {"reset_after": "resetAfter"}
    settings = {"units": 3, "returnSequences": True}
    settings |= {names.get(name, name): value for name, value in options.items()}
    if first:
        settings["inputShape"] = [None, 2]
    made = getattr(L, kind)(3, return_sequences=True, **options)
    type_ = {"SimpleRNN": "simpleRNN", "LSTM": "lstm", "GRU": "gru"}[kind]
    return (
        L.Bidirectional(made) if both else made,
        {"type": type_, "both": both, "options": settings},
    )


for name, stack in {
    "SimpleRNN": [layer("SimpleRNN", first=True)],
    "LSTM": [layer("LSTM", first=True)],
    "GRU": [layer("GRU", first=True)],
    "GRU that resets before": [layer("GRU", reset_after=False, first=True)],
    "both directions": [layer("LSTM", both=True, first=True)],
    "stacked": [layer("GRU", both=True, first=True), layer("SimpleRNN"), layer("LSTM")],
}.items():
    model = keras.Sequential([keras.Input((None, 2)), *(made for made, _ in stack), L.Dense(1)])
    model.set_weights([rng.normal(size=w.shape) * 0.7 for w in model.get_weights()])
    run = gatescope.trace(model, x[None].astype("float32"))
    path = folder / f"{len(found['traces'])}.{'keras' if name == 'stacked' else 'weights.h5'}"
    model.save(path) if path.suffix == ".keras" else model.save_weights(path)
    found["traces"].append(
        {
            "name": name,
            "job": {
                "do": "trace",
                "layers": [entry for _, entry in stack]
                + [{"type": "dense", "options": {"units": 1}}],
                "weights": str(path),
                "x": x.tolist(),
            },
            "layers": [
                {
                    "direction": each.record.direction,
                    "channels": {channel: each[channel].tolist() for channel in each.channels},
                }
                for each in run
            ],
        }
    )
print(json.dumps(found))
