"""How the numbers of a run spread over the sequences of its batch, for the views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from .arrays import Array, quantiles
from .errors import GatescopeError
from .records import LayerRecord, RunRecord
from .terms import products_of, value_of

if TYPE_CHECKING:  # the type of an answer alone: samples are drawn as runs
    from gatescope.sampling.samples import Samples

#: Which quantiles `low` and `high` are: four in five sequences lie between.
SHARES = (0.1, 0.9)
#: Above this many numbers of a batch they are left out unless asked for, so that one sequence shows quickly.
MOST_VALUES = 1_000_000

#: `low`, `median` and `high`, each `[T, H]`.
Quantiles = Mapping[str, Array]
#: By layer and channel.
Spread = Mapping[tuple[str, str], Quantiles]
#: By layer and the weights that multiply it: what enters them.
Entering = Mapping[tuple[str, tuple[str, ...]], Quantiles]

_Key = TypeVar("_Key")


@dataclass
class BatchSpread:
    """Worked out by one pass over the batch when the first of its sequences is drawn."""

    #: None where a sample would not be what was traced.
    sample: Callable[[], Samples] | None = None
    #: Whether it was asked for, however large the batch is.
    wanted: bool = False
    _found: dict[str, tuple[Spread, Entering]] = field(default_factory=dict)

    def of(self, record: RunRecord) -> Spread:
        """Nothing for a run with changes, a batch that is too large, and one that cannot run again."""
        spread, _ = self._of(record)
        shapes = {
            (layer.name, name): values.shape
            for layer in record.layers
            for name, values in layer.channels.items()
        }
        return _fitting(spread, shapes, record.steps)

    def entering(self, record: RunRecord) -> Entering:
        """What the weights of each layer multiply; nothing where `of` has nothing."""
        _, entering = self._of(record)
        shapes = {
            (layer.name, names): (record.steps, layer.weights[names[0]].shape[1])
            for layer in record.layers
            for names in products_of(layer)
        }
        return _fitting(entering, shapes, record.steps)

    def _of(self, record: RunRecord) -> tuple[Spread, Entering]:
        sample = self.sample
        if sample is None or record.batch < 2 or record.clamps or record.edits:
            return {}, {}
        if not self.wanted and record.batch * sum(_sizes(record)) > MOST_VALUES:
            return {}, {}
        if "all" not in self._found:
            try:
                self._found["all"] = _spread(sample(), record.layers)
            except GatescopeError:  # one sequence is drawn, also where the whole batch does not run
                self._found["all"] = {}, {}
        return self._found["all"]


def _fitting(
    found: Mapping[_Key, Quantiles], shapes: Mapping[_Key, tuple[int, ...]], steps: int
) -> dict[_Key, Quantiles]:
    # A sequence that is shorter than its batch was traced without the padding.
    cut = {
        key: {which: values[:steps] for which, values in quantiles.items()}
        for key, quantiles in found.items()
    }
    return {key: each for key, each in cut.items() if each["median"].shape == shapes.get(key)}


def _sizes(record: RunRecord) -> list[int]:
    return [
        values.size
        for layer in record.layers
        for values in (layer.inputs, *layer.channels.values())
    ]


def _spread(samples: Samples, layers: list[LayerRecord]) -> tuple[Spread, Entering]:
    low, high = SHARES
    found = {}
    for layer in samples.layers:
        for name in layer.channels:
            bands = layer.bands(name, low=low, high=high)
            found[layer.name, name] = {
                "low": bands.low,
                "median": bands.median,
                "high": bands.high,
            }
    entering = {}
    names = {layer.name for layer in samples.layers}
    for record in (each for each in layers if each.name in names):
        products = products_of(record)
        sequences = list(samples[record.name].records(record.weights)) if products else []
        for weights, multiplied in products.items():
            values = np.stack([value_of(multiplied, each) for each in sequences])
            entering[record.name, weights] = dict(
                zip(("low", "median", "high"), quantiles(values, (low, 0.5, high)))
            )
    return found, entering
