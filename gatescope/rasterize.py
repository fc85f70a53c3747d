"""`python -m gatescope.rasterize picture.svg picture.png`: a picture for paper, which knows no SVG.

nbconvert calls it where a notebook becomes LaTeX or PDF (`etc/jupyter_config.py`).
"""

from __future__ import annotations

import sys
from pathlib import Path

import resvg_py

#: What a bare machine lacks. Letters that these have not are looked for among the machine's own.
FONTS = sorted(str(font) for font in (Path(__file__).parent / "_widget" / "fonts").glob("*.ttf"))
FAMILY = "DejaVu Sans"
#: Its narrow face is as wide as Arial, for which the lines of a picture are broken.
STYLE = "svg { font-stretch: condensed }"
#: Pixels for each of the picture's own: 300 a printed inch, where it is as wide as the text.
ZOOM = 3


def rasterize(svg: str, *, bare: bool = False) -> bytes:
    """A picture as PNG, with the same font on every machine.

    `bare` leaves the machine's own fonts out. Raises ValueError for what is no SVG.

    >>> rasterize('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')[1:4]
    b'PNG'
    """
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=ZOOM,
            style_sheet=STYLE,
            font_files=FONTS,
            skip_system_fonts=bare,
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            serif_family=FAMILY,
        )
    )


def main() -> None:
    """Writes the picture of the one file into the other."""
    source, target = map(Path, sys.argv[1:])
    target.write_bytes(rasterize(source.read_text("utf-8")))


if __name__ == "__main__":
    main()
