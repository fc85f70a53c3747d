"""Bands over many sequences in the views of one: a low quantile, the mean, a high one, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatescope.tracing.arrays import Array
from gatescope.tracing.comparison import Comparison
from gatescope.tracing.percent import chosen_percent
from gatescope.tracing.records import LayerRecord, RunRecord
from gatescope.tracing.run import Run

from .sampled_layer import SampledLayer


def bands_compared(
    sampled: Sequence[SampledLayer], seen: int, low: float, high: float
) -> Comparison:
    """Three runs that cannot be run again, over the steps of the first layer.

    `seen` is how many sequences ran.
    """
    steps = sampled[0]._kept.steps
    layers = [layer for layer in sampled if layer._kept.steps == steps]
    found = {
        layer.name: {name: layer.bands(name, low=low, high=high) for name in layer.channels}
        for layer in layers
    }
    count = f"{seen} sequences"
    titles = {
        "low": f"{chosen_percent(low)}% of {count}",
        "mean": f"mean of {count}",
        "high": f"{chosen_percent(high)}% of {count}",
    }

    def run(which: str) -> Run:
        records = []
        for layer in layers:
            bands = found[layer.name]
            channels = {name: _filled(getattr(each, which)) for name, each in bands.items()}
            records.append(
                LayerRecord(
                    name=layer.name,
                    form=layer._kept.form,
                    direction=layer._kept.direction,
                    inputs=np.zeros((steps, 1), np.float32),
                    channels=channels,
                    inputs_known=False,
                )
            )
        share = layers[0]._kept.count / max(1, seen)
        record = RunRecord(
            layers=records,
            input=share[:, None].astype(np.float32),
            input_names=["sequences that have the step"],
            editable=False,
            notes=[
                "Each number stands for many sequences: equations hold in each of them, not between "
                "these."
            ],
        )
        return Run(record, title=titles[which])

    return Comparison([run("low"), run("mean"), run("high")], title=f"Over {count}")


def _filled(values: Array) -> Array:
    """A step that no sequence has is drawn as nothing."""
    return np.nan_to_num(values).astype(np.float32)
