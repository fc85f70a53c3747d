"""A recurrent layer of a run, as a Python user holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .arrays import Array
from .cells import Axes
from .errors import GatescopeError, named
from .records import LayerRecord
from .tables import Table, Tabled, with_axes


class Layer(Tabled):
    """A recurrent layer of a run: `run["lstm"].f` is its forget gate, `[T, H]` of numpy."""

    def __init__(self, record: LayerRecord) -> None:
        self.record = record

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of gates and states, in order of computation."""
        return self.record.form.channels

    @property
    def gradients(self) -> dict[str, Array]:
        """dL/d of each channel, `[T, H]`, total derivatives; empty without a loss."""
        return {name: self._own_axes(name, of) for name, of in self.record.gradients.items()}

    @property
    def weights(self) -> dict[str, Array]:
        """By the parameters of the equations: `W_f`, `U_f`, `b_f`, …"""
        return self.record.weights

    def __getitem__(self, channel: str) -> Array:
        try:
            return self._own_axes(channel, self.record.channels[channel])
        except (KeyError, TypeError):
            raise GatescopeError(
                f"layer {self.name!r} has no channel {channel!r}; its channels are {named(self.channels)}"
            ) from None

    def __getattr__(self, channel: str) -> Array:
        if channel.startswith("_") or channel == "record":
            raise AttributeError(channel)
        if channel in self.record.channels:
            return self[channel]
        raise AttributeError(
            f"layer {self.name!r} has no channel {channel!r}; its channels are {named(self.channels)}"
        )

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.channels]

    def _own_axes(self, channel: str, values: Array) -> Array:
        """`[T, …]`: with the axes that a channel has behind the batch, in the place of units."""
        return with_axes(values, self.record.form.axes.get(channel))

    @property
    def flat(self) -> dict[str, Array]:
        """`[T, H]` by the channel; gradients as `"dL/df"`. Of a state that is no vector H is all of its axes."""
        of = {f"dL/d{name}": gradient for name, gradient in self.record.gradients.items()}
        return {**self.record.channels, **of}

    def _table(self) -> Table:
        axes = {"step": range(self.record.steps), "unit": None}
        return Table({(): self.flat}, axes, (), inner_axes({(): self}))

    def __repr__(self) -> str:
        form, units = self.record.form, self.record.units
        return f"<{form.name} {self.name!r}: {', '.join(self.channels)}; {self.record.steps} steps × {units} units>"


def flat_of(layers: Mapping[Any, Layer]) -> dict[Any, dict[str, Array]]:
    """For a table: every array of each layer."""
    return {key: layer.flat for key, layer in layers.items()}


def inner_axes(layers: Mapping[Any, Layer]) -> dict[tuple[str, ...], Axes]:
    """For a table of `flat` of layers: the axes of what is no vector."""
    return {
        (*key, name): axes
        for key, layer in layers.items()
        for name in layer.flat
        if (axes := layer.record.form.axes.get(name.removeprefix("dL/d")))
    }
