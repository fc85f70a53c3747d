"""Static picture of an attention: a row for each token that was written, a column for each that was read."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from .moment import number_words
from .svg import GRID, SECOND, WIDTH, heading, picture, png, ramp, short, text

_LEFT, _RIGHT, _HEAD = 126, 16, 20
#: Letters and lines need so much room; a word has at most so many letters.
_LETTER, _LINE, _LONGEST = 6.6, 13, 8


def attention_picture(bundle: dict[str, Any]) -> str:
    """The maps of all decodings, one below the other, and where each row looked most."""
    source, title = bundle["source"], bundle.get("title", "Attention")
    pieces = [
        heading(
            title,
            "a row is a step written, a column a step read; the darker, the more it looked there; a row adds up to 1.",
        )
    ]
    y, told = 58.0, []
    width = min(48.0, (WIDTH - _LEFT - _RIGHT) / max(1, len(source))) * len(source)
    for decoding in bundle["decodings"]:
        weights, target = decoding["weights"].values, decoding["target"]
        height = max(40.0, min(22.0, 420 / max(1, len(target))) * len(target))
        pieces.append(text(16, y + 6, decoding["name"], fill=SECOND))
        y += _HEAD
        pieces += _words_across(source, width, y)
        y += 8
        share = np.nan_to_num(np.clip(weights, 0, 1), nan=0.0)
        pixels = ramp("gates")[np.round(share * 255).astype(int)]
        pieces.append(
            f'<image x="{_LEFT}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
            'preserveAspectRatio="none" style="image-rendering: pixelated" '
            f'href="data:image/png;base64,{base64.b64encode(png(pixels)).decode("ascii")}"/>'
            f'<rect x="{_LEFT}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="none" '
            f'stroke="{GRID}"/>'
        )
        pieces += _words_down(target, height, y)
        y += height + 22
        most = np.nan_to_num(weights, nan=-1.0).argmax(axis=1)
        told += [
            f"{short(word, 30)} looked most at {short(source[at], 30)}, {number_words(float(row[at]))}"
            for word, at, row in zip(target, most, weights)
        ]
    return picture(y, f"{title}: {'; '.join(told[:40])}", "".join(pieces))


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
