"""Gradients of all gates and states of a Keras model, on each of its back ends."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops

from .arrays import Array
from .batch_trace import Key
from .errors import GatescopeError
from .keras_pass import KerasPass


def differentiated(run: KerasPass, x: Any) -> tuple[Any, Any, dict[Key, Array]]:
    """`(output, objective, dL/d of every value that was seen)`, by the back end's own derivatives."""
    backend = keras.backend.backend()
    if backend == "torch":
        return _with_torch(run, x)
    if backend == "tensorflow":
        return _with_tensorflow(run, x)
    if backend == "jax":
        return _with_jax(run, x)
    raise GatescopeError(
        f"trace: gradients need Keras on torch, tensorflow or jax; this one runs on {backend}"
    )


def _with_torch(run: KerasPass, x: Any) -> tuple[Any, Any, dict[Key, Array]]:
    import torch

    with torch.enable_grad():
        output, objective = run(x)
    keys = [key for key, value in run.values.items() if value.requires_grad]
    if not objective.requires_grad:
        return output, objective, {}
    found = torch.autograd.grad(objective, [run.values[key] for key in keys], allow_unused=True)
    gradients = {
        key: ops.convert_to_numpy(torch.zeros_like(run.values[key]) if g is None else g)
        for key, g in zip(keys, found)
    }
    return output.detach() if hasattr(output, "detach") else output, objective.detach(), gradients


def _with_tensorflow(run: KerasPass, x: Any) -> tuple[Any, Any, dict[Key, Array]]:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        run.watch = tape.watch
        output, objective = run(x)
    keys = list(run.values)
    found = tape.gradient(objective, [run.values[key] for key in keys])
    return (
        output,
        objective,
        {
            key: np.zeros(run.values[key].shape, np.float32) if g is None else g.numpy()
            for key, g in zip(keys, found)
        },
    )


def _with_jax(run: KerasPass, x: Any) -> tuple[Any, Any, dict[Key, Array]]:
    import jax

    run(x)
    probes = {key: ops.zeros_like(value) for key, value in run.values.items()}

    began = dict(run.began)

    def objective_of(given: dict[Key, Any]) -> tuple[Any, Any]:
        run.probes, run.values = given, {}
        output, objective = run(x)
        return objective, (output, dict(run.values))

    (objective, (output, values)), found = jax.value_and_grad(objective_of, has_aux=True)(probes)
    # What began under the derivative is a tracer; the first pass has the same numbers.
    ordered = {key: values[key] for key in probes}
    run.probes, run.values, run.began = {}, ordered, began
    return output, objective, {key: np.asarray(value) for key, value in found.items()}
