"""How far the scale of a state goes: `scales.json`, which the views and the kernel read as well.

One unit that runs away would make all others pale. So where the largest value is beyond twice the scale
that the most of them need, the scale ends there, and what is beyond is marked.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np

from .arrays import Array

_FACTS = json.loads((Path(__file__).parent / "scales.json").read_text("utf-8"))


def scale_end(values: Array) -> float:
    """The end of a scale about 0: the largest size, or where most values need it to be."""
    sizes = np.abs(np.asarray(values, np.float64).reshape(-1))
    sizes = np.where(np.isfinite(sizes), sizes, 0.0)
    largest = float(sizes.max(initial=0.0))
    if largest <= _FACTS["beyond"] * _FACTS["least"]:
        return largest
    if sizes.size > _FACTS["most"]:
        # Spread by the golden section: equal distances meet the same units again and again where their
        # number divides the distance.
        places = np.arange(_FACTS["most"]) * _FACTS["spread"] % 1 * sizes.size
        sizes = sizes[places.astype(int)]
    sample = np.sort(sizes)
    most = float(sample[math.ceil(_FACTS["quantile"] * (sample.size - 1))])
    end = max(_FACTS["least"], _FACTS["reach"] * most)
    return end if largest > _FACTS["beyond"] * end else largest
