"""Whole batches of a Keras model, on each of its back ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from keras import ops

from gatescope.tracing.arrays import Array
from gatescope.tracing.batch_arrays import output_of
from gatescope.tracing.batch_trace import BatchSource, Key, failed
from gatescope.tracing.errors import GatescopeError, kind_of
from gatescope.tracing.keras_gradients import differentiated
from gatescope.tracing.keras_loop import form_of, weights_of
from gatescope.tracing.keras_pass import KerasPass, nothing_ran
from gatescope.tracing.keras_pass import plain as _plain
from gatescope.tracing.keras_states import carried_states, nothing_carried, stateful_layers
from gatescope.tracing.keras_trace import _loss, _own_copy, _require_weights
from gatescope.tracing.loops import Loop
from gatescope.tracing.records import Clamp
from gatescope.tracing.series import batch_size

from .batch_reader import BatchReader
from .seen import Seen, SeenLayer, last_weights


class KerasReader(BatchReader):
    """Runs a copy of a model, with the steps of its recurrent layers seen."""

    framework = "keras"

    def __init__(self, model: Any, loss: Any, forward: Callable[..., Any] | None) -> None:
        _require_weights(model)
        self._model = _own_copy(model) or model
        self._loss = None if loss is None else _loss(model, loss, 0, None)[0]
        self._forward = forward
        self._draws = 0

    def read(
        self, x: Any, target: Any, *, clamps: Sequence[Clamp] = (), gradients: bool = True
    ) -> Seen:
        x = _plain_of(x)
        target = None if target is None else _plain_of(target)
        source = self._carrying(x, target)
        weights: list[Array] = []

        def last_answer(output: Any) -> Any:
            first = output[0] if isinstance(output, (list, tuple)) else output
            if not weights:
                if not run.loops:
                    raise nothing_ran(self._model)
                loop = next(iter(run.loops.values()))
                known, steps = loop.mask(_plain), loop.steps
                lengths = np.full(int(loop.pieces[0][1].shape[0]), steps)
                if known is not None:
                    lengths = known.shape[1] - np.argmax(known[:, ::-1], axis=1)
                weights.append(last_weights(first.shape, steps, lengths, time_first=False))
            return ops.sum(first * ops.cast(ops.convert_to_tensor(weights[0]), first.dtype))

        try:
            with nothing_carried(self._model):
                back: dict[Key, Array] = {}
                loss = None
                if gradients:
                    run = KerasPass(
                        replace(source, loss=None, gradients_of=last_answer), clamps, None
                    )
                    output, _, back = differentiated(run, x)
                    felt = back
                    if source.loss is not None:
                        other = KerasPass(source, clamps, None)
                        _, objective, felt = differentiated(other, x)
                        loss = float(_plain(objective))
                else:
                    run = KerasPass(source, clamps, None)
                    output, objective = run(x)
                    if not run.loops:
                        raise nothing_ran(self._model)
                    felt = back
                    loss = None if objective is None else float(_plain(objective))
        except GatescopeError:
            raise
        except Exception as error:
            raise failed(x, error) from error
        return Seen(
            [_layer(run, loop, felt, back) for loop in run.calls.every],
            output_of(output, _plain),
            loss,
        )

    def _carrying(self, x: Any, target: Any) -> BatchSource:
        """Each batch begins with the states that the model carries."""
        states = carried_states(self._model, batch_size(x))
        return replace(self._source(x, target), states=states)

    def answer(self, x: Any, *, clamps: Sequence[Clamp] = ()) -> Array:
        x = _plain_of(x)
        carries = bool(stateful_layers(self._model))
        try:
            self._draws += 1
            with nothing_carried(self._model, self._draws):
                if clamps or carries:
                    output = KerasPass(self._carrying(x, None), clamps, None)(x)[0]
                elif self._forward is not None:
                    output = self._forward(self._model, x)
                else:
                    output = self._model(x, training=False)
        except GatescopeError:
            raise
        except Exception as error:
            raise failed(x, error) from error
        first = output_of(output, _plain)
        if first is None:
            raise GatescopeError(f"check: the model must give numbers, got {kind_of(output)}")
        return first

    def bad_weight(self) -> tuple[str, str] | None:
        for weight in self._model.weights:
            values = _plain(weight)
            if values.dtype.kind == "f" and not np.isfinite(values).all():
                return weight.path, "NaN" if np.isnan(values).any() else "infinity"
        return None


def _layer(run: KerasPass, loop: Loop, felt: dict[Any, Array], back: dict[Any, Array]) -> SeenLayer:
    form = form_of(loop)
    loop.require_even()
    inputs, mask = loop.entered(_plain), loop.mask(_plain)
    valid = np.ones(inputs.shape[:2], bool) if mask is None else mask

    def stacked(of: dict[Any, Any], channel: str) -> Array:
        zeros = np.zeros_like(_plain(run.values[(loop.name, channel, 0)]))
        found = [_plain(of.get((loop.name, channel, step), zeros)) for step in range(loop.steps)]
        return np.stack([each.reshape(len(each), -1) for each in found], axis=1)

    def gradients(of: dict[Any, Any]) -> dict[str, Array]:
        return {state: stacked(of, loop.totals.get(state, state)) for state in form.states if of}

    return SeenLayer(
        name=loop.name,
        form=form,
        direction="backward" if loop.backward else "forward",
        channels={channel: stacked(run.values, channel) for channel in form.channels},
        inputs=inputs,
        valid=valid,
        masked=mask is not None,
        initial={state: _plain(part) for state, part in zip(form.states, loop.began)},
        weights=weights_of(loop.cell),
        gradients=gradients(felt),
        back=gradients(back),
    )


def _plain_of(value: Any) -> Any:
    """x or target with every tensor as numpy."""
    if isinstance(value, dict):
        return {key: _plain_of(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and value and hasattr(value[0], "shape"):
        return [_plain_of(item) for item in value]
    array = _plain(value) if hasattr(value, "shape") else np.asarray(value)
    if array.dtype == object or array.dtype.kind in "cSUmM":
        raise GatescopeError(f"check: data must be arrays of numbers, got {kind_of(value)}")
    return array
