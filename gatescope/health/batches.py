"""Batches of what a user gives, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import Any

import numpy as np

from gatescope.tracing.errors import GatescopeError, kind_of

#: Sequences that run at once where the data are one large array.
AT_ONCE = 64


def is_array(value: Any) -> bool:
    """Whether it is an array, a tensor or a packed batch itself."""
    return hasattr(value, "shape") or hasattr(value, "batch_sizes")


def is_batches(data: Any) -> bool:
    """Whether `data` are batches one after the other, and not one x."""
    if is_array(data) or isinstance(data, (dict, tuple, str, bytes)):
        return False
    if isinstance(data, list):
        first = data[0] if data else None
        batch = is_array(first) or isinstance(first, (tuple, dict, list))
        return batch and not _is_numbers(first)
    return isinstance(data, Iterable)


def _is_numbers(value: Any) -> bool:
    while isinstance(value, list) and value:
        value = value[0]
    return isinstance(value, (int, float))


def batches_of(
    data: Any, target: Any, *, has_loss: bool, most: int | None
) -> tuple[Iterator[tuple[Any, Any]], int | None]:
    """`(batches, how many)`, each `(x, target)`; None where nobody can know how many."""
    if data is None:
        raise GatescopeError("check: data must be an input, or batches of inputs, got None")
    if is_batches(data):
        if target is not None:
            raise GatescopeError(
                "check: target goes with one input; give batches as pairs of (x, target)"
            )
        count = len(data) if isinstance(data, Sized) else None
        count = most if count is None else count if most is None else min(count, most)
        return _pairs(data, most, has_loss), count
    if isinstance(data, (str, bytes)) or not (
        is_array(data) or isinstance(data, (dict, tuple, list))
    ):
        raise GatescopeError(
            f"check: data must be arrays, a dict, a tuple or batches of them, got {kind_of(data)}"
        )
    if isinstance(data, list):
        if not data:
            raise GatescopeError("check: data has no batch in it")
        try:
            data = np.asarray(data)
        except ValueError as error:  # lists of unequal lengths
            raise GatescopeError(
                "check: data must be an array, or a list of batches that each are one; got lists of unequal "
                f"lengths ({error})"
            ) from error
    if isinstance(data, tuple) and len(data) == 2 and has_loss and target is None:
        data, target = data
    parts = _parts(data, target)
    parts = parts if most is None else parts[:most]
    return iter(parts), len(parts)


def _pairs(data: Any, most: int | None, has_loss: bool) -> Iterator[tuple[Any, Any]]:
    for at, batch in enumerate(data):
        if most is not None and at >= most:
            return
        if isinstance(batch, (tuple, list)) and len(batch) == 2 and not _is_numbers(batch):
            yield batch[0], batch[1] if has_loss else None
        elif isinstance(batch, (tuple, list)) and len(batch) > 2:
            raise GatescopeError(
                f"check: batch {at} of data has {len(batch)} parts; give pairs of (x, target), with "
                "several inputs of a model as a tuple or a dict in the place of x"
            )
        elif isinstance(batch, (tuple, list)) and len(batch) == 1:
            yield batch[0], None
        else:
            yield batch, None


def _parts(x: Any, target: Any) -> list[tuple[Any, Any]]:
    """One array in parts of `AT_ONCE`; what is more than an array, or has time first, runs at once.

    Whether the first axis is that of the batch nobody knows of an x without a target that says so.
    """
    size = getattr(x, "shape", None)
    other = getattr(target, "shape", None)
    same = size and other and len(size) > 1 and len(other) > 0 and size[0] == other[0]
    if not same or size is None or size[0] <= AT_ONCE:
        return [(x, target)]
    return [(x[at : at + AT_ONCE], target[at : at + AT_ONCE]) for at in range(0, size[0], AT_ONCE)]
