"""The notebook about many sequences runs from top to bottom, and what its text says is so."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks/python/which-unit-does-what.ipynb"

#: Appended as a last notebook cell: what the text speaks of, as numbers.
ASKED = """
import json

print(json.dumps({
    "loss": loss.item(),
    "frequency": float(by_frequency),
    "brackets": [float(open_brackets.score.max()), open_brackets.limit, len(open_brackets.units)],
    "quotes": [float(inside.score.max()), inside.limit, len(inside.units)],
    "nothing": len(nothing.units),
    "accuracy": [without.as_it_was, without.score],
    "closing": [closed.as_it_was, float(closed.random.min()), float(closed.random.mean())],
}))
"""


@pytest.fixture(scope="module")
def ran():
    notebook = nbformat.read(NOTEBOOK, 4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "kept without outputs"
    notebook.cells.append(nbformat.v4.new_code_cell(ASKED))
    # Raises where a notebook cell does.
    return NotebookClient(notebook, timeout=900, kernel_name="python3").execute()


def test_each_view_of_the_text_is_drawn(ran):
    drawn = {
        cell["id"]: output["data"]
        for cell in ran.cells
        for output in cell.get("outputs", ())
        if output.output_type == "display_data"
    }
    assert list(drawn) == ["one-show", "bands-show"]
    for data in drawn.values():
        assert any(name.startswith("application/vnd.gatescope") for name in data)
        assert "<svg" in data["image/svg+xml"]


def test_units_know_brackets_and_quotes_and_nothing_that_is_random(ran):
    numbers = json.loads(ran.cells[-1].outputs[-1]["text"])
    assert numbers["loss"] < 0.6 * numbers["frequency"]
    for label in ("brackets", "quotes"):
        best, limit, units = numbers[label]
        assert best > 5 * limit and units > 3
    assert numbers["nothing"] <= 1
    assert numbers["accuracy"][1] < numbers["accuracy"][0]
    # One unit is needed far more than others to close a bracket.
    whole, lowest, mean = numbers["closing"]
    assert lowest < 0.7 * whole and lowest < mean - 0.1
