"""Records as bundles of the trace format (`docs/trace-format.md`), which the views draw."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .arrays import Array, Numbers, float64, floats, uint8
from .backward import input_gradient
from .records import LayerRecord, Line, RunRecord
from .scales import scale_end
from .spread import SHARES, Spread
from .terms import MOST_TERM_VALUES, terms_of
from .traced import Traced

#: The version that this code writes.
TRACE_VERSION = 1


def trace_bundle(run: Traced, spread: Spread | None = None) -> dict[str, Any]:
    """A run as the gates, cell, unrolled and what-if views read it, beside its batch where that is known."""
    record = run.record
    loss = (
        _without_none(
            {
                "name": record.loss_name,
                "value": record.loss,
                "answers": list(record.answers) or None,
            }
        )
        if record.loss is not None and record.loss_name
        else None
    )
    bundle: dict[str, Any] = {
        "version": TRACE_VERSION,
        "kind": "trace",
        "id": run.id,
        "title": run.title,
        "language": "python",
        "batch": place_in_batch(record, spread=bool(spread)) if record.batch > 1 else None,
        "time": time_axis(record),
        "input": _without_none(
            {
                "names": list(record.input_names),
                "unit": record.input_unit,
                "array": floats(record.input),
                "editable": record.editable and run.recomputable,
            }
        ),
        "layers": [
            part
            for before, layer in zip([None, *record.layers], record.layers)
            for part in by_width(_layer(layer, before, record, spread or {}))
        ],
        "outputs": [_line(line) for line in record.outputs],
        "outputCount": record.output_count,
        "targets": [_line(line) for line in record.targets] or None,
        "loss": loss,
        "clamps": [clamp.to_json() for clamp in record.clamps],
        "edits": [edit.to_json() for edit in record.edits],
    }
    if record.notes:
        bundle["howToRead"] = " ".join(record.notes)
    return _without_none(bundle)


def flow_bundle(
    identity: str,
    title: str | None,
    runs: Sequence[Traced],
    networks: Sequence[Mapping[str, Any]],
    *,
    loss_step: int,
    threshold: float,
    notes: Sequence[str],
) -> dict[str, Any]:
    """What the gradient flow view reads."""
    time = runs[0].record.mask

    def own(mask: Array | None) -> Numbers | None:
        """The mask of a network that is padded elsewhere than the time of its flow."""
        steps = runs[0].record.steps
        here, there = (np.ones(steps) if each is None else each for each in (mask, time))
        return None if np.array_equal(here, there) else uint8(here)

    return _without_none(
        {
            "version": TRACE_VERSION,
            "kind": "gradientFlow",
            "id": identity,
            "title": title,
            "howToRead": " ".join(notes) or None,
            "time": time_axis(runs[0].record),
            "lossStep": loss_step,
            "threshold": threshold,
            "networks": [
                {
                    **_without_none({**network, "mask": own(network["mask"])}),
                    "effectiveMemory": network["effectiveMemory"],
                }
                for network in networks
            ],
        }
    )


def comparison_bundle(identity: str, title: str | None, runs: Sequence[Traced]) -> dict[str, Any]:
    """Two to four runs over as many steps, drawn with one cursor."""
    traces = [trace_bundle(run) for run in runs]
    return _without_none(
        {
            "version": TRACE_VERSION,
            "kind": "comparison",
            "id": identity,
            "title": title,
            "language": "python",
            "traces": traces,
            "rows": [
                _without_none(
                    {
                        "name": trace.get("title") or trace["layers"][0]["cellName"],
                        "parameters": trace["layers"][0]["parameters"],
                        "loss": trace.get("loss"),
                    }
                )
                for trace in traces
            ],
        }
    )


def place_in_batch(record: RunRecord, *, spread: bool) -> dict[str, Any]:
    """Which sequence it is; with which quantiles a spread over the others is held."""
    return _without_none(
        {
            "sequence": record.sequence,
            "size": record.batch,
            "shares": list(SHARES) if spread else None,
        }
    )


def time_axis(record: RunRecord) -> dict[str, Any]:
    """The steps of a run, their name and their words."""
    return _without_none(
        {
            "steps": record.steps,
            "name": record.step_name,
            "labels": None if record.labels is None else list(record.labels),
            "mask": None if record.mask is None else uint8(record.mask),
        }
    )


def _line(line: Line) -> dict[str, Any]:
    return _without_none({"name": line.name, "unit": line.unit, "values": floats(line.values)})


def _layer(
    layer: LayerRecord, before: LayerRecord | None, record: RunRecord, spread: Spread
) -> dict[str, Any]:
    form = layer.form
    channels = [_channel(layer, name, spread.get((layer.name, name))) for name in form.channels]
    gradients = [
        {
            "name": f"dL/d{name}",
            "label": f"{'direct ' if name in layer.direct else ''}gradient of the {form.label(name)}",
            "role": "gradient",
            "of": name,
            "range": symmetric(layer.gradients[name]),
            # A vanishing gradient leaves the range of f32 near step 165.
            "array": float64(layer.gradients[name]),
        }
        for name in form.states
        if name in layer.gradients
    ]
    terms = [
        {
            "name": name,
            "label": f"part of {channel}",
            "role": "term",
            "of": channel,
            "range": symmetric(value),
            "array": floats(value),
        }
        for channel, name, value in terms_of(layer)
    ]
    hidden = layer.channels[form.output].shape[1]
    same = layer.inputs.shape == record.input.shape and np.array_equal(layer.inputs, record.input)
    small = layer.inputs_known and 0 < layer.inputs.size <= MOST_TERM_VALUES
    by_input = input_gradient(layer, record.clamps) if small else None
    return _without_none(
        {
            "name": layer.name,
            "cell": form.kind,
            "cellName": form.name,
            "direction": layer.direction,
            "inputSize": layer.inputs.shape[1],
            "units": layer.units,
            "parameters": form.count(layer.inputs.shape[1], layer.units, hidden),
            "equations": [
                {"channel": channel, "expression": expression}
                for channel, expression in form.equations
            ],
            "adjoints": (
                [{"of": list(of), "expression": expression} for of, expression in form.adjoints]
                if form.adjoints and gradients
                else None
            ),
            "source": (
                {"code": form.source, "lines": source_lines(form.source, form.channels)}
                if form.source
                else None
            ),
            "entering": floats(layer.inputs) if small and not same else None,
            "otherInput": (
                True
                if before is not None
                and not (small or same)
                and not np.array_equal(before.inputs, layer.inputs)
                else None
            ),
            "enteringGradient": float64(by_input) if by_input is not None else None,
            "channels": [*channels, *gradients, *terms],
        }
    )


def _channel(layer: LayerRecord, name: str, spread: Mapping[str, Array] | None) -> dict[str, Any]:
    values, role = layer.channels[name], layer.form.role(name)
    low, high = float(values.min(initial=0)), float(values.max(initial=0))
    if role == "gate" and low >= 0 and high <= 1:
        scale = [0.0, 1.0]
    elif max(-low, high) <= 1 and (
        role == "candidate" or (name == "h" and layer.form.kind != "custom")
    ):
        scale = [-1.0, 1.0]
    else:
        end = scale_end(values)
        scale = [-end, end] if end > 0 else [-1.0, 1.0]
    initial = layer.initial.get(name)
    return _without_none(
        {
            "name": name,
            "label": layer.form.label(name),
            "role": role,
            "range": scale,
            "array": floats(values),
            "initial": None if initial is None else floats(initial),
            "spread": spread and {which: floats(values) for which, values in spread.items()},
        }
    )


def by_width(layer: dict[str, Any]) -> list[dict[str, Any]]:
    """Channels of another width (a projected h) become a layer of their own beside it."""
    widths = dict.fromkeys(channel["array"].values.shape[1] for channel in layer["channels"])
    if list(widths) == [layer["units"]]:
        return [layer]
    parts = []
    for width in widths:
        channels = [c for c in layer["channels"] if c["array"].values.shape[1] == width]
        names = {channel["name"] for channel in channels}
        own = width == layer["units"]
        part = {
            **layer,
            # The circuit of an LSTM needs all of its channels in one place.
            "cell": "custom",
            "units": width,
            "channels": channels,
            "equations": [e for e in layer["equations"] if e["channel"] in names],
        }
        if not own:
            part.pop("source", None)
            part.pop("adjoints", None)
            part |= {
                "name": f"{layer['name']}/{channels[0]['name']}",
                "cellName": channels[0]["label"],
                "parameters": {"count": 0, "formula": "0", "arithmetic": "0"},
            }
        parts.append((not own, part))
    return [part for _, part in sorted(parts, key=lambda pair: pair[0])]


def symmetric(values: Array) -> list[float]:
    """A scale about 0 that reaches as far as the values go."""
    finite = np.abs(values[np.isfinite(values)])
    top = float(finite.max(initial=0))
    return [-top, top] if top > 0 else [-1.0, 1.0]


def source_lines(source: str, channels: tuple[str, ...]) -> dict[str, int]:
    """On which line (from 0) of the step each channel is assigned."""
    lines = source.split("\n")
    found = {}
    for channel in channels:
        pattern = re.compile(rf"^\s*{re.escape(channel)}\s*=[^=]")
        line = next((index for index, text in enumerate(lines) if pattern.search(text)), None)
        if line is not None:
            found[channel] = line
    return found


def _without_none(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if item is not None}
