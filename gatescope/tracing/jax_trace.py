"""`trace` for flax `nnx` modules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np
from flax import nnx

from .arrays import Array, plain, row_of
from .batch_arrays import edited, first_of, one_of_batch, output_of, with_first
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
from .cells import CellForm, known_form
from .errors import GatescopeError, NothingToSee, kind_of, named
from .jax_pass import GATES, JaxPass, kind_of_cell, layers_of
from .looks import attentions_of
from .loops import Loop
from .records import Clamp, Edit, LayerRecord, RunRecord
from .run import Run
from .series import batch_size


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
    if loss is not None and target is None:
        raise GatescopeError(
            "trace: loss was given without a target; give target=…, or gradients_of=… for what needs none"
        )
    copied = nnx.clone(model)
    (copied.train if training else copied.eval)()

    def cut(wanted: int) -> tuple[Any, Any]:
        return (
            one_of_batch(x, wanted, "x"),
            None if target is None else one_of_batch(target, wanted, "target"),
        )

    inputs, targets = cut(sequence)
    objective = gradients_of or loss
    source = BatchSource(
        model=copied,
        x=inputs,
        target=targets,
        loss=loss,
        loss_name=None if objective is None else name_of_objective(objective),
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

    def weights() -> list[Array]:
        return [plain(leaf) for leaf in jax.tree.leaves(nnx.state(model, nnx.Param))]

    def answer(some: Any) -> Array | None:
        own = nnx.merge(*nnx.split(copied), copy=True)
        if forward is not None:
            return output_of(forward(own, some))
        if isinstance(some, dict):
            return output_of(own(**some))
        return output_of(own(*some) if isinstance(some, tuple) else own(some))

    return batch_run(
        source,
        jax_record,
        jax_slope,
        cut,
        title=title,
        revision=revision_of(weights),
        answer=answer,
    )


def jax_record(
    source: BatchSource,
    *,
    clamps: Sequence[Clamp] = (),
    edits: Sequence[Edit] = (),
    base: RunRecord | None = None,
) -> RunRecord:
    """Runs the module once with changes and reads gates, states and gradients off it."""
    x = edited(source.x, edits)
    run = JaxPass(source, clamps, base)
    try:
        output, objective = run(x)
        gradients = _gradients(run, x) if source.wants_gradients else {}
    except GatescopeError:
        raise
    except Exception as error:
        raise failed(x, error) from error
    lengths = _lengths(run)
    return batch_record(
        source,
        [_layer(run, name, gradients) for name in chosen(source.layers, lengths)],
        x,
        output_of(output),
        None if objective is None else float(objective),
        felt=gradients.get(OUTPUT),
        clamps=clamps,
        edits=edits,
        lengths=lengths,
        attentions=attentions_of(
            run.looks,
            lengths,
            backward=[loop.name for loop in run.calls.every if loop.backward],
            batch=1,
            row=0,
            plain=plain,
        ),
    )


def jax_slope(
    source: BatchSource,
    x: Any,
    place: Callable[[Array], tuple[int, ...]],
    *,
    clamps: Sequence[Clamp],
    base: RunRecord,
) -> Array:
    """The derivative of one number of the first output by the first array of x, in its shape."""
    run = JaxPass(source, clamps, base)
    first = jax.numpy.asarray(first_of(x))

    def answer(given: Any) -> Any:
        return first_of(run(with_first(x, given))[0])

    at = place(plain(answer(first)))
    return plain(jax.grad(lambda given: answer(given)[at])(first))


def _gradients(run: JaxPass, x: Any) -> dict[Key, Array]:
    """dL/d of every value that the pass saw: of zeros that are added to them."""
    probes = {key: jax.numpy.zeros_like(value) for key, value in run.values.items()}
    kept, calls, looks = dict(run.values), run.calls, run.looks

    def objective(given: dict[Key, Any]) -> Any:
        run.probes = given
        return run(x)[1]

    found = jax.grad(objective)(probes)
    # What was seen under the derivative are tracers; the first pass has the same numbers.
    run.probes, run.values, run.calls, run.looks = {}, kept, calls, looks
    return {key: plain(value) for key, value in found.items()}


def _lengths(run: JaxPass) -> dict[str, int]:
    """Over how many steps each layer ran.

    Raises NothingToSee where none did, saying what was found instead.
    """
    lengths = {name: loop.steps for name, loop in run.loops.items()}
    if not lengths:
        modules = nnx.iter_modules(run.source.model)
        raise NothingToSee(
            "trace: no nnx.RNN and no cell of flax's own ran. Found: "
            + named(sorted({type(module).__name__ for _, module in modules}))
            + '. A loop written by hand is seen once its step calls h = gatescope.channel("h", h).'
        )
    return lengths


def _layer(run: JaxPass, name: str, gradients: dict[Key, Array]) -> LayerRecord:
    loop = run.loops[name]
    form = form_of(loop)

    loop.require_even()

    def rows(of: dict[Key, Any], channel: str) -> Array:
        found = [plain(of[(name, channel, step)]) for step in range(loop.steps)]
        return np.stack([row_of(each, 0) for each in found])

    def states_of_record(parts: Sequence[Any]) -> dict[str, Array]:
        return {state: plain(part)[0] for state, part in by_state(parts, form).items()}

    mask = loop.mask(plain)
    return LayerRecord(
        name=name,
        form=form,
        direction="backward" if loop.backward else "forward",
        inputs=loop.entered(plain)[0],
        channels={channel: rows(run.values, channel) for channel in form.channels},
        gradients={
            channel: rows(gradients, loop.totals.get(channel, channel)) for channel in form.channels
        }
        if gradients
        else {},
        initial=states_of_record(loop.began),
        given={step: states_of_record(parts) for step, parts in loop.given.items()},
        weights=weights_of(loop.cell),
        mask=None if mask is None else mask[0].astype(np.uint8),
        direct=tuple(loop.direct),
    )


def by_state(parts: Sequence[Any], form: CellForm) -> dict[str, Any]:
    """By the name: what a cell carries. An LSTM of flax carries c before h."""
    return dict(zip(form.states, parts[::-1] if form.kind == "lstm" else parts))


def form_of(loop: Loop) -> CellForm:
    """What the step computes, as flax does; of a cell of the user's own only the names are known."""
    cell, kind = loop.cell, kind_of_cell(loop.cell)
    if kind is None:
        return loop.own_form

    def named_function(function: Any) -> str:
        name = str(getattr(function, "__name__", "activation"))
        return {"hard_sigmoid": "hardSigmoid"}.get(name, name)

    return known_form(
        kind,
        1,
        activation=named_function(cell.activation_fn),
        gate_activation=named_function(getattr(cell, "gate_fn", nnx.sigmoid)),
    )


def weights_of(cell: Any) -> dict[str, Array]:
    """flax's weights by the parameters of the equations, `[H, I]`."""
    kind = kind_of_cell(cell)
    if kind is None:
        return {}

    def kernel(layer: Any) -> Array:
        return plain(layer.kernel[...]).T

    def bias(*layers: Any) -> Array:
        return plain(sum(plain(layer.bias[...]) for layer in layers if layer.bias is not None))

    if isinstance(cell, nnx.LSTMCell):
        parts = [(gate, kernel(i), kernel(h), bias(i, h)) for gate, i, h in layers_of(cell)]
    else:
        gates = GATES[kind]
        kept = kernel(cell.dense_i), kernel(cell.dense_h), bias(cell.dense_i, cell.dense_h)
        parts = list(zip(gates or [""], *(np.split(each, len(gates) or 1) for each in kept)))
    return {
        f"{letter}_{gate}" if gate else letter: part
        for gate, *three in parts
        for letter, part in zip("WUb", three)
    }
