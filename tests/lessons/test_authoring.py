"""What a teacher makes in the lab: each example is whole, and `validate` finds what is not."""

from __future__ import annotations

import json
import math
import re
import subprocess
from pathlib import Path
from typing import Any

import nbformat
import pytest
from fault_cases import assignment, cell_of
from lesson_kernel import ROOT

from gatescope.grading.exercises import read_exercises
from gatescope.grading.limits import Limits
from gatescope.grading.notebook_file import NotebookError, read_notebook
from gatescope.grading.validate import validate, with_answer
from gatescope.node import find_node

TEMPLATES = ROOT / "lib" / "lab" / "authoring" / "templates.js"


def templates() -> dict[str, dict[str, Any]]:
    """The examples of the lab, by kind, as the built extension has them."""
    program = f"import({json.dumps(TEMPLATES.as_uri())}).then(all => console.log(JSON.stringify(all.templates)))"
    done = subprocess.run(
        [find_node().path, "--experimental-detect-module", "-e", program],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


def notebook_of(examples: dict[str, dict[str, Any]]) -> Any:
    """Every example that tests mark, one below the other, each with imports of its own."""
    notebook = nbformat.v4.new_notebook()

    def add(id_: str, source: str, ours: dict[str, Any] | None = None, **marks: Any) -> None:
        cell = nbformat.v4.new_code_cell(source, id=id_)
        if marks:
            flags = {"grade": False, "solution": False, "locked": False, "task": False}
            cell.metadata.nbgrader = {"schema_version": 3, "grade_id": id_, **flags, **marks}
        if ours:
            cell.metadata.gatescope = {"exercise": ours}
        notebook.cells.append(cell)

    for kind, example in examples.items():
        lines = [f"import {{ {', '.join(example['imports'])} }} from 'gatescope';"]
        if example.get("types"):
            lines.append(f"import type {{ {', '.join(example['types'])} }} from 'gatescope';")
        add(f"{kind}-imports", "\n".join(lines))
        needs = [f"{kind}-imports"]
        if "given" in example:
            add(f"{kind}-given", example["given"])
            needs.append(f"{kind}-given")
        ours = {"role": "answer", "id": kind, "title": kind, "needs": needs, "hints": []}
        if example["form"] == "tested":
            add(kind, example["answer"], ours, solution=True)
        else:
            source = example["source"].replace("KEY", kind)
            add(kind, source, {**ours, "role": "question"}, locked=True)
        ours = {"role": "test", "id": kind}
        add(f"{kind}-test", example["test"], ours, grade=True, points=example["points"])
    return notebook


#: All but words, which a person marks.
MARKED = 14


def test_every_example_passes_and_what_students_get_of_it_does_not(tmp_path: Path) -> None:
    tested = {kind: each for kind, each in templates().items() if "test" in each}
    assert len(tested) == MARKED
    file = tmp_path / "examples.ipynb"
    nbformat.write(notebook_of(tested), file)
    assert validate(file, Limits(60, 1024)) == []


def test_two_exercises_that_ask_for_one_name_are_a_fault(tmp_path: Path) -> None:
    examples = {"number": templates()["number"]}
    notebook = notebook_of(examples)
    again = notebook_of(examples)
    for cell in again.cells:
        if "nbgrader" in cell.metadata:
            cell.id = f"second-{cell.id}"
            cell.metadata.nbgrader.grade_id = cell.id
            cell.metadata.gatescope.exercise.id = "second-number"
            notebook.cells.append(cell)
    file = tmp_path / "examples.ipynb"
    nbformat.write(notebook, file)
    [fault] = validate(file, Limits(60, 1024))
    assert fault.startswith("examples.ipynb, second-number: left is asked for by number, too"), (
        fault
    )


@pytest.mark.parametrize(
    "line",
    [
        "const ok = double(3) === 6;",
        "console.assert(double(3) === 6);",
        "[double(3) === 6]",
        "double(3) === 6 || null",
        "double(3) === 6 ? '2' : '0'",
    ],
)
def test_a_test_that_looks_and_does_not_insist_is_a_fault(tmp_path: Path, line: str) -> None:
    notebook = assignment()
    cell_of(notebook, "double-test").source = line
    file = tmp_path / "ps1.ipynb"
    nbformat.write(notebook, file)
    faults = [fault for fault in validate(file, Limits(60, 1024)) if "double" in fault]
    assert any("gives an answer that returns nothing" in fault for fault in faults), faults


@pytest.mark.parametrize("line", ["Promise.resolve(double(3) === 6)", "Promise.reject(double)"])
def test_a_test_that_ends_on_a_promise_gives_nothing(tmp_path: Path, line: str) -> None:
    notebook = assignment()
    cell_of(notebook, "double-test").source = line
    file = tmp_path / "ps1.ipynb"
    nbformat.write(notebook, file)
    faults = [fault for fault in validate(file, Limits(60, 1024)) if "double" in fault]
    assert any("tell your teacher to await it" in fault for fault in faults), faults


def test_every_example_that_asks_runs_in_the_kernel(checker) -> None:
    for kind, example in templates().items():
        if example["form"] not in ("predict", "questions"):
            continue
        source = example["source"].replace("KEY", kind)
        imports = f"import {{ {', '.join(example['imports'])} }} from 'gatescope';"
        # As what an exercise needs: an error in it is said to be in no answer.
        cells = [
            {"id": "asks", "source": f"{imports}\n{source}", "role": "needs"},
            {"id": "answer", "source": "const one = 1;", "role": "answer"},
            {"id": "test", "source": "one;", "role": "test", "points": 1},
        ]
        report = checker.check({"exercise": kind, "cells": cells, "metadata": None})
        assert report["status"] == "passed", (kind, report["message"])


def with_mistakes(*mistakes: tuple[str, str]) -> Any:
    notebook = assignment()
    for cell in notebook.cells:
        if cell.id == "step":
            cell.metadata.gatescope.exercise["mistakes"] = [
                {"answer": answer, "message": message} for answer, message in mistakes
            ]
    return notebook


def test_each_wrong_answer_that_is_named_must_be_told_its_own_message(tmp_path: Path) -> None:
    file = tmp_path / "ps1.ipynb"
    right = "return { h: tanh(add(matmul(x, W), matmul(h, U), b)) };"
    nbformat.write(
        with_mistakes(
            ("return { h: tanh(add(matmul(x, W), matmul(h, U))) };", "leaves out the bias b"),
            ("return { h: add(matmul(x, W), matmul(h, U), b) };", "leaves out the bias b"),
            (right, "never said"),
        ),
        file,
    )
    faults = validate(file, Limits(60, 1024))
    assert len(faults) == 2, faults
    assert re.search(r"wrong answer 2 is told '.*tanh.*', not 'leaves out the bias b'", faults[0])
    assert "wrong answer 3 gets all points: 'never said' is never said" in faults[1]


def test_a_wrong_answer_without_words_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "ps1.ipynb"
    nbformat.write(with_mistakes(("return 1;", "")), file)
    [fault] = validate(file, Limits(60, 1024))
    assert "'step' names a wrong answer without an answer and a message" in fault


def test_a_wrong_answer_stands_where_the_solution_stood() -> None:
    [exercise] = [
        each for each in read_exercises({"cells": assignment().cells}, "ps1") if each.id == "double"
    ]
    assert with_answer(exercise.solution, "const y = x;\nreturn y;") == (
        "function double(x: number): number {\n  const y = x;\n  return y;\n}"
    )
    assert with_answer("const all = 1;", "const all = 2;") == "const all = 2;"


@pytest.mark.parametrize("points", [math.nan, math.inf, -math.inf, -1, "2", None, True])
def test_points_that_are_no_number_are_refused(points: object) -> None:
    notebook = assignment()
    cell_of(notebook, "double-test").metadata.nbgrader["points"] = points
    # As a notebook's file writes them, and Python reads them back.
    again = json.loads(json.dumps(notebook))
    with pytest.raises(NotebookError, match=r"points of 'double-test' are .*no number from 0"):
        read_exercises(again, "ps1")


@pytest.mark.parametrize(
    ("need", "message"),
    [
        ("nowhere", "no notebook cell of code has that id"),
        ("title", "no notebook cell of code has that id"),
        (["imports"], "no notebook cell of code has that id"),
        (7, "no notebook cell of code has that id"),
        ("double-test", "a test, which its answer could then read"),
    ],
)
def test_what_an_answer_cannot_need_is_refused(need: object, message: str) -> None:
    notebook = assignment()
    ours = cell_of(notebook, "double").metadata.gatescope.exercise
    ours["needs"] = ["imports", need]
    with pytest.raises(
        NotebookError, match=rf"ps1: 'double' needs {re.escape(repr(need))}, .*{message}"
    ):
        read_exercises({"cells": notebook.cells}, "ps1")


@pytest.mark.parametrize("given", ["not a list", [3], [{"answer": 1, "message": "x"}]])
def test_mistakes_of_another_form_are_named(tmp_path: Path, given: object) -> None:
    notebook = assignment()
    notebook.cells[2].metadata.gatescope.exercise["mistakes"] = given
    file = tmp_path / "ps1.ipynb"
    file.write_text(json.dumps(notebook))
    assert read_notebook(file)
    assert "without an answer and a message" in validate(file, Limits(60, 1024))[0]


def test_a_line_of_the_solution_in_a_test_that_is_given_out_is_a_fault(tmp_path: Path) -> None:
    examples = {"number": templates()["number"]}
    whole = examples["number"]["test"]
    file = tmp_path / "examples.ipynb"
    examples["number"]["test"] = re.sub(r"/// (BEGIN|END) HIDDEN TESTS\n?", "", whole)
    nbformat.write(notebook_of(examples), file)
    [fault] = validate(file, Limits(60, 1024))
    assert "number-test tells a line of the solution: 'return 0.9 ** 10;'" in fault
    examples["number"]["test"] = whole
    nbformat.write(notebook_of(examples), file)
    assert validate(file, Limits(60, 1024)) == []


def test_an_open_test_that_says_it_has_hidden_lines_is_a_fault(tmp_path: Path) -> None:
    notebook, file = assignment(), tmp_path / "ps1.ipynb"
    for id_ in ("double-test", "scaled-test"):
        cell_of(notebook, id_).metadata.gatescope.exercise["hidden"] = True
    nbformat.write(notebook, file)
    [fault] = validate(file, Limits(60, 1024))
    assert fault.startswith("ps1.ipynb, scaled: the test scaled-test has no hidden lines")
