"""Pieces of an SVG: text, paths, the frame, and pixels as PNG.

Colors are those of the light theme.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np

from .arrays import Array
from .hues import COLORS, INKS, RAMPS, channel_hue, letter_hue, mixed

#: Width of every picture.
WIDTH = 760
_INKS, _RAMPS = INKS["light"], RAMPS["light"]
LIGHT = COLORS["light"]
INK, SECOND, GRID, PAGE = LIGHT["hidden"], LIGHT["second"], LIGHT["grid"], LIGHT["page"]


def channel_ink(channel: Mapping[str, Any]) -> str:
    """The color that a channel has in the live view, too."""
    return _INKS[channel_hue(channel)]


def letter_ink(name: str) -> str:
    """The color of a letter of which only the name is known."""
    return _INKS[letter_hue(name)]


def path_of(x: Array, y: Array) -> str:
    pieces, drawing = [], False
    for across, up in zip(x, y):
        if np.isfinite(up):
            pieces.append(f"{'L' if drawing else 'M'}{across:.1f} {up:.1f}")
        drawing = bool(np.isfinite(up))
    return "".join(pieces)


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 12,
    anchor: str = "start",
    fill: str = INK,
    serif: bool = False,
    bold: bool = False,
) -> str:
    family = ' font-family="serif" font-style="italic"' if serif else ""
    weight = ' font-weight="700"' if bold else ""
    clean = "".join(c for c in words if c >= " " and c not in "\ufffe\uffff")
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{fill}"{family}{weight}>{escape(clean)}</text>'
    )


def heading(title: str, reading: str, x: float = 16) -> str:
    """The two lines above every picture: what it is of, and how it is read."""
    how = text(x, 42, f"How to read: {reading}", size=11, fill=SECOND)
    return text(x, 22, short(title, 90), size=15) + how


def picture(height: float, title: str, content: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" role="img" font-family="system-ui, sans-serif" '
        f'font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="{PAGE}"/>{content}</svg>'
    )


def short(words: str, length: int) -> str:
    return f"{words[: length - 1]}…" if len(words) > length else words


def ramp(name: str) -> Array:
    """256 colors from the least value to the greatest, mixed as the views mix them."""
    return np.array([mixed(_RAMPS[name], at / 255) for at in range(256)], np.uint8)


def png(pixels: Array) -> bytes:
    """RGB rows from the top (ISO/IEC 15948)."""
    height, width, _ = pixels.shape

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            chunk(b"IEND", b""),
        )
    )
