"""What one answer of a run depends on, as a Python user holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .arrays import Array
from .tables import Table, Tabled


@dataclass(frozen=True)
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

    def _table(self) -> Table:
        """`gradient` and `input` by step and feature."""
        return Table(
            {(): {"gradient": self.gradient, "input": self.input}},
            {"step": self.steps, "feature": self.names},
            (),
        )
