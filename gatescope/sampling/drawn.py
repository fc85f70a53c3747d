"""Many sequences in the views of one: side by side a low quantile, the mean and a high one, or a sequence
before the band of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gatescope.tracing.arrays import Array
from gatescope.tracing.cells import CellForm
from gatescope.tracing.comparison import Comparison
from gatescope.tracing.errors import GatescopeError, named
from gatescope.tracing.percent import chosen_percent
from gatescope.tracing.records import LayerRecord, RunRecord
from gatescope.tracing.run import Run
from gatescope.tracing.spread import BatchSpread

from .sampled_layer import SampledLayer

if TYPE_CHECKING:  # samples are drawn by this
    from .samples import Samples

#: What stands above a run of which only gates and states were kept.
_SHARE = "sequences that have the step"


def bands_compared(
    sampled: Sequence[SampledLayer], seen: int, low: float, high: float
) -> Comparison:
    """Three runs that cannot be run again, over the steps of the first layer.

    `seen` is how many sequences ran.
    """
    layers = _over_same_steps(sampled)
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
            records.append(_layer(layer, channels))
        record = RunRecord(
            layers=records,
            input=_share(layers[0], seen),
            input_names=[_SHARE],
            editable=False,
            notes=[
                "Each number stands for many sequences: equations hold in each of them, not between "
                "these."
            ],
        )
        return Run(record, title=titles[which])

    return Comparison([run("low"), run("mean"), run("high")], title=f"Over {count}")


def run_of(samples: Samples, sequence: int) -> Run:
    """A kept sequence as a run that leads to the others and holds how all of them spread.

    Raises GatescopeError where that sequence was not kept.
    """
    places = {int(number): at for at, number in enumerate(samples.sequences)}
    layers = _over_same_steps(samples.layers)

    def record(wanted: int) -> RunRecord:
        at = places.get(wanted)
        if at is None:
            raise GatescopeError(
                f"run: sequence must be one of those that were kept, {named(places)}, got {wanted}"
            )
        valid = layers[0].valid[at]
        return RunRecord(
            layers=[
                _layer(layer, {name: _filled(layer[name][at]) for name in layer.channels}, at)
                for layer in layers
            ],
            input=_share(layers[0], samples.seen),
            input_names=[_SHARE],
            editable=False,
            mask=None if valid.all() else valid,
            sequence=wanted,
            batch=samples.seen,
            notes=samples.notes,
        )

    return Run(
        record(sequence),
        other=lambda wanted: (record(wanted), None),
        spread=BatchSpread(lambda: samples, wanted=True),
    )


def _over_same_steps(sampled: Sequence[SampledLayer]) -> list[SampledLayer]:
    return [layer for layer in sampled if layer._kept.steps == sampled[0]._kept.steps]


def _layer(layer: SampledLayer, channels: dict[str, Array], at: int | None = None) -> LayerRecord:
    """The layer of one kept sequence, or of what stands for all."""
    valid = None if at is None else layer.valid[at]
    form = layer._kept.form
    return LayerRecord(
        name=layer.name,
        form=form if len(channels) == len(form.channels) else _kept_alone(form, layer.channels),
        direction=layer._kept.direction,
        inputs=np.zeros((layer._kept.steps, 1), np.float32),
        channels=channels,
        inputs_known=False,
        mask=None if valid is None or valid.all() else valid,
    )


def _kept_alone(form: CellForm, channels: tuple[str, ...]) -> CellForm:
    """A cell of which only some gates and states were kept: no picture works out the others."""
    states = tuple(name for name in form.states if name in channels)
    return replace(
        form,
        kind="custom",
        channels=channels,
        states=states,
        output=form.output if form.output in channels else channels[0],
        equations=(),
        source="",
    )


def _share(layer: SampledLayer, seen: int) -> Array:
    """`[T, 1]`: which share of all sequences has each step."""
    share: Array = (layer._kept.count / max(1, seen))[:, None].astype(np.float32)
    return share


def _filled(values: Array) -> Array:
    """A step that no sequence has is drawn as nothing."""
    return np.nan_to_num(values).astype(np.float32)
