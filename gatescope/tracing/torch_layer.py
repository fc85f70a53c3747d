"""The record of one recurrent layer, from what was seen of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from .arrays import Array
from .errors import GatescopeError
from .records import LayerRecord
from .torch_steps import GATES, Weights
from .torch_tape import LayerTape


def numbers(tensor: Tensor) -> Array:
    """A numpy array, f64 as it is and everything narrower as f32."""
    kept = tensor.detach()
    if kept.dtype not in (torch.float64, torch.float32):
        kept = kept.float()
    kept = kept.cpu()
    try:
        return kept.numpy()
    except RuntimeError:  # PyTorch built without numpy, or against another one
        wide = np.float64 if kept.dtype == torch.float64 else np.float32
        return np.array(kept.tolist(), dtype=wide).reshape(tuple(kept.shape))


def outputs_of(tape: LayerTape, sequence: int) -> Array:
    """`[T, H]`: what the layer gives at each step of a sequence."""
    row, length = _place(tape, sequence)
    steps = tape.values[tape.form.output]
    picked = [steps[step] for step in _in_time(tape, length)]
    return _rows(picked, row)


def _rows(values: Sequence[Tensor], row: int) -> Array:
    """`[T, H]` of a sequence; of more axes behind the batch H is all of them."""
    picked = torch.stack([value[row] if value.dim() > 1 else value for value in values])
    return numbers(picked).reshape(len(picked), -1)


def _place(tape: LayerTape, sequence: int) -> tuple[int, int]:
    """The row of a sequence, and how many steps it has."""
    row = sequence if tape.order is None else int(tape.order[sequence])
    return row, tape.steps if tape.sizes is None else sum(size > row for size in tape.sizes)


def direction_of(tape: LayerTape) -> str:
    """In which direction the steps of the series that it reads are computed."""
    return "backward" if tape.turned == (tape.direction == "forward") else "forward"


def _in_time(tape: LayerTape, length: int) -> range:
    """The steps of a sequence as the tape counts them, in the order of the series that it reads."""
    return range(length)[:: -1 if tape.turned else 1]


def layer_record(tape: LayerTape, gradients: dict[int, Tensor], sequence: int) -> LayerRecord:
    row, length = _place(tape, sequence)
    weights = _by_gate(tape, {key: w for key, w in tape.weights.items() if w is not None})
    order = _in_time(tape, length)

    def rows(pick: Callable[[Tensor], Tensor], name: str) -> Array:
        steps = tape.values[name]
        return _rows([pick(steps[step]) for step in order], row)

    uneven = next((n for n, steps in tape.values.items() if len(steps) < length), None)
    if uneven is not None:
        raise GatescopeError(
            f"channel: {uneven!r} was given {len(tape.values[uneven])} times, other channels of "
            f"{tape.name!r} {length} times; call it once in every step"
        )
    channels = {name: rows(lambda value: value, name) for name in tape.form.channels}
    found = {
        name: rows(lambda value: gradients.get(id(value), torch.zeros_like(value)), name)
        for name in (tape.form.channels if gradients else ())
    }
    entered = [tape.inputs[step] for step in order] if tape.inputs else []
    inputs = _rows(entered, row) if entered else np.zeros((length, 0), np.float32)

    def states_of(parts: Weights) -> dict[str, Array]:
        return {
            name: numbers(part[row] if part.dim() > 1 else part).reshape(-1)
            for name, part in zip(tape.form.states, parts)
        }

    return LayerRecord(
        name=tape.name,
        form=tape.form,
        direction=direction_of(tape),
        inputs=inputs,
        channels=channels,
        gradients=found,
        initial=states_of(tape.initial),
        given={
            order[step]: states_of(parts) for step, parts in tape.given.items() if step < length
        },
        cut={order[step]: names for step, names in tape.cut.items() if gradients and step < length},
        weights=weights,
        direct=tuple(name for name in tape.form.channels if name in tape.direct),
        cell=tape.cell,
    )


def _by_gate(tape: LayerTape, weights: dict[str, Tensor]) -> dict[str, Array]:
    """PyTorch's stacked weights by the parameters of the equations."""
    letters = {"w_ih": "W", "w_hh": "U", "b_ih": "b", "b_hh": "b"}
    found: dict[str, Array] = {}
    gates = GATES.get(tape.form.kind, "")
    for key, weight in weights.items():
        if key == "w_hr":
            found["P"] = numbers(weight)
            continue
        second = "h" if key == "b_hh" else ""
        parts = weight.chunk(max(1, len(gates)), 0)
        for gate, part in zip(gates or [""], parts):
            below = f"{second}{gate}"
            found[f"{letters[key]}_{below}" if below else letters[key]] = numbers(part)
    return found
