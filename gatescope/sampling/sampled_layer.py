"""A layer over many sequences, and what may be asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gatescope.tracing.arrays import Array, quantiles
from gatescope.tracing.errors import GatescopeError, named
from gatescope.tracing.records import LayerRecord
from gatescope.tracing.tables import Table, Tabled

from .keep import LayerKept, Store


@dataclass(frozen=True)
class Place:
    """A sequence in which a unit stands out, where it does, and how much."""

    sequence: int
    step: int
    value: float


@dataclass(frozen=True)
class Bands(Tabled):
    """One gate or state over many sequences; arrays are `[T, H]`, NaN at a step that none has."""

    channel: str
    mean: Array
    """Over all sequences."""
    median: Array
    low: Array
    high: Array
    shares: tuple[float, float]
    """Which quantiles `low` and `high` are."""
    count: Array
    """`[T]`: how many sequences have the step."""

    def _table(self) -> Table:
        """`mean`, `median`, `low` and `high`, `[T, H]`."""
        found = {
            "mean": self.mean,
            "median": self.median,
            "low": self.low,
            "high": self.high,
        }
        return Table({(): found}, {"step": range(len(self.mean)), "unit": None}, levels=())


class SampledLayer(Tabled):
    """A layer over many sequences: `samples["lstm"].f` is `[N, T, H]`, NaN where a step is padding."""

    def __init__(self, kept: LayerKept, store: Store) -> None:
        self._kept, self._store = kept, store

    @property
    def name(self) -> str:
        return self._kept.name

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of the gates and states that were kept, in order of computation."""
        return self._kept.channels

    @property
    def valid(self) -> Array:
        """`[N, T]`: false where a step is padding, as far as the layer was told."""
        return self._store.valid(self.name)

    @property
    def inputs(self) -> Array:
        """`[N, T, I]`: what enters the layer, where it was kept; NaN where a step is padding."""
        if not self._store.with_inputs:
            raise GatescopeError(
                f"what enters layer {self.name!r} was not kept; give samples inputs=True"
            )
        return self._store.inputs(self.name)

    def records(self, weights: dict[str, Array]) -> Iterator[LayerRecord]:
        """Each kept sequence as the layer of a run of its own, whose `inputs` were kept."""
        inputs, valid = self.inputs, self.valid
        channels, initial = self.to_numpy(), self._store.initial(self.name)
        for at in range(len(valid)):
            yield LayerRecord(
                name=self.name,
                form=self._kept.form,
                direction=self._kept.direction,
                inputs=inputs[at],
                channels={name: values[at] for name, values in channels.items()},
                initial={state: values[at] for state, values in initial.items()},
                weights=weights,
                mask=valid[at],
            )

    def __getitem__(self, channel: str) -> Array:
        self._require(channel)
        return self._store.values(self.name, channel)

    def __getattr__(self, channel: str) -> Array:
        if channel.startswith("_"):
            raise AttributeError(channel)
        try:
            return self[channel]
        except GatescopeError as error:
            raise AttributeError(str(error)) from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.channels]

    def last(self, channel: str) -> Array:
        """`[N, H]` of all sequences: each one's last step (of a backward layer its first)."""
        return self._kept.row(self._require(channel), "last")

    def mean(self, channel: str) -> Array:
        """`[N, H]` of all sequences: the mean over each one's steps."""
        return self._kept.row(self._require(channel), "mean")

    def bands(self, channel: str, *, low: float = 0.1, high: float = 0.9) -> Bands:
        """Mean, median and two quantiles over the sequences, by step and unit.

        Raises GatescopeError where 0 ≤ low < high ≤ 1 does not hold.
        """
        if not 0 <= low < high <= 1:
            raise GatescopeError(
                f"bands: low and high must be 0 ≤ low < high ≤ 1, got {low}, {high}"
            )
        lower, median, upper = quantiles(self[channel], (low, 0.5, high))
        return Bands(
            channel,
            self._kept.mean(channel),
            median,
            lower,
            upper,
            (low, high),
            self._kept.count.copy(),
        )

    def highest(self, unit: int, channel: str | None = None, *, count: int = 5) -> list[Place]:
        """The sequences, of all, in which a unit is highest, and at which step; the highest first."""
        return self._extreme("highest", unit, channel, count, "most", -1)

    def lowest(self, unit: int, channel: str | None = None, *, count: int = 5) -> list[Place]:
        """The sequences, of all, in which a unit is lowest, and at which step; the lowest first."""
        return self._extreme("lowest", unit, channel, count, "least", 1)

    def unlike(self, unit: int, channel: str | None = None, *, count: int = 5) -> list[Place]:
        """The kept sequences in which a unit's course is most unlike the mean of all.

        `value` is the root mean square of the difference over the steps, `step` where it is largest.
        """
        channel, unit, count = self._asked("unlike", unit, channel, count)
        away = np.abs(self[channel][:, :, unit] - self._kept.mean(channel)[None, :, unit])
        distance = np.sqrt(np.nanmean(np.square(away), axis=1))
        where = np.where(np.isnan(away), -np.inf, away).argmax(axis=1)
        ids = self._store.ids
        order = np.argsort(-distance, kind="stable")[:count]
        return [Place(int(ids[at]), int(where[at]), float(distance[at])) for at in order]

    def _extreme(
        self, who: str, unit: int, channel: str | None, count: int, row: str, sign: int
    ) -> list[Place]:
        channel, unit, count = self._asked(who, unit, channel, count)
        values = self._kept.row(channel, row)[:, unit]
        where = self._kept.row(channel, f"{row}_step")[:, unit]
        order = np.argsort(sign * values, kind="stable")[:count]
        return [Place(int(at), int(where[at]), float(values[at])) for at in order]

    def _asked(self, who: str, unit: int, channel: str | None, count: int) -> tuple[str, int, int]:
        channel = self._require(self._kept.form.output if channel is None else channel)
        for name, given, least, most in (
            ("unit", unit, 0, self._kept.widths[channel] - 1),
            ("count", count, 1, None),
        ):
            whole = isinstance(given, (int, np.integer)) and not isinstance(given, bool)
            if not whole or given < least or (most is not None and given > most):
                upto = f" to {most}" if most is not None else ""
                raise GatescopeError(
                    f"{who}: {name} must be a whole number from {least}{upto}, got {given!r}"
                )
        return channel, int(unit), int(count)

    def _require(self, channel: str) -> str:
        if channel not in self._kept.channels:
            raise GatescopeError(
                f"layer {self.name!r} has no channel {channel!r}; of it were kept "
                f"{named(self._kept.channels)}"
            )
        return channel

    def _table(self) -> Table:
        """`[N, T, H]` by the channel."""
        return Table(
            {(): {name: self[name] for name in self.channels}},
            {
                "sequence": [int(each) for each in self._store.ids],
                "step": range(self._kept.steps),
                "unit": None,
            },
            (),
        )

    def __repr__(self) -> str:
        widths = sorted({*self._kept.widths.values()}, reverse=True)
        return (
            f"<{self._kept.form.name} {self.name!r}: {', '.join(self.channels)}; "
            f"{len(self._store.ids)} sequences × {self._kept.steps} steps × {widths[0]} units>"
        )
