"""Numbers of results as tables: numpy alone, or pandas and xarray where they are installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np

from .arrays import Array
from .cells import Axes
from .errors import GatescopeError


@dataclass(frozen=True)
class Table:
    """Arrays by a group (a layer, or a layer and its channel) and a name, all of them over the same axes."""

    groups: Mapping[tuple[str, ...], Mapping[str, Array]]
    axes: Mapping[str, Sequence[Any] | None]
    """Of each axis its name and its labels, outermost first. None where each group has its own length; in
    one group arrays may then be narrower than others in the last axis (a projected h)."""
    levels: tuple[str, ...] = ("layer",)
    """What the parts of a group's key are."""
    inner: Mapping[tuple[str, ...], Axes] = field(default_factory=dict)
    """Of an array by its group's key and its name: what its last axis is made of, where it is no vector."""

    def numpy(self) -> dict[str, Array]:
        """`{"lstm.f": array}`."""
        return {
            ".".join((*key, name)): with_axes(array, self.inner.get((*key, name)))
            for key, of in self.groups.items()
            for name, array in of.items()
        }

    def pandas(self) -> Any:
        """One row for each group and place on the axes, one column a name; NaN where an array ends."""
        module = pandas("to_pandas")
        frames = []
        for key, of in self.groups.items():
            shape = np.max([array.shape for array in of.values()], axis=0).astype(int)
            labels = [
                range(size) if given is None else given
                for size, given in zip(shape, self.axes.values())
            ]
            index = module.MultiIndex.from_product(
                [*([part] for part in key), *labels], names=[*self.levels, *self.axes]
            )
            if index.nlevels == 1:
                index = index.get_level_values(0)
            columns = {name: _filled(array, shape).reshape(-1) for name, array in of.items()}
            frames.append(module.DataFrame(columns, index=index))
        return module.concat(frames)

    def xarray(self) -> Any:
        """A Dataset of `"lstm.f"`, … with the axes by name; those of a group alone are `"lstm.unit"`."""
        module = _module("to_xarray", "xarray")
        variables: dict[str, Any] = {}
        for key, of in self.groups.items():
            alike = len({array.shape for array in of.values()}) == 1
            for name, array in of.items():
                own = key if alike else (*key, name)
                axes = [
                    axis if given is not None or not own else ".".join((*own, axis))
                    for axis, given in self.axes.items()
                ]
                if inner := self.inner.get((*key, name)):
                    axes[-1:] = [".".join((*key, axis)) for axis, _ in inner]
                variables[".".join((*key, name))] = (axes, with_axes(array, inner))
        labels = {name: list(given) for name, given in self.axes.items() if given is not None}
        return module.Dataset(variables, coords=labels)


class Tabled:
    """What has its numbers as tables."""

    def _table(self) -> Table:
        raise NotImplementedError

    def to_numpy(self) -> dict[str, Array]:
        """Every array by its name, such as `"lstm.f"`."""
        return self._table().numpy()

    def to_pandas(self) -> Any:
        """A DataFrame: one row for each place on the axes, one column a name. Needs pandas."""
        return self._table().pandas()

    def to_xarray(self) -> Any:
        """A Dataset of the same arrays with their axes by name. Needs xarray."""
        return self._table().xarray()


def by_layer(channels: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    """Groups of a table with one for each layer."""
    return {(layer,): of for layer, of in channels.items()}


def with_axes(array: Array, axes: Axes | None) -> Array:
    """The last axis as those that it is made of."""
    return array.reshape(*array.shape[:-1], *(size for _, size in axes)) if axes else array


def pandas(who: str) -> Any:
    """The module. Raises GatescopeError where it is not installed."""
    return _module(who, "pandas")


def _module(who: str, name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise GatescopeError(f"{who}: needs {name}: pip install {name}") from error


def _filled(array: Array, shape: Array) -> Array:
    if array.shape == tuple(shape):
        return array
    whole = np.full(shape, np.nan, np.result_type(array.dtype, np.float32))
    whole[tuple(map(slice, array.shape))] = array
    return whole
