"""Every gate and state of many sequences, and what may be asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gatescope.health.seen import Reader
from gatescope.tracing import tables
from gatescope.tracing.arguments import known_arguments
from gatescope.tracing.arrays import Array
from gatescope.tracing.errors import GatescopeError, named

from .clamped import Clamped, Score, clamped
from .keep import LayerKept, Store
from .selectivity import Selectivity, require_labels, selectivity_of

#: Gives the batches `(x, target)` again; None where they can be read only once.
Batches = Callable[[], Iterable[tuple[Any, Any]]]


@dataclass(frozen=True)
class Place:
    """A sequence in which a unit stands out, where it does, and how much."""

    sequence: int
    step: int
    value: float


@dataclass(frozen=True)
class Bands:
    """One gate or state over many sequences; arrays are `[T, H]`, NaN at a step that none has."""

    channel: str
    mean: Array
    """Over all sequences."""
    low: Array
    high: Array
    shares: tuple[float, float]
    """Which quantiles `low` and `high` are."""
    count: Array
    """`[T]`: how many sequences have the step."""

    def to_numpy(self) -> dict[str, Array]:
        """`mean`, `low` and `high`, `[T, H]`."""
        return {"mean": self.mean, "low": self.low, "high": self.high}

    def to_pandas(self) -> Any:
        """A DataFrame of one row for each step and unit."""
        steps = {"step": range(len(self.mean))}
        return tables.pandas_of({self.channel: self.to_numpy()}, steps).droplevel("layer")


class SampledLayer:
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
        """Mean and two quantiles over the sequences, by step and unit.

        Raises GatescopeError where 0 ≤ low < high ≤ 1 does not hold.
        """
        if not 0 <= low < high <= 1:
            raise GatescopeError(
                f"bands: low and high must be 0 ≤ low < high ≤ 1, got {low}, {high}"
            )
        values = self[channel].astype(np.float64)
        quantile = np.nanquantile if np.isnan(values).any() else np.quantile
        empty = np.isnan(values).all(axis=(0, 2))
        values[:, empty] = 0
        found = np.asarray(quantile(values, [low, high], axis=0))
        found[:, empty] = np.nan
        return Bands(
            channel,
            self._kept.mean(channel),
            found[0],
            found[1],
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

    def to_numpy(self) -> dict[str, Array]:
        """`[N, T, H]` by the channel."""
        return {name: self[name] for name in self.channels}

    def __repr__(self) -> str:
        widths = sorted({*self._kept.widths.values()}, reverse=True)
        return (
            f"<{self._kept.form.name} {self.name!r}: {', '.join(self.channels)}; "
            f"{len(self._store.ids)} sequences × {self._kept.steps} steps × {widths[0]} units>"
        )


class Samples:
    """Many sequences through one network: of each every gate and state, by one pass a batch.

    `[N, T, H]` arrays hold the sequences `samples.sequences`: all, or as many as fit, drawn at random.
    """

    def __init__(
        self,
        store: Store,
        *,
        reader: Reader,
        batches: Batches | None,
        loss: float | None = None,
    ) -> None:
        self._store, self._reader, self._batches = store, reader, batches
        self.loss = loss
        """The mean loss over all sequences; None where none was asked for."""

    @property
    def layers(self) -> list[SampledLayer]:
        return [SampledLayer(kept, self._store) for kept in self._store.layers.values()]

    @property
    def sequences(self) -> Array:
        """`[N]`: the numbers of the sequences of which every step is kept, from 0."""
        return self._store.ids

    @property
    def seen(self) -> int:
        """How many sequences ran; sums, last steps and extremes are of all of them."""
        return self._store.sequences

    @property
    def notes(self) -> list[str]:
        """What a reader must know of these numbers, in words."""
        kept = len(self.sequences)
        if kept == self.seen:
            return []
        return [
            f"Every step of {kept} of {self.seen} sequences is kept, drawn at random; quantiles, unlike() "
            "and arrays are of those. Means, last steps, highest() and lowest() are of all."
        ]

    def __getitem__(self, layer: str) -> SampledLayer:
        if layer not in self._store.layers:
            raise GatescopeError(
                f"samples have no layer {layer!r}; their layers are {named(self._store.layers)}"
            )
        return SampledLayer(self._store.layers[layer], self._store)

    def __iter__(self) -> Iterator[SampledLayer]:
        return iter(self.layers)

    def __len__(self) -> int:
        return len(self.sequences)

    @known_arguments
    def selectivity(
        self,
        labels: Any,
        channel: str | None = None,
        *,
        layer: str | None = None,
        at: str = "last",
        shuffles: int = 200,
        seed: int = 0,
    ) -> Selectivity:
        """Which units of a layer tell a label, beside the same with the labels shuffled.

        Parameters
        ----------
        labels
            One for each of all sequences, `[seen]`, or one for each step, `[seen, T]`; of those whole
            sequences are shuffled and turned round in time, as neighboring steps are no independent values.
        channel, layer
            By default the output h of the only layer.
        at
            What of a sequence is compared: its `"last"` step, its `"mean"`, its `"most"` or `"least"`.
        shuffles, seed
            How many times labels are shuffled, and the seed of that.
        """
        kept = self._one_layer("selectivity", layer)
        channel = SampledLayer(kept, self._store)._require(
            kept.form.output if channel is None else channel
        )
        if at not in ("last", "mean", "most", "least"):
            raise GatescopeError(
                f"selectivity: at must be 'last', 'mean', 'most' or 'least', got {at!r}"
            )
        if isinstance(shuffles, bool) or not isinstance(shuffles, int) or shuffles < 20:
            raise GatescopeError(
                f"selectivity: shuffles must be a whole number from 20, got {shuffles!r}"
            )
        given = require_labels(labels, self.seen)
        groups = None
        if given.ndim == 1:
            values = kept.row(channel, at)
        else:
            valid = self._store.valid(kept.name)
            given = given[self.sequences]
            if given.shape != valid.shape:
                raise GatescopeError(
                    f"selectivity: labels of steps must be [{self.seen}, {valid.shape[1]}], got "
                    f"{[self.seen, *given.shape[1:]]}"
                )
            values = self._store.values(kept.name, channel)[valid]
            groups = np.broadcast_to(np.arange(len(valid))[:, None], valid.shape)[valid]
            given = given[valid]
        return selectivity_of(
            values,
            given,
            layer=kept.name,
            channel=channel,
            groups=groups,
            shuffles=shuffles,
            seed=seed,
        )

    @known_arguments
    def clamp(
        self,
        channel: str,
        units: int | Sequence[int],
        value: float | str = "mean",
        *,
        layer: str | None = None,
        beside: int = 20,
        score: Score | None = None,
        seed: int = 0,
    ) -> Clamped:
        """How well the network answers with units held, beside as many units drawn at random.

        The data run again, once as the network is, once with the units held and once for each draw.

        Parameters
        ----------
        channel, units
            What is held: `samples.clamp("h", 3)`.
        value
            A number, or `"mean"`: each unit's own mean over all steps and sequences.
        beside
            How many draws of other units of the layer, of as many at a time.
        score
            `score(output, target)` of numpy arrays gives a number of one batch; by default the share of
            right answers, where the targets are classes.

        Raises GatescopeError where the data have no targets, or can be read only once.
        """
        kept = self._one_layer("clamp", layer)
        SampledLayer(kept, self._store)._require(channel)
        if self._batches is None:
            raise GatescopeError(
                "clamp: the data came from a generator, which can be read only once; give a list of "
                "batches, a DataLoader or arrays"
            )
        return clamped(
            kept, self._reader, self._batches, channel, units, value, beside, score, seed
        )

    def _one_layer(self, who: str, layer: str | None) -> LayerKept:
        if layer is not None:
            return self[layer]._kept
        if len(self._store.layers) > 1:
            raise GatescopeError(f"{who}: layer must be one of {named(self._store.layers)}")
        return next(iter(self._store.layers.values()))

    def only(self, sequences: Sequence[int]) -> Samples:
        """The same of some of the kept sequences; their numbers stay.

        Of the smaller samples nothing can be clamped, as their data are a part.
        """
        chosen = [int(each) for each in np.asarray(sequences).reshape(-1)]
        known = {int(each) for each in self.sequences}
        missing = next((each for each in chosen if each not in known), None)
        if missing is not None or not chosen:
            raise GatescopeError(
                f"only: sequences must be of the {len(known)} that are kept, got "
                f"{'none' if missing is None else missing}"
            )
        return Samples(self._store.only(chosen), reader=self._reader, batches=None)

    def comparison(self, *, low: float = 0.1, high: float = 0.9) -> Any:
        """The bands as three runs side by side, as `gatescope.show(samples)` draws them."""
        from .drawn import bands_compared

        return bands_compared(self, low, high)

    def _channels(self) -> dict[str, dict[str, Array]]:
        return {layer.name: layer.to_numpy() for layer in self.layers}

    def _axes(self) -> dict[str, Sequence[Any]]:
        steps = {layer.steps for layer in self._store.layers.values()}
        if len(steps) > 1:
            raise GatescopeError(
                "to_pandas: the layers run over different steps; take samples of one, layers=[…]"
            )
        return {"sequence": [int(each) for each in self.sequences], "step": range(steps.pop())}

    def to_numpy(self) -> dict[str, Array]:
        """`{"lstm.f": [N, T, H]}`."""
        return tables.numpy_of(self._channels())

    def to_pandas(self) -> Any:
        """A DataFrame: one row for each layer, sequence, step and unit, one column a channel."""
        return tables.pandas_of(self._channels(), self._axes())

    def to_xarray(self) -> Any:
        """A Dataset with the axes sequence, step and unit."""
        return tables.xarray_of(self._channels(), self._axes())

    def __repr__(self) -> str:
        lines = [
            f"{self.seen} sequences" + (f", loss {self.loss:.4g}" if self.loss is not None else "")
        ]
        return "\n".join([*lines, *(f"  {layer!r}" for layer in self.layers), *self.notes])
