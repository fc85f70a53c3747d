"""A notebook with our pictures on paper: LaTeX by nbconvert, on a machine without Inkscape."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import v4

from gatescope.rasterize import rasterize

ROOT = Path(__file__).resolve().parents[2]


def drawn(words: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="20" '
        f'font-family="system-ui, sans-serif" font-size="12"><text y="15">{words}</text></svg>'
    )


def test_a_notebook_becomes_latex_without_inkscape_and_has_a_picture_for_each_output(tmp_path):
    # A picture as the kernel saves it, and one as Python does.
    saved = [
        {"text/html": "<img>", "image/svg+xml": drawn("σ"), "text/plain": "a run"},
        {"image/svg+xml": drawn("h"), "text/plain": "a run"},
    ]
    outputs = [v4.new_output("display_data", data) for data in saved]
    notebook = v4.new_notebook(cells=[v4.new_code_cell("show(run)", outputs=outputs)])
    (tmp_path / "a.ipynb").write_text(v4.writes(notebook), "utf-8")
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "latex", "a.ipynb"],
        env={
            **os.environ,
            "PATH": str(tmp_path),
            "PYTHONPATH": str(ROOT),
            "JUPYTER_CONFIG_PATH": str(ROOT / "gatescope" / "etc"),
        },
        cwd=tmp_path,
        check=True,
    )
    shown = re.findall(r"\\adjustimage\{.*\}\{(.*)\}", (tmp_path / "a.tex").read_text("utf-8"))
    assert len(shown) == 2
    for file, data in zip(shown, saved):
        assert (tmp_path / file).read_bytes() == rasterize(data["image/svg+xml"])


@pytest.mark.parametrize("letter", "−×⊙·≈→←↑↓∂∑Σ∞±°σρδθμτᵀ′‖₀₁₂₊₋ₜᵢ⁰¹²³⁴⁻…“”’✓✕█░")
def test_the_font_that_ships_has_what_pictures_are_written_with(letter):
    blank, unknown = (rasterize(drawn(words), bare=True) for words in ("", "\U000f0000"))
    assert rasterize(drawn(letter), bare=True) not in (blank, unknown)


def test_the_longest_line_of_a_picture_of_two_networks_fits_into_it():
    line = (
        "How to read: one column is one network, a row of a map a unit; "
        "purple is above zero, orange below."
    )
    # What lies to the right of the picture's 576 pixels.
    beyond, nothing = (
        drawn(words).replace("<svg", '<svg viewBox="576 0 300 20"').replace("<text", '<text x="16"')
        for words in (line, "")
    )
    assert rasterize(beyond, bare=True) == rasterize(nothing, bare=True)
