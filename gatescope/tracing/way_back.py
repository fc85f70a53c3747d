"""What comes back inside a layer from dL/d of its gates: to its weights, and to x_t."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .arrays import Array
from .records import Clamp, LayerRecord

#: The derivative of an activation by what enters it, from its value.
_SLOPES: dict[str, Callable[[Array], Array]] = {
    "sigmoid": lambda y: y * (1 - y),
    "tanh": lambda y: 1 - y * y,
    "relu": lambda y: (y > 0).astype(y.dtype),
    "hardSigmoid": lambda y: np.where((y > 0) & (y < 1), 1 / 6, 0.0),
    "linear": lambda y: np.ones_like(y),
}


def input_gradient(record: LayerRecord, clamps: Sequence[Clamp] = ()) -> Array | None:
    """dL/dx_t `[T, I]` as it comes back through this layer: `Σ δ_t W` over all that reads x_t.

    None where that is not known: without a loss, and for cells and activations of one's own.
    """
    if record.input_gradient is not None:
        return record.input_gradient
    below = "" if record.form.kind == "rnn" else "_"
    deltas = _deltas(record, clamps)
    weights = {
        channel: record.weights.get(f"W{below}{channel if below else ''}") for channel in deltas
    }
    if not deltas or any(weight is None for weight in weights.values()):
        return None
    found = np.zeros(record.inputs.shape)
    for channel, delta in deltas.items():
        found += delta @ np.asarray(weights[channel], dtype=np.float64)
    return found


def gradients_by_letter(record: LayerRecord, clamps: Sequence[Clamp] = ()) -> dict[str, Array]:
    """dL/d of each weight, of this sequence alone, from dL/d of each gate.

    `dL/dW_f = Σ_t δ_t x_tᵀ` with `δ = dL/df ⊙ σ′`; of the GRU's candidate what r multiplies has its r.
    Empty for cells and activations of which that is not known.
    """
    form = record.form
    deltas = _deltas(record, clamps)
    if not deltas:
        return {}
    before = record.before("h").astype(np.float64)
    inputs = record.inputs.astype(np.float64)
    found: dict[str, Array] = {}
    for channel, delta in deltas.items():
        state, after = before, delta
        if form.kind == "gru" and channel == "n":
            reset = record.channels["r"].astype(np.float64)
            state, after = (before, delta * reset) if form.reset_after else (before * reset, delta)
        below = "" if form.kind == "rnn" else f"_{channel}"
        letters = {
            f"W{below}": delta.T @ inputs,
            f"U{below}": after.T @ state,
            f"b{below}": delta.sum(axis=0),
            f"b_h{below[1:]}": after.sum(axis=0),
        }
        found |= {name: value for name, value in letters.items() if name in record.weights}
    if form.projected:
        back = record.gradients["h"].astype(np.float64)
        hold(back, "h", record, clamps)
        found["P"] = back.T @ record.channels["m"].astype(np.float64)
    return found


def _deltas(record: LayerRecord, clamps: Sequence[Clamp]) -> dict[str, Array]:
    """δ, dL/d of what stands inside σ or tanh, `[T, H]` by channel; empty where it is not known."""
    form = record.form
    if not record.gradients or form.kind not in ("rnn", "lstm", "gru"):
        return {}
    found: dict[str, Array] = {}
    for channel in {"rnn": "h", "lstm": "figo", "gru": "zrn"}[form.kind]:
        candidate = channel in "ghn"
        slope = _SLOPES.get(form.activation if candidate else form.gate_activation)
        if slope is None or channel not in record.gradients:
            # A run that came from a file may have dL/d of its states alone.
            return {}
        value = record.channels[channel].astype(np.float64)
        delta = record.gradients[channel].astype(np.float64) * slope(value)
        if record.mask is not None:
            # A step of padding carries the state and computes nothing.
            delta[record.mask == 0] = 0
        hold(delta, channel, record, clamps)
        found[channel] = delta
    return found


def hold(values: Array, channel: str, record: LayerRecord, clamps: Sequence[Clamp]) -> None:
    """What is held is a constant, nothing passes it: its values, `[T, H]`, become 0."""
    for clamp in clamps:
        if clamp.layer == record.name and clamp.channel == channel:
            steps = range(record.steps) if clamp.steps is None else clamp.steps
            units = range(values.shape[1]) if clamp.units is None else clamp.units
            values[np.ix_(steps, units)] = 0
