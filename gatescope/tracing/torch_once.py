"""Whether a PyTorch model that gives as many numbers as its layers have steps gives one at each of them.

A forecast of 24 hours from 24 hours is `[1, 24]`, and so is a number for each of 24 steps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from .errors import GatescopeError
from .torch_capture import Capture
from .torch_layer import direction_of
from .torch_module import untouched
from .torch_source import (
    TorchSource,
    call_model,
    mapped,
    own_rows,
    said_as_ours,
    tensors_of,
    unpacked,
)
from .torch_tape import LayerTape


def answers_once(source: TorchSource, x: Any, output: Any, tapes: Sequence[LayerTape]) -> bool:
    """Whether the numbers of an output stay as many when the sequence is a step shorter.

    Of a model that takes no other length: whether what it reads last changes the first of them.
    """
    steps = tapes[0].steps
    before = _first(source, output)
    if before is None or tuple(before.shape) != (1, steps) or steps < 2:
        return False

    def at_last(change: Callable[[Tensor, int], Tensor]) -> tuple[Tensor | None, int]:
        """The output, and the steps of the layer, where the time axis of x was changed."""

        def changed(value: Tensor) -> Tensor:
            # [1, T] and [T, 1] as [B, T, I] and [T, B, I].
            axes = (1, 0) if value.dim() > 1 and value.shape[0] != steps else (0, 1)
            axis = next((at for at in axes if value.dim() > at and value.shape[at] == steps), None)
            return value if axis is None else change(value, axis)

        other = replace(source, x=mapped(x, changed))
        capture = Capture(source.root, differentiable=False)
        around = untouched(source.root, source.training, source.draws)
        with around, said_as_ours(other), capture.following():
            answer, _ = unpacked(call_model(other, other.x))
        ran = next((tape.steps for tape in capture.layers if tape.name == tapes[0].name), steps)
        return _first(source, answer), ran

    try:
        shorter, ran = at_last(lambda value, axis: value.narrow(axis, 0, steps - 1))
    except GatescopeError:
        shorter, ran = None, steps
    if shorter is not None:
        return ran != steps and tuple(shorter.shape) == (1, steps)
    if any(direction_of(tape) == "backward" for tape in tapes):
        return False
    try:
        other, _ = at_last(_other_end)
    except GatescopeError:
        return False
    return other is not None and not bool(torch.equal(other[0, 0], before[0, 0]))


def _other_end(value: Tensor, axis: int) -> Tensor:
    if not value.is_floating_point():
        return value
    return torch.cat(
        [value.narrow(axis, 0, value.shape[axis] - 1), value.select(axis, -1).unsqueeze(axis) + 1],
        axis,
    )


def _first(source: TorchSource, output: Any) -> Tensor | None:
    first = next((each for each in tensors_of(output) if each.is_floating_point()), None)
    return None if first is None else own_rows(source, first.detach())
