"""The examples: what lessons are held to besides stands in test_lessons_run.py and test_rules.py."""

from __future__ import annotations

import json
import re

import pytest
from lesson_kernel import EXAMPLES, ROOT, cell_of, number, table_of

by_name = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


def scores(notebook, id_: str = "scores") -> dict[str, list[float]]:
    """The numbers of each row, the mean first, by the words before them."""
    found = {}
    for row in table_of(cell_of(notebook, id_)):
        words = [word.strip() for word in row if word.strip()]
        numbers = [word for word in words if re.fullmatch(r"[−-]?\d+(\.\d+)?", word)]
        found[", ".join(words[: len(words) - len(numbers)])] = [number(word) for word in numbers]
    return found


@by_name
def test_an_example_has_all_its_parts(example):
    notebook = example.read()
    assert notebook.metadata.gatescope.lesson.id == f"example-{example.name}"
    assert "number" not in notebook.metadata.gatescope.lesson, "it is no part of the course"
    assert notebook.metadata.kernelspec.name == "gatescope"
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "**The question: " in text
    assert re.search(r"CC BY 4\.0|public domain|MIT licence", text), "the licence of the data"
    assert re.search(r"^## The baselines?\b", text, re.MULTILINE)
    assert "## What this does not show" in text
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert re.search(r"show\([\w.\[\]!]*\.(trace|attentionOf)\(", code), "a look inside"


@by_name
def test_an_example_is_scored_from_three_seeds_beside_a_baseline(example, finished):
    found = scores(finished(example)[0])
    baselines = [numbers for name, numbers in found.items() if "baseline: " in name]
    networks = [numbers for name, numbers in found.items() if "baseline: " not in name]
    assert baselines and all(len(numbers) == 1 for numbers in baselines)
    assert networks
    for mean, *seeds in networks:
        assert len(seeds) == 3
        assert mean == pytest.approx(sum(seeds) / 3, abs=0.11)


def test_students_get_every_example_beside_the_lessons():
    folder = ROOT / "gatescope" / "_lessons"
    listed = json.loads((folder / "index.json").read_text("utf-8"))["lessons"]
    examples = [entry for entry in listed if entry.get("example")]
    assert [entry["id"] for entry in examples] == [f"example-{each.name}" for each in EXAMPLES]
    # Behind the lessons, so that "the next lesson" is never one of them.
    assert listed[len(listed) - len(examples) :] == examples
    for entry in examples:
        shipped = json.loads((folder / entry["file"]).read_text("utf-8"))
        for cell in shipped["cells"]:
            links = re.findall(r"\]\(([^)#]+\.ipynb)", "".join(cell["source"]))
            assert all((folder / link).is_file() for link in links), links
    solutions = {path.stem for path in (ROOT / "gatescope" / "_solutions").iterdir()}
    assert not solutions & {entry["id"] for entry in examples}


def named(name: str):
    return next(example for example in EXAMPLES if example.name == name)


def test_tagging_neighbours_help_and_a_window_is_enough(finished):
    found = scores(finished(named("tagging"))[0])
    [counted] = found["baseline: most frequent tag"]
    both, window, forwards = (
        found[name] for name in ("LSTM, both ways", "a window of three words", "LSTM, forwards")
    )
    assert min(both[1:]) > counted and min(window[1:]) > counted
    assert all(two > one for two, one in zip(both[1:], forwards[1:]))
    assert window[0] > both[0] - 1
