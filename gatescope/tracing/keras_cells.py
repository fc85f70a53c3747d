"""Cells of Keras that are called a step at a time: in a loop of the user's own, several in one `RNN`, or
written by hand.

Of a cell of the user's own the states are seen that it carries, and what its `call` names with
`gatescope.channel`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import keras
from keras import ops, tree

from .keras_loop import kind_of_cell, kind_of_layer, refuse_dropout, step_of
from .loops import Loop, own_step
from .progress import steps_bar


@dataclass
class Place:
    """The step of an `RNN` that runs cells of other kinds, or several."""

    at: int = 0
    backward: bool = False
    here: Any = None
    """`[B, 1]`: false where the step is padding; None without a mask."""
    loops: dict[tuple[int, int], Loop] = field(default_factory=dict)
    """By the cell, and how often it was called in the step before."""
    first: dict[int, int] = field(default_factory=dict)
    """By the loop: the step that it had before this call of the `RNN`."""
    called: dict[int, int] = field(default_factory=dict)
    """By the cell: how often it was called in this step."""


class CellPass(Protocol):
    """What a pass offers the cells that run in it."""

    place: Place | None

    def visit(self, layer: str, name: str, step: int, value: Any) -> Any: ...

    def begin_cell(self, cell: Any, inputs: Any, states: list[Any]) -> tuple[Loop, int]:
        """The loop that this call is of, and its step."""
        ...


def is_cell(layer: Any) -> bool:
    """Whether a layer is one step of a recurrence: it says how large its states are and takes them.

    Not of several cells in one, which are seen one by one, nor of states that are pictures.
    """
    if isinstance(layer, (keras.layers.RNN, keras.layers.StackedRNNCells)):
        return False
    return hasattr(layer, "state_size") and not _of_pictures(layer)


def _of_pictures(cell: Any) -> bool:
    return hasattr(cell, "kernel_size")


def runs_cells(layer: Any) -> bool:
    """Whether a layer is an `RNN` of cells that `inner_loop` does not know, and that can be seen."""
    return (
        isinstance(layer, keras.layers.RNN)
        and kind_of_layer(layer) is None
        and not _of_pictures(layer.cell)
    )


def cells_loop(layer: Any, run: CellPass) -> Callable[..., Any]:
    """What stands for `inner_loop` of such a layer: the same loop, in which each cell's call is seen."""

    def loop(sequences: Any, initial_state: Any, mask: Any = None, training: bool = False) -> Any:
        options = {"training": training} if layer.cell._call_has_training_arg else {}
        states = initial_state if tree.is_nested(initial_state) else [initial_state]
        if layer.stateful:
            states = tree.map_structure(ops.copy, states)
        if isinstance(mask, (list, tuple)):
            mask = mask[0]
        keep = None if mask is None else ops.cast(mask, "bool")
        order = list(range(int(sequences.shape[1])))[:: -1 if layer.go_backwards else 1]
        outer, run.place = run.place, Place(backward=bool(layer.go_backwards))
        outputs: list[Any] = []
        previous = None
        try:
            with steps_bar(len(order)) as bar:
                for at in order:
                    here = None if keep is None else ops.expand_dims(keep[:, at], -1)
                    run.place.at, run.place.here, run.place.called = at, here, {}
                    output, after = layer.cell(sequences[:, at], states, **options)
                    after = after if tree.is_nested(after) else [after]
                    if here is not None:
                        blank = ops.zeros_like(output) if previous is None else previous
                        shown = ops.zeros_like(output) if layer.zero_output_for_mask else blank
                        output, shown = (
                            ops.where(here, output, blank),
                            ops.where(here, output, shown),
                        )
                        after = tree.map_structure(
                            lambda new, old, here=here: ops.where(here, new, old), after, states
                        )
                    else:
                        shown = output
                    previous, states = output, after
                    outputs.append(shown)
                    bar.advance()
        finally:
            run.place = outer
        return outputs[-1] if previous is None else previous, ops.stack(outputs, axis=1), states

    return loop


def cell_call(cell: Any, run: CellPass) -> Callable[..., Any]:
    """What stands for `cell.call`: the same step, of which every value is seen."""
    original, step_of_keras = cell.call, step_of(cell) if kind_of_cell(cell) else None

    def call(inputs: Any, states: Any, *args: Any, **options: Any) -> Any:
        nested = isinstance(states, (list, tuple))
        given = list(states) if nested else [states]
        if any(len(state.shape) != 2 for state in given) or len(inputs.shape) != 2:
            return original(inputs, states, *args, **options)
        refuse_dropout(cell if step_of_keras else None, cell.name, options.get("training"))
        here = run.place.here if run.place else None
        loop, step = run.begin_cell(cell, inputs, given)

        def see(channel: str, value: Any, before: Any = None) -> Any:
            if here is not None and before is not None:
                value = ops.where(here, value, before)
            return run.visit(loop.name, channel, step, value)

        if step_of_keras:
            carried = dict(zip(("h", "c"), given))
            output, *_ = after = step_of_keras(
                inputs, given, lambda name, value: see(name, value, carried.get(name))
            )
        else:

            def step_of_user() -> tuple[Any, list[Any]]:
                output, after = original(inputs, states, *args, **options)
                return output, list(after) if isinstance(after, (list, tuple)) else [after]

            output, after = own_step(loop, given, see, step_of_user)
        loop.last = after
        return output, after if nested else after[0]

    return call
