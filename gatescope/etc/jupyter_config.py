"""Read by every program of Jupyter, also by JupyterLab's server when it exports a notebook.

nbconvert makes LaTeX and PDF of a notebook with SVG by Inkscape, and stops where that is missing, also
where the output holds a PNG beside the SVG. There, our own rasterizer does it. A setting of the user's
goes before this one.
"""

import sys
from shutil import which

c = get_config()  # type: ignore[name-defined]  # noqa: F821
if which("inkscape") is None:
    c.SVG2PDFPreprocessor.to_format = "image/png"
    c.SVG2PDFPreprocessor.command = [
        sys.executable,
        "-m",
        "gatescope.rasterize",
        "{from_filename}",
        "{to_filename}",
    ]
