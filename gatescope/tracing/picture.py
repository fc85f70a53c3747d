"""Static pictures for viewers without the extension: SVG, heatmaps as PNG inside it.

Colours are those of the light theme (`style/widgets-palette.css`).
"""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from .arrays import Array
from .expressions import text_of
from .moment import Moment, moment_of, number_words
from .svg import WIDTH, path_of, picture, png, ramp, short, text

_GUTTER, _RIGHT = 116, 66
_PLOT = WIDTH - _GUTTER - _RIGHT
#: Channels of at most so many units are drawn as lines.
_LINES_UP_TO = 8
#: Height of the line of an input.
_INPUT = 34
_LETTERS = {
    **dict.fromkeys(("f", "z", "keep"), "#c2450c"),
    **dict.fromkeys(("i", "write"), "#067a68"),
    **dict.fromkeys("gn", "#574a00"),
    **dict.fromkeys("or", "#5b1f9e"),
    "c": "#206cc9",
    "h": "#222831",
}
_NETWORKS = {"rnn": "#a85400", "lstm": "#222831", "gru": "#1976d2", "custom": "#5b1f9e"}
_SECOND, _GRID = "#616161", "#e0e0e0"


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
            (net["name"], net["hidden"].values, _NETWORKS.get(net["cell"], "#5b1f9e"))
            for net in bundle["networks"]
        ]
        title = bundle.get("title", "Gradient flow")
        return picture(
            340,
            f"{title}: ‖dL/dh‖ at each step",
            text(16, 22, title, size=15) + _chart(lines, True),
        )
    if kind == "history":
        lines = []
        for metric in bundle["metrics"]:
            lines.append((metric["name"], metric["training"].values, "#222831"))
            if "validation" in metric:
                lines.append(
                    (f"validation {metric['name']}", metric["validation"].values, "#1976d2")
                )
        title = bundle.get("title", "Training")
        return picture(
            340, f"{title}: by epoch", text(16, 22, title, size=15) + _chart(lines, False)
        )
    if kind == "weights":
        return _norms(bundle)
    return _view(bundle)


def _norms(bundle: dict[str, Any]) -> str:
    """Each weight of each layer with its norm, as bars that share a scale."""
    rows = [
        (f"{layer['name']}  {parameter['name']}", parameter["weights"]["norm"])
        for layer in bundle["layers"]
        for parameter in layer["parameters"]
    ]
    title = bundle.get("title", "Weights by gate")
    top = max((norm for _, norm in rows if np.isfinite(norm)), default=0.0) or 1.0
    pieces = [text(16, 22, title, size=15)]
    for at, (name, norm) in enumerate(rows):
        y = 44 + 18 * at
        width = 460 * norm / top if np.isfinite(norm) else 460
        pieces.append(text(16, y + 10, name, size=11))
        pieces.append(
            f'<rect x="180" y="{y}" width="{width:.1f}" height="12" fill="{_NETWORKS["gru"]}"/>'
        )
        pieces.append(text(188 + width, y + 10, number_words(float(norm)), size=11))
    height = 56 + 18 * len(rows)
    return picture(height, f"{title}: the norm of each weight", "".join(pieces))


def _view(trace: dict[str, Any]) -> str:
    """A run as the view that was asked for."""
    moment, title = moment_of(trace), _title(trace)
    view = trace.get("view", {}).get("view", "gates")
    if moment is not None and view == "cell" and moment.layer.get("equations"):
        rows = [
            [
                f"{each['channel']} = {text_of(each['expression'])}",
                number_words(moment.value(each["channel"])),
                number_words(moment.value(each["channel"], 1)),
            ]
            for each in moment.layer["equations"]
        ]
        heads = ["equation", "value", "the step before"]
        return _rows(f"{title}: the cell", heads, rows, [360, 90, 120], moment)
    if moment is not None and view == "unrolled":
        back = range(min(6, max(0, moment.row)), -1, -1)
        steps = list(trace["time"].get("kept", range(trace["time"]["steps"])))
        heads = ["", *(str(steps[max(0, moment.row) - each]) for each in back)]
        rows = [
            [f"{c['name']} {c['label']}", *(number_words(moment.value(c["name"], b)) for b in back)]
            for c in moment.layer["channels"]
            if c["role"] not in ("term", "gradient")
        ]
        return _rows(f"{title}: unrolled", heads, rows, [160, *[84] * len(back)], moment)
    if moment is not None and view == "gradients":
        states = [c["name"] for c in moment.layer["channels"] if c["role"] == "state"]
        lines = [
            (
                f"‖dL/d{c['of']}‖",
                np.linalg.norm(c["array"].values.astype(float), axis=1),
                _LETTERS.get(c["of"], _SECOND),
            )
            for c in moment.layer["channels"]
            if c["role"] == "gradient" and c.get("of") in states
        ]
        if lines:
            return picture(
                340,
                f"{title}: gradient flow, ‖dL/dh‖ at each step",
                text(16, 22, f"{title}: gradient flow", size=15) + _chart(lines, True),
            )
    drawn, height = _trace(trace)
    told = "" if moment is None else f". {moment.sentence()}"
    return picture(height, f"{title}: every gate and state{told}", drawn)


def _rows(
    title: str, heads: list[str], rows: list[list[str]], widths: list[int], moment: Moment
) -> str:
    """Words in columns, with a sentence below."""
    starts = [16 + sum(widths[:at]) for at in range(len(widths))]
    pieces = [text(16, 22, f"{title}, unit {moment.unit} at {moment.words}", size=15)]
    pieces += [text(x, 46, words, fill=_SECOND) for x, words in zip(starts, heads)]
    for line, row in enumerate(rows):
        pieces += [text(x, 70 + 20 * line, short(words, 56)) for x, words in zip(starts, row)]
    bottom = 70 + 20 * len(rows)
    pieces.append(text(16, bottom + 6, moment.sentence(), fill=_SECOND))
    return picture(bottom + 24, f"{title}: {moment.sentence()}", "".join(pieces))


def _title(trace: dict[str, Any]) -> str:
    return trace.get("title") or ", ".join(_layer_name(layer) for layer in trace["layers"])


def _layer_name(layer: dict[str, Any]) -> str:
    arrow = " backward" if layer["direction"] == "backward" else ""
    return f"{layer['cellName']} {layer['name']}{arrow} ({layer['units']} units)"


def _trace(trace: dict[str, Any]) -> tuple[str, float]:
    pieces = [text(16, 22, _title(trace), size=15)]
    if "loss" in trace:
        loss = trace["loss"]
        pieces.append(
            text(WIDTH - 16, 22, f"{loss['name']} {loss['value']:.4g}", anchor="end", fill=_SECOND)
        )
    how = (
        f"How to read: a column is a {trace['time']['name']}, a row (or a line) a unit. "
        "Gates: dark is open. States: purple is above zero, orange below."
    )
    pieces.append(text(16, 42, how, size=11, fill=_SECOND))
    y, moment = 48.0, moment_of(trace)
    top = y + 6
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
            values: Array = channel["array"].values
            units = values.shape[1]
            height = 46 if units <= _LINES_UP_TO else min(96, units * 2)
            y += 6
            pieces.append(_gutter(channel, y, height))
            draw = _lines if units <= _LINES_UP_TO else _heatmap
            pieces.append(draw(channel, values, y, height))
            low, high = channel["range"]
            pieces.append(_scale(low, high, y, height))
            y += height
    pieces.append(_labels(trace["time"], y))
    if moment is None:
        return "".join(pieces), y + 34
    if moment.row >= 0:
        width = _PLOT / max(1, len(trace["time"].get("kept", range(trace["time"]["steps"]))))
        pieces.append(
            f'<rect x="{_GUTTER + moment.row * width - 0.5:.1f}" y="{top:.1f}" '
            f'width="{max(2.0, width + 1):.1f}" height="{y - top:.1f}" fill="none" '
            'stroke="#222831" stroke-width="1.25"/>'
        )
    pieces.append(text(16, y + 44, short(moment.sentence(), 120)))
    return "".join(pieces), y + 62


def _input(name: str, unit: str, values: Array, y: float) -> str:
    """One feature of the input, with its least and greatest value."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    x = _GUTTER + (np.arange(len(values)) + 0.5) * _PLOT / max(1, len(values))
    up = y + _INPUT - (values - low) / ((high - low) or 1) * _INPUT
    return (
        text(22, y + _INPUT / 2 + 1, short(name, 15))
        + text(22, y + _INPUT / 2 + 15, unit, size=11, fill=_SECOND)
        + f'<path d="{path_of(x, up)}" fill="none" stroke="#222831" stroke-width="1.25"/>'
        + _scale(low, high, y, _INPUT)
    )


def _scale(low: float, high: float, y: float, height: float) -> str:
    """The ends of a channel's scale, beside it."""
    x = WIDTH - _RIGHT + 6
    top = text(x, y + 9, number_words(high), size=11, fill=_SECOND)
    return top + (
        text(x, y + height, number_words(low), size=11, fill=_SECOND) if height >= 24 else ""
    )


def _gutter(channel: dict[str, Any], y: float, height: float) -> str:
    colour = _LETTERS.get(channel.get("of", channel["name"]), _SECOND)
    middle = y + height / 2
    return (
        f'<rect x="12" y="{y:.1f}" width="3" height="{height:.1f}" fill="{colour}"/>'
        + text(22, middle + 1, channel["name"], fill=colour, size=16, serif=True)
        + text(22, middle + 15, short(channel["label"], 15), fill=_SECOND, size=11)
    )


def _heatmap(channel: dict[str, Any], values: Array, y: float, height: float) -> str:
    low, high = channel["range"]
    share = np.nan_to_num((values.T - low) / ((high - low) or 1), nan=0.0)
    table = ramp("gate" if channel["role"] == "gate" else "state")
    pixels = table[np.clip(np.round(share * 255), 0, 255).astype(int)]
    return (
        f'<image x="{_GUTTER}" y="{y:.1f}" width="{_PLOT}" height="{height:.1f}" '
        'preserveAspectRatio="none" style="image-rendering: pixelated" '
        f'href="data:image/png;base64,{base64.b64encode(png(pixels)).decode("ascii")}"/>'
    )


def _lines(channel: dict[str, Any], values: Array, y: float, height: float) -> str:
    low, high = channel["range"]
    colour = _LETTERS.get(channel.get("of", channel["name"]), _SECOND)
    steps, units = values.shape
    x = _GUTTER + (np.arange(steps) + 0.5) * _PLOT / max(1, steps)
    paths = []
    for unit in range(units):
        up = y + height - (values[:, unit] - low) / ((high - low) or 1) * height
        width, opacity = (1.75, 1) if units == 1 else (0.9, 0.6)
        paths.append(
            f'<path d="{path_of(x, up)}" fill="none" stroke="{colour}" '
            f'stroke-width="{width}" stroke-opacity="{opacity}"/>'
        )
    frame = (
        f'<rect x="{_GUTTER}" y="{y:.1f}" width="{_PLOT}" height="{height:.1f}" fill="none" '
        f'stroke="{_GRID}"/>'
    )
    return frame + "".join(paths)


def _labels(time: dict[str, Any], y: float) -> str:
    every_label = time.get("labels") or [str(step) for step in range(time["steps"])]
    labels = [every_label[step] for step in time.get("kept", range(time["steps"]))]
    steps = len(labels)
    width = _PLOT / max(1, steps)
    longest = min(12, max(2, *(len(label) for label in labels)) if labels else 2)
    every = max(1, int(np.ceil(longest * 7 / width)))
    shown = [
        text(
            _GUTTER + (step + 0.5) * width,
            y + 16,
            short(labels[step], 12),
            anchor="middle",
            size=11,
            fill=_SECOND,
        )
        for step in range(0, steps, every)
    ]
    return "".join(shown) + text(22, y + 16, time["name"], fill=_SECOND)


def _chart(lines: list[tuple[str, Array, str]], logarithmic: bool) -> str:
    """Lines over a common axis, named at their ends."""
    left, top, width, height = 80.0, 50.0, 470.0, 240.0
    drawn = [
        np.where(values > 0, np.log10(np.maximum(values, 1e-320)), np.nan)
        if logarithmic
        else values
        for _, values, _ in lines
    ]
    finite = np.concatenate([line[np.isfinite(line)] for line in drawn] or [np.zeros(1)])
    low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 1.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    pieces = [
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="{_GRID}"/>'
    ]
    for tick in np.linspace(low, high, 5):
        y = top + height - (tick - low) / (high - low) * height
        words = f"{10.0**tick:.0e}" if logarithmic else f"{tick:.3g}"
        pieces.append(f'<path d="M{left} {y:.1f}h{width}" stroke="{_GRID}"/>')
        pieces.append(text(left - 8, y + 4, words, anchor="end", fill=_SECOND, size=11))
    for index, ((name, _, colour), values) in enumerate(zip(lines, drawn)):
        x = left + np.arange(len(values)) * width / max(1, len(values) - 1)
        y = top + height - (values - low) / (high - low) * height
        pieces.append(
            f'<path d="{path_of(x, y)}" fill="none" stroke="{colour}" stroke-width="1.75"/>'
        )
        pieces.append(text(left + width + 10, top + 14 + 18 * index, short(name, 26), fill=colour))
    return "".join(pieces)
