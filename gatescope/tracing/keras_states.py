"""What a Keras model carries from one call to the next, and how a trace leaves it as it was.

A stateful layer goes on where the call before it ended, and dropout draws on. Each pass starts from what
the model carried when it was traced, and afterwards nothing of it has moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import keras
import numpy as np
from keras import ops, tree

from .errors import GatescopeError

#: More random numbers than one call asks of a layer.
DRAWS = 100_000


def stateful_layers(model: Any) -> list[Any]:
    """The recurrent layers of a model that carry their states, those of custom cells too."""
    return [
        layer
        for layer in model._flatten_layers()
        if isinstance(layer, keras.layers.RNN) and layer.stateful
    ]


def carried_states(model: Any, batch: int) -> tuple[Any, ...]:
    """Copies `[B, H]` of what each stateful layer carries now.

    Raises GatescopeError where a layer has no states yet, or those of another batch.
    """
    found = []
    for layer in stateful_layers(model):
        if layer.states is None:
            raise GatescopeError(
                f"trace: the stateful layer {layer.name!r} is not built yet; call the model on x "
                "once, then trace it"
            )
        states = tree.map_structure(
            lambda state: np.array(ops.convert_to_numpy(state), copy=True), layer.states
        )
        size = tree.flatten(states)[0].shape[0]
        if size not in (1, batch):
            raise GatescopeError(
                f"trace: x must have {size} sequences, as the stateful layer {layer.name!r} was "
                f"built for, got {batch}"
            )
        found.append(states)
    return tuple(found)


def carry_on(copied: Any, model: Any) -> None:
    """A copy of a model carries what the model carries, which is none of its weights."""
    for own, given in zip(stateful_layers(copied), stateful_layers(model)):
        if own.states is not None and given.states is not None:
            for state, value in zip(tree.flatten(own.states), tree.flatten(given.states)):
                state.assign(value)


def own_states(states: Any, first: int, count: int) -> Any:
    """Variables `[count, H]` of some sequences of a batch, for a layer to move on in one pass."""

    def some(values: Any) -> Any:
        row = first if len(values) > 1 else 0
        chosen = values[row : row + count]
        return keras.Variable(chosen, trainable=False, dtype=str(values.dtype))

    return tree.map_structure(some, states)


def nothing_moves(model: Any) -> AbstractContextManager[None]:
    """Moving averages and random seeds are afterwards as they were."""
    return _put_back(model.non_trainable_variables)


@contextmanager
def nothing_carried(model: Any, draw: int = 0) -> Iterator[None]:
    """What a call leaves to the next one is afterwards as it was; each `draw` has its random numbers."""
    states = tree.flatten([layer.states for layer in stateful_layers(model) if layer.states])
    with nothing_moves(model), _put_back(states):
        for layer in model._flatten_layers():
            for seeds in getattr(layer, "_seed_generators", ()):
                seed, count = np.array(ops.convert_to_numpy(seeds.state))
                seeds.state.assign(np.array([seed, count + draw * DRAWS], seeds.state.dtype))
        yield


@contextmanager
def _put_back(variables: Sequence[Any]) -> Iterator[None]:
    before = [
        (variable, np.array(ops.convert_to_numpy(variable), copy=True)) for variable in variables
    ]
    try:
        yield
    finally:
        for variable, values in before:
            variable.assign(values)
