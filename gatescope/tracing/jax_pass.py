"""One forward pass of a flax `nnx` module: what `nnx.RNN` does, as a loop over steps.

While a module is traced, `nnx.RNN.__call__` in this thread is a loop that hands out each gate and state
of its LSTM, GRU or simple cell. Gradients come from zeros that are added to every value.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from .batch_arrays import first_of, with_first
from .batch_trace import OUTPUT, BatchSource, Calls, Key, held, held_constant
from .errors import GatescopeError, kind_of
from .ids import require_ids
from .objective import objective_from
from .records import Clamp, RunRecord

_CELLS = {
    nnx.LSTMCell: "lstm",
    nnx.OptimizedLSTMCell: "lstm",
    nnx.GRUCell: "gru",
    nnx.SimpleCell: "rnn",
}
_lock = threading.RLock()


class JaxPass:
    """One forward pass and everything seen in it."""

    def __init__(
        self, source: BatchSource, clamps: Sequence[Clamp], base: RunRecord | None
    ) -> None:
        self.source, self.clamps = source, clamps
        self.names: dict[int, str] = {}
        self._means = {layer.name: layer for layer in base.layers} if base else {}
        self.probes: dict[Key, Any] = {}
        self.clear()

    def clear(self) -> None:
        self.values: dict[Key, Any] = {}
        self.calls = Calls()
        self.began: dict[str, tuple[Any, bool, Any, Any, Any]] = {}

    def visit(self, layer: str, name: str, step: int, value: Any) -> Any:
        for clamp in self.clamps:
            if (
                clamp.layer == layer
                and clamp.channel == name
                and (clamp.steps is None or step in clamp.steps)
            ):
                held, constant = held_constant(clamp, value.shape[-1], self._means)
                value = jnp.where(held, constant.astype(value.dtype), value)
        key = (layer, name, step)
        if key in self.probes:
            value = value + self.probes[key]
        self.values[key] = value
        return value

    def _answered(self, output: Any) -> Any:
        """The output as the loss reads it: what it feels of each answer is told by its derivative."""
        source = self.source
        first = first_of(output) if source.wants_gradients and output is not None else None
        if not hasattr(first, "shape"):
            return output
        if OUTPUT in self.probes:
            first = first + self.probes[OUTPUT]
            output = with_first(output, first)
        self.values[OUTPUT] = first
        return held(source, output, jax.lax.stop_gradient, jnp.where)

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
        output = self._answered(output)
        if source.gradients_of is not None:
            objective = objective_from("gradients_of", source.gradients_of, output)
        elif source.loss is not None:
            objective = objective_from("loss", source.loss, output, source.target)
        else:
            return output, None
        if getattr(objective, "size", 0) != 1:
            which = "gradients_of" if source.gradients_of is not None else "loss"
            raise GatescopeError(f"trace: {which} must give one number, got {kind_of(objective)}")
        return output, jnp.reshape(objective, ())


@contextmanager
def _seen(run: JaxPass) -> Iterator[None]:
    thread = threading.get_ident()
    with _lock:
        original, embed = nnx.RNN.__call__, nnx.Embed.__call__

        def seen(self: Any, inputs: Any, **options: Any) -> Any:
            if threading.get_ident() != thread or kind_of_cell(self.cell) is None:
                return original(self, inputs, **options)
            return _loop(run, self, inputs, **options)

        def looked_up(self: Any, inputs: Any, *args: Any, **options: Any) -> Any:
            if threading.get_ident() == thread and not isinstance(inputs, jax.core.Tracer):
                require_ids(
                    np.asarray(inputs),
                    int(self.num_embeddings),
                    run.names.get(id(self), "embed"),
                    sequence=run.source.number,
                )
            return embed(self, inputs, *args, **options)

        setattr(nnx.RNN, "__call__", seen)  # noqa: B010
        setattr(nnx.Embed, "__call__", looked_up)  # noqa: B010
        try:
            yield
        finally:
            setattr(nnx.RNN, "__call__", original)  # noqa: B010
            setattr(nnx.Embed, "__call__", embed)  # noqa: B010


def kind_of_cell(cell: Any) -> str | None:
    found = next((kind for type_, kind in _CELLS.items() if isinstance(cell, type_)), None)
    return None if getattr(cell, "residual", False) else found


def _loop(run: JaxPass, rnn: Any, inputs: Any, **options: Any) -> Any:
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
    name = run.calls.name(run.names.get(id(rnn), "rnn"))
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


def _visitor(run: JaxPass, layer: str, step: int) -> Callable[[str, Any], Any]:
    return lambda name, value: run.visit(layer, name, step, value)


def _step(cell: Any, carry: Any, x: Any, see: Callable[[str, Any], Any]) -> tuple[Any, Any]:
    kind = kind_of_cell(cell)
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
