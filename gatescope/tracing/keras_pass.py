"""One forward pass of a Keras model in which every gate and state is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np
from keras import ops

from .batch_trace import BatchSource, Key, held_constant
from .errors import GatescopeError, NothingToSee, kind_of
from .keras_loop import inner_loop, kind_of_layer
from .records import Clamp, RunRecord


def recurrent_layers(model: Any) -> list[Any]:
    """All recurrent layers inside a model that can be traced.

    Raises NothingToSee where there is none, saying what was found instead.
    """
    every = [layer for layer in model._flatten_layers() if layer is not model] or [model]
    if kind_of_layer(model):
        every = [model]
    found = [layer for layer in every if kind_of_layer(layer)]
    if not found:
        kinds: dict[str, int] = {}
        for layer in every:
            kinds[type(layer).__name__] = kinds.get(type(layer).__name__, 0) + 1
        words = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        raise NothingToSee(
            f"trace: no SimpleRNN, LSTM or GRU layer in the model. Found: {words or 'no layers'}"
        )
    return found


@contextmanager
def seen(
    model: Any,
    visit: Callable[[Any, str, int, Any], Any],
    begin: Callable[[Any, Any, Any, list[Any]], None],
) -> Iterator[None]:
    """Puts the loops in place of `inner_loop`, and turns Bidirectional's fused path off."""
    changed: list[tuple[Any, str]] = []

    def put(layer: Any, name: str, value: Any) -> None:
        object.__setattr__(layer, name, value)
        changed.append((layer, name))

    try:
        for layer in recurrent_layers(model):
            put(layer, "inner_loop", inner_loop(layer, visit, begin))
        for layer in model._flatten_layers():
            if isinstance(layer, keras.layers.Bidirectional):
                for name in ("_can_attempt_fused_lstm", "_can_attempt_fused_gru"):
                    if hasattr(layer, name):
                        put(layer, name, lambda *_: False)
        yield
    finally:
        for layer, name in changed:
            object.__delattr__(layer, name)


class KerasPass:
    """One forward pass: every visited value, in the back end's own tensors."""

    def __init__(
        self, source: BatchSource, clamps: Sequence[Clamp], base: RunRecord | None
    ) -> None:
        self.source, self.clamps = source, clamps
        self.values: dict[Key, Any] = {}
        self.began: dict[str, tuple[Any, Any, list[Any]]] = {}
        self.layers: dict[str, Any] = {}
        self.probes: dict[Key, Any] = {}
        self.watch: Callable[[Any], None] | None = None
        self._means = {layer.name: layer for layer in base.layers} if base else {}

    def begin(self, layer: Any, sequences: Any, mask: Any, states: list[Any]) -> None:
        self.began[layer.name] = (sequences, mask, states)

    def visit(self, layer: Any, name: str, step: int, value: Any) -> Any:
        self.layers[layer.name] = layer
        for clamp in self.clamps:
            if clamp.layer == layer.name and clamp.channel == name:
                value = self._held(clamp, step, value)
        key = (layer.name, name, step)
        if key in self.probes:
            value = value + self.probes[key]
        if self.watch is not None:
            self.watch(value)
        self.values[key] = value
        return value

    def _held(self, clamp: Clamp, step: int, value: Any) -> Any:
        if clamp.steps is not None and step not in clamp.steps:
            return value
        held, constant = held_constant(clamp, int(value.shape[-1]), self._means)
        fixed = ops.cast(ops.convert_to_tensor(constant[None]), value.dtype)
        return ops.where(ops.convert_to_tensor(held[None]), fixed, value)

    def __call__(self, x: Any) -> tuple[Any, Any]:
        """`(output, objective)`."""
        source = self.source
        with seen(source.model, self.visit, self.begin):
            if source.forward is not None:
                output = source.forward(source.model, x)
            else:
                output = source.model(x, training=source.training)
        if source.gradients_of is not None:
            objective = source.gradients_of(output)
            if not hasattr(objective, "shape"):
                raise GatescopeError(
                    "trace: gradients_of must give one number as a tensor of the back end, "
                    f"got {kind_of(objective)}"
                )
        elif source.loss is not None:
            objective = ops.mean(source.loss(ops.convert_to_tensor(source.target), output))
        else:
            return output, None
        if int(np.prod(tuple(objective.shape) or (1,))) != 1:
            raise GatescopeError(
                f"trace: gradients_of must give one number, got {kind_of(objective)}"
            )
        return output, ops.reshape(objective, ())
