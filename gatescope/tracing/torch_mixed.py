"""Whether the sequences of a PyTorch batch change one another: alone, each would be another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from .arrays import Array
from .errors import GatescopeError
from .series import ROUNDING
from .torch_capture import Capture
from .torch_layer import numbers
from .torch_module import untouched
from .torch_source import (
    TorchSource,
    call_model,
    mapped,
    said_as_ours,
    tensors_of,
    unpacked,
)


def axis_of_batch(value: Tensor, axes: Sequence[int], batch: int) -> int | None:
    """Along which of some axes the sequences stand."""
    return next((at for at in axes if value.dim() > at and value.shape[at] == batch), None)


def mixes(source: TorchSource, axes: Sequence[int]) -> bool:
    """Whether a sequence beside another one differs from itself beside itself.

    Both runs are as large as each other, and draw alike.
    """
    row, batch = source.sequence, source.batch

    def only(rows: Sequence[int]) -> TorchSource:
        def cut(value: Tensor) -> Tensor:
            axis = axis_of_batch(value, axes, batch)
            picked = torch.tensor(rows, device=value.device)
            return value if axis is None else value.index_select(axis, picked)

        return replace(source, x=mapped(source.x, cut))

    alone = tensors_of(only([row]).x)
    others = (at for at in range(batch) if at != row)
    other = next((at for at in others if not _equal(alone, tensors_of(only([at]).x))), None)
    if other is None:
        return False
    # In the order of the batch, which may have to be sorted by length.
    pair = sorted((row, other))
    place = pair.index(row)
    try:
        beside, itself = _seen(only(pair), place), _seen(only([row, row]), place)
    except GatescopeError:  # a model that takes no two of them
        return False
    if beside[1] != itself[1] or beside[0].keys() != itself[0].keys():
        return False
    return any(
        all(_apart(one, same) for one, same in zip(values, itself[0][key]))
        for key, values in beside[0].items()
    )


def _seen(source: TorchSource, row: int) -> tuple[dict[str, list[Array]], bytes]:
    """All channels and outputs of a sequence, and how far the random numbers were drawn.

    An output that has two of each, as of two layers, has its sequences along one of the axes.
    """
    capture = Capture(source.root, differentiable=False)
    with untouched(source.root, source.training, source.draws):
        with said_as_ours(source), capture.following():
            output, _ = unpacked(call_model(source, source.x))
        drawn = torch.get_rng_state().numpy().tobytes()
    found = {}
    for tape in capture.layers:
        place = row if tape.order is None else int(tape.order[row])
        for name, steps in tape.values.items():
            # Where samples go on from each sequence, or one is over, rows are others. A layer that runs
            # backward was at its last step first.
            both = [v[place] for _, v in sorted(steps.items()) if v.shape[:1] == (2,)]
            if both:
                found[f"{tape.name}/{name}"] = [numbers(torch.stack(both))]
    for at, tensor in enumerate(tensors_of(output)):
        axes = [axis for axis in range(min(2, tensor.dim())) if tensor.shape[axis] == 2]
        if tensor.is_floating_point() and axes:
            found[f"output {at}"] = [numbers(tensor.select(axis, row)) for axis in axes]
    return found, drawn


def _equal(some: Sequence[Tensor], others: Sequence[Tensor]) -> bool:
    return all(torch.equal(one, other) for one, other in zip(some, others))


def _apart(values: Array, others: Array) -> bool:
    """Over the steps that both have: beside a shorter sequence there are fewer of both."""
    values, others = np.atleast_1d(values), np.atleast_1d(others)
    both = min(len(values), len(others))
    values, others = values[:both], others[:both]
    if values.shape != others.shape:
        return False
    most = float(np.abs(others).max(initial=0))
    return bool((np.abs(values - others) > ROUNDING * most).any())
