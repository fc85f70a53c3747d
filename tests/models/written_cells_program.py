"""Runs cells that the engine wrote for Keras and for JAX.

Reads the cells from standard input; prints how far each is from the engine, as JSON.
"""

from __future__ import annotations

import json
import sys

import jax
import keras
import numpy as np

jax.config.update("jax_enable_x64", True)


def apart(ours, theirs) -> float:
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape, (ours.shape, theirs.shape)
    return float(np.abs(ours - theirs).max() / max(1, np.abs(theirs).max()))


def squares(parameters, run, x):
    return (run(parameters, x) ** 2).sum()


found = {}
for case in json.load(sys.stdin):
    x = np.asarray(case["x"])
    in_keras: dict = {}
    exec(compile(case["keras"], case["name"], "exec"), in_keras)
    in_jax: dict = {}
    exec(compile(case["jax"], case["name"], "exec"), in_jax)
    run, parameters = in_jax["run"], in_jax["parameters"]
    errors = [apart(jax.jit(run)(parameters, x), case["output"])]
    if case["slopes"]:
        slopes = jax.grad(squares)(parameters, run, x)
        # JAX hands dictionaries back in the order of their keys.
        errors += [
            apart(slopes[name], slope)
            for name, slope in zip(in_jax["WEIGHTS"], case["slopes"], strict=True)
        ]
    of_keras = in_keras["layer"](x.astype("float32"))
    found[case["name"]] = {
        "jax": max(errors),
        "keras": apart(keras.ops.convert_to_numpy(of_keras), case["output"]),
    }
print(json.dumps(found))
