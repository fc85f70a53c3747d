"""How the numbers of a run spread over the sequences of its batch, for the views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .arrays import Array
from .errors import GatescopeError
from .records import RunRecord

if TYPE_CHECKING:  # the type of an answer alone: samples are drawn as runs
    from gatescope.sampling.samples import Samples

#: Which quantiles `low` and `high` are: four in five sequences lie between.
SHARES = (0.1, 0.9)
#: Above this many numbers of a batch they are left out, so that showing one sequence stays quick.
MOST_VALUES = 1_000_000

#: By layer and channel: `low`, `median` and `high`, each `[T, H]`.
Spread = Mapping[tuple[str, str], Mapping[str, Array]]


@dataclass
class BatchSpread:
    """Worked out by one pass over the batch when the first of its sequences is drawn."""

    #: None where a sample would not be what was traced.
    sample: Callable[[], Samples] | None = None
    _found: dict[str, Spread] = field(default_factory=dict)

    def of(self, record: RunRecord) -> Spread:
        """Nothing for a run with changes, a batch that is too large, and one that cannot run again."""
        sample = self.sample
        if sample is None or record.batch < 2 or record.clamps or record.edits:
            return {}
        if record.batch * sum(_sizes(record)) > MOST_VALUES:
            return {}
        if "spread" not in self._found:
            try:
                self._found["spread"] = _spread(sample())
            except GatescopeError:  # one sequence is drawn, also where the whole batch does not run
                self._found["spread"] = {}
        shapes = {
            (layer.name, name): values.shape
            for layer in record.layers
            for name, values in layer.channels.items()
        }
        # A sequence that is shorter than its batch was traced without the padding.
        cut = {
            key: {which: values[: record.steps] for which, values in quantiles.items()}
            for key, quantiles in self._found["spread"].items()
        }
        return {
            key: quantiles
            for key, quantiles in cut.items()
            if quantiles["median"].shape == shapes.get(key)
        }


def _sizes(record: RunRecord) -> list[int]:
    return [values.size for layer in record.layers for values in layer.channels.values()]


def _spread(samples: Samples) -> Spread:
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
    return found
