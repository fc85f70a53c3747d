"""The place of a run that its saved picture stands on, and the numbers there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

#: A change of this share of the state's largest value is one to look at.
_HAPPENS = 0.05
#: While the state holds at least this share of it: numbers near zero show nothing.
_HOLDS = 0.5


@dataclass(frozen=True)
class Moment:
    """One unit at one step of one layer."""

    layer: dict[str, Any]
    unit: int
    step: int
    #: The row of the channels that holds the step; -1 where the saved copy leaves it out.
    row: int
    words: str
    #: The rows at which nothing is computed.
    padded: frozenset[int] = frozenset()

    def value(self, channel: str, back: int = 0) -> float:
        """A channel's number, or that of so many rows before; NaN where there is none."""
        found = next((c for c in self.layer["channels"] if c["name"] == channel), None)
        if found is None or self.row < 0:
            return float("nan")
        row, rows = self.row - back, len(found["array"].values)
        # At padding a state stays, and nothing else is computed.
        if found["role"] != "state" and self.row - back in self.padded:
            return float("nan")
        if 0 <= row < rows:
            return float(found["array"].values[row, self.unit])
        # A layer begins before its first step: one that reads backward, after the last of all.
        initial = found.get("initial") if row == (rows if self.backward else -1) else None
        return float("nan") if initial is None else float(initial.values[self.unit])

    @property
    def backward(self) -> bool:
        return bool(self.layer.get("direction") == "backward")

    def before(self, channel: str) -> float:
        """A channel's number one step earlier in the order in which the layer reads."""
        return self.value(channel, -1 if self.backward else 1)

    def sentence(self) -> str:
        numbers = [
            f"{channel['name']} {number_words(self.value(channel['name']))}"
            for channel in self.layer["channels"]
            if channel["role"] not in ("term", "gradient")
        ]
        return f"Unit {self.unit} at {self.words}: {', '.join(numbers)}."


def moment_of(trace: dict[str, Any]) -> Moment | None:
    """Where the notebook asked for; else the unit that holds most, where it last changes."""
    view, time = trace.get("view", {}), trace["time"]
    layers = trace["layers"]
    layer = next((each for each in layers if each["name"] == view.get("layer")), None)
    layer = layer or (layers[0] if layers else None)
    if layer is None or time["steps"] == 0 or layer["units"] == 0:
        return None
    kept = list(time.get("kept", range(time["steps"])))
    unit, row = _opening(layer, kept)
    unit = min(view.get("unit", unit), layer["units"] - 1)
    step = min(view.get("step", kept[row]), time["steps"] - 1)
    labels = time.get("labels")
    words = f"{time['name']} {step}" + (f" “{labels[step]}”" if labels and labels[step] else "")
    mask = time.get("mask")
    padded = frozenset(
        row for row, each in enumerate(kept) if mask is not None and not mask.values[each]
    )
    return Moment(layer, unit, step, kept.index(step) if step in kept else -1, words, padded)


def _opening(layer: dict[str, Any], kept: list[int]) -> tuple[int, int]:
    state = next((c for c in layer["channels"] if c["role"] == "state"), None)
    if state is None:
        return 0, len(kept) - 1
    values = np.where(np.isfinite(state["array"].values), state["array"].values, 0)
    unit = int(np.argmax(np.abs(values).max(axis=0)))
    initial = state.get("initial")
    start = 0.0 if initial is None else float(initial.values[unit])
    changes = np.abs(np.diff(values[:, unit], prepend=start))
    sizes = np.abs(values[:, unit])
    largest = sizes.max()
    if largest == 0:
        return unit, len(kept) - 1
    moved = np.flatnonzero((changes > _HAPPENS * largest) & (sizes >= _HOLDS * largest))
    return unit, int(moved[-1] if len(moved) else np.argmax(sizes))


def number_words(value: float) -> str:
    """Two decimals and a true minus; small and large ones with their power of ten."""
    if not np.isfinite(value):
        return "–" if np.isnan(value) else ("∞" if value > 0 else "−∞")
    size = abs(value)
    sign = "−" if value < 0 else ""
    if size != 0 and (size < 0.005 or size >= 1e6):
        mantissa, exponent = f"{size:.1e}".split("e")
        raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"{sign}{mantissa} × 10{raised}"
    return f"{sign}{size:.2f}"
