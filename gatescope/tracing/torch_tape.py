"""What one call of a recurrent layer leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

from .cells import CellForm
from .torch_origins import Pick, direction
from .torch_steps import Weights

#: Where a tensor stands in arguments or an output: `(0, 1)`, `("state", "c")`.
Path = tuple[Any, ...]


@dataclass(frozen=True)
class Cell:
    """Where the calls of a cell have what is seen of it: a run with changes sees it from the first one on."""

    module: str
    call: int
    """Which call of the module began the sequence, from 0."""
    form: CellForm
    gives: tuple[Path, ...]
    """Where each channel stands in the output."""
    takes: tuple[Path, ...]
    """Where each state stands in the arguments."""
    enters: Path | None
    """Where x_t stands in the arguments."""
    fed: bool
    """Whether something else than its state enters: else it is a block that is applied to its own output."""


@dataclass
class LayerTape:
    """What one layer (in one direction) computed; tensors are `[B, H]` of each step, in graph."""

    name: str
    form: CellForm
    direction: str = "forward"
    inputs: list[Tensor] = field(default_factory=list)
    initial: Weights = ()
    weights: dict[str, Tensor | None] = field(default_factory=dict)
    """Copies: those that gave what is here, also after a training step."""
    values: dict[str, dict[int, Tensor]] = field(default_factory=dict)
    sizes: list[int] | None = None
    """Of a packed batch: how many sequences each step has."""
    order: Tensor | None = None
    """Of a packed batch: where each of the user's sequences stands in it."""
    given: dict[int, Weights] = field(default_factory=dict)
    """By the step: the states that it began with, where the user's code had changed those of before."""

    cell: Cell | None = None
    """Of calls that joined by themselves: how they are found."""

    whole: dict[str, tuple[Tensor, int]] = field(default_factory=dict)
    """Of channels named as whole sequences: what they are differentiated by, and its axis of steps."""
    direct: set[str] = field(default_factory=set)
    """Of those the states whose derivatives leave out what goes on from them."""

    cut: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By the step: the states through which no gradient comes back to the step before."""

    flipped: bool = False
    """Whether what enters stands in the other order, from its last step to its first."""
    reads: list[frozenset[Pick]] = field(default_factory=list)
    """Of each call of one step, the steps of a series that entered."""

    def read(self, picks: frozenset[Pick]) -> frozenset[Pick]:
        """A call of one step begins; what entered the calls before it is no news in this one."""
        self.reads.append(picks.difference(*self.reads))
        return self.reads[-1]

    @property
    def turned(self) -> bool:
        """Whether its steps come in the order from the last of what it reads to the first."""
        by_step = len(self.reads) == self.steps and direction(self.reads) == -1
        return self.flipped or by_step

    @property
    def steps(self) -> int:
        return max((len(steps) for steps in self.values.values()), default=0)

    def tensors(self) -> Iterator[tuple[str, int, Tensor]]:
        for name, steps in self.values.items():
            for step, value in steps.items():
                yield name, step, value
