"""Numbers of runs as tables: numpy alone, or pandas and xarray where they are installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from .arrays import Array
from .errors import GatescopeError

#: By the layer: the arrays of its channels.
Channels = Mapping[str, Mapping[str, Array]]


def pandas(who: str) -> Any:
    """The module. Raises GatescopeError where it is not installed."""
    return _module(who, "pandas")


def _module(who: str, name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise GatescopeError(f"{who}: needs {name}: pip install {name}") from error


def numpy_of(channels: Channels) -> dict[str, Array]:
    """`{"lstm.f": array}`."""
    return {
        f"{layer}.{name}": array for layer, of in channels.items() for name, array in of.items()
    }


def pandas_of(channels: Channels, axes: Mapping[str, Sequence[Any]]) -> Any:
    """A DataFrame of one row for each layer, number of `axes` and unit, and one column a channel.

    `axes` are the axes before the one of the units, outermost first. A channel that is narrower than
    others (a projected h) has NaN beyond its width.
    """
    module = pandas("to_pandas")
    frames = []
    for layer, of in channels.items():
        width = max(array.shape[-1] for array in of.values())
        index = module.MultiIndex.from_product(
            [[layer], *axes.values(), range(width)], names=["layer", *axes, "unit"]
        )
        columns = {}
        for name, array in of.items():
            whole = array
            if array.shape[-1] < width:
                whole = np.full((*array.shape[:-1], width), np.nan, array.dtype)
                whole[..., : array.shape[-1]] = array
            columns[name] = whole.reshape(-1)
        frames.append(module.DataFrame(columns, index=index))
    return module.concat(frames)


def xarray_of(channels: Channels, axes: Mapping[str, Sequence[Any]]) -> Any:
    """A Dataset of `"lstm.f"`, … with the axes by name; that of the units is `"lstm.unit"`."""
    module = _module("to_xarray", "xarray")
    variables: dict[str, Any] = {}
    for layer, of in channels.items():
        widths = {array.shape[-1] for array in of.values()}
        for name, array in of.items():
            unit = f"{layer}.unit" if len(widths) == 1 else f"{layer}.{name}.unit"
            variables[f"{layer}.{name}"] = ((*axes, unit), array)
    return module.Dataset(variables, coords={name: list(values) for name, values in axes.items()})
