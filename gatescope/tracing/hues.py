"""The color of a channel: `palette.json`, from which the views and the kernel's pictures have theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_FACTS = json.loads((Path(__file__).parent / "palette.json").read_text("utf-8"))
_LETTERS: dict[str, str] = _FACTS["letters"]
_ROLES: dict[str, str] = _FACTS["roles"]
_THEMES = {theme: _FACTS["themes"][theme] for theme in ("light", "dark")}
#: Every color of the views by its name, by theme.
COLORS: dict[str, dict[str, str]] = {theme: of["colors"] for theme, of in _THEMES.items()}
#: The color of each hue, by theme.
INKS: dict[str, dict[str, str]] = {
    theme: {hue: colors[hue] for hue in _FACTS["hues"]} for theme, colors in COLORS.items()
}
#: The stops of the ramps of maps, by theme: gates from 0 to 1, states around 0.
RAMPS: dict[str, dict[str, list[str]]] = {theme: of["ramps"] for theme, of in _THEMES.items()}


def channel_hue(channel: Mapping[str, Any]) -> str:
    """What a channel does decides its color, so that z keeps like f; the letters of a cell of one's
    own have that of their role."""
    letter = letter_hue(channel.get("of", channel["name"]))
    return letter if letter != "other" else _ROLES.get(channel["role"], "other")


def letter_hue(name: str) -> str:
    """The hue of a letter of which only the name is known."""
    return _LETTERS.get(name, "other")


def mixed(stops: Sequence[str], share: float) -> tuple[int, int, int]:
    """The color of a ramp at a share of its length, as red, green, blue: mixed in CIELAB, as d3's
    `interpolateLab` does, whose white is D50."""
    place = min(1.0, max(0.0, share)) * (len(stops) - 1)
    at = min(int(place), len(stops) - 2)
    ends = [_lab(stop) for stop in stops[at : at + 2]]
    return _rgb([one + (place - at) * (other - one) for one, other in zip(*ends)])


#: From linear sRGB to XYZ by the white D50, a row for each; and back (d3-color's numbers).
_TO_XYZ = (
    (0.4360747, 0.3850649, 0.1430804),
    (0.2225045, 0.7168786, 0.0606169),
    (0.0139322, 0.0971045, 0.7141733),
)
_TO_RGB = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
_WHITE = (0.96422, 1.0, 0.82521)
#: Below it, the curve of CIELAB is a line.
_KNEE = 6 / 29


def _lab(color: str) -> list[float]:
    linear = []
    for at in (1, 3, 5):
        value = int(color[at : at + 2], 16) / 255
        linear.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    x, y, z = (
        share ** (1 / 3) if share > _KNEE**3 else share / (3 * _KNEE**2) + 4 / 29
        for share in (
            sum(factor * value for factor, value in zip(row, linear)) / white
            for row, white in zip(_TO_XYZ, _WHITE)
        )
    )
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def _rgb(lab: Sequence[float]) -> tuple[int, int, int]:
    middle = (lab[0] + 16) / 116
    places = (middle + lab[1] / 500, middle, middle - lab[2] / 200)
    xyz = [
        white * (place**3 if place > _KNEE else 3 * _KNEE**2 * (place - 4 / 29))
        for place, white in zip(places, _WHITE)
    ]
    red, green, blue = (
        _byte(sum(factor * value for factor, value in zip(row, xyz))) for row in _TO_RGB
    )
    return red, green, blue


def _byte(linear: float) -> int:
    value = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(255 * min(1.0, max(0.0, value)))
