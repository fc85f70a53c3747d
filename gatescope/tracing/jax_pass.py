"""One forward pass of a flax `nnx` module: what `nnx.RNN` does, as a loop over steps.

While a module is traced, `nnx.RNN.__call__` in this thread is a loop that hands out each gate and state
of its cell, and so is a call of a cell in a loop of the user's own. A scan around such a call runs step by
step. Gradients come from zeros that are added to every value.
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
from flax.nnx.tracers import TraceState

from .batch_arrays import first_of, with_first
from .batch_trace import OUTPUT, BatchSource, Key, held, held_constant
from .errors import GatescopeError, kind_of
from .hand_written import Channel, writing
from .ids import require_ids
from .jax_attention import attentions_told
from .jax_scans import require_numbers, scans_of_cells
from .looks import Look
from .loops import Calls, Loop, own_step
from .named_loops import NamedLoops
from .objective import objective_from
from .progress import steps_bar
from .records import Clamp, RunRecord
from .step_values import products_of, take_step
from .steps import step_data

_CELLS = {
    nnx.LSTMCell: "lstm",
    nnx.OptimizedLSTMCell: "lstm",
    nnx.GRUCell: "gru",
    nnx.SimpleCell: "rnn",
}
#: In which order flax keeps the weights of the gates side by side.
GATES = {"lstm": "ifgo", "gru": "rzn", "rnn": ""}
_lock = threading.RLock()


class _Transformed(Exception):
    """A cell was called inside of what JAX compiles or maps."""


class JaxPass:
    """One forward pass and everything seen in it."""

    def __init__(
        self, source: BatchSource, clamps: Sequence[Clamp], base: RunRecord | None
    ) -> None:
        self.source, self.clamps = source, clamps
        self.names: dict[int, str] = {}
        self.calls = Calls(np.asarray)
        self._cells: dict[int, Any] = {}
        self._means = {layer.name: layer for layer in base.layers} if base else {}
        self.probes: dict[Key, Any] = {}
        #: Whether nothing is compiled, as a cell is called inside of what would be.
        self._eager = False
        self.clear()

    def clear(self) -> None:
        self.values: dict[Key, Any] = {}
        #: What adds up to 1 over the steps of a layer; of a pass that is differentiated nothing.
        self.looks: list[Look] = []
        self.calls = Calls(np.asarray, self.calls.found)

    @property
    def loops(self) -> dict[str, Loop]:
        """By the name: each sequence that ran through a layer or a cell."""
        return {loop.name: loop for loop in self.calls.every}

    def own(self, cell: Any) -> Any:
        """The cell of the model that a call is of: a scan of `nnx` makes others of the same weights."""
        return cell if id(cell) in self.names else self._cells.get(_weight(cell), cell)

    def name_of(self, rnn: Any) -> str:
        """What a layer is called in the model, also where a transformation made it anew."""
        known = self.names.get(id(rnn))
        if known is None and kind_of_cell(rnn.cell):
            known = self.names.get(id(self.own(rnn.cell)), "").removesuffix(".cell")
        return known or "rnn"

    def visit(self, layer: str, name: str, step: int, value: Any) -> Any:
        for clamp in self.clamps:
            if (
                clamp.layer == layer
                and clamp.channel == name
                and (clamp.steps is None or step in clamp.steps)
            ):
                shape = value.shape
                value = value.reshape(shape[0], -1) if value.ndim > 2 else value
                held, constant = held_constant(clamp, value.shape[-1], self._means)
                value = jnp.where(held, constant.astype(value.dtype), value).reshape(shape)
        key = (layer, name, step)
        if key in self.probes:
            value = value + self.probes[key]
        self.values[key] = value
        return value

    def looked(self, weights: Any, axis: int) -> None:
        """Numbers that add up to 1 along an axis: an attention's where these are the steps of a layer."""
        done = {loop.name: loop.steps for loop in self.calls.every}
        if not isinstance(weights, jax.core.Tracer) and weights.shape[axis] in done.values():
            self.looks.append(Look(weights, axis % weights.ndim, done))

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

    def require_numbers(self, name: str) -> None:
        """To be called where a cell is: leaves what compiles it, which then runs step by step."""
        require_numbers()
        if self._begun.is_valid():
            return
        if not self._eager:
            raise _Transformed
        raise GatescopeError(
            f"trace: {name!r} is called inside of jax.vmap, jax.checkpoint or the like, where its steps have "
            "no numbers; call it outside, on the whole batch, or trace a model that does"
        )

    def __call__(self, x: Any) -> tuple[Any, Any]:
        self._begun = TraceState()  # type: ignore[no-untyped-call]
        try:
            return self._once(x)
        except _Transformed:
            # Inside of jit, cond and the like: without them the same code has numbers.
            self._eager = True
            return self._once(x)

    def _once(self, x: Any) -> tuple[Any, Any]:
        self.clear()
        source = self.source
        # Made anew in each pass, so that random streams may move on inside a derivative too.
        model = nnx.merge(*nnx.split(source.model), copy=True)
        self.names = {
            id(module): ".".join(str(part) for part in path) or "rnn"
            for path, module in nnx.iter_modules(model)
        }
        self._cells = {
            _weight(module): module for _, module in nnx.iter_modules(model) if kind_of_cell(module)
        }
        named = NamedLoops(
            self.calls,
            model,
            self.names,
            visit=self.visit,
            nothing=lambda batch: jnp.zeros((batch, 1, 0)),
            stack=jnp.stack,
        )

        def write(channel: Channel, value: Any) -> Any:
            self.require_numbers(channel.name)
            return named.write(channel, value)

        with jax.disable_jit(self._eager), _seen(self), writing(write):
            if source.forward is not None:
                output = source.forward(model, x)
            elif isinstance(x, dict):
                output = model(**x)
            elif isinstance(x, tuple):
                output = model(*x)
            else:
                output = model(x)
        # A softmax that is the answer is a probability, over as many classes as there are steps.
        answer = first_of(output) if self.looks else None
        self.looks = [each for each in self.looks if each.weights is not answer]
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
    """Puts the loops in place of calls of layers and cells, for what this thread calls."""
    thread = threading.get_ident()

    def here(stand_in: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def around(original: Callable[..., Any]) -> Callable[..., Any]:
            def seen(self: Any, *args: Any, **options: Any) -> Any:
                if threading.get_ident() != thread:
                    return original(self, *args, **options)
                return stand_in(original, self, *args, **options)

            return seen

        return around

    def layer(original: Any, rnn: Any, inputs: Any, **options: Any) -> Any:
        if kind_of_cell(rnn.cell) is None and not _of_units(rnn, inputs, options):
            return original(rnn, inputs, **options)
        run.require_numbers(run.name_of(rnn))
        return _loop(run, rnn, inputs, **options)

    def cell(original: Any, of: Any, carry: Any, inputs: Any, *args: Any, **options: Any) -> Any:
        if kind_of_cell(of) is None:
            return original(of, carry, inputs, *args, **options)
        own = run.own(of)
        run.require_numbers(run.names.get(id(own), "cell"))
        if inputs.ndim != 2:
            return original(of, carry, inputs, *args, **options)
        return _called(run, own, of, carry, inputs)

    def looked_up(original: Any, embed: Any, inputs: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(inputs, jax.core.Tracer):
            require_ids(
                np.asarray(inputs),
                int(embed.num_embeddings),
                run.names.get(id(embed), "embed"),
                sequence=run.source.number,
            )
        return original(embed, inputs, *args, **options)

    stand_ins: list[tuple[Any, Callable[..., Any]]] = [
        (nnx.RNN, layer),
        (nnx.Embed, looked_up),
        *((each, cell) for each in _CELLS),
    ]
    with _lock:
        before = [(each, each.__call__) for each, _ in stand_ins]
        for each, stand_in in stand_ins:
            setattr(each, "__call__", here(stand_in)(each.__call__))  # noqa: B010
        try:
            with scans_of_cells(), attentions_told(run.looked):
                yield
        finally:
            for each, original in before:
                setattr(each, "__call__", original)  # noqa: B010


def kind_of_cell(cell: Any) -> str | None:
    found = next((kind for type_, kind in _CELLS.items() if isinstance(cell, type_)), None)
    return None if getattr(cell, "residual", False) else found


def _weight(cell: Any) -> int:
    """What tells the weights of a cell, however often its module is made anew."""
    first = cell.ii if isinstance(cell, nnx.LSTMCell) else cell.dense_i
    return id(first.kernel[...])


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
    carry = options.get("initial_carry")
    if carry is None:
        carry = rnn.cell.initialize_carry(x[:, 0].shape, rnn.rngs)
    found = run.calls.begin(
        run.name_of(rnn), rnn.cell, states_of(carry), steps, backward=bool(reverse)
    )
    first = found.steps
    found.took(first, x, None if length == steps else jnp.arange(steps)[None] < length)
    carries, outputs = [], []
    with steps_bar(steps) as bar:
        for at in order:
            carry, y = _step(run, found, first + at, carry, x[:, at], rnn.cell)
            carries.append(carry)
            outputs.append(y)
            bar.advance()
    if reverse and option("keep_order"):
        back = [(steps - 1 - at + length) % steps for at in range(steps)]
        outputs = [outputs[at] for at in back]
    ended = carries[(length if lengths is not None else steps) - 1]
    found.last = states_of(ended)
    stacked = jnp.stack(outputs, axis=0 if time_major else 1)
    return (ended, stacked) if option("return_carry") else stacked


def _called(run: JaxPass, own: Any, cell: Any, carry: Any, x: Any) -> tuple[Any, Any]:
    """One call of a cell, which is `own` in the model, in a loop of the user's own."""
    loop = run.calls.begin(run.names.get(id(own), "cell"), own, states_of(carry), 1)
    step = loop.steps
    loop.took(step, x[:, None])
    carry, y = _step(run, loop, step, carry, x, cell)
    loop.last = states_of(carry)
    return carry, y


def states_of(carry: Any) -> list[Any]:
    """The states of a cell in the order in which it carries them."""
    return list(jax.tree.leaves(carry))


def _of_units(rnn: Any, inputs: Any, options: dict[str, Any]) -> bool:
    """Whether a layer of the user's own cell carries vectors, and not pictures."""
    carry = options.get("initial_carry")
    if inputs.ndim == 3 and carry is None:
        carry = rnn.cell.initialize_carry(inputs[:, 0].shape, nnx.Rngs(0))
    return inputs.ndim == 3 and all(part.ndim == 2 for part in jax.tree.leaves(carry))


def _step(run: JaxPass, loop: Loop, step: int, carry: Any, x: Any, cell: Any) -> tuple[Any, Any]:
    """What the cell computes, with every value seen on the way."""

    def see(name: str, value: Any, before: Any = None) -> Any:
        return run.visit(loop.name, name, step, value)

    kind = kind_of_cell(cell)
    if kind is None:

        def step_of_user() -> tuple[Any, list[Any]]:
            after, y = cell(carry, x)
            return y, states_of(after)

        y, states = own_step(loop, states_of(carry), see, step_of_user)
        return jax.tree.unflatten(jax.tree.structure(carry), states), y
    known = step_data(kind, 1)
    # flax carries c before h.
    states = states_of(carry)[::-1]
    if isinstance(cell, nnx.LSTMCell):
        products = {f"W_{of}": i(x) + h(states[0]) for of, i, h in layers_of(cell)}
    else:
        both = cell.dense_i(x), cell.dense_h(states[0])
        products = products_of(known, GATES[kind], *both, _split)
    functions = {"tanh": cell.activation_fn, "sigmoid": getattr(cell, "gate_fn", None)}
    after = take_step(known, states, products, functions, see)
    return jax.tree.unflatten(jax.tree.structure(carry), after[::-1]), after[0]


def _split(value: Any, count: int) -> Any:
    return jnp.split(value, count, axis=-1)


def layers_of(cell: Any) -> list[tuple[str, Any, Any]]:
    """Of a cell that keeps them apart: a gate, and its layers from the input and from the state."""
    return [
        (gate, getattr(cell, "if_" if gate == "f" else f"i{gate}"), getattr(cell, f"h{gate}"))
        for gate in GATES["lstm"]
    ]
