"""One unit before what its whole batch does, in a saved picture, as Gates draws it."""

from __future__ import annotations

from typing import Any

import numpy as np

from .arrays import Array
from .moment import Moment, number_words
from .percent import percent_text
from .svg import channel_ink, path_of


def over_sequences(trace: dict[str, Any]) -> bool:
    """Whether the view was asked for one unit over the sequences, and the run holds how they spread."""
    asked = trace.get("view", {}).get("overSequences") is True
    return asked and "shares" in trace.get("batch", {})


def how_to_read(trace: dict[str, Any], moment: Moment) -> str:
    """What line, band and dashes are."""
    batch = trace["batch"]
    low, high = (percent_text(share) for share in batch["shares"])
    return (
        f"the line is unit {moment.unit} in sequence {batch['sequence'] + 1}; of all {batch['size']} "
        f"sequences the band is {low}% to {high}%, the dashes the median."
    )


def sentence(trace: dict[str, Any], moment: Moment) -> str:
    """The numbers of the batch at the place that the picture stands on."""
    low, high = (percent_text(share) for share in trace["batch"]["shares"])
    numbers = [
        f"{channel['name']} {', '.join(number_words(each) for each in _at(channel, moment))}"
        for channel in moment.layer["channels"]
        if "spread" in channel
    ]
    return f"Over {trace['batch']['size']} sequences, {low}%, median and {high}%: {'; '.join(numbers)}."


def _at(channel: dict[str, Any], moment: Moment) -> list[float]:
    of = channel["spread"]
    return [float(of[which].values[moment.row, moment.unit]) for which in ("low", "median", "high")]


def scale_of(channel: dict[str, Any]) -> list[float]:
    """The scale of a channel, which holds its spread, too."""
    low, high = channel["range"]
    ends = [np.nan_to_num(channel["spread"][which].values) for which in ("low", "high")]
    least, most = min(each.min() for each in ends), max(each.max() for each in ends)
    if low >= 0:
        return [min(low, float(least)), max(high, float(most))]
    end = max(high, float(-least), float(most))
    return [-end, end]


def band(channel: dict[str, Any], unit: int, x: Array, y: float, height: float) -> str:
    """The band between the quantiles of a unit, its median and its own line; `x` `[T]` are its places."""
    low, high = scale_of(channel)
    colour, spread = channel_ink(channel), channel["spread"]

    def up(values: Array) -> Array:
        shares: Array = (values[:, unit] - low) / ((high - low) or 1)
        return y + height - np.clip(shares, 0, 1) * height

    known = np.isfinite(spread["low"].values[:, unit])
    upper, lower = up(spread["high"].values)[known], up(spread["low"].values)[known]
    around = path_of(np.append(x[known], x[known][::-1]), np.append(upper, lower[::-1]))
    return (
        f'<path class="spread" d="{around}Z" fill="{colour}" fill-opacity="0.18"/>'
        f'<path d="{path_of(x, up(spread["median"].values))}" fill="none" stroke="{colour}" '
        'stroke-width="1.25" stroke-dasharray="4 3"/>'
        f'<path d="{path_of(x, up(channel["array"].values))}" fill="none" stroke="{colour}" '
        'stroke-width="1.75"/>'
    )
