"""Numbers as the trace format keeps them: base64 in a notebook, buffers over the comm."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

#: dtype of numpy → name in the trace format.
_NAMES = {"<f4": "f32", "<f8": "f64", "|u1": "u8"}
_DTYPES = {"f32": "<f4", "f64": "<f8", "u8": "|u1"}


class Numbers:
    """An array on its way into a bundle."""

    __slots__ = ("values",)

    def __init__(self, values: object, dtype: str) -> None:
        self.values = np.ascontiguousarray(np.asarray(values), dtype=_DTYPES[dtype])

    @property
    def dtype(self) -> str:
        """`f32`, `f64` or `u8`."""
        return _NAMES[self.values.dtype.str]


def float32(values: object) -> Numbers:
    """Gates and states."""
    return Numbers(values, "f32")


def float64(values: object) -> Numbers:
    """Whatever is drawn on a log axis: norms, products, losses, gradients."""
    return Numbers(values, "f64")


def floats(values: object) -> Numbers:
    """Numbers as they were computed: of 32 bits where these hold each of them, else of 64.

    In 64 bits, too, those that 32 hold are what 32 make of them: one huge number changes no other.
    """
    given = np.asarray(values)
    with np.errstate(over="ignore", under="ignore"):
        rounded = given.astype(np.float32)
    same_end = np.isfinite(rounded) == np.isfinite(given)
    fits = same_end & ((rounded == 0) == (given == 0))
    if np.all(fits):
        return Numbers(rounded, "f32")
    return Numbers(np.where(fits, rounded, given), "f64")


def plain(values: object) -> Array:
    """In numpy; floats of 16 bits and fewer, which tables do not know, as those of 32."""
    array = np.asarray(values)
    narrow = array.dtype.kind == "V" or (array.dtype.kind == "f" and array.dtype.itemsize < 4)
    return array.astype(np.float32) if narrow else array


def row_of(values: Array, row: int) -> Array:
    """`[H]` of a sequence of `[B, …]`: of more axes behind the batch H is all of them."""
    return (values[row] if values.ndim > 1 else values).reshape(-1)


def uint8(values: object) -> Numbers:
    """Masks."""
    return Numbers(values, "u8")


def encode(value: object) -> Any:
    """Plain JSON, arrays as base64 text."""

    def text(array: Numbers) -> dict[str, Any]:
        return {
            "dtype": array.dtype,
            "shape": list(array.values.shape),
            "data": base64.b64encode(array.values.tobytes()).decode("ascii"),
        }

    return _map(value, text)


def pack(value: object) -> tuple[Any, list[bytes]]:
    """JSON and binary buffers for the comm."""
    buffers: list[bytes] = []

    def buffered(array: Numbers) -> dict[str, Any]:
        buffers.append(array.values.tobytes())
        return {
            "dtype": array.dtype,
            "shape": list(array.values.shape),
            "buffer": len(buffers) - 1,
        }

    return _map(value, buffered), buffers


def decode(value: object) -> Any:
    """The reverse of `encode`: arrays as numpy, numbers that JSON lacks as floats.

    Raises ValueError for an array whose bytes do not fit its shape.
    """
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"number"} and value["number"] in ("NaN", "Infinity", "-Infinity"):
        return float(value["number"].replace("Infinity", "inf"))
    if set(value) == {"dtype", "shape", "data"}:
        if value["dtype"] not in _DTYPES:
            raise ValueError(
                f"an array's dtype must be f32, f64 or u8, got {str(value['dtype'])[:20]!r}"
            )
        raw = base64.b64decode(value["data"], validate=True)
        dtype = np.dtype(_DTYPES[value["dtype"]])
        shape = value["shape"]
        if (
            not isinstance(shape, list)
            or not all(type(size) is int and size >= 0 for size in shape)
            or math.prod(shape) * dtype.itemsize != len(raw)
        ):
            raise ValueError(f"an array of shape {str(shape)[:40]} has {len(raw)} bytes")
        return Numbers(np.frombuffer(raw, dtype).reshape(shape), value["dtype"])
    return {key: decode(item) for key, item in value.items()}


def quantiles(values: Array, shares: Sequence[float]) -> list[Array]:
    """f64 `[T, H]` for each share, over the sequences of `[N, T, H]`; NaN is a step that one has not."""
    values = values.astype(np.float64)
    quantile = np.nanquantile if np.isnan(values).any() else np.quantile
    empty = np.isnan(values).all(axis=(0, 2))
    values[:, empty] = 0
    found = np.asarray(quantile(values, shares, axis=0))
    found[:, empty] = np.nan
    return list(found)


def _map(value: object, replace: Callable[[Numbers], Any]) -> Any:
    if isinstance(value, Numbers):
        return replace(value)
    if isinstance(value, dict):
        return {key: _map(item, replace) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_map(item, replace) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": "NaN" if math.isnan(value) else f"{'-' if value < 0 else ''}Infinity"}
    return value
