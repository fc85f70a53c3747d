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
from .step_values import products_of, take_step
from .steps import step_data

#: Sees a channel of the layer of that name at a step and returns what the step goes on with.
Visit = Callable[[str, str, int, Any], Any]
#: Takes an input, the states and what sees a channel; gives the states after.
Step = Callable[[Any, list[Any], Callable[[str, Any], Any]], list[Any]]
#: Is told a layer, its input, its mask and its initial states; gives the loop that this call is of, and
#: the step that it begins with.
Begin = Callable[[Any, Any, Any, list[Any]], tuple[Loop, int]]

_NAMES = {"hard_sigmoid": "hardSigmoid"}


#: In which order Keras keeps the weights of the gates side by side.
_GATES = {"lstm": "ifgo", "gru": "zrn", "rnn": ""}
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
    return known_form(
        **_told(cell),
        activation=_activation(cell.activation),
        gate_activation=_activation(getattr(cell, "recurrent_activation", ops.sigmoid)),
    )


def _told(cell: Any) -> dict[str, Any]:
    """Which form of a known cell it is."""
    reset_after = getattr(cell, "reset_after", None)
    biases = 0 if not cell.use_bias else 2 if reset_after else 1
    return {"kind": kind_of_cell(cell), "biases": biases, "reset_after": reset_after is not False}


def _activation(function: Any) -> str:
    name = getattr(function, "__name__", "activation")
    return _NAMES.get(name, name)


def weights_of(cell: Any) -> dict[str, Any]:
    """Keras's stacked weights by the parameters of the equations, as numpy `[H, I]`."""
    kind = kind_of_cell(cell)
    if kind is None:
        return {}
    gates = _GATES[kind]
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
    step = step_of(layer.cell)

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

                after = step(sequences[:, at], states, see)
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


def step_of(cell: Any) -> Step:
    """What one of Keras's own cells computes, each channel seen."""
    told = _told(cell)
    step, gates = step_data(**told), _GATES[told["kind"]]
    functions = {"tanh": cell.activation, "sigmoid": getattr(cell, "recurrent_activation", None)}

    def take(x: Any, states: list[Any], see: Callable[[str, Any], Any]) -> list[Any]:
        from_input, from_state = ops.matmul(x, cell.kernel), None
        kernel, bias, second = cell.recurrent_kernel, cell.bias if cell.use_bias else None, None
        if told["biases"] == 2:
            bias, second = ops.unstack(ops.convert_to_tensor(bias))
        if step.adds_states:
            from_input = from_input + ops.matmul(states[0], kernel)
        elif told["reset_after"]:
            from_state = ops.matmul(states[0], kernel)
            from_state = from_state if second is None else from_state + second
        if bias is not None:
            from_input = from_input + bias

        def multiply(parameter: str, value: Any) -> Any:
            first = gates.index(parameter[-1]) * cell.units
            part = ops.convert_to_tensor(kernel)[:, first : first + cell.units]
            return ops.matmul(value, part)

        products = products_of(step, gates, from_input, from_state, _split)
        return take_step(step, states, products, functions, see, multiply)

    return take


def _split(value: Any, count: int) -> Any:
    return ops.split(value, count, axis=-1)
