"""Every gate and state of many sequences, and what may be asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from gatescope.health.seen import Reader
from gatescope.tracing.arguments import known_arguments, whole_number
from gatescope.tracing.arrays import Array
from gatescope.tracing.comparison import Comparison
from gatescope.tracing.errors import GatescopeError, named
from gatescope.tracing.run import Run
from gatescope.tracing.tables import Table, Tabled, by_layer

from .clamped import Clamped, Score, clamped
from .drawn import bands_compared, run_of
from .keep import LayerKept, Store
from .sampled_layer import SampledLayer
from .selectivity import Selectivity, require_labels, selectivity_of

#: Gives the batches `(x, target)` again; None where they can be read only once.
Batches = Callable[[], Iterable[tuple[Any, Any]]]


class Samples(Tabled):
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

    def comparison(self, *, low: float = 0.1, high: float = 0.9) -> Comparison:
        """The bands as three runs side by side, as `gatescope.show(samples)` draws them."""
        return bands_compared(self.layers, self.seen, low, high)

    def run(self, sequence: int | None = None) -> Run:
        """One of the kept sequences, the first unless given, which Gates draws before the band of all.

        `gatescope.show(samples, over_sequences=True)` opens on it. It holds numbers alone, so nothing can
        be clamped in it; of layers over other steps than the first it has none.
        """
        number = int(self.sequences[0]) if sequence is None else whole_number("sequence", sequence)
        return run_of(self, number)

    def _table(self) -> Table:
        """`"lstm.f"` `[N, T, H]`; layers over other steps have an axis of their own."""
        steps = {layer.steps for layer in self._store.layers.values()}
        axes: dict[str, Sequence[int] | None] = {
            "sequence": [int(each) for each in self.sequences],
            "step": range(steps.pop()) if len(steps) == 1 else None,
            "unit": None,
        }
        return Table(by_layer({layer.name: layer.to_numpy() for layer in self.layers}), axes)

    def __repr__(self) -> str:
        lines = [
            f"{self.seen} sequences" + (f", loss {self.loss:.4g}" if self.loss is not None else "")
        ]
        return "\n".join([*lines, *(f"  {layer!r}" for layer in self.layers), *self.notes])
