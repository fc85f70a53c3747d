"""The Jacobian of a step, ∂s_t/∂s_{t−1}, as what it does to vectors; no matrix of it is kept.

A network of 512 LSTM units has 1024 × 1024 numbers in it at each of its steps, a thousand times 8 MB. But
each step differs in its gates alone: the weights are the same, so many steps go through one product.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from .arrays import Array
from .records import Clamp, LayerRecord
from .way_back import hold


class StepJacobians(Protocol):
    """∂s_t/∂s_{t−1} of all steps of a layer."""

    size: int
    """How many numbers the state has: of an LSTM those of h and of c."""

    def forward(self, steps: Sequence[int] | Array, vectors: Array) -> Array:
        """`J_t v` for each step and row `[N, size]`."""
        ...

    def back(self, steps: Sequence[int] | Array, vectors: Array) -> Array:
        """`J_tᵀ u` for each step and row `[N, size]`."""
        ...


def step_jacobians(layer: LayerRecord, clamps: Sequence[Clamp] = ()) -> StepJacobians:
    """Those of a layer of known equations, with what clamps hold as constants."""

    def free(channel: str) -> Array:
        values = np.ones((layer.steps, layer.channels[channel].shape[1]))
        hold(values, channel, layer, clamps)
        return values

    whole = _KINDS[layer.form.kind](layer, free)
    return _Cut(whole, layer) if layer.cut else whole


#: `[T, H]` of a channel: 1, and 0 where it is held.
Free = Callable[[str], Array]


class _Cut:
    """Those of a layer whose chain is cut before some of its steps."""

    def __init__(self, whole: StepJacobians, layer: LayerRecord) -> None:
        self._whole, self.size = whole, whole.size
        self._keep = np.concatenate([passes(layer, state) for state in layer.form.states], axis=1)

    def forward(self, steps: Sequence[int] | Array, vectors: Array) -> Array:
        return self._whole.forward(steps, self._keep[steps] * vectors)

    def back(self, steps: Sequence[int] | Array, vectors: Array) -> Array:
        return np.asarray(self._keep[steps] * self._whole.back(steps, vectors))


def passes(layer: LayerRecord, state: str) -> Array:
    """`[T, H]`: 1, and 0 at the steps before which a state is cut off."""
    found = np.ones(layer.channels[state].shape)
    found[[step for step, states in layer.cut.items() if state in states]] = 0
    return found


class _Rnn:
    def __init__(self, layer: LayerRecord, free: Free) -> None:
        (h,) = _double(layer, ["h"])
        self.slope = free("h") * slope(layer.form.activation, h)
        self.weight = _weights(layer)["U"]
        self.size = h.shape[1]

    def forward(self, steps: Sequence[int] | Array, vectors: Array) -> Array:
        return np.asarray(self.slope[steps] * (vectors @ self.weight.T))

    def back(self, steps: Sequence[int] | Array, vectors: Array) -> Array:
        return np.asarray((self.slope[steps] * vectors) @ self.weight)


class _Gru:
    """∂h_t/∂h_{t−1} = diag(z) + diag((h_{t−1} − n) z′) U_z + diag((1 − z) n′) ∂(pre of n)."""

    def __init__(self, layer: LayerRecord, free: Free) -> None:
        z, r, n = _double(layer, ["z", "r", "n"])
        weights = _weights(layer)
        before = layer.before("h").astype(np.float64)
        gate = layer.form.gate_activation
        self.after, self.size = layer.form.reset_after, z.shape[1]
        inner = before
        if self.after:
            inner = before @ weights["U_n"].T + weights.get("b_hn", np.zeros(self.size))
        self.z, self.r = free("h") * z, r
        self.by_z = free("h") * free("z") * (before - n) * slope(gate, z)
        self.by_n = free("h") * free("n") * (1 - z) * slope(layer.form.activation, n)
        self.by_r = free("r") * inner * slope(gate, r)
        self.u_z, self.u_r, self.u_n = (weights[f"U_{name}"] for name in "zrn")

    def forward(self, steps: Sequence[int] | Array, vectors: Array) -> Array:
        by_reset = self.by_r[steps] * (vectors @ self.u_r.T)
        if self.after:
            pre = by_reset + self.r[steps] * (vectors @ self.u_n.T)
        else:
            pre = (by_reset + self.r[steps] * vectors) @ self.u_n.T
        return np.asarray(
            self.z[steps] * vectors
            + self.by_z[steps] * (vectors @ self.u_z.T)
            + self.by_n[steps] * pre
        )

    def back(self, steps: Sequence[int] | Array, vectors: Array) -> Array:
        pre = self.by_n[steps] * vectors
        if not self.after:
            pre = pre @ self.u_n
        held = self.r[steps] * pre
        return np.asarray(
            self.z[steps] * vectors
            + (self.by_z[steps] * vectors) @ self.u_z
            + (self.by_r[steps] * pre) @ self.u_r
            + (held @ self.u_n if self.after else held)
        )


class _Lstm:
    """Over (h, c); of a layer with a projection h is what was projected."""

    def __init__(self, layer: LayerRecord, free: Free) -> None:
        f, i, g, o, c = _double(layer, ["f", "i", "g", "o", "c"])
        weights = _weights(layer)
        gate, outer = layer.form.gate_activation, layer.form.activation
        squashed = np.tanh(c) if outer == "tanh" else c if outer == "linear" else np.maximum(c, 0)
        before = layer.before("c").astype(np.float64)
        self.projection = weights.get("P")
        # Of a layer with a projection that is what is projected.
        read_out = free("h" if self.projection is None else "m")
        self.f, self.through = free("c") * f, read_out * o * slope(outer, squashed)
        into_c = [
            free("f") * before * slope(gate, f),
            free("i") * g * slope(gate, i),
            free("g") * i * slope(outer, g),
        ]
        self.into_c = np.concatenate([free("c") * each for each in into_c], axis=1)
        self.into_o = read_out * free("o") * squashed * slope(gate, o)
        self.projected = free("h")
        self.weight = np.concatenate([weights[f"U_{name}"] for name in "figo"])
        self.units, self.hidden = f.shape[1], self.weight.shape[1]
        self.size = self.units + self.hidden

    def forward(self, steps: Sequence[int] | Array, vectors: Array) -> Array:
        h, c = vectors[:, : self.hidden], vectors[:, self.hidden :]
        units = self.units
        gates = h @ self.weight.T
        parts = self.into_c[steps] * gates[:, : 3 * units]
        next_c = parts.reshape(-1, 3, units).sum(axis=1) + self.f[steps] * c
        next_h = self.into_o[steps] * gates[:, 3 * units :] + self.through[steps] * next_c
        if self.projection is not None:
            next_h = self.projected[steps] * (next_h @ self.projection.T)
        return np.concatenate([next_h, next_c], axis=1)

    def back(self, steps: Sequence[int] | Array, vectors: Array) -> Array:
        h, c = vectors[:, : self.hidden], vectors[:, self.hidden :]
        if self.projection is not None:
            h = (self.projected[steps] * h) @ self.projection
        c = c + self.through[steps] * h
        gates = np.concatenate([self.into_c[steps] * np.tile(c, 3), self.into_o[steps] * h], axis=1)
        return np.concatenate([gates @ self.weight, self.f[steps] * c], axis=1)


_KINDS: dict[str, Callable[[LayerRecord, Free], StepJacobians]] = {
    "rnn": _Rnn,
    "gru": _Gru,
    "lstm": _Lstm,
}
#: Kinds of cells whose equations are known.
KNOWN_KINDS = frozenset(_KINDS)

#: What a step sends back that no f32 rounds to 0.
LEAST_SENT = 1e-30


def cut_by_numbers(layer: LayerRecord, clamps: Sequence[Clamp]) -> dict[int, tuple[str, ...]]:
    """By the step: the states, where none has a gradient before it though its Jacobian sends one back.

    Where a framework does not tell what a value was made of, as PyTorch does, that is a `stop_gradient`.
    """
    states = layer.form.states
    if layer.form.kind not in KNOWN_KINDS or any(each not in layer.gradients for each in states):
        return {}
    felt = np.concatenate([layer.gradients[each] for each in states], axis=1).astype(np.float64)
    ends = [
        step
        for before, step in pairwise(layer.computed.tolist())
        if felt[step].any() and not felt[before].any() and step not in layer.given
    ]
    if not ends:
        return {}
    sent = np.abs(step_jacobians(layer, clamps).back(ends, felt[ends])).max(axis=1)
    return {step: states for step, size in zip(ends, sent) if size > LEAST_SENT}


def slope(name: str, value: Array) -> Array:
    """The derivative of a squashing function, from what it returned."""
    if name == "sigmoid":
        return np.asarray(value * (1 - value))
    if name == "tanh":
        return np.asarray(1 - value**2)
    if name == "relu":
        return (value > 0).astype(np.float64)
    if name == "hardSigmoid":
        return np.where((value > 0) & (value < 1), 1 / 6, 0.0)
    return np.ones_like(value)


def _double(layer: LayerRecord, names: Sequence[str]) -> list[Array]:
    return [layer.channels[name].astype(np.float64) for name in names]


def _weights(layer: LayerRecord) -> dict[str, Array]:
    return {
        name: value.astype(np.float64)
        for name, value in layer.weights.items()
        if name.startswith(("U", "P", "b_hn"))
    }
