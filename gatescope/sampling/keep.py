"""What is kept of many sequences: sums and one row a sequence of all, every step of as many as fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from gatescope.health.seen import SeenLayer
from gatescope.tracing.arrays import Array
from gatescope.tracing.errors import GatescopeError, named

#: What is kept of each sequence by channel, `[H]`: at its last step, over its steps, and where.
ROWS = ("last", "mean", "most", "least", "most_step", "least_step")


class LayerKept:
    """One layer: sums by step and unit over all sequences, and `ROWS` of each."""

    def __init__(self, layer: SeenLayer, channels: Sequence[str]) -> None:
        self.name, self.form, self.direction = layer.name, layer.form, layer.direction
        self.channels = tuple(name for name in layer.form.channels if name in channels)
        self.widths = {name: layer.channels[name].shape[-1] for name in self.channels}
        self.count = np.zeros(0, np.int64)
        self.sums = {name: np.zeros((0, width)) for name, width in self.widths.items()}
        self.rows: dict[tuple[str, str], list[Array]] = {
            (name, row): [] for name in self.channels for row in ROWS
        }

    @property
    def steps(self) -> int:
        return len(self.count)

    @property
    def bytes_a_sequence(self) -> int:
        return 4 * len(ROWS) * sum(int(width) for width in self.widths.values())

    def add(self, layer: SeenLayer) -> None:
        valid = layer.valid
        batch, steps = valid.shape
        if steps > self.steps:
            more = steps - self.steps
            self.count = np.concatenate([self.count, np.zeros(more, np.int64)])
            self.sums = {
                name: np.concatenate([sums, np.zeros((more, sums.shape[1]))])
                for name, sums in self.sums.items()
            }
        self.count[:steps] += valid.sum(axis=0)
        # A layer that reads backward ends at the first step.
        end = (
            valid.argmax(axis=1)
            if self.direction == "backward"
            else steps - 1 - valid[:, ::-1].argmax(axis=1)
        )
        real = valid[:, :, None]
        known = np.maximum(1, valid.sum(axis=1))[:, None]
        for name in self.channels:
            values = layer.channels[name]
            counted = np.where(real, values, 0)
            self.sums[name][:steps] += counted.sum(axis=0, dtype=np.float64)
            high, low = np.where(real, values, -np.inf), np.where(real, values, np.inf)
            found = (
                values[np.arange(batch), end],
                counted.sum(axis=1) / known,
                high.max(axis=1),
                low.min(axis=1),
                high.argmax(axis=1),
                low.argmin(axis=1),
            )
            for row, each in zip(ROWS, found):
                kind = np.int32 if row.endswith("step") else np.float32
                self.rows[name, row].append(each.astype(kind))

    def row(self, channel: str, row: str) -> Array:
        """`[N, H]` of all sequences."""
        return np.concatenate(self.rows[channel, row])

    def mean(self, channel: str) -> Array:
        """`[T, H]` over all sequences; NaN at a step that none has."""
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Array = self.sums[channel] / self.count[:, None]
        return found

    def grand_mean(self, channel: str) -> Array:
        """`[H]` over all steps of all sequences."""
        found: Array = self.sums[channel].sum(axis=0) / max(1, int(self.count.sum()))
        return found


@dataclass
class _Block:
    """One batch whose steps are kept."""

    ids: Array
    order: Array
    valid: dict[str, Array]
    values: dict[tuple[str, str], Array]
    #: What enters each layer, and each state before the first step; empty unless asked for.
    inputs: dict[str, Array]
    initial: dict[tuple[str, str], Array]

    @property
    def bytes(self) -> int:
        return sum(each.nbytes for each in (*self.values.values(), *self.inputs.values()))

    def only(self, chosen: Array) -> _Block:
        return _Block(
            self.ids[chosen],
            self.order[chosen],
            {name: each[chosen] for name, each in self.valid.items()},
            {name: each[chosen].copy() for name, each in self.values.items()},
            {name: each[chosen].copy() for name, each in self.inputs.items()},
            {name: each[chosen] for name, each in self.initial.items()},
        )


@dataclass
class Store:
    """Every step of as many sequences as `most_bytes` hold.

    Where there are more, those that are kept are drawn at random from all, each as likely.
    """

    most_bytes: int
    channels: tuple[str, ...] | None
    wanted: tuple[str, ...] | None
    with_inputs: bool = False
    """Whether what enters each layer is kept, too."""
    layers: dict[str, LayerKept] = field(default_factory=dict)
    sequences: int = 0
    _blocks: list[_Block] = field(default_factory=list)
    _limit: float = np.inf
    _random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))

    def add(self, layers: Sequence[SeenLayer]) -> None:
        """One batch.

        Raises GatescopeError for a layer or channel that is not there, and where one row a sequence
        is more than `most_bytes`.
        """
        names = [layer.name for layer in layers]
        unknown = next((name for name in self.wanted or () if name not in names), None)
        if unknown is not None:
            raise GatescopeError(
                f"samples: layers has {unknown!r}, but the layers are {named(names)}"
            )
        layers = [layer for layer in layers if self.wanted is None or layer.name in self.wanted]
        every = list(dict.fromkeys(name for layer in layers for name in layer.channels))
        unknown = next((name for name in self.channels or () if name not in every), None)
        if unknown is not None:
            raise GatescopeError(
                f"samples: channels has {unknown!r}, but the channels are {named(every)}"
            )
        batch = len(layers[0].valid)
        for layer in layers:
            kept = self.layers.get(layer.name)
            if kept is None:
                kept = self.layers[layer.name] = LayerKept(layer, self.channels or every)
            kept.add(layer)
        self.sequences += batch
        rows = sum(kept.bytes_a_sequence for kept in self.layers.values()) * self.sequences
        if rows > self.most_bytes:
            raise GatescopeError(
                f"samples: one row for each of {self.sequences} sequences takes {rows:,} bytes, more "
                f"than most_bytes={self.most_bytes:,}; name fewer channels=[…] or layers=[…]"
            )
        self._keep(layers, batch)

    def _keep(self, layers: Sequence[SeenLayer], batch: int) -> None:
        block = _Block(
            np.arange(self.sequences - batch, self.sequences),
            self._random.random(batch),
            {layer.name: layer.valid for layer in layers},
            {
                (layer.name, name): layer.channels[name]
                for layer in layers
                for name in self.layers[layer.name].channels
            },
            {layer.name: layer.inputs for layer in layers if self.with_inputs},
            {
                (layer.name, state): values
                for layer in layers
                if self.with_inputs
                for state, values in layer.initial.items()
            },
        )
        chosen = block.order < self._limit
        self._blocks.append(block if chosen.all() else block.only(chosen))
        while sum(each.bytes for each in self._blocks) > self.most_bytes and len(self.ids) > 1:
            order = np.concatenate([each.order for each in self._blocks])
            self._limit = float(np.median(order))
            self._blocks = [each.only(each.order < self._limit) for each in self._blocks]

    @property
    def ids(self) -> Array:
        """`[K]`: the numbers of the sequences of which every step is kept."""
        return np.concatenate([each.ids for each in self._blocks])

    def only(self, chosen: Sequence[int]) -> Store:
        """A store of these of the kept sequences alone, in this order."""
        found = Store(self.most_bytes, self.channels, self.wanted, self.with_inputs)
        at = {int(number): place for place, number in enumerate(self.ids)}
        rows = [at[number] for number in chosen]
        seen = [
            SeenLayer(
                name=name,
                form=kept.form,
                direction=kept.direction,
                channels={
                    channel: np.nan_to_num(self.values(name, channel)[rows])
                    for channel in kept.channels
                },
                inputs=np.nan_to_num(self.inputs(name)[rows])
                if self.with_inputs
                else np.zeros((len(rows), kept.steps, 0), np.float32),
                initial={state: each[rows] for state, each in self.initial(name).items()},
                valid=self.valid(name)[rows],
                masked=False,
            )
            for name, kept in self.layers.items()
        ]
        found.add(seen)
        found._blocks[-1].ids = np.array(chosen)
        return found

    def valid(self, layer: str) -> Array:
        """`[K, T]`: false where a step is padding."""
        steps = self.layers[layer].steps
        found = [
            np.pad(each.valid[layer], ((0, 0), (0, steps - each.valid[layer].shape[1])))
            for each in self._blocks
        ]
        return np.concatenate(found)

    def values(self, layer: str, channel: str) -> Array:
        """`[K, T, H]`; NaN where a step is padding."""
        return self._whole(layer, [each.values[layer, channel] for each in self._blocks])

    def inputs(self, layer: str) -> Array:
        """`[K, T, I]`: what enters the layer, of a store `with_inputs`; NaN where a step is padding."""
        return self._whole(layer, [each.inputs[layer] for each in self._blocks])

    def initial(self, layer: str) -> dict[str, Array]:
        """`[K, H]` by the state: the value before the first step, of a store `with_inputs`."""
        return {
            state: np.concatenate([each.initial[name, state] for each in self._blocks])
            for name, state in self._blocks[0].initial
            if name == layer
        }

    def _whole(self, layer: str, kept: Sequence[Array]) -> Array:
        steps = self.layers[layer].steps
        parts = []
        for each, values in zip(self._blocks, kept):
            valid = each.valid[layer]
            if valid.all() and values.shape[1] == steps:
                parts.append(values)
                continue
            whole = np.full((len(values), steps, values.shape[2]), np.nan, values.dtype)
            whole[:, : values.shape[1]] = np.where(valid[:, :, None], values, np.nan)
            parts.append(whole)
        return np.concatenate(parts)
