"""`trace` for flax `nnx` modules: what `nnx.RNN` does, as a loop over steps.

While a module is traced, `nnx.RNN.__call__` in this thread is a loop that hands out each gate and state
of its LSTM, GRU or simple cell. Gradients come from zeros that are added to every value.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from .arrays import Array
from .cells import CellForm, gru_form, lstm_form, rnn_form
from .errors import GatescopeError, NothingToSee, kind_of, named
from .records import Clamp, Edit, LayerRecord, RunRecord
from .run import Again, Run
from .series import MOST_SEQUENCES, batch_size, feature_names, lines_of

Key = tuple[str, str, int]
_CELLS = {
    nnx.LSTMCell: "lstm",
    nnx.OptimizedLSTMCell: "lstm",
    nnx.GRUCell: "gru",
    nnx.SimpleCell: "rnn",
}
_lock = threading.RLock()


@dataclass(frozen=True)
class JaxSource:
    """What a trace of a flax module is made from."""

    model: Any
    x: Any
    target: Any
    loss: Callable[[Any, Any], Any] | None
    gradients_of: Callable[[Any], Any] | None
    forward: Callable[..., Any] | None
    layers: tuple[str, ...] | None
    names: tuple[str, ...] | None
    labels: tuple[str, ...] | None
    step_name: str
    unit: str | None
    #: Which sequence of the batch that was given, and how many it has.
    number: int = 0
    batch: int = 1


def trace_jax(
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
    """A run of a flax module over one sequence of x, the batch first; the module is left as it is."""
    if loss is not None and not callable(loss):
        raise GatescopeError(
            f"trace: loss must be a function of (output, target), got {kind_of(loss)}"
        )
    if loss is None and target is not None:
        raise GatescopeError("trace: target was given without a loss; give loss=…")
    copied = nnx.clone(model)
    (copied.train if training else copied.eval)()
    source = JaxSource(
        model=copied,
        x=_one(x, sequence, "x"),
        target=None if target is None else _one(target, sequence, "target"),
        loss=loss,
        gradients_of=gradients_of,
        forward=forward,
        layers=None if layers is None else tuple(layers),
        names=None if names is None else tuple(names),
        labels=None if labels is None else tuple(labels),
        step_name=step_name,
        unit=unit,
        number=sequence,
        batch=batch_size(x),
    )
    base = jax_record(source)
    if labels is not None and len(labels) != base.steps:
        raise GatescopeError(
            f"trace: labels has {len(labels)} labels, but the sequence has {base.steps} steps"
        )

    def runs_again(cut: JaxSource, first: RunRecord) -> Again:
        def again(clamps: Sequence[Clamp], edits: Sequence[Edit]) -> RunRecord:
            return jax_record(cut, clamps=clamps, edits=edits, base=first)

        return again

    @lru_cache(maxsize=MOST_SEQUENCES)
    def other(wanted: int) -> tuple[RunRecord, Again]:
        cut = replace(
            source,
            x=_one(x, wanted, "x"),
            target=None if target is None else _one(target, wanted, "target"),
            number=wanted,
        )
        record = jax_record(cut)
        return record, runs_again(cut, record)

    return Run(
        base,
        again=runs_again(source, base),
        title=title,
        revision=lambda: _revision(model),
        other=other,
    )


def _one(value: Any, sequence: int, name: str) -> Any:
    if isinstance(value, (tuple, list)) and value and hasattr(value[0], "shape"):
        return tuple(_one(item, sequence, name) for item in value)
    if isinstance(value, dict):
        return {key: _one(item, sequence, name) for key, item in value.items()}
    array = np.asarray(value)
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


class _Pass:
    """One forward pass and everything seen in it."""

    def __init__(self, source: JaxSource, clamps: Sequence[Clamp], base: RunRecord | None) -> None:
        self.source, self.clamps = source, clamps
        self.names: dict[int, str] = {}
        self._means = {layer.name: layer for layer in base.layers} if base else {}
        self.probes: dict[Key, Any] = {}
        self.clear()

    def clear(self) -> None:
        self.values: dict[Key, Any] = {}
        self.began: dict[str, tuple[Any, bool, Any, Any, Any]] = {}

    def visit(self, layer: str, name: str, step: int, value: Any) -> Any:
        for clamp in self.clamps:
            if (
                clamp.layer == layer
                and clamp.channel == name
                and (clamp.steps is None or step in clamp.steps)
            ):
                held = np.zeros(value.shape[-1], bool)
                held[list(clamp.units) if clamp.units is not None else slice(None)] = True
                constant = (
                    self._means[layer].channels[name].mean(axis=0)
                    if clamp.value == "mean"
                    else np.full(value.shape[-1], float(clamp.value))
                )
                value = jnp.where(held, constant.astype(value.dtype), value)
        key = (layer, name, step)
        if key in self.probes:
            value = value + self.probes[key]
        self.values[key] = value
        return value

    def __call__(self, x: Any) -> tuple[Any, Any]:
        self.clear()
        source = self.source
        # Made anew in each pass, so that random streams may move on inside a derivative too.
        model = nnx.merge(*nnx.split(source.model), copy=True)
        self.names = {
            id(module): ".".join(str(part) for part in path) or "rnn"
            for path, module in nnx.iter_modules(model)
        }
        with _seen(self):
            if source.forward is not None:
                output = source.forward(model, x)
            elif isinstance(x, dict):
                output = model(**x)
            elif isinstance(x, tuple):
                output = model(*x)
            else:
                output = model(x)
        if source.gradients_of is not None:
            objective = source.gradients_of(output)
        elif source.loss is not None:
            objective = source.loss(output, source.target)
        else:
            return output, None
        if getattr(objective, "size", 1) != 1:
            which = "gradients_of" if source.gradients_of is not None else "loss"
            raise GatescopeError(f"trace: {which} must give one number, got {kind_of(objective)}")
        return output, jnp.reshape(objective, ())


@contextmanager
def _seen(run: _Pass) -> Iterator[None]:
    thread = threading.get_ident()
    with _lock:
        original = nnx.RNN.__call__

        def seen(self: Any, inputs: Any, **options: Any) -> Any:
            if threading.get_ident() != thread or _kind(self.cell) is None:
                return original(self, inputs, **options)
            return _loop(run, self, inputs, **options)

        setattr(nnx.RNN, "__call__", seen)  # noqa: B010
        try:
            yield
        finally:
            setattr(nnx.RNN, "__call__", original)  # noqa: B010


def _kind(cell: Any) -> str | None:
    found = next((kind for type_, kind in _CELLS.items() if isinstance(cell, type_)), None)
    return None if getattr(cell, "residual", False) else found


def _loop(run: _Pass, rnn: Any, inputs: Any, **options: Any) -> Any:
    def option(name: str) -> Any:
        given = options.get(name)
        return getattr(rnn, name) if given is None else given

    time_major, reverse = option("time_major"), option("reverse")
    x = jnp.swapaxes(inputs, 0, 1) if time_major else inputs
    if x.ndim != 3 or x.shape[0] != 1:
        raise GatescopeError(
            f"trace: nnx.RNN got {kind_of(inputs)}; expected one sequence [1, T, I]"
        )
    steps = x.shape[1]
    lengths = options.get("seq_lengths")
    length = steps if lengths is None else int(np.asarray(lengths).reshape(-1)[0])
    # As flip_sequences: what is valid turned round, what is padding behind it.
    order = (
        [(steps - 1 - at + length) % steps for at in range(steps)]
        if reverse
        else list(range(steps))
    )
    name = run.names.get(id(rnn), "rnn")
    carry = options.get("initial_carry")
    if carry is None:
        carry = rnn.cell.initialize_carry(x[:, 0].shape, rnn.rngs)
    run.began[name] = (rnn.cell, bool(reverse), x, carry, length)
    carries, outputs = [], []
    for at in order:
        carry, y = _step(rnn.cell, carry, x[:, at], _visitor(run, name, at))
        carries.append(carry)
        outputs.append(y)
    if reverse and option("keep_order"):
        back = [(steps - 1 - at + length) % steps for at in range(steps)]
        outputs = [outputs[at] for at in back]
    stacked = jnp.stack(outputs, axis=0 if time_major else 1)
    if not option("return_carry"):
        return stacked
    return carries[(length if lengths is not None else steps) - 1], stacked


def _visitor(run: _Pass, layer: str, step: int) -> Callable[[str, Any], Any]:
    return lambda name, value: run.visit(layer, name, step, value)


def _step(cell: Any, carry: Any, x: Any, see: Callable[[str, Any], Any]) -> tuple[Any, Any]:
    kind = _kind(cell)
    if kind == "lstm":
        c, h = carry
        if isinstance(cell, nnx.OptimizedLSTMCell):
            i, f, g, o = jnp.split(cell.dense_i(x) + cell.dense_h(h), 4, axis=-1)
        else:
            i, f = cell.ii(x) + cell.hi(h), cell.if_(x) + cell.hf(h)
            g, o = cell.ig(x) + cell.hg(h), cell.io(x) + cell.ho(h)
        f = see("f", cell.gate_fn(f))
        i = see("i", cell.gate_fn(i))
        g = see("g", cell.activation_fn(g))
        o = see("o", cell.gate_fn(o))
        c = see("c", f * c + i * g)
        h = see("h", o * cell.activation_fn(c))
        return (c, h), h
    if kind == "gru":
        x_r, x_z, x_n = jnp.split(cell.dense_i(x), 3, axis=-1)
        h_r, h_z, h_n = jnp.split(cell.dense_h(carry), 3, axis=-1)
        z = see("z", cell.gate_fn(x_z + h_z))
        r = see("r", cell.gate_fn(x_r + h_r))
        n = see("n", cell.activation_fn(x_n + r * h_n))
        h = see("h", (1.0 - z) * n + z * carry)
        return h, h
    h = see("h", cell.activation_fn(cell.dense_i(x) + cell.dense_h(carry)))
    return h, h


def jax_record(
    source: JaxSource,
    *,
    clamps: Sequence[Clamp] = (),
    edits: Sequence[Edit] = (),
    base: RunRecord | None = None,
) -> RunRecord:
    """Runs the module once with changes and reads gates, states and gradients off it."""
    x = _edited(source.x, edits)
    run = _Pass(source, clamps, base)
    wants = source.loss is not None or source.gradients_of is not None
    gradients: dict[Key, Array] = {}
    try:
        output, objective = run(x)
        if wants:
            probes = {key: jnp.zeros_like(value) for key, value in run.values.items()}
            kept, began = dict(run.values), dict(run.began)

            def of(given: dict[Key, Any]) -> Any:
                run.probes = given
                return run(x)[1]

            found = jax.grad(of)(probes)
            gradients = {key: np.asarray(value) for key, value in found.items()}
            run.probes, run.values, run.began = {}, kept, began
    except GatescopeError:
        raise
    except Exception as error:
        raise GatescopeError(
            f"trace: the model's own call or loss failed on x ({kind_of(_first(x))}): "
            f"{type(error).__name__}: {error}"
        ) from error
    layers = [_layer(run, name, gradients) for name in _chosen(source, run)]
    steps = layers[0].steps
    shown = np.asarray(_first(x))[0]
    tokens = shown.dtype.kind in "iu"
    fits = shown.ndim <= 2 and shown.shape[:1] == (steps,)
    if not fits:
        shown = layers[0].inputs
    elif shown.ndim == 1:
        shown = shown[:, None]
    target = None if source.target is None else np.asarray(_first(source.target))
    if source.gradients_of is not None:
        loss_name = getattr(source.gradients_of, "__name__", "objective")
    else:
        loss_name = getattr(source.loss, "__name__", "loss")
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
        outputs=lines_of(np.asarray(_first(output)), steps, 0, "output"),
        targets=lines_of(target, steps, 0, "target")
        if target is not None and target.dtype.kind == "f"
        else [],
        loss_name=("objective" if loss_name == "<lambda>" else loss_name) if wants else None,
        loss=None if objective is None else float(objective),
        clamps=tuple(clamps),
        edits=tuple(edits),
        sequence=source.number,
        batch=source.batch,
    )


def _first(value: Any) -> Any:
    if isinstance(value, dict):
        return _first(next(iter(value.values())))
    return _first(value[0]) if isinstance(value, (list, tuple)) else value


def _edited(x: Any, edits: Sequence[Edit]) -> Any:
    if not edits:
        return x
    array = np.array(_first(x), copy=True)
    view = array[0][:, None] if array.ndim == 2 else array[0]
    for edit in edits:
        view[edit.step, edit.feature] = edit.value
    if isinstance(x, tuple):
        return (array, *x[1:])
    return {**x, next(iter(x)): array} if isinstance(x, dict) else array


def _chosen(source: JaxSource, run: _Pass) -> list[str]:
    lengths = {name: began[2].shape[1] for name, began in run.began.items()}
    if not lengths:
        kinds = sorted({type(module).__name__ for _, module in nnx.iter_modules(source.model)})
        raise NothingToSee(
            "trace: no nnx.RNN with an LSTM, GRU or simple cell ran. Found: " + named(kinds)
        )
    names = list(lengths)
    if source.layers is not None:
        unknown = next((name for name in source.layers if name not in lengths), None)
        if unknown is not None:
            raise GatescopeError(
                f"trace: layers has {unknown!r}, but the layers are {named(names)}"
            )
        names = list(source.layers)
    return [name for name in names if lengths[name] == lengths[names[0]]]


def _layer(run: _Pass, name: str, gradients: dict[Key, Array]) -> LayerRecord:
    cell, reverse, x, carry, length = run.began[name]
    form = _form(cell)
    steps = x.shape[1]
    states = (carry[1], carry[0]) if form.kind == "lstm" else (carry,)

    def rows(of: dict[Key, Any], channel: str) -> Array:
        return np.stack([np.asarray(of[(name, channel, step)])[0] for step in range(steps)])

    return LayerRecord(
        name=name,
        form=form,
        direction="backward" if reverse else "forward",
        inputs=np.asarray(x)[0],
        channels={channel: rows(run.values, channel) for channel in form.channels},
        gradients={channel: rows(gradients, channel) for channel in form.channels}
        if gradients
        else {},
        initial={state: np.asarray(part)[0] for state, part in zip(form.states, states)},
        weights=_weights(cell),
        mask=None if length == steps else (np.arange(steps) < length).astype(np.uint8),
    )


def _form(cell: Any) -> CellForm:
    def named_function(function: Any) -> str:
        name = str(getattr(function, "__name__", "activation"))
        return {"hard_sigmoid": "hardSigmoid"}.get(name, name)

    kind = _kind(cell)
    activation = named_function(cell.activation_fn)
    if kind == "rnn":
        return rnn_form(bias=1, activation=activation)
    form = lstm_form if kind == "lstm" else gru_form
    return form(bias=1, activation=activation, gate_activation=named_function(cell.gate_fn))


def _weights(cell: Any) -> dict[str, Array]:
    def kernel(layer: Any) -> Array:
        return np.asarray(layer.kernel[...]).T

    def bias(*layers: Any) -> Array:
        return np.asarray(
            sum(np.asarray(layer.bias[...]) for layer in layers if layer.bias is not None)
        )

    kind = _kind(cell)
    if kind == "rnn":
        return {
            "W": kernel(cell.dense_i),
            "U": kernel(cell.dense_h),
            "b": bias(cell.dense_i, cell.dense_h),
        }
    if isinstance(cell, nnx.LSTMCell):
        found: dict[str, Array] = {}
        for gate, from_input in (("i", cell.ii), ("f", cell.if_), ("g", cell.ig), ("o", cell.io)):
            from_state = getattr(cell, f"h{gate}")
            found[f"W_{gate}"], found[f"U_{gate}"] = kernel(from_input), kernel(from_state)
            found[f"b_{gate}"] = bias(from_input, from_state)
        return found
    gates = "ifgo" if kind == "lstm" else "rzn"
    both = bias(cell.dense_i, cell.dense_h)
    parts = zip(
        gates,
        np.split(kernel(cell.dense_i), len(gates)),
        np.split(kernel(cell.dense_h), len(gates)),
        np.split(both, len(gates)),
    )
    found = {}
    for gate, w, u, b in parts:
        found[f"W_{gate}"], found[f"U_{gate}"], found[f"b_{gate}"] = w, u, b
    return found


def _revision(model: Any) -> int:
    """Changes whenever the weights do."""
    sums = []
    for leaf in jax.tree.leaves(nnx.state(model, nnx.Param)):
        flat = np.asarray(leaf).reshape(-1)
        sums.append(float(np.sum(flat[:: max(1, flat.size // 256)], dtype=np.float64)))
    return hash(tuple(sums))
