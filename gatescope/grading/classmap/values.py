"""Values that a stranger may have written: each is taken when it has the form asked for, or left."""

from __future__ import annotations

import base64
import binascii
import math
import re
import struct
from typing import Any

#: Numbers of one array that are read.
MOST_NUMBERS = 20_000
_BYTES = {"f32": ("f", 4), "f64": ("d", 8), "u8": ("B", 1)}
#: Control characters, and those that turn the direction of the text around them.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_COLOR = re.compile(r"\x1b\[[0-9;]*m")
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,100}")


def plain(words: str, longest: int = 300) -> str:
    """The words on one line, without characters that cannot be seen, cut at `longest`."""
    whole = words[: longest * 4].encode("utf-8", "replace").decode("utf-8")
    clean = " ".join(_UNSEEN.sub(" ", _COLOR.sub("", whole)).split())
    return f"{clean[: longest - 1]}…" if len(clean) > longest else clean


def text(value: object, longest: int = 300) -> str | None:
    return plain(value, longest) if isinstance(value, str) and value.strip() else None


def joined(value: object) -> str:
    """A source or an output, which notebooks keep as a text or as a list of lines."""
    if isinstance(value, list):
        return "".join(part for part in value[:10_000] if isinstance(part, str))
    return value if isinstance(value, str) else ""


def identifier(value: object) -> str | None:
    return value if isinstance(value, str) and IDENTIFIER.fullmatch(value) else None


def count(value: object, most: int = 1_000_000) -> int | None:
    right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
    return value if right and isinstance(value, int) else None


def finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def number(value: object) -> float | None:
    """A number of the trace format, which writes what JSON cannot as `{ "number": "NaN" }`."""
    if isinstance(value, dict):
        named = value.get("number")
        known = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
        return known.get(named) if isinstance(named, str) else None
    return finite(value)


def fields(value: object, key: str | None = None) -> dict[str, Any]:
    """The object, or the one that stands in it under `key`; an empty one where there is none."""
    if key is not None:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def entries(value: object, most: int) -> list[Any]:
    return value[:most] if isinstance(value, list) else []


def interval(value: object) -> tuple[float, float] | None:
    ends = [finite(each) for each in entries(value, 3)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or not ends[0] < ends[1]:
        return None
    return ends[0], ends[1]


def array(value: object) -> tuple[tuple[int, ...], tuple[float, ...]] | None:
    """Shape and numbers of an array of the trace format, or None."""
    given = fields(value)
    form = _BYTES.get(str(given.get("dtype"))[:4])
    shape = [count(each, MOST_NUMBERS) for each in entries(given.get("shape"), 4)]
    data = given.get("data")
    if form is None or not isinstance(data, str) or not shape or len(shape) > 2:
        return None
    sizes = tuple(size for size in shape if size is not None)
    total = math.prod(sizes)
    letter, width = form
    if len(sizes) != len(shape) or total > MOST_NUMBERS or len(data) != 4 * -(-total * width // 3):
        return None
    try:
        raw = base64.b64decode(data, validate=True)
        return sizes, struct.unpack(f"<{total}{letter}", raw)
    except (binascii.Error, ValueError, struct.error):
        return None
