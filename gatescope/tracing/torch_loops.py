"""Calls that go on from one another: a loop over the steps that is the user's own.

An attention decoder calls `nn.LSTM` a step at a time, a cell is called so always. Which calls are of one
sequence is told by the state: a call that begins with the state that another call of the same weights
ended with goes on from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from .torch_chain import linked
from .torch_origins import Origin, Origins
from .torch_steps import Weights
from .torch_tape import LayerTape

#: Sequences of the same weights that a call may go on from, the newest first: a decoder that searches
#: goes on from several by turns.
MOST_OPEN = 16


@dataclass
class Loop:
    """Calls of the same weights over one sequence."""

    tapes: list[LayerTape]
    """One a layer and direction."""
    began: Weights
    """The states of the first call."""
    number: int = 0
    """That of its newest call: an agent may have been told of what another one was before that."""
    last: Weights = ()
    """The states that the newest call ended with."""
    calls: int = 0
    single: bool = True
    """Whether each call was of one step."""
    cell: bool = False
    """Whether a state is `[B, H]`, and not `[layers, B, H]`."""
    sizes: list[int] = field(default_factory=list)
    """How many sequences ran, at each step."""

    def goes_on(self, states: Weights, step: int, steps: int) -> None:
        """A call of so many steps begins with these states, at a step of the sequence."""
        for tape in self.tapes:
            names = tape.form.states
            if not torch.is_grad_enabled():
                tape.cut |= dict.fromkeys(range(max(1, step), step + steps), names)
                continue
            pairs = zip(names, states, self.last)
            if cut := tuple(name for name, state, last in pairs if not linked(state, last)):
                tape.cut[step] = cut
        if step == 0:
            return
        for tape in self.tapes:
            tape.flipped = False
        rows = states[0].shape[-2] if states[0].dim() > 1 else 1
        # Sequences that are over leave the batch, from its end.
        last = tuple(part[..., :rows, :] if part.dim() > 1 else part for part in self.last)
        if not _same(states, last):
            for at, tape in enumerate(self.tapes):
                tape.given[step] = states if self.cell else tuple(part[at] for part in states)

    def went(self, last: Weights, steps: int) -> None:
        """A call is over."""
        self.last = last
        self.calls += 1
        self.single = self.single and steps == 1
        self.sizes += [int(last[0].shape[-2]) if last[0].dim() > 1 else 1] * steps
        if len(set(self.sizes)) > 1:
            for tape in self.tapes:
                tape.sizes = self.sizes


class Loops:
    """The calls of one pass, by their weights."""

    def __init__(self) -> None:
        self._of: dict[int, list[Loop]] = {}
        self.every: list[Loop] = []
        self.origins = Origins()

    def continued(self, key: int, states: Weights, steps: int) -> Loop | None:
        """The loop that a call with these states goes on with; None where it begins one.

        Where the user's code changes the state between two steps (a mask, a mean over neighbors), the
        call of one step goes on with the loop of such calls of whose newest state its own was made, unless
        it begins as that began; of several, as of agents by turns, with the one whose turn it is.
        """
        open_ = self._of.get(key, [])
        for loop in reversed(open_):
            if _same(states, loop.last):
                return loop
        made_of = self.origins.of(states).sequences
        able = [
            loop
            for loop in open_
            if loop.single
            and loop.number in made_of
            and [state.shape for state in states] == [state.shape for state in loop.last]
            and not _same(states, loop.began)
        ]
        if steps != 1 or not able or not any(bool(state.any()) for state in states):
            return None
        return min(able, key=lambda loop: loop.calls)

    def begin(
        self, key: int, tapes: Sequence[LayerTape], states: Weights, *, cell: bool = False
    ) -> Loop:
        """A new loop of these weights."""
        loop = Loop(list(tapes), began=states, cell=cell)
        for tape in tapes:
            tape.reads = tapes[0].reads
        self._of.setdefault(key, []).append(loop)
        del self._of[key][:-MOST_OPEN]
        self.every.append(loop)
        return loop

    def over(self, loop: Loop, entered: Origin, last: Weights, steps: int, given: Any = ()) -> None:
        """A call is over that ended with the states `last` and gave something besides."""
        loop.went(last, steps)
        loop.number = self.origins.number()
        picks = loop.tapes[0].read(entered.picks) if steps == 1 else frozenset()
        self.origins.mark([given, *last], Origin(frozenset({loop.number}), picks, entered.turned))

    def forget(self, tapes: Sequence[LayerTape]) -> None:
        """Lets go of the loops of these tapes."""
        old = {id(tape) for tape in tapes}

        def kept(loops: list[Loop]) -> list[Loop]:
            return [loop for loop in loops if id(loop.tapes[0]) not in old]

        self.every = kept(self.every)
        self._of = {key: kept(loops) for key, loops in self._of.items()}


def key_of(module: nn.Module | None, weight: Tensor) -> int:
    """What tells the weights of a call: the layer that makes it, else the weight itself.

    The weights of a parametrized module are other tensors in each call.
    """
    known = isinstance(module, (nn.RNNBase, nn.RNNCellBase))
    return id(module) if known else id(weight)


def _same(states: Weights, others: Weights) -> bool:
    return len(states) == len(others) and all(
        _same_numbers(state, other) for state, other in zip(states, others)
    )


def _same_numbers(state: Tensor, other: Tensor) -> bool:
    """The same memory (a view, what was detached), or a copy of numbers that are not all 0.

    Of sequences that are sorted by length those that are over are left out at the end. One sequence from
    which many samples go on has its state once for each of them.
    """
    if state.numel() and state.data_ptr() == other.data_ptr() and state.stride() == other.stride():
        return True
    if state.numel() == other.numel():
        return state.data_ptr() == other.data_ptr() != 0 or (
            state.shape == other.shape and _equal(state, other)
        )
    each = state.numel() // max(1, other.numel())
    many = other.repeat_interleave(each, -2) if each > 1 and other.dim() > 1 else other
    return state.shape == many.shape and _equal(state, many)


def _equal(state: Tensor, other: Tensor) -> bool:
    with torch.no_grad():
        same = state.device == other.device and state.dtype == other.dtype
        return same and torch.equal(state, other) and bool(state.any())
