"""Pieces of an SVG: text, paths, the frame, and pixels as PNG.

Colours are those of the light theme (`style/widgets-palette.css`).
"""

from __future__ import annotations

import struct
import zlib
from html import escape

import numpy as np

from .arrays import Array

#: Width of every picture.
WIDTH = 760
INK, SECOND, GRID = "#222831", "#616161", "#e0e0e0"
_LETTERS = {
    **dict.fromkeys(("f", "z", "keep"), "#c2450c"),
    **dict.fromkeys(("i", "write"), "#067a68"),
    **dict.fromkeys("gn", "#574a00"),
    **dict.fromkeys("or", "#5b1f9e"),
    "c": "#206cc9",
    "h": INK,
}
_RAMPS = {
    "gate": ("#f7f5ec", "#d5e8cf", "#92cdbb", "#46a0ae", "#1f6390", "#14264f"),
    "state": ("#7a3300", "#c76a1e", "#eeb785", "#f6f4f1", "#c3b5e0", "#8465b8", "#3a1573"),
}


def letter_ink(name: str) -> str:
    """The same job has the same colour: z keeps like f, n proposes like g, r filters like o."""
    return _LETTERS.get(name, SECOND)


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
    fill: str = "#222831",
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


def picture(height: float, title: str, content: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" role="img" font-family="system-ui, sans-serif" '
        f'font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>{content}</svg>'
    )


def short(words: str, length: int) -> str:
    return f"{words[: length - 1]}…" if len(words) > length else words


def ramp(name: str) -> Array:
    stops = np.array([[int(s[at : at + 2], 16) for at in (1, 3, 5)] for s in _RAMPS[name]], float)
    places = np.linspace(0, len(stops) - 1, 256)
    channels = [np.interp(places, np.arange(len(stops)), stops[:, at]) for at in range(3)]
    return np.round(np.stack(channels, axis=1)).astype(np.uint8)


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
