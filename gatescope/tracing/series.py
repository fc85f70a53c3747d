"""What is drawn above the gates: the input, the outputs and the targets, from plain numpy arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .arrays import Array
from .errors import GatescopeError
from .records import Line

#: Outputs beyond these are not drawn as lines of their own.
MOST_OUTPUTS = 12
#: Sequences of a batch whose runs are kept while the reader goes from one to the other.
MOST_SEQUENCES = 4

#: By how much, of its largest number, a sequence may differ beside others: a kernel rounds otherwise.
ROUNDING = 1e-4


def left_out(lengths: Sequence[tuple[str, int]]) -> str:
    """What to say of layers `(name, steps)` that run over other steps than those that are shown."""
    left = ", ".join(f"{name} ({steps} step{'' if steps == 1 else 's'})" for name, steps in lengths)
    return f"Layers over other steps are left out: {left}; name them with layers=[…]."


def batch_size(x: Any) -> int:
    """How many sequences stand in x: an array with the batch first, or several in a list or dict."""
    if isinstance(x, dict):
        return batch_size(next(iter(x.values())))
    if isinstance(x, (list, tuple)) and len(x) > 0 and hasattr(x[0], "shape"):
        return batch_size(x[0])
    return int(x.shape[0]) if hasattr(x, "shape") else len(x)


def lines_of(
    values: Array | None,
    steps: int,
    row: int,
    name: str,
    *,
    beside: Array | None = None,
    mask: Array | None = None,
) -> list[Line]:
    """Lines over the steps; the only value of a network that answers once stands at the last step.

    Where steps are padding, `mask` is 0 at each: the last step is then the last that is none.

    `values` is `[B, T, K]`, `[T, B, K]`, `[B, 1, K]`, `[B, K]`, `[T, K]`, `[K]` or one number; `row` is the sequence.
    Where there are too many, targets are those of the outputs that they stand `beside`.
    """
    columns = _columns_of(values, steps, row, mask)
    if columns is None:
        return []
    outputs = _columns_of(beside, steps, row, mask)
    same = outputs is not None and outputs.shape == columns.shape
    return [
        Line(name if columns.shape[1] == 1 else f"{name} {index}", columns[:, index])
        for index in _strongest(outputs if outputs is not None and same else columns)
    ]


def count_beyond(values: Array | None, steps: int, row: int) -> int | None:
    """How many outputs there are where `lines_of` leaves some out; else None."""
    columns = _columns_of(values, steps, row)
    count = 0 if columns is None else columns.shape[1]
    return count if count > MOST_OUTPUTS else None


def _strongest(columns: Array) -> list[int]:
    """All columns; of many those that are the largest at most steps, then those that rise highest."""
    count = columns.shape[1]
    if count <= MOST_OUTPUTS:
        return list(range(count))
    known = np.nan_to_num(columns, nan=-np.inf)
    answered = known[~np.isnan(columns).all(axis=1)]
    leads = np.bincount(answered.argmax(axis=1), minlength=count)
    best = sorted(range(count), key=lambda index: (-leads[index], -known[:, index].max()))
    return sorted(best[:MOST_OUTPUTS])


def _columns_of(
    values: Array | None, steps: int, row: int, mask: Array | None = None
) -> Array | None:
    """`[T, K]` of one sequence; None where they are no lines over these steps."""
    if values is None or values.ndim > 3 or values.size == 0:
        return None
    if values.ndim == 3:
        if values.shape[1] == steps and values.shape[0] > row:
            values = values[row]
        elif values.shape[0] == steps and values.shape[1] > row:
            values = values[:, row]
        elif values.shape[1] == 1 and values.shape[0] > row:
            values = at_end(values[row, 0], steps, mask)
        else:
            return None
    elif values.ndim == 2 and values.shape == (1, steps) and steps > 1:
        values = values[0][:, None]
    elif values.ndim == 2 and values.shape[0] != steps:
        values = at_end(values[min(row, values.shape[0] - 1)], steps, mask)
    elif values.ndim == 1:
        values = (
            values[:, None]
            if len(values) == steps > 1
            else at_end(values[: max(1, row + 1)][-1:], steps, mask)
        )
    elif values.ndim == 0:
        values = at_end(values[None], steps, mask)
    return values if values.shape[0] == steps else None


def place_of(
    output: Array, steps: int, row: int, *, line: int, step: int, mask: Array | None = None
) -> tuple[int, ...] | None:
    """Where in a network's output the value of a line of `lines_of` (of the same mask) at a step stands.

    None where there is no such line or no value at that step.
    """
    columns = _columns_of(output, steps, row, mask)
    if columns is None or not (0 <= step < steps):
        return None
    lines = _strongest(columns)
    if not 0 <= line < len(lines) or np.isnan(columns[step, lines[line]]):
        return None
    unit, shape = lines[line], output.shape
    if output.ndim == 3:
        if shape[1] == steps and shape[0] > row:
            return row, step, unit
        return (step, row, unit) if shape[0] == steps else (row, 0, unit)
    if output.ndim == 2:
        if shape == (1, steps) and steps > 1:
            return 0, step
        return (step if shape[0] == steps else min(row, shape[0] - 1)), unit
    if output.ndim == 1:
        return (step if len(output) == steps > 1 else min(row, len(output) - 1),)
    return ()


def axis_of_steps(shape: Sequence[int], steps: int, row: int) -> int | None:
    """Along which axis of an output its answers stand, one a step; None of one that answers once."""
    if steps < 2:
        return None
    if len(shape) == 3:
        if shape[1] == steps and shape[0] > row:
            return 1
        return 0 if shape[0] == steps and shape[1] > row else None
    if len(shape) == 2:
        if tuple(shape) == (1, steps):
            return 1
        return 0 if shape[0] == steps else None
    return 0 if len(shape) == 1 and shape[0] == steps else None


def only_at(step: int, shape: Sequence[int], axis: int) -> Array:
    """A mask of the shape's rank that is true at one step."""
    mask = np.zeros([size if at == axis else 1 for at, size in enumerate(shape)], bool)
    mask[tuple(step if at == axis else 0 for at in range(len(shape)))] = True
    return mask


def answers_felt(gradient: Array | None, steps: int, row: int) -> tuple[int, ...]:
    """The steps whose answers a loss reads, from its derivative by the output; none where it is one."""
    found = None if gradient is None else steps_felt(gradient, steps, row)
    return found if found is not None and len(found) > 1 else ()


def steps_felt(gradient: Array, steps: int, row: int) -> tuple[int, ...] | None:
    """The steps at which a derivative by an output is not 0; None of an output without steps."""
    if (axis := axis_of_steps(gradient.shape, steps, row)) is None:
        return None
    if gradient.ndim == 3:
        gradient = gradient.take(row, axis=1 - axis)
        axis = 0
    felt = np.moveaxis(gradient, axis, 0).reshape(steps, -1)
    return tuple(int(step) for step in np.flatnonzero(np.any(felt != 0, axis=1)))


def answer_of(values: Any, once: bool) -> Any:
    """An output `[B, K]` that is one answer of K numbers as `[B, 1, K]`, which no other is taken for."""
    return values[:, None] if once and values is not None and values.ndim == 2 else values


def at_end(values: Array, steps: int, mask: Array | None = None) -> Array:
    """`[T, K]` with NaN but at the last step that is no padding."""
    whole = np.full((steps, len(values)), np.nan, np.float32)
    whole[last_step(steps, mask)] = values
    return whole


def last_step(steps: int, mask: Array | None) -> int:
    """The last step that is no padding; of padding alone, the last of all."""
    real = [] if mask is None else np.flatnonzero(mask).tolist()
    return int(real[-1]) if real else steps - 1


def feature_names(
    given: Sequence[str] | None, count: int, *, layer: str | None = None, tokens: bool = False
) -> list[str]:
    """The user's names, or x0, x1, …; of what enters a layer where x itself is not shown.

    Raises GatescopeError where the names given are not as many as the features.
    """
    if given is not None and layer is None:
        if len(given) != count:
            raise GatescopeError(
                f"trace: names has {len(given)} names, but x has {count} feature{'' if count == 1 else 's'}"
            )
        return list(given)
    if tokens:
        return ["token"]
    if count == 1 and layer is None:
        return ["x"]
    stem = "x" if layer is None else f"into {layer} "
    return [f"{stem}{index}" for index in range(count)]
