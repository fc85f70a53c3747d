"""Keras's recurrent layers as loops over steps, each gate and state handed out on the way.

Written in `keras.ops`, so the same loop runs on PyTorch, TensorFlow and JAX. It takes the place of
`inner_loop` on the layers of a copy of the model while it is traced; `keras_cells` takes that of `call`
on cells that other code calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
from keras import ops

from .arrays import plain
from .cells import CellForm, known_form
from .errors import NothingToSee
from .loops import Loop
from .progress import steps_bar

#: Sees a channel of the layer of that name at a step and returns what the step goes on with.
Visit = Callable[[str, str, int, Any], Any]
#: Is told a layer, its input, its mask and its initial states; gives the loop that this call is of, and
#: the step that it begins with.
Begin = Callable[[Any, Any, Any, list[Any]], tuple[Loop, int]]

_NAMES = {"hard_sigmoid": "hardSigmoid"}


_KINDS = (("lstm", "LSTMCell"), ("gru", "GRUCell"), ("rnn", "SimpleRNNCell"))


def kind_of_cell(cell: Any) -> str | None:
    """`lstm`, `gru` or `rnn` of one of Keras's own cells."""
    return next(
        (kind for kind, name in _KINDS if isinstance(cell, getattr(keras.layers, name))), None
    )


def kind_of_layer(layer: Any) -> str | None:
    """The same of a recurrent layer of such a cell."""
    # A model of the user's own may have a cell, too, which it calls itself.
    return kind_of_cell(layer.cell) if isinstance(layer, keras.layers.RNN) else None


def form_of(loop: Loop) -> CellForm:
    """What the step computes, as Keras does; of a cell of the user's own only the names are known."""
    cell, kind = loop.cell, kind_of_cell(loop.cell)
    if kind is None:
        return loop.own_form
    reset_after = bool(getattr(cell, "reset_after", True))
    pairs = 2 if hasattr(cell, "reset_after") and reset_after else 1
    return known_form(
        kind,
        pairs if cell.use_bias else 0,
        reset_after=reset_after,
        activation=_activation(cell.activation),
        gate_activation=_activation(getattr(cell, "recurrent_activation", ops.sigmoid)),
    )


def _activation(function: Any) -> str:
    name = getattr(function, "__name__", "activation")
    return _NAMES.get(name, name)


def weights_of(cell: Any) -> dict[str, Any]:
    """Keras's stacked weights under the letters of the equations, as numpy `[H, I]`."""
    kind = kind_of_cell(cell)
    if kind is None:
        return {}
    gates = {"lstm": "ifgo", "gru": "zrn", "rnn": ""}[kind]
    units = cell.units
    kernel = plain(ops.convert_to_numpy(cell.kernel)).T
    recurrent = plain(ops.convert_to_numpy(cell.recurrent_kernel)).T
    bias = plain(ops.convert_to_numpy(cell.bias)) if cell.use_bias else None
    found: dict[str, Any] = {}
    for at, gate in enumerate(gates or [""]):
        rows = slice(at * units, (at + 1) * units)
        below = f"_{gate}" if gate else ""
        found[f"W{below}"], found[f"U{below}"] = kernel[rows], recurrent[rows]
        if bias is not None:
            if bias.ndim == 2:
                found[f"b{below}"] = bias[0, rows]
                found[f"b_h{gate}"] = bias[1, rows]
            else:
                found[f"b{below}"] = bias[rows]
    return found


def inner_loop(layer: Any, visit: Visit, begin: Begin) -> Callable[..., Any]:
    """What stands for `layer.inner_loop` while it is traced."""
    step = STEPS[kind_of_layer(layer) or ""]

    def loop(sequences: Any, initial_state: Any, mask: Any = None, training: bool = False) -> Any:
        cell = layer.cell
        refuse_dropout(cell, layer.name, training)
        if isinstance(mask, (list, tuple)):
            mask = mask[0]
        states = (
            list(initial_state) if isinstance(initial_state, (list, tuple)) else [initial_state]
        )
        if layer.stateful:
            # Keras moves its variables on in place, under what is remembered of them.
            states = [ops.copy(state) for state in states]
        seen, first = begin(layer, sequences, mask, states)
        steps = int(sequences.shape[1])
        order = list(range(steps))[:: -1 if layer.go_backwards else 1]
        outputs: list[Any] = []
        previous = ops.zeros_like(states[0])
        keep = None if mask is None else ops.cast(mask, "bool")
        with steps_bar(steps) as bar:
            for at in order:
                here = None if keep is None else ops.expand_dims(keep[:, at], -1)

                def see(
                    channel: str, value: Any, at: int = at, here: Any = here, before: Any = states
                ) -> Any:
                    carried = {"h": 0, "c": 1}.get(channel)
                    if here is not None and carried is not None:
                        value = ops.where(here, value, before[carried])
                    return visit(seen.name, channel, first + at, value)

                after = step(cell, sequences[:, at], states, see)
                output = after[0] if here is None else ops.where(here, after[0], previous)
                states = after
                previous = output
                shown = output
                if here is not None and layer.zero_output_for_mask:
                    shown = ops.where(here, output, ops.zeros_like(output))
                outputs.append(shown)
                bar.advance()
        seen.last = states
        return outputs[-1], ops.stack(outputs, axis=1), states

    return loop


def refuse_dropout(cell: Any, name: str, training: Any) -> None:
    """Raises NothingToSee where a cell would drop inputs, of which a trace would see others."""
    if training and (getattr(cell, "dropout", None) or getattr(cell, "recurrent_dropout", None)):
        raise NothingToSee(
            f"trace: {name!r} drops inputs inside its cell, which cannot be traced with "
            "training=True; trace it with training=False"
        )


def _lstm_step(cell: Any, x: Any, states: list[Any], see: Callable[[str, Any], Any]) -> list[Any]:
    h, c = states[:2]
    total = ops.matmul(x, cell.kernel) + ops.matmul(h, cell.recurrent_kernel)
    if cell.use_bias:
        total = total + cell.bias
    i, f, g, o = ops.split(total, 4, axis=-1)
    f = see("f", cell.recurrent_activation(f))
    i = see("i", cell.recurrent_activation(i))
    g = see("g", cell.activation(g))
    o = see("o", cell.recurrent_activation(o))
    c = see("c", f * c + i * g)
    return [see("h", o * cell.activation(c)), c]


def _gru_step(cell: Any, x: Any, states: list[Any], see: Callable[[str, Any], Any]) -> list[Any]:
    h = states[0]
    units = cell.units
    from_input = ops.matmul(x, cell.kernel)
    second = None
    if cell.use_bias:
        bias = ops.convert_to_tensor(cell.bias)
        from_input = from_input + (bias[0] if cell.reset_after else bias)
        second = bias[1] if cell.reset_after else None
    kernel = ops.convert_to_tensor(cell.recurrent_kernel)
    x_z, x_r, x_n = ops.split(from_input, 3, axis=-1)
    gates = ops.matmul(h, kernel[:, : 2 * units])
    if second is not None:
        gates = gates + second[: 2 * units]
    h_z, h_r = ops.split(gates, 2, axis=-1)
    z = see("z", cell.recurrent_activation(x_z + h_z))
    r = see("r", cell.recurrent_activation(x_r + h_r))
    if cell.reset_after:
        inner = ops.matmul(h, kernel[:, 2 * units :])
        inner = r * (inner if second is None else inner + second[2 * units :])
    else:
        inner = ops.matmul(r * h, kernel[:, 2 * units :])
    n = see("n", cell.activation(x_n + inner))
    return [see("h", z * h + (1 - z) * n)]


def _rnn_step(cell: Any, x: Any, states: list[Any], see: Callable[[str, Any], Any]) -> list[Any]:
    total = ops.matmul(x, cell.kernel) + ops.matmul(states[0], cell.recurrent_kernel)
    if cell.use_bias:
        total = total + cell.bias
    return [see("h", cell.activation(total))]


STEPS: dict[str, Callable[..., list[Any]]] = {
    "lstm": _lstm_step,
    "gru": _gru_step,
    "rnn": _rnn_step,
}
