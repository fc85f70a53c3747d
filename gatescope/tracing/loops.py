"""Calls that go on from one another, in Keras and flax: a loop over the steps that is the user's own.

By the rule of `torch_loops`: a call that begins with the state that another call of the same weights
ended with goes on from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .arrays import Array
from .cells import Axes, CellForm, custom_form
from .errors import GatescopeError
from .hand_written import Channel, writing

#: Sequences of the same weights that a call may go on from, the newest first.
MOST_OPEN = 16
#: A tensor of the framework in numpy.
Plain = Callable[[Any], Array]


@dataclass(eq=False)
class Loop:
    """One sequence through a layer or a cell, in one call or several."""

    name: str
    cell: Any
    backward: bool
    began: Sequence[Any]
    """The states of the first call."""
    pieces: list[tuple[int, Any, Any]] = field(default_factory=list)
    """Of each call the first step, what entered `[B, n, I]` and, where there is one, the mask `[B, n]`."""
    last: Sequence[Any] = ()
    """The states that the newest call ended with."""
    steps: int = 0
    single: bool = True
    """Whether each call was of one step."""
    given: dict[int, Sequence[Any]] = field(default_factory=dict)
    """By the step: the states that it began with, where the user's code had changed those of before."""
    channels: dict[str, str | None] = field(default_factory=dict)
    """Of a cell of the user's own: names of what was seen, with the role of each."""
    axes: dict[str, Axes] = field(default_factory=dict)
    """The axes behind the batch of what is no vector."""
    states: list[str] = field(default_factory=list)
    """Of such a cell: which of them are states, in the order in which it carries them."""
    seen: dict[str, int] = field(default_factory=dict)
    """Of channels that were named outside of a cell: how many steps each has."""
    totals: dict[str, str] = field(default_factory=dict)
    """Of whole sequences of states: by which channel their derivative is the total one."""
    direct: list[str] = field(default_factory=list)
    """Those of which it is direct only."""

    def names(self, channel: Channel, shape: Sequence[int]) -> None:
        """A channel was named, of which one step has this shape."""
        self.channels.setdefault(channel.name, channel.role)
        self.axes.setdefault(channel.name, channel.axes_of(shape))

    def require_even(self) -> None:
        """Raises GatescopeError where a channel was not named in every step."""
        for name, count in self.seen.items():
            if count < self.steps:
                raise GatescopeError(
                    f"channel: {name!r} was given {count} times, other channels of {self.name!r} "
                    f"{self.steps} times; call it once in every step"
                )

    def took(self, step: int, inputs: Any, mask: Any = None) -> None:
        """A call began: of which steps, and what entered."""
        count = int(inputs.shape[1])
        self.pieces.append((step, inputs, mask))
        self.steps = max(self.steps, step + count)
        self.single = self.single and count == 1

    def entered(self, plain: Plain) -> Array:
        """`[B, T, I]`."""
        return np.concatenate([plain(inputs) for _, inputs, _ in self._in_order()], axis=1)

    def mask(self, plain: Plain) -> Array | None:
        """`[B, T]`; None where no call was told one."""
        if all(mask is None for _, _, mask in self.pieces):
            return None
        return np.concatenate(
            [
                np.ones(inputs.shape[:2], bool) if mask is None else plain(mask).astype(bool)
                for _, inputs, mask in self._in_order()
            ],
            axis=1,
        )

    @property
    def own_form(self) -> CellForm:
        """Of a cell of the user's own, of which only the names are known."""
        roles = {name: role for name, role in self.channels.items() if role}
        roles.update(dict.fromkeys(self.states, "state"))
        return custom_form(
            type(self.cell).__name__, tuple(self.channels), tuple(self.states), roles, self.axes
        )

    def _in_order(self) -> list[tuple[int, Any, Any]]:
        return sorted(self.pieces, key=lambda piece: piece[0])


class Calls:
    """The calls of one pass, by their weights; a sequence that begins anew is `lstm (2)`, as in PyTorch's.

    Under JAX's derivatives states have no numbers, so what an earlier pass `found` is done again.
    """

    def __init__(self, plain: Plain, found: Sequence[int | None] = ()) -> None:
        self._plain, self._known = plain, list(found)
        self._counts: dict[str, int] = {}
        self._open: dict[int, list[Loop]] = {}
        self.every: list[Loop] = []
        self.found: list[int | None] = []
        """Of each call which of `every` it went on with; None where it began one."""

    def begin(
        self, layer: str, cell: Any, states: Sequence[Any], steps: int, *, backward: bool = False
    ) -> Loop:
        """The loop that a call of `steps` steps with these states is of."""
        at = len(self.found)
        if at < len(self._known):
            known = self._known[at]
            loop = None if known is None else self.every[known]
        else:
            loop = None if backward else self._continued(id(cell), states, steps)
        self.found.append(None if loop is None else self.every.index(loop))
        if loop is not None:
            if at >= len(self._known) and not self._same(states, loop.last):
                loop.given[loop.steps] = list(states)
            return loop
        loop = self.named(layer, cell, states, backward=backward)
        open_ = self._open.setdefault(id(cell), [])
        open_.append(loop)
        del open_[:-MOST_OPEN]
        return loop

    def named(
        self, layer: str, cell: Any, states: Sequence[Any] = (), *, backward: bool = False
    ) -> Loop:
        """A new loop, which no call goes on with by its state."""
        count = self._counts[layer] = self._counts.get(layer, 0) + 1
        name = layer if count == 1 else f"{layer} ({count})"
        loop = Loop(name, cell, backward, states)
        self.every.append(loop)
        return loop

    def _continued(self, key: int, states: Sequence[Any], steps: int) -> Loop | None:
        open_ = [loop for loop in self._open.get(key, []) if not loop.backward]
        for loop in reversed(open_):
            if self._same(states, loop.last):
                return loop
        newest = open_[-1] if open_ else None
        if newest is None or steps != 1 or not newest.single:
            return None
        alike = [state.shape for state in states] == [state.shape for state in newest.last]
        zero = not any(self._plain(state).any() for state in states)
        return newest if alike and not zero and not self._same(states, newest.began) else None

    def _same(self, states: Sequence[Any], others: Sequence[Any]) -> bool:
        return len(states) == len(others) and all(
            state is other or self._equal(state, other) for state, other in zip(states, others)
        )

    def _equal(self, state: Any, other: Any) -> bool:
        if state.shape != other.shape:
            return False
        numbers = self._plain(state)
        return bool(numbers.any()) and np.array_equal(numbers, self._plain(other))


def own_step(
    loop: Loop,
    given: Sequence[Any],
    see: Callable[[str, Any, Any], Any],
    step: Callable[[], tuple[Any, Sequence[Any]]],
) -> tuple[Any, list[Any]]:
    """A step of a cell of the user's own: what it names, and each state that it carries on.

    `see(name, value, before)` returns what the step goes on with; `step()` gives the output and the
    states. A state without a name is `h` where it is the output, else the first of them is.
    """
    seen: dict[str, Any] = {}

    def write(channel: Channel, value: Any) -> Any:
        name = channel.name
        if channel.steps is not None:
            raise GatescopeError(
                f"channel: {name!r} is named inside a cell, of which each call is one step: without steps="
            )
        loop.names(channel, value.shape)
        seen[name] = see(name, value, None)
        return seen[name]

    with writing(write):
        output, after = step()
    states = list(after)
    names = [next((name for name in seen if seen[name] is state), None) for state in states]
    first = next((at for at, state in enumerate(states) if state is output), 0)
    for at, state in enumerate(states):
        name = names[at]
        if name is None:
            name = "h" if at == first and "h" not in seen else f"state {at + 1}"
            names[at] = name
            loop.channels.setdefault(name, "state")
            states[at] = see(name, state, given[at])
            output = states[at] if output is state else output
    loop.states = [str(name) for name in names]
    return output, states
