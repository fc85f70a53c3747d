"""The series that is shown above the gates and may be edited, found in the x of a PyTorch model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from .arrays import Array
from .errors import GatescopeError
from .records import Edit, LayerRecord
from .series import feature_names
from .torch_layer import numbers
from .torch_source import TorchSource, first_floating, mapped, own_rows, tensors_of


def _series_tensor(x: Any, steps: int) -> Tensor | None:
    """The tensor of x whose axis 0 or 1 is time; a padded one is longer than a packed sequence."""
    candidates = [
        (tensor, tensor.shape[axis])
        for tensor in tensors_of(x)
        if tensor.dim() <= 3 and tensor.numel() > 0
        for axis in ((1, 0) if tensor.dim() > 1 and tensor.shape[0] == 1 else (0, 1))
        if tensor.dim() > axis and tensor.shape[axis] >= steps
    ]
    exact = [tensor for tensor, length in candidates if length == steps]
    return exact[0] if exact else candidates[0][0] if candidates else None


def edited_input(source: TorchSource, edits: Sequence[Edit]) -> Any:
    if not edits:
        return source.x
    first = first_floating(source.x)
    if first is None or isinstance(source.x, PackedSequence):
        raise GatescopeError("edit: x holds no numbers that can be replaced")
    changed = first.detach().clone()
    for edit in edits:
        if not np.isfinite(edit.value):
            raise GatescopeError(f"edit: value must be a finite number, got {edit.value}")
        view = two_axes(changed, source)
        if not (0 <= edit.step < view.shape[0] and 0 <= edit.feature < view.shape[1]):
            raise GatescopeError(
                f"edit: steps must be from 0 to {view.shape[0] - 1} and feature from 0 to "
                f"{view.shape[1] - 1}, got {edit.step} and {edit.feature}"
            )
        view[edit.step, edit.feature] = edit.value
    return mapped(source.x, lambda tensor: changed if tensor is first else tensor)


def two_axes(tensor: Tensor, source: TorchSource) -> Tensor:
    """A `[T, I]` view of the sequence that is shown."""
    tensor = own_rows(source, tensor)
    if tensor.dim() == 3:
        return tensor[0] if tensor.shape[0] == 1 else tensor[:, 0]
    if tensor.dim() == 2 and tensor.shape[0] == 1 and tensor.shape[1] > 1:
        return tensor[0][:, None]
    return tensor if tensor.dim() == 2 else tensor[:, None]


def shown_input(
    source: TorchSource, x: Any, steps: int, layer: LayerRecord
) -> tuple[Array, list[str], bool]:
    if isinstance(x, PackedSequence):
        padded, _ = pad_packed_sequence(x, batch_first=True)
        values = numbers(padded[source.sequence, :steps])
        return values, _names(source, values.shape[1], layer), False
    tensor = _series_tensor(x, steps)
    if tensor is None:
        return layer.inputs, _names(source, layer.inputs.shape[1], layer), False
    shown = two_axes(tensor, source)[:steps]
    if shown.dim() != 2 or shown.shape[0] != steps:
        return layer.inputs, _names(source, layer.inputs.shape[1], layer), False
    first = first_floating(x)
    return (
        numbers(shown),
        _names(source, shown.shape[1], None, tokens=not tensor.is_floating_point()),
        tensor is first,
    )


def _names(
    source: TorchSource, count: int, layer: LayerRecord | None, *, tokens: bool = False
) -> list[str]:
    return feature_names(
        source.names, count, layer=None if layer is None else layer.name, tokens=tokens
    )
