"""The numbers of one run, whatever framework made them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .arrays import Array
from .cells import CellForm

#: Steps that a text names one by one.
MOST_NAMED = 8


@dataclass
class LayerRecord:
    """One recurrent layer in one direction over one sequence.

    Arrays are `[T, H]` in the order of the input's time axis: row t belongs to step t, also in a
    backward layer.
    """

    name: str
    form: CellForm
    direction: str
    """`forward` or `backward`."""
    inputs: Array
    """`[T, I]`: what enters the layer."""
    channels: dict[str, Array]
    gradients: dict[str, Array] = field(default_factory=dict)
    """dL/d of each channel, total derivatives; empty without a loss."""
    initial: dict[str, Array] = field(default_factory=dict)
    """`[H]`: each state before the first step."""
    given: dict[int, dict[str, Array]] = field(default_factory=dict)
    """By the step, `[H]`: each state that it began with, where the model's own code had changed it."""
    cut: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By the step: the states through which the model's own code lets no gradient back to the one before."""
    weights: dict[str, Array] = field(default_factory=dict)
    """By the parameters of the equations: `W_f` `[H, I]`, `U_f` `[H, H]`, `b_f`, `b_hf` `[H]`, `P`."""
    mask: Array | None = None
    """`[T]`: 1 where the step is real."""
    inputs_known: bool = True
    """False of a run that came from a file which had no room for what enters the layer."""
    input_gradient: Array | None = None
    """`[T, I]`: dL/dx_t as a file has it, which keeps no weights to take it from."""

    direct: tuple[str, ...] = ()
    """States that a scan had computed before they were named: their derivatives are direct."""
    cell: Any = None
    """How the calls of a cell that names nothing are found, for a run with changes."""

    @property
    def steps(self) -> int:
        return int(self.inputs.shape[0])

    @property
    def computed(self) -> Array:
        """The steps that the layer computes, in its own order: all but padding."""
        steps = np.arange(self.steps) if self.mask is None else np.flatnonzero(self.mask)
        return steps[::-1] if self.direction == "backward" else steps

    def last_answers(self, answers: Sequence[int]) -> list[int]:
        """Which of several answers may be the last to which the layer comes, the likeliest first.

        Of a layer that reads backwards that is the first in a network of both directions, and the last
        where the layer gives its outputs in its own order, as Keras's do. An answer at padding may send
        nothing back, or what the last real step before it does.
        """
        computed = set(self.computed.tolist())
        ends = [
            end
            for each in ([step for step in answers if step in computed], answers)
            if each
            for end in ((each[0], each[-1]) if self.direction == "backward" else (each[-1],))
        ]
        return list(dict.fromkeys(ends))

    @property
    def units(self) -> int:
        """H: the width of the first channel (a projected h is narrower)."""
        return int(self.channels[self.form.channels[0]].shape[1])

    def before(self, state: str) -> Array:
        """`[T, H]`: the state that each step began with: of the step before it that was computed."""
        values = self.channels[state]
        first = self.initial.get(state)
        if first is None:
            first = np.zeros(values.shape[1], values.dtype)
        order = np.arange(self.steps)[:: -1 if self.direction == "backward" else 1]
        real = np.ones(self.steps, bool) if self.mask is None else self.mask[order].astype(bool)
        # How many states there were before a step; 0 is what the layer began with.
        latest = np.maximum.accumulate(np.where(real, np.arange(1, self.steps + 1), 0))
        begins = np.concatenate([[0], latest[:-1]])
        found = np.empty_like(values)
        found[order] = np.concatenate([first[None], values[order]])[begins]
        for step, states in self.given.items():
            found[step] = states[state]
        return found

    @property
    def remarks(self) -> list[str]:
        """What to say of its numbers."""
        cut = self.cut_between
        return [*self._changed_between(), *([cut] if cut else []), *self._direct_only()]

    def _changed_between(self) -> Iterator[str]:
        """Of states that the model's own code changes between two steps."""
        if not self.given:
            return
        yield (
            f"The model changes the state of {self.name} between steps. Gates, states and derivatives are "
            "of what each step was given; where a picture works h[t−1] or c[t−1] out, or multiplies "
            "Jacobians, it leaves that change out."
        )

    @property
    def cut_between(self) -> str | None:
        """What to say of a chain that the model's own code cuts between two steps."""
        if not self.cut:
            return None
        steps = sorted(self.cut)
        shown = ", ".join(map(str, steps[:MOST_NAMED])) + (", …" if len(steps) > MOST_NAMED else "")
        states = [
            state for state in self.form.states if any(state in of for of in self.cut.values())
        ]
        return (
            f"The model cuts the gradient of {' and '.join(states)} of {self.name} (detach, no_grad, stop_gradient) where "
            f"step{'s' if len(steps) > 1 else ''} {shown} begin{'' if len(steps) > 1 else 's'}: gradients and "
            "products of Jacobians end there, though the state itself goes on."
        )

    def _direct_only(self) -> Iterator[str]:
        """Of states that were named as a whole sequence."""
        for name in self.direct if self.gradients else ():
            yield (
                f"Direct gradients only: those of {name} of {self.name} are of what reads each step "
                f"later, not of the steps that go on from it, which a scan had computed before {name} was "
                f'named. Of {name}[t] = a ⊙ {name}[t−1] + b, channel("{name}", …, added=b) gives the '
                "total."
            )


@dataclass
class Line:
    """One quantity over time: an output, a target."""

    name: str
    values: Array
    """`[T]`; NaN where there is no value."""
    unit: str | None = None


@dataclass(frozen=True)
class AttentionRecord:
    """Where one layer looked while it ran over its steps."""

    source: str
    """The layer whose steps were looked at."""
    target: str | None
    """The layer that looked; None of an attention that pools, or looks at its own layer."""
    weights: Array
    """f64 `[T, S]`: a row for each look."""
    heads: int = 1
    """Over how many heads of an attention the weights are a mean."""
    source_states: Array | None = None
    """`[S, H]`: what the layer that was looked at gave at each of its steps, where that is known."""
    target_states: Array | None = None
    """`[T, H]`: what the layer that looked gave at each of its steps."""


@dataclass(frozen=True)
class Clamp:
    """Holds a channel at a value, over some units and steps; no gradient passes it."""

    layer: str
    channel: str
    value: float | str
    """A number, or `"mean"`: each unit's own mean over the steps of the run as trained."""
    units: tuple[int, ...] | None = None
    """None means all."""
    steps: tuple[int, ...] | None = None

    def to_json(self) -> dict[str, object]:
        return {
            "layer": self.layer,
            "channel": self.channel,
            "value": self.value,
            **({} if self.units is None else {"units": list(self.units)}),
            **({} if self.steps is None else {"steps": list(self.steps)}),
        }


@dataclass(frozen=True)
class Edit:
    """Replaces one number of the input."""

    step: int
    feature: int
    value: float

    def to_json(self) -> dict[str, object]:
        return {"step": self.step, "feature": self.feature, "value": self.value}


@dataclass
class RunRecord:
    """One run of a network over one sequence."""

    layers: list[LayerRecord]
    input: Array
    """`[T, I]` as the reader thinks of it."""
    input_names: Sequence[str]
    input_unit: str | None = None
    editable: bool = True
    """False for tokens: their number is an index, not a quantity."""
    step_name: str = "step"
    labels: Sequence[str] | None = None
    mask: Array | None = None
    outputs: list[Line] = field(default_factory=list)
    output_count: int | None = None
    """How many outputs the network has, where there are more than are drawn."""
    targets: list[Line] = field(default_factory=list)
    loss_name: str | None = None
    loss: float | None = None
    once: bool = False
    """Whether the network answers once, with as many numbers as there are steps."""
    answers: tuple[int, ...] = ()
    """The steps whose answers the loss reads, where there are several: gradients are sums over them."""
    clamps: tuple[Clamp, ...] = ()
    edits: tuple[Edit, ...] = ()
    notes: Sequence[str] = ()
    """What a reader must know of these numbers, in words."""
    summary: Mapping[str, object] | None = None
    sequence: int = 0
    """Which sequence of its batch this is."""
    batch: int = 1
    """How many sequences the batch has."""
    attentions: Sequence[AttentionRecord] = ()
    """Where its attentions looked, also those of layers that are not shown."""

    @property
    def steps(self) -> int:
        return int(self.input.shape[0])
