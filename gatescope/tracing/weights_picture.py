"""Static picture of weights: a line of maps a gate, units downwards, what enters to the right."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from .moment import number_words
from .svg import SECOND, WIDTH, heading, letter_ink, picture, png, ramp, text

_LEFT, _HEAD, _GAP, _LEAST = 16, 16, 18, 84
#: What is no number has no place on the scale.
_BROKEN = (198, 40, 40)


def weights_picture(bundle: dict[str, Any]) -> str:
    """Every weight by gate; the histogram of those whose single numbers the saved copy leaves out."""
    title = bundle.get("title", "Weights by gate")
    pieces = [
        heading(
            title,
            "a row is a unit, a column what enters it; purple above zero, orange below, each map on its "
            "own scale.",
            _LEFT,
        )
    ]
    y, told = 58.0, []
    for layer in bundle["layers"]:
        pieces.append(
            text(
                _LEFT,
                y + 6,
                f"{layer['cellName']} {layer['name']} ({layer['units']} units)",
                fill=SECOND,
            )
        )
        y += 18
        height = min(110, max(24, layer["units"] * 8))
        for gate in dict.fromkeys(each["of"] for each in layer["parameters"]):
            own = [each for each in layer["parameters"] if each["of"] == gate]
            pieces += _maps(own, y + _HEAD, height)
            y += _HEAD + height + 10
        y += 8
        norms = ", ".join(
            f"‖{each['name']}‖ {number_words(float(each['weights']['norm']))}"
            for each in layer["parameters"]
        )
        told.append(f"{layer['name']}: {norms}")
    broken = [
        each["name"]
        for layer in bundle["layers"]
        for each in layer["parameters"]
        if each["weights"]["notFinite"] > 0
    ]
    if broken:
        pieces.append(text(_LEFT, y + 8, f"Not finite in {', '.join(broken)}", bold=True))
        y += 20
    return picture(y + 4, f"{title}: {'; '.join(told)}", "".join(pieces))


def _maps(own: list[dict[str, Any]], y: float, height: float) -> list[str]:
    """The parameters of one gate side by side, as wide as what enters them."""
    entries = sum(each["shape"][0] for each in own)
    room = WIDTH - 2 * _LEFT - len(own) * (_GAP + _LEAST)
    column = min(14.0, room / max(1, entries))
    x, pieces = float(_LEFT), []
    for each in own:
        weights = each["weights"]
        width = max(10.0, each["shape"][0] * column)
        words = f"{each['name']} ± {number_words(float(weights['scale']))}"
        pieces.append(text(x, y - 4, words, size=11, fill=letter_ink(each["of"])))
        if "array" in weights:
            pieces.append(_map(weights, x, y, width, height))
        else:
            pieces += _histogram(weights, x, y, height, letter_ink(each["of"]))
        x += max(_LEAST, width) + _GAP
    return pieces


def _map(weights: dict[str, Any], x: float, y: float, width: float, height: float) -> str:
    values = weights["array"].values.T.astype(float)
    end = weights["scale"] or 1.0
    known = np.isfinite(values)
    share = np.clip((np.where(known, values, 0) / end + 1) / 2, 0, 1)
    pixels = ramp("states")[np.round(share * 255).astype(int)]
    pixels[~known] = _BROKEN
    return (
        f'<image x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        'preserveAspectRatio="none" style="image-rendering: pixelated" '
        f'href="data:image/png;base64,{base64.b64encode(png(pixels)).decode("ascii")}"/>'
    )


def _histogram(
    weights: dict[str, Any], x: float, y: float, height: float, colour: str
) -> list[str]:
    counts = np.asarray(weights["histogram"].values, float)
    most, width = max(1.0, float(counts.max(initial=0))), _LEAST / max(1, len(counts))
    return [
        f'<rect x="{x + at * width:.1f}" y="{y + height * (1 - count / most):.1f}" '
        f'width="{max(0.5, width - 0.5):.1f}" height="{height * count / most:.1f}" '
        f'fill="{colour}"/>'
        for at, count in enumerate(counts)
        if count > 0
    ]
