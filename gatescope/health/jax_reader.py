"""Whole batches of a flax `nnx` module: the pass over one sequence, mapped over the batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from gatescope.tracing.arrays import Array, plain
from gatescope.tracing.batch_arrays import first_of
from gatescope.tracing.batch_trace import OUTPUT, failed
from gatescope.tracing.errors import GatescopeError, kind_of
from gatescope.tracing.jax_pass import JaxPass
from gatescope.tracing.jax_trace import _lengths, by_state, form_of, weights_of
from gatescope.tracing.loops import Loop
from gatescope.tracing.records import Clamp

from .batch_reader import BatchReader
from .seen import Seen, SeenLayer, last_weights


class JaxReader(BatchReader):
    """Runs a clone of a module, with the steps of every `nnx.RNN` seen."""

    framework = "jax"

    def __init__(self, model: Any, loss: Any, forward: Callable[..., Any] | None) -> None:
        if loss is not None and not callable(loss):
            raise GatescopeError(
                f"check: loss must be a function of (output, target), got {kind_of(loss)}"
            )
        self._model = nnx.clone(model)
        self._model.eval()
        self._given = model
        self._loss = loss
        self._forward = forward

    def read(
        self, x: Any, target: Any, *, clamps: Sequence[Clamp] = (), gradients: bool = True
    ) -> Seen:
        self._clamps, self._gradients = tuple(clamps), gradients
        x = jax.tree.map(jnp.asarray, x)
        target = None if target is None else jax.tree.map(jnp.asarray, target)
        rows = _rows(self._row, x, target)
        layers = [_layer(loop, rows) for loop in self._loops.values()]
        output = plain(rows["output"])
        return Seen(
            layers,
            output[:, 0] if output.ndim > 1 else output,
            float(np.mean(rows["loss"])) if "loss" in rows else None,
        )

    def _row(self, x: Any, target: Any) -> dict[str, Any]:
        """Everything seen of one sequence, whose arrays have a batch axis of 1."""
        source = self._source(x, target)
        run = JaxPass(source, self._clamps, None)
        output, loss = run(x)
        _lengths(run)
        seen = {key: value for key, value in run.values.items() if key != OUTPUT}
        first = first_of(output)
        valid = {name: _valid(loop) for name, loop in run.loops.items()}
        self._loops = run.loops
        longest = next(iter(run.loops.values()))
        weights = last_weights(
            first.shape, longest.steps, np.array([_length(longest)]), time_first=False
        )
        found: dict[str, Any] = {
            "output": first,
            "values": {f"{a}\0{b}\0{c}": v[0] for (a, b, c), v in seen.items()},
            "inputs": {
                name: jnp.concatenate([x[0] for _, x, _ in loop.pieces])
                for name, loop in run.loops.items()
            },
            "initial": {
                name: {
                    state: part[0] for state, part in by_state(loop.began, form_of(loop)).items()
                }
                for name, loop in run.loops.items()
            },
            "valid": valid,
        }
        if loss is not None:
            found["loss"] = loss
        if not self._gradients:
            return found

        def answers(given: dict[Any, Any]) -> list[Any]:
            run.probes = given
            output, objective = run(x)
            last = jnp.sum(first_of(output) * weights)
            return [last] if objective is None else [last, objective]

        states = {
            name: {*form_of(loop).states, *loop.totals.values()} for name, loop in run.loops.items()
        }
        probes = {k: jnp.zeros_like(value) for k, value in seen.items() if k[1] in states[k[0]]}
        ends, pull = jax.vjp(answers, probes)
        for at, name in enumerate(("back", "felt")[: len(ends)]):
            (by,) = pull(
                [jnp.ones_like(e) if at == k else jnp.zeros_like(e) for k, e in enumerate(ends)]
            )
            found[name] = {f"{a}\0{b}\0{c}": v[0] for (a, b, c), v in by.items()}
        return found

    def answer(self, x: Any, *, clamps: Sequence[Clamp] = ()) -> Array:
        x = jax.tree.map(jnp.asarray, x)
        if clamps:

            def row(alone: Any, _: Any) -> dict[str, Any]:
                run = JaxPass(self._source(alone, None), clamps, None)
                return {"output": first_of(run(alone)[0])[0]}

            return plain(_rows(row, x, None)["output"])
        # What a call leaves to the next one; random numbers are drawn on.
        carried = jax.tree.map(lambda leaf: leaf, nnx.state(self._model, nnx.Not(nnx.RngState)))
        try:
            if self._forward is not None:
                output = self._forward(self._model, x)
            elif isinstance(x, dict):
                output = self._model(**x)
            else:
                output = self._model(*x) if isinstance(x, tuple) else self._model(x)
        except Exception as error:
            raise failed(x, error) from error
        finally:
            nnx.update(self._model, carried)
        return plain(first_of(output))

    def bad_weight(self) -> tuple[str, str] | None:
        for path, leaf in jax.tree_util.tree_leaves_with_path(nnx.state(self._model, nnx.Param)):
            values = plain(leaf)
            if not np.isfinite(values).all():
                name = jax.tree_util.keystr(path)
                return name, "NaN" if np.isnan(values).any() else "infinity"
        return None

    def batch_mistaken(self, x: Any) -> tuple[str, int] | None:
        """Data have the batch first; a layer made with `time_major` that gets them so takes it for time."""
        shapes: list[tuple[str, tuple[int, ...]]] = []
        original = nnx.RNN.__call__
        names = {
            id(module): ".".join(map(str, path)) or "rnn"
            for path, module in nnx.iter_modules(self._model)
        }

        def seen(rnn: Any, inputs: Any, **options: Any) -> Any:
            if options.get("time_major", rnn.time_major):
                shapes.append((names.get(id(rnn), "rnn"), tuple(inputs.shape)))
            return original(rnn, inputs, **options)

        setattr(nnx.RNN, "__call__", seen)  # noqa: B010
        try:
            self.answer(x)
        finally:
            setattr(nnx.RNN, "__call__", original)  # noqa: B010
        given = np.shape(first_of(x))
        return next(
            (
                (name, shape[0])
                for name, shape in shapes
                if shape[:2] == given[:2] and given[0] != given[1]
            ),
            None,
        )


def _rows(row: Callable[[Any, Any], dict[str, Any]], x: Any, target: Any) -> dict[str, Any]:
    """What `row` gives of each sequence, as if of a batch."""
    try:
        try:
            return _mapped(row, x, target)
        except (jax.errors.ConcretizationTypeError, jax.errors.TracerArrayConversionError):
            # Lengths that the module reads as numbers: one sequence after the other.
            return _looped(row, x, target)
    except GatescopeError:
        raise
    except Exception as error:
        raise failed(x, error) from error


def _mapped(row: Callable[[Any, Any], dict[str, Any]], x: Any, target: Any) -> dict[str, Any]:
    def one(given: Any) -> dict[str, Any]:
        alone, truth = jax.tree.map(lambda part: part[None], given)
        return row(alone, truth)

    found: dict[str, Any] = jax.vmap(one)((x, target))
    return found


def _looped(row: Callable[[Any, Any], dict[str, Any]], x: Any, target: Any) -> dict[str, Any]:
    batch = int(jax.tree.leaves(x)[0].shape[0])
    rows = [
        row(*jax.tree.map(lambda part, at=at: part[at : at + 1], (x, target)))
        for at in range(batch)
    ]
    found: dict[str, Any] = jax.tree.map(lambda *parts: jnp.stack(parts), *rows)
    return found


def _valid(loop: Loop) -> Any:
    """`[T]`: false where the layer knows that a step is padding."""
    return jnp.concatenate(
        [
            jnp.ones(x.shape[1], bool) if mask is None else jnp.asarray(mask)[0]
            for _, x, mask in loop.pieces
        ]
    )


def _length(loop: Loop) -> int:
    """How many steps are no padding: what a layer is told are numbers, also while others are none."""
    mask = loop.mask(plain) if any(each is not None for _, _, each in loop.pieces) else None
    return loop.steps if mask is None else int(mask[0].sum())


def _layer(loop: Loop, rows: dict[str, Any]) -> SeenLayer:
    loop.require_even()
    name, form = loop.name, form_of(loop)
    inputs = plain(rows["inputs"][name])

    def stacked(of: dict[str, Any], channel: str) -> Array:
        found = [plain(of[f"{name}\0{channel}\0{at}"]) for at in range(inputs.shape[1])]
        return np.stack([each.reshape(len(each), -1) for each in found], axis=1)

    def gradients(of: dict[str, Any]) -> dict[str, Array]:
        return {state: stacked(of, loop.totals.get(state, state)) for state in form.states if of}

    valid = plain(rows["valid"][name])
    back = rows.get("back", {})
    felt = rows.get("felt", back)
    return SeenLayer(
        name=name,
        form=form,
        direction="backward" if loop.backward else "forward",
        channels={channel: stacked(rows["values"], channel) for channel in form.channels},
        inputs=inputs,
        valid=valid,
        masked=not bool(valid.all()),
        initial={state: plain(part) for state, part in rows["initial"][name].items()},
        weights=weights_of(loop.cell),
        gradients=gradients(felt),
        back=gradients(back),
    )
