"""Static picture of an attention: a row for each token that was written, a column for each that was read."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from .arrays import Array
from .moment import number_words
from .svg import GRID, SECOND, WIDTH, heading, picture, png, ramp, short, text

_LEFT, _RIGHT, _HEAD = 126, 16, 20
#: How wide, or high, what encoder and decoder held is drawn, and its distance from the weights.
_SIDE, _GAP = 48, 8
#: Letters and lines need so much room; a word has at most so many letters.
_LETTER, _LINE, _LONGEST = 6.6, 13, 8


def attention_picture(bundle: dict[str, Any]) -> str:
    """The maps of all decodings, one below the other, and where each row looked most."""
    source, title = bundle["source"], bundle.get("title", "Attention")
    sides = any("sourceStates" in each or "targetStates" in each for each in bundle["decodings"])
    reading = (
        "rows were written, columns read; dark is more of the look. Below is what the encoder held, right the decoder."
        if sides
        else "a row is a step written, a column a step read; the darker, the more it looked there; a row adds up to 1."
    )
    pieces = [heading(title, reading)]
    y, told = 58.0, []
    room = WIDTH - _LEFT - _RIGHT - (_SIDE + _GAP if sides else 0)
    width = min(48.0, room / max(1, len(source))) * len(source)
    for decoding in bundle["decodings"]:
        weights, target = decoding["weights"].values, decoding["target"]
        height = max(40.0, min(22.0, 420 / max(1, len(target))) * len(target))
        pieces.append(text(16, y + 6, decoding["name"], fill=SECOND))
        y += _HEAD
        pieces += _words_across(source, width, y)
        y += 8
        share = np.nan_to_num(np.clip(weights, 0, 1), nan=0.0)
        pieces.append(_map(ramp("gates")[_shade(share)], _LEFT, y, width, height))
        pieces += _words_down(target, height, y)
        if "targetStates" in decoding:
            held = _states(decoding["targetStates"].values)
            pieces.append(_map(held, _LEFT + width + _GAP, y, _SIDE, height))
            pieces.append(text(_LEFT + width + _GAP, y + height + 14, "decoder", fill=SECOND))
        y += height
        if "sourceStates" in decoding:
            y += _GAP
            held = _states(decoding["sourceStates"].values)
            pieces.append(_map(held.transpose(1, 0, 2), _LEFT, y, width, _SIDE))
            pieces.append(text(_LEFT - 6, y + _SIDE / 2 + 4, "encoder", fill=SECOND, anchor="end"))
            y += _SIDE
        y += 22
        most = np.nan_to_num(weights, nan=-1.0).argmax(axis=1)
        told += [
            f"{short(word, 30)} looked most at {short(source[at], 30)}, {number_words(float(row[at]))}"
            for word, at, row in zip(target, most, weights)
        ]
    return picture(y, f"{title}: {'; '.join(told[:40])}", "".join(pieces))


def _map(pixels: Array, x: float, y: float, width: float, height: float) -> str:
    """Colors `[rows, columns, 3]` as a framed picture."""
    box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return (
        f'<image {box} preserveAspectRatio="none" style="image-rendering: pixelated" '
        f'href="data:image/png;base64,{base64.b64encode(png(pixels)).decode("ascii")}"/>'
        f'<rect {box} fill="none" stroke="{GRID}"/>'
    )


def _shade(share: Array) -> Array:
    """Places on a ramp of numbers from 0 to 1."""
    places: Array = np.round(share * 255).astype(int)
    return places


def _states(values: Array) -> Array:
    """Colors of states `[T, H]`, white at zero."""
    known = np.nan_to_num(values)
    end = float(np.abs(known).max(initial=0)) or 1.0
    return ramp("states")[_shade((known / end + 1) / 2)]


def _words_across(words: list[str], width: float, y: float) -> list[str]:
    column = width / max(1, len(words))
    longest = min(_LONGEST, max((len(word) for word in words), default=1))
    every = int(np.ceil((longest + 1) * _LETTER / column))
    room = max(2, int(every * column / _LETTER))
    return [
        text(_LEFT + (at + 0.5) * column, y, short(words[at], room), size=11, anchor="middle")
        for at in range(0, len(words), every)
    ]


def _words_down(words: list[str], height: float, y: float) -> list[str]:
    line = height / max(1, len(words))
    every = int(np.ceil(_LINE / line))
    return [
        text(_LEFT - 6, y + (at + 0.5) * line + 4, short(words[at], 16), size=11, anchor="end")
        for at in range(0, len(words), every)
    ]
