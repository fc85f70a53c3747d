"""Lines over a common axis, as pieces of a static picture."""

from __future__ import annotations

from typing import Any

import numpy as np

from .arrays import Array
from .moment import number_words
from .svg import GRID, INK, SECOND, path_of, short, text

_LEFT, _TOP, _WIDTH, _HEIGHT = 80.0, 58.0, 500.0, 232.0


def chart(
    lines: list[tuple[str, Array, str]],
    time: dict[str, Any],
    *,
    cursor: int = -1,
    logarithmic: bool = False,
) -> str:
    """Lines named beside the plot, with the axis of `time` below and the row of the cursor marked."""
    drawn = [
        np.where(values > 0, np.log10(np.maximum(values, 1e-320)), np.nan)
        if logarithmic
        else np.asarray(values, float)
        for _, values, _ in lines
    ]
    finite = np.concatenate([line[np.isfinite(line)] for line in drawn] or [np.zeros(1)])
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    pieces = [
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_WIDTH}" height="{_HEIGHT}" fill="none" '
        f'stroke="{GRID}"/>'
    ]
    for tick in np.linspace(low, high, 5):
        y = _TOP + _HEIGHT - (tick - low) / (high - low) * _HEIGHT
        words = number_words(10.0**tick) if logarithmic else f"{tick:.3g}".replace("-", "−")
        pieces.append(f'<path d="M{_LEFT} {y:.1f}h{_WIDTH}" stroke="{GRID}"/>')
        pieces.append(text(_LEFT - 8, y + 4, words, anchor="end", fill=SECOND, size=11))
    count = max((len(values) for values in drawn), default=0)
    apart = _WIDTH / max(1, count - 1)
    for index, ((name, _, colour), values) in enumerate(zip(lines, drawn, strict=True)):
        x = _LEFT + np.arange(len(values)) * apart
        y = _TOP + _HEIGHT - (values - low) / (high - low) * _HEIGHT
        pieces.append(
            f'<path d="{path_of(x, y)}" fill="none" stroke="{colour}" stroke-width="1.75"/>'
        )
        pieces.append(
            text(_LEFT + _WIDTH + 10, _TOP + 14 + 18 * index, short(name, 24), fill=colour)
        )
    if 0 <= cursor < count:
        at = _LEFT + cursor * apart
        pieces.append(f'<path d="M{at:.1f} {_TOP}v{_HEIGHT}" stroke="{INK}" stroke-width="1.25"/>')
    return "".join(pieces) + axis(time, _LEFT - apart / 2, apart, _TOP + _HEIGHT, count)


def axis(time: dict[str, Any], left: float, width: float, y: float, count: int) -> str:
    """The steps below a plot whose columns are so wide, as many as have room."""
    every_label = time.get("labels") or [str(step) for step in range(time["steps"])]
    kept = time.get("kept", range(time["steps"]))
    labels = [every_label[step] for step in kept][:count]
    longest = min(12, max((len(label) for label in labels), default=1))
    every = max(1, int(np.ceil((longest * 7 + 8) / width)))
    shown = [
        text(
            left + (step + 0.5) * width,
            y + 16,
            short(labels[step], 12),
            anchor="middle",
            size=11,
            fill=SECOND,
        )
        for step in range(0, len(labels), every)
    ]
    return "".join(shown) + text(22, y + 16, time["name"], fill=SECOND)
