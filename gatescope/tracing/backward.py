"""What comes back inside a layer from dL/d of its gates: to its weights, and to x_t."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .arrays import Array
from .expressions import Expression, parts_of, text_of
from .record_values import NotKnown, RecordValues
from .records import Clamp, LayerRecord


def input_gradient(record: LayerRecord, clamps: Sequence[Clamp] = ()) -> Array | None:
    """dL/dx_t `[T, I]` as it comes back through this layer: `Σ W_fᵀ δ_t` over all that reads x_t.

    None where that is not known: without a loss, and for cells and activations of one's own.
    """
    if record.input_gradient is not None:
        return record.input_gradient
    back = record.form.back
    try:
        return None if back is None else np.asarray(RecordValues(record, clamps).of(back["x"]))
    except NotKnown:
        return None


def gradients_by_parameter(record: LayerRecord, clamps: Sequence[Clamp] = ()) -> dict[str, Array]:
    """dL/d of each weight, of this sequence alone, from dL/d of each gate.

    `dL/dW_f = Σ_t δ_t x_tᵀ` with δ, dL/d of W_f x. Empty for cells and activations of which that is not
    known, and of a run that came from a file, which may have dL/d of its states alone.
    """
    if record.form.back is None:
        return {}
    values, found = RecordValues(record, clamps), {}
    by_part = {text: tree for of, tree in record.form.adjoints for text in of}
    try:
        for parameter, part, left in _uses(record):
            delta = values.of(by_part[part])
            found[parameter] = delta.sum(axis=0) if left is None else delta.T @ values.of(left)
    except NotKnown:
        return {}
    return found


def _uses(record: LayerRecord) -> Iterator[tuple[str, str, Expression | None]]:
    """`("W_f", "W_f x", x)` for each weight of the equations; a bias multiplies nothing."""
    for _, tree in record.form.equations:
        for part in parts_of(tree):
            if part.get("name") == "matmul":
                matrix, left = part["args"]
                yield text_of(matrix), text_of(part), left
            elif text_of(part) in record.weights and record.weights[text_of(part)].ndim == 1:
                yield text_of(part), text_of(part), None
