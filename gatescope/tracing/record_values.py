"""What the symbols of a layer's equations, and of what goes back through them, are in the record of a run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .arrays import Array
from .evaluate import Values
from .records import Clamp, LayerRecord


class NotKnown(Exception):
    """A record has no such weights or derivatives."""


class RecordValues(Values):
    """Each `[T, H]` in f64, and weights; `dL/df` is what goes back past what clamps hold."""

    def __init__(self, record: LayerRecord, clamps: Sequence[Clamp] = ()) -> None:
        super().__init__()
        self._record, self._clamps = record, clamps

    def __missing__(self, text: str) -> Array:
        record = self._record
        name, before, _ = text.partition("[t−1]")
        if before:
            found = record.before(name).astype(np.float64)
        elif name in record.channels:
            found = record.channels[name].astype(np.float64)
        elif name == "x":
            found = record.inputs.astype(np.float64)
        else:
            found = self._derivative(name) if name.startswith("dL/d") else self._weight(name)
        self[text] = found
        return found

    def _derivative(self, name: str) -> Array:
        record, channel = self._record, name.removeprefix("dL/d")
        if channel not in record.gradients:
            raise NotKnown(name)
        values = record.gradients[channel].astype(np.float64)
        if record.mask is not None:
            # A step of padding carries the state and computes nothing.
            values[record.mask == 0] = 0
        hold(values, channel, record, self._clamps)
        return values

    def _weight(self, parameter: str) -> Array:
        found = self._record.weights.get(parameter.removesuffix("ᵀ"))
        if found is None:
            raise NotKnown(parameter)
        value = found.astype(np.float64)
        if value.ndim == 1:
            return np.broadcast_to(value, (self._record.steps, len(value)))
        return value.T if parameter.endswith("ᵀ") else value


def hold(values: Array, channel: str, record: LayerRecord, clamps: Sequence[Clamp]) -> None:
    """What is held is a constant, nothing passes it: its values, `[T, H]`, become 0."""
    for clamp in clamps:
        if clamp.layer == record.name and clamp.channel == channel:
            steps = range(record.steps) if clamp.steps is None else clamp.steps
            units = range(values.shape[1]) if clamp.units is None else clamp.units
            values[np.ix_(steps, units)] = 0
