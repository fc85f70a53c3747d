"""How a share is said in percent, as `src/trace/percent.ts` does."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

#: What would need more decimals is written with a power of ten.
MOST_DECIMALS = 6

#: Numbers of f32 that should add up to all differ from it by less.
ROUNDING = 1e-6


def percent_text(share: float) -> str:
    """`17`, `0.040`, `99.96`: whole, except where that would call 0 what is not nothing, or 100 what is not all."""
    percent = 100 * share
    if not math.isfinite(percent):
        return f"{percent:.0f}"
    # As JavaScript rounds: a half away from zero.
    rounded = math.floor(abs(percent) + 0.5)
    # Without the noise of the subtraction, which would ask for a decimal more.
    left = round(100 - percent, 12)
    if rounded == 0 and percent != 0:
        return _small(percent)
    if rounded == 100 and left > 100 * ROUNDING:
        return _fixed(percent, -_order(left))
    return str(rounded) if percent >= 0 else f"-{rounded}"


def _small(percent: float) -> str:
    decimals = 1 - _order(percent)
    if decimals <= MOST_DECIMALS:
        return _fixed(percent, decimals)
    figures, power = f"{percent:.1e}".split("e")
    return f"{figures}e{int(power)}"


def _fixed(percent: float, decimals: int) -> str:
    """As JavaScript's `toFixed`: a number amid two goes away from zero."""
    return str(Decimal(percent).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def chosen_percent(share: float) -> str:
    """What somebody chose, with all figures that tell what it takes or leaves out: `99.9`, `97.5`."""
    return f"{_least(share) if share < 0.5 else 100 - _least(1 - share):.12g}"


def _least(part: float) -> float:
    return float(f"{100 * part:.4g}")


def _order(value: float) -> int:
    """The power of ten of a number's first figure."""
    return math.floor(math.log10(abs(value)))
