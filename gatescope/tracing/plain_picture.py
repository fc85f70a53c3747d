"""A plain picture of a bundle, where no Node draws the whole one: its lines and maps, and what they ask."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

import numpy as np

from .arrays import Array
from .hues import COLORS, INKS, RAMPS, channel_hue, letter_hue, mixed

_LIGHT, _INKS, _RAMPS = COLORS["light"], INKS["light"], RAMPS["light"]
_INK, _SECOND = _LIGHT["hidden"], _LIGHT["second"]
_NETWORKS = [_INK, _LIGHT["brand"], _LIGHT["positive"], _LIGHT["negative"]]
_WIDTH, _LEFT, _PLOT = 760, 150, 500
#: With more rows they are drawn as a map.
_MOST_LINES = 8


class _Plot(NamedTuple):
    """Rows `[N, T]` over one axis: a line each, or as a map."""

    name: str
    rows: Array
    range: tuple[float, float]
    colors: list[str]
    is_map: bool = False
    ramp: str = "states"


class _Plain(NamedTuple):
    title: str
    question: str
    plots: list[_Plot]
    #: The first and the last place of the axis, and what it is of.
    axis: tuple[str, str, str]


def plain_picture(bundle: dict[str, Any], why: str) -> str:
    """The bundle in lines and maps; `why` is said of what it lacks."""
    title, question, plots, (first, last, axis) = _KINDS[bundle["kind"]](bundle)
    note = f"A plain picture ({why}): the view of gatescope's extension or widget has all of it."
    pieces = [_text(16, 22, title, size=15), _text(16, 42, question)]
    y = 54.0
    for plot in plots:
        lines = 120 if len(plots) <= 3 else 46
        height = min(110, max(24, 8 * len(plot.rows))) if plot.is_map else lines
        pieces += [
            _text(16, y + height / 2 + 4, plot.name, fill=plot.colors[0], most=20),
            _map(plot, y, height) if plot.is_map else _lines(plot, y, height),
            _text(_LEFT + _PLOT + 8, y + 10, _number(plot.range[1]), size=11, fill=_SECOND),
            _text(_LEFT + _PLOT + 8, y + height, _number(plot.range[0]), size=11, fill=_SECOND),
        ]
        y += height + 8
    end = _LEFT + _PLOT
    pieces += [
        _text(_LEFT, y + 8, first, size=11, fill=_SECOND, most=30),
        _text(_LEFT + _PLOT / 2, y + 8, axis, size=11, fill=_SECOND, anchor="middle"),
        _text(end, y + 8, last, size=11, fill=_SECOND, anchor="end", most=30),
        _text(16, y + 32, note, size=11, fill=_SECOND),
    ]
    bottom = y + 44
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {bottom:.0f}" '
        f'width="{_WIDTH}" height="{bottom:.0f}" role="img" font-family="system-ui, sans-serif">'
        f"<title>{_clean(f'{title}. {question} {note}')}</title>"
        f'<rect width="{_WIDTH}" height="{bottom:.0f}" fill="{_LIGHT["page"]}"/>'
        f"{''.join(pieces)}</svg>"
    )


def _trace(trace: dict[str, Any]) -> _Plain:
    layers, time = trace["layers"], trace["time"]
    named = ", ".join(f"{layer['cellName']} {layer['name']}" for layer in layers)
    return _Plain(
        trace.get("title") or named,
        f"What do gates and states hold at each {time['name']}?",
        list(_channels(trace)),
        _axis(time),
    )


def _channels(trace: dict[str, Any], run: str = "") -> Iterator[_Plot]:
    entered = trace["input"]
    if entered["editable"]:
        for name, values in zip(entered["names"][:4], entered["array"].values.T):
            yield _Plot(name, values[None], _ends(values), [_INK])
    for layer in trace["layers"]:
        of = [run] if run else [layer["name"]] if len(trace["layers"]) > 1 else []
        for channel in layer["channels"]:
            if channel["role"] == "term":
                continue
            rows, low = channel["array"].values.T, channel["range"][0]
            yield _Plot(
                " ".join([*of, channel["name"]]),
                rows,
                tuple(channel["range"]),
                [_INKS[channel_hue(channel)]],
                is_map=len(rows) > _MOST_LINES,
                ramp="gates" if low >= 0 else "states",
            )


def _comparison(bundle: dict[str, Any]) -> _Plain:
    runs = list(zip(bundle["rows"], bundle["traces"]))
    time = bundle["traces"][0]["time"]
    return _Plain(
        bundle.get("title") or ", ".join(row["name"] for row, _ in runs),
        f"What do the gates and states of each hold at each {time['name']}?",
        [plot for row, trace in runs for plot in _channels(trace, row["name"])],
        _axis(time),
    )


def _flow(bundle: dict[str, Any]) -> _Plain:
    time, plots = bundle["time"], []
    with np.errstate(divide="ignore", invalid="ignore"):
        for at, each in enumerate(bundle["networks"]):
            sizes = np.log10(each["hidden"].values.astype(float))
            colors = [_NETWORKS[at % len(_NETWORKS)]]
            plots.append(_Plot(f"{each['name']}, log₁₀", sizes[None], _ends(sizes), colors))
    question = f"How much of the gradient ‖dL/dh‖ reaches each {time['name']}?"
    return _Plain(bundle.get("title") or "Gradient flow", question, plots, _axis(time))


def _history(bundle: dict[str, Any]) -> _Plain:
    plots = []
    for metric in bundle["metrics"]:
        both = [metric[each].values for each in ("training", "validation") if each in metric]
        rows = np.stack(both).astype(float)
        plots.append(_Plot(metric["name"], rows, _ends(rows), [_INK, _LIGHT["brand"]]))
    question = "How good was it after each epoch? Black: what it was trained on, blue: validation."
    done = bundle["epochs"]["done"]
    return _Plain(bundle.get("title") or "Training", question, plots, ("1", str(done), "epoch"))


def _weights(bundle: dict[str, Any]) -> _Plain:
    plots = []
    for layer in bundle["layers"]:
        for each in layer["parameters"]:
            weights, colors = each["weights"], [_INKS[letter_hue(each["of"])]]
            name = f"{layer['name']} {each['name']}"
            if "array" in weights:
                end = float(weights["scale"]) or 1.0
                rows = weights["array"].values.T
                plots.append(_Plot(name, rows, (-end, end), colors, is_map=True))
            else:
                counts = weights["histogram"].values[None].astype(float)
                plots.append(_Plot(f"{name}, counted", counts, _ends(counts), colors))
    question = "How large is each weight? A row is a unit, a column what enters it."
    return _Plain(bundle.get("title") or "Weights by gate", question, plots, ("", "", ""))


def _attention(bundle: dict[str, Any]) -> _Plain:
    source = bundle["source"]
    plots = [
        _Plot(each["name"], each["weights"].values, (0.0, 1.0), [_INK], is_map=True, ramp="gates")
        for each in bundle["decodings"]
    ]
    question = "Where did it look? A row is a step that was written, a column one that was read."
    ends = (source[0], source[-1]) if source else ("", "")
    return _Plain(bundle.get("title") or "Attention", question, plots, (*ends, "read"))


_KINDS = {
    "trace": _trace,
    "comparison": _comparison,
    "gradientFlow": _flow,
    "history": _history,
    "weights": _weights,
    "attention": _attention,
}


def _axis(time: dict[str, Any]) -> tuple[str, str, str]:
    """The first and the last step: a saved copy may leave out those between, never these."""
    labels = time.get("labels") or [str(step) for step in range(time["steps"])]
    return (labels[0], labels[-1], time["name"]) if labels else ("", "", time["name"])


def _ends(values: Array) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    return (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)


def _lines(plot: _Plot, y: float, height: float) -> str:
    low, high = plot.range
    count = plot.rows.shape[1]
    x = _LEFT + (np.arange(count) + 0.5) * _PLOT / max(1, count)
    shares = np.clip((plot.rows.astype(float) - low) / ((high - low) or 1), 0, 1)
    paths = []
    for at, up in enumerate(y + height - shares * height):
        known = np.isfinite(up)
        # Of one number alone a dot: its line has a length of nothing, and round ends.
        steps = [
            f"{'L' if at and known[at - 1] else 'M'}{x[at]:.1f} {up[at]:.1f}h0"
            for at in np.flatnonzero(known)
        ]
        paths.append(
            f'<path d="{"".join(steps)}" fill="none" stroke="{plot.colors[at % len(plot.colors)]}" '
            'stroke-width="1.5" stroke-linecap="round"/>'
        )
    return _box(y, height) + "".join(paths)


def _map(plot: _Plot, y: float, height: float) -> str:
    low, high = plot.range
    ramp = np.array([mixed(_RAMPS[plot.ramp], at / 255) for at in range(256)], np.uint8)
    shares = (plot.rows.astype(float) - low) / ((high - low) or 1)
    known = np.isfinite(shares)
    pixels = ramp[np.round(np.clip(np.where(known, shares, 0), 0, 1) * 255).astype(int)]
    pixels[~known] = [int(_LIGHT["grid"][at : at + 2], 16) for at in (1, 3, 5)]
    address = base64.b64encode(_png(pixels)).decode("ascii")
    return _box(y, height) + (
        f'<image x="{_LEFT}" y="{y:.1f}" width="{_PLOT}" height="{height}" preserveAspectRatio="none" '
        f'style="image-rendering: pixelated" href="data:image/png;base64,{address}"/>'
    )


def _box(y: float, height: float) -> str:
    return (
        f'<rect x="{_LEFT}" y="{y:.1f}" width="{_PLOT}" height="{height}" fill="none" '
        f'stroke="{_LIGHT["grid"]}"/>'
    )


def _png(pixels: Array) -> bytes:
    """RGB rows from the top (ISO/IEC 15948)."""
    height, width, _ = pixels.shape

    def chunk(kind: bytes, data: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + end

    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(rows.tobytes(), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")


def _clean(words: str) -> str:
    return escape("".join(c for c in words if c >= " " and c not in "\ufffe\uffff"))


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 12,
    anchor: str = "start",
    fill: str = _INK,
    most: int = 110,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">'
        f"{_clean(words if len(words) <= most else f'{words[: most - 1]}…')}</text>"
    )
