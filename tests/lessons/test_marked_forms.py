"""Predictions, orders and cells that a teacher marks: the same points by `mark`, nbgrader and Check."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lesson_kernel import Checker
from nbgrader.api import Gradebook
from test_marked_questions import nbgrader

from gatescope.grading.answered import answered_in
from gatescope.grading.course import make_course
from gatescope.grading.limits import Limits
from gatescope.grading.mark import mark_class
from gatescope.grading.validate import validate

NAME = "forms"
IMPORTS = "import { check, predict, questions, show } from 'gatescope';"
LINES = ["h = o * tanh(c);", "c = f * h;", "gates(x, h);", "c = f * c + i * g;"]
BLOCKS = "{ f: [0, 0, 0], i: [0, 0, 0], g: [0, 0, 1], o: [0, 0, 0] }"
#: What asks, and the key.
ASKED = {
    "order": (
        "const asked = questions({ key: 'order', purpose: 'marked', items: [{ id: 'lines', "
        f"question: 'In order?', order: {{ lines: {json.dumps(LINES)} }} }}] }});\nshow(asked);",
        f"{{ lines: {json.dumps([LINES[2], LINES[3], LINES[0]])} }}",
    ),
    "cell": (
        "const asked = questions({ key: 'cell', purpose: 'marked', items: [{ id: 'numbers', "
        f"question: 'Fill in.', cell: {{ inputs: [1], blocks: {BLOCKS} }} }}] }});\nshow(asked);",
        "{ numbers: 'computed' }",
    ),
    "curve": (
        "const asked = predict({ key: 'curve', purpose: 'marked', question: 'Draw.', count: 4, "
        "given: [1], quantity: { name: 'h', range: [0, 1] } });\nshow(asked);",
        "[0.5, 0.25, 0.125]",
    ),
}
POINTS = {"order": 2, "cell": 6, "curve": 3}
#: tanh(1) is 0.76, half of it 0.38, half of the tanh of that 0.18.
CELL = {"f": [0.5], "i": [0.5], "g": [0.76], "o": [0.5], "c": [0.38], "h": [0.18]}
CURVE = [None, 0.5, 0.25, 0.125]
#: What is entered in each, and what it earns.
STUDENTS: dict[str, tuple[dict[str, Any], tuple[float, float, float]]] = {
    "right": ({"order": [2, 3, 0], "cell": CELL, "curve": CURVE}, (2, 6, 3)),
    "nothing": ({}, (0, 0, 0)),
    "near": ({"order": [2, 3, 0], "cell": CELL, "curve": [None, 0.55, 0.3, 0.1]}, (2, 6, 3)),
    "one slip": ({"order": [3, 2, 0], "cell": {**CELL, "i": [0.7]}, "curve": [None] + [0.9] * 3}, (0, 5, 0)),
    "follows": ({"cell": {**CELL, "g": [0.5], "c": [0.25], "h": [0.12]}}, (0, 5, 0)),
    "gates of 1, and what follows": ({"cell": {"f": [1], "i": [1], "g": [1], "o": [1], "c": [1], "h": [0.76]}}, (0, 0, 0)),
    "half": ({"order": [2, 3], "cell": {"f": [0.5], "i": [0.5], "g": [None]}, "curve": [None, 0.5, None, None]}, (0, 2, 0)),
    "with a stranger": ({"order": [2, 3, 0, 1]}, (0, 0, 0)),
    "lines that are not there": ({"order": [2, 3, 4]}, (0, 0, 0)),
    "a line before the first": ({"order": [2, 3, -4]}, (0, 0, 0)),
    "a stranger's line beside all": ({"order": [2, 3, 0, "rm -rf;"]}, (0, 0, 0)),
    "the lines themselves": ({"order": [LINES[2], LINES[3], LINES[0]]}, (0, 0, 0)),
    "every line twice": ({"order": [2, 2, 3, 3, 0, 0]}, (0, 0, 0)),
    "what JSON does not know": (
        {"order": [float("nan")], "cell": {"f": [float("inf")], "i": [0.5]}, "curve": [None] + [float("nan")] * 3},
        (0, 0, 0),
    ),
    "words": ({"order": "230", "cell": "computed", "curve": "key"}, (0, 0, 0)),
    "too long": ({"order": [2, 3, 0] * 9000, "cell": {"f": [0.5] * 90000}, "curve": [0.5] * 90000}, (0, 0, 0)),
    "names of JavaScript": ({"cell": {"__proto__": [0.5], "constructor": [0.5], "toString": [1]}}, (0, 0, 0)),
}  # fmt: skip


def marks(id_: str, **more: Any) -> dict[str, Any]:
    flags = {"grade": False, "solution": False, "locked": True, "task": False}
    return {"schema_version": 3, "grade_id": id_, **flags, **more}


def assignment() -> Any:
    cells = [nbformat.v4.new_code_cell(IMPORTS, id="imports")]
    for id_, (source, key) in ASKED.items():
        asks = nbformat.v4.new_code_cell(source, id=f"{id_}-asks")
        ours = {"role": "question", "id": id_, "title": id_, "needs": ["imports"]}
        asks.metadata.update(nbgrader=marks(id_), gatescope={"exercise": ours})
        test = nbformat.v4.new_code_cell(
            f"check.answers(asked);\n/// BEGIN HIDDEN TESTS\ncheck.answers(asked, {key});\n"
            "/// END HIDDEN TESTS",
            id=f"{id_}-marks",
        )
        test.metadata.update(
            nbgrader=marks(f"{id_}-test", grade=True, points=POINTS[id_]),
            gatescope={"exercise": {"role": "test", "id": id_}},
        )
        cells += [asks, test]
    kernel = {"name": "gatescope", "display_name": "gatescope", "language": "typescript"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def handed_in(student: str) -> Any:
    notebook = assignment()
    for cell in notebook.cells:
        id_ = cell.id.removesuffix("-asks")
        given = STUDENTS[student][0].get(id_)
        if cell.id.endswith("-asks") and given is not None:
            if id_ == "curve":
                guess = {"values": given, "committed": False, "kept": True}
                cell.metadata.gatescope["predictions"] = {"curve": guess}
            else:
                answers = {"lines" if id_ == "order" else "numbers": {"given": given, "tries": 1}}
                cell.metadata.gatescope["answers"] = {id_: {"answers": answers, "of": 1}}
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    make_course(folder, lessons=False)
    source = folder / "source" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(assignment(), source)
    for student in STUDENTS:
        file = folder / "submitted" / student.replace(" ", "-") / NAME / f"{NAME}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(handed_in(student)), "utf-8")
    return folder


def test_a_teachers_forms_are_in_order(course: Path) -> None:
    assert validate(course / "source" / NAME, Limits(60, 1024)) == []


def test_mark_and_nbgrader_give_the_same_points(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = mark_class(
        course / "source" / NAME,
        course / "submitted",
        course / "marks",
        limits=Limits(20, 512),
        jobs=2,
    )
    wanted = {
        student.replace(" ", "-"): pytest.approx(earned)
        for student, (_, earned) in STUDENTS.items()
    }
    found = {
        result["student"]: tuple(mark["points"] for mark in result["exercises"])
        for result in results
    }
    assert found == wanted
    nbgrader(course, "generate_assignment", NAME)
    released = (course / "release" / NAME / f"{NAME}.ipynb").read_text("utf-8")
    assert "0.125" not in released and "computed" not in released
    nbgrader(course, "autograde", NAME)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        graded = {
            student: tuple(
                book.find_grade(f"{id_}-test", NAME, NAME, student).score for id_ in ASKED
            )
            for student in wanted
        }
    assert graded == wanted


@pytest.mark.parametrize("student", STUDENTS)
def test_check_gives_the_same_where_it_has_the_key(checker: Checker, student: str) -> None:
    notebook = json.loads(json.dumps(handed_in(student)))
    sheets = answered_in(notebook["cells"])
    for at, (id_, (source, _)) in enumerate(ASKED.items()):
        test = next(each for each in notebook["cells"] if each["id"] == f"{id_}-marks")
        cells = [
            {"id": "imports", "source": IMPORTS, "role": "needs"},
            {"id": "asks", "source": source, "role": "needs"},
            {"id": "marks", "source": test["source"], "role": "test", "points": POINTS[id_]},
        ]
        request = {"exercise": id_, "cells": cells, "metadata": None, "answered": sheets}
        assert checker.check(request)["points"] == pytest.approx(STUDENTS[student][1][at]), id_
