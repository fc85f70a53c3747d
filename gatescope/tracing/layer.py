"""A recurrent layer of a run, as a Python user holds it."""

from __future__ import annotations

from .arrays import Array
from .errors import GatescopeError, named
from .records import LayerRecord
from .tables import Table, Tabled


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
        return self.record.gradients

    @property
    def weights(self) -> dict[str, Array]:
        """By the letters of the equations: `W_f`, `U_f`, `b_f`, …"""
        return self.record.weights

    def __getitem__(self, channel: str) -> Array:
        try:
            return self.record.channels[channel]
        except (KeyError, TypeError):
            raise GatescopeError(
                f"layer {self.name!r} has no channel {channel!r}; its channels are {named(self.channels)}"
            ) from None

    def __getattr__(self, channel: str) -> Array:
        if channel.startswith("_") or channel == "record":
            raise AttributeError(channel)
        if channel in self.record.channels:
            return self.record.channels[channel]
        raise AttributeError(
            f"layer {self.name!r} has no channel {channel!r}; its channels are {named(self.channels)}"
        )

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.channels]

    def _table(self) -> Table:
        """`[T, H]` by the channel; gradients as `"dL/df"`."""
        of = {f"dL/d{name}": gradient for name, gradient in self.gradients.items()}
        channels = {**{name: self[name] for name in self.channels}, **of}
        return Table({(): channels}, {"step": range(self.record.steps), "unit": None}, ())

    def __repr__(self) -> str:
        form, units = self.record.form, self.record.units
        return f"<{form.name} {self.name!r}: {', '.join(self.channels)}; {self.record.steps} steps × {units} units>"
