"""Arrays with the batch first, alone or in lists, tuples and dicts, as Keras and flax take them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .arrays import Array, plain
from .errors import GatescopeError, kind_of
from .records import Edit


def with_first(x: Any, array: Any) -> Any:
    """x with another first array."""
    if isinstance(x, dict):
        key = next(iter(x))
        return {**x, key: with_first(x[key], array)}
    if isinstance(x, (list, tuple)):
        return type(x)([with_first(x[0], array), *x[1:]])
    return array


def together(cuts: Sequence[Any]) -> Any:
    """The sequences that `one_of_batch` took apart, as one batch; None of none."""
    first = cuts[0]
    if isinstance(first, dict):
        return {key: together([each[key] for each in cuts]) for key in first}
    if isinstance(first, (list, tuple)):
        return type(first)(together(parts) for parts in zip(*cuts))
    return None if first is None else np.concatenate([np.asarray(each) for each in cuts])


def one_of_batch(
    value: Any,
    sequence: int,
    name: str,
    *,
    plain: Callable[[Any], Array] = plain,
    pack: type[list[Any]] | type[tuple[Any, ...]] = tuple,
) -> Any:
    """One sequence of arrays, of several in a list (as `pack`) or of a dict; its batch axis is 1.

    Raises GatescopeError for what is no array, for numbers that are not finite and for a sequence
    that is not there.
    """

    def one(item: Any) -> Any:
        return one_of_batch(item, sequence, name, plain=plain, pack=pack)

    if isinstance(value, (dict, list, tuple)) and len(value) == 0:
        raise GatescopeError(f"trace: {name} must be an array with the batch first, got none")
    if isinstance(value, dict):
        return {key: one(item) for key, item in value.items()}
    several = isinstance(value, (list, tuple)) and len(value) > 0
    if several and hasattr(value[0], "shape") and not np.isscalar(value[0]):
        return pack(one(item) for item in value)
    try:
        array = plain(value) if hasattr(value, "shape") else np.asarray(value)
    except ValueError as error:  # lists of unequal lengths
        raise GatescopeError(
            f"trace: {name} must be an array with the batch first, got {kind_of(value)}: {error}"
        ) from error
    if array.dtype == object or array.ndim == 0:
        raise GatescopeError(
            f"trace: {name} must be an array with the batch first, got {kind_of(value)}"
        )
    if array.dtype.kind in "cSUmM":
        raise GatescopeError(f"trace: {name} must be real numbers, got {array.dtype}")
    if array.size == 0:
        raise GatescopeError(f"trace: {name} has nothing in it: its shape is {list(array.shape)}")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        place = [int(at) for at in np.argwhere(~np.isfinite(array))[0]]
        raise GatescopeError(
            f"trace: {name} must be finite numbers, got {array[tuple(place)]} at {place}"
        )
    if not 0 <= sequence < array.shape[0]:
        raise GatescopeError(
            f"trace: sequence must be from 0 to {array.shape[0] - 1}, got {sequence}"
        )
    return array[sequence : sequence + 1]


def arrays_of(value: Any) -> list[Array]:
    """All numpy arrays of nested lists, tuples and dicts."""
    if isinstance(value, dict):
        return [found for item in value.values() for found in arrays_of(item)]
    if isinstance(value, (list, tuple)):
        return [found for item in value for found in arrays_of(item)]
    return [value] if isinstance(value, np.ndarray) else []


def first_of(value: Any) -> Any:
    """The first array of nested lists, tuples and dicts."""
    if isinstance(value, dict):
        return first_of(next(iter(value.values())))
    return first_of(value[0]) if isinstance(value, (list, tuple)) else value


def output_of(output: Any, plain: Callable[[Any], Array] = plain) -> Array | None:
    """The first array of what a model gave; None where it gave none."""
    try:
        first = first_of(output)
    except (IndexError, StopIteration):
        return None
    return plain(first) if hasattr(first, "shape") or isinstance(first, (int, float)) else None


def edited(x: Any, edits: Sequence[Edit]) -> Any:
    """x with numbers of its first array replaced; x itself is left as it is."""
    if not edits:
        return x
    array = np.array(first_of(x), copy=True)
    view = array[0][:, None] if array.ndim == 2 else array[0]
    for edit in edits:
        if not np.isfinite(edit.value):
            raise GatescopeError(f"edit: value must be a finite number, got {edit.value}")
        if not (0 <= edit.step < view.shape[0] and 0 <= edit.feature < view.shape[1]):
            raise GatescopeError(
                f"edit: steps must be from 0 to {view.shape[0] - 1} and feature from 0 to "
                f"{view.shape[1] - 1}, got {edit.step} and {edit.feature}"
            )
        view[edit.step, edit.feature] = edit.value
    if isinstance(x, (list, tuple)):
        return type(x)([array, *x[1:]])
    return {**x, next(iter(x)): array} if isinstance(x, dict) else array
