"""Static pictures for viewers without the extension: SVG, heatmaps as PNG inside it.

Colours are those of the light theme (`palette.json`).
"""

from __future__ import annotations

import base64
from textwrap import wrap
from typing import Any

import numpy as np

from .arrays import Array
from .attention_picture import attention_picture
from .chart import axis, chart
from .moment import Moment, moment_of, number_words
from .moment_pictures import cell_picture, chain_picture, flow_picture
from .spread_picture import band, how_to_read, over_sequences, scale_of, sentence
from .svg import (
    GRID,
    INK,
    LIGHT,
    SECOND,
    WIDTH,
    channel_ink,
    heading,
    path_of,
    picture,
    png,
    ramp,
    short,
    text,
)
from .weights_picture import weights_picture

_GUTTER, _RIGHT = 116, 66
_PLOT = WIDTH - _GUTTER - _RIGHT
#: Channels of at most so many units are drawn as lines.
_LINES_UP_TO = 8
#: Their height.
_LINES = 46
#: How many letters a line below has.
_LETTERS = 120
#: Height of the line of an input.
_INPUT = 34
_NETWORKS = {kind: LIGHT[kind] for kind in ("rnn", "lstm", "gru")}


def bundle_picture(bundle: dict[str, Any]) -> str:
    """The bundle as an SVG with a description for screen readers."""
    kind = bundle["kind"]
    if kind == "comparison":
        pieces, y = [], 0.0
        for trace in bundle["traces"]:
            drawn, height = _trace(trace)
            pieces.append(f'<g transform="translate(0 {y:.0f})">{drawn}</g>')
            y += height
        names = ", ".join(row["name"] for row in bundle["rows"])
        return picture(y, f"{names}: every gate and state", "".join(pieces))
    if kind == "gradientFlow":
        lines = [
            (net["name"], net["hidden"].values, _NETWORKS.get(net["cell"], LIGHT["filter"]))
            for net in bundle["networks"]
        ]
        # Each direction is followed from a step of its own.
        starts = dict.fromkeys(
            net.get("answer", net.get("lossStep", bundle["lossStep"])) for net in bundle["networks"]
        )
        at = f"{bundle['time']['name']} {' or '.join(map(str, starts))}"
        answers = next((net["answers"] for net in bundle["networks"] if net.get("answers")), None)
        reading = (
            f"one answer of {len(answers)}, at {at}; " if answers else f"the loss is at {at}; "
        ) + "a line that falls away from it is a memory that fades."
        drawn = chart(lines, bundle["time"], logarithmic=True)
        title = bundle.get("title", "Gradient flow")
        return _charted(title, f"‖dL/dh‖ at each {bundle['time']['name']}", reading, drawn)
    if kind == "history":
        lines = []
        for metric in bundle["metrics"]:
            lines.append((metric["name"], metric["training"].values, INK))
            if "validation" in metric:
                lines.append(
                    (f"validation {metric['name']}", metric["validation"].values, LIGHT["brand"])
                )
        done = bundle["epochs"]["done"]
        epochs = {
            "steps": done,
            "name": "epoch",
            "labels": [str(epoch + 1) for epoch in range(done)],
        }
        reading = "black is what was trained on, blue what was kept for validation."
        drawn = chart(lines, epochs)
        return _charted(bundle.get("title", "Training"), "by epoch", reading, drawn)
    if kind == "weights":
        return weights_picture(bundle)
    if kind == "attention":
        return attention_picture(bundle)
    return _view(bundle)


def _charted(title: str, words: str, reading: str, drawn: str) -> str:
    """A chart below its title and how it is read."""
    return picture(330, f"{title}: {words}", heading(title, reading) + drawn)


def _view(trace: dict[str, Any]) -> str:
    """A run as the view that was asked for."""
    moment, title = moment_of(trace), _title(trace)
    view = trace.get("view", {}).get("view", "gates")
    # A step that the saved copy leaves out has no numbers to draw a cell of.
    if moment is not None and moment.row >= 0:
        if view == "cell" and moment.layer.get("equations"):
            return cell_picture(trace, moment, title)
        if view == "unrolled":
            return chain_picture(trace, moment, title)
    if moment is not None and view == "gradients":
        flow = flow_picture(trace, moment, title)
        if flow is not None:
            return flow
    drawn, height = _trace(trace)
    told = "" if moment is None else f". {moment.sentence()}"
    if moment is not None and over_sequences(trace):
        told += f" {sentence(trace, moment)}"
    return picture(height, f"{title}: every gate and state{told}", drawn)


def _title(trace: dict[str, Any]) -> str:
    return trace.get("title") or ", ".join(_layer_name(layer) for layer in trace["layers"])


def _layer_name(layer: dict[str, Any]) -> str:
    arrow = " backward" if layer["direction"] == "backward" else ""
    return f"{layer['cellName']} {layer['name']}{arrow} ({layer['units']} units)"


def _trace(trace: dict[str, Any]) -> tuple[str, float]:
    moment = moment_of(trace)
    spread = moment if over_sequences(trace) else None
    reading = (
        f"a column is a {trace['time']['name']}, a row (or a line) a unit. "
        "Gates: dark is open. States: purple is above zero, orange below."
    )
    pieces = [heading(_title(trace), how_to_read(trace, spread) if spread else reading)]
    if "loss" in trace:
        loss = trace["loss"]
        pieces.append(
            text(WIDTH - 16, 22, f"{loss['name']} {loss['value']:.4g}", anchor="end", fill=SECOND)
        )
    y, top = 48.0, 54.0
    if trace["input"]["editable"]:
        table = trace["input"]["array"].values
        for name, line in zip(trace["input"]["names"][:4], table.T):
            y += 6
            pieces.append(_input(name, trace["input"].get("unit", "input"), line, y))
            y += _INPUT
    for layer in trace["layers"]:
        if len(trace["layers"]) > 1:
            y += 18
            pieces.append(text(16, y, _layer_name(layer)))
        for channel in layer["channels"]:
            if channel["role"] == "term":
                continue
            y += 6
            here = moment if moment and moment.layer is layer else None
            drawn, height = _channel(channel, y, here, spread=spread is not None)
            pieces.append(drawn)
            y += height
    count = len(trace["time"].get("kept", range(trace["time"]["steps"])))
    pieces.append(axis(trace["time"], _GUTTER, _PLOT / max(1, count), y, count))
    if moment is None:
        return "".join(pieces), y + 34
    if moment.row >= 0:
        width = _PLOT / max(1, count)
        pieces.append(
            f'<rect x="{_GUTTER + moment.row * width - 0.5:.1f}" y="{top:.1f}" '
            f'width="{max(2.0, width + 1):.1f}" height="{y - top:.1f}" fill="none" '
            f'stroke="{INK}" stroke-width="1.25"/>'
        )
    told = [short(moment.sentence(), _LETTERS)]
    told += wrap(sentence(trace, spread), _LETTERS) if spread else []
    pieces += [text(16, y + 44 + 17 * at, line) for at, line in enumerate(told)]
    return "".join(pieces), y + 45 + 17 * len(told)


def _channel(
    channel: dict[str, Any], y: float, moment: Moment | None, *, spread: bool
) -> tuple[str, float]:
    """A channel over the steps, and its height; `moment` is that of its layer."""
    values: Array = channel["array"].values
    steps, units = values.shape
    if spread and moment is not None and "spread" in channel:
        height: float = _LINES
        scale = scale_of(channel)
        x = _GUTTER + (np.arange(steps) + 0.5) * _PLOT / max(1, steps)
        drawn = [_frame(y, height), band(channel, moment.unit, x, y, height)]
    elif units <= _LINES_UP_TO:
        height, scale = _LINES, channel["range"]
        drawn = [_lines(channel, values, y, height, moment.unit if moment else None)]
        drawn += _beyond(channel, values, y, height)
    else:
        height, scale = min(96, units * 2), channel["range"]
        drawn = [_heatmap(channel, values, y, height), *_beyond(channel, values, y, height)]
    low, high = scale
    return "".join([_gutter(channel, y, height), *drawn, _scale(low, high, y, height)]), height


def _input(name: str, unit: str, values: Array, y: float) -> str:
    """One feature of the input, with its least and greatest value."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    x = _GUTTER + (np.arange(len(values)) + 0.5) * _PLOT / max(1, len(values))
    up = y + _INPUT - (values - low) / ((high - low) or 1) * _INPUT
    return (
        text(22, y + _INPUT / 2 + 1, short(name, 15))
        + text(22, y + _INPUT / 2 + 15, unit, size=11, fill=SECOND)
        + f'<path d="{path_of(x, up)}" fill="none" stroke="{INK}" stroke-width="1.25"/>'
        + _scale(low, high, y, _INPUT)
    )


def _scale(low: float, high: float, y: float, height: float) -> str:
    """The ends of a channel's scale, beside it."""
    x = WIDTH - _RIGHT + 6
    top = text(x, y + 9, number_words(high), size=11, fill=SECOND)
    return top + (
        text(x, y + height, number_words(low), size=11, fill=SECOND) if height >= 24 else ""
    )


def _beyond(channel: dict[str, Any], values: Array, y: float, height: float) -> list[str]:
    """Marks of what lies beyond the scale, and how far it goes: nothing where all is on it."""
    end = channel["range"][1]
    sizes = np.where(np.isfinite(values), np.abs(values), 0)
    if channel["role"] in ("gate", "gradient") or sizes.max(initial=0) <= end:
        return []
    steps, units = values.shape
    column, lines = _PLOT / max(1, steps), units <= _LINES_UP_TO
    pieces = []
    for at, unit in np.argwhere(sizes > end):
        # Along the end of the scale, or through the row of the unit.
        down = 0 if values[at, unit] > 0 else height
        place = y + (down if lines else (unit + 0.5) * height / units)
        pieces.append(f"M{_GUTTER + at * column:.1f} {place:.1f}h{column:.1f}")
    stroke, width = (channel_ink(channel), 3) if lines else (INK, 1)
    most = f"to {number_words(float(sizes.max()))}"
    return [
        f'<path class="beyond" d="{"".join(dict.fromkeys(pieces))}" fill="none" stroke="{stroke}" '
        f'stroke-width="{width}"/>',
        text(WIDTH - _RIGHT + 6, y + height / 2 + 4, most, size=11, fill=SECOND),
    ]


def _gutter(channel: dict[str, Any], y: float, height: float) -> str:
    colour = channel_ink(channel)
    middle = y + height / 2
    return (
        f'<rect x="12" y="{y:.1f}" width="3" height="{height:.1f}" fill="{colour}"/>'
        + text(22, middle + 1, channel["name"], fill=colour, size=16, serif=True)
        + text(22, middle + 15, short(channel["label"], 15), fill=SECOND, size=11)
    )


def _heatmap(channel: dict[str, Any], values: Array, y: float, height: float) -> str:
    low, high = channel["range"]
    share = np.nan_to_num((values.T - low) / ((high - low) or 1), nan=0.0)
    table = ramp("gates" if channel["role"] == "gate" else "states")
    pixels = table[np.clip(np.round(share * 255), 0, 255).astype(int)]
    return (
        f'<image x="{_GUTTER}" y="{y:.1f}" width="{_PLOT}" height="{height:.1f}" '
        'preserveAspectRatio="none" style="image-rendering: pixelated" '
        f'href="data:image/png;base64,{base64.b64encode(png(pixels)).decode("ascii")}"/>'
    )


def _lines(
    channel: dict[str, Any], values: Array, y: float, height: float, chosen: int | None
) -> str:
    low, high = channel["range"]
    colour = channel_ink(channel)
    steps, units = values.shape
    x = _GUTTER + (np.arange(steps) + 0.5) * _PLOT / max(1, steps)
    paths = []
    for unit in range(units):
        up = y + height - (np.clip(values[:, unit], low, high) - low) / ((high - low) or 1) * height
        width, opacity = (1.75, 1) if units == 1 or unit == chosen else (0.9, 0.6)
        paths.append(
            f'<path d="{path_of(x, up)}" fill="none" stroke="{colour}" '
            f'stroke-width="{width}" stroke-opacity="{opacity}"/>'
        )
    return _frame(y, height) + "".join(paths)


def _frame(y: float, height: float) -> str:
    return (
        f'<rect x="{_GUTTER}" y="{y:.1f}" width="{_PLOT}" height="{height:.1f}" fill="none" '
        f'stroke="{GRID}"/>'
    )
