"""What is known of a kind of cell: its channels, equations, Python source, words, parameter count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import prod

from .evaluate import FUNCTIONS
from .expressions import Expression, parts_of
from .steps import LABELS, ROLES, Adjoints, StepData, step_data

#: Names and sizes of the axes of a state behind the batch.
Axes = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class CellForm:
    """One kind of cell as a framework computes it."""

    kind: str
    """`rnn`, `lstm`, `gru` or `custom`."""
    name: str
    """To print: `LSTM`."""
    channels: tuple[str, ...]
    """In order of computation."""
    states: tuple[str, ...]
    output: str = "h"
    labels: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    equations: tuple[tuple[str, Expression], ...] = ()
    adjoints: Adjoints = ()
    """What comes back to the parts of the equations, by their texts."""
    source: str = ""
    step: StepData | None = None
    """Of a kind that the engine knows too."""
    axes: dict[str, Axes] = field(default_factory=dict)
    """Of channels that are no vector: the axes that H is made of, the last one fastest."""

    def label(self, channel: str) -> str:
        return self.labels.get(channel) or LABELS.get(channel) or self.role(channel)

    def role(self, channel: str) -> str:
        return self.roles.get(channel) or ROLES.get(channel) or "value"

    @property
    def back(self) -> Mapping[str, Expression] | None:
        """dL/d of `x` and of each state before a step; None where nobody knows or can work it out."""
        trees = {} if self.step is None else self.step.before
        calls = (
            part for tree in trees.values() for part in parts_of(tree) if part["kind"] == "call"
        )
        return trees if trees and all(call["name"] in FUNCTIONS for call in calls) else None

    @property
    def belt(self) -> tuple[str, str] | None:
        """`("c", "f")`: a state that only a gate multiplies from step to step, and that gate."""
        for state in self.states:
            uses = list(self._uses_of(state))
            if len(uses) == 1 and uses[0]["name"] == "multiply":
                gates = (each["name"] for each in uses[0]["args"] if each.get("role") == "channel")
                return next(((state, gate) for gate in gates), None)
        return None

    @property
    def is_written_over(self) -> bool:
        """Whether nothing of the states before stays: weights multiply all of it."""
        uses = [use for state in self.states for use in self._uses_of(state)]
        return bool(uses) and all(use["name"] == "matmul" for use in uses)

    def _uses_of(self, state: str) -> Iterator[Expression]:
        """What the equations make of a state before."""
        for _, tree in self.equations:
            for part in parts_of(tree):
                if any(each.get("lag") and each["name"] == state for each in part.get("args", ())):
                    yield part

    def count(self, inputs: int, units: int, hidden: int) -> dict[str, object]:
        """Learned numbers and the arithmetic: `4((n+m)m+2m)`; n inputs, m units, p projected."""
        if self.step is None:
            return {"count": 0, "formula": "0", "arithmetic": "0"}
        sizes = {"n": inputs, "m": units, "p": hidden}
        formula = self.step.formula
        factors = re.sub(r"(?<=[mnp\d)])(?=[mnp])", "·", formula)
        return {
            "count": sum(prod(sizes[letter] for letter in shape) for shape in self.step.shapes),
            "formula": formula,
            "arithmetic": re.sub("[mnp]", lambda letter: str(sizes[letter[0]]), factors),
        }


@cache
def known_form(
    kind: str,
    biases: int = 2,
    *,
    reset_after: bool = True,
    projected: bool = False,
    activation: str = "tanh",
    gate_activation: str = "sigmoid",
) -> CellForm:
    """An `rnn`, `lstm` or `gru` with so many biases a gate: 0, 1 or 2.

    `reset_after` of a GRU: r is applied after the product with U, as cuDNN, PyTorch and Keras do.
    """
    step = step_data(
        kind,
        biases,
        reset_after=reset_after,
        projected=projected,
        activation=activation,
        gate_activation=gate_activation,
    )
    return CellForm(
        kind=kind,
        name=step.name,
        channels=tuple(channel for channel, _ in step.equations),
        states=step.states,
        output=step.output,
        equations=step.equations,
        adjoints=step.adjoints,
        source=step.source,
        step=step,
    )


#: Letters that are states wherever a cell of the user's own names them.
STATES = frozenset("hcsSC")


def custom_form(
    name: str,
    channels: tuple[str, ...],
    states: tuple[str, ...],
    roles: dict[str, str],
    axes: dict[str, Axes] | None = None,
) -> CellForm:
    """A cell written by hand, of which only the values are known."""
    output = "h" if "h" in channels or not channels else channels[-1]
    return CellForm(
        kind="custom",
        name=name,
        channels=channels,
        states=states,
        output=output,
        roles={**dict.fromkeys(states, "state"), **roles},
        axes=axes or {},
    )


def axes_of(channel: str, shape: Sequence[int], names: Sequence[str] | None = None) -> Axes:
    """Those behind the batch of a channel's value `[B, …]`, where there are several."""
    sizes = tuple(shape)[1:]
    if len(sizes) < 2:
        return ()
    return tuple(
        zip(names or [f"{channel} axis {at + 1}" for at in range(len(sizes))], map(int, sizes))
    )
