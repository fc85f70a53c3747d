"""The Jacobian of a step, ∂s_t/∂s_{t−1}, as what it does to vectors; no matrix of it is kept.

A network of 512 LSTM units has 1024 × 1024 numbers in it at each of its steps, a thousand times 8 MB. But
each step differs in its gates alone: the weights are the same, so many steps go through one product.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from .arrays import Array
from .expressions import Expression, parts_of, text_of
from .record_values import RecordValues, hold
from .records import Clamp, LayerRecord

if TYPE_CHECKING:
    # The documentation is built without numpy.
    Steps = Sequence[int] | Array


@dataclass
class _Sum:
    """A derivative as what others send to it, by their names."""

    scaled: dict[str, Any] = field(default_factory=dict)
    """Times a number, or `[T, H]`."""
    multiplied: list[tuple[str, Any, Array]] = field(default_factory=list)
    """The same, then times a matrix `[H, size]`."""

    def times(self, scale: Any) -> _Sum:
        """Where no matrix comes between."""
        return _Sum({source: scale * before for source, before in self.scaled.items()})

    def plus(self, other: _Sum) -> _Sum:
        scaled = dict(self.scaled)
        for source, scale in other.scaled.items():
            scaled[source] = scaled[source] + scale if source in scaled else scale
        return _Sum(scaled, self.multiplied + other.multiplied)

    def finish(self) -> None:
        """Several products become one."""
        self._matrix = np.concatenate([each for *_, each in self.multiplied] or [np.zeros((0, 0))])
        edges = np.cumsum([0, *(len(each) for *_, each in self.multiplied)])
        self._columns = [slice(*pair) for pair in pairwise(edges)]

    def back(self, steps: Steps, values: Mapping[str, Array]) -> Array:
        """What arrives, of what the others are."""
        total: Any = 0
        if self.multiplied:
            stacked = np.empty((len(steps), len(self._matrix)))
            for (source, scale, _), columns in zip(self.multiplied, self._columns):
                np.multiply(_at(scale, steps), values[source], out=stacked[:, columns])
            total = stacked @ self._matrix
        for source, scale in self.scaled.items():
            total = _at(scale, steps) * values[source] + total
        return np.asarray(total)

    def forward(self, steps: Steps, value: Array) -> Iterator[tuple[str, Array]]:
        """What goes to each of the others the other way: transposed, a sum is a fork."""
        for source, scale in self.scaled.items():
            yield source, _at(scale, steps) * value
        if self.multiplied:
            stacked = value @ self._matrix.T
            for (source, scale, _), columns in zip(self.multiplied, self._columns):
                yield source, _at(scale, steps) * stacked[:, columns]


def _at(scale: Any, steps: Steps) -> Any:
    return scale[steps] if np.ndim(scale) else scale


class StepJacobians:
    """∂s_t/∂s_{t−1} of all steps of a layer whose way back is known; what clamps hold is constant.

    The lines of its way back are linear in what arrives at its states. All else in them is worked out once:
    numbers for each step and unit.
    """

    def __init__(self, layer: LayerRecord, clamps: Sequence[Clamp] = ()) -> None:
        form = layer.form
        assert form.step is not None and form.back is not None
        self._layer, self._clamps, self._values = layer, clamps, RecordValues(layer)
        self._trees = {of: tree for each, tree in form.adjoints for of in each} | {
            **form.step.after
        }
        self._known: dict[str, _Sum] = {}
        #: In the order in which each is made of those before.
        self._sums: dict[str, _Sum] = {}
        for state in form.states:
            name = f"{state}[t−1]"
            self._sums[name] = self._linear(form.back[name])
        for each in self._sums.values():
            each.finish()
        edges = np.cumsum([0, *(layer.channels[state].shape[1] for state in form.states)])
        self._columns = dict(zip(form.states, (slice(*pair) for pair in pairwise(edges))))
        self.size = int(edges[-1])
        """How many numbers the state has: of an LSTM those of h and of c."""
        self._keep = np.concatenate([passes(layer, state) for state in form.states], axis=1)

    def forward(self, steps: Steps, vectors: Array) -> Array:
        """`J_t v` for each step and row `[N, size]`."""
        vectors = self._cut(steps, vectors)
        sent = {f"{state}[t−1]": vectors[:, columns] for state, columns in self._columns.items()}
        for name, each in reversed(self._sums.items()):
            for source, value in each.forward(steps, sent.pop(name)):
                sent[source] = sent[source] + value if source in sent else value
        return np.concatenate([sent[_arriving(state)] for state in self._columns], axis=1)

    def back(self, steps: Steps, vectors: Array) -> Array:
        """`J_tᵀ u` for each step and row `[N, size]`."""
        values = {_arriving(state): vectors[:, at] for state, at in self._columns.items()}
        for name, each in self._sums.items():
            values[name] = each.back(steps, values)
        found = np.concatenate([values[f"{state}[t−1]"] for state in self._columns], axis=1)
        return self._cut(steps, found)

    def _cut(self, steps: Steps, vectors: Array) -> Array:
        """What comes through a chain that may be cut before some of its steps."""
        return np.asarray(self._keep[steps] * vectors) if self._layer.cut else vectors

    def _linear(self, tree: Expression) -> _Sum:
        name, args = tree["name"], tree.get("args", ())
        if tree["kind"] == "symbol":
            return self._derivative(name)
        if name == "later":
            return _Sum({text_of(tree): 1})
        if name == "matmul":
            matrix = self._values[text_of(args[0])].T
            inner = self._plain(args[1]).scaled.items()
            return _Sum(multiplied=[(source, scale, matrix) for source, scale in inner])
        if name in ("add", "subtract"):
            first, *others = args
            total = self._linear(first)
            for other in others:
                total = total.plus(
                    self._linear(other) if name == "add" else self._plain(other).times(-1)
                )
            return total
        if name == "negate":
            return self._plain(args[0]).times(-1)
        (moving,) = (each for each in args if _moves(each))
        (still,) = (self._values.of(each) for each in args if each is not moving)
        return self._plain(moving).times(still if name == "multiply" else 1 / still)

    def _plain(self, tree: Expression) -> _Sum:
        """Without matrices in it: what comes of one is worked out for itself, once."""
        found = self._linear(tree)
        return self._apart(text_of(tree), found) if found.multiplied else found

    def _derivative(self, name: str) -> _Sum:
        """`dL/dc` as what reads c sends it; nothing passes what is held."""
        if name not in self._known:
            channel = name.removeprefix("dL/d")
            found = self._linear(self._trees[channel])
            if found.multiplied or len(found.scaled) > 1:
                found = self._apart(name, found)
            if any(clamp.channel == channel for clamp in self._clamps):
                not_held = np.ones(self._layer.channels[channel].shape)
                hold(not_held, channel, self._layer, self._clamps)
                found = found.times(not_held)
            self._known[name] = found
        return self._known[name]

    def _apart(self, name: str, found: _Sum) -> _Sum:
        self._sums.setdefault(name, found)
        return _Sum({name: 1})


def _moves(tree: Expression) -> bool:
    """Whether what arrives at a state is in a tree."""
    return any(str(part.get("name")).startswith("dL/") for part in parts_of(tree))


def _arriving(state: str) -> str:
    return f"later(dL/d{state})"


def passes(layer: LayerRecord, state: str) -> Array:
    """`[T, H]`: 1, and 0 at the steps before which a state is cut off."""
    found = np.ones(layer.channels[state].shape)
    found[[step for step, states in layer.cut.items() if state in states]] = 0
    return found


#: What a step sends back that no f32 rounds to 0.
LEAST_SENT = 1e-30


def cut_by_numbers(layer: LayerRecord, clamps: Sequence[Clamp]) -> dict[int, tuple[str, ...]]:
    """By the step: the states, where none has a gradient before it though its Jacobian sends one back.

    Where a framework does not tell what a value was made of, as PyTorch does, that is a `stop_gradient`.
    """
    states = layer.form.states
    if layer.form.back is None or any(each not in layer.gradients for each in states):
        return {}
    felt = np.concatenate([layer.gradients[each] for each in states], axis=1).astype(np.float64)
    ends = [
        step
        for before, step in pairwise(layer.computed.tolist())
        if felt[step].any() and not felt[before].any() and step not in layer.given
    ]
    if not ends:
        return {}
    sent = np.abs(StepJacobians(layer, clamps).back(ends, felt[ends])).max(axis=1)
    return {step: states for step, size in zip(ends, sent) if size > LEAST_SENT}
