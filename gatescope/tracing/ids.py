"""Ids that are looked up in an embedding: each must have a row there.

What frameworks do with an id that has none differs from one to the next, and several say nothing: flax
answers NaN, Keras counts negative ids from the end and cuts fractions off.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .arrays import Array
from .errors import GatescopeError


def require_ids(
    ids: Array, size: int, name: str, *, given: Sequence[Array] = (), sequence: int = 0
) -> None:
    """Raises GatescopeError where an id has no row among the `size` of the embedding `name`.

    `given` are the arrays of x: ids may come from one of them with its fractions cut off already.
    `sequence` is which of its batch the ids are of, where they are of one alone.
    """
    values = next((array for array in given if _gives(array, ids)), ids)
    if values.dtype.kind not in "iuf":
        return
    wrong = (values < 0) | (values >= size)
    if values.dtype.kind == "f":
        wrong |= values != np.floor(values)
    if not wrong.any():
        return
    place = [int(at) for at in np.argwhere(wrong)[0]]
    came = values[tuple(place)]
    if place and values.shape[0] == 1:
        place[0] = sequence
    raise GatescopeError(
        f"trace: x must hold whole numbers from 0 to {size - 1}, the ids of the embedding {name!r} "
        f"of size {size}; got {came} at {place}"
    )


def _gives(array: Array, ids: Array) -> bool:
    return (
        array.size == ids.size
        and array.dtype.kind in "iuf"
        and bool((array.reshape(ids.shape).astype(ids.dtype) == ids).all())
    )
