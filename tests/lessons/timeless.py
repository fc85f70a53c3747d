"""What two runs of the same notebook must share."""

from __future__ import annotations

import re

import nbformat


def lasting(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A cell without the lines of how far a search is: only one that takes a second shows them."""
    line = re.compile(r"(grid|random)Search: \d+\.\d s, \d+ of \d+ trainings")
    told = [
        output
        for output in cell.outputs
        if not line.match(output.get("data", {}).get("text/plain", ""))
    ]
    return nbformat.from_dict({**cell, "outputs": told})


def timeless(text: str) -> str:
    """A text without the seconds that something took: those of a table stand in a column."""
    number = r"\d+(\.\d+)?" if "seconds" in text else r"\d+(\.\d+)? (?=(s|ms)\b)"
    return re.sub(r"\s+", " ", re.sub(number, "… ", text))
