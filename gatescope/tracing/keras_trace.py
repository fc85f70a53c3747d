"""`trace` for Keras 3 models, on the PyTorch, TensorFlow and JAX back ends."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import keras
import numpy as np
from keras import ops

from .arrays import Array
from .errors import GatescopeError, NothingToSee, kind_of, named
from .keras_loop import form_of, inner_loop, kind_of_layer, weights_of
from .records import Clamp, Edit, LayerRecord, RunRecord
from .run import Again, Run
from .series import MOST_SEQUENCES, batch_size, feature_names, lines_of

Key = tuple[str, str, int]


@dataclass(frozen=True)
class KerasSource:
    """What a trace of a Keras model is made from, kept for running it again with changes."""

    model: Any
    x: Any
    target: Any
    loss: Callable[[Any, Any], Any] | None
    loss_name: str | None
    gradients_of: Callable[[Any], Any] | None
    forward: Callable[..., Any] | None
    training: bool
    layers: tuple[str, ...] | None
    names: tuple[str, ...] | None
    labels: tuple[str, ...] | None
    step_name: str
    unit: str | None
    #: Which sequence of the batch that was given, and how many it has.
    number: int = 0
    batch: int = 1


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
    inputs = _batch_of_one(x, sequence)
    function, loss_name = _loss(model, loss, target, gradients_of)
    source = KerasSource(
        model=model,
        x=inputs,
        target=None if target is None else _batch_of_one(target, sequence, "target"),
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
    )
    copied = _own_copy(source)
    source = replace(source, model=copied or model)
    base = keras_record(source)
    if labels is not None and len(labels) != base.steps:
        raise GatescopeError(
            f"trace: labels has {len(labels)} labels, but the sequence has {base.steps} steps"
        )

    def runs_again(cut: KerasSource, first: RunRecord) -> Again:
        def again(clamps: Sequence[Clamp], edits: Sequence[Edit]) -> RunRecord:
            if copied is None and threading.current_thread() is not threading.main_thread():
                raise GatescopeError(
                    "this model cannot be copied, so it is not run while a cell may run; run it again in a cell"
                )
            return keras_record(cut, clamps=clamps, edits=edits, base=first)

        return again

    @lru_cache(maxsize=MOST_SEQUENCES)
    def other(wanted: int) -> tuple[RunRecord, Again]:
        cut = replace(
            source,
            x=_batch_of_one(x, wanted, "x"),
            target=None if target is None else _batch_of_one(target, wanted, "target"),
            number=wanted,
        )
        record = keras_record(cut)
        return record, runs_again(cut, record)

    return Run(
        base,
        again=runs_again(source, base),
        title=title,
        revision=_revision(model),
        other=other,
    )


def _own_copy(source: KerasSource) -> Any | None:
    """A copy to run, built and with the same weights; None where the model cannot be copied."""
    try:
        copied = copy.deepcopy(source.model)
        if [w.shape for w in copied.weights] != [w.shape for w in source.model.weights]:
            return None
        copied.set_weights(source.model.get_weights())
    except Exception:
        return None
    return copied


def _batch_of_one(value: Any, sequence: int, name: str = "x") -> Any:
    if isinstance(value, dict):
        return {key: _batch_of_one(item, sequence, name) for key, item in value.items()}
    if (
        isinstance(value, (list, tuple))
        and value
        and not np.isscalar(value[0])
        and hasattr(value[0], "shape")
    ):
        return [_batch_of_one(item, sequence, name) for item in value]
    array = np.asarray(ops.convert_to_numpy(value) if hasattr(value, "shape") else value)
    if array.dtype == object or array.ndim == 0:
        raise GatescopeError(
            f"trace: {name} must be an array with the batch first, got {kind_of(value)}"
        )
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        place = [int(at) for at in np.argwhere(~np.isfinite(array))[0]]
        raise GatescopeError(
            f"trace: {name} must be finite numbers, got {array[tuple(place)]} at {place}"
        )
    if not 0 <= sequence < array.shape[0]:
        raise GatescopeError(
            f"trace: sequence must be from 0 to {array.shape[0] - 1}, got {sequence}"
        )
    return array[sequence : sequence + 1]


def _loss(
    model: Any, loss: Any, target: Any, gradients_of: Any
) -> tuple[Callable[[Any, Any], Any] | None, str | None]:
    """A Keras loss, called (truth, output); the compiled one where only a target is given."""
    if gradients_of is not None:
        name = getattr(gradients_of, "__name__", "objective")
        return None, "objective" if name == "<lambda>" else name
    if loss is None and target is not None:
        loss = getattr(model, "loss", None)
        if loss is None:
            raise GatescopeError(
                "trace: target was given without a loss, and the model is not compiled with one"
            )
    if loss is None:
        return None, None
    try:
        found = keras.losses.get(loss)
    except ValueError as error:
        raise GatescopeError(f"trace: loss must be one of Keras's losses, got {loss!r}") from error
    name = loss if isinstance(loss, str) else getattr(found, "name", None) or found.__name__
    return found, str(name)


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
def _seen(
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


class _Pass:
    """One forward pass: every visited value, in the back end's own tensors."""

    def __init__(
        self, source: KerasSource, clamps: Sequence[Clamp], base: RunRecord | None
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
        units = int(value.shape[-1])
        held = np.zeros((1, units), bool)
        held[:, list(clamp.units) if clamp.units is not None else slice(None)] = True
        constant = (
            self._means[clamp.layer].channels[clamp.channel].mean(axis=0)
            if clamp.value == "mean"
            else np.full(units, float(clamp.value))
        )
        fixed = ops.cast(ops.convert_to_tensor(constant[None]), value.dtype)
        return ops.where(ops.convert_to_tensor(held), fixed, value)

    def __call__(self, x: Any) -> tuple[Any, Any]:
        """`(output, objective)`."""
        source = self.source
        with _seen(source.model, self.visit, self.begin):
            if source.forward is not None:
                output = source.forward(source.model, x)
            else:
                output = source.model(x, training=source.training)
        if source.gradients_of is not None:
            objective = source.gradients_of(output)
        elif source.loss is not None:
            objective = ops.mean(source.loss(ops.convert_to_tensor(source.target), output))
        else:
            return output, None
        if int(np.prod(tuple(objective.shape) or (1,))) != 1:
            raise GatescopeError(
                f"trace: gradients_of must give one number, got {kind_of(objective)}"
            )
        return output, ops.reshape(objective, ())


def keras_record(
    source: KerasSource,
    *,
    clamps: Sequence[Clamp] = (),
    edits: Sequence[Edit] = (),
    base: RunRecord | None = None,
) -> RunRecord:
    """Runs the model once with changes and reads gates, states and gradients off it."""
    x = _edited(source.x, edits)
    run = _Pass(source, clamps, base)
    wants = source.loss is not None or source.gradients_of is not None
    try:
        output, objective, gradients = _differentiated(run, x) if wants else (run(x)[0], None, {})
    except GatescopeError:
        raise
    except Exception as error:
        raise GatescopeError(
            f"trace: the model's own call or loss failed on x ({kind_of(_first(x))}): "
            f"{type(error).__name__}: {error}"
        ) from error
    layers = [_layer(run, name, gradients, wants) for name in _chosen(source, run)]
    steps = layers[0].steps
    shown = np.asarray(_first(x))[0]
    tokens = shown.dtype.kind in "iu"
    fits = shown.ndim <= 2 and shown.shape[:1] == (steps,)
    if not fits:
        shown = layers[0].inputs
    elif shown.ndim == 1:
        shown = shown[:, None]
    output_array = np.asarray(ops.convert_to_numpy(_first(output)))
    target = None if source.target is None else np.asarray(_first(source.target))
    return RunRecord(
        layers=layers,
        input=shown.astype(np.float32),
        input_names=feature_names(
            source.names,
            shown.shape[1],
            layer=None if fits else layers[0].name,
            tokens=tokens and fits,
        ),
        input_unit=source.unit,
        editable=fits and not tokens,
        step_name=source.step_name,
        labels=source.labels,
        mask=layers[0].mask,
        outputs=lines_of(output_array, steps, 0, "output"),
        targets=lines_of(target, steps, 0, "target")
        if target is not None and target.dtype.kind == "f"
        else [],
        loss_name=source.loss_name if wants else None,
        loss=None if objective is None else float(ops.convert_to_numpy(objective)),
        clamps=tuple(clamps),
        edits=tuple(edits),
        sequence=source.number,
        batch=source.batch,
    )


def _first(value: Any) -> Any:
    if isinstance(value, dict):
        return _first(next(iter(value.values())))
    return _first(value[0]) if isinstance(value, (list, tuple)) else value


def _chosen(source: KerasSource, run: _Pass) -> list[str]:
    lengths: dict[str, int] = {}
    for layer, _, _ in run.values:
        lengths[layer] = max(step for name, _, step in run.values if name == layer) + 1
    names = list(lengths)
    if source.layers is not None:
        unknown = next((name for name in source.layers if name not in lengths), None)
        if unknown is not None:
            raise GatescopeError(
                f"trace: layers has {unknown!r}, but the layers are {named(names)}"
            )
        names = list(source.layers)
    return [name for name in names if lengths[name] == lengths[names[0]]]


def _edited(x: Any, edits: Sequence[Edit]) -> Any:
    if not edits:
        return x
    array = np.array(_first(x), copy=True)
    view = array[0][:, None] if array.ndim == 2 else array[0]
    for edit in edits:
        if not (0 <= edit.step < view.shape[0] and 0 <= edit.feature < view.shape[1]):
            raise GatescopeError(
                f"edit: step must be from 0 to {view.shape[0] - 1} and feature from 0 to "
                f"{view.shape[1] - 1}, got {edit.step} and {edit.feature}"
            )
        view[edit.step, edit.feature] = edit.value
    if isinstance(x, list):
        return [array, *x[1:]]
    if isinstance(x, dict):
        return {**x, next(iter(x)): array}
    return array


def _differentiated(run: _Pass, x: Any) -> tuple[Any, Any, dict[Key, Array]]:
    backend = keras.backend.backend()
    if backend == "torch":
        return _with_torch(run, x)
    if backend == "tensorflow":
        return _with_tensorflow(run, x)
    if backend == "jax":
        return _with_jax(run, x)
    raise GatescopeError(
        f"trace: gradients need Keras on torch, tensorflow or jax; this one runs on {backend}"
    )


def _with_torch(run: _Pass, x: Any) -> tuple[Any, Any, dict[Key, Array]]:
    import torch

    with torch.enable_grad():
        output, objective = run(x)
    keys = [key for key, value in run.values.items() if value.requires_grad]
    if not objective.requires_grad:
        return output, objective, {}
    found = torch.autograd.grad(objective, [run.values[key] for key in keys], allow_unused=True)
    gradients = {
        key: ops.convert_to_numpy(torch.zeros_like(run.values[key]) if g is None else g)
        for key, g in zip(keys, found)
    }
    return output.detach() if hasattr(output, "detach") else output, objective.detach(), gradients


def _with_tensorflow(run: _Pass, x: Any) -> tuple[Any, Any, dict[Key, Array]]:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        run.watch = tape.watch
        output, objective = run(x)
    keys = list(run.values)
    found = tape.gradient(objective, [run.values[key] for key in keys])
    return (
        output,
        objective,
        {
            key: np.zeros(run.values[key].shape, np.float32) if g is None else g.numpy()
            for key, g in zip(keys, found)
        },
    )


def _with_jax(run: _Pass, x: Any) -> tuple[Any, Any, dict[Key, Array]]:
    import jax

    run(x)
    probes = {key: ops.zeros_like(value) for key, value in run.values.items()}

    began = dict(run.began)

    def objective_of(given: dict[Key, Any]) -> tuple[Any, Any]:
        run.probes, run.values = given, {}
        output, objective = run(x)
        return objective, (output, dict(run.values))

    (objective, (output, values)), found = jax.value_and_grad(objective_of, has_aux=True)(probes)
    # What began under the derivative is a tracer; the first pass has the same numbers.
    ordered = {key: values[key] for key in probes}
    run.probes, run.values, run.began = {}, ordered, began
    return output, objective, {key: np.asarray(value) for key, value in found.items()}


def _layer(run: _Pass, name: str, gradients: dict[Key, Array], wants: bool) -> LayerRecord:
    layer = run.layers[name]
    form = form_of(layer)
    steps = max(step for each, _, step in run.values if each == name) + 1

    def rows(of: dict[Key, Any], channel: str) -> Array:
        return np.stack([_plain(of[(name, channel, step)])[0] for step in range(steps)])

    def gradient(channel: str) -> Array:
        return np.stack(
            [
                gradients.get((name, channel, step), np.zeros((1, layer.cell.units), np.float32))[0]
                for step in range(steps)
            ]
        )

    sequences, mask, initial = run.began[name]
    return LayerRecord(
        name=name,
        form=form,
        direction="backward" if layer.go_backwards else "forward",
        inputs=_plain(sequences)[0],
        channels={channel: rows(run.values, channel) for channel in form.channels},
        gradients={channel: gradient(channel) for channel in form.channels} if wants else {},
        initial={state: _plain(part)[0] for state, part in zip(form.states, initial)},
        weights=weights_of(layer),
        mask=None if mask is None else _plain(mask)[0].astype(np.uint8),
    )


def _plain(value: Any) -> Array:
    return np.asarray(ops.convert_to_numpy(value))


def _revision(model: Any) -> Callable[[], int]:
    """Changes whenever the weights do."""

    def revision() -> int:
        sums = []
        for weight in model.weights:
            flat = np.asarray(ops.convert_to_numpy(weight)).reshape(-1)
            sample = flat[:: max(1, flat.size // 256)]
            sums.append(
                float(np.sum(sample, dtype=np.float64)) if sample.dtype.kind == "f" else 0.0
            )
        return hash(tuple(sums))

    return revision
