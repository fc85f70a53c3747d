"""What the letters of a layer's equations, and of what goes back through them, are in the record of a run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .arrays import Array
from .evaluate import Values
from .expressions import Expression, letter_of, text_of
from .records import Clamp, LayerRecord


class NotKnown(Exception):
    """A record has no such weights or derivatives."""


class RecordValues(Values):
    """Each `[T, H]` in f64, and weights; `dL/df` is what goes back past what clamps hold."""

    def __init__(self, record: LayerRecord, clamps: Sequence[Clamp] = ()) -> None:
        self._record, self._clamps = record, clamps
        self._found: dict[str, Array] = {}

    def symbol(self, symbol: Expression) -> Array:
        text = text_of(symbol)
        if text not in self._found:
            self._found[text] = self._read(symbol)
        return self._found[text]

    def _read(self, symbol: Expression) -> Array:
        record, name = self._record, symbol["name"]
        if symbol["role"] == "parameter":
            return self._weight(letter_of(symbol))
        if symbol["role"] == "input":
            return record.inputs.astype(np.float64)
        if symbol.get("lag"):
            return record.before(name).astype(np.float64)
        if name in record.channels:
            return record.channels[name].astype(np.float64)
        channel = name.removeprefix("dL/d")
        if channel not in record.gradients:
            raise NotKnown(name)
        values = record.gradients[channel].astype(np.float64)
        if record.mask is not None:
            # A step of padding carries the state and computes nothing.
            values[record.mask == 0] = 0
        hold(values, channel, record, self._clamps)
        return values

    def _weight(self, letter: str) -> Array:
        found = self._record.weights.get(letter.removesuffix("ᵀ"))
        if found is None:
            raise NotKnown(letter)
        value = found.astype(np.float64)
        if value.ndim == 1:
            return np.broadcast_to(value, (self._record.steps, len(value)))
        return value.T if letter.endswith("ᵀ") else value


def hold(values: Array, channel: str, record: LayerRecord, clamps: Sequence[Clamp]) -> None:
    """What is held is a constant, nothing passes it: its values, `[T, H]`, become 0."""
    for clamp in clamps:
        if clamp.layer == record.name and clamp.channel == channel:
            steps = range(record.steps) if clamp.steps is None else clamp.steps
            units = range(values.shape[1]) if clamp.units is None else clamp.units
            values[np.ix_(steps, units)] = 0
