"""What one answer of a PyTorch model depends on: its derivative by the series that is shown."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from .arrays import Array
from .errors import GatescopeError
from .records import Clamp, Edit, RunRecord
from .series import answer_of, place_of
from .torch_capture import Capture
from .torch_input import edited_input, two_axes
from .torch_layer import numbers
from .torch_module import untouched
from .torch_source import (
    TorchSource,
    call_model,
    first_floating,
    mapped,
    own_rows,
    said_as_ours,
    tensors_of,
    unpacked,
)
from .torch_trace import holder, known_cells


def output_slope(
    source: TorchSource,
    *,
    clamps: Sequence[Clamp],
    edits: Sequence[Edit],
    base: RunRecord,
    line: int,
    step: int,
) -> Array:
    """`[T, I]`, of the line of the output that is drawn as number `line`, at a step."""
    x = edited_input(source, edits)
    first = first_floating(x)
    assert first is not None  # a run over tokens is refused before
    leaf = first.detach().clone().requires_grad_()
    given = mapped(x, lambda tensor: leaf if tensor is first else tensor)
    capture = Capture(
        source.root, clamps=holder(clamps, base), differentiable=True, known=known_cells(base)
    )
    with torch.enable_grad(), untouched(source.root, source.training, source.draws):
        with said_as_ours(source), capture.following():
            output = next(
                tensor
                for tensor in tensors_of(unpacked(call_model(source, given))[0])
                if tensor.is_floating_point()
            )
        output = answer_of(own_rows(source, output), base.once)
        place = place_of(numbers(output), base.steps, 0, line=line, step=step)
        if place is None:
            raise GatescopeError(
                f"output_gradient: the network gave no output {line} at step {step}"
            )
        found = (
            torch.autograd.grad(output[place], leaf, allow_unused=True)[0]
            if output.requires_grad
            else None
        )
    slope = torch.zeros_like(leaf) if found is None else found
    return numbers(two_axes(slope, source)[: base.steps])
