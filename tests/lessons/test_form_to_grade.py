"""Each kind of question as the lab's form makes it, from there to the points in nbgrader's grade book."""

from __future__ import annotations

import copy
import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lesson_kernel import ROOT
from nbgrader.api import Gradebook
from test_marked_questions import nbgrader

from gatescope.grading.course import make_course
from gatescope.grading.limits import Limits
from gatescope.grading.mark import mark_class
from gatescope.grading.validate import validate
from gatescope.node import find_node

NAME = "made"
#: The kinds of the form, with the points of each.
POINTS = {"predict": 2, "choice": 1, "place": 1, "table": 2, "order": 1, "cell": 3}
#: What the form calls the one question of a sheet.
ITEMS = ("which", "where", "trace", "lines", "numbers")
#: Makes them one below the other in one notebook, as the form does, and prints the notebook.
PROGRAM = """
import { YNotebook } from '@jupyter/ydoc';
import { parser } from '@lezer/javascript';
import { applyEdits } from './src/lab/authoring/edits';
import { makeExercise } from './src/lab/authoring/makeExercise';

const notebook = YNotebook.create();
const read = () => notebook.cells.map(cell => ({
  id: cell.getId(), type: cell.cell_type, source: cell.getSource(), metadata: cell.getMetadata()
}));
for (const kind of KINDS) {
  notebook.addCell({ cell_type: 'code', source: '', id: `empty-${kind}` });
  const wish = { kind, title: `About ${kind}`, selected: notebook.cells.at(-1).getId() };
  applyEdits(notebook, makeExercise(wish, read(), parser.configure({ dialect: 'ts' })).edits);
}
console.log(JSON.stringify(read()));
process.exit(0);
"""


def made() -> Any:
    source = f"const KINDS = {json.dumps(list(POINTS))};{PROGRAM}"
    bundled = subprocess.run(
        ["node_modules/esbuild/bin/esbuild", "--bundle", "--platform=node", "--loader=ts"],
        cwd=ROOT,
        input=source,
        capture_output=True,
        text=True,
        check=True,
    )
    done = subprocess.run(
        [find_node().path, "-"], cwd=ROOT, input=bundled.stdout, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    kernel = {"name": "gatescope", "display_name": "gatescope", "language": "typescript"}
    cells = [
        nbformat.v4.new_code_cell(each["source"], id=each["id"], metadata=each["metadata"])
        for each in json.loads(done.stdout)
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def echo() -> list[float]:
    state, states = 0.0, []
    for step in range(8):
        state = math.tanh((step == 0) + 0.5 * state)
        states.append(state)
    return states


def lstm() -> dict[str, list[float]]:
    """The numbers that the example asks for, by its weights, to two decimals."""

    def sigmoid(value: float) -> float:
        return 1 / (1 + math.exp(-value))

    found: dict[str, list[float]] = {name: [] for name in "figoch"}
    c = h = 0.0
    for x in (1, -1):
        gates = {
            "f": sigmoid(x + 1),
            "i": sigmoid(2 * x + h),
            "g": math.tanh(x + h),
            "o": sigmoid(h + 1),
        }
        c = gates["f"] * c + gates["i"] * gates["g"]
        h = gates["o"] * math.tanh(c)
        for name, value in {**gates, "c": c, "h": h}.items():
            found[name].append(round(value, 2))
    return found


RIGHT: dict[str, Any] = {
    "predict": [None, *echo()[1:]],
    "place": 4,
    "table": [[2, 2], [0, 1], [-1, -0.5]],
    "order": [3, 1, 0],
    "cell": lstm(),
}
DEEP: Any = 4
for _ in range(200):
    DEEP = [DEEP]
#: What is entered, and what it earns; sentences of a choice are mixed, and one of them is right.
STUDENTS: dict[str, tuple[dict[str, Any], dict[str, float]]] = {
    "right-0": ({**RIGHT, "choice": 0}, {**POINTS, "choice": -1}),
    "right-1": ({**RIGHT, "choice": 1}, {**POINTS, "choice": -1}),
    "right-2": ({**RIGHT, "choice": 2}, {**POINTS, "choice": -1}),
    "nothing": ({}, {}),
    "the-first-step": (
        {"cell": {name: [values[0], None] for name, values in lstm().items()}},
        {"cell": 1.5},
    ),
    "of-other-types": (
        {
            "predict": {"0": 0.5},
            "choice": "the forget gate",
            "place": "4",
            "table": "2 2",
            "order": "310",
            "cell": [1, 2],
        },
        {},
    ),
    "hostile": (
        {
            "predict": [None, *[float("nan")] * 7],
            "choice": [0, 1, 2],
            "place": DEEP,
            "table": [[float("inf")] * 2] * 3,
            "order": [3, 1, 0] * 20_000,
            "cell": {"__proto__": lstm(), "f": [10**400]},
        },
        {},
    ),
    # Answered in a copy of each notebook cell, below one that holds what is wrong.
    "twice": (RIGHT, {**POINTS, "choice": 0}),
}


def enter(cell: Any, kind: str, given: Any) -> None:
    """As the views keep it in the metadata of their notebook cell."""
    key = cell.metadata.gatescope["exercise"]["id"]
    if kind == "predict":
        cell.metadata.gatescope["predictions"] = {
            key: {"values": given, "committed": False, "kept": True}
        }
        return
    [item] = [name for name in ITEMS if f"id: '{name}'" in cell.source]
    answer = {"given": given, "tries": 1, "first": None, "right": None}
    cell.metadata.gatescope["answers"] = {key: {"answers": {item: answer}, "of": 1}}


def handed_in(released: Any, student: str) -> Any:
    notebook = copy.deepcopy(released)
    kinds = {
        cell.metadata.gatescope["exercise"]["id"]: cell
        for cell in notebook.cells
        if cell.metadata.get("gatescope", {}).get("exercise", {}).get("role") == "question"
    }
    assert list(kinds) == list(POINTS)
    for kind, given in STUDENTS[student][0].items():
        cell = kinds[kind]
        if student == "twice":
            again = copy.deepcopy(cell)
            again.id = f"again-{kind}"
            enter(cell, kind, [0])
            notebook.cells.insert(notebook.cells.index(cell) + 1, again)
            cell = again
        enter(cell, kind, given)
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    make_course(folder, lessons=False)
    source = folder / "source" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    teachers = made()
    for cell in teachers.cells:
        # What its author has entered in trying it.
        exercise = cell.metadata.get("gatescope", {}).get("exercise", {})
        if exercise.get("role") == "question" and exercise["id"] in RIGHT:
            enter(cell, exercise["id"], RIGHT[exercise["id"]])
    nbformat.write(teachers, source)
    nbgrader(folder, "generate_assignment", NAME)
    released = nbformat.read(folder / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    for student in STUDENTS:
        file = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(handed_in(released, student)), "utf-8")
    return folder


def test_the_form_makes_an_assignment_in_order(course: Path) -> None:
    assert validate(course / "source" / NAME, Limits(60, 1024)) == []


def test_no_key_is_given_out(course: Path) -> None:
    released = nbformat.read(course / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    teachers = nbformat.read(course / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    for key in ("HIDDEN", "setWeights", "which:", "where:", "[[0, 1]", "lines: [\\n", "computed"):
        tests = [cell for cell in teachers.cells if key in json.dumps(cell)]
        assert tests, key
        # The lines of an order stand in its question too, in another one.
        kept = [cell for cell in released.cells if key in json.dumps(cell)]
        assert [cell.id for cell in kept] == (["empty-order"] if key.startswith("lines") else []), (
            key
        )
    entered = {"answers", "predictions"}
    assert any(entered & set(cell.metadata.get("gatescope", {})) for cell in teachers.cells)
    assert not any(entered & set(cell.metadata.get("gatescope", {})) for cell in released.cells)


def test_each_kind_earns_its_points_by_mark_and_in_the_grade_book(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = mark_class(
        course / "source" / NAME,
        course / "submitted",
        course / "marks",
        limits=Limits(20, 512),
        jobs=1,
    )
    marked = {
        result["student"]: {mark["exercise"]: mark["points"] for mark in result["exercises"]}
        for result in results
    }
    nbgrader(course, "autograde", NAME)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        graded = {
            student: {
                kind: book.find_grade(f"{kind}-test", NAME, NAME, student).score for kind in POINTS
            }
            for student in STUDENTS
        }
    assert graded == marked
    choices = [marked[f"right-{at}"].pop("choice") for at in range(3)]
    assert sorted(choices) == [0, 0, POINTS["choice"]]
    for student, (_, earned) in STUDENTS.items():
        for kind, points in marked[student].items():
            assert points == pytest.approx(earned.get(kind, 0)), (student, kind)
