"""Numbers as saved pictures say them."""

from __future__ import annotations

import math


def number_words(value: float) -> str:
    """Two decimals and a true minus; small and large ones with their power of ten."""
    if math.isnan(value):
        return "–"
    size, sign = abs(value), "−" if value < 0 else ""
    if size != 0 and (size < 0.005 or size >= 1e6):
        mantissa, exponent = f"{size:.1e}".split("e")
        raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"{sign}{mantissa} × 10{raised}"
    return f"{sign}{size:.2f}"
