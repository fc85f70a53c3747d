"""What one answer of a run depends on, as a Python user holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .arrays import Array
from .tables import Table, Tabled

#: How many numbers of the input its text names.
_TOLD = 3


@dataclass(frozen=True, repr=False)
class Influence(Tabled):
    """How one answer changes with each number of the input."""

    gradient: Array
    """`[T, I]`: the derivative of the answer."""
    input: Array
    """`[T, I]`."""
    steps: Sequence[Any]
    """What the steps are called."""
    names: Sequence[str]
    """What the numbers of a step are called."""

    def __repr__(self) -> str:
        sizes = np.abs(self.gradient)
        order = np.argsort(-sizes, axis=None, kind="stable")[:_TOLD]
        places = (np.unravel_index(at, sizes.shape) for at in order)
        told = [
            f"{self.names[feature]} at {self.steps[step]} ({self.gradient[step, feature]:.3g})"
            for step, feature in places
        ]
        steps, features = sizes.shape
        return f"derivative of one answer by {steps} steps × {features} features; largest: {', '.join(told)}"

    def _table(self) -> Table:
        """`gradient` and `input` by step and feature."""
        return Table(
            {(): {"gradient": self.gradient, "input": self.input}},
            {"step": self.steps, "feature": self.names},
            (),
        )
