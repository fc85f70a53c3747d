"""What a reader sees of one batch, in numpy, whatever framework the model is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from gatescope.tracing.arrays import Array
from gatescope.tracing.cells import CellForm
from gatescope.tracing.records import Clamp


@dataclass
class SeenLayer:
    """One recurrent layer in one direction over a batch; arrays are `[B, T, H]`."""

    name: str
    form: CellForm
    direction: str
    channels: dict[str, Array]
    inputs: Array
    """`[B, T, I]`."""
    valid: Array
    """`[B, T]`: false where the layer knows that a step is padding."""
    masked: bool
    """Whether the layer was told lengths or a mask."""
    initial: dict[str, Array] = field(default_factory=dict)
    """`[B, H]` by the name of the state."""
    weights: dict[str, Array] = field(default_factory=dict)
    gradients: dict[str, Array] = field(default_factory=dict)
    """Of the loss, or of the last answer where there is none."""
    back: dict[str, Array] = field(default_factory=dict)
    """Of the last answer."""
    chain: int | None = None
    """Over how many steps, from the last one back, the model lets a gradient through; None where only the
    gradients themselves tell."""

    @property
    def steps(self) -> int:
        return int(self.inputs.shape[1])

    @property
    def carried(self) -> str:
        """The state that carries the memory: c where there is one."""
        return "c" if "c" in self.form.states else self.form.output


@dataclass
class Seen:
    """One batch."""

    layers: list[SeenLayer]
    output: Array | None
    loss: float | None = None


class Reader(Protocol):
    """Runs a copy of a model over whole batches."""

    framework: str

    def read(
        self, x: Any, target: Any, *, clamps: Sequence[Clamp] = (), gradients: bool = True
    ) -> Seen:
        """Every gate and state of one batch, and the gradients of the states if they are wanted."""
        ...

    def answer(self, x: Any, *, clamps: Sequence[Clamp] = ()) -> Array:
        """The first output, of a plain call in evaluation; random parts draw on."""
        ...

    def bad_weight(self) -> tuple[str, str] | None:
        """The first weight that is not finite, and which word says how."""
        ...

    def batch_mistaken(self, x: Any) -> tuple[str, int] | None:
        """A layer that is told to read the batch axis as time, and its number of steps."""
        ...

    def samples(self, x: Any) -> bool:
        """Whether a call in evaluation is seen to draw from a distribution, and no dropout that is on."""
        ...

    def random_in_training(self) -> str | None:
        """The first dropout that the model, in the mode that it was given in, would run."""
        ...


def signs(count: int) -> Array:
    """Signs with which the numbers of an answer are added up: a sum alone is constant of a softmax."""
    found: Array = np.random.default_rng(7).choice([-1.0, 1.0], size=count)
    return found


def last_weights(shape: Sequence[int], steps: int, lengths: Array, *, time_first: bool) -> Array:
    """What an output is multiplied with to give the last answer of every sequence, as one number.

    An output with an axis of steps is read at each sequence's last valid step, another one whole.
    """
    weights = np.zeros(tuple(shape), np.float32)
    if len(shape) == 0:
        weights[...] = 1
        return weights
    width = int(shape[-1])
    row = signs(width)
    batch = len(lengths)
    if len(shape) >= 3 and not time_first and tuple(shape[:2]) == (batch, steps):
        for at, length in enumerate(lengths):
            weights[at, length - 1] = row
    elif len(shape) >= 3 and tuple(shape[:2]) == (steps, batch):
        for at, length in enumerate(lengths):
            weights[length - 1, at] = row
    elif len(shape) == 2 and tuple(shape) == (batch, steps) and steps > 1:
        for at, length in enumerate(lengths):
            weights[at, length - 1] = 1
    elif len(shape) == 1:
        weights[...] = 1
    else:
        weights[...] = row
    return weights
