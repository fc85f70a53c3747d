"""Gradients of all gates and states of a Keras model, on each of its back ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from .arrays import Array
from .batch_arrays import first_of, with_first
from .batch_trace import BatchSource, Key
from .errors import GatescopeError
from .keras_pass import KerasPass, plain
from .records import Clamp, RunRecord


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
        key: plain(torch.zeros_like(run.values[key]) if g is None else g)
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
            key: np.zeros(run.values[key].shape, np.float32) if g is None else plain(g)
            for key, g in zip(keys, found)
        },
    )


def _with_jax(run: KerasPass, x: Any) -> tuple[Any, Any, dict[Key, Array]]:
    import jax

    run(x)
    probes = {key: ops.zeros_like(value) for key, value in run.values.items()}

    calls, looks = run.calls, run.looks

    def objective_of(given: dict[Key, Any]) -> tuple[Any, Any]:
        run.probes, run.values = given, {}
        output, objective = run(x)
        return objective, (output, dict(run.values))

    (objective, (output, values)), found = jax.value_and_grad(objective_of, has_aux=True)(probes)
    # What began under the derivative is a tracer; the first pass has the same numbers.
    ordered = {key: values[key] for key in probes}
    run.probes, run.values, run.calls, run.looks = {}, ordered, calls, looks
    return output, objective, {key: plain(value) for key, value in found.items()}


def slope(
    source: BatchSource,
    x: Any,
    place: Callable[[Array], tuple[int, ...]],
    *,
    clamps: Sequence[Clamp],
    base: RunRecord,
) -> Array:
    """The derivative of one number of the first output by the first array of x, in its shape."""
    run = KerasPass(source, clamps, base)
    first = np.asarray(first_of(x)).astype(keras.config.floatx())

    def output_of(given: Any) -> Any:
        return first_of(run(with_first(x, given))[0])

    backend = keras.backend.backend()
    if backend == "torch":
        import torch

        with torch.enable_grad():
            leaf = ops.convert_to_tensor(first).detach().requires_grad_()
            output = output_of(leaf)
            if not output.requires_grad:
                return np.zeros_like(first)
            at = place(ops.convert_to_numpy(output.detach()))
            (found,) = torch.autograd.grad(output[at], leaf, allow_unused=True)
        return np.zeros_like(first) if found is None else plain(found)
    if backend == "tensorflow":
        import tensorflow as tf

        with tf.GradientTape() as tape:
            leaf = tf.convert_to_tensor(first)
            tape.watch(leaf)
            output = output_of(leaf)
            value = output[place(plain(output))]
        found = tape.gradient(value, leaf)
        return np.zeros_like(first) if found is None else plain(found)
    if backend == "jax":
        import jax

        at = place(plain(output_of(first)))
        return plain(jax.grad(lambda given: output_of(given)[at])(first))
    raise GatescopeError(
        f"output_gradient: needs Keras on torch, tensorflow or jax; this one runs on {backend}"
    )
