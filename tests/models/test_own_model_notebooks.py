"""The notebooks about one's own model run from top to bottom, and what their text says is so."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks" / "python"

#: Appended as a last notebook cell: what the text speaks of, as numbers.
ASKED = """
import json

print(json.dumps({
    "dead": dead,
    "stuck": stuck,
    "largest": largest.tolist(),
    "openedMoves": float(np.abs(opened["lstm"].h[:, dead]).max()),
    "slope": slope.mean(axis=0).tolist(),
    "bias": [float(first[dead]), float(biases[0])],
    "shares": shares,
    "deadUnits": dead_units,
}))
"""


@pytest.fixture(scope="module", params=["your-own-model", "your-own-model-keras"])
def ran(request):
    notebook = nbformat.read(NOTEBOOKS / f"{request.param}.ipynb", 4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "kept without outputs"
    notebook.cells.append(nbformat.v4.new_code_cell(ASKED))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_BACKEND", "jax")
        # Raises where a notebook cell does.
        return NotebookClient(notebook, timeout=900, kernel_name="python3").execute()


@pytest.fixture(scope="module")
def numbers(ran):
    return json.loads(ran.cells[-1].outputs[-1]["text"])


def test_each_view_of_the_text_is_drawn(ran):
    drawn = {
        cell["id"]: output["data"]
        for cell in ran.cells
        for output in cell.get("outputs", ())
        if output.output_type == "display_data"
    }
    assert list(drawn) == ["look-show", "why-cell", "what-if-code", "mended-show", "reach-show"]
    for data in drawn.values():
        (kind,) = [name for name in data if name.startswith("application/vnd.gatescope")]
        assert data[kind]["live"]
        assert "<svg" in data["image/svg+xml"]


def test_a_unit_is_dead_as_its_input_gate_is_shut_and_gates_are_stuck(numbers):
    dead = numbers["dead"]
    assert numbers["largest"][dead] < 0.05
    assert dead in numbers["stuck"]
    assert numbers["openedMoves"] > 10 * numbers["largest"][dead]
    assert numbers["openedMoves"] > 0.05
    # Unit 0 began with its gates half open, and learned.
    assert numbers["slope"][dead] < 0.01 < numbers["slope"][0]


def test_mending_one_line_wakes_every_unit_and_is_worth_points_of_the_test(ran, numbers):
    assert min(numbers["deadUnits"]["with the mistake"]) >= 1
    assert max(numbers["deadUnits"]["mended"]) == 0
    spoilt, mended, control = (
        sum(numbers["shares"][kind]) / len(numbers["shares"][kind])
        for kind in ("with the mistake", "mended", "without the recipe")
    )
    assert mended - spoilt > 1.5
    text = "\n".join(cell["source"] for cell in ran.cells)
    if "does hardly better than with the mistake" in text:
        assert max(numbers["deadUnits"]["without the recipe"]) == 0
        assert control - spoilt < (mended - spoilt) / 3
