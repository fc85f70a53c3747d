"""`trace` for Keras 3 models, on the PyTorch, TensorFlow and JAX back ends."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import keras
import numpy as np

from .arrays import Array, row_of
from .batch_arrays import edited, one_of_batch, output_of
from .batch_trace import (
    OUTPUT,
    BatchSource,
    Key,
    batch_record,
    batch_run,
    chosen,
    failed,
    name_of_objective,
    revision_of,
)
from .errors import GatescopeError
from .keras_gradients import differentiated, slope
from .keras_loop import form_of, weights_of
from .keras_pass import KerasPass, not_seen, nothing_ran, recurrent_layers
from .keras_pass import plain as _plain
from .keras_states import carried_states, carry_on, nothing_moves
from .looks import attentions_of
from .records import Clamp, Edit, LayerRecord, RunRecord
from .run import Run
from .series import batch_size


def trace_keras(
    model: Any,
    x: Any,
    *,
    target: Any,
    loss: Any,
    gradients_of: Callable[[Any], Any] | None,
    forward: Callable[..., Any] | None,
    sequence: int,
    names: Sequence[str] | None,
    labels: Sequence[str] | None,
    step_name: str,
    unit: str | None,
    title: str | None,
    layers: Sequence[str] | None,
    training: bool,
) -> Run:
    """A run of a Keras model over one sequence of x; the model itself is left as it is."""
    function, loss_name = _loss(model, loss, target, gradients_of)

    def cut(wanted: int) -> tuple[Any, Any]:
        def one(value: Any, name: str) -> Any:
            return one_of_batch(value, wanted, name, plain=_plain, pack=list)

        return one(x, "x"), None if target is None else one(target, "target")

    _require_batch(model, x)
    inputs, targets = cut(sequence)
    _require_weights(model)
    source = BatchSource(
        model=model,
        x=inputs,
        target=targets,
        loss=function,
        loss_name=loss_name,
        gradients_of=gradients_of,
        forward=forward,
        training=training,
        layers=None if layers is None else tuple(layers),
        names=None if names is None else tuple(names),
        labels=None if labels is None else tuple(labels),
        step_name=step_name,
        unit=unit,
        number=sequence,
        batch=batch_size(x),
        states=carried_states(model, batch_size(x)),
    )
    copied = _own_copy(model)

    def allow_again() -> None:
        if copied is None and threading.current_thread() is not threading.main_thread():
            raise GatescopeError(
                "this model cannot be copied, so it is not run while a cell may run; run it again in a cell"
            )

    def answer(some: Any) -> Array | None:
        own = copied or model
        if source.states:  # as many sequences as it carries states for
            return None
        with nothing_moves(own):
            output = forward(own, some) if forward else own(some, training=training)
        return output_of(output, _plain)

    return batch_run(
        replace(source, model=copied or model),
        keras_record,
        slope,
        cut,
        title=title,
        revision=revision_of(lambda: [_plain(weight) for weight in model.weights]),
        answer=answer,
        allow_again=allow_again,
        own=copied is not None,
    )


def _require_batch(model: Any, x: Any) -> None:
    """One sequence is no batch; Keras itself adds a last axis of 1, and no first one."""
    inputs = list(getattr(model, "inputs", None) or [])
    shape = getattr(x, "shape", None)
    if len(inputs) != 1 or shape is None:
        return
    wanted = tuple(inputs[0].shape)
    if len(shape) == len(wanted) - 1 and wanted[-1] != 1:
        sizes = ", ".join("B" if at == 0 else str(size or "T") for at, size in enumerate(wanted))
        raise GatescopeError(
            f"trace: x must have the batch first, [{sizes}], got {list(shape)}; one sequence is x[None]"
        )


def _in_wrappers(model: Any, layers: Sequence[str] | None) -> list[str] | None:
    """The layers inside of a `Bidirectional` where it is asked for by its own name."""
    inside = {
        layer.name: [layer.forward_layer.name, layer.backward_layer.name]
        for layer in model._flatten_layers()
        if isinstance(layer, keras.layers.Bidirectional)
    }
    if layers is None:
        return None
    return [each for name in layers for each in inside.get(name, [name])]


def _own_copy(model: Any) -> Any | None:
    """A copy to run, built and with the same weights; None where the model cannot be copied."""
    try:
        copied = copy.deepcopy(model)
        if [w.shape for w in copied.weights] != [w.shape for w in model.weights]:
            return None
        copied.set_weights(model.get_weights())
        carry_on(copied, model)
    except Exception:
        return None
    return copied


def _require_weights(model: Any) -> None:
    """Keras makes weights at the first call. Made by a trace, they would be its copy's alone."""
    recurrent = recurrent_layers(model)
    if recurrent and not any(layer.built for layer in recurrent):
        raise GatescopeError(
            f"trace: model must have weights, but {recurrent[0].name!r} is not built yet; call the "
            "model on x once, then trace it"
        )


def _loss(
    model: Any, loss: Any, target: Any, gradients_of: Any
) -> tuple[Callable[[Any, Any], Any] | None, str | None]:
    """A Keras loss, called (truth, output); the compiled one where only a target is given."""
    if gradients_of is not None:
        return None, name_of_objective(gradients_of)
    if loss is None and target is not None:
        loss = getattr(model, "loss", None)
        if loss is None:
            raise GatescopeError(
                "trace: target was given without a loss, and the model is not compiled with one"
            )
    if loss is None:
        return None, None
    if target is None:
        raise GatescopeError(
            "trace: loss was given without a target; give target=…, or gradients_of=… for what needs none"
        )
    try:
        found = keras.losses.get(loss)
    except ValueError as error:
        raise GatescopeError(f"trace: loss must be one of Keras's losses, got {loss!r}") from error
    name = loss if isinstance(loss, str) else getattr(found, "name", None) or found.__name__
    return found, str(name)


def keras_record(
    source: BatchSource,
    *,
    clamps: Sequence[Clamp] = (),
    edits: Sequence[Edit] = (),
    base: RunRecord | None = None,
) -> RunRecord:
    """Runs the model once with changes and reads gates, states and gradients off it."""
    x = edited(source.x, edits)
    run = KerasPass(source, clamps, base)
    wants = source.wants_gradients
    try:
        output, objective, gradients = differentiated(run, x) if wants else (run(x)[0], None, {})
    except GatescopeError:
        raise
    except Exception as error:
        raise failed(x, error) from error
    lengths = {name: loop.steps for name, loop in run.loops.items()}
    if not lengths:
        raise nothing_ran(source.model)
    wanted = _in_wrappers(source.model, source.layers)
    return batch_record(
        source,
        [_layer(run, name, gradients, wants) for name in chosen(wanted, lengths)],
        x,
        output_of(output, _plain),
        None if objective is None else float(_plain(objective)),
        felt=gradients.get(OUTPUT),
        clamps=clamps,
        edits=edits,
        lengths=lengths,
        notes=not_seen(source.model),
        attentions=attentions_of(
            run.looks,
            lengths,
            backward=[loop.name for loop in run.calls.every if loop.backward],
            batch=1,
            row=0,
            plain=_plain,
        ),
    )


def _layer(run: KerasPass, name: str, gradients: dict[Key, Array], wants: bool) -> LayerRecord:
    loop = run.loops[name]
    form = form_of(loop)

    loop.require_even()

    def rows(of: dict[Key, Any], channel: str) -> Array:
        values = [_plain(of[(name, channel, step)]) for step in range(loop.steps)]
        return np.stack([row_of(each, 0) for each in values])

    def gradient(channel: str) -> Array:
        by = loop.totals.get(channel, channel)
        found = [gradients.get((name, by, step)) for step in range(loop.steps)]
        zeros = np.zeros_like(_plain(run.values[(name, channel, 0)]))
        return np.stack([row_of(zeros if each is None else each, 0) for each in found])

    def states_of(parts: Sequence[Any]) -> dict[str, Array]:
        return {state: _plain(part)[0] for state, part in zip(form.states, parts)}

    mask = loop.mask(_plain)
    return LayerRecord(
        name=name,
        form=form,
        direction="backward" if loop.backward else "forward",
        inputs=loop.entered(_plain)[0],
        channels={channel: rows(run.values, channel) for channel in form.channels},
        gradients={channel: gradient(channel) for channel in form.channels} if wants else {},
        initial=states_of(loop.began),
        given={step: states_of(parts) for step, parts in loop.given.items()},
        weights=weights_of(loop.cell),
        mask=None if mask is None else mask[0].astype(np.uint8),
        direct=tuple(loop.direct),
    )
